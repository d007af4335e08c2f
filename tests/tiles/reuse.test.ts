import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bakeCity } from '../../tiles/bake.ts';
import type { CityInput, LayerInput } from '../../tiles/model.ts';
import { testCity } from './check/test-city.ts';
import { blocks, city, filesBelow } from './small-city.ts';

/** Blocks enough for several tiles. */
const COUNT = 1200;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-reuse-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Every file of two folders, byte for byte. */
function expectSame(a: string, b: string): void {
  expect(filesBelow(a)).toEqual(filesBelow(b));
  for (const name of filesBelow(a))
    expect(readFileSync(join(a, name)).equals(readFileSync(join(b, name))), name).toBe(true);
}

/** A quarter metre higher, as after a survey. */
function raised(layer: LayerInput, rows: readonly number[]): LayerInput {
  const { geometry } = layer.features;
  if (geometry.kind !== 'polygon' || !geometry.partTopM) throw new Error('expected buildings');
  for (const row of rows) geometry.partTopM[row] += 0.25;
  return layer;
}

/** East by 1e-5 of a degree, about a metre. */
function moved(layer: LayerInput, row: number): LayerInput {
  const { geometry } = layer.features;
  if (geometry.kind !== 'polygon') throw new Error('expected buildings');
  for (let v = geometry.ringVertex[row]; v < geometry.ringVertex[row + 1]; v++) geometry.lonLatDeg[2 * v] += 1e-5;
  return layer;
}

/** Bakes the second city over the first, which may lie there already. */
async function bakedTwice(first: CityInput | null, second: () => CityInput, threads = 1) {
  const out = join(folder, 'again');
  if (first) await bakeCity(first, out);
  const { taken } = await bakeCity(second(), out, { threads });
  await bakeCity(second(), join(folder, 'whole'));
  expectSame(out, join(folder, 'whole'));
  return taken;
}

const TILES = 3;

test.each([1, 2])(
  'an edit of one corner is baked anew, on %i threads, to the bytes of a whole bake',
  async (threads) => {
    const edited = () => city(moved(raised(blocks(COUNT), [0, 1, 2]), 3));
    await bakeCity(city(blocks(COUNT)), join(folder, 'again'));
    const { taken: untouched } = await bakeCity(city(blocks(COUNT)), join(folder, 'again'), { threads });
    const taken = await bakedTwice(null, edited, threads);
    expect(taken).toBeGreaterThan(TILES);
    expect(taken).toBeLessThan(untouched);
  },
);

test('a feature more, another origin, another column, another layer before it: each to the bytes of a whole bake', async () => {
  const changes: (() => CityInput)[] = [
    () => city(blocks(COUNT + 1)),
    () => ({ ...city(blocks(COUNT)), origin: { lonDeg: 108.751, latDeg: 34.3, heightM: 351 } }),
    () => city(blocks(40, 'first'), blocks(COUNT)),
    () => city({ ...blocks(COUNT), kind: 'building', state: 'planned' }),
    () => {
      const layer = blocks(COUNT);
      const storeys = { name: 'storeys', type: 'uint32' as const, values: new Uint32Array(COUNT).fill(3) };
      return city({ ...layer, features: { ...layer.features, columns: [...layer.features.columns, storeys] } });
    },
  ];
  await bakeCity(city(blocks(COUNT)), join(folder, 'first'));
  for (const change of changes) {
    cpSync(join(folder, 'first'), join(folder, 'again'), { recursive: true, preserveTimestamps: true });
    await bakedTwice(null, change);
    rmSync(join(folder, 'again'), { recursive: true });
    rmSync(join(folder, 'whole'), { recursive: true });
  }
});

test('a city of every kind of layer on terrain takes over all that was not edited', async () => {
  const first = testCity('hill');
  const taken = await bakedTwice(first, () => testCity('hill'));
  expect(taken).toBeGreaterThan(first.layers.length);
});

test.each([
  ['no index', (out: string) => rmSync(join(out, '.reuse'))],
  ['half an index', (out: string) => writeFileSync(join(out, '.reuse'), '{"program":')],
  [
    'an index of another program',
    (out: string) => {
      const index = JSON.parse(readFileSync(join(out, '.reuse'), 'utf8'));
      writeFileSync(join(out, '.reuse'), JSON.stringify({ ...index, program: 'older' }));
    },
  ],
])('with %s everything is baked', async (_, spoil) => {
  const out = join(folder, 'again');
  await bakeCity(city(blocks(COUNT)), out);
  spoil(out);
  const { taken } = await bakeCity(city(blocks(COUNT)), out);
  expect(taken).toBe(0);
  await bakeCity(city(blocks(COUNT)), join(folder, 'whole'));
  expectSame(out, join(folder, 'whole'));
});

test('a copy of the folder that kept its times is taken over like the folder', async () => {
  const out = join(folder, 'first');
  await bakeCity(city(blocks(COUNT)), out);
  cpSync(out, join(folder, 'again'), { recursive: true, preserveTimestamps: true });
  const { taken } = await bakeCity(city(blocks(COUNT)), join(folder, 'again'));
  expect(taken).toBeGreaterThan(5);
  expectSame(out, join(folder, 'again'));
});

test('a tile that somebody wrote over is made again', async () => {
  const out = join(folder, 'again');
  await bakeCity(city(blocks(COUNT)), out);
  const tile = filesBelow(out).find((name) => name.endsWith('.glb')) ?? '';
  const { size } = statSync(join(out, tile));
  writeFileSync(join(out, tile), Buffer.alloc(size));
  await bakeCity(city(blocks(COUNT)), out);
  await bakeCity(city(blocks(COUNT)), join(folder, 'whole'));
  expectSame(out, join(folder, 'whole'));
});
