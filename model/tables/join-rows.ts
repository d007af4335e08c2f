import { Counter, type JoinReport, type JoinWay } from './join.ts';
import { numberOfCell } from './table-column.ts';

/** Row of a table that belongs to no thing; that fits several things, so that nobody can tell which; that has no key or place. */
export const NO_THING = -1;
export const SEVERAL_THINGS = -2;
export const NO_KEY = -3;

/** Things and rows as a report names them. */
interface JoinNames {
  thing(thing: number): string;
  row(row: number): string;
  /** How each row found its thing; absent: all in one way. */
  way(row: number): JoinWay;
}

/** Rows of each thing, several where several lie in it or name it: those of thing `t` are `rows[first[t]]` to before `rows[first[t + 1]]`. */
interface JoinedRows {
  first: Int32Array;
  rows: Int32Array;
  report: JoinReport;
}

/** Gathers rows by the thing that each belongs to; `thingOf` holds a thing, or one of the words above. A thing may have any number of rows. */
export function joinByThing(things: number, thingOf: Int32Array, names: JoinNames): JoinedRows {
  const first = new Int32Array(things + 1);
  const unused = new Counter();
  const ambiguous = new Counter();
  const by: JoinReport['by'] = {};
  let blank = 0;
  for (const [row, thing] of thingOf.entries()) {
    if (thing === NO_KEY) blank++;
    else if (thing === SEVERAL_THINGS) ambiguous.add(names.row(row));
    else if (thing === NO_THING) unused.add(names.row(row));
    else {
      first[thing + 1]++;
      const way = names.way(row);
      by[way] = (by[way] ?? 0) + 1;
    }
  }
  const doubled = new Counter();
  const unmatched = new Counter();
  let doubledRows = 0;
  for (let thing = 0; thing < things; thing++) {
    const count = first[thing + 1];
    if (count === 0) unmatched.add(names.thing(thing));
    if (count > 1) {
      doubled.add(names.thing(thing), count);
      doubledRows += count;
    }
    first[thing + 1] += first[thing];
  }
  const rows = new Int32Array(first[things]);
  const next = first.slice(0, things);
  for (const [row, thing] of thingOf.entries()) if (thing >= 0) rows[next[thing]++] = row;
  const matched = things - unmatched.total;
  return {
    first,
    rows,
    report: {
      things: { all: things, matched, unmatched: unmatched.total, blank: 0, ambiguous: 0, doubled: doubled.size },
      rows: {
        all: thingOf.length,
        used: rows.length,
        unused: unused.total,
        blank,
        doubled: doubledRows,
        ambiguous: ambiguous.total,
      },
      by,
      examples: {
        unmatchedThings: unmatched.first(),
        unusedRows: unused.first(),
        doubledRows: [],
        doubledThings: doubled.first(),
        ambiguous: ambiguous.first(),
      },
    },
  };
}

/** One cell of all rows of each thing: the sum of numbers, or the words that all rows share; null: no row has one, or they differ. */
export function cellsOfThings({ first, rows }: JoinedRows, cells: readonly string[], isNumeric: boolean) {
  return Array.from({ length: first.length - 1 }, (_, thing): string | null => {
    const own = Array.from(rows.subarray(first[thing], first[thing + 1]), (row) => cells[row]).filter(
      (cell) => cell.trim() !== '',
    );
    if (own.length === 0) return null;
    if (own.length === 1) return own[0];
    if (isNumeric) return String(own.reduce((sum, cell) => sum + (numberOfCell(cell) ?? 0), 0));
    return own.every((cell) => cell === own[0]) ? own[0] : null;
  });
}
