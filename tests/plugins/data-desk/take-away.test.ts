import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Solid } from '../../../model/city/layer-shapes.ts';
import { utmAt } from '../../../model/geo/gauss-kruger.ts';
import type { DataTable } from '../../../model/tables/data-table.ts';
import { flatGeobufReader } from '../../../readers/flatgeobuf/reader.ts';
import { geoPackageReader } from '../../../readers/geopackage/reader.ts';
import { geoParquetReader } from '../../../readers/geoparquet/reader.ts';
import { type AwayFormat, writeAway, writeBuildings } from '../../../src/plugins/data-desk/tasks/take-away.ts';
import { readFeatures, wordsOf } from '../../readers/read-features.ts';

const square = (x: number, y: number) => [
  [
    [x, y],
    [x + 0.01, y],
    [x + 0.01, y + 0.01],
    [x, y + 0.01],
    [x, y],
  ],
];
const feature = (geometry: object, properties: object) => ({ type: 'Feature', properties, geometry });
const AREAS = [
  feature({ type: 'Polygon', coordinates: square(116, 39) }, { id: '甲', fid: 7, people: 12, height: 8.5, note: null }),
  feature(
    { type: 'MultiPolygon', coordinates: [square(116.1, 39), square(116.2, 39)] },
    { id: 'b', fid: 8, people: null, height: 3, note: '学校' },
  ),
];
const LINES = [
  feature(
    {
      type: 'LineString',
      coordinates: [
        [116, 39],
        [116.1, 39.1],
        [116.2, 39],
      ],
    },
    { id: 'l', dn: 300 },
  ),
  feature(
    {
      type: 'MultiLineString',
      coordinates: [
        [
          [117, 39],
          [117.1, 39],
        ],
        [
          [117.2, 39],
          [117.3, 39.3],
        ],
      ],
    },
    { id: 'm', dn: 400 },
  ),
];
const POINTS = [
  feature({ type: 'Point', coordinates: [116.5, 39.5] }, { id: 'p', mixed: 1 }),
  feature({ type: 'Point', coordinates: [116.6, 39.6] }, { id: 'q', mixed: 'x' }),
];
const written = (features: object[], format: AwayFormat) =>
  writeAway(JSON.stringify({ features }), format, { name: '建筑', about: { city: 'small' }, atMs: 0 });
const READERS = { gpkg: geoPackageReader, parquet: geoParquetReader, fgb: flatGeobufReader };

test.each(['gpkg', 'parquet', 'fgb'] as const)(
  'areas, lines and points of an answer come back from %s with their attributes',
  async (format) => {
    const areas = await readFeatures(
      READERS[format],
      await written(AREAS, format),
      { geometry: 'polygon' },
      `a.${format}`,
    );
    expect(areas.codes).toEqual({});
    expect(areas.raw.crs).toBe('EPSG:4326');
    expect(wordsOf(areas.raw, 'id')).toEqual(['甲', 'b']);
    expect(wordsOf(areas.raw, 'people')).toEqual(['12', '']);
    expect(wordsOf(areas.raw, 'height')).toEqual(['8.5', '3']);
    expect(wordsOf(areas.raw, 'note')).toEqual(['', '学校']);
    // A database has its own `fid`.
    expect(wordsOf(areas.raw, format === 'gpkg' ? 'fid_2' : 'fid')).toEqual(['7', '8']);
    expect([Math.min(...areas.raw.xy), Math.max(...areas.raw.xy)]).toEqual([39, 116.2 + 0.01]);
    const lines = await readFeatures(
      READERS[format],
      await written(LINES, format),
      { geometry: 'line' },
      `l.${format}`,
    );
    expect(lines.codes).toEqual({});
    expect([...lines.raw.xy]).toEqual([116, 39, 116.1, 39.1, 116.2, 39, 117, 39, 117.1, 39, 117.2, 39, 117.3, 39.3]);
    const points = await readFeatures(
      READERS[format],
      await written(POINTS, format),
      { geometry: 'point' },
      `p.${format}`,
    );
    expect([...points.raw.xy]).toEqual([116.5, 39.5, 116.6, 39.6]);
    expect(wordsOf(points.raw, 'mixed'), 'numbers beside text are text').toEqual(['1', 'x']);
  },
);

const gdal = (() => {
  try {
    return String(execFileSync('ogrinfo', ['--version']));
  } catch {
    return null;
  }
})();

