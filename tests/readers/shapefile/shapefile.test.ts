import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { crsOf } from '../../../model/geo/crs.ts';
import { selectReader } from '../../../readers/listed-readers.ts';
import type { ReadOptions } from '../../../readers/reader.ts';
import { shapefileReader } from '../../../readers/shapefile/reader.ts';
import { type ByteSource, bytesSource } from '../../../readers/shared/byte-source.ts';
import { readFeatures, wordsOf } from '../read-features.ts';
import { zipOf } from '../zip-of.ts';
import { dbfOf, shpOf } from './write-shapefile.ts';

const DATA = process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const withoutData = existsSync(DATA) ? false : `no real files in ${DATA}`;

const GBK = (text: string): Uint8Array => Uint8Array.from(GBK_BYTES[text]);
const GBK_BYTES: Record<string, number[]> = {
  名称: [0xc3, 0xfb, 0xb3, 0xc6],
  清华: [0xc7, 0xe5, 0xbb, 0xaa],
  // 清华 and the first byte of 园, as a field of five bytes cuts it.
  清华园: [0xc7, 0xe5, 0xbb, 0xaa, 0xd4],
};

/** Clockwise, as ESRI's outer rings run. */
const square = (x: number, y: number, size: number): number[][] => [
  [x, y],
  [x, y + size],
  [x + size, y + size],
  [x + size, y],
  [x, y],
];
const hole = (x: number, y: number, size: number): number[][] => square(x, y, size).reverse();

const read = (source: ByteSource, wish: ReadOptions = {}) => readFeatures(shapefileReader, source, wish);

const zipped = async (files: Record<string, Uint8Array | string>): Promise<ByteSource> =>
  bytesSource(await zipOf(files), 'town.zip');

const PRJ = (name: string, easting = 500000, meridian = 117): string =>
  `PROJCS["${name}",GEOGCS["GCS",DATUM["D",SPHEROID["S",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",${easting}.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",${meridian}.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`;

describe('geometry', () => {
  test('rings come turned to run counter-clockwise, each hole in the smallest ring that holds it', async () => {
    const shp = shpOf([{ type: 5, parts: [square(0, 0, 10), hole(3, 3, 2), square(20, 0, 5), hole(21, 1, 1)] }]);
    const { raw, codes } = await read(await zipped({ 'a.shp': shp }));
    expect([...raw.partRing]).toEqual([0, 2, 4]);
    expect([...raw.xy.slice(0, 4)]).toEqual([0, 0, 10, 0]);
    expect([...raw.xy.slice(10, 12)]).toEqual([3, 3]);
    expect([...raw.xy.slice(20, 24)]).toEqual([20, 0, 25, 0]);
    expect(codes).toEqual({ 'dbf-missing': 1 });
  });
  test('a record wound the wrong way is told by where its rings lie; a lone hole outside stays a part', async () => {
    const turned = { type: 5, parts: [hole(0, 0, 10), square(3, 3, 2), hole(20, 0, 5)] };
    const { raw, codes } = await read(await zipped({ 'a.shp': shpOf([turned]) }));
    expect([[...raw.partRing], codes]).toEqual([[0, 2, 3], { 'dbf-missing': 1, 'ring-turned': 1 }]);
    expect([...raw.xy.slice(0, 4)]).toEqual([0, 0, 10, 0]);
    const lost = { type: 5, parts: [square(0, 0, 10), hole(30, 0, 5)] };
    expect((await read(await zipped({ 'a.shp': shpOf([lost]) }))).codes).toEqual({
      'dbf-missing': 1,
      'hole-outside': 1,
    });
  });
  test('two fields of one name keep their values apart', async () => {
    const columns = [1, 2].map(() => ({ name: 'buildinghe', type: 'N', length: 4 }));
    const dbf = dbfOf(columns, [['1.5', '2.5']]);
    const shp = shpOf([{ type: 5, parts: [square(0, 0, 10)] }]);
    const { raw, codes } = await read(await zipped({ 'a.shp': shp, 'a.dbf': dbf }));
    expect([wordsOf(raw, 'buildinghe'), wordsOf(raw, 'buildinghe_2'), codes]).toEqual([
      ['1.5'],
      ['2.5'],
      { 'column-twice': 1 },
    ]);
  });
  test('PolygonZ and lines keep their heights where they are asked for; null shapes and other types are counted', async () => {
    const line = {
      type: 13,
      parts: [
        [
          [0, 0, 5],
          [3, 4, 6],
        ],
        [
          [10, 0, 7],
          [10, 5, 8],
        ],
      ],
    };
    const shp = shpOf([line, { type: 0, parts: [] }, { type: 1, parts: [[[1, 2]]] }]);
    const { raw, codes } = await read(await zipped({ 'a.shp': shp }), { geometry: 'line', keepZ: true });
    expect([...raw.ringVertex]).toEqual([0, 2, 4]);
    expect([...(raw.z ?? [])]).toEqual([5, 6, 7, 8]);
    expect(codes).toMatchObject({ 'geometry-empty': 1, 'geometry-type': 1 });
  });
  test('points, with several in one shape', async () => {
    const shp = shpOf([
      { type: 11, parts: [[[1, 2, 3]]] },
      {
        type: 8,
        parts: [
          [
            [4, 5],
            [6, 7],
          ],
        ],
      },
    ]);
    const { raw } = await read(await zipped({ 'a.shp': shp }), { geometry: 'point' });
    expect([...raw.featurePart]).toEqual([0, 1, 2]);
    expect([...raw.xy]).toEqual([1, 2, 4, 5, 6, 7]);
  });
  test('a MultiPatch is seen from above: its roof stays, its walls have no area there', async () => {
    const roof = [
      [0, 0, 9],
      [4, 0, 9],
      [4, 3, 9],
      [0, 3, 9],
      [0, 0, 9],
    ];
    const wall = [
      [0, 0, 0],
      [4, 0, 0],
      [4, 0, 9],
      [0, 0, 9],
      [0, 0, 0],
    ];
    const strip = [
      [10, 0, 1],
      [12, 0, 1],
      [10, 2, 1],
      [12, 2, 1],
    ];
    const shp = shpOf([{ type: 31, parts: [wall, roof, strip], patchTypes: [2, 2, 0] }]);
    const { raw } = await read(await zipped({ 'a.shp': shp }));
    expect([...raw.partRing]).toEqual([0, 1, 2, 3]);
    expect([...raw.xy.slice(0, 2)]).toEqual([0, 0]);
    expect(raw.xy.length / 2).toBe(5 + 4 + 4);
  });
});

