import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { metresPerDegree } from '../../../model/geo/metres-per-degree.ts';
import { bakeCity } from '../../../tiles/bake.ts';
import { checkCity } from '../../../tiles/check.ts';
import type { CityInput } from '../../../tiles/model.ts';
import { readCity } from '../../../tiles/read/city.ts';
import { stretchGround } from '../../../tiles/read/ground-points.ts';
import { parseRecipe } from '../../../tiles/recipe.ts';
import { groundOf } from '../../../tiles/shape/ground.ts';
import { hillTown } from '../../validation/hill-town.ts';

const LABEL = { zh: '测试', en: 'test' };
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-footings-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(isStated: boolean, city: object = {}): Promise<CityInput> {
  const name = `hill-${isStated}.gml`;
  writeFileSync(join(folder, name), hillTown(isStated));
  const layer = { id: 'houses', kind: 'building', label: LABEL, file: name, source: { name: LABEL, licence: 'none' } };
  return await readCity(
    parseRecipe({ id: 'hill', name: LABEL, zone: 'UTC', layers: [layer], ...city }, 'recipe.json', folder),
  );
}

const codesOf = ({ layers: [{ problems }] }: CityInput): string[] => problems.map(({ code }) => code);

/** How far the ground is from the slope at the middles of the houses. */
function offM({ layers: [{ features }], origin, datum, elevation }: CityInput): number[] {
  const ground = groundOf(origin, datum.geoidUndulationM, elevation);
  const { geometry } = features;
  if (geometry.kind !== 'surface') throw new Error('expected surfaces');
  const { lonLatDeg, featureSurface, surfaceRing, ringVertex, elevationM } = geometry;
  return Array.from({ length: features.count }, (_, row) => {
    const v = ringVertex[surfaceRing[featureSurface[row]]];
    const at = new Float64Array(3);
    ground.enu(lonLatDeg[2 * v], lonLatDeg[2 * v + 1], elevationM[v], at, 0);
    return ground.elevationAt(at[0], at[1]) - elevationM[v];
  });
}

test.each([
  ['the lines in which they meet the terrain', true, 1.5],
  ['their ground surfaces', false, 1.5],
])('models on a slope without a terrain stand on a ground laid through %s', async (_, isStated, withinM) => {
  const city = await read(isStated);
  expect(city.layers[0].assumptions.map(({ code }) => code)).toContain('terrain-of-models');
  expect(codesOf(city)).toEqual([]);
  // The slope rises 32 m over the town.
  const off = offM(city);
  expect(Math.max(...off.map(Math.abs))).toBeLessThan(withinM);
});

test('between feet that lie in clusters the ground slopes evenly, and beyond them it goes on level', () => {
  const origin = { lonDeg: 7, latDeg: 51, heightM: 0 };
  const [eastM, northM] = metresPerDegree(51);
  // Two houses of eight corners and more each, 300 m apart, one 100 m above the other.
  const places = [-150, 150].flatMap((x) =>
    Array.from({ length: 12 }, (_, i) => [x + 10 * Math.cos(i), 10 * Math.sin(i), x < 0 ? 200 : 100]),
  );
  const points = {
    lonLatDeg: places.flatMap(([x, y]) => [7 + x / eastM, 51 + y / northM]),
    elevationM: places.map(([, , z]) => z),
  };
  const { raster } = stretchGround(points, origin, [-250, -100, 250, 100], 5);
  const { columns, rows, elevationM: z } = raster;
  let steepest = 0;
  for (let i = 0; i + columns < z.length; i++) {
    steepest = Math.max(steepest, Math.abs(z[i + columns] - z[i]) / 5);
    if ((i + 1) % columns > 0) steepest = Math.max(steepest, Math.abs(z[i + 1] - z[i]) / 5);
  }
  expect(steepest).toBeLessThan(1.2);
  const middle = Math.floor(rows / 2) * columns;
  expect(z[middle + (columns >> 1)]).toBeCloseTo(150, -1);
  // At the rim it is within a tenth of the way to the other house of the level of the nearer one.
  expect(z[middle]).toBeGreaterThan(185);
  expect(z[middle + columns - 1]).toBeLessThan(115);
});

test('on a ground that a recipe keeps level they hang, which the bake and the check say', async () => {
  const city = await read(true, { groundElevationM: 100 });
  expect(codesOf(city)).toEqual(['model-hangs']);
  expect(city.layers[0].problems[0]).toMatchObject({ count: 20 });
  expect(city.layers[0].problems[0].example).toContain('20 of 25 that stand 8 to 32 m above it; --terrain');
  // And a house that has lost its height is called by its name.
  const { geometry } = city.layers[0].features;
  if (geometry.kind !== 'surface') throw new Error('expected surfaces');
  geometry.elevationM.fill(100, 0, geometry.ringVertex[geometry.surfaceRing[geometry.featureSurface[1]]]);
  const out = join(folder, 'level');
  await bakeCity(city, out, { threads: 0 });
  const { findings } = await checkCity(out, { skipGltfValidator: true });
  expect(findings.map(({ code, place, got }) => [code, place, got])).toEqual([
    ['height-zero', 'b0', '0.00 m'],
    ['model-hangs', '20 of 25 buildings', '8 to 32 m above it'],
  ]);
}, 30_000);
