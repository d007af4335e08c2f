import { expect, test } from 'vitest';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import type { ElevationRaster, PointGeometry } from '../../../tiles/model.ts';
import { groundOf } from '../../../tiles/shape/ground.ts';
import { placePoints } from '../../../tiles/shape/points.ts';
import { emptyLayer } from './layer.ts';

const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 351 };
const SLOPE: ElevationRaster = {
  westM: -100,
  southM: -100,
  cellM: 200,
  columns: 2,
  rows: 2,
  elevationM: Float32Array.of(380, 400, 380, 400),
};

function points(places: [number, number][], model: number[]): PointGeometry {
  const lonLats = places.map(([e, n]) => lonLatFromEnu(ORIGIN, [e, n, 0]));
  return {
    kind: 'point',
    lonLatDeg: Float64Array.from(lonLats.flatMap(({ lonDeg, latDeg }) => [lonDeg, latDeg])),
    elevationM: new Float32Array(places.length).fill(Number.NaN),
    model: Uint8Array.from(model),
    scale: new Float32Array(places.length).fill(5),
    headingDeg: new Float32Array(places.length).fill(90),
  };
}

test('points stand on the ground and are grouped by model', () => {
  const layer = {
    ...emptyLayer(
      'tree',
      3,
      points(
        [
          [0, 0],
          [50, 0],
          [-50, 0],
        ],
        [1, 0, 1],
      ),
    ),
    models: ['tree-a', 'tree-b'],
  };
  const [a, b] = placePoints(layer, Uint32Array.of(0, 1, 2), groundOf(ORIGIN, -29, SLOPE));
  expect([a.model, [...a.featureIndex]]).toEqual(['tree-a', [1]]);
  expect([b.model, [...b.featureIndex]]).toEqual(['tree-b', [0, 2]]);
  expect([b.positionM[2], a.positionM[2], b.positionM[5]].map((up) => Math.round(up * 100) / 100)).toEqual([10, 15, 5]);
  expect(a.headingRad[0]).toBeCloseTo(Math.PI / 2, 6);
});

test('a model that the layer does not name is an error with the row', () => {
  const layer = { ...emptyLayer('tree', 1, points([[0, 0]], [3])), models: ['tree-a'] };
  expect(() => placePoints(layer, Uint32Array.of(0), groundOf(ORIGIN, -29, null))).toThrow(
    /row 0: expected a model 0 to 0, got 3/,
  );
});

test('manholes with a depth have shafts of that depth, manholes without one have none', () => {
  const geometry = points(
    [
      [0, 0],
      [50, 0],
      [-50, 0],
    ],
    [0, 0, 0],
  );
  const depth = { name: 'depth', type: 'float32' as const, values: Float32Array.of(2.5, Number.NaN, 4) };
  const layer = { ...emptyLayer('point', 3, geometry, [depth]), models: ['manhole'] };
  const [covers, shafts, ...more] = placePoints(layer, Uint32Array.of(2, 1, 0), groundOf(ORIGIN, -29, null));
  expect([covers.model, covers.scale.length, shafts.model, more.length]).toEqual(['manhole', 3, 'shaft', 0]);
  expect([...shafts.featureIndex]).toEqual([0, 2]);
  expect(Array.from(shafts.stretch ?? [])).toEqual([4, 2.5]);
  expect(shafts.positionM[0]).toBeCloseTo(-50, 2);
});
