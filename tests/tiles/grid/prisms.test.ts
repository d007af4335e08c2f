import { expect, test } from 'vitest';
import { decodePrisms, parsePrismHead } from '../../../model/city/prisms.ts';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { bakePrisms } from '../../../tiles/grid/prisms.ts';
import type { ElevationRaster, LayerInput } from '../../../tiles/model.ts';
import { groundOf } from '../../../tiles/shape/ground.ts';
import { emptyLayer } from '../shape/layer.ts';

const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 351 };
/** Rises 10 % to the east. */
const SLOPE: ElevationRaster = {
  ...{ westM: -100, southM: -100, cellM: 2, columns: 201, rows: 201 },
  elevationM: Float32Array.from({ length: 201 * 201 }, (_, i) => 380 + 0.1 * (-100 + 2 * (i % 201))),
};
const GROUND = groundOf(ORIGIN, -29, SLOPE);

const degrees = (corners: number[][]) =>
  Float64Array.from(
    corners.flatMap(([east, north]) => {
      const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [east, north, 0]);
      return [lonDeg, latDeg];
    }),
  );

/** A podium of 20 × 20 m to 12 m, with a tower of half its width on it to 60 m. */
function podium(assumptions: LayerInput['assumptions'] = []): LayerInput {
  const layer = emptyLayer('building', 1, {
    kind: 'polygon',
    featurePart: Uint32Array.of(0, 2),
    partRing: Uint32Array.of(0, 1, 2),
    ringVertex: Uint32Array.of(0, 4, 8),
    lonLatDeg: degrees([
      [10, 0],
      [30, 0],
      [30, 20],
      [10, 20],
      [15, 5],
      [25, 5],
      [25, 15],
      [15, 15],
    ]),
    partBaseM: Float32Array.of(0, 12),
    partTopM: Float32Array.of(12, 60),
  });
  const storeys = { name: 'storeys', type: 'uint32' as const, values: Uint32Array.of(20) };
  return { ...layer, assumptions, features: { ...layer.features, columns: [storeys] } };
}

const read = ({ files }: ReturnType<typeof bakePrisms>) =>
  decodePrisms(parsePrismHead(JSON.parse(String(files['prisms.json']))), files['prisms.bin'] as Uint8Array);

test('podium and tower stand on the lowest ground under the building, as its tiles do', () => {
  const baked = bakePrisms({ layers: [podium()] }, GROUND);
  expect(baked.facts).toEqual({ prisms: { state: 'given' } });
  const prisms = read(baked);
  expect([...prisms.row]).toEqual([0, 0]);
  expect([...prisms.storeys]).toEqual([20, 20]);
  // Elevation 381 at its west edge, 380 at the origin.
  expect(prisms.groundM[0]).toBeCloseTo(1, 2);
  expect(prisms.footM[1]).toBeCloseTo(13, 2);
  expect(prisms.topM[1]).toBeCloseTo(61, 2);
  expect(prisms.eastNorthM[8]).toBeCloseTo(15, 2);
});

test('heights that were assumed make the fact an inferred one, with their number', () => {
  const { facts } = bakePrisms(
    { layers: [podium([{ code: 'height-stated', values: { count: 1, heightM: 10 } }])] },
    GROUND,
  );
  expect(facts.prisms).toEqual({
    state: 'inferred',
    code: 'prisms-of-buildings',
    values: { prisms: 2, guessed: 1, modelled: 0 },
  });
});

test('of a model each surface that looks up becomes a prism to its highest line', () => {
  const roof = emptyLayer('building', 1, {
    kind: 'surface',
    featureSurface: Uint32Array.of(0, 2),
    surfaceRing: Uint32Array.of(0, 1, 2),
    ringVertex: Uint32Array.of(0, 4, 8),
    lonLatDeg: degrees([
      [0, 0],
      [0, 10],
      [10, 10],
      [10, 0],
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
    ]),
    // The floor looks down; the roof leans.
    elevationM: Float32Array.of(380, 380, 380, 380, 386, 386, 389, 389),
    surfaceClass: Uint8Array.of(1, 3),
  });
  const prisms = read(bakePrisms({ layers: [roof] }, GROUND));
  expect(prisms.count).toBe(1);
  expect(prisms.footM[0]).toBeCloseTo(0, 3);
  expect(prisms.topM[0]).toBeCloseTo(9, 3);
  expect([...prisms.pitched]).toEqual([1]);
});

test('a city without buildings has no volumes', () => {
  expect(bakePrisms({ layers: [] }, GROUND)).toEqual({ facts: {}, files: {} });
});
