import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTool } from './desk.ts';
import { type House, LIGHT, openHouse, openPage, ROOT, type Watch } from './house.ts';
import { printedReport } from './printed.ts';
import { act } from './twin-of.ts';

/** Rules and crosswalk of the Plan desk as data: edited in the page, kept, saved, opened again, and the same on the command line. */
let house: House;
let page: Page;
let watch: Watch;
let folder = '';
/** Only who looks at pictures has one. */
const PICTURE = process.env.PLAN_PICTURES ? {} : ({ picture: 'off' } as const);

/** Conflicts of 澄川 by the shipped rules. */
const ALL = 117;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapan-rules-'));
  house = await openHouse();
  ({ page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    ...PICTURE,
    at: `?city=chengchuan&quality=fast#desk=plan&${LIGHT}`,
  }));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await act(page, 'setShadows', false);
  await openTool(page, 'conflicts');
  await panel().getByText(`${ALL} 处冲突`).first().waitFor({ timeout: 120_000 });
}, 300_000);
afterAll(async () => {
  await house?.close();
  await rm(folder, { recursive: true, force: true });
});

const panel = () => page.locator('.conflicts');
const button = (name: string) => panel().getByRole('button', { name, exact: true });
const row = (rule: string) => panel().locator(`li[data-rule="${rule}"]`);
const picture = async (name: string) => {
  if (process.env.PLAN_PICTURES) await page.screenshot({ path: `${process.env.PLAN_PICTURES}/${name}.png` });
};

async function saved(name: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), button('存为文件').click()]);
  const path = join(folder, name);
  await download.saveAs(path);
  return path;
}

/** Edition and first digits of the hash, as the summary shows them. */
async function basisShown(): Promise<{ rules: string; crosswalk: string }> {
  const [rules, crosswalk] = await panel().locator('.conflict-basis p').allTextContents();
  return { rules, crosswalk };
}

const countOf = async () => Number(/(\d+) 处冲突/.exec((await panel().textContent()) ?? '')?.[1]);

