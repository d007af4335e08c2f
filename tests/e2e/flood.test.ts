import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FloodForm, FloodRunFacts } from '../../src/plugins/flood/slice.ts';
import { openTool } from './desk.ts';
import { foreignRequests, type House, LIGHT, openHouse, openPage, ROOT, untilReady } from './house.ts';
import { act, problemsOf, readTwin, runsIn } from './twin-of.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** The case of a form without works, as the command line takes it. */
function caseOf(form: FloodForm): object {
  const { area, cellM, rain, riverYears, riverFromH, breaches, endH, frameEveryMin } = form;
  return {
    format: 1,
    kind: 'flood',
    id: 'e2e',
    title: { zh: '端到端', en: 'End to end' },
    ground: {
      kind: 'city',
      id: 'chengchuan',
      boxM: [area.westM, area.southM, area.eastM, area.northM],
      cellM,
      rivers: { years: riverYears, fromH: riverFromH },
    },
    rain,
    breaches,
    endH,
    frameEveryMin,
  };
}

/** The hash of the same run, played by the command line on two threads. */
function hashOfCommandLine(scenario: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-e2e-flood-'));
  writeFileSync(join(folder, 'scenario.json'), JSON.stringify(scenario));
  const shapan = join(ROOT, 'build/node/cli/shapan.js');
  const args = ['sim', 'flood', folder, '--out', join(folder, 'out'), '--threads', '2', '--json'];
  return JSON.parse(execFileSync(process.execPath, [shapan, ...args], { encoding: 'utf8', timeout: 120_000 }))
    .resultHash;
}

/** About the planned breach at K2+350: levee, river and the first streets behind it. */
const AREA = { westM: -2200, southM: -1150, eastM: -1400, northM: -350 };

/** Sandbags across those streets, from the first hour on. */
const WALL: FloodForm['walls'][number] = {
  id: 'wall-1',
  line: [
    [-2180, -560],
    [-1420, -560],
  ],
  heightM: 2,
  fromH: 1,
};

const runs = (page: Parameters<typeof readTwin>[0]) => runsIn<FloodRunFacts>(page, 'flood');

test('a commander plays a breach, sees who is hurt and when, and takes the list away', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 960,
    height: 540,
    picture: 'off',
    at: `?quality=fast#desk=command&${LIGHT}&c=108.7305,34.28,1500,0,-48`,
  });
  await openTool(page, 'flood');
  const start = page.getByRole('button', { name: '开始推演' });
  await start.waitFor({ timeout: 120_000 });
  const breaches = [{ kind: 'planned' as const, id: 'levee-breach', beginH: 0.1 }];
  await act(page, 'changeFlood', { area: AREA, cellM: 16, endH: 3, frameEveryMin: 5, drains: false, breaches });
  await expect.poll(() => start.isEnabled()).toBe(true);
  expect(await page.locator('.flood .cost').textContent()).toMatch(/2,500 个网格.*约/);

  await start.click();
  await expect.poll(async () => (await runs(page))[0]?.timesS.length).toBeGreaterThan(1);
  // At once: a page that draws with the processor is seldom still enough for a click by hand, and the run does not wait.
  const press = (name: string) =>
    page.getByRole('button', { name }).evaluate((button) => (button as HTMLElement).click());
  await press('暂停');
  await press('继续');
  await expect.poll(async () => (await runs(page))[0].status.kind, { timeout: 120_000, interval: 500 }).toBe('done');
  // What it found stands in front of its form once it is over.
  await press('改条件');
  const [run] = await runs(page);
  expect(run.timesS).toHaveLength(37);
  expect(Math.abs(run.ledger?.errorRatio ?? 1)).toBeLessThan(1e-6);

  // Paused and resumed in the page, whole in Node: the same bits.
  const hash = hashOfCommandLine(caseOf((await readTwin(page, 'floodForm')) as FloodForm));
  expect(hash).toContain(await page.locator('.flood .mono').first().textContent());
  expect(hash).toHaveLength(64);

  // Simulated, and said so wherever a figure of it stands.
  expect(await page.locator('.mode-bar').textContent()).toContain('模拟');
  expect(await page.locator('.vitals .tag.run').count()).toBe(5);
  await press('看结果');
  const residents = page.locator('.impact .charts b').first();
  await act(page, 'showTime', run.startMs);
  await expect.poll(() => residents.textContent()).toBe('0');
  await act(page, 'showTime', run.startMs + 3600_000);
  await expect.poll(() => residents.textContent()).toMatch(/[1-9]/);

  await act(page, 'setFloodMap', 'arrival');
  await page.getByText('首次达到 0.1 m').waitFor();
  await untilReady(page);

  const first = page.locator('.impact-rows button').first();
  const name = await first.locator('b').textContent();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '导出 CSV' }).click();
  const csv = readFileSync(await (await download).path(), 'utf8');
  expect(csv).toContain(name);
  expect(csv.split('\r\n').length).toBeGreaterThan(3);

  await first.click();
  await page.locator('.card').getByText(String(name)).first().waitFor({ timeout: 120_000 });
  await page.locator('.inspector .back').click();
  await press('改条件');

  // From an hour on nothing is changed: the same bits. Then a wall from that hour on: others, and the difference is shown.
  const shortHash = () => page.locator('.flood .mono').first().textContent();
  const branchAtAnHour = async (change: Partial<FloodForm>): Promise<FloodRunFacts> => {
    const before = (await runs(page)).length;
    await act(page, 'showRun', 'flood', run.id);
    await act(page, 'showTime', run.startMs + 3_600_000);
    await press('从 T+1:00 分支');
    await act(page, 'changeFlood', change);
    const branch = page.getByRole('button', { name: '推演此分支' });
    await expect.poll(() => branch.isEnabled()).toBe(true);
    await press('推演此分支');
    const last = async () => (await runs(page))[before];
    await expect.poll(async () => (await last())?.status.kind, { timeout: 120_000, interval: 500 }).toBe('done');
    await press('改条件');
    return last();
  };
  const twin = await branchAtAnHour({});
  expect(twin.origin).toMatchObject({ id: run.id, timeS: 3600 });
  expect(twin.timesS).toEqual(run.timesS);
  expect(hash).toContain(await shortHash());
  const walled = await branchAtAnHour({ walls: [WALL] });
  expect(hash).not.toContain(await shortHash());
  await page
    .getByRole('button', { name: `与 ${walled.name} 求差` })
    .last()
    .evaluate((button) => (button as HTMLElement).click());
  expect(await readTwin(page, 'floodMap')).toBe('difference');
  await page.locator('.legend').getByText('显示的推演减去对比的推演').waitFor();
  await untilReady(page);

  expect(await problemsOf(page)).toEqual([]);
  expect(watch.errors).toEqual([]);
  expect(foreignRequests(watch, house)).toEqual([]);
  await context.close();
});

