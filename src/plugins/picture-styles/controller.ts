import * as v from 'valibot';
import type { PictureStyle } from '../../../model/scenarios/picture-style.ts';
import { MessageError, messageTable } from '../../../model/text/message.ts';
import { parsePictureStyle, SHIPPED_STYLES } from '../../../scenarios/picture-styles.ts';
import { type BrowserText, browserText } from '../../kit/browser-text.ts';
import type { App } from '../../kit/plugin.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { readStyleFile } from './tasks/start-reader.ts';

/** Id of the plug-in and of its panel. */
export const PICTURE_STYLES = 'picture-styles';

const KEY = 'own';
/** Kept beside the shipped ones. */
const MAX_KEPT = 50;

/** What is said of styles, and what one is called that was made here. */
export const styleMessage = messageTable({
  own: { zh: '自定义', en: 'Own' },
  'not-kept': {
    zh: '浏览器没有为本页保留数据：样式在关闭窗口后丢失，请保存为文件',
    en: 'this browser does not save data for this page: the style is lost when the window is closed; save it as a file',
  },
  full: {
    zh: '本浏览器至多保留 {most} 个样式，请先删去一个',
    en: 'this browser keeps {most} styles at most; remove one first',
  },
});

/** Keeps, forgets and opens styles. */
export interface StyleController extends Controller {
  /** In place of the kept one with its id. */
  keep(style: PictureStyle): void;
  forget(id: string): void;
  /** Reads a style, keeps it and answers it; rejects what is none. */
  openFile(file: File): Promise<PictureStyle>;
  fileText(style: PictureStyle): string;
}

export const pictureStylesController: Opener<App, StyleController> = {
  id: PICTURE_STYLES,
  open: (app) => openStyles(app, browserText('shapan-styles-')),
};

export function openStyles({ twin, report }: Pick<App, 'twin' | 'report'>, store: BrowserText): StyleController {
  const { keepStyles } = twin.getState();
  const keepAll = (styles: readonly PictureStyle[]): void => {
    if (styles.length > MAX_KEPT) throw new MessageError(styleMessage('full', { most: MAX_KEPT }));
    keepStyles(styles);
    if (!store.save(KEY, JSON.stringify(styles))) throw new MessageError(styleMessage('not-kept', {}));
  };

  /** What this browser kept; one style that is broken does not take the others with it. */
  function restored(): PictureStyle[] {
    const kept = store.load(KEY);
    if (kept === null) return [];
    try {
      return v.parse(v.array(v.unknown()), JSON.parse(kept)).flatMap((one, i) => {
        try {
          return [parsePictureStyle(one, `localStorage.${i}`)];
        } catch (error) {
          report(PICTURE_STYLES, error);
          return [];
        }
      });
    } catch (error) {
      report(PICTURE_STYLES, error);
      return [];
    }
  }

  const controller: StyleController = {
    keep(style) {
      const others = twin.getState().ownStyles.filter(({ id }) => id !== style.id);
      keepAll([...others, style]);
    },
    forget: (id) => keepAll(twin.getState().ownStyles.filter((style) => style.id !== id)),
    async openFile(file) {
      const style = ownOf(await readStyleFile(file), twin.getState().ownStyles);
      controller.keep(style);
      return style;
    },
    fileText: (style) => `${JSON.stringify(style, null, 2)}\n`,
    close: () => {},
  };
  keepStyles(restored());
  return controller;
}

/** A style under an id that no shipped one has: theirs say what links mean. */
export function ownOf(style: PictureStyle, own: readonly PictureStyle[]): PictureStyle {
  if (!SHIPPED_STYLES.some(({ id }) => id === style.id)) return style;
  return { ...style, id: freeId(own) };
}

/** `own-1`, `own-2`, …: the first that no kept style has. */
export function freeId(own: readonly PictureStyle[]): string {
  let n = 1;
  while (own.some(({ id }) => id === `own-${n}`)) n++;
  return `own-${n}`;
}
