import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CrowdInput } from '../../../workers/crowd/core/crowd.ts';
import { LEFT, passageOf, RIGHT, segmentDistanceM, sideOf, WALL, wallsOf } from '../../../workers/crowd/core/walls.ts';

describe('the distance from a wall', () => {
  test('is across it beside it, and from its end beyond it', () => {
    expect(segmentDistanceM(5, 3, 0, 0, 10, 0)).toBe(3);
    expect(segmentDistanceM(13, 4, 0, 0, 10, 0)).toBe(5);
    expect(segmentDistanceM(-3, -4, 0, 0, 10, 0)).toBe(5);
  });

  test('of no length is that from its point', () => {
    expect(segmentDistanceM(3, 4, 0, 0, 0, 0)).toBe(5);
  });

  test('is the same from whichever end it is drawn', () => {
    const metres = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(metres, metres, metres, metres, metres, metres, (x, y, ax, ay, bx, by) => {
        expect(segmentDistanceM(x, y, ax, ay, bx, by)).toBeCloseTo(segmentDistanceM(x, y, bx, by, ax, ay), 6);
      }),
    );
  });
});

test('left of a line is above 0, right of it below, on it 0', () => {
  expect([1, -1, 0].map((y) => Math.sign(sideOf(5, y, [0, 0], [10, 0])))).toEqual([1, -1, 0]);
});

test('a gate stops those whom it does not let through', () => {
  const passage = (forward: boolean, backward: boolean) => passageOf({ forward, backward, everyS: 0 });
  expect(passage(true, true)).toBe(0);
  expect(passage(false, true)).toBe(LEFT);
  expect(passage(true, false)).toBe(RIGHT);
  expect(passage(false, false)).toBe(WALL);
});

test('gates come after all walls, each known by its line', () => {
  const input = {
    levels: [{ walls: Float32Array.of(0, 0, 1, 0, 1, 0, 1, 1) }, { walls: Float32Array.of(5, 5, 6, 5) }],
    lines: [
      { kind: 'exit', level: 0, from: [0, 0], to: [1, 1] },
      { kind: 'gate', level: 1, from: [2, 2], to: [3, 2], gate: { forward: true, backward: false } },
    ],
  } as unknown as CrowdInput;
  const { ends, level, passage, gates } = wallsOf(input);
  expect([...level]).toEqual([0, 0, 1, 1]);
  expect([...passage]).toEqual([WALL, WALL, WALL, RIGHT]);
  expect([...ends.subarray(12)]).toEqual([2, 2, 3, 2]);
  expect([...gates]).toEqual([[1, 3]]);
});
