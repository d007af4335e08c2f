import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ORIGIN } from '../readers/small-files.ts';
import { ROOT } from './house.ts';

const STEP_DEG = 1e-3;

/** The compiled command line; what it writes. */
export function shapan(...args: string[]): string {
  const command = [join(ROOT, 'build/node/cli/shapan.js'), ...args];
  return execFileSync(process.execPath, command, { stdio: 'pipe', timeout: 120_000, encoding: 'utf8' });
}

/** A rectangle in steps of a thousandth of a degree from the town's origin, as a ring. */
export const stepBox = (west: number, south: number, east: number, north: number): number[][] =>
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ].map(([x, y]) => [ORIGIN.lonDeg + x * STEP_DEG, ORIGIN.latDeg + y * STEP_DEG]);

/** One area of GeoJSON. */
export const areaFeature = (ring: number[][], properties: object) => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Polygon', coordinates: [ring] },
});

/** A flat town without a layer but one of buildings, a single house far in a corner unless told, and what more its recipe says; the folder of its cities. */
export function bakeBareTown(
  folder: string,
  buildings: readonly object[] = [areaFeature(stepBox(-3, -3, -2.8, -2.8), { id: 'hut', height: 5 })],
  more: object = {},
): string {
  writeFileSync(join(folder, 'hut.geojson'), JSON.stringify({ type: 'FeatureCollection', features: buildings }));
  const recipe = {
    id: 'field',
    name: { zh: '空地', en: 'Field' },
    zone: 'Asia/Shanghai',
    datum: { vertical: 'EGM2008', geoidUndulationM: 0 },
    origin: ORIGIN,
    groundElevationM: 380,
    layers: [
      {
        id: 'hut',
        kind: 'building',
        label: { zh: '棚', en: 'Hut' },
        file: 'hut.geojson',
        source: { name: { zh: '测试', en: 'Test' }, licence: 'CC0-1.0' },
        fields: { height: 'height' },
        allColumns: true,
      },
    ],
    ...more,
  };
  writeFileSync(join(folder, 'recipe.json'), JSON.stringify(recipe));
  const cities = join(folder, 'cities');
  mkdirSync(cities);
  shapan('bake', join(folder, 'recipe.json'), '--out', cities, '--threads', '0');
  return cities;
}
