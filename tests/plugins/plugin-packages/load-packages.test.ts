import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PluginRow } from '../../../model/plugins/plugin-row.ts';
import { isMessage } from '../../../model/text/message.ts';
import type { App } from '../../../src/kit/plugin.ts';
import { openPackages } from '../../../src/plugins/plugin-packages/load-packages.ts';
import type { PackagesState } from '../../../src/plugins/plugin-packages/packages-state.ts';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-load-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let app: App;
let state: StoreApi<PackagesState>;
let reports: string[];

beforeEach(() => {
  vi.stubGlobal('window', new EventTarget());
  // Faults of a plug-in's own go to the console as they came.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  reports = [];
  app = Object.assign(testApp(pageTwin(smallCity().city)), {
    hubUrl: `${pathToFileURL(folder)}/`,
    report: (_: string, reason: unknown) => reports.push(isMessage(reason) ? reason.text.en : String(reason)),
  });
  state = createStore<PackagesState>(() => ({ rows: [], failures: {} }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

let count = 0;

/** A package on the disk, as the hub would serve it, and its row. */
function packaged(id: string, script: string, more: Partial<PluginRow> = {}): PluginRow {
  const digest = (++count).toString(16).padStart(16, '0');
  const place = join(folder, 'plugins', id, digest);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'plugin.mjs'), script);
  const name = { zh: id, en: id };
  const entry = 'plugin.mjs';
  return { id, name, version: '1.0.0', digest, entry, styles: [], key: 'k', isEnabled: true, fault: null, ...more };
}

const scriptOf = (id: string, order: number, more = '') => `
  export default () => ({
    id: '${id}', order: ${order}, ${more}
    open: () => ({ close() { globalThis.ended = [...(globalThis.ended ?? []), '${id}'] } }),
    places: { tool: [{ id: '${id}', at: ['plan.data'], Body: () => null }] },
  });`;
const ids = () => app.plugins.map(({ id }) => id);

test('what the list has is opened, what it has no more is ended, and another version takes the place of one', async () => {
  const packages = openPackages(app, state);
  const first = packaged('guest', scriptOf('guest', 2000));
  await packages.update({ plugins: [first, packaged('idle', scriptOf('idle', 2001), { isEnabled: false })] });
  expect([ids().includes('guest'), ids().includes('idle')]).toEqual([true, false]);
  app.panels.getState().openTool('guest');
  await packages.update({ plugins: [packaged('guest', scriptOf('guest', 2005))] });
  expect(app.plugins.find(({ id }) => id === 'guest')?.order).toBe(2005);
  expect(app.panels.getState().tool).toBe(null);
  await packages.update({ plugins: [] });
  expect([ids().includes('guest'), reports]).toEqual([false, []]);
  expect(Reflect.get(globalThis, 'ended')).toEqual(['guest', 'guest']);
  packages.close();
});

test('one that fails is named, and the others are opened; it is tried again once it was switched off', async () => {
  const packages = openPackages(app, state);
  const rows = [
    packaged('at-load', `throw new Error('at load');`),
    packaged('at-make', `export default () => { throw new Error('at make'); };`),
    packaged('no-default', 'export const a = 1;'),
    packaged('same-order', scriptOf('same-order', 10)),
    packaged('late-part', scriptOf('late-part', 2002, 'link: {},')),
    packaged('state-name', scriptOf('state-name', 2003, 'slices: [() => ({ layers: {} })],')),
    packaged('guest', scriptOf('guest', 2000)),
  ];
  await packages.update({ plugins: rows });
  expect(ids().includes('guest')).toBe(true);
  const failures = () => Object.keys(state.getState().failures).sort();
  expect(failures()).toEqual(['at-load', 'at-make', 'late-part', 'no-default', 'same-order', 'state-name']);
  expect(reports.length).toBe(6);
  expect(reports.join('\n')).toMatch(/"same-order" failed .*order of its own, got 10, which "accounts" has/);
  await packages.update({ plugins: rows });
  expect(reports.length).toBe(6);
  await packages.update({ plugins: rows.map((row) => ({ ...row, isEnabled: row.id !== 'at-make' })) });
  expect(failures()).not.toContain('at-make');
  await packages.update({ plugins: rows });
  expect([reports.length, failures().includes('at-make')]).toEqual([7, true]);
  packages.close();
});

test('a module that never answers is left out after fifteen seconds', async () => {
  const packages = openPackages(app, state);
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const updating = packages.update({ plugins: [packaged('slow', 'await new Promise(() => {});')] });
  await vi.advanceTimersByTimeAsync(15_000);
  vi.useRealTimers();
  await updating;
  expect(reports).toEqual([expect.stringContaining('plug-in "slow": expected to load within 15 s')]);
  packages.close();
});

test('an error of a handler that reaches the window is known by the address of its script', async () => {
  const packages = openPackages(app, state);
  const row = packaged('guest', scriptOf('guest', 2000));
  await packages.update({ plugins: [row] });
  const tell = (filename: string) =>
    window.dispatchEvent(Object.assign(new Event('error'), { filename, error: new Error('at press') }));
  tell('http://city.invalid/assets/main.js');
  expect(ids().includes('guest')).toBe(true);
  tell(new URL(`plugins/guest/${row.digest}/plugin.mjs`, app.hubUrl).href);
  expect([ids().includes('guest'), reports.length]).toEqual([false, 1]);
  packages.close();
});
