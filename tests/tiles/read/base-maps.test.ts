import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Problems } from '../../../readers/shared/problems.ts';
import { readBaseMap } from '../../../tiles/read/base-maps.ts';
import { tiffOf } from '../../readers/geotiff/tiff-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-base-maps-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NAME = { zh: '航片', en: 'photograph' };
const SOURCE = { name: NAME, licence: 'none' };

/** A photograph of 4 × 4 pixels of a metre at a northing of UTM 33, placed by the files beside it where `epsg` is 0. */
async function problemsOf(northing: number, epsg: number) {
  const file = join(folder, 'ortho.tif');
  const place = epsg === 0 ? {} : { pixelScale: [1, 1, 0], tie: [0, 0, 0, 500_000, northing, 0], epsg };
  const numbers = new Uint8Array(3 * 16);
  writeFileSync(file, tiffOf({ columns: 4, rows: 4, bands: 3, photometric: 2, kind: 'uint8', numbers, ...place }));
  writeFileSync(join(folder, 'ortho.tfw'), `1\n0\n0\n-1\n500000.5\n${northing - 0.5}\n`);
  writeFileSync(
    join(folder, 'ortho.prj'),
    'PROJCS["ETRS_1989_UTM_Zone_33N",GEOGCS["GCS_ETRS_1989"],UNIT["Meter",1.0]]',
  );
  const map = readBaseMap({ kind: 'photo', id: 'ortho', label: NAME, source: SOURCE, files: [file] });
  if (map.kind !== 'photo') throw new Error('expected a photograph');
  const problems = new Problems();
  const [photo] = await map.open(problems);
  return { photo, codes: problems.list().map(({ code }) => code) };
}

test('a photograph is placed by itself or by the files beside it; outside of where its system is used that is said', async () => {
  for (const epsg of [25_833, 0]) {
    const { photo, codes } = await problemsOf(5_500_000, epsg);
    expect([photo.crs.name, photo.west, photo.north, codes]).toEqual(['EPSG:25833', 500_000, 5_500_000, []]);
  }
  expect((await problemsOf(1_500_000, 25_833)).codes).toEqual(['crs-area']);
});
