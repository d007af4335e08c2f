import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CrowdEnsemble, CrowdRunFacts, CrowdSiteOptions } from '../../src/plugins/crowd/slice.ts';
import { smallStoreys } from '../readers/ifc/small-storeys.ts';
import { openTool } from './desk.ts';
import { foreignRequests, type House, LIGHT, openHouse, openPage, ROOT } from './house.ts';
import { act, problemsOf, readTwin, runsIn } from './twin-of.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** The square before the metro's entrances beside the stadium. */
const AREA = { westM: -2420, southM: 480, eastM: -2180, northM: 620 };

/** Lanes and houses about the drum tower's square. */
const OLD_TOWN = { westM: 1000, southM: 300, eastM: 1300, northM: 600 };

/** All of its stands. */
const STADIUM = { westM: -2680, southM: 20, eastM: -2340, northM: 320 };
const STAND = 'wk-stadium-stand-G03';

const runs = (page: Page) => runsIn<CrowdRunFacts>(page, 'crowd');

async function saved(page: Page, button: string): Promise<string> {
  const download = page.waitForEvent('download', { timeout: 120_000 });
  // At once: a page that draws with the processor is seldom still enough for a click by hand.
  await page
    .getByRole('button', { name: button })
    .first()
    .evaluate((element) => (element as HTMLElement).click());
  return readFileSync(await (await download).path(), 'utf8');
}

/** The hash of a case that the page saved, walked by the command line on two threads. */
function hashOfCommandLine(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-e2e-crowd-'));
  writeFileSync(join(folder, 'scenario.json'), text);
  const shapan = join(ROOT, 'build/node/cli/shapan.js');
  const args = ['sim', 'crowd', folder, '--out', join(folder, 'out'), '--threads', '2', '--json'];
  return JSON.parse(execFileSync(process.execPath, [shapan, ...args], { encoding: 'utf8', timeout: 120_000 }))
    .resultHash;
}