test.skipIf(gdal === null)('GDAL opens what was taken away with equal counts and attributes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-away-'));
  try {
    for (const format of ['gpkg', 'parquet', 'fgb'] as const) {
      const file = join(folder, `a.${format}`);
      writeFileSync(file, await written(format === 'fgb' ? AREAS.toReversed() : AREAS, format));
      if (format === 'parquet' && !String(execFileSync('ogrinfo', ['--formats'])).includes('Parquet')) continue;
      const told = String(execFileSync('ogrinfo', ['-al', '-ro', file], { timeout: 60_000 }));
      for (const words of ['Feature Count: 2', '甲', '学校', '8.5']) expect(told).toContain(words);
      // The first feature of the FlatGeobuf has no people; both kinds of polygons stand in it as they are.
      const own =
        format === 'fgb' ? ['people: Integer64', 'height: Real', 'POLYGON', 'MULTIPOLYGON'] : ['Multi Polygon'];
      for (const words of own) expect(told).toContain(words);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a FlatGeobuf keeps numbers that its first feature lacks, and may be empty', async () => {
  const rows = [
    feature({ type: 'Point', coordinates: [116, 39] }, { id: 'a', people: null, height: 8 }),
    feature({ type: 'Point', coordinates: [117, 39] }, { id: 'b', people: 3_000_000_000, height: 8.5 }),
  ];
  const { raw } = await readFeatures(flatGeobufReader, await written(rows, 'fgb'), { geometry: 'point' }, 'a.fgb');
  expect(wordsOf(raw, 'people')).toEqual(['', '3000000000']);
  expect(wordsOf(raw, 'height')).toEqual(['8', '8.5']);
  expect((await written([], 'fgb')).length).toBeGreaterThan(8);
});

const house = (x: number): Solid => ({
  rings: [
    [
      [x, 0],
      [x + 10, 0],
      [x + 10, 10],
      [x, 10],
    ],
    [
      [x + 4, 4],
      [x + 4, 6],
      [x + 6, 6],
      [x + 6, 4],
    ],
  ],
  footM: 2,
  topM: 14,
});

test('buildings of an answer come back from CityJSON with their attributes, places and heights', async () => {
  const origin = { lonDeg: 116.4, latDeg: 39.9, heightM: 40 };
  const table = {
    columns: [{ key: 'id' }, { key: 'use' }, { key: 'storeys' }, { key: 'east_m' }, { key: 'north_m' }],
    rows: [
      ['甲', '住宅', 4, 5, 5],
      ['b', null, null, 55, 5],
    ],
  } as unknown as DataTable;
  const datum = { vertical: 'EPSG:5737', geoidUndulationM: -9 };
  const text = writeBuildings(table, [[house(0)], [house(50)]], { origin, datum, title: 'small', date: '2026-01-02' });
  const city = JSON.parse(text);
  expect(city.metadata.referenceSystem).toBe('https://www.opengis.net/def/crs/EPSG/0/32650');
  expect(city.metadata.referenceDate).toBe('2026-01-02');
  expect(city.CityObjects.甲.attributes).toEqual({ use: '住宅', storeys: 4 });
  const [shell] = city.CityObjects.甲.geometry[0].boundaries[0];
  // A ground, a roof, and a wall for each edge of outline and hole.
  expect(shell).toHaveLength(2 + 8);
  const corner = (index: number) =>
    city.vertices[index].map(
      (whole: number, i: number) => whole * city.transform.scale[i] + city.transform.translate[i],
    );
  const { fromLonLat } = utmAt(origin.lonDeg, origin.latDeg);
  const [x, y] = fromLonLat(origin.lonDeg, origin.latDeg);
  const foot = corner(shell[0][0].at(-1));
  expect(Math.hypot(foot[0] - x, foot[1] - y)).toBeLessThan(0.001);
  // 2 m above an origin of 40 m above the ellipsoid, where the datum lies 9 m below it.
  expect(Math.abs(foot[2] - 51)).toBeLessThan(0.001);
  expect(volumeOf(city, '甲')).toBeCloseTo((100 - 4) * 12 * 0.9996 ** 2, 0);
});

/** Volume of a closed body whose faces look outwards: positive, by the theorem of Gauss; holes run against their outline. */
function volumeOf(
  city: {
    vertices: number[][];
    transform: { scale: number[] };
    CityObjects: Record<string, { geometry: { boundaries: number[][][][][] }[] }>;
  },
  id: string,
): number {
  const at = (index: number) => city.vertices[index].map((whole, i) => whole * city.transform.scale[i]);
  let six = 0;
  for (const face of city.CityObjects[id].geometry[0].boundaries[0][0])
    for (const ring of face)
      for (let i = 1; i + 1 < ring.length; i++) {
        const [a, b, c] = [at(ring[0]), at(ring[i]), at(ring[i + 1])];
        six +=
          a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
      }
  return six / 6;
}

test('the plane of UTM is that of known places', () => {
  // The tower of Toronto, and a place south of the equator.
  const north = utmAt(-79.387139, 43.642567);
  expect(north.epsg).toBe(32_617);
  expect(north.fromLonLat(-79.387139, 43.642567).map(Math.round)).toEqual([630_084, 4_833_439]);
  expect(utmAt(-51.2, -30.03).epsg).toBe(32_722);
});
