import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gaussKruger } from '../../model/geo/gauss-kruger.ts';
import type { PlanFeature } from '../../model/plans/plan.ts';
import { sha256 } from '../../model/sha256.ts';
import { openMemory } from '../../readers/geopackage/memory-database.ts';
import { areaFeature, bakeBareTown, stepBox } from './bare-town.ts';
import { openTool } from './desk.ts';
import { type House, openHouse, openPage, type Watch } from './house.ts';

/** A town without plans: two are imported, compared, one conflict is resolved, signed and exported. */
const folder = mkdtempSync(join(tmpdir(), 'shapan-plans-'));
let house: House;
let page: Page;
let watch: Watch;

/** Twenty parcels; two of them cross themselves, one overlaps its neighbour, one has no code, one lies off its neighbour. */
function parcels(): string {
  const features = Array.from({ length: 20 }, (_, i) => {
    const west = i % 5;
    const south = Math.floor(i / 5);
    const gap = i === 6 ? 0.01 : 0;
    const ring = stepBox(west + gap, south + gap, west + (i === 12 ? 1.1 : 1) - gap, south + 1 - gap);
    if (i === 3 || i === 17) [ring[1], ring[2]] = [ring[2], ring[1]];
    return areaFeature(ring, {
      地块编号: `K-${i + 1}`,
      用地代码: i === 9 ? '' : '0701',
      容积率: 1.5 + i / 10,
      限高: 24,
      建筑密度: 0.3,
    });
  });
  return JSON.stringify({ type: 'FeatureCollection', features });
}

/** In the plane of EPSG:4545, which the file does not name. */
function farmlandInMetres(): string {
  const plane = gaussKruger(108);
  const ring = stepBox(-1, -1, 0.5, 6).map(([lon, lat]) => plane.fromLonLat(lon, lat));
  return JSON.stringify({ type: 'FeatureCollection', features: [areaFeature(ring, { 名称: '农田一片' })] });
}

beforeAll(async () => {
  house = await openHouse({ cities: bakeBareTown(folder) });
  ({ page, watch } = await openPage(house, {
    at: '?city=field&desk=plan&quality=fast',
    width: 1280,
    height: 720,
    ...(process.env.PLAN_PICTURES ? {} : { picture: 'off' }),
  }));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await openTool(page, 'conflicts');
}, 300_000);

afterAll(async () => {
  await house?.close();
  rmSync(folder, { recursive: true, force: true });
});

const picture = async (name: string) => {
  if (process.env.PLAN_PICTURES) await page.screenshot({ path: `${process.env.PLAN_PICTURES}/${name}.png` });
};
const panel = () => page.locator('.conflicts');
const form = () => panel().locator('.plan-import');
const button = (name: string | RegExp) =>
  panel().getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
