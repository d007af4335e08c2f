import { expose, transferHandlers } from 'comlink';
import { carryMessages } from '../../../../model/text/carry-messages.ts';
import { jsonOfFile } from '../../../../model/text/json-file.ts';
import { type AnalysisCase, parseAnalysisCase } from '../../../../scenarios/analysis-cases.ts';

/** Reads a map away from the page. */
async function read(blob: Blob, file: string): Promise<AnalysisCase<'theme'>> {
  return parseAnalysisCase('theme', jsonOfFile(new Uint8Array(await blob.arrayBuffer()), file), file);
}

carryMessages(transferHandlers);
expose({ read });
