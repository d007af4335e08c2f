import type { Remote } from 'comlink';
import { askAboutFile } from '../../../kit/start-task.ts';
import type * as joinTask from './join.ts';
import type { JoinAnswer, TableHead } from './join.ts';

/** Larger tables are for the command line. */
const MAX_TABLE_MIB = 100;

/** Reads the head of a table in a worker of its own. */
export const readHeadInWorker = (blob: Blob, name: string): Promise<TableHead> =>
  askAboutFile('table-join', { name, size: blob.size }, MAX_TABLE_MIB, (task: Remote<typeof joinTask>) =>
    task.readHead(blob, name),
  );

/** Joins a table to the keys of things in a worker of its own. */
export const joinInWorker = (
  blob: Blob,
  name: string,
  key: string,
  keys: readonly (string | null)[],
): Promise<JoinAnswer> =>
  askAboutFile('table-join', { name, size: blob.size }, MAX_TABLE_MIB, (task: Remote<typeof joinTask>) =>
    task.joinTable(blob, name, key, keys),
  );
