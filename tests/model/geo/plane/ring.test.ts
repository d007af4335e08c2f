import { expect, test } from 'vitest';
import {
  crossesRay,
  crossingsOf,
  isInFlatRing,
  isInRing,
  middleAtLevel,
  signedAreaM2,
  widened,
} from '../../../../model/geo/plane/ring.ts';

test('a rectangle is widened on all sides', () => {
  const ring = [
    [0, 0],
    [10, 0],
    [10, 4],
    [0, 4],
  ] as const;
  expect(widened(ring, 1)).toEqual([
    [-1, -1],
    [11, -1],
    [11, 5],
    [-1, 5],
  ]);
});

test('a convex ring grows by its edges and the corners between them', () => {
  const hexagon = Array.from({ length: 6 }, (_, i) => [
    ...[20 * Math.cos((i * Math.PI) / 3), 20 * Math.sin((i * Math.PI) / 3)],
  ]) as unknown as [number, number][];
  // Its inner radius grows from 17.32 to 18.32 m: area 2√3 r².
  expect(signedAreaM2(widened(hexagon, 1))).toBeCloseTo(2 * Math.sqrt(3) * (10 * Math.sqrt(3) + 1) ** 2, 6);
});

/** An oblique square about the origin: its edges meet no pixel of their own. */
const OBLIQUE = [
  [0.3, -1],
  [1, 0.3],
  [-0.3, 1],
  [-1, -0.3],
] as const;

test('points of a grid lie in the ring that four half planes say, to the last bit', () => {
  const flat = Float64Array.from(OBLIQUE.flat());
  const side = ([ax, ay]: readonly [number, number], [bx, by]: readonly [number, number], x: number, y: number) =>
    BigInt(Math.round((bx - ax) * 10)) * BigInt(Math.round((y - ay) * 10)) -
    BigInt(Math.round((by - ay) * 10)) * BigInt(Math.round((x - ax) * 10));
  for (let row = -15; row <= 15; row++)
    for (let column = -15; column <= 15; column++) {
      const x = column / 10;
      const y = row / 10;
      const sides = OBLIQUE.map((corner, i) => side(corner, OBLIQUE[(i + 1) % 4], x, y));
      if (sides.includes(0n)) continue;
      const isIn = sides.every((one) => one > 0n);
      expect(isInRing(OBLIQUE, x, y), `${x} ${y}`).toBe(isIn);
      expect(isInFlatRing(flat, 0, 4, x, y), `${x} ${y}`).toBe(isIn);
    }
});

test('a point on the edge that two areas share lies in one of them, whichever way their rings run', () => {
  for (let k = 1; k < 1000; k++) {
    const x = k / 1000;
    const y = (x * 0.7) / 3;
    const under = crossesRay(0, 0, 3, 0.7, x, y);
    expect(crossesRay(3, 0.7, 0, 0, x, y)).toBe(under);
    const west = isInRing(
      [
        [0, 0],
        [3, 0.7],
        [0, 0.7],
      ],
      x,
      y,
    );
    const east = isInRing(
      [
        [0, 0],
        [3, 0],
        [3, 0.7],
      ],
      x,
      y,
    );
    expect(west).not.toBe(east);
  }
});

test('a level line enters and leaves a ring from west to east; a corner on it belongs to the edges above it', () => {
  const zigzag = [
    [0, 0],
    [4, 0],
    [4, 4],
    [2, 1],
    [0, 4],
  ] as const;
  expect(crossingsOf(zigzag, 2.5)).toEqual([0, 1, 3, 4]);
  expect(crossingsOf(zigzag, 1)).toEqual([0, 2, 2, 4]);
  const [middle, level] =
    middleAtLevel(
      [
        [0, 0],
        [10, 0],
        [10, 4],
        [3, 4],
        [2, 1],
        [1, 4],
        [0, 4],
      ],
      2,
    ) ?? [];
  expect(middle).toBeCloseTo(6 + 1 / 6, 12);
  expect(level).toBe(2);
  expect(middleAtLevel(zigzag, 9)).toBeNull();
});
