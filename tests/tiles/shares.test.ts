import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bakeCity } from '../../tiles/bake.ts';
import type { CityInput } from '../../tiles/model.ts';
import { bakeCityShare, mergeShares, shareFolder } from '../../tiles/shares.ts';
import { testCity } from './check/test-city.ts';
import { blocks, city, filesBelow } from './small-city.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-shares-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** All shares of a city, each in its folder. */
async function baked(input: () => CityInput, count: number): Promise<string[]> {
  const folders: string[] = [];
  for (let index = 0; index < count; index++) {
    const share = { index, count };
    const out = join(folder, shareFolder(input().id, share));
    await bakeCityShare(input(), out, share);
    folders.push(out);
  }
  return folders;
}

test.each([
  ['buildings', () => city(blocks(4500)), 3],
  ['every kind of layer on terrain', () => testCity('hill'), 4],
  ['more shares than work', () => city(blocks(3)), 16],
])('shares of %s are one city, byte for byte', async (_, input, count) => {
  const shares = await baked(input, count);
  const { folder: merged, tiles } = await mergeShares(shares.toReversed(), join(folder, 'merged'));
  const whole = join(folder, 'whole');
  const { tiles: expected } = await bakeCity(input(), whole);
  expect(tiles).toBe(expected);
  expect(filesBelow(merged)).toEqual(filesBelow(whole));
  for (const name of filesBelow(whole))
    expect(readFileSync(join(merged, name)).equals(readFileSync(join(whole, name))), name).toBe(true);
});

test('a share that is missing, doubled, damaged or of another bake is named', async () => {
  const [first, second] = await baked(() => city(blocks(2500)), 2);
  const merge = (...folders: string[]) => mergeShares(folders, join(folder, 'merged'));
  await expect(merge(first)).rejects.toThrow('expected 2 shares, got 1; missing: 2/2');
  const twin = join(folder, 'twin');
  cpSync(first, twin, { recursive: true });
  await expect(merge(first, twin, second)).rejects.toThrow('expected another share than');
  const tile = filesBelow(twin).find((name) => name.endsWith('.glb')) ?? '';
  truncateSync(join(twin, tile), 40);
  await expect(merge(twin, second)).rejects.toThrow(`${tile} is missing or was damaged`);
  const other = join(folder, 'other');
  await bakeCityShare(city(blocks(2501)), other, { index: 1, count: 2 });
  await expect(merge(first, other)).rejects.toThrow('expected a share of the same bake');
  await expect(merge(folder)).rejects.toThrow('expected a folder that shapan bake --shard wrote');
});
