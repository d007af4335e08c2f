import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseWalkable, type Walkable } from '../../../model/city/grid.ts';
import { enuFromLonLat, lonLatFromEnu } from '../../../model/geo/enu.ts';
import { isInRing, isSimple } from '../../../model/geo/plane/ring.ts';
import { parseRoadNetwork } from '../../../model/roads/road-network.ts';
import type { CityInput, SurfaceGeometry } from '../../../tiles/model.ts';
import { readCity } from '../../../tiles/read/city.ts';
import { parseRecipe } from '../../../tiles/recipe.ts';

const ORIGIN = { lonDeg: 9.5, latDeg: 47.1, heightM: 0 };
const SOURCE = { name: { zh: '测试', en: 'test' }, licence: 'none' };
const LABEL = { zh: '层', en: 'Layer' };

type Feature = {
  kind: 'Polygon' | 'LineString' | 'Point';
  at: [number, number][];
  properties: Record<string, unknown>;
};

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
    geometry: {
      type: kind,
      coordinates: kind === 'Polygon' ? [at.map(lonLat)] : kind === 'Point' ? lonLat(at[0]) : at.map(lonLat),
    },
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
  areas.some(({ outer }) => isInRing(outer as [number, number][], x, y));

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
      values: { streets: 3, leftOut: 1, narrowed: 1, squares: 0, greens: 0 },
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

