import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bakeInto, readManifestOf } from './baked.ts';
import { earthCentred, readTileFeatures } from './tile-features.ts';
import { atMost, exactly, type ValidationCase } from './verdict.ts';

/**
 * Houses far from the origin of their city stand where WGS 84 has them, upright on their own spot: a plane through the origin leaves the
 * Earth by 196 m at 50 km and leans by 0.45°, which puts the top of a tower of 100 m 0.8 m aside.
 */
const ORIGIN = { lonDeg: 9.5, latDeg: 47.1 };
const AWAY_KM = [0, 10, 25, 50];
const TOWER_M = 100;
const FOOT_M = 400;
const POSITION_M = 0.05;
const LAT_DEG_PER_KM = 1 / 111.2;
const SIDE_DEG = 2e-4;

interface House {
  id: string;
  lonDeg: number;
  latDeg: number;
}

/** East, north, and half-way between. */
const HOUSES: readonly House[] = AWAY_KM.flatMap((km) =>
  [
    [1, 0],
    [0, 1],
    [0.7, 0.7],
  ].map(([east, north], i) => ({
    id: `${km}-${i}`,
    lonDeg: ORIGIN.lonDeg + (east * km * LAT_DEG_PER_KM) / Math.cos((ORIGIN.latDeg * Math.PI) / 180),
    latDeg: ORIGIN.latDeg + north * km * LAT_DEG_PER_KM,
  })),
);

const cornersOf = ({ lonDeg, latDeg }: House): [number, number][] => [
  [lonDeg, latDeg],
  [lonDeg + SIDE_DEG, latDeg],
  [lonDeg + SIDE_DEG, latDeg + SIDE_DEG],
  [lonDeg, latDeg + SIDE_DEG],
];

async function bakeHouses(folder: string): Promise<string> {
  const features = HOUSES.map((house) => ({
    type: 'Feature',
    id: house.id,
    properties: { height: TOWER_M },
    geometry: { type: 'Polygon', coordinates: [[...cornersOf(house), cornersOf(house)[0]]] },
  }));
  await writeFile(join(folder, 'houses.geojson'), JSON.stringify({ type: 'FeatureCollection', features }));
  const label = { zh: '远处', en: 'Far' };
  const recipe = {
    id: 'far',
    name: label,
    zone: 'UTC',
    datum: { vertical: 'EGM2008', geoidUndulationM: 0 },
    origin: ORIGIN,
    groundElevationM: FOOT_M,
    layers: [
      {
        id: 'houses',
        kind: 'building',
        label,
        file: 'houses.geojson',
        source: { name: label, licence: 'none' },
        fields: { height: 'height' },
      },
    ],
  };
  await writeFile(join(folder, 'recipe.json'), JSON.stringify(recipe));
  return await bakeInto(join(folder, 'out'), join(folder, 'recipe.json'));
}

/** The farthest of a house's vertices from the corner that it is, on the ground or at the top. */
function worstOf(house: House, vertices: readonly number[]): number {
  const expected = cornersOf(house).flatMap(([lonDeg, latDeg]) =>
    [FOOT_M, FOOT_M + TOWER_M].map((heightM) => earthCentred(lonDeg, latDeg, heightM)),
  );
  let worstM = 0;
  for (let i = 0; i < vertices.length; i += 3) {
    const offs = expected.map(([x, y, z]) => Math.hypot(vertices[i] - x, vertices[i + 1] - y, vertices[i + 2] - z));
    worstM = Math.max(worstM, Math.min(...offs));
  }
  return worstM;
}

export const CASES: ValidationCase[] = [
  {
    name: 'cities.far',
    quick: true,
    async run() {
      const folder = await mkdtemp(join(tmpdir(), 'shapan-far-'));
      try {
        const baked = await bakeHouses(folder);
        const manifest = await readManifestOf(baked);
        const tiles = await readTileFeatures(baked, manifest.layers[0]);
        const found = HOUSES.filter(({ id }) => tiles.has(id));
        return [
          exactly('cities.far houses', found.length, HOUSES.length),
          ...AWAY_KM.map((km) => {
            const there = found.filter(({ id }) => id.startsWith(`${km}-`));
            const worstM = Math.max(...there.map((house) => worstOf(house, tiles.get(house.id) ?? [])));
            return atMost(`cities.far worst at ${km} km, m`, Number(worstM.toFixed(4)), POSITION_M);
          }),
        ];
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  },
];
