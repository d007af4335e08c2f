import { describe, expect, test } from 'vitest';
import { ecefFromEnu, ecefFromLonLat, enuFromLonLat, lonLatFromEcef, lonLatFromEnu } from '../../../model/geo/enu.ts';

const origin = { lonDeg: 108.75, latDeg: 34.3, heightM: 351 };

describe('frames', () => {
  test('the equator at Greenwich lies on the x axis, the pole on the z axis', () => {
    expect(ecefFromLonLat({ lonDeg: 0, latDeg: 0, heightM: 0 })).toEqual([6378137, 0, 0]);
    const [x, , z] = ecefFromLonLat({ lonDeg: 0, latDeg: 90, heightM: 0 });
    expect(x).toBeCloseTo(0, 6);
    expect(z).toBeCloseTo(6356752.314245, 5);
  });

  test('a known point: 45° N 90° E at 1,000 m (closed form)', () => {
    const n = 6378137 / Math.sqrt(1 - 0.0066943799901413165 * 0.5);
    const [x, y, z] = ecefFromLonLat({ lonDeg: 90, latDeg: 45, heightM: 1000 });
    expect(x).toBeCloseTo(0, 6);
    expect(y).toBeCloseTo((n + 1000) * Math.SQRT1_2, 6);
    expect(z).toBeCloseTo((n * (1 - 0.0066943799901413165) + 1000) * Math.SQRT1_2, 6);
  });

  test('longitude, latitude and height survive the way to ECEF and back to a micrometre', () => {
    for (const [lonDeg, latDeg, heightM] of [
      [108.75, 34.3, 351],
      [-179.9, -89.9, 8848],
      [0.001, 0.001, -420],
    ]) {
      const back = lonLatFromEcef(ecefFromLonLat({ lonDeg, latDeg, heightM }));
      expect(back.lonDeg).toBeCloseTo(lonDeg, 11);
      expect(back.latDeg).toBeCloseTo(latDeg, 11);
      expect(back.heightM).toBeCloseTo(heightM, 6);
    }
  });

  test('the origin is zero, and a hundred metres up is up', () => {
    expect(Math.hypot(...enuFromLonLat(origin, origin))).toBeLessThan(1e-6);
    const [e, n, u] = enuFromLonLat(origin, { ...origin, heightM: 451 });
    expect([e, n, u].map((v) => Math.round(v * 1e6) / 1e6 + 0)).toEqual([0, 0, 100]);
  });

  test('five kilometres off, the plane is two metres above the ellipsoid', () => {
    const { heightM } = lonLatFromEnu(origin, [4000, 3000, 0]);
    expect(heightM - 351).toBeGreaterThan(1.9);
    expect(heightM - 351).toBeLessThan(2.0);
  });

  test('east stays east: ENU to ECEF and back', () => {
    const point = lonLatFromEcef(ecefFromEnu(origin, [3999.5, -2999.5, 120]));
    const [e, n, u] = enuFromLonLat(origin, point);
    expect(e).toBeCloseTo(3999.5, 6);
    expect(n).toBeCloseTo(-2999.5, 6);
    expect(u).toBeCloseTo(120, 6);
  });
});
