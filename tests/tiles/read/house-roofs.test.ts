import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HEIGHT_ORIGIN, HEIGHT_ORIGINS } from '../../../model/city/height-origin.ts';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import type { LayerInput, PolygonGeometry } from '../../../tiles/model.ts';
import { readCity } from '../../../tiles/read/city.ts';
import { parseRecipe } from '../../../tiles/recipe.ts';
import { GABLE } from '../../../tiles/shape/roof.ts';

const ORIGIN = { lonDeg: 11.5, latDeg: 50, heightM: 0 };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-roofs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Outline = readonly (readonly [eastM: number, northM: number])[];
interface Building {
  outline: Outline;
  properties?: Record<string, string | number>;
}

const box = (eastM: number, lengthM: number, widthM: number): Outline => [
  [eastM, 0],
  [eastM + lengthM, 0],
  [eastM + lengthM, widthM],
  [eastM, widthM],
];

async function buildings(...all: Building[]): Promise<LayerInput> {
  const features = all.map(({ outline, properties = {} }, i) => ({
    type: 'Feature',
    id: `b${i}`,
    properties,
    geometry: {
      type: 'Polygon',
      coordinates: [
        [...outline, outline[0]].map(([east, north]) => {
          const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [east, north, 0]);
          return [lonDeg, latDeg];
        }),
      ],
    },
  }));
  writeFileSync(join(folder, 'buildings.geojson'), JSON.stringify({ type: 'FeatureCollection', features }));
  const name = { zh: '测试', en: 'test' };
  const recipe = {
    id: 'test',
    name,
    zone: 'UTC',
    layers: [
      {
        id: 'buildings',
        file: 'buildings.geojson',
        kind: 'building',
        group: 'building',
        label: name,
        source: { name, licence: 'none' },
        fields: { height: 'height', levels: 'levels', facade: 'use' },
        facades: { house: 1, office: 2, garage: 3 },
        assume: { heightM: 9, storeyHeightM: 3, outbuilding: { toM2: 45, heightM: 3.6 }, gables: true },
      },
    ],
  };
  const { layers } = await readCity(parseRecipe(recipe, 'recipe.json', folder));
  return layers[0];
}

function roofs({ features }: LayerInput) {
  const { partRoof, partRoofM, partTopM } = features.geometry as PolygonGeometry;
  return Array.from({ length: features.count }, (_, i) => ({
    isGable: partRoof?.[i] === GABLE,
    riseM: Number((partRoofM?.[i] ?? Number.NaN).toFixed(2)),
    eaveM: Number((partTopM?.[i] ?? Number.NaN).toFixed(2)),
  }));
}

test('houses wear gables within their height, and what is no house stays flat', async () => {
  const askew = box(300, 12, 10).map(([east, north], i) => [east + (i > 1 ? 5 : 0), north] as const);
  const cornered = [...box(400, 14, 10), [400, 5], [395, 5]] as Outline;
  const layer = await buildings(
    { outline: box(0, 14, 10) },
    { outline: box(100, 14, 10), properties: { use: 'office' } },
    { outline: box(200, 60, 30) },
    { outline: askew },
    { outline: cornered },
    { outline: box(500, 14, 10), properties: { height: 30 } },
    { outline: box(600, 14, 10), properties: { height: 4, use: 'house' } },
  );
  const [house, office, hall, slanted, winged, tower, low] = roofs(layer);
  // 35 % of 10 m; ridge at the assumed 9 m.
  expect(house).toEqual({ isGable: true, riseM: 3.5, eaveM: 5.5 });
  for (const flat of [office, hall, slanted, winged]) expect(flat).toEqual({ isGable: false, riseM: 0, eaveM: 9 });
  expect(tower).toEqual({ isGable: false, riseM: 0, eaveM: 30 });
  // The walls keep 2.4 m.
  expect(low).toEqual({ isGable: true, riseM: 1.6, eaveM: 2.4 });
  expect(layer.assumptions).toContainEqual({ code: 'gables-drawn', values: { count: 2 } });
  const heights = layer.features.columns.find(({ name }) => name === 'height');
  expect(Array.from((heights as { values: Float32Array }).values)).toEqual([9, 9, 9, 9, 9, 30, 4]);
});

test('what covers no more than a garage is taken to be as low, unless its data say how high it is', async () => {
  const layer = await buildings(
    { outline: box(0, 7, 6) },
    { outline: box(100, 9, 6) },
    { outline: box(200, 7, 6), properties: { height: 12 } },
    { outline: box(300, 7, 6), properties: { levels: 2 } },
  );
  const heights = layer.features.columns.find(({ name }) => name === 'height');
  expect(Array.from((heights as { values: Float32Array }).values, (m) => Number(m.toFixed(1)))).toEqual([
    3.6, 9, 12, 6,
  ]);
  expect(layer.assumptions).toEqual(
    expect.arrayContaining([
      { code: 'height-of-outbuildings', values: { count: 1, toM2: 45, heightM: 3.6 } },
      { code: 'height-stated', values: { count: 1, heightM: 9 } },
      { code: 'height-by-storeys', values: { count: 1, storeyM: 3 } },
    ]),
  );
  const origins = layer.features.columns.find(({ name }) => name === HEIGHT_ORIGIN);
  const { offsets, bytes } = (origins as Extract<typeof origins, { type: 'string' }>).values;
  const words = Array.from({ length: 4 }, (_, i) => Buffer.from(bytes.slice(offsets[i], offsets[i + 1])).toString());
  expect(words).toEqual(['assumed', 'assumed', 'stated', 'storeys']);
  expect(layer.attributes.find(({ name }) => name === HEIGHT_ORIGIN)?.values).toEqual(HEIGHT_ORIGINS);
});
