import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ORIGIN } from '../readers/small-files.ts';
import { areaFeature, bakeBareTown, stepBox } from './bare-town.ts';
import { openTool } from './desk.ts';
import { type House, openHouse, openPage, type Watch } from './house.ts';
import { problemsOf } from './twin-of.ts';

/**
 * A grid of residents and a table of schools are dropped, get their roles, and are what service areas count; a table is joined to the grid, which is
 * asked for and taken away.
 */
const folder = mkdtempSync(join(tmpdir(), 'shapan-data-desk-'));
const collection = (features: object[]) => JSON.stringify({ type: 'FeatureCollection', features });
const source = { name: { zh: '测试', en: 'Test' }, licence: 'CC0-1.0' };

let house: House;
let page: Page;
let watch: Watch;

beforeAll(async () => {
  const street = [-2.5, 0, 2.5].map((x) => [ORIGIN.lonDeg + x * 1e-3, ORIGIN.latDeg]);
  const line = { type: 'LineString', coordinates: street };
  const properties = { id: 's', highway: 'residential' };
  writeFileSync(join(folder, 'roads.geojson'), collection([{ type: 'Feature', properties, geometry: line }]));
  const houses = [
    areaFeature(stepBox(0.2, 0.2, 0.4, 0.4), { id: 'tall', building: 'apartments', height: 9 }),
    areaFeature(stepBox(0.6, 0.2, 0.8, 0.4), { id: 'low', building: 'apartments', height: 3 }),
  ];
  const layer = (id: string, more: object) => ({
    id,
    label: { zh: id, en: id },
    file: `${id}.geojson`,
    source,
    ...more,
  });
  const layers = [
    layer('hut', { kind: 'building', fields: { height: 'height' }, allColumns: true }),
    layer('roads', {
      kind: 'area',
      geometry: 'line',
      group: 'road',
      fields: { class: 'highway' },
      assume: { widthM: 5 },
    }),
  ];
  house = await openHouse({ cities: bakeBareTown(folder, houses, { layers }) });
  ({ page, watch } = await openPage(house, {
    at: '?city=field&quality=fast#desk=plan',
    width: 1280,
    height: 900,
    picture: 'off',
  }));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
}, 300_000);

