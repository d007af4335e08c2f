import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnalysisPage, openAnalysis } from './analysis-page.ts';
import { ROOT } from './house.ts';
import { readTwin } from './twin-of.ts';

/** The pipe network of 澄川: a trace, a burst and the clearances, each with the numbers of the command line. */
let on: AnalysisPage;

beforeAll(async () => {
  on = await openAnalysis('pipe-network', '管网分析', null);
}, 300_000);
afterAll(() => on.close());

const choose = (label: string, option: string) => on.panel().getByLabel(label, { exact: true }).selectOption(option);
const status = () => on.panel().getByRole('status').locator('b');

test('a sewer is traced down to its end: listed, saved, and the same on the command line', async () => {
  await choose('系统', '污水');
  await choose('方向', '下游');
  await on.pick('在图上选管线', [[-1900, 1000]]);
  await on.panel().getByRole('button', { name: '追踪', exact: true }).click();
  await expect.poll(() => status().innerText()).toContain('的下游');
  await on.page.locator('.class-legend').getByText('追踪所及').waitFor();
  await on.picture('trace');
  const files = await on.saved(2);
  const of = on.played('pipe', {
    kind: 'trace',
    pipe: { by: 'place', atM: [-1900, 1000], system: 'sanitary' },
    way: 'down',
  });
  expect(files.get('pipe-network-pipes.csv')).toBe(of('pipes'));
  expect(of('pipes').trim().split('\n').length).toBeGreaterThan(20);
  await on.panel().locator('.data-table .link').first().click();
  await expect.poll(() => readTwin(on.page, 'selectedGid')).not.toBeNull();
  await on.leaveCard();
  await on
    .panel()
    .getByRole('button', { name: /^用所选 pipe-WS/ })
    .waitFor();
});

test('a burst gas main: the valves to close and who has no gas, sources said to be assumed', async () => {
  await choose('分析内容', '爆管关阀');
  await choose('系统', '燃气');
  await on.pick('在图上选管线', [[-1269, 1010]]);
  await on.panel().getByRole('button', { name: '求关阀方案' }).click();
  await expect.poll(() => status().innerText()).toContain('可隔断爆管段');
  await on.panel().getByText('未指定供给点').waitFor();
  await on.picture('burst');
  const files = await on.saved(4);
  const of = on.played('pipe', {
    kind: 'burst',
    pipe: { by: 'place', atM: [-1269, 1010], system: 'gas' },
    valves: 'given',
    broken: [],
    sourcesM: [],
    reachM: 100,
  });
  for (const table of ['valves', 'pipes', 'customers']) expect(files.get(`pipe-network-${table}.csv`)).toBe(of(table));
  const shown = await on.panel().locator('.pipe-figures').innerText();
  const customers = of('customers').trim().split('\n').length - 1;
  expect(shown.replaceAll(/[\s,\u202f\u2009]/g, '')).toContain(`停供建筑${customers}`);
});

test('clearances list what the city planted, every figure marked unverified', async () => {
  await choose('分析内容', '净距检查');
  await choose('系统', '全部');
  await on.panel().getByRole('button', { name: '检查', exact: true }).click();
  await expect.poll(() => status().innerText(), { timeout: 180_000 }).toContain('小于表列值');
  await on.panel().getByRole('img', { name: '待核' }).first().waitFor();
  await on.picture('clearance');
  const files = await on.saved(2);
  const csv = files.get('pipe-network-clearances.csv') ?? '';
  const of = on.played('pipe', {
    kind: 'clearance',
    systems: ['storm', 'sanitary', 'water', 'gas', 'heat', 'power', 'telecom'],
    checks: ['crossing', 'beside', 'building', 'cover', 'parcel', 'road'],
    planned: [],
  });
  expect(csv).toBe(of('clearances'));
  const [under] = ((await on.panel().locator('[data-streets]').textContent()) ?? '').match(/[\d,]+/) ?? [];
  expect(of('parameters')).toContain(`under_planned_streets,${under?.replaceAll(',', '')}\n`);
  const planted = JSON.parse(readFileSync(join(ROOT, 'public/city/chengchuan/pipe-conflicts.json'), 'utf8')) as {
    a: string;
    b: string;
  }[];
  expect(planted.length).toBeGreaterThanOrEqual(24);
  for (const { a, b } of planted)
    expect(csv.split('\n').some((line) => line.includes(`"${a}"`) && line.includes(`"${b}"`))).toBe(true);
  await on.expectNoProblem();
});
