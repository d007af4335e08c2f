import { expect, test } from 'vitest';
import { skyDirection, sunPosition } from '../../../model/geo/sun.ts';

const CHENGCHUAN = { lonDeg: 108.75, latDeg: 34.3 };

test('at noon of an equinox the sun stands 90° less the latitude high, in the south', () => {
  // Equation of time on 2026-03-20 is −7.4 min: true noon at 120° − 108.75° = 45 min after 12:00 UTC+8, plus 7.4 min.
  const { azimuthDeg, altitudeDeg } = sunPosition(Date.UTC(2026, 2, 20, 4, 52, 24), CHENGCHUAN);
  expect(altitudeDeg).toBeCloseTo(90 - 34.3, 0);
  expect(Math.abs(azimuthDeg - 180)).toBeLessThan(0.5);
});

test('at the solstices noon is 23.44° higher and lower', () => {
  const summer = sunPosition(Date.UTC(2026, 5, 21, 4, 47), CHENGCHUAN);
  const winter = sunPosition(Date.UTC(2026, 11, 22, 4, 43), CHENGCHUAN);
  expect(summer.altitudeDeg).toBeCloseTo(90 - 34.3 + 23.44, 1);
  expect(winter.altitudeDeg).toBeCloseTo(90 - 34.3 - 23.44, 1);
});

test('the worked example of NREL SPA (2003-10-17 12:30:30 UTC−7, 39.742476° N 105.1786° W)', () => {
  const { azimuthDeg, altitudeDeg } = sunPosition(Date.UTC(2003, 9, 17, 19, 30, 30), {
    lonDeg: -105.1786,
    latDeg: 39.742476,
  });
  expect(altitudeDeg).toBeCloseTo(90 - 50.11162, 1);
  expect(azimuthDeg).toBeCloseTo(194.34024, 1);
});

test('a place in the sky as east, north, up', () => {
  const [east, north, up] = skyDirection({ azimuthDeg: 90, altitudeDeg: 30 });
  expect(east).toBeCloseTo(Math.sqrt(3) / 2);
  expect(north).toBeCloseTo(0);
  expect(up).toBeCloseTo(0.5);
});
