import { csvText, guardedText, quotedText } from './csv-cell.ts';

/** A number with the decimals that it is written with. */
interface Figure {
  value: number;
  digits: number;
}

/** A cell as data; `null` and a number that is none stand for no value. */
export type Cell = string | number | Figure | null;

/** A column as data: one definition serves the screen, CSV files, spreadsheets and reports. */
interface Column<Row> {
  value: (row: Row) => Cell;
  /** Decimals of numbers; without them a file holds the number as it is. */
  digits?: number;
  /** Texts stand in CSV without quotes unless they need them: words of the program, never names of the data. */
  isWord?: true;
}

/** The columns of a table by their headings in files. */
export type Columns<Row> = Readonly<Record<string, Column<Row>>>;

/** A table that crosses from a worker: headings with how their cells are written, and cells. */
export interface DataTable {
  columns: readonly { key: string; digits?: number; isWord?: true }[];
  rows: readonly (readonly Cell[])[];
}

/** A column of names and texts of the data. */
export const text = <Row>(value: (row: Row) => string | null | undefined): Column<Row> => ({
  value: (row) => value(row) ?? '',
});

/** A column of words of the program. */
export const word = <Row>(value: (row: Row) => string | null | undefined): Column<Row> => ({
  value: (row) => value(row) ?? '',
  isWord: true,
});

/** A column of numbers; without `digits` a file holds them as they are. */
export const number = <Row>(value: (row: Row) => number | null | undefined, digits?: number): Column<Row> => ({
  value: (row) => value(row) ?? null,
  ...(digits === undefined ? {} : { digits }),
});

/** Rows under the columns of this table. */
export function tableOf<Row>(columns: Columns<Row>, rows: readonly Row[]): DataTable {
  const all = Object.entries(columns);
  return {
    columns: all.map(([key, { value: _, ...written }]) => ({ key, ...written })),
    rows: rows.map((row) => all.map(([, { value }]) => value(row))),
  };
}

/** What was asked and what it came to, a row each. */
export const parametersOf = (rows: readonly (readonly [name: string, value: Cell])[]): DataTable => ({
  columns: [
    { key: 'parameter', isWord: true },
    { key: 'value', isWord: true },
  ],
  rows,
});

/**
 * A table as CSV (RFC 4180). A text that a spreadsheet would take for a formula stays a text by an apostrophe.
 * Analyses and the command line end lines by LF, what the page writes alone by CRLF.
 */
export function csvOf({ columns, rows }: DataTable, lineEnd: '\n' | '\r\n' = '\n'): string {
  const lines = rows.map((row) => columns.map((column, i) => csvCell(row[i] ?? null, column)).join(','));
  return [columns.map(({ key }) => csvText(key)).join(','), ...lines, ''].join(lineEnd);
}

function csvCell(cell: Cell, { digits, isWord }: DataTable['columns'][number]): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return isWord ? csvText(cell) : quotedText(guardedText(cell));
  const { value, decimals } =
    typeof cell === 'number' ? { value: cell, decimals: digits } : { value: cell.value, decimals: cell.digits };
  if (!Number.isFinite(value)) return '';
  return decimals === undefined ? String(value) : value.toFixed(decimals);
}
