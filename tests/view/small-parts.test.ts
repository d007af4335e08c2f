import { expect, test } from 'vitest';
import { hourOf } from '../../src/view/city-hour.ts';
import { endAll } from '../../src/view/end-all.ts';
import { tiltedBy, turnedBy } from '../../src/view/framing.ts';

const VIEW = { lonDeg: 108.75, latDeg: 34.3, heightM: 500, headingDeg: 350, pitchDeg: -30 };

test('the hour of a city is that of its own clocks, with its minutes as a fraction', () => {
  const timeMs = Date.UTC(2026, 6, 18, 16, 45);
  expect(hourOf(timeMs, 'UTC')).toBe(16.75);
  expect(hourOf(timeMs, 'Asia/Shanghai')).toBe(0.75);
  expect(hourOf(timeMs, 'Asia/Kathmandu')).toBe(22.5);
});

test('what was opened is ended in the other direction', () => {
  const ended: number[] = [];
  const ends = [1, 2, 3].map((each) => () => ended.push(each));
  endAll(ends)();
  expect(ended).toEqual([3, 2, 1]);
});

test('a view turns through north and keeps its pitch', () => {
  expect(turnedBy(VIEW, 20)).toEqual({ ...VIEW, headingDeg: 10 });
  expect(turnedBy({ ...VIEW, headingDeg: 5 }, -10).headingDeg).toBe(355);
});

test('a view tilts neither past the plumb line nor far above the horizon', () => {
  expect(tiltedBy(VIEW, 6).pitchDeg).toBe(-24);
  expect(tiltedBy(VIEW, -90).pitchDeg).toBe(-89.9);
  expect(tiltedBy(VIEW, 90).pitchDeg).toBe(20);
});
