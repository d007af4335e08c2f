import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  endingOf,
  endingsText,
  LAYER_READERS,
  plainName,
  READERS,
  readersOf,
  selectReader,
} from '../../readers/listed-readers.ts';
import { loaderOf } from '../../readers/reader.ts';
import { blobSource, bytesSource } from '../../readers/shared/byte-source.ts';
import { utf8Of } from '../../readers/shared/utf8.ts';
import { nodeFileSource } from '../../tiles/read/node-file.ts';

const BROKEN = join(import.meta.dirname, '../fixtures/broken');
/** Real files, beside the repository; without them these tests are skipped (the data is not part of the project). */
const DATA = process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../shared/data');
const withoutData = existsSync(DATA) ? false : `no real files in ${DATA}`;

const formatOf = async (text: string, name: string): Promise<string | null> =>
  (await selectReader(bytesSource(utf8Of(text), name)))?.id ?? null;

describe('a format is known by its bytes, whatever the file is called', () => {
  test.each([
    ['geojson', '{"type": "FeatureCollection", "features": []}'],
    ['geojson', '\u001e{"geometry": null, "type": "Feature"}\n'],
    ['geojson', '\uFEFF {"type":"FeatureCollection"}'],
    ['cityjson', '{"type": "CityJSON", "version": "2.0", "CityObjects": {}, "vertices": []}'],
    ['citygml', '\uFEFF<?xml version="1.0"?>\n<!-- by a program -->\n<core:CityModel xmlns:core="x">'],
    ['gltf', '{"asset": {"generator": "x", "version": "2.0"}}'],
    ['gltf', 'glTF\u0002\u0000\u0000\u0000'],
    ['obj', '# by a program\nmtllib a.mtl\no tower\nv 0 0 0\nv 1 0 0\n'],
    ['ifc', "ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));"],
    ['swmm', '; a comment\n\n[TITLE]\nA town\n[CONDUITS]\nC1 A B 10 .01\n'],
    ['epanet', '[TITLE]\n\n[PIPES]\nP1 A B 100 12 120\n'],
    ['geotiff', 'II*\u0000\u0008\u0000\u0000\u0000'],
    ['esri-grid', 'ncols 2\nnrows 2\nxllcorner 0\n'],
    ['wkt', 'GEOMETRYCOLLECTION (POLYGON ((0 0, 4 0, 4 4, 0 0)))'],
    ['dxf', '  0\r\nSECTION\r\n  2\r\nHEADER\r\n'],
    ['xer', 'ERMHDR\t19.12\t2026-01-05\n'],
    ['pmxml', '<?xml version="1.0"?>\n<APIBusinessObjects xmlns="http://xmlns.oracle.com/Primavera/P6/V8">'],
    ['mspdi', '<?xml version="1.0"?>\n<Project xmlns="http://schemas.microsoft.com/project">'],
    ['schedule-csv', 'id,name,duration,predecessors\nA,Dig,5,\n'],
    ['schedule-csv', '编号;名称;工期\nA;挖土;5\n'],
    ['psplib', '3 1\n4\n0 0 1 2\n5 2 1 3\n0 0 0\n'],
    ['readings-table', 'datastream,phenomenonTime,result\nrain-1,2026-01-05T08:00:00Z,0.2\n'],
  ])('%s: %s', async (id, text) => expect(await formatOf(text, 'upload.bin')).toBe(id));

  test('OpenStreetMap PBF by its first header', async () => {
    const bytes = new Uint8Array([0, 0, 0, 13, 0x0a, 9, ...utf8Of('OSMHeader'), 0x18, 20]);
    expect((await selectReader(bytesSource(bytes, 'upload.bin')))?.id).toBe('osm-pbf');
  });
});

describe('the name decides where the bytes do not', () => {
  test('the longest ending has it, gzipped or not', async () => {
    expect(await formatOf('{}', 'a.json')).toBe('geojson');
    expect(await formatOf('{}', 'a.city.json')).toBe('cityjson');
    expect(await formatOf('', 'a.CITY.JSON.gz')).toBe('cityjson');
    expect(endingOf('a.osm.pbf.gz', ['pbf', 'osm.pbf'])).toBe('osm.pbf');
  });
  test('a name that says another format than the bytes is not believed', async () =>
    expect(await formatOf('ncols 2\nnrows 2\n', 'a.geojson')).toBe('esri-grid'));
  test('nothing known is null', async () => expect(await formatOf('hello', 'a.bin')).toBeNull());
  test('of a file that is two things, what is wanted decides', async () => {
    const ifc = bytesSource(utf8Of("ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));"), 'plan.ifc');
    expect((await selectReader(ifc, readersOf('schedule')))?.id).toBe('ifc-tasks');
    expect((await selectReader(ifc, readersOf('mesh')))?.id).toBe('ifc');
  });
});

describe('what tells the format may stand behind the first half megabyte', () => {
  const many = (line: string): string => line.repeat(Math.ceil(700_000 / line.length));
  const junctions = `[TITLE]\n\n[JUNCTIONS]\n${many(' N1 10 0\n')}`;
  test.each([
    [
      'cityjson',
      `{"CityObjects":{${many('"a":{"type":"Building"},')}"z":{}},"type":"CityJSON","version":"1.1"}`,
      'a.json',
    ],
    ['geojson', `{"name":"${many('roads ')}","type":"FeatureCollection","features":[]}`, 'a.json'],
    ['epanet', `${junctions}[PIPES]\nP1 A B 100 12 120\n`, 'a.inp'],
    ['swmm', `${junctions}[CONDUITS]\nC1 A B 10 .01\n`, 'a.inp'],
  ])('%s', async (id, text, name) => {
    expect(await formatOf(text, name)).toBe(id);
    expect((await selectReader(blobSource(new Blob([text]), name)))?.id).toBe(id);
  });
  test('EPANET without pipes yet is no SWMM: reservoirs and tanks are its own', async () =>
    expect(await formatOf('[TITLE]\n[JUNCTIONS]\n[RESERVOIRS]\nR1 100\n', 'a.inp')).toBe('epanet'));
});

