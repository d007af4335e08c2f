import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bakeBareTown, shapan } from './bare-town.ts';
import { openTool } from './desk.ts';
import { type House, openHouse, openPage, type Watch } from './house.ts';
import { act, readTwin } from './twin-of.ts';

/** A scene of one city that is opened on the page of another: it goes to its own, or says that there is none. */
const folder = mkdtempSync(join(tmpdir(), 'shapan-scenes-'));
let house: House;
let page: Page;
let watch: Watch;
let scene: Buffer;

beforeAll(async () => {
  const cities = bakeBareTown(folder);
  const recipe: object = JSON.parse(readFileSync(join(folder, 'recipe.json'), 'utf8'));
  writeFileSync(
    join(folder, 'meadow.json'),
    JSON.stringify({ ...recipe, id: 'meadow', name: { zh: '草场', en: 'Meadow' } }),
  );
  shapan('bake', join(folder, 'meadow.json'), '--out', cities, '--threads', '0');
  house = await openHouse({ cities });
  ({ page, watch } = await openPage(house, {
    at: '?city=field&quality=fast#desk=plan',
    width: 1280,
    height: 720,
    picture: 'off',
  }));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
}, 300_000);
afterAll(async () => {
  await house?.close();
  rmSync(folder, { recursive: true, force: true });
});

const panel = () => page.getByRole('region', { name: '场景文件', exact: true });
const openPanel = () => openTool(page, 'scene-file');
const give = (buffer: Buffer) =>
  panel().locator('input[type=file]').setInputFiles({ name: '空地.scene.zip', mimeType: 'application/zip', buffer });

test('a scene of the field is saved', async () => {
  await act(page, 'setWeather', 'fog');
  await act(page, 'setUnderground', 'translucent');
  await openPanel();
  const coming = page.waitForEvent('download', { timeout: 120_000 });
  await panel().getByRole('button', { name: '保存场景' }).click();
  scene = readFileSync(await (await coming).path());
});

test('opened in the meadow it names its city, goes there, and is as it was', async () => {
  await page.goto(`${house.url}/?city=meadow&quality=fast&picture=off#desk=plan`);
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  expect(await readTwin(page, 'weather')).toBe('clear');
  await openPanel();
  await give(scene);
  await panel().getByRole('alert').getByText('空地').waitFor({ timeout: 120_000 });
  await panel().getByRole('alert').getByRole('button').click();
  await page.waitForURL(/city=field/, { timeout: 120_000 });
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await panel().locator('[data-scene="opened"]').waitFor({ timeout: 120_000 });
  await expect.poll(() => readTwin(page, 'weather')).toBe('fog');
  expect(await readTwin(page, 'underground')).toBe('translucent');
  expect(watch.errors).toEqual([]);
});

test('it is opened once: the page begins afresh the next time', async () => {
  await page.goto(`${house.url}/?city=meadow&quality=fast&picture=off#desk=plan`);
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await page.goto(`${house.url}/?city=field&quality=fast&picture=off#desk=plan`);
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await expect.poll(() => readTwin(page, 'weather')).toBe('clear');
  expect(await panel().count()).toBe(0);
});
