import { expect, test } from 'vitest';
import { refractionDeg, skyDirection, sunPosition } from '../../../model/geo/sun.ts';

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
  const place = { lonDeg: -105.1786, latDeg: 39.742476, elevationM: 1830.14 };
  const { azimuthDeg, altitudeDeg } = sunPosition(Date.UTC(2003, 9, 17, 19, 30, 30), place, 67);
  expect(altitudeDeg).toBeCloseTo(90 - 50.127954, 6);
  expect(altitudeDeg + refractionDeg(altitudeDeg, 820, 11)).toBeCloseTo(90 - 50.111622, 6);
  expect(azimuthDeg).toBeCloseTo(194.340241, 6);
});

test('true solar time is 12 when the sun stands in the south, and goes on through midnight', () => {
  const noon = sunPosition(Date.UTC(2026, 2, 20, 4, 52, 24), CHENGCHUAN);
  expect(noon.trueSolarHour).toBeCloseTo(12, 1);
  const hours = [0, 6, 12, 18].map(
    (hour) => sunPosition(Date.UTC(2026, 2, 20, hour, 52, 24), CHENGCHUAN).trueSolarHour,
  );
  expect(hours.map(Math.round)).toEqual([8, 14, 20, 2]);
});

test('a place in the sky as east, north, up', () => {
  const [east, north, up] = skyDirection({ azimuthDeg: 90, altitudeDeg: 30 });
  expect(east).toBeCloseTo(Math.sqrt(3) / 2);
  expect(north).toBeCloseTo(0);
  expect(up).toBeCloseTo(0.5);
});
