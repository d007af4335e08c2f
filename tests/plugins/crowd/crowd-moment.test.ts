import { describe, expect, test } from 'vitest';
import { facingRad, routeOf } from '../../../src/plugins/crowd/crowd-moment.ts';
import type { CrowdGround, PackedCrowdFrame } from '../../../src/plugins/crowd/slice.ts';

const NOT_INSIDE = 255;
const ground = { box: { westM: 100, southM: 200, unitM: 0.1 }, baseM: 300, people: 1 } as CrowdGround;

/** One person, by its place in tenths of a metre a second. */
function walk(places: readonly (readonly [u: number, v: number, level?: number])[]) {
  const frames = places.map(([u, v, level = 0], timeS) => ({
    timeS,
    places: Uint16Array.of(u, v),
    heightsCm: Uint16Array.of(50),
    levels: Uint8Array.of(level),
  })) as unknown as PackedCrowdFrame[];
  return { ground, frames };
}

describe('which way somebody faces', () => {
  test('is where they go next, from east to north', () => {
    expect(
      facingRad(
        walk([
          [0, 0],
          [10, 0],
        ]),
        0,
        0,
      ),
    ).toBe(0);
    expect(
      facingRad(
        walk([
          [0, 0],
          [0, 10],
        ]),
        0,
        0,
      ),
    ).toBeCloseTo(Math.PI / 2, 9);
    expect(
      facingRad(
        walk([
          [10, 0],
          [0, 0],
        ]),
        0,
        0,
      ),
    ).toBeCloseTo(Math.PI, 9);
  });

  test('is kept by who shuffles less than a step: they look where they go later', () => {
    expect(
      facingRad(
        walk([
          [0, 0],
          [1, 0],
          [1, 10],
        ]),
        0,
        0,
      ),
    ).toBeCloseTo(Math.PI / 2, 9);
  });

  test('is where they came from, once they have arrived', () => {
    expect(
      facingRad(
        walk([
          [0, 0],
          [10, 0],
          [10, 0],
          [10, 0],
        ]),
        3,
        0,
      ),
    ).toBe(0);
  });

  test('is not known of who never moves, and is not taken over a change of level', () => {
    expect(
      facingRad(
        walk([
          [5, 5],
          [5, 5],
        ]),
        0,
        0,
      ),
    ).toBeNull();
    expect(
      facingRad(
        walk([
          [0, 0, 0],
          [10, 0, 1],
        ]),
        0,
        0,
      ),
    ).toBeNull();
  });

  test('is not looked for further than eight frames ahead', () => {
    const still = Array.from({ length: 9 }, () => [0, 0] as const);
    expect(facingRad(walk([...still, [10, 0]]), 1, 0)).toBe(0);
    expect(facingRad(walk([...still, [10, 0]]), 0, 0)).toBeNull();
  });
});

describe('the way of one person', () => {
  test('has places of the city and the metres that were walked', () => {
    expect(
      routeOf(
        walk([
          [0, 0],
          [30, 0],
          [30, 40],
        ]),
        0,
      ),
    ).toEqual([
      { timeS: 0, placeM: [100, 200, 300.5], walkedM: 0 },
      { timeS: 1, placeM: [103, 200, 300.5], walkedM: 3 },
      { timeS: 2, placeM: [103, 204, 300.5], walkedM: 7 },
    ]);
  });

  test('leaves out where they stood, and the time before they came in', () => {
    const route = routeOf(
      walk([
        [0, 0, NOT_INSIDE],
        [0, 0],
        [1, 0],
        [20, 0],
      ]),
      0,
    );
    expect(route.map(({ timeS }) => timeS)).toEqual([1, 3]);
    expect(route[1].walkedM).toBeCloseTo(2, 9);
  });
});
