import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assumptionText } from '../../../model/city/assumption.ts';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { parseResources } from '../../../model/resources/resources.ts';
import { inferResources } from '../../../tiles/infer/resources.ts';
import { readCity } from '../../../tiles/read/city.ts';
import { parseRecipe } from '../../../tiles/recipe.ts';

const ORIGIN = { lonDeg: 11.55, latDeg: 50, heightM: 0 };
const LABEL = { zh: '层', en: 'Layer' };

/** Places of a town in the words of OpenStreetMap, metres from its middle. */
const STATIONS: readonly [eastM: number, northM: number, tags: Record<string, unknown>][] = [
  [0, 0, { kind: 'fire_station', name: 'Wache 1', phone: '112', operator: 'A. Person' }],
  // The ground of the same station, drawn beside its mark.
  [30, 0, { kind: 'fire_station', name: 'Feuerwache' }],
  [900, 0, { kind: 'fire_station' }],
  [300, 0, { kind: 'police', name: 'Polizei', 'name:en': 'Police post' }],
  [320, 0, { kind: 'ambulance_station', name: 'Rettungswache' }],
  [0, 500, { kind: 'hospital', name: 'Klinikum', emergency: 'yes', beds: 420 }],
  [400, 500, { kind: 'hospital', name: 'Kurklinik' }],
  [0, -500, { kind: 'assembly_point', name: 'Festplatz', capacity: 800 }],
  [200, -500, { kind: 'assembly_point', name: 'Schulhof' }],
  [200, -700, { kind: 'townhall', name: 'Rathaus' }],
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-resources-'));
  write(STATIONS);
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(stations: typeof STATIONS): void {
  const features = stations.map(([eastM, northM, properties], i) => {
    const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [eastM, northM, 0]);
    return { type: 'Feature', id: `s${i + 1}`, properties, geometry: { type: 'Point', coordinates: [lonDeg, latDeg] } };
  });
  writeFileSync(join(folder, 'stations.geojson'), JSON.stringify({ type: 'FeatureCollection', features }));
}

async function town(more: object = {}) {
  const column = (field: string, type: string) => ({ field, type, label: LABEL });
  const json = {
    id: 'town',
    name: LABEL,
    zone: 'UTC',
    origin: { lonDeg: ORIGIN.lonDeg, latDeg: ORIGIN.latDeg },
    layers: [
      {
        id: 'resources',
        kind: 'point',
        group: 'facility',
        label: LABEL,
        file: 'stations.geojson',
        source: { name: LABEL, licence: 'none' },
        model: 'marker',
        columns: [
          ...['name', 'name:en', 'phone', 'operator'].map((field) => column(field, 'string')),
          ...['kind', 'emergency'].map((field) => column(field, 'code')),
          ...['capacity', 'beds'].map((field) => column(field, 'integer')),
        ],
      },
    ],
    ...more,
  };
  return readCity(parseRecipe(json, 'recipe.json', folder));
}

test('each station sends the one vehicle that it is for; no stock, crew, bed or room is made up', async () => {
  const { files, facts } = await town();
  const text = String(files['resources.json']);
  const { teams, vehicles, stores, shelters, hospitals } = parseResources(JSON.parse(text), ORIGIN);
  expect(vehicles.map(({ id, team, kind }) => [id, team, kind])).toEqual([
    ['s1-1', 's1', 'engine'],
    ['s3-1', 's3', 'engine'],
    ['s4-1', 's4', 'patrol'],
    ['s5-1', 's5', 'ambulance'],
    ['s6-ambulance-1', 's6-ambulance', 'ambulance'],
  ]);
  expect(teams.map(({ name, people, stock }) => [name.zh, name.en, people, stock])).toEqual([
    ['Wache 1', 'Wache 1', null, {}],
    ['消防站', 'Fire station', null, {}],
    ['Polizei', 'Police post', null, {}],
    ['Rettungswache', 'Rettungswache', null, {}],
    ['Klinikum', 'Klinikum', null, {}],
  ]);
  expect(vehicles[1].at.map(Math.round)).toEqual([900, 0]);
  expect(stores).toEqual([]);
  expect(hospitals.map(({ id, beds }) => [id, beds])).toEqual([
    ['s6', 420],
    ['s7', null],
  ]);
  expect(shelters.map(({ id, capacity }) => [id, capacity])).toEqual([['s8', 800]]);
  expect(text).not.toMatch(/112|Person/);
  expect(facts.resources).toEqual({
    state: 'inferred',
    code: 'forces-of-stations',
    values: {
      ...{ stations: 7, engines: 2, patrols: 1, ambulances: 2, hospitals: 2, bedsUnknown: 1 },
      ...{ shelters: 1, roomUnknown: 1, twice: 1 },
    },
  });
});

