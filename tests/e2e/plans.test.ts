import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cityFilesIn, nodeMachine } from '../../cli/sim/engine-machine.ts';
import { DEFAULT_SLIVERS } from '../../model/plans/slivers.ts';
import { engine } from '../../workers/plans/engine.ts';
import { openTool } from './desk.ts';
import { type House, LIGHT, openHouse, openPage, untilReady, type Watch } from './house.ts';
import { act, readTwin } from './twin-of.ts';

/** One page on the Plan desk: the plans of 澄川 compared in the page's worker. */
let house: House;
let page: Page;
let watch: Watch;

beforeAll(async () => {
  house = await openHouse();
  ({ page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    at: `?city=chengchuan&quality=fast#desk=plan&${LIGHT}`,
  }));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await act(page, 'setShadows', false);
  await openTool(page, 'conflicts');
  await page.locator('.conflicts').getByText('117 处冲突').first().waitFor({ timeout: 120_000 });
}, 300_000);
afterAll(() => house.close());

const picture = async (name: string) => {
  if (process.env.PLAN_PICTURES) await page.screenshot({ path: `${process.env.PLAN_PICTURES}/${name}.png` });
};

test('the page comes to the conflicts, and to the hash, that the command line comes to', async () => {
  const machine = nodeMachine('plans', 0);
  const questions = engine.questions(await engine.open(cityFilesIn('chengchuan', 'public/city'), machine));
  const report = await questions.compare(
    { plans: null, rules: null, slivers: DEFAULT_SLIVERS, isRepairing: false },
    () => {},
  );
  expect(report?.conflicts).toHaveLength(117);
  const panel = page.locator('.conflicts');
  expect(await panel.textContent()).toContain(`结果校验码 ${report?.hash.slice(0, 12)}`);
  expect(await panel.locator('section li').count()).toBe(117);
  await picture('list');
});

test('a filter leaves the conflicts of a severity and a plan, and its chip says how many', async () => {
  const panel = page.locator('.conflicts');
  await panel.getByRole('button', { name: /^禁止 \d+$/ }).click();
  const prohibited = await panel.locator('section li').count();
  expect(await panel.getByRole('button', { name: `禁止 ${prohibited}` }).count()).toBe(1);
  expect(prohibited).toBeLessThan(117);
  await panel.getByLabel('规划', { exact: true }).selectOption('ug');
  expect(await panel.locator('section li').count()).toBe(3);
  await panel.getByRole('button', { name: '全部', exact: true }).click();
  expect(await panel.locator('section li').count()).toBe(8);
  await panel.getByLabel('规划', { exact: true }).selectOption('');
});

test('a conflict that is chosen is flown to, drawn with its name, and explained by the legend', async () => {
  const before = (await readTwin(page, 'camera')) as { lonDeg: number };
  const row = page.locator('.conflicts').locator('section li button').first();
  await row.click();
  expect(await row.getAttribute('aria-pressed')).toBe('true');
  expect(await readTwin(page, 'conflictShown')).toContain('construction-farmland/');
  await page.locator('.conflict-label .sketch-label').waitFor({ timeout: 120_000 });
  expect(await page.locator('.conflict-label .sketch-label').textContent()).toMatch(
    /控规建设用地 × 永久基本农田 · .*\s公顷/,
  );
  expect(await page.locator('.conflict-legend').textContent()).toContain('所选冲突');
  await expect.poll(() => readTwin(page, 'flight')).toBeNull();
  const after = (await readTwin(page, 'camera')) as { lonDeg: number };
  expect(after.lonDeg).not.toBe(before.lonDeg);
  await untilReady(page);
  await picture('chosen-zh');
  await act(page, 'speak', 'en');
  await expect
    .poll(() => page.locator('.conflict-label .sketch-label').textContent())
    .toContain('Construction land × permanent basic farmland');
  await picture('chosen-en');
  await act(page, 'speak', 'zh');
});

test('without a policy of slivers the decoy of 0.3 m² is a conflict too', async () => {
  const panel = page.locator('.conflicts');
  await panel.getByText('细碎图斑与修复').click();
  await panel.getByLabel('最小面积').fill('0');
  await panel.getByRole('button', { name: '重新比对' }).click();
  await panel.getByText('118 处冲突').first().waitFor({ timeout: 120_000 });
  await panel.getByText('另有 0 处细碎图斑不计').waitFor();
  expect(watch.errors).toEqual([]);
});
