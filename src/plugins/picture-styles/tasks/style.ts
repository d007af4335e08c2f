import type { PictureStyle } from '../../../../model/scenarios/picture-style.ts';
import { jsonOfBlob } from '../../../../model/text/json-file.ts';
import { parsePictureStyle } from '../../../../scenarios/picture-styles.ts';

/** Reads a style away from the page. */
export async function readStyle(blob: Blob, file: string): Promise<PictureStyle> {
  return parsePictureStyle(await jsonOfBlob(blob, file), file);
}
