import { describe, expect, test } from 'vitest';
import type { ModelPlace } from '../../../model/city/model-place.ts';
import { ecefFromLonLat, enuFromEcef } from '../../../model/geo/enu.ts';
import { enuFromModel, placePoints, proposePlace } from '../../../readers/ifc/place.ts';

const FRAME = { origin: { lonDeg: 111.02, latDeg: 34.32, heightM: 370 }, geoidUndulationM: -30 };
/** UTM zone 49, turned by 30°, with the scale that a ground model needs there. */
const ON_MAP: ModelPlace = {
  ...{ kind: 'map', crs: 'EPSG:32649', eastM: 502_000, northM: 3_799_000, elevationM: 380 },
  ...{ rotationRad: Math.PI / 6, scale: 1.0004 },
};
const AT_POINT: ModelPlace = {
  ...{ kind: 'point', lonDeg: 111.03, latDeg: 34.33, elevationM: 381, rotationRad: -0.4 },
  anchorM: [10, 20],
};

describe('a model as one rigid body', () => {
  for (const place of [ON_MAP, AT_POINT])
    test(`on a ${place.kind} lies within 2 mm of its points taken one by one, 100 m from its middle`, async () => {
      const points = Float64Array.of(0, 0, 0, 100, 40, 12, -60, 80, -8, 0, -100, 30);
      const [lonLatDeg, elevationM] = [new Float64Array(8), new Float64Array(4)];
      await placePoints(points, place, 'model.ifc', lonLatDeg, elevationM);
      const m = await enuFromModel(place, [0, 0], FRAME, 'model.ifc');
      for (let i = 0; i < 4; i++) {
        const [x, y, z] = points.subarray(3 * i, 3 * i + 3);
        const one = enuFromEcef(
          FRAME.origin,
          ecefFromLonLat({ lonDeg: lonLatDeg[2 * i], latDeg: lonLatDeg[2 * i + 1], heightM: elevationM[i] - 30 }),
        );
        for (let k = 0; k < 3; k++) {
          const rigid = m[k] * x + m[4 + k] * y + m[8 + k] * z + m[12 + k];
          expect(Math.abs(rigid - one[k])).toBeLessThan(0.002);
        }
      }
    });

  test('has its anchor at the point', async () => {
    const m = await enuFromModel(AT_POINT, [50, 50], FRAME, 'model.ifc');
    const at = enuFromEcef(FRAME.origin, ecefFromLonLat({ lonDeg: 111.03, latDeg: 34.33, heightM: 381 - 30 }));
    for (let k = 0; k < 3; k++) expect(m[k] * 10 + m[4 + k] * 20 + m[12 + k]).toBeCloseTo(at[k], 2);
  });

  test('of a system that is not known is refused in words', async () => {
    const unknown = { ...ON_MAP, crs: 'EPSG:9999' };
    await expect(enuFromModel(unknown, [0, 0], FRAME, 'model.ifc')).rejects.toThrow(
      /^model.ifc: expected an EPSG code/,
    );
  });
});

test('a model far from its zero is laid with its middle at the stated site, and says so', () => {
  const proposed = proposePlace({
    georeference: { map: null, site: { lonDeg: 111, latDeg: 34, elevationM: 5 }, trueNorthRad: 0 },
    lengthUnitM: 1,
    mesh: {
      ...{ firstVertex: Uint32Array.of(0, 2), firstIndex: Uint32Array.of(0, 0), index: new Uint32Array(0) },
      ...{ rgb: new Uint8Array(3), positionM: Float64Array.of(500_000, 3_800_000, 0, 500_020, 3_800_040, 9) },
    },
  });
  expect(proposed?.doubts.map(({ code }) => code)).toEqual(['far-from-zero']);
  expect(proposed?.place).toEqual({
    ...{ kind: 'point', lonDeg: 111, latDeg: 34, elevationM: 5, rotationRad: 0, anchorM: [500_010, 3_800_020] },
  });
});

test('an offset in metres where the file says millimetres is taken so, and its letter is kept', () => {
  const map = { crs: 'EPSG:4545', mapUnitM: 0.001, eastings: 5e5, northings: 3.8e6, orthogonalHeight: 400 };
  const proposed = proposePlace({
    georeference: { map: { ...map, rotationRad: 0, scale: 1, factors: [1, 1, 1] }, site: null, trueNorthRad: 0 },
    lengthUnitM: 0.001,
    mesh: {
      ...{ firstVertex: Uint32Array.of(0, 1), firstIndex: Uint32Array.of(0, 0), index: new Uint32Array(0) },
      ...{ rgb: new Uint8Array(3), positionM: Float64Array.of(1, 2, 3) },
    },
  });
  expect(proposed?.doubts).toEqual([{ code: 'offset-in-metres', stated: [500, 3800, 0.4], taken: [5e5, 3.8e6, 400] }]);
  expect(proposed?.place).toMatchObject({ eastM: 5e5, northM: 3.8e6, elevationM: 400 });
});