describe('widths, squares and levels of roads', () => {
  const line = (at: [number, number][], properties: Record<string, unknown>): Feature => ({
    kind: 'LineString',
    at,
    properties,
  });
  const roadsOf = (town: CityInput) => {
    const roads = town.layers.find(({ id }) => id === 'roads');
    if (roads?.features.geometry.kind !== 'line') throw new Error('expected lines');
    return { ...roads, geometry: roads.features.geometry };
  };

  test('a footway is 2 m wide, a service road 4, four lanes of a main road 14, and one that nobody classes as the recipe says', async () => {
    write('roads.geojson', [
      line(
        [
          [0, 0],
          [50, 0],
        ],
        { highway: 'footway' },
      ),
      line(
        [
          [0, 20],
          [50, 20],
        ],
        { highway: 'service' },
      ),
      line(
        [
          [0, 40],
          [50, 40],
        ],
        { highway: 'primary', lanes: '4' },
      ),
      line(
        [
          [0, 60],
          [50, 60],
        ],
        { highway: 'residential', oneway: 'yes' },
      ),
      line(
        [
          [0, 80],
          [50, 80],
        ],
        { highway: 'goat' },
      ),
    ]);
    const roads = roadsOf(await city());
    expect([...roads.geometry.widthM]).toEqual([2, 4, 14, 4, 6]);
    expect(roads.assumptions).toContainEqual({ code: 'width-by-class', values: { count: 4 } });
    expect(roads.assumptions).toContainEqual({ code: 'width-stated', values: { count: 1, widthM: 6 } });
    write('roads.geojson', ROADS);
  });

  test('squares and parks are walked on, less the houses that stand in them or over their edge; a private garden is not', async () => {
    write('open.geojson', [
      { kind: 'Polygon', at: square(-80, -10, 60), properties: { leisure: 'park' } },
      { kind: 'Polygon', at: square(-50, 8, 40), properties: { leisure: 'park' } },
      { kind: 'Polygon', at: square(40, 40, 30), properties: { leisure: 'garden', access: 'private' } },
    ]);
    const own = await openCity();
    const walkable = walkableOf(own);
    expect(own.facts.walkable).toMatchObject({ values: { greens: 2, squares: 0 } });
    const plazas = walkable.areas.filter(({ kind }) => kind === 'plaza');
    const isOpen = (x: number, y: number) =>
      plazas.some(
        ({ outer, holes }) =>
          isInRing(outer as [number, number][], x, y) &&
          !holes.some((hole) => isInRing(hole as [number, number][], x, y)),
      );
    expect(isOpen(-70, 40)).toBe(true);
    expect(isOpen(-30, 40)).toBe(true);
    expect(isOpen(45, 65)).toBe(false);
    for (let x = -59.5; x < -40; x += 0.5)
      for (let y = 3.5; y < 23; y += 0.5) expect(isOpen(x, y), `${x}, ${y}`).toBe(false);
  });

  async function openCity(): Promise<CityInput> {
    const roads = { id: 'roads', kind: 'area', group: 'road', geometry: 'line', file: 'roads.geojson' };
    const common = { label: LABEL, source: SOURCE };
    const houses = { id: 'houses', kind: 'building', file: 'houses.geojson', fields: { height: 'height' } };
    const parks = { id: 'parks', kind: 'area', group: 'green', file: 'open.geojson' };
    return city({
      layers: [
        { ...common, ...houses, columns: [column('building', 'use')] },
        { ...common, ...roads, assume: { widthM: 6 }, columns: [column('highway', 'class')] },
        { ...common, ...parks, columns: [column('leisure'), column('access')] },
      ],
    });
  }

  test('a bridge runs straight over a valley though it is drawn in two pieces; a tunnel lies under the ground and nobody walks on its line', async () => {
    const valley = [
      'ncols 101',
      'nrows 3',
      'xllcorner 9.49',
      'yllcorner 47.09',
      'cellsize 0.0002',
      'NODATA_value -9999',
    ];
    const row = Array.from({ length: 101 }, (_, i) => (Math.abs(i - 50) < 4 ? 400 : 420)).join(' ');
    writeFileSync(
      join(folder, 'valley.asc'),
      [...valley.slice(0, 1), 'nrows 101', ...valley.slice(2), ...Array(101).fill(row)].join('\n'),
    );
    write('roads.geojson', [
      line(
        [
          [-300, 0],
          [-200, 0],
        ],
        { highway: 'residential' },
      ),
      line(
        [
          [-200, 0],
          [10, 0],
        ],
        { highway: 'residential', bridge: 'yes' },
      ),
      line(
        [
          [10, 0],
          [200, 0],
        ],
        { highway: 'residential', bridge: 'yes' },
      ),
      line(
        [
          [200, 0],
          [300, 0],
        ],
        { highway: 'residential' },
      ),
      line(
        [
          [-200, 90],
          [200, 90],
        ],
        { highway: 'footway', tunnel: 'yes' },
      ),
      line(
        [
          [-200, 190],
          [200, 190],
        ],
        { highway: 'footway', tunnel: 'building_passage' },
      ),
    ]);
    const town = await city({
      terrain: { files: ['valley.asc'], crs: 'EPSG:4326', source: 'test' },
      layers: [
        {
          id: 'roads',
          kind: 'area',
          group: 'road',
          geometry: 'line',
          label: LABEL,
          file: 'roads.geojson',
          source: SOURCE,
          columns: [column('highway', 'class'), column('bridge'), column('tunnel')],
        },
      ],
    });
    const { geometry, assumptions } = roadsOf(town);
    const levels = [...geometry.elevationM];
    const lineLevels = Array.from(geometry.lineVertex.subarray(0, -1), (from, i) =>
      levels.slice(from, geometry.lineVertex[i + 1]),
    );
    // Over the ground by what triangles of the drawn ground may miss it.
    for (const bridge of [1, 2]) for (const level of lineLevels[bridge]) expect(level).toBeCloseTo(420, 0);
    expect(Math.max(...levels.filter((level) => !Number.isNaN(level)))).toBeCloseTo(420.3, 2);
    expect(lineLevels[4][0]).toBeCloseTo(414, 1);
    expect(lineLevels[5][0]).toBeNaN();
    expect(assumptions).toContainEqual({ code: 'roads-spanned', values: { bridges: 2, tunnels: 1, coverM: 6 } });
    expect(isWalked(walkableOf(town), 0, 90)).toBe(false);
    expect(isWalked(walkableOf(town), 0, 190)).toBe(true);
    write('roads.geojson', ROADS);
  });

  test('a bridge is buried nowhere: where the ground rises between its ends it passes over it', async () => {
    const head = [
      'ncols 101',
      'nrows 101',
      'xllcorner 9.49',
      'yllcorner 47.09',
      'cellsize 0.0002',
      'NODATA_value -9999',
    ];
    const row = Array.from({ length: 101 }, (_, i) => 400 + Math.max(0, 5 - Math.abs(i - 50))).join(' ');
    writeFileSync(join(folder, 'hump.asc'), [...head, ...Array(101).fill(row)].join('\n'));
    const over: [number, number][] = [
      [-200, 0],
      [200, 0],
    ];
    write('hump-roads.geojson', [line(over, { highway: 'residential', bridge: 'yes' })]);
    const town = await city({
      terrain: { files: ['hump.asc'], crs: 'EPSG:4326', source: 'test' },
      layers: [
        {
          id: 'roads',
          kind: 'area',
          group: 'road',
          geometry: 'line',
          label: LABEL,
          file: 'hump-roads.geojson',
          source: SOURCE,
          columns: [column('highway', 'class'), column('bridge')],
        },
      ],
    });
    const { geometry } = roadsOf(town);
    expect([...geometry.lineVertex]).toEqual([0, geometry.elevationM.length]);
    expect(geometry.elevationM[0]).toBeCloseTo(400.3, 1);
    expect(Math.max(...geometry.elevationM)).toBeGreaterThan(404.8);
    expect(Math.max(...geometry.elevationM)).toBeLessThan(405.4);
  });

  test('a bridge over a valley has a deck under its carriageway and piers on the ground, none on the path beneath it', async () => {
    const across = { highway: 'residential', name: 'Talbrücke', bridge: 'yes' };
    const road = (from: number, to: number): [number, number][] => [
      [from, 0],
      [to, 0],
    ];
    const roads = [
      line(road(-300, -200), { highway: 'residential' }),
      line(road(-200, 200), across),
      line(road(200, 300), { highway: 'residential' }),
      // On level ground, over the path that it crosses: railings would stand across that.
      line(
        [
          [-20, 50],
          [20, 50],
        ].map(([x, y]): [number, number] => [x - 250, y]),
        across,
      ),
      line(
        [
          [-250, 30],
          [-250, 90],
        ],
        { highway: 'path' },
      ),
      line(
        [
          [0, -90],
          [0, 90],
        ],
        { highway: 'path' },
      ),
    ];
    write('valley-roads.geojson', roads);
    const layer = {
      id: 'roads',
      kind: 'area',
      group: 'road',
      geometry: 'line',
      label: LABEL,
      file: 'valley-roads.geojson',
      source: SOURCE,
      assume: { widthM: 6 },
      columns: [column('highway', 'class'), column('bridge'), column('name')],
    };
    const terrain = { files: ['valley.asc'], crs: 'EPSG:4326', source: 'test' };
    const town = await city({ terrain, layers: [layer] });
    const bridges = town.layers.find(({ id }) => id === 'bridges');
    expect(bridges?.assumptions).toEqual([
      { code: 'bridges-of-roads', values: { bridges: 1, piers: 4, flat: 1, spacingM: 25, deckM: 1.2, clearM: 3 } },
    ]);
    const geometry = bridges?.features.geometry as SurfaceGeometry;
    const places = Array.from(geometry.elevationM, (elevationM, i) => {
      const [lonDeg, latDeg] = geometry.lonLatDeg.subarray(2 * i, 2 * i + 2);
      const [x, y] = enuFromLonLat(town.origin, { lonDeg, latDeg, heightM: town.origin.heightM });
      return { x, y, elevationM };
    });
    const feet = places.filter(({ elevationM }) => elevationM < 418);
    expect(Math.min(...feet.map(({ elevationM }) => elevationM))).toBeCloseTo(398.5, 1);
    expect([...new Set(feet.map(({ x }) => 25 * Math.round(x / 25)))].sort((a, b) => a - b)).toEqual([
      -50, -25, 25, 50,
    ]);
    const deck = places.filter(({ elevationM }) => elevationM > 415);
    // Beams stand half a metre outside the carriageway, railings on them.
    expect(Math.max(...deck.map(({ y }) => Math.abs(y)))).toBeCloseTo(3.5, 1);
    expect(deck.filter(({ y }) => Math.abs(y) < 2.5).every(({ elevationM }) => elevationM < 420)).toBe(true);

    expect((await city({ terrain, layers: [layer], infer: { bridges: false } })).layers.map(({ id }) => id)).toEqual([
      'roads',
    ]);
    const own = { ...layer, id: 'own', kind: 'bridge', file: 'houses.geojson', fields: { height: 'height' } };
    const { assume: _, geometry: __, columns: ___, ...given } = own;
    expect((await city({ terrain, layers: [layer, given] })).layers.map(({ id }) => id)).toEqual(['roads', 'own']);
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

  test('what registers write behind "residential" is a dwelling too, and its garage is none', async () => {
    const housed: unknown[] = [];
    for (const building of ['RESIDENTIAL-LOW RISE', 'Residential garage', 'residential_area', 'COMMERCIAL']) {
      write(
        'houses.geojson',
        HOUSES.map((house) => ({ ...house, properties: { ...house.properties, building } })),
      );
      housed.push((await city()).facts.population?.state);
    }
    expect(housed).toEqual(['inferred', undefined, undefined, undefined]);
    write('houses.geojson', HOUSES);
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

describe('the road network of road lines', () => {
  const street = (x: number, properties: Record<string, unknown>): Feature => ({
    kind: 'LineString',
    at: [
      [x, 0],
      [x, 80],
    ],
    properties,
  });
  const segmentsOf = async (roads: object) => {
    const layer = { id: 'roads', kind: 'area', group: 'road', geometry: 'line', file: 'roads.geojson' };
    const town = await city({
      layers: [{ ...layer, label: LABEL, source: SOURCE, assume: { widthM: 6 }, ...roads }],
    });
    const { segments } = parseRoadNetwork(JSON.parse(String(town.files['road-network.json'])));
    return segments.map(({ class: kind, direction, lanes, speedKmPerH, clearanceM, weightLimitT, form, assumed }) => ({
      kind,
      direction,
      lanes,
      speedKmPerH,
      clearanceM,
      weightLimitT,
      form,
      assumed,
    }));
  };
  const told = {
    kind: 'secondary',
    direction: 'along',
    lanes: 3,
    speedKmPerH: 70,
    clearanceM: 3.5,
    weightLimitT: 12,
    form: 'bridge',
    assumed: ['width'],
  };

  test('rests on what the file tells, whether or not the recipe keeps it as a column', async () => {
    const limits = { lanes: '3', oneway: 'yes', maxspeed: '70', maxheight: '3.5', maxweight: '12', bridge: 'yes' };
    write('roads.geojson', [street(0, { highway: 'secondary', ...limits }), street(50, { highway: 'residential' })]);
    const [first, second] = await segmentsOf({});
    expect(first).toEqual(told);
    expect(second).toMatchObject({ kind: 'residential', direction: 'both', clearanceM: null, form: 'ground' });
    expect(await segmentsOf({ columns: [column('highway'), column('lanes')] })).toEqual([first, second]);
    write('roads.geojson', ROADS);
  });

  test('bans of turns are pairs of segments: `no` of that line, `only` of all the others, unknown ones counted', async () => {
    const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [0, 0, 0]);
    const bans = (...words: string[]) => words.map((word) => `${word} @ ${lonDeg},${latDeg}`).join('; ');
    const line = (id: string, at: [number, number][], more = {}): Feature => ({
      kind: 'LineString',
      at,
      properties: { id, highway: 'residential', ...more },
    });
    write('roads.geojson', [
      line(
        'west',
        [
          [-100, 0],
          [-50, 0],
          [0, 0],
        ],
        { turn_bans: bans('no north', 'no nowhere', 'never north') },
      ),
      line(
        'north',
        [
          [0, 0],
          [0, 80],
        ],
        { turn_bans: bans('only east') },
      ),
      line('lane', [
        [-50, 0],
        [-50, 40],
      ]),
      line('east', [
        [0, 0],
        [100, 0],
      ]),
      line('south', [
        [0, 0],
        [0, -80],
      ]),
    ]);
    const layer = { id: 'roads', kind: 'area', group: 'road', geometry: 'line', file: 'roads.geojson' };
    const town = await city({
      layers: [{ ...layer, label: LABEL, source: SOURCE, assume: { widthM: 6 }, fields: { id: 'id' } }],
    });
    const { turnBans } = parseRoadNetwork(JSON.parse(String(town.files['road-network.json'])));
    expect(turnBans.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'west-2 north-1',
      'north-1 west-2',
      'north-1 south-1',
    ]);
    expect(town.facts.roads).toMatchObject({ values: { turnBans: 3, turnsLeftOut: 2 } });
    write('roads.geojson', ROADS);
  });

  test('what the data have and the network cannot take as it is written is kept with what was taken instead', async () => {
    const line = (id: string, at: [number, number][], more = {}): Feature => ({
      kind: 'LineString',
      at,
      properties: { id, highway: 'residential', name: id, ...more },
    });
    const from = (y: number): [number, number][] => [
      [0, y],
      [90, y],
    ];
    write('roads.geojson', [
      line('two', from(0), { lanes: '2;3', maxspeed: '50 mph' }),
      line('free', from(100), { highway: 'motorway', maxspeed: 'none', lanes: '3' }),
      line('odd', from(200), { lanes: 'many', maxspeed: 'walk', oneway: 'reversible' }),
      line('slower', from(300), { maxspeed: '50;30', turn_bans: 'no nowhere @ 9.5,47.1' }),
      // Up a stem and once about a block, back to where the stem ends.
      line('loop', [
        [0, 400],
        [0, 420],
        [20, 420],
        [20, 440],
        [0, 440],
        [0, 420],
      ]),
      line('none', [
        [300, 0],
        [300.003, 0],
      ]),
      line('walk', from(500), { highway: 'footway', lanes: 'x' }),
    ]);
    write('signals.geojson', [
      { kind: 'Point', at: [[45, 3]], properties: { highway: 'traffic_signals' } },
      { kind: 'Point', at: [[45, 60]], properties: { highway: 'traffic_signals' } },
      { kind: 'Point', at: [[45, 70]], properties: { highway: 'bus_stop' } },
    ]);
    const of = { label: LABEL, source: SOURCE };
    const town = await city({
      layers: [
        {
          ...of,
          id: 'roads',
          kind: 'area',
          group: 'road',
          geometry: 'line',
          file: 'roads.geojson',
          fields: { id: 'id' },
          columns: [column('name')],
          assume: { widthM: 6 },
        },
        {
          ...of,
          id: 'signals',
          kind: 'point',
          group: 'facility',
          model: 'marker',
          file: 'signals.geojson',
          columns: [column('highway')],
        },
      ],
    });
    const { segments, leftOut = [] } = parseRoadNetwork(JSON.parse(String(town.files['road-network.json'])));
    const known = Object.fromEntries(
      segments.map(({ id, lanes, speedKmPerH, direction }) => [id, [lanes, Math.round(speedKmPerH), direction]]),
    );
    expect(known).toMatchObject({
      'two-1': [2, 80, 'both'],
      'free-1': [3, 100, 'along'],
      'odd-1': [2, 30, 'both'],
      'slower-1': [2, 30, 'both'],
    });
    expect(leftOut.map(({ kind, road, text, taken }) => [kind, road, text, taken])).toEqual([
      ['lanes', 'two', '2;3', '2'],
      ['lanes', 'odd', 'many', '2'],
      ['maxspeed', 'odd', 'walk', '30'],
      ['oneway', 'odd', 'reversible', ''],
      ['maxspeed', 'slower', '50;30', '30'],
      ['turn', 'slower', 'no nowhere @ 9.5,47.1', ''],
      ['zero', 'none', '0', ''],
      ['loop', 'loop', '80', ''],
      ['signal', 'f2', 'f2', ''],
    ]);
    expect(leftOut[0]).toMatchObject({ name: { zh: 'two', en: 'two' }, at: [90, 0] });
    expect(leftOut.at(-1)?.at.map(Math.round)).toEqual([45, 60]);
    write('roads.geojson', ROADS);
  });

  test('takes a file’s own names for it', async () => {
    const limits = { 车道: '3', 单行: 'yes', 限速: '70', 限高: '3.5', 限重: '12', 桥: 'yes' };
    write('roads.geojson', [street(0, { 等级: 'secondary', ...limits })]);
    const fields = {
      class: '等级',
      lanes: '车道',
      oneWay: '单行',
      speedLimit: '限速',
      heightLimit: '限高',
      weightLimit: '限重',
      bridge: '桥',
    };
    expect(await segmentsOf({ fields })).toEqual([told]);
    write('roads.geojson', ROADS);
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
    const town = await city({
      infer: { labels: false, tour: false, walkable: false, roads: false, population: false },
    });
    expect(town.facts).toEqual({});
    expect(town.layers[0].features.columns.map(({ name }) => name)).not.toContain('residents');
  });
});

describe('walking ground of a city without road lines', () => {
  const houseLayer = {
    id: 'houses',
    kind: 'building',
    label: LABEL,
    file: 'houses.geojson',
    source: SOURCE,
    fields: { height: 'height' },
  };
  test('all that lies between the houses is walked, in squares that are joined wherever no house stands', async () => {
    const town = await city({ layers: [houseLayer] });
    expect(town.facts.walkable).toEqual({
      state: 'inferred',
      code: 'walkable-between-houses',
      values: { squares: 6, houses: 3, leftOut: 0 },
    });
    const walkable = walkableOf(town);
    const inHole = (x: number, y: number) =>
      walkable.areas.some(({ holes }) => holes.some((hole) => isInRing(hole as [number, number][], x, y)));
    expect(isWalked(walkable, 10, 10) && !inHole(10, 10)).toBe(true);
    expect(inHole(-50, 12) && inHole(30, 40)).toBe(true);
    for (const { outer, holes } of walkable.areas)
      expect([outer, ...holes].every((ring) => isSimple(ring as [number, number][]))).toBe(true);
    const names = walkable.doors.map(({ label }) => label?.en).sort();
    expect(names).toEqual(
      ['A1–A2', 'A1–B1', 'A2–B2', 'B1–B2', 'B1–C1', 'B2–C2', 'C1–C2'].map((pair) => `Squares ${pair}`),
    );
  });

  test('a house across the edge of two squares parts their door; houses that touch are one block', async () => {
    write('row.geojson', [
      { kind: 'Polygon', at: square(-10, 40, 20), properties: { building: 'yes', height: 6 } },
      { kind: 'Polygon', at: square(10, 40, 20), properties: { building: 'yes', height: 6 } },
      { kind: 'Polygon', at: square(-60, -60, 20), properties: { building: 'yes', height: 6 } },
    ]);
    const walkable = walkableOf(await city({ layers: [{ ...houseLayer, file: 'row.geojson' }] }));
    const north = walkable.doors.filter(({ label }) => label?.en.startsWith('Squares B3–C3'));
    expect(north.map(({ a, b }) => [a[1], b[1]]).sort((a, b) => a[0] - b[0])).toEqual([
      [0, 39.8],
      [60.2, 100],
    ]);
    expect(north.map(({ label }) => label?.zh)).toEqual(['方格 B3–C3', '方格 B3–C3 · 2']);
    expect(walkable.areas.flatMap(({ holes }) => holes)).toHaveLength(1);
  });

  test('a recipe that wants none gets none', async () => {
    expect((await city({ layers: [houseLayer], infer: { walkable: false } })).facts.walkable).toBeUndefined();
  });
});
