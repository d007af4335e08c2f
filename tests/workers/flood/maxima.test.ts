import { expect, test } from 'vitest';
import {
  AIDR_HAZARD,
  DEFRA_HAZARD,
  hazardClass,
  hazardRating,
  WATERLOGGING,
} from '../../../model/scenarios/flood-hazard.ts';
import { cellAt, flatTerrain } from '../../../workers/flood/core/terrain.ts';
import { noMaxima, watchMaxima } from '../../../workers/flood/results/maxima.ts';

const SHAPE = flatTerrain(1, 1, 2);

/** One cell through time: seconds since the last look, depth, speed. */
function watched(looks: [spanS: number, depthM: number, speedMps: number][]) {
  const maxima = noMaxima(SHAPE);
  const plane = () => new Float32Array(SHAPE.bedElevationM.length);
  const sample = { depthM: plane(), unitDischargeXM2ps: plane(), unitDischargeYM2ps: plane() };
  const cell = cellAt(SHAPE, 0, 0);
  let timeS = 0;
  for (const [spanS, depthM, speedMps] of looks) {
    timeS += spanS;
    sample.depthM[cell] = depthM;
    sample.unitDischargeXM2ps[cell] = 0.6 * speedMps * depthM;
    sample.unitDischargeYM2ps[cell] = -0.8 * speedMps * depthM;
    watchMaxima(maxima, SHAPE, sample, timeS, spanS);
  }
  return Object.fromEntries(
    Object.entries(maxima).map(([name, value]) => [name, typeof value === 'number' ? value : value[0]]),
  );
}

test('the worst of each, when it came and how long it stood', () => {
  const worst = watched([
    [10, 0.05, 0],
    [10, 0.2, 3],
    [10, 0.5, 1],
    [10, 0.4, 0.5],
    [10, 0.01, 0],
  ]);
  expect(worst.depthM).toBe(0.5);
  expect(worst.speedMps).toBeCloseTo(3, 6);
  expect(worst.depthSpeedM2ps).toBeCloseTo(0.6, 6);
  expect([worst.arrivalS, worst.deepestAtS]).toEqual([20, 30]);
  expect([worst.over100MmS, worst.over300MmS]).toEqual([30, 20]);
});

test('the hazard is the most of the rating itself: 0.2 m at 3 m/s is worse than 0.3 m at rest', () => {
  const worst = watched([
    [10, 0.2, 3],
    [10, 0.24, 0],
  ]);
  expect(worst.hazardRating).toBeCloseTo(0.2 * 3.5 + 1, 6);
});

test('where water never came there is no arrival', () => {
  const worst = watched([[10, 0.09, 0]]);
  expect(worst.arrivalS).toBeNaN();
  expect(worst.deepestAtS).toBe(10);
});

test('DEFRA: d·(v + 0.5) + DF', () => {
  expect(hazardRating(0.2, 1)).toBeCloseTo(0.3, 12);
  expect(hazardRating(0.5, 1)).toBeCloseTo(1.75, 12);
});

test('classes by their own limits', () => {
  const still = (depthM: number) => ({ depthM, speedMps: 0, depthSpeedM2ps: 0, rating: hazardRating(depthM, 0) });
  expect([0.1, 0.2, 0.3, 0.5, 0.7].map((depthM) => hazardClass(WATERLOGGING, still(depthM)))).toEqual([0, 1, 2, 3, 4]);
  expect([0.2, 0.4, 1, 1.5, 3, 5].map((depthM) => hazardClass(AIDR_HAZARD, still(depthM)))).toEqual([0, 1, 2, 3, 4, 5]);
  expect([0.2, 0.3, 1, 3].map((depthM) => hazardClass(DEFRA_HAZARD, still(depthM)))).toEqual([0, 1, 2, 3]);
  // 0.4 m at 2 m/s: 0.8 m²/s is H4, though so shallow.
  expect(hazardClass(AIDR_HAZARD, { rating: 2, depthM: 0.4, speedMps: 1.9, depthSpeedM2ps: 0.8 })).toBe(3);
});
