import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeColumn } from '../../model/city/column.ts';
import { MAX_FEATURES, parseManifest } from '../../model/city/manifest.ts';
import { bakeCity } from '../../tiles/bake.ts';
import { ORIGIN } from './shape/footprints.ts';
import { emptyLayer } from './shape/layer.ts';
import { blocks, city, filesBelow } from './small-city.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-bake-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('gids are dense over the layers, in their order', async () => {
  const out = join(folder, 'test');
  await bakeCity(city(blocks(3, 'first'), blocks(4, 'second')), out);
  const manifest = parseManifest(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')));
  expect(manifest.layers.map(({ gidBase, count }) => [gidBase, count])).toEqual([
    [0, 3],
    [3, 4],
  ]);
  const ids = decodeColumn(readFileSync(join(out, 'layers/second/columns/id.bin')));
  expect(ids).toMatchObject({ type: 'string', distinct: ['building-0', 'building-1', 'building-2', 'building-3'] });
  expect(manifest.layers[0].boundsM).toEqual([0, 0, 0, 30, 30, 7]);
});

test('every file has its .gz beside it', async () => {
  const out = join(folder, 'test');
  await bakeCity(city(blocks(3)), out);
  // Pictures are compressed by themselves.
  const plain = filesBelow(out).filter((name) => !/\.(gz|png)$/.test(name));
  expect(plain).toContain('sensors.json');
  for (const name of plain) {
    const bytes = readFileSync(join(out, name));
    expect(gunzipSync(readFileSync(join(out, `${name}.gz`))).equals(bytes), name).toBe(true);
  }
});

test('a layer without features is a tileset without content', async () => {
  const out = join(folder, 'test');
  const { manifest } = await bakeCity(city(blocks(0)), out);
  expect(manifest.layers[0].count).toBe(0);
  const { root } = JSON.parse(readFileSync(join(out, 'layers/building/tileset.json'), 'utf8'));
  expect(root.content).toBeUndefined();
});

test('a surface without area names its object, whatever thread met it', async () => {
  const square = [0, 0, 0.0001, 0, 0.0001, 0.0001, 0, 0.0001].map(
    (d, i) => d + (i % 2 ? ORIGIN.latDeg : ORIGIN.lonDeg),
  );
  const line = square.map((_, i) => square[i % 2]);
  const lonLatDeg = Float64Array.from([...square, ...square, ...line, ...line]);
  const geometry = {
    kind: 'surface' as const,
    featureSurface: Uint32Array.of(0, 1, 3, 4),
    surfaceRing: Uint32Array.of(0, 1, 2, 3, 4),
    ringVertex: Uint32Array.of(0, 4, 8, 12, 16),
    lonLatDeg,
    elevationM: new Float32Array(16).fill(400),
    surfaceClass: new Uint8Array(4),
  };
  const { manifest } = await bakeCity(city(emptyLayer('bridge', 3, geometry)), join(folder, 'test'), { threads: 2 });
  expect(manifest.layers[0].problems).toEqual([
    {
      code: 'surface-without-area',
      count: 2,
      example: 'bridge#bridge-1: expected surfaces that enclose an area, got one that does not; left out',
    },
  ]);
});

test('a failure leaves the old city whole and nothing beside it', async () => {
  const out = join(folder, 'test');
  await bakeCity(city(blocks(3)), out);
  const before = readFileSync(join(out, 'manifest.json'), 'utf8');
  const broken = blocks(5);
  if (broken.features.geometry.kind !== 'polygon') throw new Error('expected polygons');
  broken.features.geometry.partTopM?.fill(Number.NaN, 2, 3);
  await expect(bakeCity(city(broken), out)).rejects.toThrow(
    'building: row 2: expected a top above the base 0 m, got NaN',
  );
  expect(readdirSync(folder)).toEqual(['test']);
  expect(readFileSync(join(out, 'manifest.json'), 'utf8')).toBe(before);
});

test('a layer of more features than a texture has room for is refused by name', async () => {
  const huge = blocks(1);
  const input = city({ ...huge, features: { ...huge.features, count: MAX_FEATURES + 1 } });
  await expect(bakeCity(input, join(folder, 'test'))).rejects.toThrow(
    'test: layer building: expected at most 4194304 features, got 4194305',
  );
});

