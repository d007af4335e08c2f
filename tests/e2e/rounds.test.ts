import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnalysisPage, openAnalysis } from './analysis-page.ts';
import { act, readTwin } from './twin-of.ts';

/** Visits to 澄川's schools from two depots: who goes where and when, drawn on the ground, and the same bytes on the command line. */
let on: AnalysisPage;

const SCHOOL = { layer: 'buildings', attribute: 'use', value: 'school' };
const DEPOTS: [number, number][] = [
  [-1200, 300],
  [1600, 900],
];

beforeAll(async () => {
  on = await openAnalysis('rounds', '巡查路线', null);
}, 300_000);
afterAll(() => on.close());

test('schools are visited from two depots, and the command line writes the same bytes', async () => {
  const panel = on.panel();
  await panel.getByLabel('图层 · 属性').selectOption({ label: '建筑 · 类别' });
  await panel.getByLabel('设施', { exact: true }).selectOption('school');
  await panel.getByLabel('每处作业').fill('20');
  await act(on.page, 'setRoundsForm', {
    depots: { by: 'points', of: { layer: '', attribute: '', value: '' }, pointsM: DEPOTS },
    searchThousands: 1,
  });
  await on.button('计算').click();
  const done = panel.locator('[data-done="rounds"]');
  await done.waitFor({ timeout: 240_000 });
  expect(await done.innerText()).toMatch(/\d 辆车跑完 24 处，共行驶 \d+ 分钟、[\d.]+ km/);
  await on.page.locator('.class-legend').getByText('各车路线').waitFor();
  await on.picture('rounds-of-schools');
  const { closed } = (await readTwin(on.page, 'roundsForm')) as { closed: unknown[] | null };
  const of = on.played('rounds', {
    task: { by: 'stops', of: { by: 'attribute', ...SCHOOL }, serviceMin: 20 },
    depots: { by: 'points', pointsM: DEPOTS },
    searchThousands: 1,
    ...(closed ? { closed } : {}),
  });
  const files = await on.saved(4);
  for (const [name, text] of files) expect(of(name.replace(/^rounds-|\.csv$/g, ''))).toBe(text);
  await on.expectNoProblem();
});