test('the layer and the manifest say that vehicles are supposed, with their counts, in both languages', async () => {
  const { layers, facts } = await town();
  const told = layers[0].assumptions.find(({ code }) => code === 'forces-of-stations') ?? expect.fail('nothing told');
  expect(told.values).toEqual(facts.resources?.state === 'inferred' && facts.resources.values);
  expect(assumptionText(told, 'en')).toMatch(/from 7 stations.*ALL vehicles are assumed.*\(2\).*no stock/);
  expect(assumptionText(told, 'zh')).toMatch(/7 处驻地推断，车辆全部为假定.*（2）.*物资不作假定/);
});

test('directories in Chinese are understood; hydrants and traffic offices are no stations', async () => {
  const kinds = ['消防救援站', '派出所', '综合医院', '急救中心', '应急避难场所', '消防栓', '车管所'];
  write(kinds.map((kind, i) => [300 * i, 0, { kind, ...(kind === '应急避难场所' && { capacity: 3000 }) }]));
  const { facts } = await town();
  expect(facts.resources).toMatchObject({
    values: { stations: 5, engines: 1, patrols: 1, ambulances: 1, hospitals: 1, shelters: 1 },
  });
  write(STATIONS);
});

test('a file of the recipe takes its place; where nothing is known, or the recipe says so, nothing is made', async () => {
  writeFileSync(join(folder, 'own.json'), JSON.stringify({ format: 1 }));
  const own = await town({ facts: { resources: 'own.json' } });
  expect(own.facts.resources).toEqual({ state: 'given' });
  expect(own.files['resources.json']).toBe('{"format":1}');
  expect((await town({ infer: { resources: false } })).facts.resources).toBeUndefined();
  write([
    [0, 0, { kind: 'townhall' }],
    [0, 200, { kind: 'assembly_point' }],
  ]);
  const bare = await town();
  expect(bare.facts.resources).toBeUndefined();
  expect(bare.files).not.toHaveProperty('resources.json');
  write(STATIONS);
});

test('stations of two files that both count from 1 are two stations, each with an id of its own', async () => {
  const input = await town();
  const [layer] = input.layers;
  const lonLatDeg =
    layer.features.geometry.kind === 'point' ? layer.features.geometry.lonLatDeg.map((deg) => deg + 0.02) : null;
  if (!lonLatDeg) expect.fail('expected points');
  const geometry = { ...layer.features.geometry, lonLatDeg } as typeof layer.features.geometry;
  const other = { ...layer, id: 'more', features: { ...layer.features, geometry } };
  const one = inferResources([layer], ORIGIN);
  const both = inferResources([layer, other], ORIGIN);
  expect(both?.counts.engines).toBe(2 * (one?.counts.engines ?? Number.NaN));
  expect(both?.counts.twice).toBe(2 * (one?.counts.twice ?? Number.NaN));
  const { vehicles } = parseResources(both?.resources, ORIGIN);
  expect(new Set(vehicles.map(({ id }) => id)).size).toBe(vehicles.length);
});
