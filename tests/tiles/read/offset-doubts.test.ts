import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crsOf } from '../../../model/geo/crs.ts';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { readCity } from '../../../tiles/read/city.ts';
import { parseRecipe } from '../../../tiles/recipe.ts';

const ORIGIN = { lonDeg: 116.404, latDeg: 39.915, heightM: 0 };
const SOURCE = { name: { zh: '测试', en: 'test' }, licence: 'none' };
/** Middles of streets, metres: blocks of unlike widths, so that a town moved by half a kilometre fits nowhere. */
const STREETS = [-1500, -1380, -1290, -1130, -1020, -880, -790, -610, -500, -410, -230, -140, 20, 130, 300, 390, 520];
const ENDS = [STREETS[0], STREETS.at(-1) ?? 0] as const;

type Place = [eastM: number, northM: number];
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-offset-'));
  for (const system of ['EPSG:4326', 'GCJ-02', 'BD-09']) {
    const crs = await crsOf(system, 'test');
    const at = (place: Place): [number, number] => {
      const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [...place, 0]);
      return crs.fromLonLat(lonDeg, latDeg);
    };
    write(
      `roads ${system.replace(':', ' ')}.geojson`,
      'LineString',
      streets().map((line) => line.map(at)),
    );
    write(
      `houses ${system.replace(':', ' ')}.geojson`,
      'Polygon',
      houses().map((ring) => [ring.map(at)]),
    );
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, type: string, coordinates: unknown[]): void {
  const features = coordinates.map((of, i) => ({
    type: 'Feature',
    id: `f${i}`,
    properties: { height: 9 },
    geometry: { type, coordinates: of },
  }));
  writeFileSync(join(folder, name), JSON.stringify({ type: 'FeatureCollection', features }));
}

/** With a vertex every 20 m. */
function streets(): Place[][] {
  const along = Array.from({ length: (ENDS[1] - ENDS[0]) / 20 + 1 }, (_, i) => ENDS[0] + 20 * i);
  return STREETS.flatMap((middle) => [along.map((m): Place => [m, middle]), along.map((m): Place => [middle, m])]);
}

/** One in every block, 12 m from the middles of its streets. */
function houses(): Place[][] {
  const spans = STREETS.slice(1).map((to, i) => [STREETS[i] + 12, to - 12] as const);
  return spans.flatMap(([west, east]) =>
    spans.map(([south, north]): Place[] => [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ]),
  );
}

async function doubts(roads: string, built: string, crs?: string): Promise<string[]> {
  const layer = (id: string, kind: string, group: string, system: string) => ({
    id,
    file: `${id} ${system.replace(':', ' ')}.geojson`,
    kind,
    group,
    ...(kind === 'area' ? { geometry: 'line', assume: { widthM: 6 } } : { fields: { height: 'height' } }),
    label: { zh: id, en: id },
    source: SOURCE,
    ...(id === 'houses' && crs ? { crs } : {}),
  });
  const recipe = {
    id: 'town',
    name: { zh: '城', en: 'Town' },
    zone: 'Asia/Shanghai',
    layers: [layer('roads', 'area', 'road', roads), layer('houses', 'building', 'building', built)],
  };
  const { layers } = await readCity(parseRecipe(recipe, 'recipe.json', folder));
  return layers.flatMap(({ id, problems }) =>
    problems
      .filter(({ code }) => code === 'crs-offset')
      .map(({ example }) => `${id} ${/for (\S+)/.exec(example)?.[1]}`),
  );
}

test.each([
  ['EPSG:4326', 'EPSG:4326', []],
  ['GCJ-02', 'GCJ-02', []],
  ['EPSG:4326', 'GCJ-02', ['houses GCJ-02']],
  ['GCJ-02', 'EPSG:4326', ['roads GCJ-02']],
  ['EPSG:4326', 'BD-09', ['houses BD-09']],
])('roads of %s beside houses of %s', async (roads, built, expected) => {
  expect(await doubts(roads, built)).toEqual(expected);
});

test('what is named is not doubted', async () => {
  expect(await doubts('EPSG:4326', 'GCJ-02', 'GCJ-02')).toEqual([]);
});
