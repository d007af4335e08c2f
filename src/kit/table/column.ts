import type { ReactNode } from 'react';
import type { Cell } from '../../../model/tables/data-table.ts';

/** A column on the screen; one without a `value` is neither sorted nor searched. */
export interface TableColumn<Row> {
  head: string;
  headTitle?: string | undefined;
  /** Stands beside the head. */
  unit?: string | undefined;
  /** What the column is sorted and searched by, and what it shows where there is no `cell`. */
  value?: (row: Row) => Cell;
  /** Decimals on the screen. */
  digits?: number;
  /** What is shown in place of the value alone: links, tags, swatches, fields. */
  cell?: (row: Row, at: number) => ReactNode;
  /** Numbers stand at the end, all else at the start, unless this says otherwise. */
  align?: 'start' | 'center' | 'end';
  width?: string;
  /** The column that the table is read for. */
  isMain?: boolean;
  classOf?: (row: Row) => string | undefined;
}

/** Whether a column holds numbers: by its decimals, or by the first row with a value. */
export function isNumeric<Row>({ digits, value }: TableColumn<Row>, rows: readonly Row[]): boolean {
  if (digits !== undefined) return true;
  const first = value && rows.map(value).find((cell) => cell !== null);
  return first !== undefined && typeof first !== 'string';
}
