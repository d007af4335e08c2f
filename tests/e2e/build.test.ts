import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crsOf } from '../../model/geo/crs.ts';
import type { BuildStatus } from '../../src/plugins/build/slice.ts';
import { smallIfc, threeBoxes } from '../workers/construction/small-ifc.ts';
import { openTool, unfoldTray } from './desk.ts';
import { foreignRequests, type House, LIGHT, openHouse, openPage } from './house.ts';
import { act, problemsOf, readTwin, type TwinPath } from './twin-of.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const DAY_MS = 86_400_000;

test('the schedule of the site is there with its desk; a reviewer reads the verdict, moves its clock, links a model of IFC to it, goes from clash to what-if to the neighbours, hands the pit to the flood tool, and a broken file is refused in words', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 960,
    height: 540,
    picture: 'off',
    at: `?quality=fast#desk=build&${LIGHT}&c=108.737,34.302,900,0,-40`,
  });
  const planOf = async () => (await readTwin(page, 'plan')) as BuildStatus;
  await expect.poll(async () => (await planOf()).kind).toBe('open');
  expect(await readTwin(page, 'isCityPlan')).toBe(true);
  await openTool(page, 'build.plan');
  await page.locator('.findings').getByRole('button', { name: '缺少逻辑关系' }).click({ timeout: 120_000 });
  await unfoldTray(page);
  await expect.poll(() => page.locator('.gantt-row').count()).toBeGreaterThan(2);
  expect(await page.locator('.verdicts').innerText()).toMatch(/比基线晚 \d+ 天/);
  await page.locator('.gantt-row .pick').first().click();
  expect(await readTwin(page, 'planTask')).toEqual(expect.any(Number));
  expect(await readTwin(page, 'planPit')).toMatchObject({ depthM: 18.4 });
  const clock = page.getByRole('slider', { name: '施工时间' });
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
  await expect.poll(() => readTwin(page, 'model.kind')).toBe('open');
  await openTool(page, 'build.links');
  const links = page.getByRole('region', { name: '模型与进度的关联' });
  await links.getByText('新规则').click();
  await links.getByLabel('类别').selectOption('IfcSlab');
  await links.getByLabel('工序', { exact: true }).and(page.locator('input[type=text]')).fill('108');
  await links.getByRole('button', { name: '添加规则' }).click();
  await links.getByRole('button', { name: '确认 1 项关联' }).click({ timeout: 120_000 });
  await expect.poll(() => links.innerText()).toContain('已关联 1 / 3');
  // The site's own elements begin with what was baked; a rule of a person's moves the ground floor's columns to that task.
  await links.getByLabel('图层').selectOption('site-model');
  await expect.poll(() => links.innerText()).toContain('已关联 18,076 / 18,076');
  await links.getByText('新规则').click();
  await links.getByLabel('类别').selectOption('IfcColumn');
  await links.getByLabel('楼层').selectOption('L1');
  await links.getByLabel('工序', { exact: true }).and(page.locator('input[type=text]')).fill('108');
  await links.getByRole('button', { name: '添加规则' }).click();
  await links.getByText('变更 120 项关联').click({ timeout: 120_000 });
  await links.locator('.link-list .link').first().click();
  await expect.poll(() => readTwin(page, 'selectedGid')).toEqual(expect.any(Number));
  const column = (await readTwin(page, 'selectedGid')) as number;
  await page.locator('.inspector .back').click();
  await links.getByRole('button', { name: '确认 18076 项关联' }).click();
  await expect.poll(() => links.getByText('已确认').count()).toBe(1);
  await act(page, 'select', column);
  await expect.poll(() => readTwin(page, 'planTask')).toBe(108);
  await act(page, 'select', null);
  // Clash → what-if → effect, as a reviewer goes: the verdict's own words, a finding on the map, scenarios, the neighbours' nights.
  await expect.poll(() => readTwin(page, 'hasCase')).toBe(true);
  const kindOf = async (task: TwinPath) => ((await readTwin(page, task)) as { kind: string }).kind;
  await openTool(page, 'build.space');
  await page.getByRole('button', { name: '检查时空碰撞' }).first().click();
  await expect.poll(() => kindOf('space')).toBe('done');
  expect(await page.locator('.verdicts').innerText()).toContain('19 项冲突');
  await page.getByRole('button', { name: /管线穿过基坑.*TX-3/ }).click();
  await expect.poll(async () => ((await readTwin(page, 'marks')) as object[]).length).toBeGreaterThan(0);
  expect(((await readTwin(page, 'planFocus')) as { rows: number[] }).rows).toHaveLength(3);
  expect(new Date((await readTwin(page, 'shownTimeMs')) as number).toISOString()).toBe('2026-09-16T00:01:00.000Z');
  expect(await readTwin(page, 'underground')).toBe('translucent');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'BCF 2.1' }).click();
  expect((await saved).suggestedFilename()).toBe('space-2.1.bcf');
  await openTool(page, 'build.whatIf');
  await page.getByRole('button', { name: '计算情景' }).click();
  await expect.poll(() => kindOf('whatIf')).toBe('done');
  expect(await page.locator('.scenarios > li').count()).toBe(7);
  // Fewer fixers end later within resources, by logic alone the same day; what was made is saved, removed, and opened again.
  const made = page.locator('.scenarios > li', { hasText: '钢筋工 60' });
  await page.getByText('新情景').click();
  await page.getByLabel('资源', { exact: true }).selectOption({ label: '钢筋工' });
  await page.getByLabel('同时可用数量').fill('60');
  await page.getByRole('button', { name: '加入并计算' }).click();
  await expect.poll(() => made.count()).toBe(1);
  expect(await made.innerText()).toMatch(/晚 108 天[\s\S]*已证明工期最短。仅按关键路径（未做资源均衡）：2028-09-06/);
  const cased = page.waitForEvent('download');
  await page.getByRole('button', { name: '保存情景' }).click();
  const saving = await cased;
  expect(saving.suggestedFilename()).toBe('what-ifs.case.json');
  const buffer = await readFile(await saving.path());
  await made.getByRole('button', { name: /删除/ }).click();
  await expect.poll(() => page.locator('.scenarios > li').count()).toBe(7);
  await page
    .getByLabel('打开情景')
    .and(page.locator('input'))
    .setInputFiles({ name: 'what-ifs.case.json', mimeType: 'application/json', buffer });
  await expect.poll(() => made.count()).toBe(1);
  await page
    .locator('.scenarios > li', { hasText: '电动渣土车' })
    .getByRole('button', { name: '查看周边影响' })
    .click();
  await expect.poll(() => kindOf('effect')).toBe('done');
  expect(await page.locator('.effect-sums').innerText()).toMatch(/噪声超限\s*0/);
  expect(await page.locator('.effect-noise td.over').count()).toBe(0);
  await page.locator('.effect-noise').getByText('夜间', { exact: true }).first().click();
  await expect.poll(async () => ((await readTwin(page, 'marks')) as object[]).length).toBeGreaterThan(20);
  await page.getByRole('list', { name: '夜间声级 dB(A)' }).waitFor({ timeout: 120_000 });
  await handThePit(page);
  expect(await readTwin(page, 'underground')).toBe('off');
  const layers = (await readTwin(page, 'layers')) as Record<string, { shown: boolean }>;
  expect(layers['site-model'].shown).toBe(true);
  // A phone has no bars, but their clock.
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => page.locator('.gantt-row').count()).toBe(0);
  const day = (await readTwin(page, 'shownTimeMs')) as number;
  await clock.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => readTwin(page, 'shownTimeMs')).toBe(day + DAY_MS);
  await page.setViewportSize({ width: 960, height: 540 });
  // What the phone's desk holds goes with it: the file is for the wide one.
  await page.locator('.gantt-row').first().waitFor({ timeout: 120_000 });
  await page
    .getByLabel('打开模型或进度文件')
    .and(page.locator('input'))
    .setInputFiles({
      name: 'broken.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('id,duration,predecessors\nA,1d,B\nB,1d,A\n'),
    });
  await expect.poll(async () => (await planOf()).kind).toBe('failed');
  expect(await page.getByRole('alert').innerText()).toContain('broken.csv：逻辑关系有循环');
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
  expect(foreignRequests(watch, house)).toEqual([]);
  await context.close();
});

/** What is dug on the shown day lies in the ground of the flood form, without a file; then back to the works. */
async function handThePit(page: Page): Promise<void> {
  await act(page, 'showTime', Date.parse('2026-11-20T17:00:00+08:00'));
  await page.getByRole('button', { name: '基坑用于洪涝推演' }).click({ timeout: 120_000 });
  await expect.poll(() => readTwin(page, 'floodForm.pit')).toBe('construction-case');
  expect(await readTwin(page, 'desk')).toBe('command');
  await act(page, 'openDesk', 'build');
  await openTool(page, 'build.effect');
  await page.locator('.effect-noise').getByText('夜间', { exact: true }).first().click({ timeout: 120_000 });
}
