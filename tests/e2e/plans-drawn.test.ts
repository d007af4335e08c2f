import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ORIGIN } from '../readers/small-files.ts';
import { areaFeature, bakeBareTown, stepBox } from './bare-town.ts';
import { atMap, openTool } from './desk.ts';
import { type House, openHouse, openPage, type Watch } from './house.ts';
import { printedReport, reportPdf } from './printed.ts';
import { act, lookDown, readTwin } from './twin-of.ts';

/** A town with three houses and an imported plan: it is drawn with its legend, stands up, tells of a parcel, and holds in its period. */
const folder = mkdtempSync(join(tmpdir(), 'shapan-drawn-'));
let house: House;
let page: Page;
let watch: Watch;

const USES = ['0701', '0901', '1001', '1401', '0804', '1101'];

/** Six parcels side by side, 24 m high each but the park. */
function parcels(): string {
  const features = USES.map((code, i) =>
    areaFeature(stepBox((i % 3) - 1.5, Math.floor(i / 3) - 1, (i % 3) - 0.5, Math.floor(i / 3)), {
      地块编号: `K-${i + 1}`,
      用地代码: code,
      ...(code === '1401' ? {} : { 限高: 24 }),
    }),
  );
  return JSON.stringify({ type: 'FeatureCollection', features });
}

/** A house in the park, a tall one in the shops' parcel, homes in the works' one. */
const HOUSES = [
  areaFeature(stepBox(-1.2, 0.2, -1, 0.4), { id: 'in-park', height: 9 }),
  areaFeature(stepBox(-0.2, -0.8, 0, -0.6), { id: 'tall', height: 60, use: 'retail' }),
  areaFeature(stepBox(0.8, -0.8, 1, -0.6), { id: 'homes', height: 12, use: 'apartments' }),
];

beforeAll(async () => {
  house = await openHouse({ cities: bakeBareTown(folder, HOUSES) });
  ({ page, watch } = await openPage(house, {
    at: '?city=field&desk=plan&quality=fast',
    width: 1280,
    height: 720,
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
const legend = () => page.getByRole('list', { name: '图上的规划' });

test('an imported plan is on the picture with its uses in a legend, and is held against the houses that stand there', async () => {
  const buffer = Buffer.from(parcels());
  await panel().locator('input[type=file]').first().setInputFiles({ name: '控规.geojson', mimeType: '', buffer });
  await panel().getByLabel('生效日期').fill('2020-01-01');
  await panel().getByLabel('失效日期').fill('2030-12-31');
  await panel().getByRole('button', { name: '导入', exact: true }).click();
  await panel().getByRole('button', { name: '完成' }).click();
  // The legend of the conflicts stands first, the others are folded below it.
  await page.locator('.legend > details > summary').click();
  await legend().waitFor({ timeout: 120_000 });
  const shown = (await legend().textContent()) ?? '';
  for (const use of ['居住', '商业服务业', '工业', '绿地与开敞空间', '公共管理与服务', '仓储物流'])
    expect(shown).toContain(use);
  await panel().getByText('3 处冲突').first().waitFor({ timeout: 120_000 });
  await picture('held');
  const text = (await panel().textContent()) ?? '';
  expect(text).toContain('现状建筑 × 规划绿地、水域与农林用地');
  expect(text).toContain('现状建筑高于规划限高');
  expect(text).toMatch(/高 60\.0\u2009m · 限 24\.0\u2009m/);
  expect(text).toContain('现状住宅 × 规划工业与仓储用地');
});

test('a click on a parcel opens its card; on demand it stands up to its height limit', async () => {
  await act(page, 'setPlanCheck', { showsConflicts: false });
  await lookDown(page, ORIGIN.lonDeg, ORIGIN.latDeg, 1400);
  await page.mouse.click(...(await atMap(page)));
  await expect.poll(() => readTwin(page, 'planShape')).not.toBeNull();
  await picture('drawn');
  const card = page.locator('.plan-shape');
  await card.getByText('控规').first().waitFor();
  expect(await card.textContent()).toMatch(/K-\d/);
  // The parcel's card lies over the tool.
  await openTool(page, 'conflicts');
  await panel().getByRole('switch', { name: '按限高拉伸' }).click();
  await expect.poll(() => readTwin(page, 'extrudesPlans')).toBe(true);
  await page.waitForTimeout(3000);
  await picture('extruded');
});

test('the report is a spreadsheet and a clean sheet on A4 and A3, with the figures of the screen', async () => {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel().getByRole('button', { name: '存为表格' }).click(),
  ]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  const sheets = await readXlsxFile(path);
  const named = (name: string) => sheets.find(({ sheet }) => sheet === name)?.data ?? expect.fail(name);
  const [head, ...conflicts] = named('冲突清单');
  expect(conflicts).toHaveLength(3);
  const areas = conflicts.map((row) => Number(row[head.indexOf('面积 m²')]));
  const shown = (await panel().locator('section ul li b').allTextContents()).map((text) => text.replace(/\s/g, ''));
  const listed = areas.map((areaM2) => `${areaM2.toFixed(areaM2 < 100 ? 1 : 0)}m²`);
  expect(listed.sort()).toEqual(shown.sort());
  const facts = new Map(named('概况').map(([label, value]) => [label, value]));
  // What is settled of all stands first.
  expect(String(facts.get('0 / 3'))).toContain('3');
  expect(String(facts.get('结果校验码'))).toMatch(/^[0-9a-f]{64}$/);
  await panel().getByRole('button', { name: '打印报告' }).click();
  const { html, text: paper } = await printedReport(page);
  expect(paper).toContain('0 / 3');
  for (const format of ['A4', 'A3'] as const) {
    const pdf = await reportPdf(page, html, format);
    if (process.env.PLAN_PICTURES) writeFileSync(`${process.env.PLAN_PICTURES}/${format}.pdf`, pdf);
    const text = pdf.toString('latin1');
    expect(text.startsWith('%PDF-')).toBe(true);
    expect(text.match(/\/Type \/Page\b/g)?.length ?? 0).toBeLessThanOrEqual(format === 'A4' ? 3 : 2);
  }
});

test('a plan that is not in force on the shown day is told, and left out where only those in force count', async () => {
  expect(await panel().locator('.plan-validity li').getAttribute('data-validity')).toBe('in-force');
  await act(page, 'showTime', Date.UTC(2031, 5, 1));
  await expect.poll(() => panel().locator('.plan-validity li').getAttribute('data-validity')).toBe('expired');
  await panel().getByRole('switch', { name: '只用当日有效的规划' }).click();
  await panel().getByText('至少要有两份规划才能比对').waitFor();
  await expect.poll(() => legend().locator('i').count()).toBe(0);
  await picture('validity');
  await act(page, 'showTime', Date.UTC(2026, 5, 1));
  await panel().getByText('3 处冲突').first().waitFor({ timeout: 120_000 });
  expect(watch.errors).toEqual([]);
});
