import { encodeColumn } from '../../../../model/city/column.ts';
import type { AttributeInfo } from '../../../../model/city/manifest.ts';
import type { LonLat } from '../../../../model/geo/lon-lat.ts';
import type { JoinReport } from '../../../../model/tables/join.ts';
import { type JoinHow, joinTable, placesOfTable } from '../../../../model/tables/join-table.ts';
import { MessageError } from '../../../../model/text/message.ts';
import { blobSource } from '../../../../readers/shared/byte-source.ts';
import { Problems } from '../../../../readers/shared/problems.ts';
import { readTextTable } from '../../../../readers/table-rows.ts';
import { joinMessage } from '../messages.ts';

/** Columns of a table at most: each becomes an attribute of every thing. */
const MAX_COLUMNS = 200;

/** What a form needs to know of a table. */
export interface TableHead {
  rows: number;
  columns: string[];
}

/** A column that a layer gets. */
export interface JoinedColumn {
  /** As the table calls it. */
  name: string;
  type: AttributeInfo['type'];
  range: [number, number] | null;
  /** The column's file. */
  bytes: Uint8Array<ArrayBuffer>;
}

/** What a join came to. */
export interface JoinAnswer {
  columns: JoinedColumn[];
  report: JoinReport;
}

/** Reads the head of a table. MessageError where it is none. */
export async function readHead(blob: Blob, file: string): Promise<TableHead> {
  const { head, rows } = await tableIn(blob, file);
  return { rows: rows.length, columns: head.filter((name) => name !== '') };
}

/** Joins a table to things. MessageError where the table has no such column, or no row fits. */
export async function joinFile(blob: Blob, file: string, how: JoinHow): Promise<JoinAnswer> {
  const { columns, report } = joinTable(await tableIn(blob, file), file, how);
  return {
    columns: columns.map(({ column, ...facts }) => ({ ...facts, bytes: new Uint8Array(encodeColumn(column)) })),
    report,
  };
}

/** Places of the rows of a table of degrees (WGS 84) in the city's plane, east and north of each; NaN where a row has none. */
export const readPlaces = async (
  blob: Blob,
  file: string,
  names: { x: string; y: string },
  origin: LonLat,
): Promise<Float64Array> => placesOfTable(await tableIn(blob, file), file, names, origin);

async function tableIn(blob: Blob, file: string) {
  const table = await readTextTable(blobSource(blob, file), new Problems());
  const columns = table.head.length;
  if (columns < 2 || table.rows.length === 0)
    throw new MessageError(joinMessage('no-table', { file, columns, rows: table.rows.length }));
  if (columns > MAX_COLUMNS)
    throw new MessageError(joinMessage('many-columns', { file, most: MAX_COLUMNS, got: columns }));
  return table;
}
