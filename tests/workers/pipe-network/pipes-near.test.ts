import { expect, test } from 'vitest';
import { pipesNear } from '../../../workers/pipe-network/pipes-near.ts';
import { sketchNetwork } from './small-network.ts';

/** Two pipes of 10 m along the x axis, valves at 0 and 20 m. */
const graph = sketchNetwork(
  3,
  [
    { from: 0, to: 1 },
    { from: 1, to: 2 },
  ],
  [0, 2],
  'gas',
);
const near = (at: [number, number], radiusM: number) => pipesNear(graph, at, radiusM, String);

test('of pipes through a circle the chord counts, of valves those inside', () => {
  // 3 m beside the joint a circle of 5 m cuts 4 m of each pipe.
  expect(near([10, 3], 5)).toEqual([
    { system: 'gas', pipes: 2, lengthM: expect.closeTo(8, 6), valves: 0, nearestM: expect.closeTo(3, 6) },
  ]);
  expect(near([0, 0], 5)).toEqual([{ system: 'gas', pipes: 1, lengthM: expect.closeTo(5, 6), valves: 1, nearestM: 0 }]);
  expect(near([10, 0], 50)).toMatchObject([{ pipes: 2, lengthM: expect.closeTo(20, 6), valves: 2 }]);
});

test('a system that only touches nothing is not told', () => {
  expect(near([10, 30], 5)).toEqual([]);
});
