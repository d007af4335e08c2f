import { describe, expect, test } from 'vitest';
import { TriangleTree } from '../../../workers/construction/space/triangle-tree.ts';
import { cross, distance, passesAt } from '../../../workers/construction/space/triangles.ts';

/** Lies in the plane z = 0, its right angle at the origin, 4 m long. */
const FLAT = Float64Array.of(0, 0, 0, 4, 0, 0, 0, 4, 0);
/** Stands on edge through it, 1 m below and above. */
const UPRIGHT = Float64Array.of(1, 1, -1, 1, 1, 1, 2, 1, 1);

const raised = (corners: Float64Array, byM: number) => corners.map((value, i) => (i % 3 === 2 ? value + byM : value));

describe('two triangles', () => {
  test('cross where each reaches as far to both sides of the other', () => {
    expect(cross(FLAT, 0, UPRIGHT, 0, 0.9)).toBe(true);
    expect(cross(FLAT, 0, UPRIGHT, 0, 1.1)).toBe(false);
    expect(cross(UPRIGHT, 0, FLAT, 0, 0.9)).toBe(true);
  });

  test('that lie on each other or touch do not cross', () => {
    expect(cross(FLAT, 0, FLAT, 0, 0.001)).toBe(false);
    expect(cross(FLAT, 0, raised(UPRIGHT, 1), 0, 0.001)).toBe(false);
  });

  test('are no distance apart where they cut', () => {
    expect(distance(FLAT, 0, UPRIGHT, 0)).toBe(0);
  });

  test('are as far apart as a corner is from the other face', () => {
    expect(distance(FLAT, 0, raised(UPRIGHT, 3), 0)).toBeCloseTo(2, 12);
    expect(distance(FLAT, 0, raised(FLAT, 2.5), 0)).toBeCloseTo(2.5, 12);
  });

  test('are as far apart as two edges that pass one another askew', () => {
    // Along x at z = 0 and along y at z = 3, beside each other by 2 m in the plan of neither.
    const beam = Float64Array.of(-5, -1, 0, 5, -1, 0, 0, -2, 0);
    const above = Float64Array.of(1, -9, 3, 1, 9, 3, 1, 0, 9);
    expect(distance(beam, 0, above, 0)).toBeCloseTo(3, 12);
  });
});

test('a segment passes a triangle at a share of its length, beside it and short of it not at all', () => {
  expect(passesAt(1, 1, -1, 0, 0, 4, FLAT, 0)).toBeCloseTo(0.25, 12);
  expect(passesAt(3, 3, -1, 0, 0, 4, FLAT, 0)).toBe(-1);
  expect(passesAt(1, 1, -1, 0, 0, 0.9, FLAT, 0)).toBe(-1);
  expect(passesAt(1, 1, 1, 1, 0, 0, FLAT, 0)).toBe(-1);
});

/** The twelve triangles of a box. */
function box(low: readonly number[], high: readonly number[]): TriangleTree {
  const corners: number[] = [];
  for (let axis = 0; axis < 3; axis++)
    for (const end of [low, high]) {
      const [u, v] = [(axis + 1) % 3, (axis + 2) % 3];
      const corner = (atU: readonly number[], atV: readonly number[]) => {
        const place = [0, 0, 0];
        place[axis] = end[axis];
        place[u] = atU[u];
        place[v] = atV[v];
        return place;
      };
      const [a, b, c, d] = [corner(low, low), corner(high, low), corner(high, high), corner(low, high)];
      corners.push(...a, ...b, ...c, ...a, ...c, ...d);
    }
  return new TriangleTree(Float64Array.from(corners));
}

describe('a body of triangles', () => {
  const cube = box([0, 0, 0], [2, 2, 2]);

  test('holds what lies within it, and nothing beside, above or below it', () => {
    expect(cube.holds(1, 1, 1)).toBe(true);
    expect(cube.holds(0.01, 1.99, 1)).toBe(true);
    for (const [x, y, z] of [
      [3, 1, 1],
      [1, -1, 1],
      [1, 1, 2.1],
      [-1, -1, -1],
    ])
      expect(cube.holds(x, y, z)).toBe(false);
  });

  test('is as far from another as their nearest points, and no nearer than was asked about', () => {
    expect(cube.distance(box([5, 6, 0], [6, 7, 2]), 100)).toBeCloseTo(5, 12);
    expect(cube.distance(box([5, 6, 0], [6, 7, 2]), 4)).toBe(4);
    expect(cube.distance(box([1, 1, 1], [3, 3, 3]), 100)).toBe(0);
  });

  test('crosses another that reaches far enough into it, and one that only grazes it not', () => {
    expect(cube.crosses(box([1, 1, 1], [3, 3, 3]), 0.5)).toBe(true);
    expect(cube.crosses(box([1.99, 0.5, 0.5], [4, 1.5, 1.5]), 0.05)).toBe(false);
    expect(cube.crosses(box([2, 0, 0], [4, 2, 2]), 0.001)).toBe(false);
  });

  test('reaches into another that it is wholly inside of, though it cuts no face', () => {
    const inner = box([0.5, 0.5, 0.5], [1, 1, 1]);
    expect(cube.crosses(inner, 0.001)).toBe(false);
    expect(inner.reachesInto(cube, 0.4)).toBe(true);
    expect(inner.reachesInto(cube, 1.1)).toBe(false);
    expect(cube.reachesInto(inner, 0.001)).toBe(false);
  });

  test('keeps all its triangles, in whatever order', () => {
    const sum = cube.corners.reduce((total, value) => total + value, 0);
    expect([cube.corners.length, sum]).toEqual([108, 108]);
  });
});