test('a square empties: the run ends, its people stand on the picture, its hash is the command line’s', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 960,
    height: 540,
    picture: 'off',
    at: `?quality=fast#desk=command&${LIGHT}&c=108.725,34.302,420,0,-48`,
  });
  await openTool(page, 'crowd');
  const start = page.getByRole('button', { name: '开始推演' });
  await start.waitFor({ timeout: 120_000 });
  const place = { kind: 'area' as const, area: AREA, perM2: 0.02 };
  await act(page, 'changeCrowd', { place, exits: [], hesitate: false, preset: 'prescriptive', endMin: 3, seed: 7 });
  await expect.poll(() => start.isEnabled()).toBe(true);
  expect(await page.locator('.crowd .cost').textContent()).toMatch(/\d+ 人/);

  await start.evaluate((button) => (button as HTMLElement).click());
  await expect
    .poll(async () => (await runs(page))[0]?.status.kind, { timeout: 120_000, interval: 500 })
    .toMatch(/done|failed/);
  const [run] = await runs(page);
  expect(run.status).toEqual({ kind: 'done' });
  expect(run.people).toBeGreaterThan(200);
  const { left, remained, clearance50S, clearance95S } = run.facts ?? expect.fail('expected the facts of a run');
  expect(left + Object.values(remained).reduce((sum, count) => sum + count, 0)).toBe(run.people);
  expect(left / run.people).toBeGreaterThan(0.95);
  expect(clearance95S).toBeGreaterThan(clearance50S ?? Number.POSITIVE_INFINITY);

  // What it found stands in front of its form.
  await page.getByRole('button', { name: '改条件' }).click();
  // The case as the page saves it, walked in Node: the same bits.
  const text = await saved(page, '存为算例文件');
  expect(hashOfCommandLine(text)).toBe(run.hash);

  // Opened again it is one more case, the form's, and the same one when it is saved; another city's is refused in words.
  const tab = async (name: string) =>
    await page
      .locator('.crowd')
      .getByRole('tab', { name })
      .evaluate((element) => (element as HTMLElement).click());
  await tab('设置');
  const open = (name: string, json: string) =>
    page.getByLabel('打开算例文件').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(json) });
  await open('elsewhere.json', text.replace('"chengchuan"', '"elsewhere"'));
  await page
    .getByText('elsewhere.json: ground.id：应为打开的城市 "chengchuan"，现为 "elsewhere"')
    .waitFor({ timeout: 120_000 });
  await open('mine.json', text);
  await expect.poll(() => page.locator('.crowd .choice[aria-pressed=true]').textContent()).toContain('所选范围疏散');
  await expect.poll(() => start.isEnabled()).toBe(true);
  expect(JSON.parse(await saved(page, '存为算例文件'))).toEqual(JSON.parse(text));

  // A stand's people, nobody on the ground: where they sit they are in the case. Marshals who contradict each other are refused in words.
  const isStandsOffered = async () =>
    ((await readTwin(page, 'crowdSiteOptions')) as CrowdSiteOptions | null)?.stands.length;
  await act(page, 'changeCrowd', { place: { kind: 'area', area: STADIUM, perM2: 0 }, exits: [], orders: [] });
  await expect.poll(isStandsOffered).toBe(20);
  // Streets that a wall parts from the stadium are no way out of it: such a run is refused, and they are left out.
  const { exits } = (await readTwin(page, 'crowdSiteOptions')) as CrowdSiteOptions;
  const ways = exits.map(({ id }) => id).filter((id) => id.startsWith('dr-stadium'));
  await act(page, 'changeCrowd', { stands: [{ id: STAND, people: 600 }], exits: ways });
  await expect.poll(() => page.locator('.crowd .cost').textContent()).toContain('600 人');
  expect(JSON.parse(await saved(page, '存为算例文件')).populations).toMatchObject([
    { id: STAND, count: 600, where: { kind: 'walkable', ids: [STAND] } },
  ]);
  const order = { population: STAND, fromMin: 0, toMin: 5, followPct: 100 };
  await act(page, 'changeCrowd', { orders: ways.slice(0, 2).map((exit) => ({ ...order, exit })) });
  await page.getByText(`${STAND} 同时被引向`).waitFor({ timeout: 120_000 });

  // Residents: those who are at home in the old town's houses at ten in the evening, each with the house in the case.
  const homes = { day: 'weekday' as const, hour: 22 };
  const none = { stands: [], orders: [], exits: [] };
  await act(page, 'changeCrowd', { place: { kind: 'area', area: OLD_TOWN, perM2: 0 }, homes, ...none });
  await page.getByText('94 % 在家').waitFor({ timeout: 120_000 });
  await expect.poll(() => start.isEnabled()).toBe(true);
  const [residents, ...others] = JSON.parse(await saved(page, '存为算例文件')).populations;
  expect([residents.id, others]).toEqual(['residents', []]);
  const { houses } = residents.where as { houses: { people: number }[] };
  expect(houses.length).toBeGreaterThan(100);
  expect(houses.reduce((sum, { people }) => sum + people, 0)).toBe(residents.count);
  await tab('推演记录');

  await page.getByRole('button', { name: '看结果' }).click();
  // Simulated, and said so; at the start everyone is inside, at the end as many out as the facts say.
  expect(await page.locator('.mode-bar').textContent()).toContain('模拟');
  const outAt = async () => (await page.locator('.curve b').first().textContent())?.replace(/\D/g, '');
  await act(page, 'showTime', run.startMs);
  await expect.poll(outAt).toBe('0');
  await act(page, 'showTime', run.startMs + (run.timesS.at(-1) ?? 0) * 1000);
  await expect.poll(outAt).toBe(String(left));

  await act(page, 'showTime', run.startMs + 20_000);
  await act(page, 'colourCrowd', 'density');
  await act(page, 'heatCrowd', 'highest');
  await page.getByText('全程最大密度').waitFor({ timeout: 120_000 });
  const csv = await saved(page, '导出 N–t');
  expect(csv.trim().split('\r\n')).toHaveLength(left + 1);

  expect(await problemsOf(page)).toEqual([]);
  expect(watch.errors).toEqual([]);
  expect(foreignRequests(watch, house)).toEqual([]);
  await context.close();
});

/** A hall of 20 × 12 m with an exit of 2 m in its east wall and a kiosk. */
const HALL = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: {},
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [20, 0],
            [20, 12],
            [0, 12],
            [0, 0],
          ],
          [
            [8, 5],
            [10, 5],
            [10, 7],
            [8, 7],
            [8, 5],
          ],
        ],
      },
    },
    {
      type: 'Feature',
      properties: { kind: 'exit' },
      geometry: {
        type: 'LineString',
        coordinates: [
          [20, 5],
          [20, 7],
        ],
      },
    },
  ],
});

