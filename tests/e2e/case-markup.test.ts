import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CrowdRunFacts } from '../../src/plugins/crowd/slice.ts';
import { readResult, writeResult } from '../../workers/flood/results/result-file.ts';
import { openTool } from './desk.ts';
import { type House, LIGHT, openHouse, openPage, ROOT, type Watch } from './house.ts';
import { MANY, marked, SLASH_OF_FILES } from './marked-city.ts';
import { readTwin, runsIn } from './twin-of.ts';
import { openWitness, type Witness } from './witness.ts';

/** A hundred pieces of markup in every text of a case, a result, a plan and a rain grid that the flood and crowd tools *accept*: all of it is text. */
let house: House;
let context: BrowserContext;
let page: Page;
let watch: Watch;
let witness: Witness;
const folder = mkdtempSync(join(tmpdir(), 'shapan-case-markup-'));

beforeAll(async () => {
  house = await openHouse();
  const at = `?quality=fast#desk=command&${LIGHT}&c=108.7305,34.28,1500,0,-48`;
  ({ page, context, watch } = await openPage(house, { width: 1280, height: 720, scale: 0.2, at }));
  witness = await openWitness(page, () => watch);
  await page.reload();
  await page.locator('.desk').waitFor({ timeout: 120_000 });
});
afterAll(async () => {
  await context?.close();
  await house?.close();
  rmSync(folder, { recursive: true, force: true });
});

const fileName = (field: string, i: number, ending: string) =>
  `${marked(field, i).replaceAll('/', SLASH_OF_FILES)}.${ending}`;
const both = (field: string, i: number) => ({ zh: marked(field, i), en: marked(field, i) });

async function open(label: string, ...files: readonly (readonly [name: string, content: string | Uint8Array])[]) {
  const input = page.getByLabel(label).and(page.locator('input'));
  await input.setInputFiles(
    files.map(([name, content]) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) })),
  );
}

const press = (locator: ReturnType<Page['locator']>) =>
  locator.evaluate((element) => (element as HTMLElement).click(), undefined, { timeout: 120_000 });

async function expectSeen(...fields: string[]): Promise<void> {
  await witness.settled();
  await witness.expectNothingRan();
  expect(fields.map((field) => [field, witness.of(field).size])).toEqual(fields.map((field) => [field, MANY]));
}

const BOX_M = [-2100, -400, -1900, -200];
const floodCase = (i: number) => ({
  format: 1,
  kind: 'flood',
  id: `case-${i}`,
  title: both('flood title', i),
  about: both('flood about', i),
  ground: { kind: 'city', id: 'chengchuan', boxM: BOX_M, cellM: 16 },
  rain: { kind: 'uniform', rateMmPerH: 10, hours: 0.2 },
  endH: 0.2,
  frameEveryMin: 6,
});

test('a hundred flood cases and a hundred broken ones', async () => {
  await openTool(page, 'flood');
  await page.getByRole('button', { name: '开始推演' }).waitFor({ timeout: 120_000 });
  for (let i = 0; i < MANY; i++) {
    await open('打开案例', [fileName('flood file', i, 'json'), JSON.stringify(floodCase(i))]);
    await witness.until('flood title', i);
    await open('打开案例', [
      fileName('refused flood', i, 'json'),
      JSON.stringify({ ...floodCase(i), id: marked('flood id', i), [marked('flood key', i)]: 1 }),
    ]);
    await witness.until('refused flood', i);
  }
  await expectSeen('flood title', 'refused flood');
});

test('a hundred rain grids', async () => {
  const grid = 'ncols 2\nnrows 2\nxllcorner -3000\nyllcorner -3000\ncellsize 3000\n1 2\n3 4\n';
  for (let i = 0; i < MANY; i++) {
    await open(
      '选择雨量栅格文件',
      [fileName('grid file', i, 'asc'), grid],
      [`zz${fileName('grid file', i, 'asc')}`, grid],
    );
    await witness.until('grid file', i);
    await open('选择雨量栅格文件', [fileName('broken grid', i, 'asc'), `ncols ${marked('grid value', i)}\n`]);
    await witness.until('broken grid', i);
  }
  await expectSeen('grid file', 'broken grid');
});

test('a hundred results of a command line, and what the browser keeps of them', async () => {
  await openTool(page, 'flood');
  const input = join(folder, 'case');
  const out = join(folder, 'out');
  execFileSync('mkdir', ['-p', input]);
  writeFileSync(join(input, 'scenario.json'), JSON.stringify(floodCase(0)));
  execFileSync(process.execPath, [join(ROOT, 'build/node/cli/shapan.js'), 'sim', 'flood', input, '--out', out], {
    timeout: 120_000,
    stdio: 'pipe',
  });
  const { result, about } = await readResult(new Uint8Array(readFileSync(join(out, 'result.flood'))), 'result.flood');
  for (let i = 0; i < MANY; i++) {
    // An opened result is shown as soon as it is read, over the form that opened it.
    const runs = page.locator('.flood').getByRole('tab', { name: /推演记录/ });
    await expect
      .poll(async () => {
        await backToForm();
        return runs.isVisible();
      })
      .toBe(true);
    await press(runs);
    const told = {
      ...about,
      name: marked('run', i),
      version: marked('run version', i),
      notes: [marked('run note', i)],
    };
    await open('打开结果文件', [fileName('run file', i, 'flood'), await writeResult(result, told)]);
    await witness.until('run', i);
    await open('打开结果文件', [fileName('broken run', i, 'flood'), marked('run bytes', i)]);
    await witness.until('broken run', i);
  }
  await expectSeen('run', 'broken run');
});

