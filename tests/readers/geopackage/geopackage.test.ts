import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import init from '@sqlite.org/sqlite-wasm';
import { describe, expect, test } from 'vitest';
import { geoPackageReader } from '../../../readers/geopackage/reader.ts';
import { selectReader } from '../../../readers/listed-readers.ts';
import type { ReadOptions } from '../../../readers/reader.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { readFeatures, wordsOf } from '../read-features.ts';

const DATA = process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const withoutData = existsSync(DATA) ? false : `no real files in ${DATA}`;

/** Well-known binary, little end first, behind GeoPackage's head; `flags` 1 is little-endian without an envelope. */
const geometry = (type: number, numbers: number[], counts: number[] = [], flags = 1): Uint8Array => {
  const head = [0x47, 0x50, 0, flags, 0xe6, 0x10, 0, 0, 1];
  return new Uint8Array([
    ...head,
    ...new Uint8Array(Uint32Array.of(type, ...counts).buffer),
    ...new Uint8Array(Float64Array.from(numbers).buffer),
  ]);
};

/** A GeoPackage as SQLite itself writes it. */
async function fileOf(...statements: (string | [string, (Uint8Array | string | number)[]])[]): Promise<Uint8Array> {
  const { oo1, capi } = await init();
  const db = new oo1.DB(':memory:');
  db.exec(`PRAGMA application_id = 1196444487;
    CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
    INSERT INTO gpkg_spatial_ref_sys VALUES (4326, 'EPSG', 4326, ''), (100001, 'NONE', 1, 'PROJCS["CGCS2000_3_Degree_GK_CM_117E",GEOGCS["G"]]');
    CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER);
    CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER)`);
  for (const statement of statements)
    if (typeof statement === 'string') db.exec(statement);
    else db.exec(statement[0], { bind: statement[1] });
  return capi.sqlite3_js_db_export(db);
}

const layer = (name: string, srs = 4326): string =>
  `CREATE TABLE "${name}" (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT, height REAL, big INTEGER);
   INSERT INTO gpkg_contents VALUES ('${name}', 'features', ${srs});
   INSERT INTO gpkg_geometry_columns VALUES ('${name}', 'geom', ${srs})`;

const read = (bytes: Uint8Array, wish: ReadOptions = {}) => readFeatures(geoPackageReader, bytes, wish, 'town.gpkg');

test('features with ids and attributes; empty, missing, curved and other geometries are counted', async () => {
  const insert = 'INSERT INTO "树 木" (fid, geom, name, height, big) VALUES (?, ?, ?, ?, 9007199254740993)';
  const bytes = await fileOf(
    layer('树 木'),
    [insert, [7, geometry(1, [116, 40]), '银杏', 8.5]],
    [insert, [8, geometry(1001, [117, 41, 5]), '', 1]],
    [insert, [9, geometry(1, [0, 0], [], 0x11), 'empty', 1]],
    ['INSERT INTO "树 木" (fid) VALUES (10)', []],
    [insert, [11, geometry(8, [0, 0]), 'arc', 1]],
    [insert, [12, geometry(2, [0, 0, 1, 1], [2]), 'line', 1]],
    [insert, [13, geometry(2, [0, 0], [9]), 'cut', 1]],
  );
  expect((await selectReader(bytesSource(bytes, 'upload.bin')))?.id).toBe('geopackage');
  const { raw, codes } = await read(bytes, { geometry: 'point', keepZ: true });
  expect([raw.crs, raw.file]).toEqual(['EPSG:4326', 'town.gpkg/树 木']);
  expect([...raw.xy]).toEqual([116, 40, 117, 41]);
  expect(raw.z?.[1]).toBe(5);
  expect([wordsOf(raw, ''), wordsOf(raw, 'name'), wordsOf(raw, 'height')]).toEqual([
    ['7', '8'],
    ['银杏', ''],
    ['8.5', '1'],
  ]);
  expect(wordsOf(raw, 'big')[0]).toBe('9007199254740993');
  expect(codes).toEqual({
    'geometry-empty': 1,
    'geometry-missing': 1,
    'geometry-type': 2,
    'geometry-broken': 1,
  });
});

