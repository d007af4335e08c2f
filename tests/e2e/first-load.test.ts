import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstLoadOf } from './first-load.ts';
import { type House, openHouse, ROOT } from './house.ts';

/** What a newcomer waits for before the first tile is asked for, compressed: Cesium is two thirds of it. */
const MAX_FIRST_LOAD_KB = 1350;
/** All JavaScript of the page itself; Cesium's own workers lie apart. */
const MAX_SCRIPTS_MB = 16;

let house: House;
beforeAll(async () => {
  house = await openHouse();
}, 240_000);
afterAll(() => house?.close());

test('the first load of the page does not grow', async () => {
  const files = await firstLoadOf(house);
  const largest = files.sort((a, b) => b.bytes - a.bytes).slice(0, 12);
  const kB = files.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
  expect(kB, JSON.stringify(largest, null, 1)).toBeGreaterThan(300);
  expect(kB, JSON.stringify(largest, null, 1)).toBeLessThanOrEqual(MAX_FIRST_LOAD_KB);
}, 300_000);

test('a reader is built once', () => {
  const folder = join(ROOT, 'build/app/assets');
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const sizes = scripts.map((name) => statSync(join(folder, name)).size);
  expect(sizes.reduce((sum, size) => sum + size, 0) / 1e6).toBeLessThanOrEqual(MAX_SCRIPTS_MB);
  const readers = scripts.filter((name) => /^geotiff-/.test(name));
  // The reader and its library.
  expect(readers.length, readers.join()).toBeLessThanOrEqual(2);
});
