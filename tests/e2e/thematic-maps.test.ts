import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse, openPage, ROOT, untilReady, type Watch } from './house.ts';
import { act, problemsOf } from './twin-of.ts';

/** Thematic maps on 澄川: residents by parcel and hectare, limits dragged, a table joined by its key with a slider, bars, symbols; saved, opened again, and the same bytes on the command line. */
let house: House;
let page: Page;
let watch: Watch;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-theme-'));
  house = await openHouse();
  ({ page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    at: '?city=chengchuan&desk=plan&quality=fast',
  }));
  await page.locator('.desk').waitFor({ timeout: 90_000 });
  await act(page, 'setShadows', false);
  await page.getByRole('button', { name: '专题图' }).click();
  const sight = { lonDeg: 108.7335, latDeg: 34.297, heightM: 1500, headingDeg: 0, pitchDeg: -55 };
  await act(page, 'flyTo', sight, 0);
  await untilReady(page);
}, 300_000);
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

const picture = async (name: string) => {
  if (!process.env.VIEW_PICTURES) return;
  await untilReady(page);
  await page.screenshot({ path: `${process.env.VIEW_PICTURES}/${name}.png` });
};
const panel = () => page.getByRole('region', { name: '专题图' });
const button = (name: string) => panel().getByRole('button', { name, exact: true });
/** Tables that the button saves, by file name, without their byte order mark. */
async function saved(count: number): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const coming: Promise<void>[] = [];
  page.on('download', (one) => {
    coming.push(
      one.path().then(async (path) => {
        files.set(one.suggestedFilename(), (await readFile(path, 'utf8')).replace(/^\ufeff/, ''));
      }),
    );
  });
  await button('导出 CSV').click();
  await expect.poll(() => coming.length, { timeout: 30_000 }).toBe(count);
  await Promise.all(coming);
  page.removeAllListeners('download');
  return files;
}

/** What the legend on the map says: classes with their counts, in order. */
const legendCounts = async () =>
  (await page.getByRole('region', { name: '专题图图例' }).locator('.count').allTextContents()).map((text) =>
    Number(text.replaceAll(',', '')),
  );
const isDone = () => panel().locator('[data-done="theme"]').waitFor({ timeout: 120_000 });
const make = async () => {
  await button('制图').click();
  await isDone();
};
/** A file that a button saves, as text. */
async function savedFile(name: string): Promise<string> {
  const coming = page.waitForEvent('download');
  await button(name).click();
  return readFile(await (await coming).path(), 'utf8');
}
/** Runs a saved map on the command line; tables by name. */
function played(text: string, name: string): (table: string) => string {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, text);
  const out = join(folder, name);
  execFileSync(process.execPath, [join(ROOT, 'build/node/cli/shapan.js'), 'sim', 'theme', file, '--out', out], {
    stdio: 'ignore',
  });
  return (table) => readFileSync(join(out, `${table}.csv`), 'utf8');
}
const countsIn = (csv: string) =>
  csv
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => Number(row.split(',').at(-1)));

test('residents by parcel and hectare: legend, saved map and command line agree to the byte', async () => {
  await panel().getByLabel('落在', { exact: true }).selectOption('areas');
  await panel().getByLabel('面状图层', { exact: true }).selectOption('plan-kg');
  await panel().getByLabel('属性', { exact: true }).selectOption('layer residents');
  await panel().getByLabel('除以', { exact: true }).selectOption('area');
  await panel().getByLabel('标题', { exact: true }).fill('人口密度');
  await make();
  await picture('theme-parcels');
  const files = await saved(3);
  const table = played(await savedFile('存为文件'), 'parcels');
  for (const name of ['units', 'classes', 'parameters'])
    expect(table(name)).toBe(files.get(`thematic-map-${name}.csv`));
  expect(await legendCounts()).toEqual(countsIn(table('classes')));
  expect(await page.getByRole('region', { name: '专题图图例' }).textContent()).toContain('人口密度');
});

test('a dragged limit makes own classes, kept and opened again as it was', async () => {
  const limit = panel().getByRole('slider', { name: '界限 1' });
  const before = Number(await limit.getAttribute('aria-valuenow'));
  await limit.scrollIntoViewIfNeeded();
  const box = await limit.boundingBox();
  if (!box) throw new Error('expected the handle of a limit in sight');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 30, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => Number(await limit.getAttribute('aria-valuenow'))).toBeGreaterThan(before + 1);
  await isDone();
  const moved = await limit.getAttribute('aria-valuenow');
  const counts = await legendCounts();
  await button('保留').click();
  await panel().getByLabel('除以', { exact: true }).selectOption('nothing');
  await make();
  expect(await legendCounts()).not.toEqual(counts);
  await panel().getByRole('button', { name: '人口密度', exact: true }).click();
  await expect.poll(legendCounts, { timeout: 60_000 }).toEqual(counts);
  expect(await limit.getAttribute('aria-valuenow')).toBe(moved);
});

test('a table joined by its key plays its years with one legend; cells stand as bars', async () => {
  await panel().getByLabel('落在', { exact: true }).selectOption('districts');
  const units = played(
    await savedFile('存为文件'),
    'districts',
  )('units')
    .trim()
    .split('\n')
    .slice(1);
  expect(units.length).toBeGreaterThan(5);
  const rows = await districtTable();
  const csv = ['district,pop2010,pop2020', ...rows].join('\n');
  const file = { name: '人口.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
  await panel().getByLabel('落在', { exact: true }).selectOption('grid');
  await panel().getByLabel('连接表（CSV）').setInputFiles(file);
  await panel().getByLabel('人口.csv 的键列').selectOption('district');
  await panel().getByLabel('对应图层的').selectOption('district');
  await panel().getByLabel('属性', { exact: true }).selectOption('table pop2010');
  await panel().getByLabel('多个对象合并时').selectOption('mean');
  await panel().getByLabel('时间滑块', { exact: true }).selectOption('columns');
  await panel().getByLabel('画成', { exact: true }).selectOption('bars');
  await make();
  await picture('theme-bars');
  const table = played(await savedFile('存为文件'), 'years');
  const classes = table('classes').trim().split('\n').slice(1);
  const at = (step: number) => classes.map((row) => Number(row.split(',').slice(-2)[step]));
  expect(await legendCounts()).toEqual(at(0));
  await panel().getByRole('slider', { name: '时间', exact: true }).press('ArrowRight');
  await expect.poll(legendCounts).toEqual(at(1));
  expect(at(1)).not.toEqual(at(0));
  await panel().getByLabel('画成', { exact: true }).selectOption('symbols');
  await make();
  await expect.poll(() => page.locator('.theme-symbols circle').count(), { timeout: 30_000 }).toBeGreaterThan(100);
  await picture('theme-symbols');
  await panel().getByLabel('画成', { exact: true }).selectOption('colour');
  await make();
  await picture('theme-grid');
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
});

/** A figure a district of the demo city, by the codes that its buildings have. */
async function districtTable(): Promise<string[]> {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'public/city/chengchuan/manifest.json'), 'utf8')) as {
    layers: { id: string; attributes: { name: string; values?: Record<string, unknown> }[] }[];
  };
  const attribute = manifest.layers
    .find(({ id }) => id === 'buildings')
    ?.attributes.find(({ name }) => name === 'district');
  return Object.keys(attribute?.values ?? {}).map((code, i) => `${code},${100 + 37 * i},${140 + 61 * i}`);
}