test('a cancel leaves the old city whole and nothing beside it', async () => {
  const out = join(folder, 'test');
  await bakeCity(city(blocks(3)), out);
  const cancel = new AbortController();
  const onProgress = () => cancel.abort(new Error('cancelled'));
  await expect(bakeCity(city(blocks(3000)), out, { signal: cancel.signal, onProgress })).rejects.toThrow('cancelled');
  expect(readdirSync(folder)).toEqual(['test']);
  expect(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')).layers[0].count).toBe(3);
});

test('what a killed bake left behind is put right by the next', async () => {
  const gone = spawnSync(process.execPath, ['-e', 'process.stdout.write(String(process.pid))']).stdout.toString();
  await bakeCity(city(blocks(2)), join(folder, 'test'));
  renameSync(join(folder, 'test'), join(folder, `test.old-${gone}`));
  mkdirSync(join(folder, `test.baking-${gone}`));
  for (const name of ['.shapan-baking', 'half.glb']) writeFileSync(join(folder, `test.baking-${gone}`, name), '');
  await bakeCity(city(blocks(1)), join(folder, 'test'));
  expect(readdirSync(folder)).toEqual(['test']);
});

test('a folder of somebody else that is called like a leftover stays', async () => {
  const gone = spawnSync(process.execPath, ['-e', 'process.stdout.write(String(process.pid))']).stdout.toString();
  await bakeCity(city(blocks(1)), join(folder, 'test'));
  for (const name of ['baking', 'old']) {
    mkdirSync(join(folder, `test.${name}-${gone}`));
    writeFileSync(join(folder, `test.${name}-${gone}`, 'notes.md'), name);
  }
  await bakeCity(city(blocks(1)), join(folder, 'test'));
  for (const name of ['baking', 'old'])
    expect(readFileSync(join(folder, `test.${name}-${gone}`, 'notes.md'), 'utf8')).toBe(name);
});

describe('a folder that holds files of others', () => {
  const textOf = (path: string) => readFileSync(join(folder, 'test', path), 'utf8');

  test('is refused before anything is baked, and is as it was', async () => {
    mkdirSync(join(folder, 'test'));
    writeFileSync(join(folder, 'test/a.txt'), 'mine');
    await expect(bakeCity(city(blocks(1)), join(folder, 'test'))).rejects.toThrow(/got 1 other files \(a\.txt\)/);
    expect(filesBelow(folder)).toEqual(['test/a.txt']);
  });

  test('is refused also where a manifest of another kind lies there', async () => {
    mkdirSync(join(folder, 'test'));
    writeFileSync(join(folder, 'test/manifest.json'), '{"manifest_version":3}');
    await expect(bakeCity(city(blocks(1)), join(folder, 'test'))).rejects.toThrow('manifest.json');
    expect(textOf('manifest.json')).toBe('{"manifest_version":3}');
  });

  test('is refused where somebody laid a file into a baked city', async () => {
    await bakeCity(city(blocks(3)), join(folder, 'test'));
    writeFileSync(join(folder, 'test/layers/building/notes.md'), 'mine');
    await expect(bakeCity(city(blocks(1)), join(folder, 'test'))).rejects.toThrow('layers/building/notes.md');
  });

  test('keeps them where the person said --replace, also those in the way of a file of the city', async () => {
    await bakeCity(city(blocks(3, 'first'), blocks(3, 'gone')), join(folder, 'test'));
    for (const path of ['notes.md', 'layers/gone/notes.md', 'layers/second'])
      writeFileSync(join(folder, 'test', path), path);
    const { kept } = await bakeCity(city(blocks(3, 'first'), blocks(4, 'second')), join(folder, 'test'), {
      isReplacing: true,
    });
    expect(kept).toEqual(['layers/gone/notes.md', 'layers/second', 'notes.md']);
    for (const path of ['notes.md', 'layers/gone/notes.md']) expect(textOf(path)).toBe(path);
    expect(textOf('layers/second.before-shapan')).toBe('layers/second');
    const alone = join(folder, 'alone');
    await bakeCity(city(blocks(3, 'first'), blocks(4, 'second')), alone);
    const ours = filesBelow(join(folder, 'test')).filter((name) => !/notes|before/.test(name));
    expect(ours).toEqual(filesBelow(alone));
    for (const name of ours)
      expect(readFileSync(join(folder, 'test', name)).equals(readFileSync(join(alone, name))), name).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['alone', 'test']);
  });
});

test('an id that occurs twice is an error', async () => {
  const layer = blocks(2);
  layer.features.ids = { offsets: Uint32Array.of(0, 1, 2), bytes: new TextEncoder().encode('aa') };
  await expect(bakeCity(city(layer), join(folder, 'test'))).rejects.toThrow(
    'building: expected every id once, got "a" more than once',
  );
});

test('a file that would leave the city is an error', async () => {
  const input = { ...city(blocks(1)), files: { '../other/manifest.json': '{}' } };
  await expect(bakeCity(input, join(folder, 'test'))).rejects.toThrow('expected a file inside the city');
});
