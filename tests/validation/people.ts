import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cityFilesIn } from '../../cli/sim/engine-machine.ts';
import { openAreas } from '../../model/city/layer-areas.ts';
import { openRows } from '../../model/city/layer-rows.ts';
import { peopleWithin } from '../../model/city/people.ts';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import { lineOf, nearestOn } from '../../model/geo/plane/line.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import type { CityFiles } from '../../workers/shared/engine.ts';
import { populationOf } from '../../workers/shared/population.ts';
import { seeded } from '../../workers/shared/random.ts';
import { bakeInto, DATA } from './baked.ts';
import { atMost, type ValidationCase, type Verdict } from './verdict.ts';

const GRID = join(DATA, 'city/buildings/helsinki_population_grid_2020.gpkg');
const STREETS = join(DATA, 'city/buildings/helsinki.osm.pbf');
const HEXAGONS = join(DATA, 'city/town-porto-alegre/poa_hexgrid.csv');
const POLYGONS = 1000;
/** Residents of a polygon may differ from the grid's own sum by one in a hundred. */
const MOST_PCT = 1;

const missing = (path: string) => () => (existsSync(path) ? null : `${path} is not there`);
const source = { name: { zh: '校验数据', en: 'Data for tests' }, licence: 'CC-BY-4.0' };
const label = (name: string) => ({ zh: name, en: name });

/** A city of these layers on level ground, baked as a user would, as engines read it; `use` is over before its files are gone. */
async function withCity<T>(id: string, layers: object[], use: (files: CityFiles) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-people-'));
  try {
    const recipe = { id, name: label(id), zone: 'UTC', groundElevationM: 0, layers, without: ['light'] };
    writeFileSync(join(folder, 'recipe.json'), JSON.stringify(recipe));
    const city = await bakeInto(join(folder, 'out'), join(folder, 'recipe.json'));
    return await use(cityFilesIn(city, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A star of twelve points about a place, its corners between a third and the whole of a radius away. */
function star(random: () => number, [west, south, east, north]: readonly number[]): [number, number][] {
  const x = west + random() * (east - west);
  const y = south + random() * (north - south);
  const radiusM = 300 + random() * 900;
  return Array.from({ length: 12 }, (_, k) => {
    const awayM = radiusM * (1 / 3 + (2 / 3) * random());
    return [x + awayM * Math.cos((k * Math.PI) / 6), y + awayM * Math.sin((k * Math.PI) / 6)];
  });
}

const offPct = (found: number, expected: number): number => (100 * Math.abs(found - expected)) / Math.max(expected, 1);

/**
 * Helsinki's grid, spread over dwellings: of 1,000 random sets of cells the residents who live in them are the grid's own sum; of 1,000 random
 * polygons the residents by area are too, and those of the spread homes are told, for a spread that moves people within a cell cannot meet it.
 */
async function grid(): Promise<Verdict[]> {
  const layers = [
    {
      id: 'grid',
      kind: 'area',
      label: label('grid'),
      file: GRID,
      source,
      allColumns: true,
      roles: { population: {} },
      assume: { ids: 'suffix' },
    },
    {
      id: 'buildings',
      kind: 'building',
      label: label('buildings'),
      file: STREETS,
      source,
      fields: { height: 'height', levels: 'building:levels' },
      columns: [{ field: 'building', type: 'code', label: label('use') }],
      assume: { heightM: 12, storeyHeightM: 3.2 },
    },
  ];
  return withCity('helsinki', layers, async (files) => {
    const [layer] = files.manifest.layers;
    const rows = await openRows(layer, (path) => files.read(path), ['population']);
    const areas = await openAreas(layer, (path) => files.read(path));
    const cells = Array.from({ length: layer.count }, (_, row) => ({
      people: rows.number('population', row) ?? 0,
      at: rows.thing(row).at,
      triangles: areas.triangles(row),
    }));
    const { homes } = await populationOf(files);
    const cellOf = homes.map(({ atM }) => areas.at(...atM));
    const random = seeded(2020);
    let worstCells = 0;
    const off: number[] = [];
    for (let k = 0; k < POLYGONS; k++) {
      const ring = star(random, files.manifest.extentM);
      const chosen = new Set([...cells.keys()].filter((row) => isInRing(ring, ...cells[row].at)));
      const own = [...chosen].reduce((sum, row) => sum + cells[row].people, 0);
      const living = homes.reduce((sum, { residents }, i) => sum + (chosen.has(cellOf[i] ?? -1) ? residents : 0), 0);
      worstCells = Math.max(worstCells, offPct(living, own));
      const byArea = peopleWithin(cells, ring);
      const inside = homes.reduce((sum, { residents, atM }) => sum + (isInRing(ring, ...atM) ? residents : 0), 0);
      if (byArea >= 1) off.push(offPct(inside, byArea));
    }
    off.sort((a, b) => a - b);
    return [
      atMost(
        `people.grid: residents in ${POLYGONS} random sets of cells, worst off the grid's own sum, %`,
        worstCells,
        MOST_PCT,
      ),
      atMost(
        'people.grid: spread homes in random polygons against the grid by area, median, %',
        off[off.length >> 1],
        MAX_MEDIAN_PCT,
      ),
    ];
  });
}

/** Homes of one cell lie where its dwellings are, not evenly: half of the polygons, of a quarter to four square kilometres, are off by less. */
const MAX_MEDIAN_PCT = 10;

/** Points this near an edge count on either side: a plane of 11 km lies up to 4 cm off the ellipsoid's own distances. */
const EDGE_M = 0.1;

/** Porto Alegre's middles of hexagons: residents in 1,000 random polygons are the sum of the file's own points. */
async function points(): Promise<Verdict[]> {
  const layer = { id: 'hexagons', kind: 'point', label: label('hexagons'), file: HEXAGONS, source, allColumns: true };
  return withCity('poa', [{ ...layer, roles: { population: {} } }], async (files) => {
    const { origin, extentM } = files.manifest;
    const [, ...lines] = readFileSync(HEXAGONS, 'utf8').trim().split('\n');
    const own = lines.map((line) => {
      const [, lonDeg, latDeg, people] = line.split(',').map(Number);
      const [x, y] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
      return { x, y, people };
    });
    const { homes } = await populationOf(files);
    const random = seeded(2021);
    let worst = 0;
    for (let k = 0; k < POLYGONS; k++) {
      const ring = star(random, extentM);
      const edge = lineOf([...ring, ring[0]]);
      let expected = 0;
      let onEdge = 0;
      for (const { x, y, people } of own) {
        if (isInRing(ring, x, y)) expected += people;
        if (people > 0 && Math.abs(nearestOn(edge, x, y).offsetM) < EDGE_M) onEdge += people;
      }
      const found = homes.reduce((sum, { residents, atM }) => sum + (isInRing(ring, ...atM) ? residents : 0), 0);
      worst = Math.max(worst, offPct(expected + Math.max(0, Math.abs(found - expected) - onEdge), expected));
    }
    return [
      atMost(
        `people.points: residents in ${POLYGONS} random polygons, worst off the file's own sum, %`,
        worst,
        MOST_PCT,
      ),
    ];
  });
}

export const CASES: ValidationCase[] = [
  { name: 'people.grid', quick: false, missing: missing(GRID), run: grid },
  { name: 'people.points', quick: false, missing: missing(HEXAGONS), run: points },
];
