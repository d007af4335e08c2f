import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Resources } from '../../../model/resources/resources.ts';
import { closedAt } from '../../../src/plugins/resource-dispatch/given-closures.ts';
import { givenClosures } from '../../../workers/road-routes/given-closures.ts';
import { withGivenForces } from '../../../workers/road-routes/given-forces.ts';
import { withGivenStock } from '../../../workers/road-routes/given-stock.ts';
import { givenCandidates } from '../../../workers/site-selection/given-candidates.ts';
import { gehOf } from '../../../workers/traffic/compared-counts.ts';
import { bakedLayers, SOURCE, plainText as text } from '../shared/baked-layers.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-roles-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function cityOf(name: string, lines: readonly string[], roles: object) {
  writeFileSync(join(folder, `${name}.csv`), `${lines.join('\n')}\n`);
  const layer = { id: name, kind: 'point', label: text(name), file: `${name}.csv`, source: SOURCE };
  return bakedLayers(folder, name, [{ ...layer, allColumns: true, roles }]);
}

const INFERRED: Resources = {
  teams: [{ id: 'map', name: text('map'), kind: 'fire', at: [0, 0], people: null, stock: {} }],
  vehicles: [],
  stores: [],
  shelters: [],
  hospitals: [],
};

test('stations of a layer take the place of inferred ones, stand beside given ones, and say what was supposed', async () => {
  const lines = ['id,lon,lat,类别,人数,车辆数', 'a,10,0,消防,24,3', 'b,10.001,0,派出所,,', 'c,10.002,0,花店,,'];
  const files = await cityOf('forces', lines, { forces: {} });
  const inferred = { state: 'inferred', from: [], counts: {} } as never;
  const replaced = await withGivenForces(
    { ...files, manifest: { ...files.manifest, facts: { resources: inferred } } },
    INFERRED,
  );
  expect(replaced.resources?.teams.map(({ kind, people }) => [kind, people])).toEqual([
    ['fire', 24],
    ['police', null],
  ]);
  expect(replaced.resources?.vehicles.map(({ kind, supposed }) => [kind, supposed])).toEqual([
    ['engine', false],
    ['engine', false],
    ['engine', false],
    ['patrol', true],
  ]);
  expect(replaced.used).toMatchObject({ stations: 2, unknown: 1, supposed: 1, replaces: true });
  const beside = await withGivenForces(files, INFERRED);
  expect(beside.resources?.teams).toHaveLength(3);
});

test('rows of one store at one place are one store beside those of the city, and what cannot be read is counted', async () => {
  const lines = [
    'id,lon,lat,仓库,品名,数量,单位',
    'a,10,0,城东库,编织袋,5000,条',
    'b,10,0,城东库,编织袋,1000,条',
    'c,10,0,城东库,水泵,12,',
    'd,10.01,0,城西库,水泵,3,台',
    'e,10.01,0,城西库,,7,台',
    'f,10.01,0,城西库,冲锋舟,,艘',
    'g,10.01,0,城西库,救生衣,-4,件',
  ];
  const files = await cityOf('stock', lines, { stock: {} });
  const city: Resources = {
    ...INFERRED,
    stores: [{ id: 'own', name: text('own'), at: [0, 0], stock: { pump: 2 } }],
  };
  const { resources, used } = await withGivenStock(files, city);
  expect(resources?.stores.map(({ name, stock }) => [name.zh, stock])).toEqual([
    ['own', { pump: 2 }],
    ['城东库', { '编织袋 (条)': 6000, 水泵: 12 }],
    ['城西库', { '水泵 (台)': 3 }],
  ]);
  expect(resources?.teams).toBe(city.teams);
  expect(used).toMatchObject({ stores: 2, items: 3, unread: 3, isGuessed: true });
  const none = await withGivenStock(await cityOf('bare', ['id,lon,lat', 'a,10,0'], {}), city);
  expect(none).toEqual({ resources: city, used: null });
});

test('a closure of a layer closes its road from its first to its last day', async () => {
  const lines = [
    'id,lon,lat,开始日期,结束日期,原因',
    'a,10,0,2024-03-01,2024-03-02,铺管',
    'b,10.001,0,,,',
    'c,10.002,0,2024-03-01 08:00,2024-03-01 10:00,赛事',
  ];
  const files = await cityOf('closures', lines, { closures: {} });
  const closures = await givenClosures(files, { nearest: () => ['s1'], within: () => [] });
  expect(closures.map(({ by }) => by.zh)).toEqual(['铺管', 'closures', '赛事']);
  const at = (day: number, hour: number) =>
    closedAt(closures, Date.UTC(2024, 2, day, hour) / 60_000).map(({ by }) => by.zh);
  expect(at(1, 9)).toEqual(['铺管', 'closures', '赛事']);
  expect(at(2, 23)).toEqual(['铺管', 'closures']);
  expect(at(3, 0)).toEqual(['closures']);
  const nowhere = await givenClosures(files, { nearest: () => [], within: () => [] });
  expect(nowhere).toEqual([]);
});

test('candidates on less ground than asked for are left out and counted', async () => {
  const files = await cityOf('sites', ['id,lon,lat,用地面积', 'a,10,0,500', 'b,10.001,0,2000', 'c,10.002,0,'], {
    candidates: {},
  });
  const { places, used } = await givenCandidates(files, 1000);
  expect(places.map(({ id }) => id)).toEqual(['b', 'c']);
  expect(used).toMatchObject({ places: 2, small: 1 });
});

test('the GEH of 1,000 computed and 900 counted vehicles is 3.24', () => {
  expect(gehOf(1000, 900)).toBe(3.24);
  expect(gehOf(0, 0)).toBe(0);
});
