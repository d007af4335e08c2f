import { expect, test } from 'vitest';
import { perfectMatching } from '../../../workers/rounds/perfect-matching.ts';
import { seeded } from '../../../workers/shared/random.ts';

const costOf = (costs: ArrayLike<number>, mates: ArrayLike<number>) =>
  Array.from(mates).reduce((sum, mate, at) => sum + (at < mate ? costs[at * mates.length + mate] : 0), 0);

/** The least cost over all ways to pair the vertices of a set. */
function leastPairing(costs: ArrayLike<number>, count: number, set = (1 << count) - 1): number {
  if (set === 0) return 0;
  const first = 31 - Math.clz32(set & -set);
  let least = Number.POSITIVE_INFINITY;
  for (let mate = first + 1; mate < count; mate++)
    if ((set >> mate) & 1)
      least = Math.min(
        least,
        costs[first * count + mate] + leastPairing(costs, count, set & ~(1 << first) & ~(1 << mate)),
      );
  return least;
}

function symmetric(count: number, most: number, random: () => number): Float64Array {
  const costs = new Float64Array(count * count);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < i; j++) {
      const cost = Math.floor(most * random());
      costs[i * count + j] = cost;
      costs[j * count + i] = cost;
    }
  return costs;
}

test('four in a row are paired with their neighbours', () => {
  const at = [0, 1, 5, 6];
  const costs = Float64Array.from({ length: 16 }, (_, k) => Math.abs(at[k >> 2] - at[k & 3]));
  expect([...perfectMatching(costs, 4)]).toEqual([1, 0, 3, 2]);
});

test('two triangles far apart share one dear pair: half pairs would be cheaper and are none', () => {
  // Within a triangle 1, between both 100: each has three, so that one of each must go over.
  const costs = Float64Array.from({ length: 36 }, (_, k) => {
    const i = Math.floor(k / 6);
    const j = k % 6;
    return i === j ? 0 : Math.floor(i / 3) === Math.floor(j / 3) ? 1 : 100;
  });
  expect(costOf(costs, perfectMatching(costs, 6))).toBe(102);
});

test('no pairing of a thousand small graphs is cheaper, and everyone has one mate', () => {
  const random = seeded(8);
  for (let round = 0; round < 1000; round++) {
    const count = 2 * (1 + Math.floor(5 * random()));
    const costs = symmetric(count, round % 2 === 0 ? 6 : 100, random);
    const mates = perfectMatching(costs, count);
    expect([...mates].every((mate, at) => mate !== at && mates[mate] === at)).toBe(true);
    expect(costOf(costs, mates)).toBe(leastPairing(costs, count));
  }
});

test('an odd number has no pairing', () => {
  expect(() => perfectMatching([0, 0, 0, 0, 0, 0, 0, 0, 0], 3)).toThrow('expected an even number of vertices, got 3');
});
