import { expose, transferHandlers } from 'comlink';
import { carryMessages } from '../../../../model/text/carry-messages.ts';
import { jsonOfFile } from '../../../../model/text/json-file.ts';
import { parseThemeCase, type ThemeCase } from '../../../../scenarios/theme.ts';

/** Reads a map away from the page. */
async function read(blob: Blob, file: string): Promise<ThemeCase> {
  return parseThemeCase(jsonOfFile(new Uint8Array(await blob.arrayBuffer()), file), file);
}

carryMessages(transferHandlers);
expose({ read });