describe('attributes', () => {
  const two = shpOf([
    { type: 1, parts: [[[1, 2]]] },
    { type: 1, parts: [[[3, 4]]] },
    { type: 1, parts: [[[5, 6]]] },
  ]);
  test('GBK without .cpg is told by its values, a cut one too; numbers, dates and truths; a deleted row goes with its shape', async () => {
    const dbf = dbfOf(
      [
        { name: GBK('名称'), type: 'C', length: 5 },
        { name: 'H', type: 'N', length: 8 },
        { name: 'D', type: 'D', length: 8 },
        { name: 'L', type: 'L', length: 1 },
      ],
      [
        [GBK('清华'), '12.50', '20260104', 'T'],
        [null, '99', '', ''],
        [GBK('清华园'), '********', '00000000', '?'],
      ],
    );
    const { raw, codes } = await read(await zipped({ 'a.shp': two, 'a.dbf': dbf }), { geometry: 'point' });
    expect(raw.count).toBe(2);
    expect([...raw.xy]).toEqual([1, 2, 5, 6]);
    expect(wordsOf(raw, '名称')).toEqual(['清华', '清华']);
    expect(wordsOf(raw, 'H')).toEqual(['12.5', '']);
    expect(wordsOf(raw, 'D')).toEqual(['2026-01-04', '']);
    expect(wordsOf(raw, 'L')).toEqual(['true', '']);
    expect(codes).toEqual({ 'text-encoding': 1, 'text-cut': 1, 'number-overflow': 1, 'row-deleted': 1 });
  });
  test('a .cpg of UTF-8 that the bytes refute is said; one of 936 is believed without a word', async () => {
    const dbf = dbfOf([{ name: 'N', type: 'C', length: 8 }], [[GBK('清华')], [''], ['']]);
    const wrong = await read(await zipped({ 'a.shp': two, 'a.dbf': dbf, 'a.cpg': 'UTF-8' }), { geometry: 'point' });
    expect(wordsOf(wrong.raw, 'N')[0]).toBe('清华');
    expect(wrong.codes).toEqual({ 'code-page': 1, 'text-encoding': 1 });
    const right = await read(await zipped({ 'a.shp': two, 'a.dbf': dbf, 'a.cpg': '936' }), { geometry: 'point' });
    expect(right.codes).toEqual({});
    const big5 = read(await zipped({ 'a.shp': two, 'a.dbf': dbf }), { geometry: 'point', encoding: 'big5' });
    expect(wordsOf((await big5).raw, 'N')[0]).not.toBe('清华');
  });
  test('letters of the west follow the language byte; without one a person is asked', async () => {
    const rows = [[Uint8Array.of(0x42, 0xe4, 0x72)], [''], ['']];
    const columns = [{ name: 'N', type: 'C', length: 8 }];
    const known = await read(await zipped({ 'a.shp': two, 'a.dbf': dbfOf(columns, rows, 87) }), { geometry: 'point' });
    expect(wordsOf(known.raw, 'N')[0]).toBe('Bär');
    const asked = read(await zipped({ 'a.shp': two, 'a.dbf': dbfOf(columns, rows) }), { geometry: 'point' });
    await expect(asked).rejects.toThrow('--encoding names it');
  });
});

