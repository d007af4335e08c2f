import { describe, expect, test } from 'vitest';
import { gapMesh, gapPlaces, gapRing } from '../../../src/plugins/flood/scene/globe/gap-mesh.ts';

/** A levee that runs north along east = 100: crest at 10 m, 4 m wide, sides of 1 : 3 to the ground at 2 m on one side and 5 m on the other. */
const groundUpM = (eastM: number) => {
  const off = Math.abs(eastM - 100);
  return Math.max(eastM < 100 ? 5 : 2, 10 - Math.max(0, off - 2) / 3);
};
const places = gapPlaces({ from: [100, 40], to: [100, 60] });
const ups = places.map(([eastM]) => groundUpM(eastM));

describe('the gap in the drawn levee', () => {
  test('reaches over the levee’s foot on both sides, along both of its ends', () => {
    expect(places).toHaveLength(58);
    expect([places[0], places[28]]).toEqual([
      [72, 40],
      [128, 40],
    ]);
    expect(gapRing(places).slice(28, 30)).toEqual([
      [128, 40],
      [128, 60],
    ]);
  });

  test('has a floor at the sill, or at the ground where that is lower, and walls up to the levee', () => {
    const { positionM, cornerM, low, high } = gapMesh(places, ups, 4);
    const heights = [...positionM].filter((_, i) => i % 3 === 1).map((up) => up + cornerM[1]);
    expect(Math.max(...heights)).toBe(10);
    expect(Math.min(...heights)).toBe(2);
    // Each end's wall and the floor have 29 stations of two corners; the floor is the last.
    const floor = heights.slice(-58);
    expect(Math.max(...floor)).toBe(4);
    expect(floor[0]).toBe(4);
    expect(floor.at(-1)).toBe(2);
    expect([low[1], high[1]]).toEqual([0, 8]);
  });

  test('faces the gap at its ends and up on its floor', () => {
    const { normal, index } = gapMesh(places, ups, 4);
    const normals = [...(normal ?? [])].map((value) => value + 0);
    // North, in glTF's axes −z, of the southern end.
    expect(normals.slice(0, 3)).toEqual([0, 0, -1]);
    expect(normals.slice(-3)).toEqual([0, 1, 0]);
    expect(Math.max(...index)).toBe(3 * 58 - 1);
  });
});
