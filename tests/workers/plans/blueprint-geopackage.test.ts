import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BASE_PLAN_BASIS } from '../../../model/plans/base-basis.ts';
import { stampsOf } from '../../../model/plans/plan-basis.ts';
import { sha256 } from '../../../model/sha256.ts';
import { geoPackageReader } from '../../../readers/geopackage/reader.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { Problems } from '../../../readers/shared/problems.ts';
import { blueprintOf } from '../../../workers/plans/blueprint.ts';
import { blueprintGeoPackage } from '../../../workers/plans/blueprint-geopackage.ts';
import { publishedParcels, redigitisedParcels } from '../../bench/plans-parcels.ts';

const parcels = redigitisedParcels(3, 'blueprint');
const open = { all: 117, prohibited: 48 };
const blueprint = blueprintOf(publishedParcels(parcels), parcels.infos, stampsOf(BASE_PLAN_BASIS), [], {
  found: open,
  open,
});
const { features } = JSON.parse(blueprint.geoJson);

test('its shapes come back as they are in the GeoJSON, by the reader of GeoPackages', async () => {
  const source = bytesSource(await blueprintGeoPackage(blueprint.geoJson), 'blueprint.gpkg');
  const problems = new Problems();
  const read = await geoPackageReader.read(source, { geometry: 'polygon', properties: { all: true } }, problems);
  if (read.gives !== 'features') return expect.fail(read.gives);
  const { raw } = read;
  expect(problems.list()).toEqual([]);
  expect([raw.count, raw.crs]).toEqual([features.length, 'EPSG:4326']);
  const words = raw.fields.find(({ name }) => name === 'shape')?.words(raw.count);
  expect(features.map((_: unknown, row: number) => words?.text(row))).toEqual(
    features.map(({ id }: { id: string }) => id),
  );
  expect([...raw.xy]).toEqual(
    features.flatMap(({ geometry }: { geometry: { coordinates: number[][][] } }) => geometry.coordinates.flat(2)),
  );
});

test('it is the same for the same blueprint', async () => {
  const [one, other] = [await blueprintGeoPackage(blueprint.geoJson), await blueprintGeoPackage(blueprint.geoJson)];
  expect(sha256([one])).toBe(sha256([other]));
});

const hasSqlite = spawnSync('sqlite3', ['--version']).status === 0;

test.skipIf(!hasSqlite)('sqlite3 finds it whole, with the hash of the GeoJSON (skipped without sqlite3)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-gpkg-'));
  const file = join(folder, 'blueprint.gpkg');
  writeFileSync(file, await blueprintGeoPackage(blueprint.geoJson));
  const ask = (sql: string) => execFileSync('sqlite3', [file, sql], { encoding: 'utf8' }).trim();
  expect(ask('PRAGMA integrity_check')).toBe('ok');
  expect(ask('PRAGMA application_id')).toBe(String(0x47504b47));
  expect(ask('SELECT table_name, data_type FROM gpkg_contents ORDER BY 1')).toBe(
    'blueprint|features\ndecisions|attributes',
  );
  expect(ask("SELECT count(*) FROM blueprint WHERE substr(hex(geom), 1, 8) = '47500003'")).toBe(
    String(features.length),
  );
  const metadata = JSON.parse(ask('SELECT metadata FROM gpkg_metadata'));
  expect(metadata).toMatchObject({
    hash: blueprint.hash,
    open,
    geoJsonSha256: sha256([new TextEncoder().encode(blueprint.geoJson)]),
  });
  rmSync(folder, { recursive: true });
});
