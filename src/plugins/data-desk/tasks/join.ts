import { encodeColumn } from '../../../../model/city/column.ts';
import type { AttributeInfo } from '../../../../model/city/manifest.ts';
import { type JoinReport, joinByKey } from '../../../../model/tables/join.ts';
import { columnOfCells } from '../../../../model/tables/table-column.ts';
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

/** Joins a table to things by their keys, null where a thing has none. MessageError where the table has no such column, or no key fits. */
export async function joinTable(
  blob: Blob,
  file: string,
  key: string,
  keys: readonly (string | null)[],
): Promise<JoinAnswer> {
  const { head, rows } = await tableIn(blob, file);
  const keyAt = head.indexOf(key);
  if (keyAt < 0) throw new MessageError(joinMessage('no-column', { file, key, got: head.join(', ') }));
  const { rowOf, report } = joinByKey(
    keys,
    rows.map((row) => row[keyAt]),
  );
  if (report.things.matched === 0)
    throw new MessageError(
      joinMessage('no-match', {
        file,
        key,
        got: rows.find((row) => row[keyAt])?.[keyAt] ?? '',
        expected: keys.find((one) => one !== null) ?? '',
      }),
    );
  const columns = head.flatMap((name, at): JoinedColumn[] => {
    if (name === '' || at === keyAt || head.indexOf(name) !== at) return [];
    const cells = Array.from(rowOf, (row) => (row < 0 ? null : (rows[row][at] ?? null)));
    const { type, column, range } = columnOfCells(cells);
    return [{ name, type, range, bytes: new Uint8Array(encodeColumn(column)) }];
  });
  return { columns, report };
}

async function tableIn(blob: Blob, file: string) {
  const table = await readTextTable(blobSource(blob, file), new Problems());
  const columns = table.head.length;
  if (columns < 2 || table.rows.length === 0)
    throw new MessageError(joinMessage('no-table', { file, columns, rows: table.rows.length }));
  if (columns > MAX_COLUMNS)
    throw new MessageError(joinMessage('many-columns', { file, most: MAX_COLUMNS, got: columns }));
  return table;
}
