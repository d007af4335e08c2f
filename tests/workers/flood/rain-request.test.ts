import { describe, expect, test } from 'vitest';
import { estimateFlood } from '../../../workers/flood/estimate.ts';
import { stormDepthMm } from '../../../workers/flood/rain/rain.ts';
import { hyetographOf } from '../../../workers/flood/rain/rain-request.ts';

const FORMULA = { a: 10, c: 0.8, bMin: 10, n: 0.7 };
const OWN = { formula: FORMULA, peakRatio: 0.4 };
const sumMm = ({ stepS, ratesMmPerH }: { stepS: number; ratesMmPerH: readonly number[] }) =>
  ratesMmPerH.reduce((sum, rate) => sum + (rate * stepS) / 3600, 0);

describe('the rain that is asked for', () => {
  test('of a design storm is as much as the law of the place says', () => {
    const storm = hyetographOf({ kind: 'design', years: 50, hours: 2 }, OWN);
    expect(sumMm(storm)).toBeCloseTo(stormDepthMm(FORMULA, 50, 120), 6);
  });

  test('of a depth is as much as was asked for, with its peak where the place has it', () => {
    const storm = hyetographOf({ kind: 'depth', depthMm: 100, hours: 2 }, OWN);
    expect(sumMm(storm)).toBeCloseTo(100, 6);
    const peak = storm.ratesMmPerH.indexOf(Math.max(...storm.ratesMmPerH));
    expect(((peak + 0.5) * storm.stepS) / 7200).toBeCloseTo(0.4, 1);
  });

  test('brings a formula of its own, which holds before that of the place', () => {
    const formula = { ...FORMULA, a: 20 };
    const storm = hyetographOf({ kind: 'design', years: 50, hours: 2, formula }, OWN);
    expect(sumMm(storm)).toBeCloseTo(2 * stormDepthMm(FORMULA, 50, 120), 6);
  });

  test('without any formula is refused', () => {
    expect(() => hyetographOf({ kind: 'design', years: 50, hours: 2 }, null)).toThrow();
  });

  test('that is even is one step, and none is none', () => {
    expect(hyetographOf({ kind: 'uniform', rateMmPerH: 30, hours: 2 }, null)).toEqual({
      stepS: 7200,
      ratesMmPerH: [30],
    });
    expect(hyetographOf({ kind: 'none' }, OWN).ratesMmPerH).toEqual([]);
  });
});

describe('what a flood will cost', () => {
  const grid = { columns: 100, rows: 50, cellM: 4 };
  const hour = { endS: 3600, frameEveryS: 600 };

  test('is by cells and by steps, and frames count the first', () => {
    const { cells, steps, cellUpdates, memoryBytes } = estimateFlood(grid, hour, 1);
    expect(cells).toBe(5000);
    expect(cellUpdates).toBe(5000 * steps);
    expect(memoryBytes - estimateFlood(grid, { ...hour, frameEveryS: 3600 }, 1).memoryBytes).toBe(5000 * 8 * 5);
  });

  test('is twice the steps on half the cell, and in water four times as deep', () => {
    const { steps } = estimateFlood(grid, hour, 1);
    expect(estimateFlood({ ...grid, cellM: 2 }, hour, 1).steps / steps).toBeCloseTo(2, 2);
    expect(estimateFlood(grid, hour, 4).steps / steps).toBeCloseTo(2, 2);
  });

  test('of a film of rain is that of a foot of water', () => {
    expect(estimateFlood(grid, hour, 0)).toEqual(estimateFlood(grid, hour, 0.3));
  });
});
