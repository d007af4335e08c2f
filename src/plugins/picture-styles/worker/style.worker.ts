import { expose, transferHandlers } from 'comlink';
import type { PictureStyle } from '../../../../model/scenarios/picture-style.ts';
import { carryMessages } from '../../../../model/text/carry-messages.ts';
import { jsonOfFile } from '../../../../model/text/json-file.ts';
import { parsePictureStyle } from '../../../../scenarios/picture-styles.ts';

/** Reads a style away from the page. */
async function read(blob: Blob, file: string): Promise<PictureStyle> {
  return parsePictureStyle(jsonOfFile(new Uint8Array(await blob.arrayBuffer()), file), file);
}

carryMessages(transferHandlers);
expose({ read });
