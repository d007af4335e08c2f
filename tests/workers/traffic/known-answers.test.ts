import { expect, test } from 'vitest';
import { balancedTrips } from '../../../workers/traffic/demand/balanced-trips.ts';
import { decay } from '../../../workers/traffic/demand/decay.ts';
import { GAP_NEEDS, gapCapacity, roundaboutCapacity, stopDelayS } from '../../../workers/traffic/gap-acceptance.ts';
import { junctionLevel, roadLevel } from '../../../workers/traffic/level-of-service.ts';
import {
  incrementalDelayS,
  signalCapacity,
  signalDelayS,
  uniformDelayS,
  walkerDelayS,
  websterCycleS,
  websterDelayS,
} from '../../../workers/traffic/signal-delay.ts';

test.each([
  [90, 40, 500, 844.4444, 18.8492, 3.0438, 21.893, 'C'],
  [90, 40, 700, 844.4444, 21.9907, 9.2245, 31.2152, 'C'],
  [90, 40, 800, 844.4444, 23.9899, 20.5456, 44.5355, 'D'],
  [90, 40, 900, 844.4444, 25, 50.0366, 75.0366, 'F'],
  [60, 27, 700, 855, 14.3688, 8.6009, 22.9696, 'C'],
])('a signal of %i s with %i s of green delays %i vehicles/h as the manual says', (cycleS, greenS, flow, ...known) => {
  const [capacity, uniform, incremental, delay, level] = known;
  const green = { cycleS, greenS, saturationPerH: 1900 };
  expect(signalCapacity(green)).toBeCloseTo(capacity, 4);
  expect(uniformDelayS(green, flow)).toBeCloseTo(uniform, 4);
  expect(incrementalDelayS(green, flow)).toBeCloseTo(incremental, 4);
  expect(signalDelayS(green, flow)).toBeCloseTo(delay, 4);
  expect(junctionLevel(delay, flow / capacity, 'signal')).toBe(level);
});

test("Webster's delay, cycle and the wait on foot", () => {
  expect(websterDelayS({ cycleS: 90, greenS: 40, saturationPerH: 1900 }, 700)).toBeCloseTo(28.39, 3);
  expect(websterCycleS(12, 0.7)).toBeCloseTo(76.6667, 4);
  expect(walkerDelayS(90, 20)).toBeCloseTo(27.2222, 4);
});

test('gaps in a stream let through as many as theory says', () => {
  expect(gapCapacity(GAP_NEEDS.minorRight, 600)).toBeCloseTo(504.6478, 4);
  expect(gapCapacity(GAP_NEEDS.minorLeft, 900)).toBeCloseTo(261.5764, 4);
  expect(gapCapacity(GAP_NEEDS.majorLeft, 600)).toBeCloseTo(986.9666, 4);
  expect(gapCapacity(GAP_NEEDS.minorThrough, 0)).toBe(900);
  expect(stopDelayS(200, 504.6478)).toBeCloseTo(16.7389, 4);
  expect(roundaboutCapacity(600, 'hcm-6')).toBeCloseTo(748.326, 3);
  expect(roundaboutCapacity(600, 'hcm-2010')).toBeCloseTo(620.1571, 3);
});

test('levels of roads end where they are stated to', () => {
  expect([0.3, 0.31, 0.7, 1, 1.01].map(roadLevel)).toEqual(['A', 'B', 'C', 'E', 'F']);
});

test('decay is the exponential function of what is below zero', () => {
  for (const x of [0, 0.1, 0.999, 1, 3.25, 12, 40.5]) expect(decay(x) / Math.exp(-x)).toBeCloseTo(1, 13);
  expect(decay(5000)).toBe(0);
});

test('a balanced table of three places is the known one', () => {
  const minutes = [5, 10, 15, 10, 4, 12, 15, 12, 6];
  const { trips, errorRatio } = balancedTrips(
    Float64Array.from(minutes, (one) => decay(0.1 * one)),
    [1000, 600, 400],
    [700, 900, 400],
  );
  const known = [471.741, 388.5258, 139.7332, 145.1571, 359.1521, 95.6907, 83.1019, 152.3221, 164.576];
  for (const [i, one] of known.entries()) expect(trips[i]).toBeCloseTo(one, 4);
  const mean = trips.reduce((sum, one, i) => sum + one * minutes[i], 0) / 2000;
  expect(mean).toBeCloseTo(8.2191, 4);
  expect(errorRatio).toBeLessThan(1e-9);
});
