import { expect, test } from 'vitest';
import { followMps2, steadyGapM, stopMps2, travelS } from '../../../workers/traffic/micro/idm.ts';
import { stepRun } from '../../../workers/traffic/micro/step.ts';
import { CITY_CAR, RING_CAR } from '../../../workers/traffic/micro/vehicle-class.ts';
import { discharge } from '../../validation/traffic-flow-following.ts';
import { CITY_MPS, overlapsOf, ringRun } from '../../validation/traffic-flow-nets.ts';

const speedsOf = (run: ReturnType<typeof ringRun>): number[] => Array.from(run.state.vMps);

test('a car at its steady gap does not accelerate', () => {
  const gapM = steadyGapM(CITY_CAR, 8, CITY_MPS);
  expect(gapM).toBeCloseTo(10.536, 3);
  expect(followMps2(8, CITY_MPS, gapM, 8, 2, 0.9924, 2, 2, 0.25)).toBeCloseTo(0, 9);
});

test('a car alone on the road comes to its limit', () => {
  const run = ringRun(500, CITY_MPS, CITY_CAR, 1, 5, 0.5);
  for (let step = 0; step < 200; step++) stepRun(run);
  expect(run.state.vMps[0]).toBeCloseTo(CITY_MPS, 3);
});

test('braking that begins in time stops a car within a hand of its line', () => {
  let v = 13;
  let restM = 60;
  for (let step = 0; step < 100; step++) {
    const a = Math.min(0, stopMps2(v, restM, 2, 0.5));
    const next = Math.max(0, v + 0.5 * a);
    restM -= v + 0.5 * a < 0 ? (v * v) / (-2 * a) : 0.25 * (v + next);
    v = next;
  }
  expect(v).toBeLessThan(0.01);
  expect(Math.abs(restM)).toBeLessThan(0.1);
});

test('100 m from rest at 2 m/s² and 10 m/s at most take 12.5 s', () => {
  expect(travelS(100, 0, 2, 10)).toBeCloseTo(12.5, 9);
});

test('a queue of the city preset discharges 1,894 cars an hour at steps of half a second', () => {
  const { perH, lostS } = discharge(CITY_CAR, 0.5);
  expect(Math.abs(perH / 1894.4 - 1)).toBeLessThan(0.01);
  expect(lostS).toBeCloseTo(1.95, 1);
});

test('22 cars of the ring preset come to stop-and-go without touching; those of the city preset do not', () => {
  const ring = ringRun(230, 10, RING_CAR, 22, 3.9782, 0.5, 0.5);
  const city = ringRun(230, CITY_MPS, CITY_CAR, 22, 3.6686, 0.5, 0.5);
  let overlaps = 0;
  for (let step = 0; step < 1200; step++) {
    stepRun(ring);
    stepRun(city);
    overlaps += overlapsOf(ring);
  }
  expect(overlaps).toBe(0);
  expect(Math.min(...speedsOf(ring))).toBeLessThan(0.05);
  expect(Math.max(...speedsOf(city)) - Math.min(...speedsOf(city))).toBeLessThan(0.01);
});
