import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseWalkable, type Walkable } from '../../../model/city/grid.ts';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import type { CityInput } from '../../../tiles/model.ts';
import { isInside } from '../../../tiles/plane/polygon.ts';
import { readCity } from '../../../tiles/read/city.ts';
import { parseRecipe } from '../../../tiles/recipe.ts';

const ORIGIN = { lonDeg: 9.5, latDeg: 47.1, heightM: 0 };
const SOURCE = { name: { zh: '测试', en: 'test' }, licence: 'none' };
const LABEL = { zh: '层', en: 'Layer' };

type Feature = { kind: 'Polygon' | 'LineString'; at: [number, number][]; properties: Record<string, unknown> };

/** A street from west to east with a house 3 m off its line, a lane that leaves it, a motorway over it, and a school. */
const ROADS: Feature[] = [
  {
    kind: 'LineString',
    at: [
      [-100, 0],
      [0, 0],
      [100, 0],
    ],
    properties: { highway: 'residential', name: 'Hauptgasse' },
  },
  {
    kind: 'LineString',
    at: [
      [0, 0],
      [0, 80],
    ],
    properties: { highway: 'path' },
  },
  {
    kind: 'LineString',
    at: [
      [50, -90],
      [50, 90],
    ],
    properties: { highway: 'motorway' },
  },
];
const square = (x: number, y: number, size: number): [number, number][] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];
const HOUSES: Feature[] = [
  { kind: 'Polygon', at: square(-60, 3, 20), properties: { building: 'house', height: 9 } },
  { kind: 'Polygon', at: square(20, 30, 20), properties: { building: 'school', height: 6 } },
  { kind: 'Polygon', at: square(-90, -40, 11), properties: { building: 'yes', height: 3 } },
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-facts-'));
  write('roads.geojson', ROADS);
  write('houses.geojson', HOUSES);
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, features: Feature[]): void {
  const lonLat = ([x, y]: [number, number]) => {
    const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [x, y, 0]);
    return [lonDeg, latDeg];
  };
  const json = features.map(({ kind, at, properties }, i) => ({
    type: 'Feature',
    id: `f${i + 1}`,
    properties,
    geometry: { type: kind, coordinates: kind === 'Polygon' ? [at.map(lonLat)] : at.map(lonLat) },
  }));
  writeFileSync(join(folder, name), JSON.stringify({ type: 'FeatureCollection', features: json }));
}

const column = (field: string, name = field) => ({ field, name, type: 'code', label: LABEL });

async function city(more: object = {}, houseColumns: object[] = []): Promise<CityInput> {
  const json = {
    id: 'town',
    name: LABEL,
    zone: 'UTC',
    origin: { lonDeg: ORIGIN.lonDeg, latDeg: ORIGIN.latDeg },
    layers: [
      {
        id: 'houses',
        kind: 'building',
        label: LABEL,
        file: 'houses.geojson',
        source: SOURCE,
        fields: { height: 'height' },
        columns: [column('building', 'use'), ...houseColumns],
      },
      {
        id: 'roads',
        kind: 'area',
        group: 'road',
        geometry: 'line',
        label: LABEL,
        file: 'roads.geojson',
        source: SOURCE,
        assume: { widthM: 6 },
        columns: [column('highway', 'class'), column('name')],
      },
    ],
    ...more,
  };
  return readCity(parseRecipe(json, 'recipe.json', folder));
}

const walkableOf = ({ files }: CityInput): Walkable => parseWalkable(JSON.parse(String(files['walkable.json'])));
const isWalked = ({ areas }: Walkable, x: number, y: number): boolean =>
  areas.some(({ outer }) => isInside(outer as [number, number][], x, y));

describe('walking ground of road lines', () => {
  test('a street is as wide as stated with its footways, as narrow as a house beside leaves it, and never in a house', async () => {
    const town = await city();
    const walkable = walkableOf(town);
    expect(isWalked(walkable, -80, 4.9)).toBe(true);
    expect(isWalked(walkable, -80, 5.1)).toBe(false);
    expect(isWalked(walkable, -50, 2.7)).toBe(true);
    for (let x = -59.9; x < -40; x += 0.5) expect(isWalked(walkable, x, 3.05)).toBe(false);
    expect(town.facts.walkable).toEqual({
      state: 'inferred',
      code: 'walkable-of-streets',
      values: { streets: 3, leftOut: 1, narrowed: 1 },
    });
  });

  test('streets that share a vertex meet through doors; a motorway, which shares none, is left out', async () => {
    const walkable = walkableOf(await city());
    expect(walkable.areas.map(({ kind }) => kind).sort()).toEqual(['crossing', 'footway', 'street', 'street']);
    const crossing = walkable.areas.find(({ kind }) => kind === 'crossing');
    const joined = walkable.doors.filter(({ to }) => to === crossing?.id).map(({ from }) => from);
    expect(joined.sort()).toEqual(['wk-f1-1', 'wk-f1-2', 'wk-f2-1']);
    expect(isWalked(walkable, 50, 40)).toBe(false);
    expect(walkable.areas.find(({ id }) => id === 'wk-f1-1')?.label).toEqual({ zh: 'Hauptgasse', en: 'Hauptgasse' });
  });

  test('at the edge of the data a street leads out', async () => {
    const exits = walkableOf(await city()).doors.filter(({ to }) => to === null);
    expect(exits).toHaveLength(3);
  });
});

describe('residents by floor area', () => {
  test('a house of 400 m² on three storeys has 30; a school none; a building of unknown use counts by its size', async () => {
    const town = await city();
    const residents = town.layers[0].features.columns.find(({ name }) => name === 'residents');
    expect(residents?.values).toEqual(Uint32Array.of(30, 0, 3));
    expect(town.facts.population).toMatchObject({
      state: 'inferred',
      values: { buildings: 2, unknownUse: 1, residents: 33 },
    });
  });

  test('a layer that tells residents keeps its own', async () => {
    write(
      'houses.geojson',
      HOUSES.map((house) => ({ ...house, properties: { ...house.properties, residents: 7 } })),
    );
    const town = await city({}, [{ ...column('residents'), type: 'integer' }]);
    const residents = town.layers[0].features.columns.filter(({ name }) => name === 'residents');
    expect(residents.map(({ values }) => values)).toEqual([Uint32Array.of(7, 7, 7)]);
    expect(town.facts.population).toBeUndefined();
    write('houses.geojson', HOUSES);
  });
});

describe('facts that the recipe names', () => {
  test('take the place of what would be inferred; a file that its engine would refuse is refused by name and place', async () => {
    const own: Walkable = { format: 1, levels: [], areas: [], doors: [], stairs: [] };
    writeFileSync(join(folder, 'own.json'), JSON.stringify(own));
    const town = await city({ facts: { walkable: 'own.json' } });
    expect(town.facts.walkable).toEqual({ state: 'given' });
    expect(walkableOf(town)).toEqual(own);
    writeFileSync(join(folder, 'bad.json'), JSON.stringify({ ...own, areas: [{ id: 'a', level: 'nowhere' }] }));
    await expect(city({ facts: { walkable: 'bad.json' } })).rejects.toThrow(/bad\.json.*areas\.0/);
    await expect(city({ facts: { walkable: 'none.json' } })).rejects.toThrow(/none\.json/);
  });

  test('nothing is inferred where the recipe says no', async () => {
    const town = await city({ infer: { walkable: false, population: false } });
    expect(town.facts).toEqual({});
    expect(town.layers[0].features.columns.map(({ name }) => name)).not.toContain('residents');
  });
});