test('every reader has an id of its own and is a loader object: first bytes, endings, workers and CDN off', () => {
  expect(new Set(READERS.map(({ id }) => id)).size).toBe(READERS.length);
  expect(new Set(READERS.map(({ order }) => order)).size).toBe(READERS.length);
  for (const loader of READERS.map(loaderOf)) {
    expect(loader.extensions.every((extension) => /^[a-z.]+$/.test(extension))).toBe(true);
    expect(loader).toMatchObject({ worker: false, options: { core: { worker: false, CDN: null } } });
    expect(loader.tests).toHaveLength(1);
  }
});

test('a loader object parses bytes by itself', async () => {
  const [reader] = READERS.filter(({ id }) => id === 'geojson');
  const text = '{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}';
  const read = await loaderOf(reader).parse(utf8Of(text).buffer);
  expect(read).toMatchObject({ gives: 'features', raw: { count: 1 } });
});

test('names and endings for a person come from the list', () => {
  expect(endingsText(readersOf('raster'))).toBe('.landxml, .xml, .tif, .tiff, .asc, .hgt');
  expect(plainName('roads.north.city.json.gz', LAYER_READERS)).toBe('roads.north');
});

describe('sources give the same bytes, gzipped or not', () => {
  const text = `{"type":"FeatureCollection"${' '.repeat(3_000_000)}}`;
  const gzipped = async () =>
    new Uint8Array(
      await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer(),
    );
  test('in memory and in a Blob', async () => {
    const packed = await gzipped();
    for (const source of [
      bytesSource(utf8Of(text), 'a'),
      bytesSource(packed, 'a'),
      blobSource(new Blob([text]), 'a'),
      blobSource(new Blob([packed]), 'a'),
    ]) {
      expect((await source.start()).length).toBe(1 << 19);
      expect((await source.whole()).length).toBe(text.length);
      await expect(source.whole(1000)).rejects.toThrow(/^a: expected at most 1000 bytes/);
      const stream = source.open();
      let size = 0;
      for (let count = 1, into = new Uint8Array(70_000); count > 0; size += count) count = await stream.read(into);
      stream.close();
      expect(size).toBe(text.length);
    }
  });
  test('a gzip stream that is cut is an error, its start is not', async () => {
    const cut = (await gzipped()).subarray(0, 1000);
    const source = bytesSource(cut, 'cut.gz');
    expect((await source.start()).length).toBeGreaterThan(0);
    await expect(source.whole()).rejects.toThrow(
      /^cut\.gz: byte \d+ after decompression: expected a whole gzip stream/,
    );
  });
});

test('the fixtures that are whole enough are known by their bytes, the rest by their names', async () => {
  const byEnding = [/\.geojson(\.gz)?$/, /\.city\.json$/, /\.inp$/, /\.osm\.pbf$/, /\.asc$/];
  const ids = ['geojson', 'cityjson', 'swmm', 'osm-pbf', 'esri-grid'];
  for (const name of readdirSync(BROKEN).filter((file) => !file.startsWith('recipe-'))) {
    const reader = await selectReader(nodeFileSource(join(BROKEN, name)));
    expect({ name, id: reader?.id }).toEqual({ name, id: ids[byEnding.findIndex((ending) => ending.test(name))] });
  }
});

/** What the folders of real files hold, by the ending and where it leaves the format open by the folder. */
const REAL: readonly [RegExp, string][] = [
  [/^formats\/citygml\/.*\.(city\.)?jsonl$/, 'cityjson'],
  [/^city\/cityjson\//, 'cityjson'],
  [/^(city|formats)\/citygml\/.*\.gml(\.gz)?$/, 'citygml'],
  [/\.(geojson|geojsonl)(\.gz)?$/, 'geojson'],
  [/^city\/.*\.pbf$/, 'osm-pbf'],
  [/epanet[^/]*\.inp$/, 'epanet'],
  [/\.inp$/, 'swmm'],
  [/\.ifc$/, 'ifc'],
  [/\.tif$/, 'geotiff'],
  [/\.asc$/, 'esri-grid'],
  [/\.glb$/, 'gltf'],
  [/\.wkt$/, 'wkt'],
  [/\.dxf$/, 'dxf'],
  [/\.xer$/, 'xer'],
  [/^construction\/schedules\/.*\.xml$/, 'mspdi'],
  [/Uitvoering_Schependomlaan.*\.xml$/, 'mspdi'],
];

test('every real file of a format is known by its bytes alone', async (context) => {
  context.skip(withoutData !== false, withoutData || '');
  const seen = new Set<string>();
  for (const name of readdirSync(DATA, { recursive: true, encoding: 'utf8' }).sort()) {
    const wanted = REAL.find(([pattern]) => pattern.test(name))?.[1];
    if (!wanted) continue;
    const source = { ...nodeFileSource(join(DATA, name)), name: 'upload.bin' };
    expect({ name, id: (await selectReader(source))?.id }).toEqual({ name, id: wanted });
    seen.add(wanted);
  }
  expect([...seen].sort()).toEqual([...new Set(REAL.map(([, id]) => id))].sort());
});
