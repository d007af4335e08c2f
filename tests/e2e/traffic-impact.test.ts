import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnalysisPage, openAnalysis } from './analysis-page.ts';
import { readTwin } from './twin-of.ts';

/** Who is late on 澄川 when the bridge of the axis closes: a line drawn across it, roads drawn by their change, the same bytes on the command line. */
let on: AnalysisPage;

/** Across the bridge of the axis over the river, east and north in metres. */
const ACROSS = [
  [-1330, -1000],
  [-1170, -1000],
] as const;

beforeAll(async () => {
  on = await openAnalysis('traffic-impact', '交通影响', null);
}, 300_000);
afterAll(() => on.close());

test('a bridge is closed by a line, who is late is told, and the command line writes the same bytes', async () => {
  const panel = on.panel();
  await on.pick('画线封路', ACROSS);
  await on.button('结束').click();
  await panel.getByText('封路 1').waitFor();
  await on.button('计算').click();
  const done = panel.locator('[data-done="impact"]');
  await done.waitFor({ timeout: 240_000 });
  expect(await done.innerText()).toMatch(
    /早高峰一小时 [\d,]+ 次小汽车出行平均每次晚 [\d.]+ 分钟，[\d,]+ 人晚 1 分钟以上/,
  );
  await done.getByText('目的地按图层“建筑”的 224,000 个岗位。').waitFor();
  await done.getByRole('table', { name: '变化最大的路段' }).waitFor();
  await on.page.locator('.class-legend').getByText('车流增减（辆/时）').waitFor();
  await on.picture('traffic-impact-change');
  await panel.getByText('饱和度', { exact: true }).click();
  await on.page.locator('.class-legend').getByText('需求/能力（之后）').waitFor();
  await on.picture('traffic-impact-ratio');
  const files = await on.saved(4);
  const { roads } = (await readTwin(on.page, 'impactForm')) as { roads: { closed: unknown[] } };
  expect(roads.closed.length).toBeGreaterThan(0);
  const numbers = { hour: 'morning', tripsPerPerson: 2.3, carRatio: 0.25, peoplePerCar: 1.4, hourRatio: 0.11 };
  const ways = { outsideRatio: 0.2, decayPerMin: 0.1, greenRatio: 0.45, zoneM: 300, gapRatio: 0.001 };
  const of = on.played('traffic', { ...numbers, ...ways, roads, opened: [] });
  for (const name of ['roads', 'zones', 'faults', 'parameters'])
    expect(of(name)).toBe(files.get(`traffic-impact-${name}.csv`));
  await on.expectNoProblem();
});
