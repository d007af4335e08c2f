import { afterAll, beforeAll, expect, test } from 'vitest';
import { crsOf } from '../../src/geo/crs.ts';
import type { BuildStatus } from '../../src/twin/build.ts';
import { smallIfc, threeBoxes } from '../workers/construction/small-ifc.ts';
import { foreignRequests, type House, openHouse, openPage } from './house.ts';
import { problemsOf, readTwin } from './twin-of.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const DAY_MS = 86_400_000;

test('a reviewer opens the schedule of the site, reads the verdict, moves its clock, links a model to it, goes from clash to what-if to the neighbours, and a broken file is refused in words', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 960,
    height: 540,
    at: '?quality=fast#desk=build&l=trees:0:1:both;lamps:0:1:both&c=108.737,34.302,900,0,-40',
  });
  await page.getByRole('button', { name: '打开本市工程进度' }).click({ timeout: 120_000 });
  const planOf = async () => (await readTwin(page, 'plan')) as BuildStatus;
  await expect.poll(async () => (await planOf()).kind, { timeout: 60_000 }).toBe('open');
  await page.getByRole('button', { name: '缺少逻辑关系' }).click({ timeout: 30_000 });
  await expect.poll(() => page.locator('.gantt-row').count(), { timeout: 30_000 }).toBeGreaterThan(2);
  expect(await page.locator('.verdicts').innerText()).toMatch(/比基线晚 \d+ 天/);
  await page.locator('.gantt-row .pick').first().click();
  expect(await readTwin(page, 'planTask')).toEqual(expect.any(Number));
  await page.locator('.build-callout').waitFor({ timeout: 10_000 });
  expect(await readTwin(page, 'planPit')).toMatchObject({ depthM: 18.4 });
  const clock = page.getByRole('slider', { name: '工程时间' });
  const before = (await readTwin(page, 'shownTimeMs')) as number;
  expect(new Date(before).toISOString()).toBe('2026-11-20T09:00:00.000Z');
  await clock.focus();
  await page.keyboard.press('PageDown');
  await page.keyboard.press('ArrowRight');
  expect(await readTwin(page, 'shownTimeMs')).toBe(before - 29 * DAY_MS);
  // A model beside it, by its map conversion: one rule, confirmed by a person, builds its slab with the trench cutter's task.
  const [eastings, northings] = (await crsOf('EPSG:4545', 'test')).fromLonLat(108.7372, 34.305);
  const ifc = smallIfc({ boxes: threeBoxes(1), map: { crs: 'EPSG:4545', eastings, northings, height: 385 } });
  await page
    .getByLabel('打开模型或进度文件')
    .and(page.locator('input'))
    .setInputFiles({ name: 'house.ifc', mimeType: 'application/octet-stream', buffer: Buffer.from(ifc) });
  await expect.poll(() => readTwin(page, 'model.kind'), { timeout: 60_000 }).toBe('open');
  await page.getByRole('tab', { name: '关联' }).click();
  const links = page.getByRole('region', { name: '模型与进度的关联' });
  await links.getByText('新规则').click();
  await links.getByLabel('类别').selectOption('IfcSlab');
  await links.getByLabel('工作', { exact: true }).and(page.locator('input[type=text]')).fill('108');
  await links.getByRole('button', { name: '加入规则' }).click();
  await links.getByRole('button', { name: '确认 1 项关联' }).click({ timeout: 30_000 });
  await expect.poll(() => links.innerText(), { timeout: 30_000 }).toContain('已关联 1 / 3');
  // Clash → what-if → effect, as a reviewer goes: the verdict's own words, a finding on the map, scenarios, the neighbours' nights.
  await expect.poll(() => readTwin(page, 'hasCase'), { timeout: 60_000 }).toBe(true);
  const kindOf = async (task: string) => ((await readTwin(page, task)) as { kind: string }).kind;
  await page.getByRole('button', { name: '检查时空碰撞' }).first().click();
  await expect.poll(() => kindOf('space'), { timeout: 120_000 }).toBe('done');
  expect(await page.locator('.verdicts').innerText()).toContain('19 项冲突');
  await page.getByRole('button', { name: /管线穿过基坑.*TX-3/ }).click();
  await expect
    .poll(async () => ((await readTwin(page, 'marks')) as object[]).length, { timeout: 30_000 })
    .toBeGreaterThan(0);
  expect(((await readTwin(page, 'planFocus')) as { rows: number[] }).rows).toHaveLength(3);
  expect(new Date((await readTwin(page, 'shownTimeMs')) as number).toISOString()).toBe('2026-09-16T00:01:00.000Z');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'BCF 2.1' }).click();
  expect((await saved).suggestedFilename()).toBe('space-2.1.bcf');
  await page.getByText('情景', { exact: true }).click();
  await page.getByRole('button', { name: '计算情景' }).click();
  await expect.poll(() => kindOf('whatIf'), { timeout: 120_000 }).toBe('done');
  expect(await page.locator('.scenarios > li').count()).toBe(7);
  await page.locator('.scenarios > li', { hasText: '电动渣土车' }).getByRole('button', { name: '看周边影响' }).click();
  await expect.poll(() => kindOf('effect'), { timeout: 60_000 }).toBe('done');
  expect(await page.locator('.effect-sums').innerText()).toMatch(/噪声超限\s*0/);
  expect(await page.locator('.effect-noise td.over').count()).toBe(0);
  await page.locator('.effect-noise').getByText('夜间', { exact: true }).first().click();
  await expect
    .poll(async () => ((await readTwin(page, 'marks')) as object[]).length, { timeout: 30_000 })
    .toBeGreaterThan(20);
  await page.getByRole('list', { name: '夜间声级 dB(A)' }).waitFor({ timeout: 30_000 });
  const layers = (await readTwin(page, 'layers')) as Record<string, { shown: boolean }>;
  expect(layers['site-model'].shown).toBe(true);
  await page
    .getByLabel('打开模型或进度文件')
    .and(page.locator('input'))
    .setInputFiles({
      name: 'broken.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('id,duration,predecessors\nA,1d,B\nB,1d,A\n'),
    });
  await expect.poll(async () => (await planOf()).kind, { timeout: 30_000 }).toBe('failed');
  expect(await page.getByRole('alert').innerText()).toContain('expected logic without a circle');
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
  expect(foreignRequests(watch, house)).toEqual([]);
  await context.close();
});
