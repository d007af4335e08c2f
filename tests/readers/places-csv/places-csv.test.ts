import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LAYER_READERS, READERS, readersOf, selectReader } from '../../../readers/listed-readers.ts';
import { placesCsvReader } from '../../../readers/places-csv/reader.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { readFeatures, wordsOf } from '../read-features.ts';

const DATA = process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const withoutData = existsSync(DATA) ? false : `no real files in ${DATA}`;

const read = (text: string | Uint8Array, wish = {}) => readFeatures(placesCsvReader, text, wish, 'pumps.csv');

test('columns by their usual names; numbers stay numbers, codes stay words, rows without a place are counted', async () => {
  const { raw, codes } = await read('id,Lon,Lat,code,height\na,116.3,40,007,12.50\nb,,40,008,3\nc,116.4,x,009,\n');
  expect([[...raw.xy], codes]).toEqual([[116.3, 40], { 'place-missing': 2, 'not-a-number': 1 }]);
  expect([wordsOf(raw, 'id'), wordsOf(raw, 'code'), wordsOf(raw, 'height')]).toEqual([['a'], ['007'], ['12.5']]);
});

test.each([
  ['sep=;\r\nname;x;y\r\nA;442163,25;4428000,5\r\n', [442163.25, 4428000.5], []],
  ['名称\t经度\t纬度\n井\t116.3\t40\n', [116.3, 40], []],
  ['name,longitude,latitude\nA,116°19′30″E,"40°0\'0""N"\n', [116.325, 40], []],
  ['点号,X,Y\n1,4428000,442163\n', [442163, 4428000], ['axes-swapped']],
  ['"name","lon","lat"\n"a, b","116,5","40,25"\n', [116.5, 40.25], []],
])('%j', async (text, xy, said) => {
  const { raw, codes } = await read(text);
  expect([[...raw.xy], Object.keys(codes)]).toEqual([xy, said]);
});

test('well-known text makes lines and polygons; what is none is counted', async () => {
  const text =
    'id;wkt\n1;"POLYGON ((0 0, 4 0, 4 3, 0 0), (1 1, 2 1, 2 2, 1 1))"\n2;"SRID=4326;MULTIPOLYGON Z (((5 5 1, 6 5 1, 6 6 1, 5 5 1)))"\n3;POINT EMPTY\n4;POLYGON ((0 0\n5;"LINESTRING (0 0, 1 1)"\n';
  const { raw, codes } = await read(text, { geometry: 'polygon' });
  expect([[...raw.partRing], raw.count]).toEqual([[0, 2, 3], 2]);
  expect(codes).toEqual({ 'geometry-empty': 1, 'wkt-broken': 1, 'geometry-type': 1 });
});

test('arcs come as chords, a measure is no height, and the system that geometries state is the layer’s', async () => {
  const arcs = await read(
    'wkt\n"SRID=32633;CURVEPOLYGON (CIRCULARSTRING (10 0, 0 10, -10 0, 0 -10, 10 0), (1 0, 2 0, 2 1, 1 0))"\n"MULTISURFACE (((0 0, 4 0, 4 3, 0 0)), CURVEPOLYGON (COMPOUNDCURVE ((0 0, 10 0), CIRCULARSTRING (10 0, 5 5, 0 0))))"\n',
    { geometry: 'polygon' },
  );
  expect([arcs.raw.crs, [...arcs.raw.featurePart], [...arcs.raw.partRing]]).toEqual([
    'EPSG:32633',
    [0, 1, 3],
    [0, 2, 3, 4],
  ]);
  expect(arcs.raw.ringVertex[1]).toBe(181);
  expect(arcs.codes).toEqual({});
  const two = await read('wkt\nSRID=4326;POINT M (1 2 3)\nSRID=32633;POINT (1 2)\n');
  expect([[...two.raw.xy], two.raw.crs, two.codes]).toEqual([[1, 2, 1, 2], null, { 'srid-several': 1 }]);
});

