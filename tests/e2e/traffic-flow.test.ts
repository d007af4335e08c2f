import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnalysisPage, openAnalysis } from './analysis-page.ts';
import { act, readTwin } from './twin-of.ts';

/** The vehicles of 澄川 for five minutes of the morning: they are on the picture by the clock, and the command line comes to the same hash. */
let on: AnalysisPage;

beforeAll(async () => {
  on = await openAnalysis('traffic-impact', '交通影响');
}, 300_000);
afterAll(() => on.close());

test('faults of the road network are listed by kind, marked on the map and flown to, in both languages', async () => {
  const panel = on.panel();
  await panel.getByText(/共 18 处，按每行所说处理，其余照算/).waitFor();
  await on.button('不相连 18').click();
  await panel.getByText('丰阳街：1 段道路（共 90 m）与路网主体不相连，没有车从那里出发或到达').waitFor();
  const marks = on.page.locator('.road-faults path.fault-place.sketch-line');
  await expect.poll(() => marks.count()).toBe(1);
  await on.picture('road-faults');
  const before = await readTwin(on.page, 'camera');
  await on.button('丰阳街').click();
  await expect.poll(() => readTwin(on.page, 'camera')).not.toEqual(before);
  await act(on.page, 'speak', 'en');
  const english = on.page.getByRole('region', { name: 'Traffic impact' });
  await english
    .getByText('Fengyang Street: 1 segment (90 m) is not joined to the main network; no trip begins or ends there')
    .waitFor();
  await english.getByRole('button', { name: 'Not joined: 18', exact: true }).click();
  await expect.poll(() => marks.count()).toBe(0);
  await act(on.page, 'speak', 'zh');
});

test('a run that is being prepared says how far it is, and can be stopped', async () => {
  await act(on.page, 'setFlowForm', { minutes: 5 });
  await on.button('推演车辆').click();
  await on
    .panel()
    .getByText(/准备 \d+/)
    .waitFor();
  await on.button('停止').click();
  await on.panel().getByText('已停止').waitFor();
  await on.button('清除').click();
});

test('vehicles are played, shown by the clock, and come to what the command line does', async () => {
  const panel = on.panel();
  await act(on.page, 'setFlowForm', { minutes: 5 });
  await on.button('推演车辆').click();
  await panel.getByText('正在让车辆按排队另选路线，并准备道路…').waitFor();
  await panel.getByText('先看静态分配（不计排队）').waitFor();
  await on.picture('traffic-flow-first');
  const figures = panel.locator('[data-done="flow"]');
  await figures.waitFor({ timeout: 240_000 });
  await figures.getByRole('table', { name: '最长的排队' }).waitFor({ timeout: 240_000 });
  await figures
    .getByText(/路线按排队调整了 \d+ 轮/)
    .first()
    .waitFor();
  await figures.getByText('未经实测校准，不能作为预测').waitFor();
  const { 'traffic-flow': runs } = (await readTwin(on.page, 'runs')) as Record<
    string,
    { list: { startMs: number; endS: number; timesS: number[]; hash: string; form: unknown }[] }
  >;
  const [run] = runs.list;
  expect(run.timesS.at(-1)).toBe(300);
  await act(on.page, 'showTime', run.startMs + 240_000);
  await on.page.locator('.mode-bar').getByText('车流 A').waitFor();
  await on.page.locator('.class-legend').getByText('推演的车辆').waitFor();
  await on.picture('traffic-flow');
  expect(on.played('traffic-flow', run.form)('parameters')).toContain(run.hash);
  await on.expectNoProblem();
});

test('a drawn area is left by car: when all are out, who is cut off, and the command line comes to the same', async () => {
  const panel = on.panel();
  await on.pick('画撤离范围', [
    [-300, -300],
    [200, -300],
    [200, 150],
    [-300, 150],
  ]);
  await on.button('结束').click();
  await panel.getByText('已画范围 0.23 km²').waitFor();
  await act(on.page, 'setEvacuationForm', { overMin: 5 });
  await on.button('推演疏散').click();
  const figures = panel.locator('[data-done="flow"]');
  await figures.getByText(/位居民开 [\d,]+ 辆车，经 \d+ 条道路撤离/).waitFor({ timeout: 240_000 });
  await figures.getByText('100 % 撤出（分钟）').waitFor();
  await figures.getByRole('img', { name: '已撤出的车辆' }).waitFor();
  await on.picture('evacuation');
  await act(on.page, 'speak', 'en');
  await on.page.getByText('100 % out (min)').waitFor();
  await on.page.getByText(/vehicles of [\d,]+ residents leave by \d+ roads/).waitFor();
  await act(on.page, 'speak', 'zh');
  const { 'traffic-flow': runs } = (await readTwin(on.page, 'runs')) as Record<
    string,
    { list: { name: string; hash: string; form: unknown }[] }
  >;
  const run = runs.list.find(({ name }) => name.startsWith('疏散'));
  expect(run && on.played('traffic-flow', run.form)('parameters')).toContain(run?.hash);
  await on.expectNoProblem();
});
