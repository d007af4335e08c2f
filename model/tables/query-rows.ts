import { type Column, NO_VALUE, valueAt } from '../city/column.ts';
import type { Triangle } from '../city/layer-areas.ts';
import type { Point } from '../geo/plane/point.ts';
import { isInRing } from '../geo/plane/ring.ts';
import type { Condition, DataQuery } from '../questions/data-query.ts';
import { fold } from '../text/folded-text.ts';

const DAY_MS = 86_400_000;
/** Groups that are listed; the others are summed up in one. */
const MAX_GROUPS = 200;

/** Days since 1970 of a date as registers write it: 2024-03-05, 2024/3/5, 2024.3.5, 20240305, 2024年3月5日, with a time behind it or not; null: it is none. */
export function dayOf(text: string): number | null {
  const found = /^\s*(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?|(\d{2})(\d{2}))(?:[日月\sT].*)?$/.exec(
    text.normalize('NFKC'),
  );
  if (!found) return null;
  const [year, month, day] = [found[1], found[2] ?? found[4], found[3] ?? found[5] ?? '1'].map(Number);
  const ms = Date.UTC(year, month - 1, day);
  const back = new Date(ms);
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === day ? ms / DAY_MS : null;
}

type RowTest = (row: number) => boolean;

/** Tests a condition row by row; of words each distinct one is looked at once. */
function rowTest(column: Column, condition: Condition): RowTest {
  if (column.type === 'string') {
    const test = wordTest(condition);
    const passes = Uint8Array.from(column.distinct, (word) => (test(word) ? 1 : 0));
    const isEmpty = condition.test === 'empty';
    const { codes } = column;
    return (row) => (codes[row] === NO_VALUE ? isEmpty : passes[codes[row]] === 1);
  }
  const { values } = column;
  const isWord = column.type === 'uint32';
  const isNone = (value: number) => Number.isNaN(value) || (isWord && value === NO_VALUE);
  const test = numberTest(condition);
  const isEmpty = condition.test === 'empty';
  return (row) => (isNone(values[row]) ? isEmpty : test(values[row]));
}

function wordTest(condition: Condition): (word: string) => boolean {
  switch (condition.test) {
    case 'empty':
      return (word) => word.trim() === '';
    case 'filled':
      return (word) => word.trim() !== '';
    case 'on':
    case 'from':
    case 'until': {
      const wanted = dayOf(condition.value);
      const { test } = condition;
      return (word) => {
        const day = dayOf(word);
        if (day === null || wanted === null) return false;
        return test === 'on' ? day === wanted : test === 'from' ? day >= wanted : day <= wanted;
      };
    }
    case 'is':
    case 'isNot':
    case 'contains':
    case 'begins': {
      const wanted = fold(condition.value.trim());
      if (condition.test === 'contains') return (word) => fold(word).includes(wanted);
      if (condition.test === 'begins') return (word) => fold(word.trim()).startsWith(wanted);
      const isSame = condition.test === 'is';
      return (word) => (fold(word.trim()) === wanted) === isSame;
    }
    default: {
      // A column of words may hold numbers: registers mix them.
      const test = numberTest(condition);
      return (word) => word.trim() !== '' && Number.isFinite(Number(word)) && test(Number(word));
    }
  }
}

function numberTest(condition: Condition): (value: number) => boolean {
  switch (condition.test) {
    case 'filled':
      return () => true;
    case 'empty':
      return () => false;
    case 'equal':
    case 'unequal':
    case 'least':
    case 'most':
    case 'above':
    case 'below':
      return compared(condition.test, condition.value);
    default: {
      const test = wordTest(condition);
      return (value) => test(String(value));
    }
  }
}

function compared(
  test: 'equal' | 'unequal' | 'least' | 'most' | 'above' | 'below',
  wanted: number,
): (value: number) => boolean {
  switch (test) {
    case 'equal':
      return (value) => value === wanted;
    case 'unequal':
      return (value) => value !== wanted;
    case 'least':
      return (value) => value >= wanted;
    case 'most':
      return (value) => value <= wanted;
    case 'above':
      return (value) => value > wanted;
    case 'below':
      return (value) => value < wanted;
  }
}

/** Things may lie in a ring, in an area of triangles, nearer to a place or to any of many than a distance. */
export interface QueryPlaces {
  ring?: readonly Point[] | undefined;
  triangles?: readonly Triangle[] | undefined;
  near?: { atM: Float64Array; distanceM: number } | undefined;
}

/** Rows whose attributes and middles pass, in their order. `places`: east, north, up and radius of each row. */
export function matchingRows(
  count: number,
  columns: ReadonlyMap<string, Column>,
  places: Float32Array,
  { match, conditions }: Pick<DataQuery, 'match' | 'conditions'>,
  where: QueryPlaces,
): Uint32Array {
  const tests = conditions.flatMap((condition) => {
    const column = columns.get(condition.attribute);
    return column ? [rowTest(column, condition)] : [];
  });
  const isNear = where.near ? nearTest(where.near.atM, where.near.distanceM) : null;
  const found: number[] = [];
  for (let row = 0; row < count; row++) {
    const passes =
      tests.length === 0 || (match === 'any' ? tests.some((test) => test(row)) : tests.every((test) => test(row)));
    if (!passes) continue;
    const x = places[4 * row];
    const y = places[4 * row + 1];
    if (where.ring && !isInRing(where.ring, x, y)) continue;
    if (where.triangles && !where.triangles.some((triangle) => isInTriangle(triangle, x, y))) continue;
    if (isNear && !isNear(x, y)) continue;
    found.push(row);
  }
  return Uint32Array.from(found);
}

