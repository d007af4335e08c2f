import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { enuFromLonLat, lonLatFromEnu } from '../../../model/geo/enu.ts';
import { readCity } from '../../../tiles/read/city.ts';
import { parseRecipe } from '../../../tiles/recipe.ts';

const ORIGIN = { lonDeg: 11.5, latDeg: 50, heightM: 0 };
const NAME = { zh: '村', en: 'villages' };
const folder = mkdtempSync(join(tmpdir(), 'shapan-first-view-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Where the first view looks at, metres from the origin, and how far off its eye is. */
async function lookedAt(places: readonly (readonly [number, number])[]): Promise<{ at: number[]; distanceM: number }> {
  const features = places.map(([e, n], id) => ({
    id,
    type: 'Feature',
    properties: { height: 9 },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [8, 0],
          [8, 8],
          [0, 8],
          [0, 0],
        ].map(([x, y]) => {
          const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [e + x, n + y, 0]);
          return [lonDeg, latDeg];
        }),
      ],
    },
  }));
  writeFileSync(join(folder, 'houses.geojson'), JSON.stringify({ type: 'FeatureCollection', features }));
  const source = { name: NAME, licence: 'none' };
  const layer = {
    id: 'houses',
    kind: 'building',
    label: NAME,
    file: 'houses.geojson',
    source,
    fields: { height: 'height' },
  };
  const recipe = { id: 'villages', name: NAME, zone: 'Europe/Berlin', layers: [layer] };
  const { home, origin } = await readCity(parseRecipe(recipe, 'recipe.json', folder));
  const pitch = (-home.pitchDeg * Math.PI) / 180;
  const distanceM = home.heightM / Math.sin(pitch);
  const [e, n] = enuFromLonLat(ORIGIN, { ...home, heightM: origin.heightM });
  return { at: [e, n + distanceM * Math.cos(pitch)], distanceM };
}

test('the first view of scattered villages is the largest of them, not the wood in their middle', async () => {
  const village = Array.from({ length: 36 }, (_, i) => [2600 + 20 * (i % 6), -2400 + 20 * Math.floor(i / 6)] as const);
  const farms = Array.from({ length: 64 }, (_, i) => [-3000 + 850 * (i % 8), -3000 + 850 * Math.floor(i / 8)] as const);
  const { at, distanceM } = await lookedAt([...village, ...farms]);
  expect(Math.hypot(at[0] - 2650, at[1] + 2350)).toBeLessThan(300);
  expect(distanceM).toBeLessThan(1500);
});

test('a small town is seen whole', async () => {
  const town = Array.from({ length: 100 }, (_, i) => [120 * (i % 10), 120 * Math.floor(i / 10)] as const);
  const { at, distanceM } = await lookedAt(town);
  expect(Math.hypot(at[0] - 540, at[1] - 540)).toBeLessThan(60);
  expect(distanceM).toBeGreaterThan(900);
});

test('a village that the lines of a grid cut in four still counts for more than a smaller one', async () => {
  const cut = Array.from({ length: 64 }, (_, i) => [75 * (i % 8) - 300, 75 * Math.floor(i / 8) - 300] as const);
  const small = Array.from({ length: 20 }, (_, i) => [-3000 + 30 * (i % 5), 2500 + 30 * Math.floor(i / 5)] as const);
  const farms = Array.from({ length: 300 }, (_, i) => [4000 + 300 * (i % 20), 300 * Math.floor(i / 20)] as const);
  const { at, distanceM } = await lookedAt([...cut, ...small, ...farms]);
  expect(Math.hypot(at[0], at[1])).toBeLessThan(400);
  expect(distanceM).toBeLessThan(1500);
});
