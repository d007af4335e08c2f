import { numberOf } from '../../../model/tables/cell-text.ts';
import type { Cell } from '../../../model/tables/data-table.ts';
import type { Language } from '../../twin/appearance.ts';

/** By which column rows are sorted, and which way. */
export interface Order {
  column: number;
  direction: 'ascending' | 'descending';
}

type Value<Row> = ((row: Row) => Cell) | undefined;

/** Rows in an order; those without a value come last either way. */
export function orderedRows<Row>(
  rows: readonly Row[],
  value: Value<Row>,
  { direction }: Pick<Order, 'direction'>,
  language: Language,
): readonly Row[] {
  if (!value) return rows;
  const collator = new Intl.Collator(language, { numeric: true });
  const sign = direction === 'ascending' ? 1 : -1;
  const keyed = rows.map((row) => {
    const cell = value(row);
    return { row, key: typeof cell === 'string' ? cell : numberOf(cell) };
  });
  const compare = (a: string | number, b: string | number) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
  return keyed
    .sort(({ key: a }, { key: b }) => {
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      return sign * compare(a, b);
    })
    .map(({ row }) => row);
}

/** Rows of which a column holds the text, in whatever case. */
export function findRows<Row>(
  rows: readonly Row[],
  columns: readonly { value?: (row: Row) => Cell }[],
  sought: string,
): readonly Row[] {
  const text = sought.trim().toLocaleLowerCase();
  if (text === '') return rows;
  return rows.filter((row) =>
    columns.some(({ value }) => {
      const cell = value?.(row) ?? null;
      return String(typeof cell === 'string' ? cell : (numberOf(cell) ?? ''))
        .toLocaleLowerCase()
        .includes(text);
    }),
  );
}
