import { beforeEach, expect, test, vi } from 'vitest';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { words } from '../../../src/kit/words.ts';
import { differenceController } from '../../../src/plugins/bake-difference/controller.ts';
import { DifferencePanel } from '../../../src/plugins/bake-difference/panels/difference.tsx';
import { readDifference } from '../../../src/plugins/bake-difference/read-difference.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { markupIn, readable } from '../../kit/rendered.tsx';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();
const { lonDeg, latDeg } = lonLatFromEnu(city.origin, [120, 80, 0]);
const feature = (what: string, id: string, changed = '', layer = 'building') => ({
  type: 'Feature',
  properties: { layer, id, what, changed },
  geometry: { type: 'Point', coordinates: [lonDeg, latDeg] },
});
/** As `shapan difference --geojson` writes it: one building was added, one changed, one pulled down. */
const FILE = {
  type: 'FeatureCollection',
  features: [
    feature('added', 'bld-ED1-00002'),
    feature('changed', 'bld-ND4-00001', 'size height'),
    feature('removed', 'bld-OLD-00009'),
  ],
};
const fileOf = (json: unknown) => new File([JSON.stringify(json)], 'difference.geojson');

let twin: Twin;
beforeEach(async () => {
  twin = pageTwin(city);
  await words.changeLanguage('zh');
});

test('things of both versions are coloured by what became of them, all others pale, and listed', async () => {
  const app = testApp(twin);
  await app.controllerOf(differenceController).openFile(fileOf(FILE));
  await new Promise((done) => setTimeout(done, 0));
  const { rowPaint, bakeDifferences, differenceLayer } = twin.getState();
  expect(differenceLayer).toBe('building');
  // Rows of the small city: ED1-00002, ED1-00001, ND4-00001, ND4-00010, ND4-00003; 0 added, 1 changed, 2 the same.
  expect([...(rowPaint?.classes ?? [])]).toEqual([0, 2, 1, 2, 2]);
  expect(rowPaint?.tokens).toEqual(['ok', 'warn', 'line']);
  expect(bakeDifferences?.[2]).toMatchObject({ id: 'bld-OLD-00009', what: 'removed' });
  expect(bakeDifferences?.[2].atM.map(Math.round)).toEqual([120, 80]);
  const text = readable(markupIn(twin, <DifferencePanel onClose={() => {}} />));
  expect(text).toContain('新增 1，删除 1，改动 1。');
  expect(text).toContain('bld-ND4-00001 改动 大小 · 高度');
});

test('putting the file away gives the layer its colours back', async () => {
  const app = testApp(twin);
  const difference = app.controllerOf(differenceController);
  await difference.openFile(fileOf(FILE));
  difference.choose(null);
  await new Promise((done) => setTimeout(done, 0));
  expect([twin.getState().bakeDifferences, twin.getState().rowPaint]).toEqual([null, null]);
});

test('a former bake is compared by what its server has: counts of all, values before and after, what was removed by its old number', async () => {
  const old = { ...city, layers: city.layers.map((layer) => ({ ...layer, gidBase: layer.gidBase + 100 })) };
  const removed = feature('removed', 'bld-OLD-00009');
  const changed = feature('changed', 'bld-ND4-00001', 'height');
  const listed = {
    ...FILE,
    layers: [{ layer: 'building', added: 0, removed: 7, changed: 1 }],
    features: [
      { ...removed, properties: { ...removed.properties, row: 3 } },
      { ...changed, properties: { ...changed.properties, values: { height: [9, 12.25] } } },
    ],
  };
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (address: string | URL) => {
    const url = String(address);
    if (!url.includes('.edition-')) return new Response('[]');
    asked.push(url);
    return new Response(JSON.stringify(url.endsWith('manifest.json') ? old : listed));
  });
  const app = testApp(twin);
  const difference = app.controllerOf(differenceController);
  await difference.compare({ folder: 'small.edition-20261101-083005', bakedAtMs: 0, isCompared: true });
  vi.unstubAllGlobals();
  expect(asked.map((url) => url.replace(/^.*\//, '')).sort()).toEqual(['difference.geojson', 'manifest.json']);
  const building = old.layers.find(({ id }) => id === 'building');
  expect(difference.removedThings()).toEqual({
    url: expect.stringMatching(`small.edition-20261101-083005/${building?.tileset}$`),
    gids: new Set([Number(building?.gidBase) + 3]),
  });
  const text = readable(markupIn(twin, <DifferencePanel onClose={() => {}} />));
  expect(text).toContain('新增 0，删除 7，改动 1。');
  expect(text).toContain('下表列出其中 2 处');
  expect(text).toContain('高度 9 → 12.25');
  difference.choose(null);
  expect(difference.removedThings()).toBeNull();
});

test('a file that is none, and one of another city, are refused by name', () => {
  expect(() => readDifference({ type: 'FeatureCollection', features: [{}] }, 'a.json', city)).toThrow(/a\.json/);
  const other = { ...FILE, features: [feature('added', 'x', '', 'gebaeude')] };
  expect(() => readDifference(other, 'b.json', city)).toThrow(/b\.json.*no layer of this city|b\.json/);
});
