import type { Remote } from 'comlink';
import { askAboutFile } from '../../../kit/start-task.ts';
import type * as journal from './journal.ts';

/** Ten thousand acts with all their shapes have less. */
const MAX_JOURNAL_MIB = 64;

/** Decisions out of their file, in a worker of its own: the chain is worked out entry by entry. */
export const readJournal = (file: File): ReturnType<typeof journal.readJournal> =>
  askAboutFile('plan-journal', file, MAX_JOURNAL_MIB, (task: Remote<typeof journal>) =>
    task.readJournal(file, file.name),
  );
