import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnalysisPage, openAnalysis } from './analysis-page.ts';
import { act } from './twin-of.ts';

/** Road noise on 澄川: an area, a lower limit on main roads, levels drawn, who gains, the same bytes on the command line. */
let on: AnalysisPage;

const RING: [number, number][] = [
  [-1500, 800],
  [-1300, 800],
  [-1300, 1000],
  [-1500, 1000],
];

beforeAll(async () => {
  on = await openAnalysis('noise-map', '道路噪声', null);
}, 300_000);
afterAll(() => on.close());

test('a lower limit is quieter by night, roads are said to be inferred, and the command line writes the same bytes', async () => {
  const panel = on.panel();
  await act(on.page, 'setNoiseForm', { ringM: RING });
  await panel.getByLabel('测点间距').fill('25');
  await panel.getByLabel('限速不超过').fill('30');
  await on.button('计算').click();
  const done = panel.locator('[data-done="noise"]');
  await done.waitFor({ timeout: 240_000 });
  const said = await done.innerText();
  expect(said).toMatch(/[\d ,]+ 人中，夜间立面声级超过限值的 [\d ,]+ 人。/);
  expect(said).toMatch(/最吵立面平均 [−-]\d+\.\d dB/);
  expect(said).toContain('车流量按道路等级与车道数推断');
  expect(said).toContain('GB 3096-2008，待核');
  await on.page.locator('.class-legend').getByText('道路噪声 昼间').waitFor();
  await on.picture('noise-levels');
  await done.getByText('变化', { exact: true }).click();
  await on.page.locator('.class-legend').getByText('变化，dB').waitFor();
  await on.picture('noise-change');
  const files = await on.saved(3);
  const change = { roads: 'all', speedLimitKmPerH: 30, trafficPct: 100, surfaceDb: 0 };
  const of = on.played('noise', { ringM: RING, spacingM: 25, change });
  for (const name of ['bands', 'limits', 'parameters']) expect(of(name)).toBe(files.get(`noise-${name}.csv`));
  await on.expectNoProblem();
});
