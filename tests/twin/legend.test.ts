import { expect, test } from 'vitest';
import type { Rgb, Summary } from '../../model/city/catalogue.ts';
import { legendOf, paintRequestOf } from '../../src/twin/legend.ts';
import { smallCity } from '../model/city/small-city.ts';

const { city } = smallCity();
const [buildings, , plan] = city.layers;
const [, height, , kind] = buildings.attributes;
const numbers = (breaks: number[]): Summary => ({
  kind: 'number',
  count: 9,
  min: 0,
  max: 100,
  breaks,
  classCounts: [9],
  method: 'equal',
  histogram: { from: 0, to: 100, counts: [9] },
});
const codes = (...values: string[]): Summary => ({
  kind: 'code',
  count: values.length,
  values: values.map((value) => ({ value, count: 1 })),
});
const rgbOf = (token: string): Rgb => [token.length, 0, Number(token.at(-1)) || 0];

test('a number spreads its classes over the whole ramp', () => {
  expect(legendOf(buildings, height, numbers([20, 40, 60, 80, 90, 95]))).toMatchObject({
    tokens: ['seq-1', 'seq-2', 'seq-3', 'seq-4', 'seq-5', 'seq-6', 'seq-7'],
  });
  expect(legendOf(buildings, height, numbers([50, 80]))).toMatchObject({ tokens: ['seq-1', 'seq-4', 'seq-7'] });
  expect(legendOf(buildings, height, numbers([]))).toMatchObject({ tokens: ['seq-4'] });
});

test('eight codes have a colour each, nine are seven and the rest', () => {
  const eight = legendOf(buildings, kind, codes(...'abcdefgh'));
  expect(eight).toMatchObject({ tokens: expect.arrayContaining(['cat-8']), otherToken: null });
  const nine = legendOf(buildings, kind, codes(...'abcdefghi'));
  expect(nine).toMatchObject({ values: [...'abcdefg'], otherToken: 'cat-8' });
});

test('a layer with statutory colours keeps them', () => {
  expect(legendOf(plan, plan.attributes[0], codes('R2', 'B1', 'X9'))).toEqual({
    kind: 'code',
    values: ['R2', 'B1'],
    tokens: ['lu-r', 'lu-b'],
    otherToken: 'cat-8',
  });
});

test('the request paints statutory colours always, the chosen attribute by its legend, and drops what the city has not', async () => {
  const request = await paintRequestOf(
    city,
    {
      colouring: { layerId: 'building', attribute: 'height' },
      clearings: {},
      dug: null,
      filters: [
        { layerId: 'building', attribute: 'height', kind: 'range', min: 0, max: 9 },
        { layerId: 'gone', attribute: 'height', kind: 'range', min: 0, max: 9 },
      ],
    },
    { summarise: async () => numbers([50]) },
    rgbOf,
  );
  expect(request.own).toEqual([
    {
      layerId: 'plan-kg',
      attribute: 'use',
      breaks: ['B1', 'R2'],
      colours: [rgbOf('lu-b'), rgbOf('lu-r')],
      isMatter: false,
    },
  ]);
  expect(request.colouring).toMatchObject({ breaks: [50], colours: [rgbOf('seq-1'), rgbOf('seq-7')] });
  expect(request.filters).toHaveLength(1);
});
