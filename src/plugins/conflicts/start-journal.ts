import { wrap } from 'comlink';
import type { parseJournalFile } from '../../../model/plans/plan-journal.ts';
import { askAboutFile } from '../../kit/ask-once.ts';

/** Ten thousand acts with all their shapes have less. */
const MAX_JOURNAL_MIB = 64;

type Opened = ReturnType<typeof parseJournalFile>;

/** Decisions out of their file, in a worker of its own: the chain is worked out entry by entry. */
export const readJournal = (file: File): Promise<Opened> =>
  askAboutFile(
    file,
    MAX_JOURNAL_MIB,
    () => new Worker(new URL('./worker/journal.worker.ts', import.meta.url), { type: 'module' }),
    (worker) => wrap<JournalReader>(worker).read(file, file.name),
  );

interface JournalReader {
  read(blob: Blob, file: string): Opened;
}
