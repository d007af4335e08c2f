import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseFloodWorks } from '../../../model/city/flood-works.ts';
import { type DrainNetwork, parseDrainNetwork } from '../../../model/city/grid.ts';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { leastSlope, sizeFor } from '../../../tiles/infer/drain-sizes.ts';
import type { CityInput } from '../../../tiles/model.ts';
import { readCity } from '../../../tiles/read/city.ts';
import { parseRecipe } from '../../../tiles/recipe.ts';
import { cityDrains } from '../../../workers/flood/drains/city.ts';

const ORIGIN = { lonDeg: 9.5, latDeg: 47.1, heightM: 0 };
const LABEL = { zh: '层', en: 'Layer' };
const COMMON = { label: LABEL, source: { name: LABEL, licence: 'none' } };

type At = [eastM: number, northM: number];
interface Feature {
  kind: 'Point' | 'LineString' | 'Polygon';
  at: At[];
  properties?: Record<string, unknown>;
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-drains-'));
  // 10 m higher in the west than in the east of some 1.5 km.
  const row = Array.from({ length: 101 }, (_, i) => 410 - i / 10).join(' ');
  const head = ['ncols 101', 'nrows 101', 'xllcorner 9.49', 'yllcorner 47.09', 'cellsize 0.0002', 'NODATA_value -9999'];
  writeFileSync(join(folder, 'slope.asc'), [...head, ...Array(101).fill(row)].join('\n'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, features: readonly Feature[]): void {
  const lonLat = ([x, y]: At) => {
    const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [x, y, 0]);
    return [lonDeg, latDeg];
  };
  const json = features.map(({ kind, at, properties = {} }, i) => {
    const places = at.map(lonLat);
    const coordinates = kind === 'Point' ? places[0] : kind === 'Polygon' ? [places] : places;
    return { type: 'Feature', id: `f${i + 1}`, properties, geometry: { type: kind, coordinates } };
  });
  writeFileSync(join(folder, name), JSON.stringify({ type: 'FeatureCollection', features: json }));
}

async function cityOf(layers: object[], more: object = {}): Promise<CityInput> {
  const json = {
    id: 'town',
    name: LABEL,
    zone: 'UTC',
    origin: { lonDeg: ORIGIN.lonDeg, latDeg: ORIGIN.latDeg },
    terrain: { files: ['slope.asc'], crs: 'EPSG:4326', source: 'test' },
    layers: layers.map((layer) => ({ ...COMMON, ...layer })),
    ...more,
  };
  return readCity(parseRecipe(json, 'recipe.json', folder));
}

/** Also passes the flood engine's own door: every node has a way out. */
function networkOf({ files }: CityInput): DrainNetwork {
  const network = parseDrainNetwork(JSON.parse(String(files['drain-network.json'])));
  cityDrains(network);
  return network;
}

const ROADS = { id: 'roads', kind: 'area', group: 'road', geometry: 'line', file: 'roads.geojson' };
const CLASS = { columns: [{ field: 'highway', name: 'class', type: 'code', label: LABEL }] };
const MAINS = { id: 'storm-mains', kind: 'pipe', file: 'mains.geojson' };
const FIELDS = { fields: { diameter: 'd', upstreamInvert: 'up', downstreamInvert: 'down' } };
const square = (x: number, y: number, size: number): At[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];

describe('drains of pipe layers', () => {
  test('pipes keep the inverts that they have; one without lies at its cover with its least fall, and is counted', async () => {
    write('mains.geojson', [
      {
        kind: 'LineString',
        at: [
          [-200, 0],
          [-100, 0],
        ],
        properties: { d: 300, up: 402, down: 401 },
      },
      {
        kind: 'LineString',
        at: [
          [-100, 0],
          [0, 0],
        ],
        properties: { d: 300 },
      },
      {
        kind: 'LineString',
        at: [
          [0, 0],
          [100, 0],
        ],
        properties: { d: 400 },
      },
    ]);
    write('grates.geojson', [
      { kind: 'Point', at: [[-98, 6]] },
      { kind: 'Point', at: [[400, 300]] },
    ]);
    const town = await cityOf([
      { ...MAINS, ...FIELDS },
      { id: 'catch-basins', kind: 'point', file: 'grates.geojson' },
    ]);
    const { conduits, inlets, outfalls, manholes } = networkOf(town);
    expect(conduits.map(({ fromInvertM, toInvertM }) => fromInvertM > toInvertM)).toEqual([true, true, true]);
    expect(conduits[0]).toMatchObject({
      fromInvertM: 402,
      toInvertM: 401,
      section: { diameterM: expect.closeTo(0.3) },
    });
    const [, second, third] = conduits;
    expect((second.fromInvertM - second.toInvertM) / second.lengthM).toBeGreaterThanOrEqual(leastSlope(0.3) - 1e-5);
    expect((third.fromInvertM - third.toInvertM) / third.lengthM).toBeGreaterThanOrEqual(leastSlope(0.4) - 1e-5);
    expect(manholes).toHaveLength(3);
    expect(inlets.map(({ node }) => node)).toEqual([second.from]);
    expect(outfalls).toMatchObject([{ id: third.to, leaves: true }]);
    expect(town.facts.drains).toMatchObject({
      state: 'inferred',
      code: 'drains-of-pipes',
      values: { pipes: 3, nodes: 4, inverts: 4, grates: 1, outfalls: 1, ends: 1, leftOut: 1 },
    });
  });

  test('a pipe that joins another on its way makes a node there; the net lets out into the water beside its end', async () => {
    write('mains.geojson', [
      {
        kind: 'LineString',
        at: [
          [-100, 0],
          [0, 0],
          [100, 0],
        ],
        properties: { d: 300, up: 402, down: 400 },
      },
      {
        kind: 'LineString',
        at: [
          [0, 80],
          [0, 0],
        ],
        properties: { d: 300, up: 402.5, down: 401.2 },
      },
    ]);
    write('river.geojson', [{ kind: 'Polygon', at: square(110, -40, 80) }]);
    const town = await cityOf([
      { ...MAINS, ...FIELDS },
      { id: 'river', kind: 'water', file: 'river.geojson' },
    ]);
    const { conduits, outfalls } = networkOf(town);
    expect(conduits.map(({ id }) => id).sort()).toEqual(['f1-1', 'f1-2', 'f2']);
    expect(conduits.find(({ id }) => id === 'f1-1')?.toInvertM).toBeCloseTo(401, 2);
    expect(outfalls).toHaveLength(1);
    expect(outfalls[0].leaves).toBeUndefined();
    expect(outfalls[0].at[0]).toBeGreaterThan(110);
  });

  test('foul sewers are no storm drains, whatever else is known; a layer that the recipe calls so is', async () => {
    write('mains.geojson', [
      {
        kind: 'LineString',
        at: [
          [0, 0],
          [100, 0],
        ],
        properties: { d: 300 },
      },
    ]);
    const foul = { ...MAINS, ...FIELDS, id: 'sanitary-drains' };
    expect((await cityOf([foul])).facts.drains).toBeUndefined();
    expect((await cityOf([{ ...foul, drainage: 'pipes' }])).facts.drains?.state).toBe('inferred');
    expect((await cityOf([{ ...foul, drainage: 'pipes' }], { infer: { drains: false } })).facts.drains).toBeUndefined();
  });
});

describe('design storms of a recipe', () => {
  const roads = { ...ROADS, ...CLASS };
  const worksOf = ({ files }: CityInput) => parseFloodWorks(JSON.parse(String(files['flood-works.json'])));

  test('a formula is what the flood tool offers, and what inferred pipes are made for', async () => {
    write('roads.geojson', [
      {
        kind: 'LineString',
        at: [
          [-300, 0],
          [280, 0],
        ],
        properties: { highway: 'residential' },
      },
    ]);
    const town = await cityOf([roads], { storm: { formula: { a: 2001, b: 8, c: 0.811, n: 0.711 } } });
    const works = worksOf(town);
    expect(works.storm).toMatchObject({ a: 2001, b: 8, c: 0.811, n: 0.711, r: 0.4 });
    expect(town.facts.floodWorks).toEqual({ state: 'given' });
    // 2001·(1 + 0.811·lg 3)/(15 + 8)^0.711
    expect(town.facts.drains).toMatchObject({ values: { rate: 299 } });
    expect((await cityOf([roads])).facts.drains).toMatchObject({ values: { rate: 180 } });
  });

  test('a table of depths is followed to a percent, and its own years are offered', async () => {
    const depth = (years: number, hours: number) =>
      (0.006 * 2001 * (1 + 0.811 * Math.log10(years)) * 60 * hours) / (60 * hours + 8) ** 0.71;
    const row = (years: number) => Object.fromEntries([0.5, 1, 2, 6].map((hours) => [hours, depth(years, hours)]));
    const town = await cityOf([roads], { storm: { depthMm: { 10: row(10), 50: row(50) }, r: 0.35 } });
    const { storm } = worksOf(town);
    expect(storm.years).toEqual([10, 50]);
    expect(storm.n).toBeCloseTo(0.71, 2);
    expect(storm.a).toBeCloseTo(2001, -1);
    expect(town.facts.floodWorks).toMatchObject({
      code: 'storm-of-table',
      values: { depths: 8, worstPct: expect.any(Number) },
    });
    expect(() =>
      parseRecipe(
        { id: 'a', name: LABEL, zone: 'UTC', layers: [], storm: { depthMm: { ten: { 1: 5 } } } },
        'r',
        folder,
      ),
    ).toThrow(/storm/);
  });
});

describe('drains under streets where no pipes are known', () => {
  const street = (at: At[]): Feature => ({ kind: 'LineString', at, properties: { highway: 'residential' } });

  test('they fall to the water in the east, never narrow, and all of it is told to be inferred', async () => {
    write('roads.geojson', [
      street([
        [-300, 0],
        [0, 0],
        [280, 0],
      ]),
      street([
        [0, 200],
        [0, 0],
      ]),
    ]);
    write('river.geojson', [{ kind: 'Polygon', at: square(300, -100, 200) }]);
    const town = await cityOf([
      { ...ROADS, ...CLASS },
      { id: 'river', kind: 'water', file: 'river.geojson' },
    ]);
    const { conduits, manholes, outfalls } = networkOf(town);
    expect(outfalls).toHaveLength(1);
    expect(outfalls[0].at[0]).toBeGreaterThan(300);
    const widthInto = (node: string) =>
      Math.max(
        0,
        ...conduits
          .filter(({ to }) => to === node)
          .map(({ section }) => ('diameterM' in section ? section.diameterM : 0)),
      );
    for (const { from, fromInvertM, toInvertM, section, lengthM } of conduits) {
      expect(fromInvertM).toBeGreaterThan(toInvertM);
      expect(lengthM).toBeLessThanOrEqual(70);
      expect('diameterM' in section && section.diameterM).toBeGreaterThanOrEqual(widthInto(from));
    }
    for (const { rimM, invertM } of manholes) expect(rimM - invertM).toBeGreaterThanOrEqual(1.2 + 0.3 - 1e-3);
    expect(town.facts.drains).toMatchObject({
      code: 'drains-of-streets',
      values: { outfalls: 1, ends: 0, deep: 0, years: 3 },
    });
  });

  test('on ground that nobody measured there are none', async () => {
    const flat = { ...ROADS, ...CLASS };
    expect((await cityOf([flat], { terrain: undefined })).facts.drains).toBeUndefined();
  });

  test('a pipe is as narrow as carries its flow: 0.1 m³/s at 1 in 100 asks for 400 mm', () => {
    // Manning n 0.014: 0.3 m carries 0.090 m³/s there, 0.4 m 0.193.
    expect(sizeFor(0.08, 0.01, 0)).toEqual({ diameterM: 0.3, barrels: 1 });
    expect(sizeFor(0.1, 0.01, 0)).toEqual({ diameterM: 0.4, barrels: 1 });
    expect(sizeFor(0.1, 0.01, 0.8).diameterM).toBe(0.8);
    expect(sizeFor(100, 0.01, 0).barrels).toBeGreaterThan(1);
  });
});
