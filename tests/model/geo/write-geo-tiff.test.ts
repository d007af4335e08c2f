import { expect, test } from 'vitest';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { writeGeoTiff } from '../../../model/geo/write-geo-tiff.ts';
import { readGeoTiff } from '../../../readers/geotiff/geotiff.ts';

const origin = { lonDeg: 108.75, latDeg: 34.3, heightM: 1800 };
const place = { westM: -100, southM: 50, cellM: 5, columns: 4, rows: 3 };

test('a raster comes back with its values on their places, row by row from the north-west', async () => {
  const bytes = writeGeoTiff(place, (cell) => (cell === 5 ? null : cell / 2), origin);
  const read = await readGeoTiff(bytes, 'heat.tif', undefined);
  expect([read.columns, read.rows, read.stepX, Math.abs(read.stepY)]).toEqual([4, 3, 5, 5]);
  expect([read.x0, read.y0]).toEqual([-97.5, 62.5]);
  expect([...read.values]).toEqual([4, 4.5, 5, 5.5, 2, Number.NaN, 3, 3.5, 0, 0.5, 1, 1.5]);
});

test('its system is a transverse Mercator about the origin of the city', async () => {
  const read = await readGeoTiff(
    writeGeoTiff(place, () => 1, origin),
    'heat.tif',
    undefined,
  );
  const [x, y] = read.crs.fromLonLat(108.75, 34.3);
  expect(Math.hypot(x, y)).toBeLessThan(1e-6);
  const far: [number, number] = [3000, -2000];
  const { lonDeg, latDeg } = lonLatFromEnu(origin, [...far, -1]);
  const [east, north] = read.crs.fromLonLat(lonDeg, latDeg);
  expect(Math.hypot(east - far[0], north - far[1])).toBeLessThan(0.02);
});
