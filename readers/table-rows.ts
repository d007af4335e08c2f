import { readCsvRows } from './places-csv/places-csv.ts';
import { readSheetRows } from './places-xlsx/places-xlsx.ts';
import type { ByteSource } from './shared/byte-source.ts';
import type { Cell } from './shared/place-table.ts';
import type { Problems } from './shared/problems.ts';

/** A table without places: names of its columns, and cells as text; empty where a cell holds nothing. */
interface TextTable {
  head: string[];
  rows: string[][];
}

/** A zip archive, and so a workbook, begins with these bytes. */
const ZIP = [0x50, 0x4b];

/** Reads a table of text (UTF-8, UTF-16 or GB 18030) or the only sheet of a workbook. A ReadError says what is wrong with it. */
export async function readTextTable(source: ByteSource, problems: Problems): Promise<TextTable> {
  const start = await source.start();
  const isWorkbook = ZIP.every((byte, i) => start[i] === byte);
  const { head, rows } = isWorkbook
    ? await readSheetRows(source, undefined)
    : await readCsvRows(source, undefined, problems);
  return { head: head.map((name) => textOf(name).trim()), rows: rows.map((row) => row.map(textOf)) };
}

/** Dates as days, or as instants where they have an hour. */
function textOf(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().replace('T00:00:00.000Z', '');
  return String(cell);
}