function shapan(name: string, ...args: string[]) {
  const call = ['sim', 'plans', 'chengchuan', '--out', join(folder, name), '--json', ...args];
  const text = execFileSync('node', [join(ROOT, 'build/node/cli/shapan.js'), ...call], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
  return JSON.parse(text.trim().split('\n').at(-1) ?? '');
}

test('a rule that is switched off in the page is gone after the next comparison, and the summary names an own edition with its hash', async () => {
  const before = await basisShown();
  expect(before.rules).toMatch(/· 3 · [0-9a-f]{12}$/);
  await openTool(page, 'conflicts.rules');
  await row('construction-farmland').getByRole('switch').click();
  await panel().getByText('结果按规则 3、对照表 3 得出').waitFor();
  await picture('rules-outdated');
  await button('重新比对').click();
  await openTool(page, 'conflicts');
  await expect.poll(countOf).toBeLessThan(ALL);
  const { rules, crosswalk } = await basisShown();
  expect(rules).toMatch(/· 3 \+ own 1 · [0-9a-f]{12} · 停用 1 条$/);
  expect(crosswalk).toBe(before.crosswalk);
  expect(await panel().getByText('控规建设用地 × 永久基本农田').count()).toBe(0);
  expect(await panel().getByText('与现行不同').count()).toBe(0);
  await picture('rules-summary');
});

test('a threshold and a severity are marked with what was shipped, taken back by field, undone, and reset', async () => {
  await openTool(page, 'conflicts.rules');
  const pipe = row('water-planned-building');
  await pipe.getByRole('button', { name: '给水管距规划建筑过近' }).click();
  await pipe.getByLabel('水平净距').fill('5');
  await pipe.getByLabel('程度').selectOption({ label: '禁止' });
  await pipe.getByText('随附：3').waitFor();
  await picture('rules-marked');
  await pipe.getByRole('button', { name: /^恢复为 3/ }).click();
  await expect.poll(() => pipe.getByText('随附：3').count()).toBe(0);
  await button('撤销改动').click();
  await pipe.getByText('随附：3').waitFor();
  await button('恢复本条').click();
  await expect.poll(() => pipe.getByText('改动').count()).toBe(0);
});

test('what was saved, reset and opened again has the same hash; the command line comes to the same result by that file', async () => {
  await openTool(page, 'conflicts');
  const kept = await basisShown();
  const shown = /结果校验码 ([0-9a-f]{12})/.exec((await panel().textContent()) ?? '')?.[1];
  const count = await countOf();
  await openTool(page, 'conflicts.rules');
  const file = await saved('own.json');
  const text = await readFile(file, 'utf8');
  await button('全部恢复').click();
  await expect.poll(() => panel().locator('.rule-list [aria-label^="启用"]:not(:checked)').count()).toBe(0);
  await panel().locator('input[type=file]').setInputFiles(file);
  await panel().getByText('停用 1', { exact: true }).waitFor({ timeout: 120_000 });
  expect(await readFile(await saved('again.json'), 'utf8')).toBe(text);
  const summary = shapan('own', '--rules', file);
  expect(kept.rules).toContain(`· ${summary.rules.edition} · ${summary.rules.hash.slice(0, 12)}`);
  expect(summary.rules.off).toEqual(['construction-farmland']);
  expect(summary.conflicts).toBe(count);
  expect(summary.resultHash.slice(0, 12)).toBe(shown);
  expect(await readFile(join(folder, 'own', 'rules.json'), 'utf8')).toBe(text);
});

test('the policy of slivers is a part of the rules: marked, saved, on the command line, and taken back', async () => {
  const area = panel().locator('.rule-slivers').getByLabel('最小面积');
  await area.fill('0');
  await panel().getByText('随附：1 m²').waitFor();
  await picture('rules-slivers');
  const file = await saved('slivers.json');
  expect(JSON.parse(await readFile(file, 'utf8')).slivers).toEqual({ minAreaM2: 0, minWidthM: 0.5 });
  await button('重新比对').click();
  await openTool(page, 'conflicts');
  await panel().getByText('细碎图斑：面积小于 0 m² 且平均宽小于 0.5 m 不计 (按规则)').waitFor({ timeout: 120_000 });
  const summary = shapan('slivers', '--rules', file);
  expect(summary.slivers).toEqual({ minAreaM2: 0, minWidthM: 0.5 });
  expect(await countOf()).toBe(summary.conflicts);
  expect((await basisShown()).rules).toContain(summary.rules.hash.slice(0, 12));
  expect(shapan('typed', '--rules', file, '--min-area', '1').conflicts).toBeLessThan(summary.conflicts);
  // What is set for one comparison stands beside what the rules have.
  await panel().getByText('细碎图斑与修复').click();
  await panel().locator('.conflict-policy').getByLabel('最小面积').fill('3');
  await panel().getByText('规则：0 m²').waitFor();
  await picture('slivers-by-hand');
  await panel().getByRole('button', { name: '恢复为规则的 0 m²' }).click();
  await openTool(page, 'conflicts.rules');
  await panel().getByRole('button', { name: '恢复为 1 m²' }).click();
  await expect.poll(() => panel().getByText('随附：1 m²').count()).toBe(0);
});

test('a broken file names its rule and field, and changes nothing', async () => {
  const rules = JSON.parse(await readFile(join(folder, 'own.json'), 'utf8'));
  rules.rules[3].severity = 'grave';
  const broken = join(folder, 'broken.json');
  await writeFile(broken, JSON.stringify(rules));
  await panel().locator('input[type=file]').setInputFiles(broken);
  await panel()
    .getByText(/rules\.3 \(farmland-forest\)\.severity/)
    .waitFor({ timeout: 120_000 });
  await picture('rules-broken');
  expect(await panel().getByText('停用 1', { exact: true }).count()).toBe(1);
});

test('a class of the crosswalk that is changed is another edition, and other conflicts of use', async () => {
  await panel().locator('.segmented').getByText('对照表', { exact: true }).click();
  await panel().getByLabel('筛选').fill('07');
  await panel().locator('li[data-code="mnr-2023 07"] select').selectOption({ label: '工业' });
  await panel()
    .getByText(/改动 1 个/)
    .waitFor();
  await picture('crosswalk');
  const file = await saved('crosswalk.json');
  await button('重新比对').click();
  await openTool(page, 'conflicts');
  await expect.poll(async () => (await basisShown()).crosswalk).toContain('· 3 + own 1 ·');
  const summary = shapan('both', '--rules', join(folder, 'own.json'), '--crosswalk', file);
  expect((await basisShown()).crosswalk).toContain(summary.crosswalk.hash.slice(0, 12));
  expect(await countOf()).toBe(summary.conflicts);
  expect(await panel().textContent()).toContain(`结果校验码 ${summary.resultHash.slice(0, 12)}`);
});

test('rules and crosswalk are there after a reload, in the report and in the blueprint', async () => {
  const kept = await basisShown();
  await page.reload();
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await openTool(page, 'conflicts');
  await panel().locator('.conflict-basis').waitFor({ timeout: 120_000 });
  expect(await basisShown()).toEqual(kept);
  await button('打印报告').click();
  const { text: paper } = await printedReport(page);
  for (const word of ['停用的规则', '规则与对照表的改动']) expect(paper).toContain(word);
  // Of the rules, and of the crosswalk.
  expect(paper.split('3 + own 1').length - 1).toBeGreaterThanOrEqual(2);
  await openTool(page, 'conflicts.blueprint');
  await panel()
    .getByRole('button', { name: /^生成“一张图”成果/ })
    .click();
  await panel().getByText('“一张图”校验码').waitFor({ timeout: 120_000 });
  const [download] = await Promise.all([page.waitForEvent('download'), button('存为 GeoJSON').click()]);
  const path = join(folder, 'blueprint.geojson');
  await download.saveAs(path);
  const { shapan: head } = JSON.parse(await readFile(path, 'utf8'));
  expect(head.rules).toMatchObject({ edition: '3 + own 1', hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(kept.rules).toContain(head.rules.hash.slice(0, 12));
  expect(kept.crosswalk).toContain(head.crosswalk.hash.slice(0, 12));
  expect(watch.errors).toEqual([]);
});
