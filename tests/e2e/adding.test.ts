import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import { bakeCity } from '../../tiles/bake.ts';
import type { CityInput } from '../../tiles/model.ts';
import { testCity } from '../tiles/check/test-city.ts';
import { emptyLayer } from '../tiles/shape/layer.ts';
import { leaveInspector, openTool } from './desk.ts';
import { foreignRequests, type House, openHouse, openPage, ROOT, type Watch } from './house.ts';
import { problemsOf, readTwin, runsIn } from './twin-of.ts';

/**
 * Proof by adding: what the walks of the guide (`docs/en/extend`) show is laid into a copy of this tree, which is then built, served and used. The
 * fixture's folders are new; of what was there before, exactly the lists change, by a line each (a desk by a record).
 */
const FIXTURE = join(ROOT, 'tests/fixtures/plugin');
const LINES = join(FIXTURE, 'lines');
/** What the walks add as folders of their own. */
const FOLDERS = ['workers/rain-cooling', 'src/plugins/rain-cooling', 'readers/field-book'];
/** What is no source: it is made anew in the copy, or is linked. */
const NO_SOURCES = ['.git', 'node_modules', 'build', 'data', 'public/city'];

const folder = mkdtempSync(join(tmpdir(), 'shapan-adding-'));
const tree = join(folder, 'tree');
const run = promisify(execFile);

let house: House;
let page: Page;
let watch: Watch;

beforeAll(async () => {
  copySources(ROOT, tree);
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
  const kernels = join(ROOT, 'build/kernels');
  // They are compiled where they are missing or older than their sources.
  if (existsSync(kernels)) cpSync(kernels, join(tree, 'build/kernels'), { recursive: true, preserveTimestamps: true });
  for (const path of FOLDERS) cpSync(join(FIXTURE, path), join(tree, path), { recursive: true });
  for (const path of listSources(LINES)) addToList(path.replace(/\.txt$/, ''), readFileSync(join(LINES, path), 'utf8'));
});

afterAll(async () => {
  await house?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Copies what is source, with its times: the kernels know by them that they are up to date. */
function copySources(from: string, to: string): void {
  for (const path of listSources(from)) cpSync(join(from, path), join(to, path), { preserveTimestamps: true });
}

function listSources(root: string, path = ''): string[] {
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
    const inner = path === '' ? entry.name : `${path}/${entry.name}`;
    if (NO_SOURCES.includes(inner)) return [];
    return entry.isDirectory() ? listSources(root, inner) : [inner];
  });
}

/** Lines that export stand in the order of their paths, as the formatter puts them; in an array or a record what is added stands last. */
function addToList(path: string, added: string): void {
  const file = join(tree, path);
  const text = readFileSync(file, 'utf8');
  const isExport = added.startsWith('export ');
  const later = isExport && text.split('\n').find((line) => line.startsWith('export ') && fromOf(line) > fromOf(added));
  const at = isExport ? (later ? text.indexOf(later) : text.length) : text.search(/^[\]}];$/m);
  writeFileSync(file, text.slice(0, at) + added + text.slice(at));
}

const fromOf = (line: string): string => line.slice(line.indexOf(' from '));

/** Files of the copy that differ from this tree. */
function changedFiles(): string[] {
  const ours = new Set(listSources(ROOT));
  return listSources(tree).filter((path) => !ours.has(path) || !isSame(path));
}

const isSame = (path: string): boolean => readFileSync(join(ROOT, path)).equals(readFileSync(join(tree, path)));

