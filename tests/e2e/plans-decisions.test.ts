import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTool } from './desk.ts';
import { type House, LIGHT, openHouse, openPage, ROOT, type Watch } from './house.ts';
import { printedReport } from './printed.ts';
import { act, readTwin } from './twin-of.ts';

/** The Plan desk without a hub: a conflict of 澄川 resolved, rechecked, signed by another, and the blueprint exported. */
let house: House;
let page: Page;
let watch: Watch;
let folder = '';
/** Only who looks at pictures has one. */
const PICTURE = process.env.PLAN_PICTURES ? {} : ({ picture: 'off' } as const);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapan-decisions-'));
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
  await panel().getByText('117 处冲突').first().waitFor({ timeout: 120_000 });
}, 300_000);
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

const picture = async (name: string) => {
  if (process.env.PLAN_PICTURES) await page.screenshot({ path: `${process.env.PLAN_PICTURES}/${name}.png` });
};
const panel = () => page.locator('.conflicts');
const button = (name: string | RegExp) =>
  panel().getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
const saved = async (name: string | RegExp): Promise<string> => {
  const [download] = await Promise.all([page.waitForEvent('download'), button(name).click()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
};

test('a conflict is taken up, its overlap goes to the farmland by itself, and the trial says what would be gone', async () => {
  await panel().locator('section li button').first().click();
  await button('协调处理').click();
  await picture('resolution');
  const result = panel()
    .getByRole('status')
    .getByText(/^消除 \d+ 处，新增 \d+ 处/);
  await result.waitFor({ timeout: 120_000 });
  const [, vanished] = /消除 (\d+) 处，新增 (\d+) 处/.exec((await result.textContent()) ?? '') ?? [];
  expect(Number(vanished)).toBeGreaterThanOrEqual(1);
  // The farmland has it without a click, and a trial is no decision.
  expect(await panel().getByRole('radio').first().isChecked()).toBe(true);
  expect(await page.locator('[data-step="conflicts"] .step-figure').textContent()).toContain('117');
  // The choice stands once its trial is back.
  await panel().getByRole('radio').last().click();
  await panel().getByRole('textbox', { name: '批准文号' }).waitFor({ timeout: 120_000 });
  expect(await button('提出方案').isDisabled()).toBe(true);
  await panel().getByRole('radio').first().click();
  await expect.poll(() => panel().getByRole('radio').first().isChecked()).toBe(true);
  await picture('draft');
});

test('who proposed it cannot sign it; another planner can, and nothing changes it after', async () => {
  await panel().getByLabel('姓名').fill('安');
  await button('提出方案').click();
  await panel().getByText('待签署').waitFor();
  await panel().locator('.conflict-decisions > ul button').first().click();
  await button('签署').click();
  await panel().getByText('提出人不能签署自己的方案').waitFor();
  await panel().getByLabel('姓名').fill('博');
  await panel().getByLabel('说明').fill('同意');
  await button('签署').click();
  await panel().getByText('已签署', { exact: true }).waitFor();
  expect(await button('签署').count()).toBe(0);
  await picture('signed');
});

test('the blueprint of the page is that of the command line, and the report on paper has the figures of the screen', async () => {
  await openTool(page, 'conflicts.blueprint');
  await button(/^生成“一张图”成果/).click();
  await panel()
    .getByText(/改动 1 个，已签署 1 处/)
    .waitFor({ timeout: 120_000 });
  await picture('blueprint');
  const blueprint = JSON.parse(await readFile(await saved('存为 GeoJSON'), 'utf8'));
  expect(blueprint.shapan.decisions).toMatchObject([{ proposedBy: '安', signedBy: '博', by: 'page' }]);
  await openTool(page, 'conflicts.decisions');
  const decisions = await saved('存为文件');
  const out = join(folder, 'out');
  const args = ['sim', 'plans', 'chengchuan', '--decisions', decisions, '--out', out, '--json'];
  const text = execFileSync('node', [join(ROOT, 'build/node/cli/shapan.js'), ...args], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
  const summary = JSON.parse(text.trim().split('\n').at(-1) ?? '');
  expect(summary.blueprint).toMatchObject({ hash: blueprint.shapan.hash, changed: 1, decisions: 1, left: [] });
  expect(await readFile(join(out, 'blueprint.geojson'), 'utf8')).toBe(
    await readFile(join(folder, 'chengchuan-blueprint.geojson'), 'utf8'),
  );
  // What was made is there when one comes back to it.
  await openTool(page, 'conflicts.blueprint');
  await button('打印报告').click();
  const { text: sheet } = await printedReport(page);
  const count = /还剩 (\d+) 处未处理/.exec(sheet)?.[1];
  expect(Number(count)).toBe(summary.conflicts);
  expect(sheet).toContain(blueprint.shapan.hash);
  expect(sheet).toContain('博');
  const line = (await panel().locator('.conflict-blueprint > p').first().textContent()) ?? '';
  expect(line).toMatch(/改动 1 个，已签署 1 处/);
  expect(sheet).toContain(line);
  expect(await page.locator('[data-step="conflicts"] .step-figure').textContent()).toContain(count);
});

test('the record survives a reload, and a file whose entry was changed is refused', async () => {
  const file = join(folder, 'chengchuan-decisions.json');
  await page.reload();
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  // The picture of conflicts is there again, the tool is not.
  await openTool(page, 'conflicts.decisions');
  await panel().getByText('已签署', { exact: true }).waitFor();
  const spoilt = (await readFile(file, 'utf8')).replace('"who": "博"', '"who": "某"');
  await writeFile(join(folder, 'spoilt.json'), spoilt);
  await panel().locator('input[type=file]').setInputFiles(join(folder, 'spoilt.json'));
  await panel().getByText('决策记录第 2 条与上一条不相衔接').waitFor();
  expect(await readTwin(page, 'planRecord.keeper')).toBe('page');
  expect(watch.errors).toEqual([]);
});
