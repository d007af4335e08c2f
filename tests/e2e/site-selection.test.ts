import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnalysisPage, openAnalysis } from './analysis-page.ts';
import { readTwin } from './twin-of.ts';

/** Where to build on 澄川: three sites beside the hospital that stands, minutes drawn, who gains, the same bytes on the command line. */
let on: AnalysisPage;

beforeAll(async () => {
  on = await openAnalysis('site-selection', '选址', null);
}, 300_000);
afterAll(() => on.close());

test('three sites beside what stands are chosen and proven, and the command line writes the same bytes', async () => {
  const panel = on.panel();
  await panel.getByLabel('现有设施', { exact: true }).selectOption('stay');
  await panel.getByLabel('图层 · 属性').selectOption({ label: '建筑 · 类别' });
  await panel.getByLabel('设施', { exact: true }).selectOption('hospital');
  await panel.getByLabel('方格间距').fill('800');
  await on.button('计算').click();
  const done = panel.locator('[data-done="siting"]');
  await done.waitFor({ timeout: 240_000 });
  expect(await done.innerText()).toMatch(/新建 3 处，步行 10 分钟内可达 [\d ,]+ 人/);
  expect(await done.innerText()).toContain('已证明：没有更好的选法。');
  expect(await done.getByText(/人路程缩短，平均少/).innerText()).toContain('没有人路程变长。');
  await on.page.locator('.class-legend').getByText('步行到最近一处（分钟）').waitFor();
  await on.picture('siting-clinics');
  const files = await on.saved(4);
  const existing = { of: { by: 'attribute', layer: 'buildings', attribute: 'use', value: 'hospital' }, may: 'stay' };
  const { closed } = (await readTwin(on.page, 'sitingForm')) as { closed: unknown[] | null };
  const request = {
    aim: 'cover',
    sites: 3,
    limitMin: 10,
    farMin: 60,
    firstRatio: 0.6,
    chargePersonMin: 5000,
    direction: 'to',
  };
  const ways = { crossingWaitS: 20, reachM: 200, cellM: 20, searchMillions: 1000 };
  const demand = [{ by: 'residents', weight: 1 }];
  const candidates = { by: 'grid', spacingM: 800, maxSlopePct: 15 };
  const of = on.played('siting', { ...request, ...ways, demand, candidates, existing, ...(closed ? { closed } : {}) });
  for (const name of ['sites', 'service', 'numbers', 'parameters'])
    expect(of(name)).toBe(files.get(`site-selection-${name}.csv`));
  await on.expectNoProblem();
});
