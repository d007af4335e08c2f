import { expect, test } from 'vitest';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { sourceAreas } from '../../../tiles/tileset/source-areas.ts';

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
  const [areaM2] = sourceAreas({
    kind: 'polygon',
    featurePart: Uint32Array.of(0, 2),
    partRing: Uint32Array.of(0, 2, 3),
    ringVertex: Uint32Array.of(0, 4, 8, 12),
    lonLatDeg: Float64Array.from(places.flatMap(({ lonDeg, latDeg }) => [lonDeg, latDeg])),
  });
  expect(areaM2).toBeCloseTo(9700, 0);
});

test('a wall of 10 × 3 m with a window of 2 × 1 m has 28 m²', () => {
  const wall = [
    [0, 0, 0],
    [10, 0, 0],
    [10, 0, 3],
    [0, 0, 3],
  ];
  const window = [
    [4, 0, 1],
    [4, 0, 2],
    [6, 0, 2],
    [6, 0, 1],
  ];
  const points = [...wall, ...window];
  const [areaM2] = sourceAreas({
    kind: 'surface',
    featureSurface: Uint32Array.of(0, 1),
    surfaceRing: Uint32Array.of(0, 2),
    ringVertex: Uint32Array.of(0, 4, 8),
    lonLatDeg: Float64Array.from(
      points.flatMap(([east, north]) => {
        const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [east, north, 0]);
        return [lonDeg, latDeg];
      }),
    ),
    elevationM: Float32Array.from(points, ([, , up]) => up),
    surfaceClass: Uint8Array.of(2),
  });
  expect(areaM2).toBeCloseTo(28, 3);
});
