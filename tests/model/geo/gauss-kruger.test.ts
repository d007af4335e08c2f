import { expect, test } from 'vitest';
import { crsOf } from '../../../model/geo/crs.ts';
import { gaussKruger } from '../../../model/geo/gauss-kruger.ts';
import { RAD_PER_DEG, WGS84_A_M, WGS84_E2 } from '../../../model/geo/lon-lat.ts';
import { ellipsoidalAreaM2 } from '../../../workers/plans/ellipsoid.ts';

test('the plane is that of CGCS2000 in China, within a millimetre of proj4, there and back', async () => {
  const plane = gaussKruger(108.75);
  expect(plane.name).toBe('EPSG:4545');
  const theirs = await crsOf('EPSG:4545', 'a test');
  for (const [lonDeg, latDeg] of [
    [108.75, 34.3],
    [106.6, 18],
    [109.4, 53],
  ]) {
    const [eastM, northM] = plane.fromLonLat(lonDeg, latDeg);
    const [x, y] = theirs.fromLonLat(lonDeg, latDeg);
    expect(Math.hypot(eastM - x, northM - y)).toBeLessThan(1e-3);
    const [lon, lat] = plane.toLonLat(eastM, northM);
    expect(Math.hypot(lon - lonDeg, lat - latDeg)).toBeLessThan(1e-11);
  }
});

test('outside China the zone is named by its meridian', () => {
  expect(gaussKruger(9.9).name).toBe('WGS 84 / 3-degree Gauss-Kruger CM 9');
});

/** A cell of the graticule on the ellipsoid, in closed form (Snyder 1987, equation 3-12). */
function cellM2(lonDeg: number, fromLatDeg: number, toLatDeg: number): number {
  const e = Math.sqrt(WGS84_E2);
  const q = (latDeg: number) => {
    const sin = Math.sin(latDeg * RAD_PER_DEG);
    return (1 - WGS84_E2) * (sin / (1 - WGS84_E2 * sin * sin) + Math.atanh(e * sin) / e);
  };
  return (WGS84_A_M ** 2 / 2) * lonDeg * RAD_PER_DEG * (q(toLatDeg) - q(fromLatDeg));
}

test('the area on the ellipsoid of a cell of the graticule is that of the closed form, 2e-8 of it off at most', () => {
  const plane = gaussKruger(109.4);
  const [west, south, sideDeg, steps] = [109.3, 34.3, 0.1, 200];
  const along = (from: readonly [number, number], to: readonly [number, number]) =>
    Array.from({ length: steps }, (_, i) =>
      plane.fromLonLat(from[0] + ((to[0] - from[0]) * i) / steps, from[1] + ((to[1] - from[1]) * i) / steps),
    );
  const corners = [
    [west, south],
    [west + sideDeg, south],
    [west + sideDeg, south + sideDeg],
    [west, south + sideDeg],
  ] as const;
  const ring = corners.flatMap((corner, i) => along(corner, corners[(i + 1) % 4]));
  const [[ox, oy]] = ring;
  const shifted = ring.map(([x, y]): [number, number] => [x - ox, y - oy]);
  const exact = cellM2(sideDeg, south, south + sideDeg);
  expect(Math.abs(ellipsoidalAreaM2([[shifted]], plane, [ox, oy]) / exact - 1)).toBeLessThan(2e-8);
});
