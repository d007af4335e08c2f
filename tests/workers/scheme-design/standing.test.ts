import { expect, test } from 'vitest';
import { NO_USE, type Prisms } from '../../../model/city/prisms.ts';
import { standingOn } from '../../../workers/scheme-design/standing.ts';

/** Two buildings of 20 × 10 m, 9 m high with 3 storeys: around (10, 5), and around (45, 5). */
const prisms: Prisms = {
  count: 2,
  layers: [{ id: 'buildings', state: 'existing' }],
  uses: [],
  layer: Uint32Array.of(0, 0),
  row: Uint32Array.of(0, 1),
  use: Uint32Array.of(NO_USE, NO_USE),
  storeys: Uint32Array.of(3, 0),
  pitched: Uint32Array.of(0, 0),
  ringOf: Uint32Array.of(0, 1, 2),
  vertexOf: Uint32Array.of(0, 4, 8),
  groundM: Float32Array.of(0, 0),
  footM: Float32Array.of(0, 0),
  topM: Float32Array.of(9, 9),
  eastNorthM: Float32Array.of(0, 0, 20, 0, 20, 10, 0, 10, 35, 0, 55, 0, 55, 10, 35, 10),
};
const city = {
  layers: [{ id: 'buildings', kind: 'building', gidBase: 100, placesM: Float32Array.of(10, 5, 4, 12, 45, 5, 4, 12) }],
  prisms,
  ofRow: new Map([
    ['buildings 0', [0]],
    ['buildings 1', [1]],
  ]),
};
const box = (west: number, east: number): [number, number][] => [
  [west, -5],
  [east, -5],
  [east, 15],
  [west, 15],
];

test('what stands on a parcel is counted by its middle, storeys from the height where they are not known', () => {
  expect(standingOn(city, [box(-5, 40)], [])).toEqual({
    gids: [100],
    buildings: 1,
    footprintM2: 200,
    gfaM2: 600,
    guessed: 0,
  });
  expect(standingOn(city, [box(-5, 60)], [])).toMatchObject({ gids: [100, 101], gfaM2: 1200, guessed: 1 });
});

test('a building across the edge of the parcel goes too where a new one would stand in it, and not where it only stands near', () => {
  expect(standingOn(city, [box(-5, 40)], [box(30, 38)]).gids).toEqual([100, 101]);
  expect(standingOn(city, [box(-5, 40)], [box(25, 34)]).gids).toEqual([100]);
});
