import { expect, test } from 'vitest';
import { FilterError, parseCql2, type Shape } from '../../../hub/features/cql2.ts';

const NAMES = new Set(['name', 'height', 'storeys', '用途']);
const tower = { name: '文峰塔', height: 32.5, storeys: 7, 用途: null };

const passes = (filter: string, meets: (shape: Shape) => boolean = () => false) =>
  parseCql2(filter, NAMES, 'geometry')({ value: (name) => tower[name as keyof typeof tower] ?? null, meets });

test('comparisons are of numbers with numbers and words with words; a missing value passes none', () => {
  const known: [filter: string, passes: boolean][] = [
    ['height = 32.5', true],
    ['height <> 32.5', false],
    ['height > 32 AND storeys <= 7', true],
    ['height > 33 OR storeys = 7', true],
    ['NOT height > 33', true],
    ['32 < height', true],
    ["height = '32.5'", false],
    ["name = '文峰塔'", true],
    ["name LIKE '文%'", true],
    ["name LIKE '_峰_'", true],
    ["name LIKE '峰%'", false],
    ["name NOT LIKE '%峰%'", false],
    ['storeys BETWEEN 7 AND 9', true],
    ['storeys NOT BETWEEN 1 AND 6', true],
    ['storeys IN (1, 7)', true],
    ['storeys NOT IN (1, 7)', false],
    ['用途 IS NULL', true],
    ['"用途" IS NOT NULL', false],
    ["用途 = 'x'", false],
    ["用途 NOT LIKE 'x'", false],
    ['(height > 1 OR height > 99) AND NOT (storeys = 8)', true],
    ["name = 'it''s'", false],
    ['height > 1e1 AND height < +4e1', true],
  ];
  for (const [filter, expected] of known) expect(passes(filter), filter).toBe(expected);
});

test('AND binds before OR', () => {
  expect(passes('storeys = 7 OR storeys = 8 AND height > 99')).toBe(true);
  expect(passes('(storeys = 7 OR storeys = 8) AND height > 99')).toBe(false);
});

test('places of a filter come to the geometry as rings without their closing corner', () => {
  const shapes: Shape[] = [];
  const keep = (shape: Shape) => shapes.push(shape) > 0;
  expect(passes('S_INTERSECTS(geometry, BBOX(1, 2, 3, 4))', keep)).toBe(true);
  expect(passes('s_intersects(geometry, POLYGON((0 0, 1 0, 1 1, 0 0)))', keep)).toBe(true);
  expect(passes('S_INTERSECTS(geometry, POINT(5 6))', keep)).toBe(true);
  expect(shapes.map(({ rings }) => rings[0])).toEqual([
    [
      [1, 2],
      [3, 2],
      [3, 4],
      [1, 4],
    ],
    [
      [0, 0],
      [1, 0],
      [1, 1],
    ],
    [[5, 6]],
  ]);
});

test('what cannot be read is named with its letter, and long or deep filters are refused', () => {
  const refused: [filter: string, message: RegExp][] = [
    ['height >> 3', /filter\[9\].*got ">"/],
    ['colour = 3', /filter\[1\].*attribute/],
    ['height =', /got the end/],
    ['height = 3 storeys', /AND, OR or the end/],
    ["name LIKE 'x", /filter\[10\]/],
    ['S_INTERSECTS(geometry, BBOX(1, 2))', /four numbers/],
    ['S_INTERSECTS(height, POINT(1 2))', /geometry/],
    [`${'('.repeat(60)}height = 1${')'.repeat(60)}`, /within each other/],
    [`${'NOT '.repeat(60)}height = 1`, /within each other/],
    ['x'.repeat(5000), /4000/],
  ];
  for (const [filter, message] of refused) {
    expect(() => passes(filter), filter.slice(0, 40)).toThrow(FilterError);
    expect(() => passes(filter), filter.slice(0, 40)).toThrow(message);
  }
});

test('a pattern of many stars ends at once', () => {
  const filter = parseCql2(`name LIKE '${'%a'.repeat(200)}b'`, NAMES, 'geometry');
  expect(filter({ value: () => 'a'.repeat(5000), meets: () => false })).toBe(false);
});