afterAll(async () => {
  await house?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function choose(name: string, text: string): Promise<void> {
  const input = page.locator('.drop-panel input[type=file]');
  await input.setInputFiles([{ name, mimeType: '', buffer: Buffer.from(text) }]);
  await page.locator('.drop-row[data-status="laid"]', { hasText: name }).waitFor({ timeout: 120_000 });
}

const services = () => page.getByRole('region', { name: '步行服务圈' });
const roles = () => page.getByRole('region', { name: '数据角色' });
const asking = () => page.getByRole('region', { name: '查询与导出' });
const joins = () => page.getByRole('region', { name: '挂接表格' });

/** Residents within the longest time, as the table of the last analysis shows them. */
async function residentsReached(): Promise<string> {
  await services().getByRole('button', { name: '计算', exact: true }).click();
  const row = services().locator('[data-done="service"] table').first().locator('tbody tr').last();
  await row.waitFor({ timeout: 120_000 });
  return (await row.locator('td').nth(0).textContent()) ?? '';
}

async function saved(press: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return readFileSync(await download.path(), 'utf8');
}

test('a dropped grid with its role changes who is counted, and a dropped table serves', async () => {
  await openTool(page, 'service-areas');
  await services().getByLabel('图层 · 属性').selectOption({ index: 1 });
  await services().getByRole('combobox', { name: '设施', exact: true }).selectOption('apartments');
  const inferred = await residentsReached();
  await services().getByText('推断').first().waitFor();

  await openTool(page, 'own-files');
  const cells = [
    areaFeature(stepBox(0, 0, 1, 1), { id: 'c1', population: 120 }),
    areaFeature(stepBox(-1, 0, 0, 1), { id: 'c2', population: 40 }),
  ];
  await choose('grid.geojson', collection(cells));
  const at = (x: number, y: number) => `${ORIGIN.lonDeg + x * 1e-3},${ORIGIN.latDeg + y * 1e-3}`;
  await choose('schools.csv', `id,kind,capacity,lon,lat\na,school,100,${at(0.5, 0.1)}\nb,clinic,,${at(-0.5, 0.1)}\n`);
  await page.locator('.drop-row', { hasText: 'grid.geojson' }).getByRole('button', { name: '指定角色' }).click();
  const population = roles().locator('[data-role="population"]');
  await population.getByText('猜测，请核对').waitFor();
  await population.getByRole('button', { name: '指定为人口' }).click();
  await roles().locator('[data-role-of]').waitFor();
  await roles().getByLabel('图层').selectOption({ label: 'schools' });
  await roles().locator('[data-role="facilities"]').getByRole('button', { name: '指定为设施' }).click();

  await openTool(page, 'service-areas');
  const given = services().getByLabel('图层 · 属性');
  await expect.poll(() => given.textContent()).toContain('已指定');
  await services().getByText('计算之后数据角色有变，请重新计算。').waitFor();
  const option = await given.locator('option', { hasText: '已指定' }).first().getAttribute('value');
  await given.selectOption(option);
  await services().getByRole('combobox', { name: '设施', exact: true }).selectOption('school');
  expect(inferred).toBe('41');
  await expect.poll(residentsReached).toBe('160');
  const used = await services().locator('[data-used="population"]').textContent();
  for (const words of [
    '“grid”的“population”列，共 160 人',
    '120 人计入建筑',
    '40 人计在点上或面上',
    '1 个有居民的面内没有住宅',
  ])
    expect(used).toContain(words);
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
});

test('a table is joined to the grid, the grid is asked for by its column, and the answer is taken away', async () => {
  await openTool(page, 'data-desk.joins');
  await joins().getByLabel('图层').selectOption({ label: 'grid' });
  const table = { name: 'zones.csv', mimeType: 'text/csv', buffer: Buffer.from('id,zone\nｃ１,老城\nc9,新城\n') };
  await joins().locator('.new-join input[type=file]').setInputFiles([table]);
  await joins().getByRole('button', { name: '挂接', exact: true }).click();
  const join = joins().locator('.join[data-status="done"]');
  await join.waitFor({ timeout: 120_000 });
  const report = await join.textContent();
  for (const words of ['新属性：zone', '对象：已匹配1', '对象：表中没有1', '表格行：图层中没有1', '1 个按半角与去空格'])
    expect(report).toContain(words);

  await openTool(page, 'data-desk.ask');
  await asking().getByLabel('图层').selectOption({ label: 'grid' });
  await asking().getByRole('button', { name: '添加条件' }).click();
  await asking().getByLabel('属性').selectOption('zone');
  await asking().getByLabel('值', { exact: true }).fill('老城');
  await asking().getByLabel('统计数值').selectOption('population');
  await asking().getByRole('button', { name: '查询', exact: true }).click();
  await asking().getByText('2 个中有 1 个').waitFor({ timeout: 60_000 });

  const csv = await saved(() => asking().getByRole('button', { name: '导出 CSV' }).click());
  expect(csv.replace('\ufeff', '').split('\r\n').slice(0, 2)).toEqual([
    expect.stringMatching(/^id,population,zone,east_m,north_m$/),
    expect.stringMatching(/^"c1",120,"老城",/),
  ]);
  const geoJson = JSON.parse(await saved(() => asking().getByRole('button', { name: '存为 GeoJSON' }).click()));
  const [feature, ...others] = geoJson.features;
  expect(others).toEqual([]);
  expect(feature.properties).toEqual({ id: 'c1', population: 120, zone: '老城' });
  const [ring] = feature.geometry.coordinates;
  const box = stepBox(0, 0, 1, 1);
  for (const [lonDeg, latDeg] of ring)
    expect(box.some(([x, y]) => Math.hypot(x - lonDeg, y - latDeg) < 1e-7)).toBe(true);
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
});

test('counts and weather are given by role: noise takes them and says so', async () => {
  await openTool(page, 'own-files');
  const at = (x: number, y: number) => `${ORIGIN.lonDeg + x * 1e-3},${ORIGIN.latDeg + y * 1e-3}`;
  await choose('counts.csv', `id,流量,时段,lon,lat\na,600,8,${at(0, 0)}\nb,50,2,${at(0, 0)}\n`);
  await choose('station.csv', `id,time,气温,湿度,风速,风向,lon,lat\nw,2024-05-01 08:00,22,55,3,SW,${at(1, 1)}\n`);
  await openTool(page, 'data-desk');
  for (const [name, role, words] of [
    ['counts', 'counts', '指定为交通量'],
    ['station', 'weather', '指定为气象'],
  ]) {
    await roles().getByLabel('图层').selectOption({ label: name });
    await roles().locator(`[data-role="${role}"]`).getByRole('button', { name: words }).click();
  }
  await openTool(page, 'noise-map');
  const noise = page.getByRole('region', { name: '道路噪声' });
  await noise.getByText('取“station”的平均气温与湿度。').waitFor({ timeout: 60_000 });
  await noise.getByText('有交通量图层').waitFor();
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
});

test('a table of places is joined to the areas that its rows lie in', async () => {
  await openTool(page, 'data-desk.joins');
  await joins().getByLabel('图层').selectOption({ label: 'grid' });
  const at = (x: number, y: number) => `${ORIGIN.lonDeg + x * 1e-3},${ORIGIN.latDeg + y * 1e-3}`;
  const rows = `shop,staff,lon,lat\n甲,3,${at(0.3, 0.5)}\n乙,4,${at(0.6, 0.5)}\n丙,5,${at(9, 9)}\n`;
  const table = { name: 'shops.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) };
  await joins().locator('.new-join input[type=file]').setInputFiles([table]);
  expect(await joins().getByLabel('挂接方式').inputValue()).toBe('within');
  await joins().getByRole('button', { name: '挂接', exact: true }).click();
  const join = joins().locator('.join[data-status="done"]', { hasText: 'shops.csv' });
  await join.waitFor({ timeout: 120_000 });
  const report = await join.textContent();
  for (const words of [
    '新属性：rows、shop、staff',
    '对象：已匹配1',
    '对象：有多行1',
    '表格行：已用2',
    '表格行：图层中没有1',
  ])
    expect(report).toContain(words);
  expect(await problemsOf(page)).toEqual([]);
});

test('the catalogue lists what was baked and what was dropped, and leads to a question', async () => {
  await openTool(page, 'data-desk.catalogue');
  const catalogue = page.getByRole('region', { name: '数据目录' });
  await catalogue.locator('[data-record="hut"]').waitFor();
  await catalogue.getByLabel('名称、来源、属性').fill('grid');
  const record = catalogue.locator('[data-record]');
  await expect.poll(() => record.count()).toBe(1);
  await record.locator('summary').click();
  // A dropped file states no date.
  for (const words of ['来源没有日期', '未注明']) expect(await record.textContent()).toContain(words);
  expect(await saved(() => catalogue.getByRole('button', { name: '存为 CSV' }).click())).toMatch(/^\ufeff?id,title_zh/);
  await record.getByRole('button', { name: /^查询：/ }).click();
  await asking().waitFor();
  expect(await asking().getByLabel('图层').locator('option:checked').textContent()).toBe('grid');
  expect(await problemsOf(page)).toEqual([]);
});
