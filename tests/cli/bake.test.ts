import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeArrayBuffer } from 'geotiff';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { bakeCommand } from '../../cli/city/bake.ts';
import { parseManifest } from '../../model/city/manifest.ts';
import { checkCity } from '../../tiles/check.ts';
import { parseRecipe } from '../../tiles/recipe.ts';

const BROKEN = join(import.meta.dirname, '../fixtures/broken');
const folders: string[] = [];
let out: string;

beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'shapan-bake-'));
  folders.push(out);
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Bakes in this process, quietly. */
async function bake(...args: string[]): Promise<void> {
  const command = bakeCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  const write = process.stdout.write;
  process.stdout.write = () => true;
  try {
    await command.parseAsync([...args, '--out', out, '--threads', '0', '--json'], { from: 'user' });
  } finally {
    process.stdout.write = write;
  }
}

/** What the failure says; and it leaves nothing behind. */
async function failure(file: string, ...flags: string[]): Promise<string> {
  const path = file.startsWith('/') ? file : join(BROKEN, file);
  const message = await bake(path, '--height-field', 'height', ...flags).then(
    () => 'no failure',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  expect(readdirSync(out)).toEqual([]);
  return message;
}

describe('broken files end in a sentence and leave no half-written city', () => {
  const cases: [file: string, message: string, ...flags: string[]][] = [
    ['gzip-cut.geojson.gz', 'gzip-cut.geojson.gz: byte 6 after decompression: expected a whole gzip stream'],
    ['json-cut.geojson', 'json-cut.geojson:1: expected the rest of the JSON, got the end of the file'],
    ['json-not.geojson', 'json-not.geojson:1: expected a GeoJSON object, "{", got "<html>'],
    ['empty.geojson', 'empty.geojson: expected GeoJSON, got an empty file'],
    ['no-features.geojson', 'expected one feature or more, got a collection of none'],
    [
      'not-a-collection.geojson',
      'not-a-collection.geojson:1: expected a FeatureCollection or Features, one a line, got "Topology"',
    ],
    ['not-an-object.geojson', 'expected a GeoJSON object, "{", got "[1, 2, 3]'],
    ['depth.geojson', 'depth.geojson:1: expected nesting of at most 64, got deeper'],
    ['crs-unknown.geojson', 'expected an EPSG code of the table'],
    [
      'metres-as-degrees.geojson',
      'coordinate-range × 1, first metres-as-degrees.geojson#b1: expected degrees within ±180, ±90 (longitude first), got 500100, 4200100; are these metres? --crs',
    ],
    [
      'degrees-as-metres.geojson',
      'expected metres in EPSG:4547, got numbers within ±180, ±90 that look like degrees (108.75, 34.3)',
    ],
    [
      'ring-self-crossing.geojson',
      'ring-self-crossing × 1, first ring-self-crossing.geojson#b1: expected a ring that encloses an area, got a ring that crosses itself',
    ],
    ['ring-bow-tie.geojson', 'ring-self-crossing × 1, first ring-bow-tie.geojson#b1'],
    [
      'ring-short.geojson',
      'ring-short × 1, first ring-short.geojson#b1: expected a ring that encloses an area, got fewer than three distinct vertices',
    ],
    ['ring-zero-area.geojson', 'ring-zero-area × 1'],
    ['size-absurd.geojson', 'size-absurd × 1, first size-absurd.geojson#b1: expected at most 5000 m across'],
    [
      'coordinate-nan.geojson',
      'coordinate-nan × 1, first coordinate-nan.geojson#b1: expected finite coordinates, got NaN',
    ],
    [
      'coordinate-huge.geojson',
      'coordinate-nan × 1, first coordinate-huge.geojson#b1: expected finite coordinates, got Infinity',
    ],
    [
      'far-away.geojson',
      'far-away × 1, first far-away.geojson#b9: expected a place within 100 km',
      '--most-left-out',
      '0',
    ],
    [
      'id-duplicate.geojson',
      'id-duplicate × 1, first id-duplicate.geojson#b1: expected an id of its own',
      '--most-left-out',
      '0',
    ],
    [
      'id-missing.geojson',
      'id-missing × 1, first id-missing.geojson:1: expected an id, got none; --assume-ids sequence',
    ],
    [
      'proto-as-id.geojson',
      'fields.id: expected a property "__proto__" with values, got none',
      '--id-field',
      '__proto__',
    ],
    [
      'geometry-null.geojson',
      'geometry-null × 1, first geometry-null.geojson:1: geometry: expected a geometry, got null',
    ],
    ['geometry-type.geojson', 'geometry.type: expected Polygon or MultiPolygon, got "Point"'],
    ['geometry-empty.geojson', 'coordinates: expected positions, got none'],
    ['coordinates-type.geojson', 'coordinates-type.geojson:1: coordinates: expected numbers in arrays, got'],
    ['coordinates-depth.geojson', 'coordinates of a Polygon: expected arrays 3 deep, got 2 deep'],
    [
      'height-missing.geojson',
      'height-missing × 1, first height-missing.geojson#b1: expected a height, got none; --assume-height 6',
    ],
    ['height-absurd.geojson', 'expected a height above 0 and at most 1100 m, got -4 m'],
    ['base-above-top.geojson', 'base-above-top × 1', '--base-field', 'min_height'],
    ['pbf-cut.osm.pbf', 'pbf-cut.osm.pbf: byte 17: expected 127 more bytes, got 20: the file is cut'],
    ['pbf-not.osm.pbf', 'pbf-not.osm.pbf: expected an OSM .pbf, got bytes without a blob header; Geobuf'],
    ['vertex-index.city.json', 'vertex-index.city.json#b1: boundaries: expected a vertex index below 4, got "7"'],
    ['crs-missing.city.json', 'metadata.referenceSystem: expected a coordinate system, got none; --crs'],
    ['version.city.json', 'version.city.json: version: expected 1.0, 1.1 or 2.0, got "0.9"'],
    ['no-buildings.city.json', 'CityObjects: expected Building, got none of that type'],
    ['inp-without-coordinates.inp', '[COORDINATES]: expected the places of nodes, got none', '--crs', 'EPSG:32649'],
    ['inp-number.inp', 'inp-number.inp:3: Invert Elev.: expected a number, got "ten"', '--crs', 'EPSG:32649'],
    [
      'diameter-missing.inp',
      'expected a diameter of each pipe, got 1 without one; --assume-diameter',
      '--crs',
      'EPSG:32649',
    ],
    ['diameter-missing.inp', 'expected a coordinate system (SWMM input files name none), got none; --crs'],
    [
      'recipe-unknown-key.json',
      'recipe-unknown-key.json: layers.0.colour.tokn: expected nothing of this name, got "tokn"',
    ],
    ['recipe-zone.json', 'recipe-zone.json: zone: expected an IANA time zone'],
    ['recipe-file-missing.json', 'expected a readable file, got no such file'],
    ['nowhere.geojson', 'expected a readable file, got no such file'],
  ];
  test.each(cases)('%s: %s', async (file, message, ...flags) => {
    expect(await failure(file, ...flags)).toContain(message);
  });

  test('values-missing.asc: too few values of an elevation grid', async () => {
    const good = join(BROKEN, 'id-duplicate.geojson');
    const grid = join(BROKEN, 'values-missing.asc');
    expect(await failure(good, '--assume-crs', 'EPSG:4326', '--terrain', grid)).toContain('names none');
    const flags = ['--terrain', grid, '--terrain-crs', 'EPSG:32649'];
    expect(await failure(good, ...flags)).toContain('values-missing.asc: expected 3 × 2 = 6 values, got 5');
  });

  test('tiff-cut.tif: an elevation file that ends early', async () => {
    const bytes = writeArrayBuffer(new Float32Array(64).fill(7), {
      width: 8,
      height: 8,
      GTModelTypeGeoKey: 2,
      GeographicTypeGeoKey: 4326,
      ModelTiepoint: [0, 0, 0, 108.75, 34.3, 0],
      ModelPixelScale: [0.001, 0.001, 0],
    });
    const folder = mkdtempSync(join(tmpdir(), 'shapan-tiff-'));
    folders.push(folder);
    const file = join(folder, 'tiff-cut.tif');
    writeFileSync(file, new Uint8Array(bytes).subarray(0, bytes.byteLength - 100));
    const message = await failure(join(BROKEN, 'id-duplicate.geojson'), '--terrain', file);
    expect(message).toContain('tiff-cut.tif: expected a whole GeoTIFF, got');
  });
});

test('a failure leaves the city that was there as it was', async () => {
  const good = join(BROKEN, 'id-duplicate.geojson');
  await bake(good, '--id', 'kept', '--height-field', 'height');
  const before = readFileSync(join(out, 'kept/manifest.json'));
  await expect(bake(join(BROKEN, 'json-cut.geojson'), '--id', 'kept')).rejects.toThrow('json-cut');
  expect(readFileSync(join(out, 'kept/manifest.json'))).toEqual(before);
  expect(readdirSync(out)).toEqual(['kept']);
});

test('an explicit guess is taken, and the manifest says so', async () => {
  const file = join(BROKEN, 'height-missing.geojson');
  await bake(file, '--id', 'guess', '--height-field', 'height', '--assume-height', '6');
  const manifest = parseManifest(JSON.parse(readFileSync(join(out, 'guess/manifest.json'), 'utf8')));
  expect(manifest.layers[0].count).toBe(1);
  expect(manifest.layers[0].assumptions).toContainEqual({ code: 'height-stated', values: { count: 1, heightM: 6 } });
});

test('a property named __proto__ is no column and changes no object', async () => {
  await bake(
    join(BROKEN, 'proto-as-id.geojson'),
    '--id',
    'proto',
    '--height-field',
    'height',
    '--assume-ids',
    'sequence',
  );
  const manifest = parseManifest(JSON.parse(readFileSync(join(out, 'proto/manifest.json'), 'utf8')));
  expect(manifest.layers[0].attributes.map(({ name }) => name)).toEqual(['height']);
  expect('polluted' in {}).toBe(false);
});

test.each([
  [[], 'missing required argument'],
  [['a.geojson', '--threads', '-1'], 'expected 0 or a whole number'],
  [['a.geojson', '--assume-height', 'tall'], 'expected a number above 0'],
  [['a.geojson', '--kind', 'castle'], 'Allowed choices are'],
] as [string[], string][])('a wrong call %j says what is wrong', async (args, message) => {
  const said: string[] = [];
  const command = bakeCommand()
    .exitOverride()
    .configureOutput({ writeErr: (text) => said.push(text) });
  await expect(command.parseAsync(args, { from: 'user' })).rejects.toThrow();
  expect(said.join('')).toContain(message);
});

describe('plain files', () => {
  const square = (properties: string, at = 114) =>
    `{"type":"Feature","id":"b${at}","properties":${properties},"geometry":{"type":"Polygon","coordinates":[[[${at},22.3],[${at + 0.0001},22.3],[${at + 0.0001},22.3001],[${at},22.3001],[${at},22.3]]]}}`;
  const file = (name: string, text: string): string => {
    const folder = mkdtempSync(join(tmpdir(), 'shapan-plain-'));
    folders.push(folder);
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const manifestOf = (id: string) => parseManifest(JSON.parse(readFileSync(join(out, id, 'manifest.json'), 'utf8')));

  test('Chinese names give ids by kind, each its own, and stand as labels', async () => {
    await bake(
      file('建筑物.geojson', square('{"height":9}')),
      file('楼.geojson', square('{"height":9}')),
      '--height-field',
      'height',
    );
    const city = manifestOf('building');
    expect(city.name.zh).toBe('建筑物');
    expect(city.layers.map(({ id, label }) => [id, label.zh])).toEqual([
      ['building', '建筑物'],
      ['building-2', '楼'],
    ]);
  });

  test('the tiles that a city model is delivered in are one layer, and two systems in them are refused', async () => {
    const tile = (x: number, system: number, height: number) =>
      JSON.stringify({
        type: 'CityJSON',
        version: '2.0',
        metadata: { referenceSystem: `https://www.opengis.net/def/crs/EPSG/0/${system}` },
        transform: { scale: [1, 1, 1], translate: [122_000 + x, 483_000, 0] },
        vertices: [
          [0, 0, 0],
          [10, 0, 0],
          [10, 10, 0],
          [0, 10, 0],
        ],
        CityObjects: {
          [`house-${x}`]: {
            type: 'Building',
            attributes: { measuredHeight: height, ...(x === 0 ? {} : { year: 1898 }) },
            geometry: [{ type: 'MultiSurface', lod: '0', boundaries: [[[0, 1, 2, 3]]] }],
          },
        },
      });
    const west = file('town_122_483.city.json', tile(0, 7415, 6));
    const east = file('town_123_483.city.json', tile(1000, 7415, 9));
    await bake(west, east);
    const { layers } = manifestOf('town');
    expect(layers.map(({ id, count }) => [id, count])).toEqual([['town', 2]]);
    expect(layers[0].attributes.find(({ name }) => name === 'height')?.range).toEqual([6, 9]);
    expect(layers[0].attributes.map(({ name }) => name)).toContain('year');
    await expect(bake(west, file('town_124_483.city.json', tile(2000, 28992, 9)))).rejects.toThrow(
      /town_122_483.city.json and town_124_483.city.json: expected one coordinate system in all files of a layer/,
    );
  });

  test('a missing height names the properties with numbers before a guess', async () => {
    const path = file('hk.geojson', square('{"name":"x","OBJECTID":7,"BLDG_HEIGHT":"41.5"}'));
    await expect(bake(path)).rejects.toThrow(
      /got none named; numbers stand in "BLDG_HEIGHT", "OBJECTID": --height-field takes metres/,
    );
  });

  test('lines that were taken for buildings name the kind that takes them', async () => {
    const line =
      '{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[114,22.3],[114.001,22.3]]}}';
    await expect(bake(file('mains.geojson', line))).rejects.toThrow(
      /takes geometries of type polygon, these are for --kind area --geometry line \(roads, railways, rivers\) or --kind pipe \(pipes\)$/,
    );
  });

  test('a file without a feature of the kind ends in a whole sentence', async () => {
    const inp = '[TITLE]\n[JUNCTIONS]\nA 1\n[COORDINATES]\nA 1 1\n';
    await expect(bake(file('net.inp', inp), '--crs', 'EPSG:32649')).rejects.toThrow(
      'net.inp: expected features of type line, got a file of SWMM input without one; --format names another format, --kind another kind',
    );
  });

  test('a format and an encoding can be named', async () => {
    const inp =
      '[TITLE]\n[JUNCTIONS]\nA 1\nB 1\n[PIPES]\nP A B 50 12 100\n[COORDINATES]\nA 500000 3800000\nB 500050 3800000\n';
    const path = file('net.txt', inp);
    await bake(path, '--format', 'epanet', '--encoding', 'gb18030', '--crs', 'EPSG:32649', '--id', 'net');
    const [layer] = manifestOf('net').layers;
    expect([layer.kind, layer.count, layer.colour]).toEqual(['pipe', 1, { token: 'pipe-water' }]);
    expect(layer.problems).toEqual([]);
  });

  test('EPANET’s pipes have no inverts, and nothing asks for them', async () => {
    const inp = '[JUNCTIONS]\nA 1\nB 1\n[PIPES]\nP A B 50 12 100\n[COORDINATES]\nA 500000 3800000\nB 500050 3800000\n';
    await bake(file('water.inp', inp), '--crs', 'EPSG:32649');
    expect(manifestOf('water').layers[0].problems).toEqual([]);
  });

  test('inverts that nobody named are offered', async () => {
    const line =
      '{"type":"Feature","id":"p","properties":{"DIA":300,"UPSELEV":3.5,"DWNELEV":3.1},"geometry":{"type":"LineString","coordinates":[[114,22.3],[114.001,22.3]]}}';
    await bake(file('mains.geojson', line), '--kind', 'pipe', '--diameter-field', 'DIA');
    const { problems } = manifestOf('mains').layers[0];
    expect(problems.map(({ code }) => code)).toEqual(['invert-unused']);
    expect(problems[0].example).toContain('"UPSELEV", "DWNELEV"');
    await expect(bake(file('m.geojson', line), '--kind', 'pipe')).rejects.toThrow(
      /numbers stand in "DIA", .*--diameter-field/,
    );
  });

  test('houses of one MultiPolygon on a hill are objects of their own, none of them buried', async () => {
    const house = (lon: number) =>
      `[[[${lon},22.3],[${lon + 0.0001},22.3],[${lon + 0.0001},22.3001],[${lon},22.3001],[${lon},22.3]]]`;
    const geometry = `{"type":"MultiPolygon","coordinates":[${[114, 114.005, 114.01].map(house).join(',')}]}`;
    const feature = `{"type":"Feature","id":"row","properties":{"height":18,"owner":"x"},"geometry":${geometry}}`;
    const line = Array.from({ length: 30 }, (_, i) => 10 * i).join(' ');
    const slope = `ncols 30\nnrows 10\nxllcorner 113.998\nyllcorner 22.297\ncellsize 0.0006\n${`${line}\n`.repeat(10)}`;
    const terrain = ['--terrain', file('slope.asc', slope), '--terrain-crs', 'EPSG:4326'];
    await bake(file('row.geojson', feature), '--height-field', 'height', ...terrain);
    const [layer] = manifestOf('row').layers;
    expect([layer.count, layer.problems.map(({ code }) => code)]).toEqual([3, expect.arrayContaining(['parts-apart'])]);
    const { counts } = await checkCity(join(out, 'row'), { skipGltfValidator: true });
    expect(counts).toEqual({});
  });

  test('the first view looks at the middle of the features, whatever lies far off', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => square('{"height":9}', 114 + 0.0002 * (i % 20)));
    const text = rows.map((row, i) => row.replace(/"id":"[^"]*"/, `"id":"b${i}"`)).join('\n');
    const lonely = square('{"height":9}', 114.4).replace(/"id":"[^"]*"/, '"id":"far"');
    await bake(file('town.geojson', `${text}\n${lonely}`), '--height-field', 'height');
    const { home } = manifestOf('town');
    expect(home.lonDeg).toBeCloseTo(114.002, 3);
    expect(home.heightM).toBeLessThan(400);
  });

  test('of a city of two towns the first view looks at the larger, not at the sea between them', async () => {
    const town = (lon: number, count: number) =>
      Array.from({ length: count }, (_, i) => square('{"height":9}', lon + 0.0002 * i));
    const rows = [...town(114, 40), ...town(114.4, 30)];
    const text = rows.map((row, i) => row.replace(/"id":"[^"]*"/, `"id":"b${i}"`)).join('\n');
    await bake(file('coast.geojson', text), '--height-field', 'height');
    const { home, origin } = manifestOf('coast');
    expect(origin.lonDeg).toBeCloseTo(114.2, 1);
    expect(home.lonDeg).toBeCloseTo(114.004, 2);
  });

  test('a time zone that nobody stated is said, with what the longitude asks', async () => {
    const path = file('town.geojson', square('{"height":9}'));
    const said: string[] = [];
    const write = process.stdout.write;
    process.stdout.write = (text: string | Uint8Array) => said.push(String(text)) > 0;
    const flags = ['--height-field', 'height', '--out', out, '--threads', '0'];
    try {
      await bakeCommand().parseAsync([path, ...flags], { from: 'user' });
      await bakeCommand().parseAsync([path, ...flags, '--zone', 'Asia/Shanghai'], { from: 'user' });
    } finally {
      process.stdout.write = write;
    }
    expect(said.filter((line) => /time zone|时区/.test(line))).toEqual([expect.stringMatching(/114°.*UTC\+8/)]);
    expect(manifestOf('town').zone).toBe('Asia/Shanghai');
  });
});

test('--schema prints what a recipe may hold: a minimal one has what is required, and every key of a layer is told', async () => {
  const printed: string[] = [];
  const write = process.stdout.write;
  process.stdout.write = (text: string | Uint8Array) => printed.push(String(text)) > 0;
  try {
    await bakeCommand().exitOverride().parseAsync(['--schema'], { from: 'user' });
  } finally {
    process.stdout.write = write;
  }
  const schema = JSON.parse(printed.join(''));
  const minimal = { id: 'a', name: { zh: '甲', en: 'a' }, zone: 'UTC', layers: [] };
  expect(schema.required.sort()).toEqual(Object.keys(minimal).sort());
  expect(parseRecipe(minimal, 'recipe.json', out).layers).toEqual([]);
  expect(schema.properties.layers.items.properties).toMatchObject({
    drainage: { enum: ['pipes', 'manholes', 'inlets', 'outfalls', 'none'] },
    assume: { properties: { heightM: { exclusiveMinimum: 0 } } },
  });
  expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(['storm', 'terrain', 'facts', 'infer']));
});

test('a city of buildings alone has a grid of flat ground, so that every tool opens on it', async () => {
  const at = [0, 1e-4, 1e-4, 0, 0].map((lon, i) => [9.5 + lon, 47.1 + [0, 0, 1e-4, 1e-4, 0][i]]);
  const house = { type: 'Feature', id: 'a', properties: { h: 6 }, geometry: { type: 'Polygon', coordinates: [at] } };
  const file = join(mkdtempSync(join(tmpdir(), 'shapan-flat-')), 'flat.geojson');
  writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features: [house] }));
  await bake(file, '--height-field', 'h', '--id', 'flat');
  const manifest = parseManifest(JSON.parse(readFileSync(join(out, 'flat/manifest.json'), 'utf8')));
  expect(manifest.grids).toBe('grid/grid.json');
  expect(JSON.parse(readFileSync(join(out, 'flat/grid/grid.json'), 'utf8'))).toMatchObject({ flat: true });
});
