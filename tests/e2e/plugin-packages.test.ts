import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { areaFeature, bakeBareTown, shapan, stepBox } from './bare-town.ts';
import { sharedBrowser } from './browser.ts';
import { openTool } from './desk.ts';
import { foreignRequests, openPage, openServer, ROOT, type Server, type Watch } from './house.ts';
import { act, problemsOf, readTwin } from './twin-of.ts';

/**
 * A plug-in outside the sources of the page is built against the published types, signed, added to a hub by its administrator, used and removed;
 * others that fail when they load, are drawn or are pressed are named and off, and the rest goes on.
 */
const PASSWORD = 'correct horse battery';
const HOUSES = 7;
const folder = mkdtempSync(join(tmpdir(), 'shapan-plugins-'));
const patiently = { timeout: 60_000, interval: 250 };

let server: Server;
let page: Page;
let watch: Watch;

const inFolder = (...path: string[]) => join(folder, ...path);

/** The sample in a folder of its own, with the types as a package beside it and the compiler alone. */
function buildSample(): string {
  const sample = inFolder('layer-counter');
  cpSync(join(ROOT, 'samples/layer-counter'), sample, { recursive: true });
  const types = join(sample, 'node_modules/shapan-plugin');
  const tsc = (...args: string[]) =>
    execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), ...args], {
      cwd: ROOT,
      stdio: 'pipe',
    });
  tsc('-p', 'tsconfig.plugin-types.json', '--outDir', types);
  shapan('plugin', 'types', types);
  for (const name of ['@types/react', 'csstype', 'valibot', 'zustand']) {
    const place = join(sample, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), place);
  }
  tsc('-p', sample);
  for (const name of ['plugin.json', 'plugin.css']) copyFileSync(join(sample, name), join(sample, 'dist', name));
  return packed(join(sample, 'dist'), 'layer-counter');
}

function packed(built: string, id: string): string {
  const out = inFolder(`${id}.zip`);
  shapan('plugin', 'pack', built, '--key', inFolder('key.json'), '--out', out);
  return out;
}

/** A package of one script; `body` is what its entry does when it is given the seam. */
function smallPackage(id: string, name: string, script: string): string {
  const built = inFolder(id);
  mkdirSync(built);
  const facts = { format: 1, kind: 'shapan-plugin', id, name: { zh: name, en: id }, version: '0.1.0', seam: 1 };
  writeFileSync(join(built, 'plugin.json'), JSON.stringify({ ...facts, entry: 'plugin.js', styles: [] }));
  writeFileSync(join(built, 'plugin.js'), script);
  return packed(built, id);
}

/** The script of a plug-in with one tool, whose panel is drawn by `draw`. */
const toolScript = (id: string, order: number, draw: string) => `
  export default ({ react: { createElement: h }, kit: { Panel } }) => ({
    id: '${id}', order: ${order}, words: { '${id}.title': { zh: '${id}', en: '${id}' } },
    open: () => ({ close() {} }),
    places: { tool: [{ id: '${id}', order: 9${order}, at: ['plan.data'], title: '${id}.title', Body: () => ${draw} }] },
  });`;

beforeAll(async () => {
  process.env.SHAPAN_KEY_PASSPHRASE = PASSWORD;
  shapan('plugin', 'key', inFolder('key.json'), '--who', '测试');
  const houses = Array.from({ length: HOUSES }, (_, i) =>
    areaFeature(stepBox(i * 0.3, 0, i * 0.3 + 0.2, 0.2), { id: `h${i}`, height: 6 }),
  );
  const cities = bakeBareTown(folder, houses);
  server = await openServer({ cities, hubData: inFolder('hub'), pluginSigners: inFolder('key.signers.json') });
  const invite = /invite=([\w-]+)/.exec(server.said())?.[1];
  const at = `?city=field&invite=${invite}#desk=plan`;
  const browser = await sharedBrowser();
  ({ page, watch } = await openPage({ url: server.url, browser }, { at, width: 1280, height: 900, picture: 'off' }));
  page.setDefaultTimeout(30_000);
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await page.locator('.account-form input[name="name"]').fill('管理员');
  await page.locator('.account-form input[name="password"]').fill(PASSWORD);
  await page.locator('.account-form button[type="submit"]').click();
});

