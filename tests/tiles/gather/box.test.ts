import { expect, test } from 'vitest';
import type { Box } from '../../../model/geo/plane/box.ts';
import { lineInBox } from '../../../model/geo/plane/box-edges.ts';
import { areaKm2, parseBox, partsOf } from '../../../tiles/gather/box.ts';

const UNIT: Box = [0, 0, 1, 1];

test('a box is west, south, east, north; anything else is refused with what came', () => {
  expect(parseBox('7.4, 43.7,7.5,43.8')).toEqual([7.4, 43.7, 7.5, 43.8]);
  for (const wrong of ['7.5,43.7,7.4,43.8', '43,7', 'a,b,c,d', '1,2,3,', '0,0,200,1', '0,-89,1,-88'])
    expect(() => parseBox(wrong), wrong).toThrow(wrong);
  expect(() => parseBox('0,0,3,3')).toThrow('4000 km²');
});

test('a degree at the equator has 111.32 km, at 60° half of it eastward', () => {
  expect(areaKm2([0, -0.5, 1, 0.5])).toBeCloseTo(12_392, 0);
  expect(areaKm2([0, 59.5, 1, 60.5])).toBeCloseTo(6_196, 0);
});

test('parts cover the box without a gap', () => {
  const parts = partsOf([0, 0, 0.12, 0.05], 0.05);
  expect(parts.map(([west, , east]) => [west, east])).toEqual([
    [0, 0.04],
    [0.04, 0.08],
    [0.08, 0.12],
  ]);
});

test('a line that leaves and comes back is two pieces, cut at the rim', () => {
  const line = [
    [0.5, 0.5],
    [2.5, 0.5],
    [2.5, 0.75],
    [0.5, 0.75],
  ] as const;
  expect(lineInBox(line, UNIT)).toEqual([
    [
      [0.5, 0.5],
      [1, 0.5],
    ],
    [
      [1, 0.75],
      [0.5, 0.75],
    ],
  ]);
  expect(
    lineInBox(
      [
        [2, 2],
        [3, 3],
      ],
      UNIT,
    ),
  ).toEqual([]);
});