describe('systems', () => {
  const shp = shpOf([{ type: 1, parts: [[[442163, 4428000]]] }]);
  const crs = async (prj: string) => {
    const { raw, codes } = await read(await zipped({ 'a.shp': shp, 'a.prj': prj }), { geometry: 'point' });
    return [raw.crs?.slice(0, 12), ...Object.keys(codes).filter((code) => code.startsWith('crs'))];
  };
  test.each([
    ['CGCS2000_3_Degree_GK_CM_117E', 500000, 'EPSG:4548'],
    ['CGCS2000_3_Degree_GK_Zone_39', 39500000, 'EPSG:4527'],
    ['CGCS2000_GK_CM_117E', 500000, 'EPSG:4509'],
    ['CGCS2000_GK_Zone_20', 20500000, 'EPSG:4498'],
    ['CGCS2000 / 3-degree Gauss-Kruger CM 117E', 500000, 'EPSG:4548'],
    ['Xian_1980_3_Degree_GK_CM_117E', 500000, 'EPSG:2384'],
    ['Xian_1980_GK_Zone_20', 20500000, 'EPSG:2334'],
    ['Beijing_1954_3_Degree_GK_Zone_39', 39500000, 'EPSG:2415'],
    ['Beijing_1954_GK_Zone_20', 20500000, 'EPSG:21420'],
    ['Beijing_1954_GK_Zone_20N', 500000, 'EPSG:21460'],
    ['WGS_1984_UTM_Zone_50N', 500000, 'EPSG:32650'],
    ['WGS_1984_Web_Mercator_Auxiliary_Sphere', 0, 'EPSG:3857'],
    ['Hong_Kong_1980_Grid', 836694, 'EPSG:2326'],
  ])('%s', async (name, easting, code) => expect(await crs(PRJ(name, easting))).toEqual([code]));
  test('a name whose numbers are of another zone is not believed', async () =>
    expect(await crs(PRJ('CGCS2000_3_Degree_GK_CM_117E', 500000, 114))).toEqual(['PROJCS["CGCS', 'crs-name-other']));
  test('a name that is not known is read by its numbers, and that is said', async () => {
    expect(await crs(PRJ('Town_Local', 500000))).toEqual(['PROJCS["Town', 'crs-text']);
    const byText = await placed(PRJ('Town_Local', 500000), 442163, 4428000);
    const byCode = await placed('EPSG:4548', 442163, 4428000);
    expect(byText[0]).toBeCloseTo(byCode[0], 8);
    expect(byText[1]).toBeCloseTo(byCode[1], 8);
  });
});

async function placed(name: string, x: number, y: number): Promise<number[]> {
  const xy = Float64Array.of(x, y);
  (await crsOf(name, 'test')).toLonLat(xy, 0, 1);
  return [...xy];
}

