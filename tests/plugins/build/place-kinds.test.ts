import { expect, test } from 'vitest';
import { enuFromModel } from '../../../readers/ifc/place.ts';
import { defaultCrs, mapPlaceOf, pointPlaceOf } from '../../../src/plugins/build/place-kinds.ts';
import type { ModelPlace } from '../../../src/plugins/build/project-slice.ts';

const FRAME = { origin: { lonDeg: 108.75, latDeg: 34.3, heightM: 351 }, geoidUndulationM: -29 };
const MAP: Extract<ModelPlace, { kind: 'map' }> = {
  ...{ kind: 'map', crs: 'EPSG:4545', eastM: 567_222, northM: 3_797_058, elevationM: 385, rotationRad: 0.7, scale: 1 },
};

test('a place by the map is the same by longitude and latitude, and back: a model of 100 m moves by less than 2 cm', async () => {
  const point = await pointPlaceOf(MAP, [30, -20]);
  expect(point.lonDeg).toBeCloseTo(108.7304, 3);
  // 0.73° east of the zone's middle at 34.3° N: sin φ · Δλ = 0.412°.
  expect((point.rotationRad - MAP.rotationRad) * (180 / Math.PI)).toBeCloseTo(-0.412, 2);
  const matrix = (place: ModelPlace) => enuFromModel(place, [0, 0], FRAME, 'test');
  const [a, b] = [await matrix(MAP), await matrix(point)];
  for (const [x, y] of [
    [0, 0],
    [100, 0],
    [0, 100],
  ])
    for (let k = 0; k < 3; k++) {
      const at = (m: number[]) => m[k] * x + m[4 + k] * y + m[12 + k];
      expect(Math.abs(at(a) - at(b))).toBeLessThan(0.02);
    }
  const back = await mapPlaceOf(point, 'EPSG:4545');
  expect(back.eastM).toBeCloseTo(MAP.eastM, 3);
  expect(back.northM).toBeCloseTo(MAP.northM, 3);
  expect(back.rotationRad).toBeCloseTo(MAP.rotationRad, 9);
});

test('each place has a usual system', () => {
  expect(defaultCrs(108.75, 34.3)).toBe('EPSG:4545');
  expect(defaultCrs(5.4, 52.1)).toBe('EPSG:32631');
  expect(defaultCrs(151.2, -33.9)).toBe('EPSG:32756');
});
