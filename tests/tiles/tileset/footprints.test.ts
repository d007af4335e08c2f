import { expect, test } from 'vitest';
import { lonLatFromEnu } from '../../../src/geo/enu.ts';
import { footprintAreas } from '../../../tiles/tileset/footprints.ts';

const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 0 };

test('a square of 100 m with a courtyard of 20 m, and a tower of 10 m on it, enclose 9,700 m²', () => {
  const square = (at: number, size: number) => [
    [at, at],
    [at + size, at],
    [at + size, at + size],
    [at, at + size],
  ];
  const points = [...square(0, 100), ...square(40, 20).reverse(), ...square(5, 10)];
  const places = points.map(([east, north]) => lonLatFromEnu(ORIGIN, [east, north, 0]));
  const [areaM2] = footprintAreas({
    kind: 'polygon',
    featurePart: Uint32Array.of(0, 2),
    partRing: Uint32Array.of(0, 2, 3),
    ringVertex: Uint32Array.of(0, 4, 8, 12),
    lonLatDeg: Float64Array.from(places.flatMap(({ lonDeg, latDeg }) => [lonDeg, latDeg])),
  });
  expect(areaM2).toBeCloseTo(9700, 0);
});
