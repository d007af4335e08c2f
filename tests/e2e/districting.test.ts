import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnalysisPage, openAnalysis } from './analysis-page.ts';

/** School districts of 澄川: whole and balanced, who changes, drawn on the ground, and the same bytes on the command line. */
let on: AnalysisPage;

beforeAll(async () => {
  on = await openAnalysis('districting', '划分片区', null);
}, 300_000);
afterAll(() => on.close());

test('school districts are balanced and drawn, and the command line writes the same bytes', async () => {
  const panel = on.panel();
  await panel.getByLabel('图层 · 属性').selectOption({ label: '建筑 · 类别' });
  await panel.getByLabel('设施', { exact: true }).selectOption('school');
  await on.button('划分').click();
  const done = panel.locator('[data-done="districts"]');
  await done.waitFor({ timeout: 240_000 });
  expect(await done.innerText()).toMatch(
    /24 片都连成一块，与应有人数相差不超过 5 %（最大 [\d.]+ %）。现状最大相差 81.6 %/,
  );
  expect(await done.innerText()).toMatch(/[\d ,]+ 人换片。/);
  expect(await done.innerText()).toMatch(/最多比任何均衡划法多 [\d.]+ %/);
  await on.page.locator('.class-legend').getByText('24 片（相邻的颜色不同）').waitFor();
  await on.picture('districts-of-schools');
  const files = await on.saved(3);
  const of = on.played('districts', {
    from: { by: 'places', of: { by: 'attribute', layer: 'buildings', attribute: 'use', value: 'school' } },
  });
  for (const name of ['districts', 'squares', 'parameters'])
    expect(of(name)).toBe(files.get(`districting-${name}.csv`));
  await on.expectNoProblem();
});
