import { NO_CLASS } from '../../model/questions/thematic-maps.ts';
import { type Columns, type DataTable, number, parametersOf, tableOf, text } from '../../model/tables/data-table.ts';
import type { ThemeClass, ThemeResult } from './engine-types.ts';
import type { Units } from './units.ts';

/** Decimals of a value: all that a reader can use, and the same everywhere. */
const DIGITS = 6;

/** A unit or a class, by the entry that it is in the result's arrays. */
type At = { at: number };

/** All units with their values and classes by step, the classes with their counts, and what was asked. */
export const themeTables = (result: ThemeResult, units: Units): Record<string, DataTable> => ({
  units: tableOf(
    unitColumns(result),
    Array.from(result.areasM2, (areaM2, at) => ({ ...units.name(at), placeM: units.name(at).at, areaM2, at })),
  ),
  classes: tableOf(classColumns(result), [
    ...result.legend.map((one, at) => ({ ...one, at })),
    { from: null, to: null, word: { zh: '无数据', en: 'no data' }, counts: result.missing, at: null },
  ]),
  parameters: parametersTable(result),
});

const suffixOf = (time: string) => (time === '' ? '' : `_${time}`);

function unitColumns({ times, values, classes }: ThemeResult) {
  const steps = times.map((time, step) => ({
    [`value${suffixOf(time)}`]: number(({ at }: At) => values[step][at], DIGITS),
    [`class${suffixOf(time)}`]: number(({ at }: At) => (classes[step][at] === NO_CLASS ? null : classes[step][at] + 1)),
  }));
  const named = {
    id: text(({ id }) => id),
    name_zh: text(({ name }) => name.zh),
    name_en: text(({ name }) => name.en),
    east_m: number(({ placeM }) => placeM[0], 2),
    north_m: number(({ placeM }) => placeM[1], 2),
    area_m2: number(({ areaM2 }) => (areaM2 > 0 ? areaM2 : null), 1),
  } satisfies Columns<
    At & Pick<ReturnType<Units['name']>, 'id' | 'name'> & { placeM: readonly number[]; areaM2: number }
  >;
  return Object.assign({}, named, ...steps) as typeof named;
}

function classColumns({ times }: ThemeResult) {
  const steps = times.map((time, step) => ({
    [`count${suffixOf(time)}`]: number(({ counts }: ThemeClass) => counts[step]),
  }));
  const limits = {
    class: number(({ at }) => (at === null ? null : at + 1)),
    from: number(({ from }) => from, DIGITS),
    to: number(({ to }) => to, DIGITS),
    word_zh: text((one) => one.word?.zh),
    word_en: text((one) => one.word?.en),
  } satisfies Columns<ThemeClass & { at: number | null }>;
  return Object.assign({}, limits, ...steps) as typeof limits;
}

function parametersTable({ request, things, join, spread, hash }: ThemeResult): DataTable {
  const figure = (value: number | undefined) => (value === undefined ? null : { value, digits: DIGITS });
  return parametersOf([
    ['request', JSON.stringify(withoutTable(request))],
    ['things', things.count],
    ['things_without_value', things.withoutValue],
    ['things_outside', things.outside],
    ['table_rows', join?.rows ?? null],
    ['table_rows_unmatched', join?.unmatched ?? null],
    ['table_keys_doubled', join?.doubled ?? null],
    ['min', figure(spread?.min)],
    ['max', figure(spread?.max)],
    ['mean', figure(spread?.mean)],
    ['variance_fit', figure(spread?.fitRatio)],
    ['hash', hash],
  ]);
}

/** The table's text stands in the saved map; here its name is enough. */
const withoutTable = ({ table, ...request }: ThemeResult['request']) => ({
  ...request,
  ...(table ? { table: { ...table, csv: `${table.csv.length} characters` } } : {}),
});