afterAll(async () => {
  await server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const list = () => page.getByRole('region', { name: '插件', exact: true });
const entry = (id: string) => page.locator(`[data-plugin="${id}"]`);
const counter = () => page.locator('.panel.layer-counter');
const total = () => counter().locator('.total').innerText();

async function showAccount(): Promise<void> {
  if (!(await list().isVisible()))
    await page.locator('.bar button, header button', { hasText: '管理员' }).first().click();
  await list().waitFor();
}

async function closeAccount(): Promise<void> {
  await page.locator('.account-panel > header').getByRole('button', { name: '关闭' }).click();
}

async function install(archive: string): Promise<void> {
  await showAccount();
  await list().locator('input[type=file]').setInputFiles(archive);
}

/** How many things the shown layers of the city hold, as its manifest says. */
const shownThings = async () => {
  const layers = (await readTwin(page, 'layers')) as Record<string, { shown: boolean }>;
  const counts = await page.evaluate(() => {
    const { city } = (
      globalThis as unknown as { shapan: { twin: { city: { layers: { id: string; count: number }[] } } } }
    ).shapan.twin;
    return city.layers.map(({ id, count }) => [id, count] as const);
  });
  return counts.reduce((sum, [id, count]) => sum + (layers[id]?.shown ? count : 0), 0);
};

test('an administrator adds the sample, and its tool counts what the city has', async () => {
  await install(buildSample());
  await expect.poll(() => entry('layer-counter').innerText(), patiently).toContain('启用');
  expect(await entry('layer-counter').innerText()).toContain('1.0.0');
  expect(await entry('layer-counter').locator('code').innerText()).toMatch(/^[0-9a-f]{32}$/);
  await closeAccount();
  await openTool(page, 'layer-counter');
  await expect.poll(total, patiently).toBe(String(await shownThings()));
  expect(await shownThings()).toBe(HOUSES);
  // Its sheet holds, and its slice of the state came with it.
  expect(
    await counter()
      .locator('.total')
      .evaluate((element) => getComputedStyle(element).fontVariantNumeric),
  ).toBe('tabular-nums');
  await act(page, 'showLayer', 'hut', false);
  await expect.poll(total, patiently).toBe('0');
  await counter().getByRole('switch', { name: '也计隐藏的图层' }).click();
  await expect.poll(total, patiently).toBe(String(HOUSES));
  await act(page, 'showLayer', 'hut', true);
});

test('a page that is opened anew has it, and speaks of no failure', async () => {
  await page.reload({ timeout: 120_000 });
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await openTool(page, 'layer-counter');
  await expect.poll(total, patiently).toBe(String(HOUSES));
  expect(await problemsOf(page)).toEqual([]);
  expect(watch.errors).toEqual([]);
});

test('one that throws when it loads is named and off; the sample goes on', async () => {
  await install(smallPackage('bad-load', '坏一', `throw new Error('at load');`));
  await expect.poll(() => entry('bad-load').innerText(), patiently).toContain('出错，已在本页停用');
  expect(await problemsOf(page)).toEqual([expect.stringContaining('The plug-in "bad-load" failed')]);
  await install(smallPackage('flood', '洪水', toolScript('flood', 2001, 'null')));
  await expect.poll(() => entry('flood').innerText(), patiently).toContain('与页面自带的插件相同');
  await closeAccount();
  await expect.poll(total, patiently).toBe(String(HOUSES));
});

test('one that throws when it is drawn, and one when it is pressed, are named and gone', async () => {
  await install(smallPackage('bad-draw', '坏二', toolScript('bad-draw', 2002, `h('p', {}, [].none.length)`)));
  const press = `h(Panel, { title: 'x', children: h('button', { id: 'bad', onClick() { null.none(); } }, 'press') })`;
  await install(smallPackage('bad-press', '坏三', toolScript('bad-press', 2003, press)));
  await expect.poll(() => entry('bad-press').innerText(), patiently).toContain('启用');
  await closeAccount();
  for (const id of ['bad-draw', 'bad-press']) {
    await act(page, 'setTool', id);
    if (id === 'bad-press') await page.locator('#bad').click();
    const failed = `The plug-in "${id}" failed`;
    await expect.poll(async () => (await problemsOf(page)).join('\n'), patiently).toContain(failed);
    await expect.poll(() => readTwin(page, 'tool'), patiently).toBe(null);
    expect(await page.locator(`[data-tool="${id}"]`).count()).toBe(0);
  }
  await openTool(page, 'layer-counter');
  await expect.poll(total, patiently).toBe(String(HOUSES));
  await showAccount();
  for (const id of ['bad-draw', 'bad-press']) expect(await entry(id).innerText()).toContain('出错，已在本页停用');
});

test('switched off it is gone at once, switched on it is back, removed it leaves nothing', async () => {
  const rows = page.locator('[data-tool="layer-counter"]');
  const toggle = entry('layer-counter').getByRole('switch');
  await toggle.click();
  await expect.poll(() => entry('layer-counter').innerText(), patiently).toContain('已停用');
  expect(await counter().count()).toBe(0);
  expect(await rows.count()).toBe(0);
  await toggle.click();
  await expect.poll(() => entry('layer-counter').innerText(), patiently).not.toContain('已停用');
  for (const id of ['layer-counter', 'bad-load', 'bad-draw', 'bad-press', 'flood']) {
    await entry(id).getByRole('button', { name: '移除' }).click();
    await entry(id).getByRole('button', { name: '确认移除' }).click();
    await entry(id).waitFor({ state: 'detached', timeout: 60_000 });
  }
  expect(await rows.count()).toBe(0);
  expect(await list().innerText()).toContain('没有安装插件');
  expect(foreignRequests(watch, server)).toEqual([]);
});

test('a package that somebody else signed is refused with a sentence', async () => {
  shapan('plugin', 'key', inFolder('other.json'), '--who', '别人');
  const out = inFolder('other.zip');
  shapan('plugin', 'pack', inFolder('bad-load'), '--key', inFolder('other.json'), '--out', out);
  await install(out);
  await list().getByText('签名密钥没有登记').waitFor({ timeout: 60_000 });
  expect(await list().innerText()).toContain('没有安装插件');
});