test('a planner starts from a preset, draws a gate, chooses a catchment, saves the case and finds the run again after a reload', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 960,
    height: 540,
    picture: 'off',
    at: `?quality=fast#desk=command&${LIGHT}&c=108.7305,34.28,1500,0,-48`,
  });
  const press = (name: string | RegExp) =>
    page.getByRole('button', { name, exact: true }).evaluate((button) => (button as HTMLElement).click());
  const pick = async (kind: string, ...places: (readonly [number, number])[]) => {
    await act(page, 'startPicking', 'flood', kind, 'distance');
    for (const [eastM, northM] of places)
      await act(page, 'addPickPoint', {
        lonLat: { lonDeg: 0, latDeg: 0, heightM: 0 },
        enu: [eastM, northM, 0],
        elevationM: 0,
        on: 'ground',
      });
  };
  await openTool(page, 'flood');
  const start = page.getByRole('button', { name: '开始推演' });
  await start.waitFor({ timeout: 120_000 });
  await press('堤防溃口');
  await pick('gate', [-2000, -860], [-1980, -930]);
  await page.locator('.flood').getByText('闸门 1').waitFor({ timeout: 120_000 });
  await pick('catchment', [-1640, -300]);
  await page.locator('.flood').getByText('汇水区 0.').waitFor({ timeout: 120_000 });

  const breaches = [{ kind: 'planned' as const, id: 'levee-breach', beginH: 0.1 }];
  await act(page, 'changeFlood', { area: AREA, cellM: 16, endH: 1, frameEveryMin: 10, drains: false, breaches });
  const download = page.waitForEvent('download');
  await press('保存案例');
  const saved = JSON.parse(readFileSync(await (await download).path(), 'utf8'));
  expect(saved).toMatchObject({ kind: 'flood', ground: { id: 'chengchuan', cellM: 16 }, works: [{ kind: 'gate' }] });
  // Opened again it is the form that it was; a file that is none changes nothing and is told by name.
  const form = await readTwin(page, 'floodForm');
  const open = (name: string, text: string) =>
    page
      .getByLabel('打开案例')
      .and(page.locator('input'))
      .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  await open('torn.json', JSON.stringify(saved).slice(0, 60));
  await page.getByText(/torn\.json：不是有效的 JSON/).waitFor({ timeout: 120_000 });
  expect(await readTwin(page, 'floodForm')).toEqual(form);
  await open('saved.json', JSON.stringify({ ...saved, endH: 2 }));
  await expect.poll(() => readTwin(page, 'floodForm.endH')).toBe(2);
  await open('saved.json', JSON.stringify(saved));
  await expect.poll(() => readTwin(page, 'floodForm.endH')).toBe(1);

  await expect.poll(() => start.isEnabled()).toBe(true);
  await press('开始推演');
  await expect.poll(async () => (await runs(page))[0]?.status.kind, { timeout: 120_000, interval: 500 }).toBe('done');
  const [run] = await runs(page);
  // The case as the page saved it, with its gate, played in Node: the same bits.
  expect(hashOfCommandLine(saved)).toBe(run.hash);
  await act(page, 'setFloodMap', 'hazard');
  await page
    .locator('.legend')
    .getByRole('radio', { name: '内涝' })
    .evaluate((radio) => (radio as HTMLElement).click(), undefined, { timeout: 120_000 });
  expect(await readTwin(page, 'floodHazard')).toBe('waterlogging');
  await expect.poll(() => page.url()).toContain('fmap=hazard:waterlogging');
  await expect.poll(async () => ((await readTwin(page, 'floodKept')) as unknown[] | null)?.length).toBe(1);

  // The address keeps the tool open.
  await page.reload();
  await page.getByRole('tab', { name: /推演记录/ }).click({ timeout: 120_000 });
  await page.getByRole('button', { name: '打开', exact: true }).click({ timeout: 120_000 });
  await expect.poll(async () => (await runs(page)).length).toBe(1);
  const [again] = await runs(page);
  expect([again.hash, again.opened]).toEqual([run.hash, { file: null }]);
  expect(again.timesS).toEqual([0, 600, 1200, 1800, 2400, 3000, 3600]);
  expect(watch.errors).toEqual([]);
  await context.close();
});
