import { expect, test } from 'vitest';
import { daylightOf, timeOfAltitude } from '../../src/kit/daylight.ts';

const CHENGCHUAN = { lonDeg: 108.75, latDeg: 34.3 };
const ZONE = 'Asia/Shanghai';

test('at the equinox the day is a little over twelve hours, about the true noon of the place', () => {
  const { dawnMin, riseMin, setMin, duskMin } = daylightOf({ year: 2027, month: 3, day: 21 }, ZONE, CHENGCHUAN);
  expect(setMin - riseMin).toBeGreaterThan(12 * 60);
  expect(setMin - riseMin).toBeLessThan(12 * 60 + 15);
  // 120° − 108.75° is 45 min after the zone's noon; the equation of time adds 7 min on that day
  expect(Math.abs((riseMin + setMin) / 2 - (12 * 60 + 52))).toBeLessThan(3);
  expect(riseMin - dawnMin).toBeGreaterThan(22);
  expect(duskMin - setMin).toBeLessThan(30);
});

test('beyond the polar circle the sun stays up in June and down in December', () => {
  const tromso = { lonDeg: 18.96, latDeg: 69.65 };
  const june = daylightOf({ year: 2027, month: 6, day: 21 }, 'Europe/Oslo', tromso);
  expect([june.riseMin, june.setMin]).toEqual([0, 1440]);
  const december = daylightOf({ year: 2027, month: 12, day: 21 }, 'Europe/Oslo', tromso);
  expect(december.setMin).toBe(december.riseMin);
});

test('the sun sinks to four degrees some twenty minutes before it sets', () => {
  const day = { year: 2027, month: 3, day: 21 };
  const { setMin } = daylightOf(day, ZONE, CHENGCHUAN);
  const dusk = timeOfAltitude(day, 4, ZONE, CHENGCHUAN);
  expect(setMin - dusk).toBeGreaterThan(18);
  expect(setMin - dusk).toBeLessThan(28);
});