test('GBK is told by its bytes, columns by the recipe; a column that is not there is named', async () => {
  const gbk = new Uint8Array([
    0xc3,
    0xfb,
    0xb3,
    0xc6,
    ...new TextEncoder().encode(',E,N\n'),
    0xc7,
    0xe5,
    0xbb,
    0xaa,
    ...new TextEncoder().encode(',116,40\n'),
  ]);
  await expect(read(gbk)).rejects.toThrow('expected columns of coordinates');
  const { raw, codes } = await read(gbk, { place: { x: 'E', y: 'N' } });
  expect([wordsOf(raw, '名称'), [...raw.xy], codes]).toEqual([['清华'], [116, 40], { 'text-encoding': 1 }]);
  await expect(read('a,b\n1,2\n', { place: { x: 'a', y: 'c' } })).rejects.toThrow(
    'expected a column that the table has (a, b), got "c"',
  );
});

test('columns of one name and without one keep their values apart', async () => {
  const { raw } = await read('x,y,a,a,\n1,2,p,q,r\n');
  expect([wordsOf(raw, 'a'), wordsOf(raw, 'a_2'), wordsOf(raw, 'column_5')]).toEqual([['p'], ['q'], ['r']]);
});

test('tables of readings and of activities keep their readers, also with coordinates in them', async () => {
  const of = async (text: string, among = READERS) =>
    (await selectReader(bytesSource(new TextEncoder().encode(text), 'a.csv'), among))?.id;
  expect(await of('datastream,phenomenonTime,result\n')).toBe('readings-table');
  expect(await of('datastream,phenomenonTime,result,lon,lat\n')).toBe('readings-table');
  expect(await of('id,name,duration,x,y\n')).toBe('schedule-csv');
  expect(await of('id,name,lon,lat\n')).toBe('places-csv');
  expect(await of('datastream,phenomenonTime,result,lon,lat\n', LAYER_READERS)).toBe('places-csv');
  expect(await of('id,name,lon,lat\n', readersOf('readings'))).toBe('readings-table');
});

test('a column of PostGIS’s hexadecimal digits is a column of geometries, with the system that they state', async () => {
  // POINT (1.5 −2) in EPSG:4326, the low byte first, and the same behind the mark of bytes without a system, the high byte first.
  const little = '0101000020E6100000000000000000F83F00000000000000C0';
  const { raw, codes } = await read(`id,geom\n1,${little}\n2,\\x00000000013ff8000000000000c000000000000000\n`);
  expect([raw.crs, [...raw.xy], codes]).toEqual(['EPSG:4326', [1.5, -2, 1.5, -2], {}]);
});

test('three hundred mutations end in features or in a named error', async () => {
  const whole = new TextEncoder().encode('id;wkt\n1;"POLYGON ((0 0, 4 0, 4 3, 0 0))"\n2;"MULTIPOINT ((1 2), (3 4))"\n');
  for (let seed = 0; seed < 300; seed++) {
    const bytes = whole.slice();
    bytes[(seed * 7919) % bytes.length] = (seed * 31) & 255;
    await read(bytes).catch((error: Error) => expect(error.name).toBe('ReadError'));
  }
});

describe.skipIf(withoutData)('real files', () => {
  const file = (path: string): Uint8Array => new Uint8Array(readFileSync(join(DATA, path)));
  test.each([
    ['emergency/sf-sites/SF_store_site_16_longlat.csv', 16],
    ['emergency/sf-sites/SF_demand_205_centroid_uniform_weight.csv', 205],
  ])('%s', async (path, count) => {
    const { raw, codes } = await read(file(path));
    const lines = new TextDecoder().decode(file(path)).trim().split('\n');
    expect([raw.count, lines.length - 1, codes]).toEqual([count, count, {}]);
    expect(raw.xy[0]).toBeCloseTo(-122.4, 0);
  });
});