/** Corners run anticlockwise; an edge is inside. */
const isInTriangle = ([a, b, c]: Triangle, x: number, y: number): boolean =>
  leftOf(a, b, x, y) && leftOf(b, c, x, y) && leftOf(c, a, x, y);
const leftOf = (a: Point, b: Point, x: number, y: number): boolean =>
  (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]) >= 0;

/** Whether a place is nearer than a distance to any of many: these lie in square cells of that size. */
function nearTest(atM: Float64Array, distanceM: number): (x: number, y: number) => boolean {
  const cellM = Math.max(distanceM, 1);
  const keyOf = (column: number, row: number) => column * 2 ** 26 + row;
  const cells = new Map<number, number[]>();
  for (let i = 0; i < atM.length; i += 2) {
    const key = keyOf(Math.floor(atM[i] / cellM), Math.floor(atM[i + 1] / cellM));
    const cell = cells.get(key);
    if (cell) cell.push(i);
    else cells.set(key, [i]);
  }
  return (x, y) => {
    const column = Math.floor(x / cellM);
    const row = Math.floor(y / cellM);
    for (let c = column - 1; c <= column + 1; c++)
      for (let r = row - 1; r <= row + 1; r++)
        for (const i of cells.get(keyOf(c, r)) ?? [])
          if (Math.hypot(atM[i] - x, atM[i + 1] - y) < distanceM) return true;
    return false;
  };
}

/** Figures of the numbers of some rows. Those without a number are counted apart; null: there is no number. */
export interface QueryFigures {
  count: number;
  numbers: number;
  sum: number | null;
  mean: number | null;
  /** The middle value; of an even number of values it is the mean of the two in the middle. */
  median: number | null;
  min: number | null;
  max: number | null;
}

/** One group of rows that share a value; null: rows without one. `others`: the groups beyond those listed, so many. */
export interface QueryGroup extends QueryFigures {
  value: string | null;
  others?: number;
}

/** A query came to this. */
export interface QueryResult {
  rows: Uint32Array;
  figures: QueryFigures;
  /** Largest first; of equal ones those that came first. Empty: nobody asked for groups. */
  groups: QueryGroup[];
  /**
   * Sum of the measure over the part of each area that lies in the drawn ring, as if its amount lay evenly in it; areas count whose attributes pass,
   * wherever their middles lie. Null: no ring was drawn, no measure asked for, or the layer has no areas.
   */
  byArea: number | null;
}

/** Figures of rows and of their groups. */
export function figuresOfRows(
  rows: Uint32Array,
  measure: Column | null,
  group: Column | null,
): Omit<QueryResult, 'rows' | 'byArea'> {
  if (!group) return { figures: figuresOf(rows, measure), groups: [] };
  const rowsOf = new Map<string | null, number[]>();
  for (const row of rows) {
    const value = wordAt(group, row);
    const known = rowsOf.get(value);
    if (known) known.push(row);
    else rowsOf.set(value, [row]);
  }
  const ordered = [...rowsOf].sort(([, a], [, b]) => b.length - a.length);
  const listed = ordered.slice(0, MAX_GROUPS);
  const rest = ordered.slice(MAX_GROUPS).flatMap(([, own]) => own);
  const groups = listed.map(([value, own]): QueryGroup => ({ value, ...figuresOf(own, measure) }));
  if (rest.length > 0) groups.push({ value: null, others: ordered.length - MAX_GROUPS, ...figuresOf(rest, measure) });
  return { figures: figuresOf(rows, measure), groups };
}

function figuresOf(rows: ArrayLike<number>, measure: Column | null): QueryFigures {
  const none = { count: rows.length, numbers: 0, sum: null, mean: null, median: null, min: null, max: null };
  if (!measure || measure.type === 'string') return none;
  const { values } = measure;
  const isWord = measure.type === 'uint32';
  const known = new Float64Array(rows.length);
  let numbers = 0;
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]];
    if (Number.isNaN(value) || (isWord && value === NO_VALUE)) continue;
    known[numbers++] = value;
    sum += value;
  }
  if (numbers === 0) return none;
  const sorted = known.subarray(0, numbers).sort();
  const middle = numbers >> 1;
  const median = numbers % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { count: rows.length, numbers, sum, mean: sum / numbers, median, min: sorted[0], max: sorted[numbers - 1] };
}

/** The value of a row as a word; null where it has none. */
export function wordAt(column: Column, row: number): string | null {
  const value = valueAt(column, row);
  return value === null ? null : String(value);
}