/** From the result of a tool to what it was asked. */
async function backToForm(): Promise<void> {
  const back = page.getByRole('button', { name: '改条件' });
  if (await back.isVisible()) await press(back);
}

async function openCrowd(): Promise<void> {
  await backToForm();
  await openTool(page, 'crowd');
  const settings = page.locator('.crowd').getByRole('tab', { name: '设置' });
  await settings.waitFor({ timeout: 120_000 });
  await press(settings);
  const start = page.locator('.crowd').getByRole('button', { name: '开始推演' });
  await start.waitFor({ timeout: 120_000 });
}

test('a hundred exits that people leave by', async () => {
  await openCrowd();
  // On the square before the metro's entrances: an exit each, and one who goes to it.
  const exits = Array.from({ length: MANY }, (_, i) => {
    const eastM = -2410 + 2.2 * i;
    return { id: `e${i}`, floor: 'ground', from: [eastM + 1.2, 560], to: [eastM, 560], label: both('exit', i) };
  });
  const populations = exits.map(({ id, to: [eastM] }) => ({
    id: `p-${id}`,
    floor: 'ground',
    count: 1,
    where: { kind: 'places', places: [[eastM + 0.6, 556.5]] },
    exits: [id],
  }));
  const given = {
    format: 1,
    kind: 'crowd',
    id: 'exits',
    title: { zh: '一百个出口', en: 'A hundred exits' },
    ground: { kind: 'city', id: 'chengchuan', boxM: [-2440, 500, -2160, 620], cellM: 0.5 },
    exits,
    populations,
    endS: 120,
  };
  await open('打开算例文件', ['exits.json', JSON.stringify(given)]);
  const start = page.locator('.crowd').getByRole('button', { name: '开始推演' });
  await expect.poll(() => start.isEnabled(), { timeout: 180_000 }).toBe(true);
  await press(start);
  await expect.poll(async () => (await runsIn<CrowdRunFacts>(page, 'crowd'))[0]?.status).toEqual({ kind: 'done' });
  await witness.until('exit', MANY - 1);
  await expectSeen('exit');
});

test('a hundred crowd cases and a hundred broken ones', async () => {
  await openCrowd();
  const stadium = JSON.parse(readFileSync(join(ROOT, 'scenarios/chengchuan-stadium/scenario.json'), 'utf8'));
  for (let i = 0; i < MANY; i++) {
    const exits = stadium.exits.map((exit: object, k: number) => (k ? exit : { ...exit, label: both('exit', i) }));
    const given = { ...stadium, id: `case-${i}`, title: both('crowd title', i), about: both('crowd about', i), exits };
    await open('打开算例文件', [fileName('crowd file', i, 'json'), JSON.stringify(given)]);
    await witness.until('crowd title', i);
    await open('打开算例文件', [
      fileName('refused crowd', i, 'json'),
      JSON.stringify({ ...given, id: marked('crowd id', i), [marked('crowd key', i)]: 1 }),
    ]);
    await witness.until('refused crowd', i);
  }
  await expectSeen('crowd title', 'refused crowd');
  expect(((await readTwin(page, 'crowdCases')) as unknown[]).length).toBeGreaterThan(MANY);
});

test('a hundred floor plans: their names, layers and texts', async () => {
  const pair = (code: number, value: string | number) => `${code}\n${value}\n`;
  const ring = (layer: string) =>
    `${pair(0, 'LWPOLYLINE')}${pair(8, layer)}${pair(90, 4)}${pair(70, 1)}` +
    [
      [0, 0],
      [20, 0],
      [20, 10],
      [0, 10],
    ]
      .map(([x, y]) => pair(10, x) + pair(20, y))
      .join('');
  const drawing = (i: number) =>
    `${pair(0, 'SECTION')}${pair(2, 'HEADER')}${pair(9, '$INSUNITS')}${pair(70, 6)}${pair(0, 'ENDSEC')}` +
    `${pair(0, 'SECTION')}${pair(2, 'ENTITIES')}${ring('A-AREA')}${ring(marked('plan layer', i))}` +
    `${pair(0, 'TEXT')}${pair(8, marked('plan layer', i))}${pair(10, 1)}${pair(20, 1)}${pair(40, 1)}${pair(1, marked('plan text', i))}` +
    `${pair(0, 'ENDSEC')}${pair(0, 'EOF')}`;
  for (let i = 0; i < MANY; i++) {
    await open('打开平面图', [fileName('plan file', i, 'dxf'), drawing(i)]);
    await witness.until('plan file', i);
    await open('打开平面图', [fileName('broken plan', i, 'geojson'), `{"type":"${marked('plan type', i)}"`]);
    await witness.until('broken plan', i);
  }
  await expectSeen('plan file', 'broken plan');
});

test('the page complained of nothing', () => {
  const others = ['flood about', 'grid value', 'run version', 'run note', 'crowd about', 'plan layer', 'plan text'];
  process.stdout.write(`${others.map((field) => `${field}: ${witness.of(field).size} of ${MANY}`).join('\n')}\n`);
  expect(watch.errors).toEqual([]);
});
