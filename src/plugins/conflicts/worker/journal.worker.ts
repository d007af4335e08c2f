import { expose, transferHandlers } from 'comlink';
import { parseJournalFile } from '../../../../model/plans/plan-journal.ts';
import { carryMessages } from '../../../../model/text/carry-messages.ts';
import { jsonOfFile } from '../../../../model/text/json-file.ts';

/** Reads decisions away from the page. */
async function read(blob: Blob, file: string): Promise<ReturnType<typeof parseJournalFile>> {
  return parseJournalFile(jsonOfFile(new Uint8Array(await blob.arrayBuffer()), file), file);
}

carryMessages(transferHandlers);
expose({ read });
