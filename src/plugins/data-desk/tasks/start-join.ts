import type { Remote } from 'comlink';
import type { LonLat } from '../../../../model/geo/lon-lat.ts';
import type { JoinHow } from '../../../../model/tables/join-table.ts';
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

/** Joins a table to things in a worker of its own. */
export const joinInWorker = (blob: Blob, name: string, how: JoinHow): Promise<JoinAnswer> =>
  askAboutFile('table-join', { name, size: blob.size }, MAX_TABLE_MIB, (task: Remote<typeof joinTask>) =>
    task.joinFile(blob, name, how),
  );

/** Reads the places of a table's rows in a worker of its own. */
export const placesInWorker = (
  blob: Blob,
  name: string,
  columns: { x: string; y: string },
  origin: LonLat,
): Promise<Float64Array> =>
  askAboutFile('table-join', { name, size: blob.size }, MAX_TABLE_MIB, (task: Remote<typeof joinTask>) =>
    task.readPlaces(blob, name, columns, origin),
  );
