import { afterEach, expect, test } from 'vitest';
import { type AnalysisPage, openAnalysis, type Sight } from './analysis-page.ts';
import { readTwin } from './twin-of.ts';

/** These tests look at the drawings of analyses on the map of 澄川; figures and tables have files of their own, without a picture. */
let on: AnalysisPage;
afterEach(() => on.close());

const SEWER: Sight = { lonDeg: 108.7363, latDeg: 34.303, heightM: 1500, pitchDeg: -60 };
const choose = (label: string, option: string) => on.panel().getByLabel(label, { exact: true }).selectOption(option);

test('a traced sewer, and the valves that part a burst main', async () => {
  on = await openAnalysis('pipe-network', '管网分析', SEWER);
  await choose('系统', '污水');
  await choose('方向', '下游');
  await on.pick('在图上选管线', [[-1900, 1000]]);
  await on.panel().getByRole('button', { name: '追踪', exact: true }).click();
  await expect.poll(() => on.page.locator('.pipe-traced path').count()).toBe(2);
  await choose('分析内容', '爆管关阀');
  await choose('系统', '燃气');
  await on.pick('在图上选管线', [[-1269, 1010]]);
  await on.panel().getByRole('button', { name: '求关阀方案' }).click();
  await expect.poll(() => on.page.locator('.pipe-close .sketch-corner').count()).toBeGreaterThan(0);
  await on.expectNoProblem();
});

test('symbols of residents by hectare', async () => {
  on = await openAnalysis('thematic-maps', '专题图');
  await choose('落在', 'grid');
  await choose('属性', 'layer residents');
  await choose('画成', 'symbols');
  await on.button('制图').click();
  await on.panel().locator('[data-done="theme"]').waitFor({ timeout: 120_000 });
  await expect.poll(() => on.page.locator('.theme-symbols circle').count()).toBeGreaterThan(100);
  await on.expectNoProblem();
});

test('a buffer, and a section that is cut open and filled again', async () => {
  on = await openAnalysis('terrain-analysis', '地形分析');
  const analyse = async (kind: string) => {
    await on.button('计算').click();
    await on.panel().locator(`[data-kind="${kind}"]`).waitFor({ timeout: 120_000 });
  };
  const kind = (label: string) => on.panel().getByLabel('分析类别').selectOption({ label });
  await kind('缓冲区');
  await on.pick('选取点', [[-1700, 500]]);
  await on.panel().getByLabel('距离').fill('300');
  await analyse('buffer');
  await expect.poll(() => on.page.locator('.terrain-buffer polygon.sketch-line').count()).toBe(1);
  await kind('剖面');
  await on.pick('绘制线', [
    [-2000, 400],
    [-1500, 500],
    [-1000, 300],
  ]);
  await on.button('结束').click();
  await analyse('profile');
  await on.panel().getByText('剖去线左侧').click();
  await expect.poll(() => readTwin(on.page, 'dug')).not.toBeNull();
  await on.panel().getByText('不剖').click();
  await expect.poll(() => readTwin(on.page, 'dug')).toBeNull();
  await on.expectNoProblem();
});