test('four classes of people, a floor plan of one’s own, and the same plan with three seeds', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    picture: 'off',
    at: `?quality=fast#desk=command&${LIGHT}&c=108.725,34.302,420,0,-48`,
  });
  await openTool(page, 'crowd');
  const start = page.getByRole('button', { name: '开始推演' });
  await start.waitFor({ timeout: 120_000 });

  // Classes of a drawn box are populations of its case, as many as before.
  const place = { kind: 'area' as const, area: AREA, perM2: 0.02 };
  await act(page, 'changeCrowd', { place, exits: [], hesitate: false, preset: 'prescriptive', endMin: 3, seed: 7 });
  await expect.poll(() => start.isEnabled()).toBe(true);
  const countOf = async () =>
    Number(/([\d,]+) 人/.exec((await page.locator('.crowd .cost').textContent()) ?? '')?.[1].replaceAll(',', ''));
  const alike = await countOf();
  await page.getByLabel('儿童').fill('15');
  await page.getByLabel('老人').fill('20');
  await expect.poll(() => start.isEnabled()).toBe(true);
  await expect.poll(countOf).toBe(alike);
  const { populations } = JSON.parse(await saved(page, '存为算例文件')) as {
    populations: { id: string; profile: string; count: number }[];
  };
  expect(populations.map(({ profile }) => profile)).toEqual(['adult', 'child', 'elderly']);
  expect(populations.reduce((sum, { count }) => sum + count, 0)).toBe(alike);

  // A file that is no plan is refused in words; a hall stands in the middle of the box, and its people leave by its own exit.
  const openFile = (name: string, text: string) =>
    page.getByLabel('打开平面图').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  await openFile('none.geojson', '{"type":"FeatureCollection","features":[]}');
  await page.getByText('none.geojson：没有可步行的多边形').waitFor({ timeout: 120_000 });
  // Of a building model the storey with a way out is taken, read by WebAssembly in a worker of its own.
  const buffer = Buffer.from(smallStoreys());
  await page.getByLabel('打开平面图').setInputFiles({ name: 'house.ifc', mimeType: 'application/x-step', buffer });
  await expect.poll(() => page.getByLabel('楼层').inputValue({ timeout: 120_000 })).toBe('0');
  await page.getByText('2 处门洞').waitFor();
  await openFile('hall.geojson', HALL);
  await page.getByText('1 个出口').waitFor({ timeout: 120_000 });
  await expect.poll(countOf).toBe(59);
  await expect.poll(() => start.isEnabled()).toBe(true);
  const text = await saved(page, '存为算例文件');
  await start.evaluate((button) => (button as HTMLElement).click());
  await expect
    .poll(async () => (await runs(page))[0]?.status.kind, { timeout: 120_000, interval: 500 })
    .toMatch(/done|failed/);
  const [run] = await runs(page);
  expect([run.status, run.name, run.facts?.left]).toEqual([{ kind: 'done' }, '人群 A', 59]);
  expect(hashOfCommandLine(text)).toBe(run.hash);

  await page.getByRole('button', { name: '改条件' }).click();
  // With three seeds: medians and the curve's band; the first seed is the run that was played.
  await page
    .locator('.crowd')
    .getByRole('tab', { name: '设置' })
    .evaluate((element) => (element as HTMLElement).click());
  await page.getByLabel('种子数').fill('3');
  await page.getByLabel('种子数').press('Tab');
  const several = page.locator('.run-form').getByRole('button', { name: '推演 3 个种子' });
  await expect.poll(() => several.isEnabled()).toBe(true);
  await several.evaluate((button) => (button as HTMLElement).click());
  const ensembles = async () => (await readTwin(page, 'crowdEnsembles')) as CrowdEnsemble[];
  const ofThree = async () => (await ensembles()).find(({ seeds }) => seeds === 3);
  await expect.poll(async () => (await ofThree())?.status.kind).toMatch(/done|failed/);
  // The seeds of the run began by themselves, and gave way.
  expect((await ensembles()).map(({ runId, seeds }) => [runId, seeds])).toEqual([
    [run.id, 20],
    [null, 3],
  ]);
  const ensemble = (await ofThree()) ?? expect.fail('three seeds');
  expect([ensemble.status, ensemble.runs.length, ensemble.runs[0].hash]).toEqual([{ kind: 'done' }, 3, run.hash]);
  expect(new Set(ensemble.runs.map(({ hash }) => hash)).size).toBe(3);
  await page.getByText('95 分位', { exact: true }).first().waitFor({ timeout: 120_000 });

  expect(await problemsOf(page)).toEqual([]);
  expect(watch.errors).toEqual([]);
  expect(foreignRequests(watch, house)).toEqual([]);
  await context.close();
});
