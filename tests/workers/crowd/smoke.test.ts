import { describe, expect, test } from 'vitest';
import { CrowdRefusal } from '../../../model/scenarios/crowd-problem.ts';
import {
  carbonMonoxideDose,
  type DrawnSmoke,
  extinctionAt,
  rasterSmoke,
  smokeRatio,
} from '../../../workers/crowd/core/smoke.ts';
import type { Polygon } from '../../../workers/crowd/plan/polygon.ts';

const square = (west: number, south: number, side: number): Polygon => ({
  outer: [
    [west, south],
    [west + side, south],
    [west + side, south + side],
    [west, south + side],
  ],
  holes: [],
});

const drawn = (frames: DrawnSmoke['frames'], cellM = 1): DrawnSmoke => ({
  floors: ['hall'],
  law: 'nist',
  coPpmPerExtinction: 0,
  cellM,
  frames,
});

describe('smoke on a raster', () => {
  const thin = { area: square(0, 0, 10), extinctionPerM: 0.5 };
  const thick = { area: square(4, 4, 2), extinctionPerM: 3 };

  test('has the thickest cloud that the middle of a cell lies in, in whatever order they are drawn', () => {
    for (const clouds of [
      [thin, thick],
      [thick, thin],
    ]) {
      const series = rasterSmoke(drawn([{ timeS: 0, clouds }]));
      expect([series.columns, series.rows]).toEqual([10, 10]);
      expect(extinctionAt(series, 0, 4.5, 4.5)).toBe(3);
      expect(extinctionAt(series, 0, 6.5, 4.5)).toBe(0.5);
      expect(series.extinctionPerM[0].filter((k) => k === 3)).toHaveLength(4);
    }
  });

  test('is none before its first frame, and stays as the last one left it', () => {
    const series = rasterSmoke(
      drawn([
        { timeS: 60, clouds: [thick] },
        { timeS: 30, clouds: [thin] },
      ]),
    );
    expect(series.timesS).toEqual([30, 60]);
    expect([29.9, 30, 59.9, 60, 1e6].map((timeS) => extinctionAt(series, timeS, 4.5, 4.5))).toEqual([
      0, 0.5, 0.5, 3, 3,
    ]);
    expect(extinctionAt(series, 60, 1, 1)).toBe(0);
  });

  test('is none beside the raster', () => {
    const series = rasterSmoke(drawn([{ timeS: 0, clouds: [thin] }]));
    for (const [x, y] of [
      [-0.1, 5],
      [5, -0.1],
      [10.1, 5],
      [5, 10.1],
    ])
      expect(extinctionAt(series, 0, x, y)).toBe(0);
  });

  test('without a cloud is one empty cell, not a raster of no size', () => {
    const series = rasterSmoke(drawn([{ timeS: 0, clouds: [] }], 2));
    expect([series.columns, series.rows, [...series.extinctionPerM[0]]]).toEqual([1, 1, [0]]);
  });

  test('finer than can be held is refused with its size', () => {
    const wide = { area: square(0, 0, 3000), extinctionPerM: 1 };
    expect(() => rasterSmoke(drawn([{ timeS: 0, clouds: [wide] }]))).toThrow(CrowdRefusal);
  });
});

describe('who walks in smoke', () => {
  test('is slower by the law that was chosen: NIST TN 1822 halves the speed at 1/m', () => {
    expect([0, 0.5, 1, 1.52, 5].map((k) => smokeRatio('nist', k))).toEqual([1, 0.75, 0.5, 0.24, 0.24]);
  });

  test('by Frantzich and Nilsson loses 0.057 of 0.706 m/s for each 1/m, down to a tenth', () => {
    expect(smokeRatio('frantzich', 0)).toBe(1);
    expect(smokeRatio('frantzich', 2)).toBeCloseTo((0.706 - 2 * 0.057) / 0.706, 12);
    expect(smokeRatio('frantzich', 100)).toBe(0.1);
  });

  test('takes up carbon monoxide after Stewart: 1,000 ppm for a minute is 3.5 % of the dose that fells', () => {
    expect(carbonMonoxideDose(1000, 60)).toBeCloseTo(0.03545, 4);
    expect(carbonMonoxideDose(0, 600)).toBe(0);
    expect(carbonMonoxideDose(1000, 30) + carbonMonoxideDose(1000, 30)).toBeCloseTo(carbonMonoxideDose(1000, 60), 12);
    // More than twice for twice the smoke: the exponent is above one.
    expect(carbonMonoxideDose(2000, 60) / carbonMonoxideDose(1000, 60)).toBeCloseTo(2 ** 1.036, 9);
  });
});
