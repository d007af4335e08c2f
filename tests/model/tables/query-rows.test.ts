import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { Column } from '../../../model/city/column.ts';
import { NO_VALUE } from '../../../model/city/column.ts';
import { DataQuery } from '../../../model/questions/data-query.ts';
import { dayOf, figuresOfRows, matchingRows } from '../../../model/tables/query-rows.ts';

const words = (...values: (string | null)[]): Column => {
  const distinct = [...new Set(values.filter((value) => value !== null))];
  const codes = Uint32Array.from(values, (value) => (value === null ? NO_VALUE : distinct.indexOf(value)));
  return { type: 'string', distinct, codes };
};

/** Six schools along a line, 100 m apart. */
const COLUMNS = new Map<string, Column>([
  ['kind', words('小学', '中学', 'ＳＣＨＯＯＬ', '小学', null, '幼儿园')],
  ['seats', { type: 'float32', values: Float32Array.of(600, 900, 300, Number.NaN, 120, 600) }],
  ['floors', { type: 'uint32', values: Uint32Array.of(3, 5, 2, 4, NO_VALUE, 2) }],
  ['built', words('1998-09-01', '2005/3/1', '2010年6月', '20150901', '不详', '2020-02-30')],
]);
const PLACES = Float32Array.from({ length: 24 }, (_, i) => (i % 4 === 0 ? 100 * (i / 4) : 0));

function rowsOf(query: object): number[] {
  const parsed = v.parse(DataQuery, { layer: 'schools', ...query });
  const { within, near } = parsed;
  const ring = within?.by === 'ring' ? within.ringM : undefined;
  const at = near?.by === 'place' ? { atM: Float64Array.from(near.atM), distanceM: near.distanceM } : undefined;
  return [...matchingRows(6, COLUMNS, PLACES, parsed, { ring, near: at })];
}
const one = (attribute: string, test: string, value?: string | number) =>
  rowsOf({ conditions: [{ attribute, test, ...(value === undefined ? {} : { value }) }] });

test('conditions on numbers, words of both widths and days; a row without a value passes "empty" alone', () => {
  expect(one('seats', 'least', 600)).toEqual([0, 1, 5]);
  expect(one('seats', 'unequal', 600)).toEqual([1, 2, 4]);
  expect(one('seats', 'empty')).toEqual([3]);
  expect(one('floors', 'below', 4)).toEqual([0, 2, 5]);
  expect(one('floors', 'filled')).toEqual([0, 1, 2, 3, 5]);
  expect(one('kind', 'is', 'school')).toEqual([2]);
  expect(one('kind', 'isNot', '小学')).toEqual([1, 2, 5]);
  expect(one('kind', 'contains', '学')).toEqual([0, 1, 3]);
  expect(one('kind', 'empty')).toEqual([4]);
  expect(one('built', 'from', '2005-03-01')).toEqual([1, 2, 3]);
  expect(one('built', 'until', '2005年3月1日')).toEqual([0, 1]);
  expect(one('built', 'on', '2015-9-1')).toEqual([3]);
});

test('days are those of the calendar', () => {
  expect(dayOf('1970-01-02')).toBe(1);
  expect(dayOf('2024-02-29T08:00')).toBe(dayOf('２０２４年2月29日'));
  for (const none of ['2023-02-29', '2024-13-01', '5 March', '12']) expect(dayOf(none)).toBeNull();
});

test('all conditions or any, within a ring, nearer than a distance', () => {
  const conditions = [
    { attribute: 'kind', test: 'is', value: '小学' },
    { attribute: 'seats', test: 'above', value: 500 },
  ];
  expect(rowsOf({ conditions })).toEqual([0]);
  expect(rowsOf({ conditions, match: 'any' })).toEqual([0, 1, 3, 5]);
  const ringM = [
    [50, -1],
    [350, -1],
    [350, 1],
    [50, 1],
  ];
  expect(rowsOf({ within: { by: 'ring', ringM } })).toEqual([1, 2, 3]);
  expect(rowsOf({ near: { by: 'place', atM: [200, 0], distanceM: 100 } })).toEqual([2]);
  expect(rowsOf({ near: { by: 'place', atM: [200, 0], distanceM: 100.5 } })).toEqual([1, 2, 3]);
});

test('figures of all and of groups: count, sum, mean, median; rows without a number are counted apart', () => {
  const all = Uint32Array.of(0, 1, 2, 3, 4, 5);
  const { figures, groups } = figuresOfRows(all, COLUMNS.get('seats') ?? null, COLUMNS.get('kind') ?? null);
  expect(figures).toEqual({ count: 6, numbers: 5, sum: 2520, mean: 504, median: 600, min: 120, max: 900 });
  expect(groups[0]).toEqual({
    value: '小学',
    count: 2,
    numbers: 1,
    sum: 600,
    mean: 600,
    median: 600,
    min: 600,
    max: 600,
  });
  expect(groups.map(({ value, count }) => [value, count])).toEqual([
    ['小学', 2],
    ['中学', 1],
    ['ＳＣＨＯＯＬ', 1],
    [null, 1],
    ['幼儿园', 1],
  ]);
});
