import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TerrainForm } from '../../src/plugins/terrain-analysis/slice.ts';
import { type AnalysisPage, openAnalysis } from './analysis-page.ts';
import { readTwin } from './twin-of.ts';

/** Analyses of the ground on 澄川: slopes, a drawn area balanced with the same bytes on the command line, a buffer, a section with pipes. */
let on: AnalysisPage;

beforeAll(async () => {
  on = await openAnalysis('terrain-analysis', '地形分析', null);
}, 300_000);
afterAll(() => on.close());

const form = async () => (await readTwin(on.page, 'terrainForm')) as TerrainForm;
const analyse = async (kind: string) => {
  await on.button('计算').click();
  await on.panel().locator(`[data-kind="${kind}"]`).waitFor({ timeout: 120_000 });
};
const choose = (label: string) => on.panel().getByLabel('分析类别').selectOption({ label });

test('slopes of the whole city are coloured, with a legend and the area of each class', async () => {
  await analyse('slope');
  expect(await on.panel().locator('.data-table tbody tr').count()).toBe(5);
  await on.page.locator('.class-legend').getByText('坡度（°）').waitFor();
  await on.picture('terrain-slope');
});

test('a drawn area is balanced, and the command line writes the same bytes', async () => {
  await choose('挖填方');
  const ring = [
    [-2000, 400],
    [-1500, 380],
    [-1450, 800],
    [-1800, 700],
    [-2050, 850],
  ] as const;
  await on.pick('绘制范围', ring);
  await on.button('结束').click();
  await expect.poll(async () => (await form()).ringM?.length).toBe(5);
  await analyse('earthwork');
  await on.panel().getByText('平衡标高').waitFor();
  await on.page.locator('.class-legend').getByText('挖填深度（m）').waitFor();
  await on.picture('terrain-earthwork');
  const files = await on.saved(2);
  const target = { by: 'level', elevationM: null };
  const of = on.played('terrain', { kind: 'earthwork', ringM: ring, target, fillPerCutRatio: 1 });
  for (const name of ['cells', 'parameters']) expect(of(name)).toBe(files.get(`terrain-earthwork-${name}.csv`));
});

test('a buffer tells what lies in it, a section which pipes it crosses', async () => {
  await choose('缓冲区');
  await on.pick('选取点', [[-1700, 500]]);
  await on.panel().getByLabel('距离').fill('300');
  await analyse('buffer');
  await on.panel().locator('.data-table').getByText('建筑', { exact: true }).waitFor();
  await on.picture('terrain-buffer');
  await choose('剖面');
  await on.pick('绘制线', [
    [-2000, 400],
    [-1500, 500],
    [-1000, 300],
  ]);
  await on.button('结束').click();
  await analyse('profile');
  expect(await on.panel().locator('.line-chart circle.pipe').count()).toBeGreaterThan(0);
  await on.picture('terrain-profile');
  await on.panel().locator('.data-table .link').first().click();
  await expect.poll(() => readTwin(on.page, 'selectedGid')).not.toBeNull();
  await on.expectNoProblem();
});
