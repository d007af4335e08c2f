import { expect, test } from 'vitest';
import { metresPerDegree } from '../../../model/geo/metres-per-degree.ts';
import type { Point } from '../../../model/geo/plane/point.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import type { LayerInput } from '../../../tiles/model.ts';
import { plainLayer } from '../../../tiles/plain-layer.ts';
import { readLayer } from '../../../tiles/read/layer.ts';
import { layerReaderOf } from '../../../tiles/read/read-options.ts';
import type { LayerRecipe } from '../../../tiles/recipe.ts';

const LON = 11;
const LAT = 48;
const [EAST_M, NORTH_M] = metresPerDegree(LAT);

/** A closed square ring in degrees by its corners in metres. */
const box = (west: number, south: number, east: number, north: number): Point[] =>
  (
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ] as Point[]
  ).map(([x, y]) => [LON + x / EAST_M, LAT + y / NORTH_M]);

async function read(parts: Point[][][], more: Partial<LayerRecipe> = {}, bounds?: [number, number, number, number]) {
  const geometry = { type: 'MultiPolygon', coordinates: parts };
  const feature = { type: 'Feature', properties: { id: 'a', height: 9 }, geometry };
  const bytes = new TextEncoder().encode(JSON.stringify({ type: 'FeatureCollection', features: [feature] }));
  const source = bytesSource(bytes, 'a.geojson');
  const reader = await layerReaderOf(source);
  const plain = plainLayer('a.geojson', 'geojson', { id: 'a', kind: 'building', name: 'a' });
  const recipe = { ...plain, fields: { height: 'height' }, ...more };
  const { input } = await readLayer(recipe, { source, reader, inputHash: () => '' }, { bounds });
  return { input, codes: input.problems.map(({ code }) => code), areaM2: areaOf(input), shape: shapeOf(input) };
}

/** Outer rings less holes, which run the other way. */
function areaOf({ features: { geometry } }: LayerInput): number {
  if (geometry.kind !== 'polygon') return Number.NaN;
  const { ringVertex, lonLatDeg } = geometry;
  let sum = 0;
  for (let ring = 0; ring + 1 < ringVertex.length; ring++)
    for (let v = ringVertex[ring]; v < ringVertex[ring + 1]; v++) {
      const next = v + 1 < ringVertex[ring + 1] ? v + 1 : ringVertex[ring];
      const at = (w: number): Point => [(lonLatDeg[2 * w] - LON) * EAST_M, (lonLatDeg[2 * w + 1] - LAT) * NORTH_M];
      const [a, b] = [at(v), at(next)];
      sum += (a[0] * b[1] - b[0] * a[1]) / 2;
    }
  return Math.round(100 * sum) / 100;
}

/** Features, parts, rings. */
function shapeOf({ features: { geometry } }: LayerInput): number[] {
  if (geometry.kind !== 'polygon') return [];
  return [geometry.featurePart.length - 1, geometry.partRing.length - 1, geometry.ringVertex.length - 1];
}

const HOUSE = box(0, 0, 20, 20);

test.each([
  ['within its ring', [box(5, 5, 10, 10)], 375, [1, 1, 2], []],
  ['along a side of its ring', [box(5, 0, 10, 5)], 375, [1, 1, 2], []],
  ['outside', [box(25, 5, 30, 10)], 400, [1, 1, 1], ['hole-apart']],
  ['across its ring', [box(15, 5, 25, 10)], 375, [1, 1, 1], ['hole-crossing']],
  ['twice', [box(5, 5, 10, 10), box(5, 5, 10, 10)], 375, [1, 1, 2], ['hole-overlap']],
  ['over another', [box(5, 5, 10, 10), box(8, 8, 12, 12)], 363, [1, 1, 2], ['hole-overlap']],
  ['in another', [box(5, 5, 10, 10), box(6, 6, 8, 8)], 375, [1, 1, 2], ['hole-overlap']],
  ['through the whole of it', [box(8, -1, 12, 21)], 320, [1, 2, 2], ['hole-crossing']],
] as const)('a hole %s leaves what it leaves', async (_, holes, areaM2, shape, codes) => {
  const read1 = await read([[HOUSE, ...holes]]);
  expect(read1.areaM2).toBeCloseTo(areaM2, 1);
  expect(read1.shape).toEqual(shape);
  expect(read1.codes).toEqual(codes);
});

test('a hole as large as its ring leaves nothing, and the refusal says so', async () => {
  await expect(read([[HOUSE, box(0, 0, 20, 20)]])).rejects.toThrow('hole-whole');
});

test('a part of which a hole leaves nothing goes alone', async () => {
  const { areaM2, codes } = await read([[HOUSE, box(0, 0, 20, 20)], [box(30, 0, 40, 10)]]);
  expect([areaM2, codes]).toEqual([100, ['hole-whole']]);
});

test('parts that overlap are one; those that touch stay two of one object', async () => {
  const over = await read([[HOUSE], [box(15, 5, 35, 15)]]);
  expect([over.areaM2, over.shape, over.codes]).toEqual([550, [1, 1, 1], ['parts-overlap']]);
  const beside = await read([[HOUSE], [box(20, 0, 30, 20)]]);
  expect([beside.areaM2, beside.shape, beside.codes]).toEqual([600, [1, 2, 2], []]);
});

test('an island in the court of its own building stays', async () => {
  const { areaM2, shape, codes } = await read([[HOUSE, box(2, 2, 18, 18)], [box(8, 8, 12, 12)]]);
  expect([areaM2, shape, codes]).toEqual([160, [1, 2, 3], []]);
});

test('the corners of the file stay where they are to the bit', async () => {
  const { input } = await read([[HOUSE, box(15, 5, 25, 10)]]);
  const { lonLatDeg } = input.features.geometry;
  const stated = new Set(HOUSE.map(String));
  const kept = Array.from({ length: lonLatDeg.length / 2 }, (_, v) => `${lonLatDeg[2 * v]},${lonLatDeg[2 * v + 1]}`);
  expect(kept.filter((corner) => stated.has(corner))).toHaveLength(4);
});

test('areas are cut by the bounds of a recipe; a building belongs where it begins', async () => {
  const bounds: [number, number, number, number] = [LON - 1e-6, LAT - 1e-6, LON + 10 / EAST_M, LAT + 10 / NORTH_M];
  const area = await read([[HOUSE, box(5, 5, 15, 15)]], { kind: 'area' }, bounds);
  expect(area.areaM2).toBeCloseTo(75, 0);
  expect(area.shape).toEqual([1, 1, 1]);
  const house = await read([[HOUSE]], {}, bounds);
  expect([house.areaM2, house.shape]).toEqual([400, [1, 1, 1]]);
});
