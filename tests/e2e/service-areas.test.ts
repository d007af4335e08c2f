import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnalysisPage, openAnalysis } from './analysis-page.ts';
import { readTwin } from './twin-of.ts';

/** Service areas on 澄川: the schools' 5, 10 and 15 minutes drawn, residents by time, load of each, the same bytes on the command line. */
let on: AnalysisPage;

beforeAll(async () => {
  on = await openAnalysis('service-areas', '步行服务圈', null);
}, 300_000);
afterAll(() => on.close());

test('schools are chosen, minutes are drawn, and the command line writes the same bytes', async () => {
  await on.panel().getByLabel('图层 · 属性').selectOption({ label: '建筑 · 类别' });
  await on.panel().getByLabel('设施', { exact: true }).selectOption('school');
  await on.button('计算').click();
  await on.panel().locator('[data-done="service"]').waitFor({ timeout: 180_000 });
  await on.page.locator('.class-legend').getByText('步行时间（分钟）').waitFor();
  await on.picture('service-schools');
  const files = await on.saved(3);
  const facilities = { by: 'attribute', layer: 'buildings', attribute: 'use', value: 'school' };
  const parameters = { minutes: [5, 10, 15], direction: 'to', crossingWaitS: 20, reachM: 200, cellM: 20 };
  // Works of the day of the test close roads of the city: the page walks round them by itself, and a case must say which.
  const { closed } = (await readTwin(on.page, 'serviceForm')) as { closed: unknown[] | null };
  const works = closed ? { closed } : {};
  const of = on.played('service', { facilities, ...parameters, demandPerResident: 1, ...works });
  for (const name of ['facilities', 'times', 'parameters'])
    expect(of(name)).toBe(files.get(`service-areas-${name}.csv`));
  await on.expectNoProblem();
});
