import { expect, test } from 'vitest';
import type { ThemeRequest } from '../../../model/questions/thematic-maps.ts';
import { words } from '../../../src/kit/words.ts';
import { calmPaint } from '../../../src/plugins/thematic-maps/colours.ts';
import { classText, unitsText } from '../../../src/plugins/thematic-maps/legend-text.ts';
import type { ThemeResult } from '../../../workers/thematic-maps/engine-types.ts';
import { gridUnits } from '../../../workers/thematic-maps/units.ts';
import { smallCity } from '../../model/city/small-city.ts';

test('a class is written from its lower to its upper limit; one of a single value is that value', () => {
  const t = words.in('en');
  const of = () => '';
  const written = (from: number, to: number, spread: { min: number; max: number }) =>
    classText(
      { from, to, word: null, counts: [1] } as unknown as Parameters<typeof classText>[0],
      spread as unknown as Parameters<typeof classText>[1],
      { t, of } as unknown as Parameters<typeof classText>[2],
    );
  expect(written(3, 9, { min: 3, max: 30 })).toBe('3–9');
  expect(written(9, 9, { min: 9, max: 9 })).toBe('9');
});

test('the legend says how large cells are and what falls together in them', () => {
  const units = (request: Partial<ThemeRequest>, language: 'zh' | 'en') =>
    unitsText({ request } as ThemeResult, { t: words.in(language) });
  const column = { of: 'layer' as const, name: 'residents' };
  const grid = { by: 'grid' as const, cellM: 200 };
  expect(units({ unit: grid, measure: { by: 'number', column, fold: 'sum' } }, 'zh')).toBe(
    '每格求和，网格 200 × 200 m',
  );
  expect(units({ unit: grid, measure: { by: 'count' } }, 'en')).toBe('number of objects in cells of 200 × 200 m');
  expect(units({ unit: { by: 'districts' }, measure: { by: 'number', column, fold: 'mean' } }, 'zh')).toBe('每片平均');
  expect(units({ unit: { by: 'things' }, measure: { by: 'count' } }, 'zh')).toBeNull();
});

test('a cell is named by its column and row from the south-west, and buildings between bars are pale', () => {
  const { name, count } = gridUnits([0, 0, 1000, 600], 200);
  expect(count).toBe(15);
  expect(name(6)).toMatchObject({ id: '1/1', name: { zh: '第 2 列第 2 行', en: 'column 2, row 2' }, at: [300, 300] });
  const paint = calmPaint(smallCity().city);
  expect([paint?.layerId, paint?.classes.length, paint?.tokens]).toEqual(['building', 5, ['line']]);
});