const choose = (name: string, text: string) =>
  panel()
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name, mimeType: '', buffer: Buffer.from(text) });
const untilStep = (step: string) => expect.poll(() => form().getAttribute('data-step')).toBe(step);
const saved = async (name: string | RegExp): Promise<string> => {
  const [download] = await Promise.all([page.waitForEvent('download'), button(name).click()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
};

/** A GeoPackage that the page saves: its shapes, and what its metadata say of the GeoJSON. */
async function readSaved(name: string) {
  const { db, close } = await openMemory(readFileSync(await saved(name)));
  const { hash, geoJsonSha256 } = JSON.parse(String(db.selectValue('SELECT metadata FROM gpkg_metadata')));
  const count = db.selectValue('SELECT count(*) FROM blueprint');
  close();
  return { count, hash, sha256: geoJsonSha256 };
}

test('a plan with invalid rings, an overlap and narrow gaps: all are named and counted, and repaired by consent', async () => {
  await panel().getByText('本市没有规划').waitFor();
  await choose('控规.geojson', parcels());
  await untilStep('form');
  await picture('form');
  // The codes are counted once the form is there.
  await form().getByText('19 / 20 个有用地代码，对照表给出其中 19 个的用途').waitFor();
  const text = (await form().textContent()) ?? '';
  expect(text).toContain('20 个要素，可用 20 个');
  expect(text).toContain('无效图形 2 个');
  expect(text).toMatch(/压盖 1 处/);
  expect(text).toMatch(/其中窄于 2\u2009m 的 1 处/);
  expect(await form().getByLabel('地块编号').inputValue()).toBe('地块编号');
  expect(await form().getByLabel('容积率').inputValue()).toBe('容积率');
  await form().getByLabel('编制部门').fill('规划局');
  for (const label of ['修复无效图形', '压盖归先列出的图形', '窄空隙并入公共边最长的图形'])
    await form().getByRole('switch', { name: label }).click();
  await button('导入').click();
  await untilStep('made');
  await picture('imported');
  const made = (await form().textContent()) ?? '';
  expect(made).toContain('已导入控规：20 个图形');
  expect(made).toContain('1 个图形没有用地代码');
  expect(made).toContain('20 处指标已换算单位');
  expect(made).toMatch(/K-4 修复/);
  expect(made).toMatch(/K-14 裁去压盖/);
  const changes = readFileSync(await saved('改动清单'), 'utf8');
  expect(changes).toContain('K-18,made-valid');
  await button('完成').click();
  await panel().getByText('规划 1 份').waitFor();
});

test('metres without a system are refused by name, and read with the system that is given', async () => {
  await choose('永久基本农田.geojson', farmlandInMetres());
  await untilStep('failed');
  await expect.poll(() => form().textContent()).toContain('不是经纬度');
  await form().getByLabel('坐标系').fill('EPSG:4545');
  await button('重新读取').click();
  await untilStep('form');
  expect(await form().textContent()).toContain('EPSG:4545 指定');
  expect(
    await form()
      .getByLabel('图形类别')
      .evaluate((select) => (select as HTMLSelectElement).value),
  ).toBe('farmland');
  await form().getByLabel('编制部门').fill('自然资源局');
  await button('导入').click();
  await untilStep('made');
  await button('完成').click();
  await panel().getByText('4 处冲突').waitFor({ timeout: 120_000 });
  await picture('compared');
});

test('one is resolved, rechecked at once, signed by another, and stands in the blueprint', async () => {
  await panel().locator('section li button').first().click();
  await button('协调处理').click();
  await panel().getByRole('radio').first().check();
  const result = panel()
    .getByRole('status')
    .getByText(/^消除 \d+ 处/);
  await result.waitFor({ timeout: 120_000 });
  await picture('draft');
  expect(await result.textContent()).toMatch(/^消除 1 处，新增 0 处/);
  expect(await page.locator('[data-step="conflicts"] .step-figure').textContent()).toContain('4');
  await panel().getByLabel('姓名').fill('安');
  await button('提出方案').click();
  await panel().locator('.conflict-decisions > ul button').first().click();
  await panel().getByLabel('姓名').fill('博');
  await button('签署').click();
  await panel().getByText('已签署', { exact: true }).waitFor();
  await openTool(page, 'conflicts.blueprint');
  await button(/^生成“一张图”成果/).click();
  await panel()
    .getByText(/2 份规划，21 个图形，改动 1 个，已签署 1 处/)
    .waitFor({ timeout: 120_000 });
  const blueprint = JSON.parse(readFileSync(await saved('存为 GeoJSON'), 'utf8'));
  const text = readFileSync(join(folder, 'field-blueprint.geojson'));
  const geoPackage = await readSaved('存为 GeoPackage');
  expect(geoPackage).toMatchObject({ count: 21, hash: blueprint.shapan.hash, sha256: sha256([text]) });
  expect(blueprint.features).toHaveLength(21);
  expect(blueprint.features.filter((one: PlanFeature) => 'isResolved' in one.properties)).toHaveLength(1);
  expect(blueprint.features.find(({ id }: PlanFeature) => id === 'K-2').properties).toMatchObject({
    code: '0701',
    farMax: 1.6,
    heightMaxM: 24,
    densityMaxPct: 30,
  });
});

test('the plans are there after a reload; one can be left out, exported and closed', async () => {
  await page.reload();
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await openTool(page, 'conflicts');
  await panel().getByText('3 处冲突').waitFor({ timeout: 120_000 });
  const plan = JSON.parse(readFileSync(await saved('导出控规'), 'utf8'));
  expect(plan.features).toHaveLength(20);
  await panel().getByLabel('参与比对：控规').click();
  await panel().getByText('至少要有两份规划才能比对').waitFor();
  await panel().getByLabel('参与比对：控规').click();
  await panel().getByText('3 处冲突').waitFor({ timeout: 120_000 });
  await button('关闭永久基本农田').click();
  await panel().getByText('规划 1 份').waitFor();
});

test('a second version differs by what was added, taken away and changed; a click shows the place', async () => {
  const { features } = JSON.parse(parcels());
  features[1].properties.容积率 = 3;
  const next = [...features.slice(0, 10), areaFeature(stepBox(7, 0, 8, 1), { 地块编号: 'K-99' })];
  await choose('控规二版.geojson', JSON.stringify({ type: 'FeatureCollection', features: next }));
  await button('导入').click();
  await button('完成').click();
  await panel().getByText('版本对比').click();
  await button('对比').click();
  await panel()
    .getByText(/^新增 1 · 删除 10 · 改动 \d+ · 相同 \d+$/)
    .waitFor({ timeout: 120_000 });
  await panel().getByText('容积率 1.6 → 3').waitFor();
  await button(/K-99 新增/).click();
  await page.locator('.conflict-legend').getByText('新增').waitFor();
  await picture('versions');
  expect(watch.errors).toEqual([]);
});
