import { expect, test } from 'vitest';
import { crsOf } from '../../../model/geo/crs.ts';
import { Problems } from '../../../readers/shared/problems.ts';
import { reportPlaceDoubts } from '../../../tiles/read/place-doubts.ts';

async function doubts(system: string, lonDeg: number, latDeg: number): Promise<string[]> {
  const problems = new Problems();
  reportPlaceDoubts(await crsOf(system, 'test'), 'a.shp', Float64Array.of(lonDeg, latDeg), problems);
  return problems.list().map(({ code, example }) => `${code} ${/±[\d.]+ m|[\d.]+° outside/.exec(example)?.[0]}`);
}

test.each([
  ['EPSG:4547', 114, 30, []],
  ['EPSG:2326', 114.17, 22.3, []],
  ['EPSG:2384', 117, 36, ['crs-unshifted ±100 m']],
  ['EPSG:2415', 117, 36, ['crs-unshifted ±100 m']],
  ['EPSG:4610', 117, 36, ['crs-unshifted ±100 m']],
  ['EPSG:27700', -1.5, 52, ['crs-accuracy ±2 m']],
  ['EPSG:31467', 9, 50, ['crs-accuracy ±3 m']],
  // Bad Liebenwerda drawn in zone 5, read as zone 3: 1.6° west of where it lies, within what zone 3 is used for; two zones off is not.
  ['EPSG:4547', 118, 30, ['crs-area 2.5° outside']],
  ['EPSG:4547', 114, 60, ['crs-area 14.5° outside']],
  // An area of use across 180°.
  ['EPSG:32701', -178, -20, []],
  ['EPSG:32760', 179, -20, []],
  ['EPSG:4326', 179, -20, []],
])('%s at %d, %d', async (system, lonDeg, latDeg, expected) => {
  expect(await doubts(system, lonDeg, latDeg)).toEqual(expected);
});
