import { expect, test } from 'vitest';
import type { RasterSample } from '../../../model/runs/field.ts';
import { dugBed } from '../../../workers/flood/works/dig.ts';
import { grid, smallFlood } from './small-flood.ts';

/** A pit of 8 × 8 m, 3 m deep in ground at 2 m, on cells of 2 m; around it nothing is dug. */
const pit: RasterSample = {
  westM: 4,
  southM: 4,
  cellM: 2,
  columns: 6,
  rows: 6,
  channels: ['elevationM'],
  values: Float32Array.from({ length: 36 }, (_, cell) => {
    const isDug = cell % 6 >= 1 && cell % 6 <= 4 && cell >= 6 && cell < 30;
    return isDug ? -1 : Number.NaN;
  }),
};

const dugM3 = (columns: number, rows: number, cellM: number): number => {
  const input = { ...smallFlood(columns, rows, cellM, {}), bedElevationM: grid(columns, rows, () => 2), cellM };
  const bed = dugBed({ ...input, westM: 0, southM: 0 }, pit);
  return bed.reduce((sum, one) => sum + (2 - one) * cellM ** 2, 0);
};

test('the pit holds the same volume on cells of any size: 8 × 8 × 3 m', () => {
  expect(dugM3(32, 32, 1)).toBeCloseTo(192, 4);
  expect(dugM3(16, 16, 2)).toBeCloseTo(192, 4);
  expect(dugM3(8, 8, 4)).toBeCloseTo(192, 4);
  expect(dugM3(4, 4, 8)).toBeCloseTo(192, 4);
});

test('ground that lies lower already stays, and so does what lies beside the pit', () => {
  const input = { ...smallFlood(16, 16, 2, {}), bedElevationM: grid(16, 16, () => -2), westM: 0, southM: 0 };
  expect(dugBed(input, pit)).toEqual(input.bedElevationM);
});
