import { wrap } from 'comlink';
import type { PictureStyle } from '../../../model/scenarios/picture-style.ts';
import { askAboutFile } from '../../kit/ask-once.ts';

/** A style has some six hundred letters. */
const MAX_STYLE_MIB = 1;

/** A style out of its file, in a worker of its own. */
export const readStyleFile = (file: File): Promise<PictureStyle> =>
  askAboutFile(
    file,
    MAX_STYLE_MIB,
    () => new Worker(new URL('./worker/style.worker.ts', import.meta.url), { type: 'module' }),
    (worker) => wrap<StyleReader>(worker).read(file, file.name),
  );

interface StyleReader {
  read(blob: Blob, file: string): PictureStyle;
}
