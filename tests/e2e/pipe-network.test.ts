import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PipeRequest } from '../../model/scenarios/pipe-network.ts';
import { type House, openHouse, openPage, ROOT, untilReady, type Watch } from './house.ts';
import { act, problemsOf, readTwin } from './twin-of.ts';

/** The pipe network of 澄川: a trace, a burst and the clearances, each with the numbers of the command line. */
let house: House;
let page: Page;
let watch: Watch;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-pipes-'));
  house = await openHouse();
  ({ page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    at: '?city=chengchuan&desk=plan&quality=fast',
  }));
  await page.locator('.desk').waitFor({ timeout: 90_000 });
  await act(page, 'setShadows', false);
  await page.getByRole('button', { name: '管网分析' }).click();
  const sight = { lonDeg: 108.7363, latDeg: 34.303, heightM: 1500, headingDeg: 0, pitchDeg: -60 };
  await act(page, 'flyTo', sight, 0);
  await untilReady(page);
}, 300_000);
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

const picture = async (name: string) => {
  if (!process.env.VIEW_PICTURES) return;
  await untilReady(page);
  await page.screenshot({ path: `${process.env.VIEW_PICTURES}/${name}.png` });
};
const panel = () => page.getByRole('region', { name: '管网分析' });
const choose = (label: string, option: string) => panel().getByLabel(label, { exact: true }).selectOption(option);
const status = () => panel().getByRole('status').locator('b');

/** As a click there would set it: what a click hits depends on the machine's picture. */
const pick = async (eastM: number, northM: number) => {
  await panel().getByRole('button', { name: '在图上选管线' }).click();
  await act(page, 'addPickPoint', {
    lonLat: { lonDeg: 108.73, latDeg: 34.3, heightM: 380 },
    enu: [eastM, northM, 0],
    elevationM: 380,
    on: 'ground',
  });
};

/** The tables that the panel saves, by name. */
async function saved(count: number): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const coming: Promise<void>[] = [];
  page.on('download', (one) => {
    coming.push(
      one.path().then(async (path) => {
        files.set(one.suggestedFilename(), (await readFile(path, 'utf8')).replace(/^\ufeff/, ''));
      }),
    );
  });
  await panel().getByRole('button', { name: '导出 CSV' }).click();
  await expect.poll(() => coming.length, { timeout: 30_000 }).toBe(count);
  await Promise.all(coming);
  page.removeAllListeners('download');
  return files;
}

/** The same question on the command line; its tables. */
function played(id: string, analysis: PipeRequest): (table: string) => string {
  const file = join(folder, `${id}.json`);
  const title = { zh: '管网', en: 'Pipes' };
  writeFileSync(file, JSON.stringify({ format: 1, kind: 'pipe', id, title, city: 'chengchuan', analysis }));
  const out = join(folder, id);
  execFileSync(process.execPath, [join(ROOT, 'build/node/cli/shapan.js'), 'sim', 'pipe', file, '--out', out], {
    stdio: 'ignore',
  });
  return (table) => readFileSync(join(out, `${table}.csv`), 'utf8');
}

test('a sewer is traced down to its end: listed, drawn, saved, and the same on the command line', async () => {
  await choose('系统', '污水');
  await choose('方向', '下游');
  await pick(-1900, 1000);
  await panel().getByRole('button', { name: '追踪', exact: true }).click();
  await expect.poll(() => status().innerText(), { timeout: 120_000 }).toContain('的下游');
  await expect.poll(() => page.locator('.pipe-traced path').count()).toBe(2);
  await page.locator('.class-legend').getByText('追踪所及').waitFor();
  await picture('trace');
  const files = await saved(2);
  const of = played('trace', {
    kind: 'trace',
    pipe: { by: 'place', atM: [-1900, 1000], system: 'sanitary' },
    way: 'down',
  });
  expect(files.get('pipe-network-pipes.csv')).toBe(of('pipes'));
  expect(of('pipes').trim().split('\n').length).toBeGreaterThan(20);
  await panel().locator('.analysis-table .link').first().click();
  await expect.poll(() => readTwin(page, 'selectedGid'), { timeout: 30_000 }).not.toBeNull();
  await panel()
    .getByRole('button', { name: /^用所选 pipe-WS/ })
    .waitFor();
});

test('a burst gas main: the valves to close and who has no gas, sources said to be assumed', async () => {
  await choose('分析内容', '爆管关阀');
  await choose('系统', '燃气');
  await pick(-1269, 1010);
  await panel().getByRole('button', { name: '求关阀方案' }).click();
  await expect.poll(() => status().innerText(), { timeout: 120_000 }).toContain('可隔断爆管段');
  await panel().getByText('未指定供给点').waitFor();
  await expect.poll(() => page.locator('.pipe-close .sketch-corner').count()).toBeGreaterThan(0);
  await picture('burst');
  const files = await saved(4);
  const of = played('burst', {
    kind: 'burst',
    pipe: { by: 'place', atM: [-1269, 1010], system: 'gas' },
    valves: 'given',
    broken: [],
    sourcesM: [],
    reachM: 100,
  });
  for (const table of ['valves', 'pipes', 'customers']) expect(files.get(`pipe-network-${table}.csv`)).toBe(of(table));
  const shown = await panel().locator('.pipe-figures').innerText();
  const customers = of('customers').trim().split('\n').length - 1;
  expect(shown.replaceAll(/[\s,\u202f\u2009]/g, '')).toContain(`停供建筑${customers}`);
});

test('clearances list what the city planted, every figure marked unverified', async () => {
  await choose('分析内容', '净距检查');
  await choose('系统', '全部');
  await panel().getByRole('button', { name: '检查', exact: true }).click();
  await expect.poll(() => status().innerText(), { timeout: 180_000 }).toContain('小于表列值');
  await panel().getByText('待核').first().waitFor();
  await picture('clearance');
  const files = await saved(2);
  const csv = files.get('pipe-network-clearances.csv') ?? '';
  const of = played('clearance', {
    kind: 'clearance',
    systems: ['storm', 'sanitary', 'water', 'gas', 'heat', 'power', 'telecom'],
    checks: ['crossing', 'beside', 'building', 'cover', 'parcel'],
    planned: [],
  });
  expect(csv).toBe(of('clearances'));
  const planted = JSON.parse(readFileSync(join(ROOT, 'public/city/chengchuan/pipe-conflicts.json'), 'utf8')) as {
    a: string;
    b: string;
  }[];
  expect(planted.length).toBeGreaterThanOrEqual(24);
  for (const { a, b } of planted)
    expect(csv.split('\n').some((line) => line.includes(`"${a}"`) && line.includes(`"${b}"`))).toBe(true);
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
});
