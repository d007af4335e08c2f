import { expect, test } from 'vitest';
import { ease, flightMs, poseAt, travelMs, turned } from '../../src/view/path.ts';

const here = { lonDeg: 108.75, latDeg: 34.3, heightM: 600, headingDeg: 350, pitchDeg: -30 };
const there = { lonDeg: 108.79, latDeg: 34.3, heightM: 800, headingDeg: 10, pitchDeg: -50 };
const flat = () => 380;

test('a flight begins and ends where it should', () => {
  expect(poseAt(here, there, 0, flat)).toEqual(here);
  const end = poseAt(here, there, 1, flat);
  expect(end.lonDeg).toBeCloseTo(there.lonDeg, 9);
  expect(end.heightM).toBeCloseTo(there.heightM, 3);
  expect(end.headingDeg).toBeCloseTo(there.headingDeg, 9);
});

test('the heading turns the short way, over north', () => {
  expect(poseAt(here, there, 0.3, flat).headingDeg).toBeGreaterThan(350);
  expect(poseAt(here, there, 0.9, flat).headingDeg).toBeLessThan(10.001);
});

test('a long way rises over its middle, a short one does not', () => {
  const middle = (to: typeof there) =>
    Math.max(...[0.2, 0.3, 0.4, 0.5].map((at) => poseAt(here, to, at, flat).heightM));
  expect(middle(there)).toBeGreaterThan(900);
  expect(middle({ ...here, lonDeg: 108.752, heightM: 600 })).toBeCloseTo(600, 0);
});

test('a path over a hill keeps 12 m of clearance', () => {
  const hill = () => 1400;
  for (const at of [0.1, 0.3, 0.5, 0.8]) expect(poseAt(here, there, at, hill).heightM).toBeGreaterThanOrEqual(1412);
});

test('easing is monotone, 0 at the start, 1 at the end', () => {
  const steps = Array.from({ length: 101 }, (_, i) => ease(i / 100));
  expect(steps[0]).toBe(0);
  expect(steps[100]).toBe(1);
  expect(steps.every((value, i) => i === 0 || value >= steps[i - 1] - 1e-4)).toBe(true);
});

test('flights last 900 to 2,400 ms', () => {
  expect(flightMs(here, here)).toBe(900);
  expect(flightMs(here, { ...there, lonDeg: 110 })).toBe(2400);
});

test('a turn keeps its distance to the point in the middle', () => {
  const view = { lonDeg: 108.75, latDeg: 34.3, heightM: 1380, headingDeg: 0, pitchDeg: -45 };
  const half = turned(view, 180, 380);
  // The middle lies 1,000 m to the north; from the other side one stands 2,000 m farther north and looks south.
  expect((half.latDeg - view.latDeg) * 111_320).toBeCloseTo(2000, 0);
  expect(half.lonDeg).toBeCloseTo(view.lonDeg, 9);
  expect(half.headingDeg).toBeCloseTo(180, 9);
  expect(half.heightM).toBe(1380);
});

test('ways between chapters last 3 to 9 s', () => {
  expect(travelMs(here, here)).toBe(3000);
  expect(travelMs(here, { ...there, lonDeg: 110 })).toBe(9000);
});
