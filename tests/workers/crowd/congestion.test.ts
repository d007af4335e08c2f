import { expect, test } from 'vitest';
import { Congestion } from '../../../workers/crowd/core/congestion.ts';
import { STATUS } from '../../../workers/crowd/core/crowd.ts';
import { buildSpace } from '../../../workers/crowd/plan/space.ts';
import { middleOf } from '../../../workers/crowd/plan/space-cells.ts';
import { crossing, floorOf, room, spaceOf } from '../../validation/crowd-rooms.ts';

const street = buildSpace(
  spaceOf([floorOf([room(0, 0, 40, 2)])], { exits: [crossing('out', [40, 0], [40, 2])], cellM: 0.5 }),
);
const stair = { up: [1, 0] as [number, number], ascentRatio: 0.5, descentRatio: 0.5 };

/** Eight people on 4 m² at 10 to 12 m, all alike, who go east at 1.34 m/s if nothing hinders. */
function speedLeftAt(xM: number, speed: { mps: number; ofWater?: number; onStair?: boolean }): number {
  const eight = (value: number) => new Float32Array(8).fill(value);
  const levels = speed.onStair ? street.levels.map((level) => ({ ...level, slope: stair })) : street.levels;
  let left = Number.NaN;
  new Congestion({ ...street, levels }).visit(
    {
      count: 8,
      status: new Uint8Array(8).fill(STATUS.inside),
      level: new Uint8Array(8),
      xM: Float32Array.from({ length: 8 }, (_, k) => 10.25 + 0.5 * (k % 4)),
      yM: Float32Array.from({ length: 8 }, (_, k) => 0.5 + Math.floor(k / 4)),
      directionX: eight(1),
      directionY: eight(0),
      speedMps: eight(speed.mps),
      progressMps: eight(speed.mps),
      desiredMps: eight(1.34),
      speedRatio: eight(speed.ofWater ?? 1),
    },
    (cell, ratio) => {
      const [x, y] = middleOf(street, cell);
      if (Math.abs(x - xM) < 0.25 && Math.abs(y - 1.25) < 0.25) left = ratio;
    },
  );
  return left;
}

test('who go at half their speed leave half of it where they will be, and nothing is slow where they are no more', () => {
  // 1.5 s at 0.67 m/s: from 10.25…11.75 m to 11.255…12.755 m.
  expect(speedLeftAt(12.25, { mps: 0.67 })).toBeCloseTo(0.5, 6);
  // At 6 m/s, nobody's pace, they are two tiles on.
  expect(speedLeftAt(11.25, { mps: 6 })).toBeNaN();
});

test('who goes as fast as a stair lets them, or as water does, is no jam', () => {
  expect(speedLeftAt(12.25, { mps: 0.67, onStair: true })).toBe(1);
  expect(speedLeftAt(12.25, { mps: 0.67, ofWater: 0.5 })).toBe(1);
  expect(speedLeftAt(12.25, { mps: 0.335, onStair: true })).toBeCloseTo(0.5, 6);
});
