import { parseJournalFile } from '../../../../model/plans/plan-journal.ts';
import { hashedJsonOfBlob } from '../../../../model/text/json-file.ts';

/** Reads decisions away from the page. */
export async function readJournal(blob: Blob, file: string): Promise<ReturnType<typeof parseJournalFile>> {
  return parseJournalFile(await hashedJsonOfBlob(blob, file), file);
}
