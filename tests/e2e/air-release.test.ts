import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnalysisPage, openAnalysis } from './analysis-page.ts';
import { readTwin } from './twin-of.ts';

/** Chlorine at the pool of 澄川: limits with people and buildings, what is assumed, the map, the same bytes on the command line. */
let on: AnalysisPage;

beforeAll(async () => {
  on = await openAnalysis('air-release', '泄漏与溯源', {
    lonDeg: 108.7338,
    latDeg: 34.296,
    heightM: 2600,
    pitchDeg: -60,
  });
}, 300_000);
afterAll(() => on.close());

test('a release says who is above which limit and gives no verdict, and the command line writes the same bytes', async () => {
  const panel = on.panel();
  await on.pick('在地图上选泄漏点', [[-2000, 340]]);
  await panel.getByText('已选：东 -2000 m，北 340 m').waitFor();
  await panel.getByLabel('泄漏速率').fill('100');
  await panel.getByLabel('10 m 高处风速').fill('2.5');
  await on.button('推算').click();
  const done = panel.locator('[data-done="air"]');
  await done.waitFor({ timeout: 120_000 });
  const text = await done.innerText();
  expect(text).toMatch(/AEGL-1 以上：居民 [\d,]+ 人、建筑 [\d,]+ 栋，最远到下风 [\d,]+ m。/);
  expect(text).toContain('待核：阈值未对照原文');
  expect(text).toContain('只列出人数与建筑，不作结论');
  expect(text).toContain('地面平坦，不计建筑绕流');
  expect(await done.locator('[data-warns="dense"]').count()).toBe(1);
  await on.page.locator('.class-legend').getByText('最高浓度（mg/m³）').waitFor();
  await on.picture('air-release');
  const files = await on.saved(3);
  const { kind, atM, spreadPct, hasBackground, readings, ...numbers } = (await readTwin(on.page, 'airForm')) as Record<
    string,
    unknown
  >;
  expect([spreadPct, hasBackground, readings]).toEqual([30, false, []]);
  const of = on.played('air', { kind, atM, ...numbers, cellM: 20 });
  for (const name of ['limits', 'buildings', 'parameters']) expect(of(name)).toBe(files.get(`air-release-${name}.csv`));
});

test('a calm is refused in words', async () => {
  await on.panel().getByLabel('10 m 高处风速').fill('0.5');
  await on.button('推算').click();
  await on.panel().getByText('静风时烟团原地打转').waitFor({ timeout: 60_000 });
  await on.expectNoProblem();
});

test('three readings lead to ground with odds and to no point', async () => {
  const panel = on.panel();
  await panel.getByLabel('10 m 高处风速').fill('2.5');
  await panel.getByLabel('要问什么').selectOption('气味从哪里来');
  const readings = [
    [-1700, 340, '5'],
    [-1700, 420, '0.5'],
    [-1500, 340, '2'],
  ] as const;
  for (const [i, [eastM, northM, typed]] of readings.entries()) {
    await on.pick('在地图上加一处读数', [[eastM, northM]]);
    await panel.getByLabel(`${i + 1}：东 ${eastM} 北 ${northM}`).fill(typed);
  }
  await on.button('推算').click();
  const done = panel.locator('[data-done="air"]');
  await done
    .getByText(/源有 90 % 的可能在 [\d.,]+ 公顷之内，排放 [\d.,]+–[\d.,]+ g\/s。/)
    .waitFor({ timeout: 120_000 });
  await on.page.locator('.class-legend').getByText('源在其中的把握').waitFor();
  await on.picture('air-source');
  await on.expectNoProblem();
});
