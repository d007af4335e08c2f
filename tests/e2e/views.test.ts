import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnalysisPage, openAnalysis } from './analysis-page.ts';
import { readTwin } from './twin-of.ts';

/** Views on 澄川: two points picked on the map, who stands between them, the viewshed on the ground, a corridor, a skyline; the tables. */
let on: AnalysisPage;
/** A street beside the towers, and a place beyond them; east, north. */
const FROM = [-1500, 640] as const;
const TO = [-300, -400] as const;

beforeAll(async () => {
  on = await openAnalysis('view-analysis', '视线分析', {
    lonDeg: 108.7325,
    latDeg: 34.292,
    heightM: 1300,
    pitchDeg: -50,
  });
}, 300_000);
afterAll(() => on.close());

const analyse = async () => {
  await on.panel().getByRole('button', { name: '分析', exact: true }).click();
  await expect
    .poll(
      async () =>
        ((await readTwin(on.page, 'analyses')) as Record<string, { kind: string } | undefined>)['view-analysis']?.kind,
      {
        timeout: 120_000,
      },
    )
    .toBe('done');
};
const kind = (name: string) => on.panel().getByLabel('分析类别').selectOption({ label: name });

test('a click on the map sets the viewpoint', async () => {
  await on.panel().getByRole('button', { name: '选取视点', exact: true }).click();
  await on.page.mouse.click(850, 450);
  await on
    .panel()
    .locator('[data-point=from]')
    .getByText(/(地面|屋顶或墙面)，[\d.]+ m/)
    .waitFor({ timeout: 120_000 });
});

test('who stands between two points is listed, selected by a click, saved, and the same on the command line', async () => {
  await on.pick('选取视点', [FROM]);
  await on.pick('选取目标', [TO]);
  await analyse();
  await on
    .panel()
    .getByText(/不通视：[\d,.]+ m 内有 \d+ 处遮挡/)
    .waitFor();
  expect(await on.panel().locator('.line-chart').count()).toBe(1);
  await on.page.locator('.class-legend').getByText('被遮挡').waitFor();
  await on.picture('sight');
  const rows = await on.panel().locator('.data-table tbody tr').count();
  const files = await on.saved(2);
  const csv = files.get('sight-obstacles.csv') ?? '';
  expect(csv.trim().split('\n')).toHaveLength(rows + 1);
  const parameters = files.get('sight-parameters.csv') ?? '';
  await on.panel().locator('.data-table .link').first().click();
  await expect.poll(() => readTwin(on.page, 'selectedGid')).not.toBeNull();
  await on.leaveCard();

  const request = JSON.parse(/request,"(.*)"/.exec(parameters)?.[1].replaceAll('""', '"') ?? '');
  expect(on.played('view', request)('obstacles')).toBe(csv);
});

test('a viewshed colours the ground, with its legend and its share', async () => {
  await kind('视域');
  await on.panel().getByLabel('眼高', { exact: true }).fill('30');
  await analyse();
  const text = await on
    .panel()
    .getByText(/公顷开敞地面中/)
    .innerText();
  const percent = Number(/([\d.]+) % 可见/.exec(text)?.[1]);
  expect(percent).toBeGreaterThan(1);
  expect(percent).toBeLessThan(99);
  await on.page.locator('.class-legend').getByText('从视点看到的地面').waitFor();
  await on.picture('viewshed');
});

test('a corridor tints what rises into it, a skyline says how open the sky is', async () => {
  await kind('视廊');
  await on.panel().getByLabel('眼高', { exact: true }).fill('2');
  await analyse();
  await on
    .panel()
    .getByText(/\d+ 栋建筑伸入视廊/)
    .waitFor();
  await on.picture('corridor');
  await kind('天际线');
  await analyse();
  const sky = await on.panel().getByText('天空占比').locator('..').locator('dd').innerText();
  expect(Number.parseFloat(sky)).toBeGreaterThan(20);
  await on.picture('skyline');
  await kind('地标可见');
  await on.panel().getByLabel('顶部高出该点').fill('60');
  await analyse();
  await on
    .panel()
    .getByText(/公顷开敞地面中，[\d.]+ % 能看到地标顶部/)
    .waitFor();
  await on.picture('landmark');
  await on.panel().getByRole('button', { name: '清除', exact: true }).click();
  expect(await on.page.locator('.class-legend').count()).toBe(0);
  await on.expectNoProblem();
});