test('arcs come as chords, in lines and around areas', async () => {
  const numbers = (...values: number[]) => new Uint8Array(Float64Array.from(values).buffer);
  const head = (type: number, count: number) => [1, ...new Uint8Array(Uint32Array.of(type, count).buffer)];
  const arcs = [...head(8, 5), ...numbers(10, 0, 0, 10, -10, 0, 0, -10, 10, 0)];
  const arc = [...head(8, 3), ...numbers(10, 0, 0, 10, -10, 0)];
  const chord = [...head(2, 2), ...numbers(-10, 0, 10, 0)];
  const whole = [...head(10, 1), ...arcs];
  const half = [...head(10, 1), ...head(9, 2), ...arc, ...chord];
  const gp = [0x47, 0x50, 0, 1, 0xe6, 0x10, 0, 0];
  const insert = 'INSERT INTO a (geom) VALUES (?)';
  const bytes = await fileOf(
    layer('a'),
    [insert, [Uint8Array.of(...gp, ...whole)]],
    [insert, [Uint8Array.of(...gp, ...head(12, 2), ...whole, ...half)]],
    [insert, [Uint8Array.of(...gp, ...head(11, 2), ...arc, ...chord)]],
  );
  const areas = await read(bytes);
  expect([[...areas.raw.featurePart], areas.codes]).toEqual([[0, 1, 3], { 'geometry-type': 1 }]);
  const { xy, ringVertex } = areas.raw;
  const area = (ring: number) => {
    let twice = 0;
    for (let v = ringVertex[ring]; v + 1 < ringVertex[ring + 1]; v++)
      twice += xy[2 * v] * xy[2 * v + 3] - xy[2 * v + 2] * xy[2 * v + 1];
    return twice / 2 / (100 * Math.PI);
  };
  for (const [ring, share] of [1, 1, 0.5].entries()) expect(Math.abs(area(ring) / share - 1)).toBeLessThan(3e-4);
  const lines = await read(bytes, { geometry: 'line' });
  expect(lines.raw.ringVertex[1]).toBeGreaterThan(80);
  expect([...lines.raw.xy.slice(0, 2), ...lines.raw.xy.slice(-2)]).toEqual([10, 0, 10, 0]);
});

test('a system that is none of EPSG is matched by its text', async () => {
  const bytes = await fileOf(layer('a', 100001), ['INSERT INTO a (geom) VALUES (?)', [geometry(1, [442163, 4428000])]]);
  expect((await read(bytes, { geometry: 'point' })).raw.crs).toBe('EPSG:4548');
});

test('several layers ask for a name; two of one file are read side by side', async () => {
  const point = (x: number): [string, Uint8Array[]] => [
    `INSERT INTO ${x === 1 ? 'a' : 'b'} (geom) VALUES (?)`,
    [geometry(1, [x, 2])],
  ];
  const bytes = await fileOf(layer('a'), layer('b'), point(1), point(3));
  await expect(read(bytes, { geometry: 'point' })).rejects.toThrow('2: a, b');
  const both = await Promise.all(['a', 'b'].map((table) => read(bytes, { geometry: 'point', table })));
  expect(both.map(({ raw }) => raw.xy[0])).toEqual([1, 3]);
});

test('a file without features, a cut one and a view that never ends are refused by name', async () => {
  await expect(read(await fileOf())).rejects.toThrow('expected a table of features, got none');
  const whole = await fileOf(layer('a'), ['INSERT INTO a (geom) VALUES (?)', [geometry(1, [1, 2])]]);
  await expect(read(whole.subarray(0, 5000))).rejects.toThrow('town.gpkg: expected a whole GeoPackage');
  const endless = await fileOf(
    `CREATE VIEW v AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS fid, NULL AS geom FROM n WHERE i < 0;
     INSERT INTO gpkg_contents VALUES ('v', 'features', 4326);
     INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 4326)`,
  );
  await expect(read(endless)).rejects.toThrow('interrupt');
}, 30_000);

test('two hundred mutations end in features or in a named error', async () => {
  const whole = await fileOf(layer('a'), ['INSERT INTO a (geom) VALUES (?)', [geometry(1, [1, 2])]]);
  for (let seed = 0; seed < 200; seed++) {
    const bytes = whole.slice();
    for (let n = 0; n < 8; n++) bytes[(seed * 7919 + n * 104_729) % bytes.length] = (seed * 31 + n) & 255;
    await read(bytes, { geometry: 'point' }).catch((error: Error) => expect(error.name).toBe('ReadError'));
  }
});

describe.skipIf(withoutData)('real files, counted by another SQLite', () => {
  const file = (path: string): Uint8Array => new Uint8Array(readFileSync(join(DATA, path)));
  test.each([
    ['landuse', 'polygon', 684],
    ['natural', 'polygon', 387],
    ['waterways', 'line', 228],
    ['places', 'point', 71],
  ] as const)('Bayreuth: %s', async (table, type, count) => {
    const { raw, codes } = await read(file('formats/vector/bayreuth-landuse-4layers.gpkg'), { table, geometry: type });
    expect([raw.count, codes]).toEqual([count, {}]);
  });
  test('heights and the grid of Helsinki', async () => {
    const mago = await read(file('city/buildings/mago-footprint.gpkg'));
    expect(mago.raw.count).toBe(177);
    expect(mago.raw.fields.find(({ name }) => name === 'height')?.filled).toBe(176);
    expect((await read(file('city/buildings/helsinki_population_grid_2020.gpkg'))).raw.count).toBe(92);
  });
});
