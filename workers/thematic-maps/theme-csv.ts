import { NO_CLASS } from '../../model/questions/thematic-maps.ts';
import { csvNumber, csvTable, csvText } from '../shared/csv.ts';
import type { ThemeResult } from './engine-types.ts';
import type { Units } from './units.ts';

/** Decimals of a value: all that a reader can use, and the same everywhere. */
const DIGITS = 6;

/** All units with their values and classes by step, the classes with their counts, and what was asked. */
export function themeTables(result: ThemeResult, units: Units): Record<string, string> {
  const { request, times, values, classes, legend, missing, spread, things, join, areasM2, hash } = result;
  const steps = times.map((time, i) => ({
    name: time === '' ? '' : `_${time}`,
    values: values[i],
    classes: classes[i],
  }));
  const rows = Array.from(areasM2, (areaM2, unit) => {
    const { id, name, at } = units.name(unit);
    return [
      csvText(id),
      csvText(name.zh),
      csvText(name.en),
      csvNumber(at[0], 2),
      csvNumber(at[1], 2),
      areaM2 > 0 ? csvNumber(areaM2, 1) : '',
      ...steps.flatMap((step) => [
        csvNumber(step.values[unit], DIGITS),
        step.classes[unit] === NO_CLASS ? '' : step.classes[unit] + 1,
      ]),
    ];
  });
  const head = steps.flatMap(({ name }) => [csvText(`value${name}`), csvText(`class${name}`)]);
  const classRows = legend.map(({ from, to, word, counts }, k) => [
    k + 1,
    csvNumber(from, DIGITS),
    csvNumber(to, DIGITS),
    csvText(word?.zh ?? ''),
    csvText(word?.en ?? ''),
    ...counts,
  ]);
  const parameters: [string, string | number][] = [
    ['request', csvText(JSON.stringify(withoutTable(request)))],
    ['things', things.count],
    ['things_without_value', things.withoutValue],
    ['things_outside', things.outside],
    ['table_rows', join?.rows ?? ''],
    ['table_rows_unmatched', join?.unmatched ?? ''],
    ['table_keys_doubled', join?.doubled ?? ''],
    ['min', csvNumber(spread?.min ?? null, DIGITS)],
    ['max', csvNumber(spread?.max ?? null, DIGITS)],
    ['mean', csvNumber(spread?.mean ?? null, DIGITS)],
    ['variance_fit', csvNumber(spread?.fitRatio ?? null, DIGITS)],
    ['hash', hash],
  ];
  const counts = steps.map(({ name }) => csvText(`count${name}`));
  return {
    units: csvTable(['id', 'name_zh', 'name_en', 'east_m', 'north_m', 'area_m2', ...head], rows),
    classes: csvTable(
      ['class', 'from', 'to', 'word_zh', 'word_en', ...counts],
      [...classRows, ['', '', '', csvText('无数据'), csvText('no data'), ...missing]],
    ),
    parameters: csvTable(['parameter', 'value'], parameters),
  };
}

/** The table's text stands in the saved map; here its name is enough. */
const withoutTable = ({ table, ...request }: ThemeResult['request']) => ({
  ...request,
  ...(table ? { table: { ...table, csv: `${table.csv.length} characters` } } : {}),
});