test('an engine with its plug-in, a format and a desk change the lists and nothing else', () => {
  const isOwn = (path: string) => FOLDERS.some((own) => path.startsWith(`${own}/`));
  const outside = changedFiles().filter((path) => !isOwn(path));
  expect(outside.sort()).toEqual([
    'readers/readers.ts',
    'readers/stated.ts',
    'src/app/desks.ts',
    'src/app/plugins.ts',
    'workers/engines.ts',
  ]);
  for (const path of outside) {
    const added = readFileSync(join(LINES, `${path}.txt`), 'utf8');
    const text = readFileSync(join(tree, path), 'utf8');
    expect(text.replace(added, '')).toBe(readFileSync(join(ROOT, path), 'utf8'));
    // A desk is one record, whose lines the formatter breaks; all else is one line.
    if (path !== 'src/app/desks.ts') expect(added.trimEnd().split('\n')).toHaveLength(1);
    else expect(added.match(/^ {2}\{$/gm)).toHaveLength(1);
  }
});

/** A command in the copy, ended by force where it hangs. */
async function inTree(...args: string[]): Promise<void> {
  await run(process.execPath, args, { cwd: tree, timeout: 400_000, killSignal: 'SIGKILL' }).catch((error) => {
    throw new Error(`${args.join(' ')}: ${error.stdout}${error.stderr}`);
  });
}

test('its types hold, no file outside names it, and it is built', async () => {
  const tsc = 'node_modules/typescript/bin/tsc';
  const own = ['tests/app/plugins.test.ts', 'tests/architecture.test.ts', 'tests/readers/readers.test.ts'];
  await Promise.all([
    inTree(tsc, '-p', 'tsconfig.json').then(() => inTree(tsc, '-p', 'workers')),
    inTree(tsc, '-p', 'tsconfig.node.json'),
    inTree('node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn').then(() =>
      inTree('node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--project', 'isolated', ...own),
    ),
  ]);
});

/**
 * A hill with three houses and one counter of birds. `start` serves the city of this id without baking anything, for it is newer than all
 * sources.
 */
function birdCity(): CityInput {
  const city = testCity('hill');
  const { lonDeg, latDeg } = lonLatFromEnu(city.origin, [0, 0, 0]);
  const sensors = emptyLayer('point', 1, {
    kind: 'point',
    lonLatDeg: Float64Array.of(lonDeg, latDeg),
    elevationM: Float32Array.of(Number.NaN),
    model: Uint8Array.of(0),
    scale: Float32Array.of(1),
    headingDeg: Float32Array.of(0),
  });
  return {
    ...city,
    id: 'chengchuan',
    layers: [...city.layers, { ...sensors, id: 'sensors', models: ['sensor'] }],
    files: Object.fromEntries(
      ['sensors.json', 'sensor-kinds.json'].map((name) => [name, readFileSync(join(FIXTURE, 'city', name), 'utf8')]),
    ),
  };
}

test('the desk stands in the bar, and its help leads somewhere', async () => {
  const cities = join(folder, 'cities');
  mkdirSync(cities);
  await bakeCity(birdCity(), join(cities, 'chengchuan'), { threads: 0 });
  house = await openHouse({ root: tree, cities, hubData: join(folder, 'hub'), isSimulated: false });
  // Straight down on the origin, over which the engine's tag stands.
  const at = '?quality=fast#c=108.75,34.3,2500,0,-89';
  ({ page, watch } = await openPage(house, { width: 1280, height: 800, at }));
  await page.getByRole('button', { name: '值班' }).click({ timeout: 120_000 });
  await expect.poll(() => readTwin(page, 'desk')).toBe('duty');
  // In a window as narrow as this what the desk begins with stands over its steps.
  const link = page.getByRole('link', { name: '这个工作台怎么用' });
  const isSeen = async () => {
    await leaveInspector(page);
    return link.isVisible();
  };
  await expect.poll(isSeen, { timeout: 120_000 }).toBe(true);
  const help = await link.getAttribute('href');
  expect((await page.request.get(`${house.url}/${help}`)).status()).toBe(200);
});

test('the engine plays from its panel: 10 mm/h for an hour on 30 °C', async () => {
  await page.getByRole('button', { name: '规划', exact: true }).click();
  await openTool(page, 'rain-cooling');
  const start = page.getByRole('button', { name: '开始推演' });
  await expect.poll(() => start.isEnabled()).toBe(true);
  await start.click();
  const runs = () => runsIn<{ status: { kind: string }; timesS: number[] }>(page, 'rain-cooling');
  await expect.poll(async () => (await runs())[0]?.status.kind).toBe('done');
  expect((await runs())[0].timesS.at(-1)).toBe(7200);
  // It tends to 26 °C, a thirtieth of the way a minute: 26 + 4 × (29/30)^60 = 26.52.
  await page.getByText('最低 26.5 °C').waitFor({ timeout: 120_000 });
  // Two hours on it stands at 30 − 3.477 × (29/30)^60 = 29.55: so says the tag on the picture.
  await page.locator('.air-tag', { hasText: /^29\.5\s°C$/ }).waitFor({ timeout: 120_000 });
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-engine.png` });
  await page.getByRole('button', { name: '值班' }).click();
});

test('the hub knows the new kind of sensor', async () => {
  const kinds = (await (await fetch(`${house.url}/sensor-kinds`)).json()) as { kinds: { id: string }[] };
  const record = JSON.parse(readFileSync(join(FIXTURE, 'city/sensor-kinds.json'), 'utf8')).kinds[0];
  expect(kinds.kinds.find(({ id }) => id === record.id)).toMatchObject({ label: record.label });
});

test('a file of the new format is played, and the new kind raises its alarm in its own words', async () => {
  const input = page.locator('.choose-recording input[type=file]');
  expect(await input.getAttribute('accept')).toContain('.book');
  await input.setInputFiles(join(FIXTURE, 'city/birds.book'));
  await expect.poll(() => readTwin(page, 'replay.name')).toBe('birds.book');
  await page.evaluate(() => {
    const { twin } = (globalThis as unknown as { shapan: { twin: { getState(): TimeState } } }).shapan;
    const { replay, showTime } = twin.getState();
    showTime(replay.toMs);
  });
  await page.getByText('鸟群聚集').first().waitFor({ timeout: 120_000 });
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-format.png` });
});

interface TimeState {
  replay: { toMs: number };
  showTime(timeMs: number): void;
}

test('nothing went wrong meanwhile, and nothing was asked of another host', async () => {
  expect(await problemsOf(page)).toEqual([]);
  expect(watch.errors).toEqual([]);
  expect(foreignRequests(watch, house)).toEqual([]);
});