describe('which shapefile, and what is none', () => {
  const shp = shpOf([{ type: 1, parts: [[[1, 2]]] }]);
  test('an archive of several asks for one of them by name', async () => {
    const source = await zipped({ 'a/roads.shp': shp, 'a/green.shp': shpOf([{ type: 1, parts: [[[7, 8]]] }]) });
    await expect(read(source, { geometry: 'point' })).rejects.toThrow('2: roads, green');
    expect([...(await read(source, { geometry: 'point', table: 'green' })).raw.xy]).toEqual([7, 8]);
    await expect(read(source, { geometry: 'point', table: 'x' })).rejects.toThrow('expected a layer that the file has');
  });
  test('the files beside a .shp are found', async () => {
    const sibling = async (ending: string): Promise<ByteSource | null> =>
      ending === 'prj' ? bytesSource(new TextEncoder().encode(PRJ('CGCS2000_3_Degree_GK_CM_117E')), 'a.prj') : null;
    const { raw } = await read({ ...bytesSource(shp, 'a.shp'), sibling }, { geometry: 'point' });
    expect(raw.crs).toBe('EPSG:4548');
  });
  test('known by its bytes, whatever it is called', async () => {
    expect((await selectReader(bytesSource(shp, 'upload.bin')))?.id).toBe('shapefile');
    expect((await selectReader(bytesSource(await zipOf({ 'a.dbf': 'x', 'a.shp': shp }), 'upload.bin')))?.id).toBe(
      'shapefile',
    );
  });
  test('cut, empty and broken files are named; a bomb is not unpacked', async () => {
    const point = { geometry: 'point' } as const;
    await expect(read(bytesSource(shp.subarray(0, 120), 'cut.shp'), point)).rejects.toThrow(/record 1 at byte 100/);
    await expect(read(await zipped({ 'a.txt': 'x' }), point)).rejects.toThrow('expected a .shp in the archive');
    const zip = await zipOf({ 'a.shp': shp });
    await expect(read(bytesSource(zip.subarray(0, zip.length - 30), 'cut.zip'), point)).rejects.toThrow(
      'expected a whole zip',
    );
    const bomb = bytesSource(await zipOf({ 'a.shp': new Uint8Array(30 << 20) }), 'bomb.zip');
    await expect(read(bomb, point)).rejects.toThrow('expected an archive of at most 1 GB');
  });
  test('five hundred mutations end in features or in a named error', async () => {
    const dbf = dbfOf([{ name: 'N', type: 'C', length: 8 }], [['a'], ['b']]);
    const polygons = shpOf([
      { type: 5, parts: [square(0, 0, 10), hole(3, 3, 2)] },
      { type: 15, parts: [square(0, 0, 1)] },
    ]);
    for (let seed = 0; seed < 500; seed++) {
      const [shpBytes, dbfBytes] = [polygons.slice(), dbf.slice()];
      const target = seed % 2 ? shpBytes : dbfBytes;
      target[(seed * 7919) % target.length] = (seed * 31) & 255;
      const sibling = async (ending: string) => (ending === 'dbf' ? bytesSource(dbfBytes, 'a.dbf') : null);
      await read({ ...bytesSource(shpBytes, 'a.shp'), sibling }).catch((error: Error) =>
        expect(error.name).toBe('ReadError'),
      );
    }
  });
});

describe.skipIf(withoutData)('the same campus in three files', () => {
  interface Twin {
    features: {
      geometry: { type: string; coordinates: number[][][] | number[][][][] };
      properties: { name?: string };
    }[];
  }
  test.each([
    ['tsinghua-gbk-cgcs2000-zone39.zip', 'EPSG:4527', { 'text-encoding': 1 }],
    ['tsinghua-utf8-cpg-cgcs2000-cm117.zip', 'EPSG:4548', {}],
  ])('%s', async (name, code, said) => {
    const bytes = new Uint8Array(readFileSync(join(DATA, 'formats/vector', name)));
    const { raw, codes } = await read(bytesSource(bytes, name));
    expect([raw.count, raw.crs, codes]).toEqual([626, code, said]);
    const twin = JSON.parse(
      gunzipSync(readFileSync(join(DATA, 'city/buildings/beijing-tsinghua.geojson.gz'))).toString(),
    ) as Twin;
    const named = wordsOf(raw, '名称');
    expect(named.filter((text) => text !== '')).toHaveLength(386);
    (await crsOf(code, name)).toLonLat(raw.xy, 0, raw.xy.length / 2);
    let farthestM = 0;
    for (const [row, { geometry, properties }] of twin.features.entries()) {
      expect(named[row]).toBe(properties.name ?? '');
      const positions = geometry.coordinates.flat(geometry.type === 'Polygon' ? 1 : 2) as number[][];
      const first = raw.ringVertex[raw.partRing[raw.featurePart[row]]];
      const end = raw.ringVertex[raw.partRing[raw.featurePart[row + 1]]];
      for (let v = first; v < end; v++) {
        const [x, y] = [raw.xy[2 * v], raw.xy[2 * v + 1]];
        const nearest = Math.min(...positions.map(([lon, lat]) => Math.hypot((lon - x) * 85_400, (lat - y) * 111_000)));
        farthestM = Math.max(farthestM, nearest);
      }
    }
    expect(farthestM).toBeLessThan(0.1);
  });
});
