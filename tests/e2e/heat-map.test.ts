import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnalysisPage, openAnalysis } from './analysis-page.ts';
import { act } from './twin-of.ts';

/** Outdoor heat on 澄川: an area, trees where they help most, classes with residents, an hour chosen, the same bytes on the command line. */
let on: AnalysisPage;

const RING: [number, number][] = [
  [-1500, 800],
  [-1300, 800],
  [-1300, 1000],
  [-1500, 1000],
];

beforeAll(async () => {
  on = await openAnalysis('heat-map', '户外热环境', null);
}, 300_000);
afterAll(() => on.close());

test('a hot day is worst in the afternoon, trees cool it, and the command line writes the same bytes', async () => {
  const panel = on.panel();
  await act(on.page, 'setHeatForm', { ringM: RING });
  await panel.getByRole('switch', { name: '在最有效处种树' }).click();
  await panel.getByLabel('棵数').fill('10');
  await on.button('计算').click();
  const done = panel.locator('[data-done="heat"]');
  await done.waitFor({ timeout: 240_000 });
  const said = await done.innerText();
  expect(said).toMatch(/最热在 1[3-5] 时：平均体感 \d\d\.\d °C，[\d ,]+ 人中 [\d ,]+ 人家门外为强热应激以上。/);
  expect(said).toMatch(/种 10 棵树后。 平均变化 [−-]\d\.\d+ K。/);
  expect(said).toContain('是本项目的估计');
  await on.page.locator('.class-legend').getByText('体感温度 UTCI').waitFor();
  await on.picture('heat-felt');
  await done.getByText('变化', { exact: true }).click();
  await done.getByLabel('时刻').selectOption({ index: 2 });
  await on.page.locator('.class-legend').getByText('体感变化 10 时').waitFor();
  await act(on.page, 'setHeatForm', { atM: [-1400, 900] });
  const files = await on.saved(6);
  const planting = { trees: 10, crownM: 6, treeM: 8, spacingM: 6, weight: 'residents' };
  const of = on.played('heat', { ringM: RING, planting });
  for (const name of ['classes', 'hours', 'hottest', 'surfaces', 'trees', 'parameters'])
    expect(of(name)).toBe(files.get(`heat-${name}.csv`));
  await on.expectNoProblem();
});
