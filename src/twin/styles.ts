import * as v from 'valibot';
import { isSameStyle, PictureStyle, STYLE_STRENGTHS } from '../../model/scenarios/picture-style.ts';
import { SHIPPED_STYLES } from '../../scenarios/picture-styles.ts';
import { decoded } from './link-text.ts';
import type { Slice, TwinState } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends StyleSlice {}
}

export interface StyleSlice {
  /** How the page's picture is drawn; others of a split may have their own (`OwnOfView`). */
  style: PictureStyle;
  /** Styles beside the shipped ones, as this browser keeps them. */
  ownStyles: readonly PictureStyle[];
  wearStyle(style: PictureStyle): void;
  keepStyles(styles: readonly PictureStyle[]): void;
}

/** The one of a fresh start. */
export const FIRST_STYLE = SHIPPED_STYLES[0];

export const styleSlice: Slice<StyleSlice> = (set) => ({
  style: FIRST_STYLE,
  ownStyles: [],
  wearStyle: (style) => set({ style }),
  keepStyles: (ownStyles) => set({ ownStyles }),
});

/** Night by its lamps, whatever clock and theme say: the picture is the dark theme's. */
export const isNightStyle = ({ style }: Pick<TwinState, 'style'>): boolean => style.base === 'night';

/**
 * A style as a value of a link: a shipped one by its id, any other in full, so that a link holds in a browser that does not keep it. The
 * separators of links are percent-encoded.
 */
export function styleText(style: PictureStyle): string {
  if (SHIPPED_STYLES.some((shipped) => isSameStyle(shipped, style))) return style.id;
  const { id, base, labels, name } = style;
  const parts = [id, base, labels, ...STYLE_STRENGTHS.map((key) => style[key]), name.zh, name.en];
  return parts.map((part) => encodeURIComponent(part).replaceAll('~', '%7E')).join('~');
}

/** Null: it is no style. */
export function styleOfText(text: string): PictureStyle | null {
  const shipped = SHIPPED_STYLES.find(({ id }) => id === text);
  if (shipped) return shipped;
  const parts = text.split('~').map(decoded);
  const [id, base, labels, ...rest] = parts;
  const strengths = STYLE_STRENGTHS.map((key, i) => [key, rest[i] === '' ? Number.NaN : Number(rest[i])] as const);
  const [zh, en, ...more] = rest.slice(STYLE_STRENGTHS.length);
  if (more.length > 0) return null;
  const name = { zh, en };
  const strengthsOf = Object.fromEntries(strengths);
  const read = v.safeParse(PictureStyle, { ...strengthsOf, format: 1, kind: 'style', id, base, labels, name });
  return read.success ? read.output : null;
}
