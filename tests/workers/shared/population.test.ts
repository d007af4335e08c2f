import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, expect, test } from 'vitest';
import { openRows } from '../../../model/city/layer-rows.ts';
import type { PopulationUsed } from '../../../model/city/people.ts';
import { enuFromLonLat } from '../../../model/geo/enu.ts';
import { DataQuery } from '../../../model/questions/data-query.ts';
import { openCatalogue } from '../../../src/twin/catalogue/catalogue-core.ts';
import type { CityFiles } from '../../../workers/shared/engine.ts';
import { populationOf } from '../../../workers/shared/population.ts';
import { servingLayers, thingsWith } from '../../../workers/shared/serving-things.ts';
import { bakedLayers, SOURCE, plainText as text } from './baked-layers.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-people-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A rectangle in ten-thousandths of a degree. */
function box(west: number, south: number, east: number, north: number, properties: object): object {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ].map(([x, y]) => [10 + x * 1e-4, y * 1e-4]);
  return { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [ring] } };
}

function written(name: string, features: object[]): string {
  writeFileSync(join(folder, name), JSON.stringify({ type: 'FeatureCollection', features }));
  return name;
}

/** Cells of 10 × 10 side by side: homes of 3 : 1 floor area, nobody's ground, a shop, no number, less than none. */
const CELLS = [12, 100, 7, null, -5];

async function smallTown(roles: object, cells = CELLS): Promise<CityFiles> {
  const grid = written(
    'grid.geojson',
    cells.map((people, k) => box(10 * k, 0, 10 * k + 10, 10, { id: `c${k}`, people })),
  );
  const houses = written('houses.geojson', [
    box(1, 1, 2, 2, { id: 'tall', building: 'apartments', levels: 3, height: 9 }),
    box(4, 4, 5, 5, { id: 'low', building: 'house', levels: 1, height: 3 }),
    box(22, 2, 24, 4, { id: 'shop', building: 'retail', levels: 2, height: 6 }),
  ]);
  const schools = written('schools.geojson', [
    box(6, 6, 7, 7, { id: 's1', lb: '小学', xw: 600 }),
    box(7, 7, 8, 8, { id: 's2', lb: '中学', xw: 900 }),
  ]);
  return await bakedLayers(folder, 'town', [
    {
      id: 'houses',
      kind: 'building',
      label: text('houses'),
      file: houses,
      source: SOURCE,
      fields: { height: 'height', levels: 'levels' },
      columns: [{ field: 'building', type: 'code', label: text('use') }],
    },
    { id: 'grid', kind: 'area', label: text('grid'), file: grid, source: SOURCE, allColumns: true, roles },
    {
      id: 'schools',
      kind: 'area',
      label: text('schools'),
      file: schools,
      source: SOURCE,
      allColumns: true,
      roles: { facilities: { kind: 'lb', capacity: 'xw' } },
    },
  ]);
}

test('people of a grid go to dwellings by floor area, stay where no dwelling is, and sum up again', async () => {
  const { homes, used } = await populationOf(await smallTown({ population: {} }));
  const residents = Object.fromEntries(homes.filter(({ isPlace }) => !isPlace).map((one) => [one.id, one.residents]));
  expect(residents).toEqual({ tall: 9, low: 3, shop: 0 });
  expect(used).toEqual({
    state: 'given',
    layer: 'grid',
    label: text('grid'),
    column: 'people',
    isGuessed: true,
    by: 'areas',
    residents: 119,
    housed: 12,
    unhoused: 107,
    areasWithoutDwelling: 2,
    outside: 0,
    blank: 1,
    negative: 1,
  } satisfies Extract<PopulationUsed, { state: 'given' }>);
  expect(homes.reduce((sum, one) => sum + one.residents, 0)).toBe(119);
  // The hundred stand evenly in the second cell: half of them in its western half.
  const [west, , east] = [0, 1, 2].map((k) => enuFromTown(10 + 5 * k));
  const second = homes.filter(({ isPlace, atM: [x] }) => isPlace && x > west && x < east);
  expect(second.reduce((sum, one) => sum + one.residents, 0)).toBe(100);
});

/** East of ten-thousandths of a degree, in the frame of the town: its middle is the middle of the five cells. */
const enuFromTown = (x: number): number =>
  enuFromLonLat({ lonDeg: 10.0025, latDeg: 0.0005, heightM: 0 }, { lonDeg: 10 + x * 1e-4, latDeg: 0, heightM: 0 })[0];

test('the baker gives the same people to the buildings, so that what counts buildings alone counts them too', async () => {
  const { manifest, read } = await smallTown({ population: {} });
  const [houses] = manifest.layers;
  const rows = await openRows(houses, read, ['residents']);
  expect([0, 1, 2].map((row) => [rows.thing(row).id, rows.number('residents', row)])).toEqual([
    ['tall', 9],
    ['low', 3],
    ['shop', 0],
  ]);
  expect(houses.attributes.find(({ name }) => name === 'residents')?.label.en).toBe('Residents (spread from "grid")');
  expect(manifest.facts?.population).toEqual({
    state: 'inferred',
    code: 'residents-of-layer',
    values: { layer: 'grid', unhoused: 107, buildings: 2, residents: 12 },
  });
});

test('a table of schools with its role is offered first, with its kinds and capacities', async () => {
  const files = await smallTown({});
  const [given] = await servingLayers(files);
  expect(given).toMatchObject({ layer: 'schools', attribute: 'lb', given: { capacity: 'xw' } });
  expect(given.values.map(({ value, count }) => [value, count])).toEqual([
    ['小学', 1],
    ['中学', 1],
  ]);
  const things = await thingsWith(files, { id: 'schools', attribute: 'lb', values: ['中学'] });
  expect(things.map(({ id, capacity }) => [id, capacity])).toEqual([['s2', 900]]);
  const all = await thingsWith(files, { id: 'schools', attribute: null, values: [] });
  expect(all.map(({ capacity }) => capacity)).toEqual([600, 900]);
});

test('a recipe whose layer lacks what a role needs is refused with the column and what there is', async () => {
  const expected = 'layer "grid": roles.population.residents: expected one of its columns (people), got "asukkaita"';
  await expect(smallTown({ population: { residents: 'asukkaita' } })).rejects.toThrow(expected);
});

test('a drawn area over the grid counts its people by area, whatever its middle', async () => {
  const files = await smallTown({ population: {} });
  const catalogue = openCatalogue(files.manifest, (path) => files.read(path));
  // From behind the middle of the first cell to a quarter of the second: no middle lies inside.
  const [from, to] = [5.5, 12.5].map(enuFromTown);
  const ringM = [
    [from, -200],
    [to, -200],
    [to, 200],
    [from, 200],
  ];
  const query = v.parse(DataQuery, { layer: 'grid', measure: 'people', within: { by: 'ring', ringM } });
  const found = await catalogue.query(query);
  expect(found.rows).toHaveLength(0);
  // 4.5 tenths of 12, 2.5 tenths of 100.
  expect(found.byArea).toBeCloseTo(5.4 + 25, 1);
});
