import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HeightLimit } from '../../model/questions/height-limits.ts';
import { type AnalysisPage, openAnalysis } from './analysis-page.ts';
import { readTwin } from './twin-of.ts';

/** Limits of height on 澄川: an area drawn, its offenders listed, selected and saved; a slope; a runway with its surfaces marked unverified. */
let on: AnalysisPage;

beforeAll(async () => {
  on = await openAnalysis('height-limits', '限高分析', null);
}, 300_000);
afterAll(() => on.close());

const limits = async () => (await readTwin(on.page, 'heightLimits')) as HeightLimit[];
const check = async () => {
  await on.button('检查').click();
  await on
    .panel()
    .getByText(/栋超高。|均未超高。/)
    .waitFor({ timeout: 120_000 });
};

test('an area is drawn; who stands above it is listed, selected by a click, saved, and the same on the command line', async () => {
  await on.pick('绘制区域', [
    [-1900, 300],
    [-1100, 300],
    [-1100, 900],
    [-1900, 900],
  ]);
  await on.button('结束').click();
  await expect.poll(async () => (await limits()).length).toBe(1);
  await on.panel().getByLabel('限高', { exact: true }).fill('100');
  await check();
  await on.page.locator('.class-legend').getByText('超出限高').waitFor();
  await on.picture('heights');
  const rows = await on.panel().locator('.data-table tbody tr').count();
  expect(rows).toBeGreaterThan(0);
  const files = await on.saved(2);
  const csv = files.get('height-limits-offenders.csv') ?? '';
  const lines = csv.trim().split('\n').slice(1);
  expect(lines).toHaveLength(rows);
  for (const line of lines) expect(Number(line.split(',').at(-1))).toBeGreaterThan(0);
  await on.panel().locator('.data-table .link').first().click();
  await expect.poll(() => readTwin(on.page, 'selectedGid')).not.toBeNull();
  await on.leaveCard();

  expect(on.played('height', { limits: await limits(), planned: [] })('offenders')).toBe(csv);
});

test('a runway brings its surfaces, marked unverified, and a limit can be taken away', async () => {
  await on.pick('绘制跑道', [
    [-3000, -2500],
    [-1000, -2500],
  ]);
  await expect.poll(async () => (await limits()).length).toBe(2);
  await on.panel().getByRole('img', { name: '待核' }).first().waitFor();
  await check();
  const surfaces = await on.panel().locator('.data-table td:nth-child(2)').allInnerTexts();
  expect(surfaces.some((text) => ['内水平面', '锥形面', '进近面', '过渡面', '升降带'].includes(text))).toBe(true);
  await on.picture('airport');
  await on.panel().getByRole('button', { name: /^删除/ }).last().click();
  await expect.poll(async () => (await limits()).length).toBe(1);
  await on.expectNoProblem();
});
