import { PerspectiveFrustum } from '@cesium/engine';
import { expect, test } from 'vitest';
import type { WallPlace } from '../../src/twin/table.ts';
import { shiftedFrustum } from '../../src/view/globe/camera/shifted-frustum.ts';
import { wallPart } from '../../src/view/wall-share.ts';

const WIDTH = 1600;
const HEIGHT = 900;
const HALF_LONG_TAN = Math.tan(Math.PI / 6);
const WALL = { columns: 3, rows: 2, bezelXRatio: 0.02, bezelYRatio: 0.04 };
const partAt = (column: number, row: number, wall: Omit<WallPlace, 'column' | 'row'> = WALL) =>
  wallPart({ ...wall, column, row }, WIDTH, HEIGHT, HALF_LONG_TAN);

test('the right edge of a screen and the frame beside it end where the next screen begins', () => {
  for (const row of [0, 1])
    for (const column of [0, 1]) {
      const left = partAt(column, row);
      const right = partAt(column + 1, row);
      const bezelTan = 2 * left.halfWidthTan * WALL.bezelXRatio;
      expect(left.rightTan + left.halfWidthTan + bezelTan).toBeCloseTo(right.rightTan - right.halfWidthTan, 12);
      expect(left.upTan).toBe(right.upTan);
    }
});

test('the lower edge of a screen and the frame below it end where the lower screen begins', () => {
  const upper = partAt(1, 0);
  const lower = partAt(1, 1);
  const bezelTan = 2 * upper.halfHeightTan * WALL.bezelYRatio;
  expect(upper.upTan - upper.halfHeightTan - bezelTan).toBeCloseTo(lower.upTan + lower.halfHeightTan, 12);
});

test('the middle of the wall is the middle of the picture, and the wall as a whole is as high as a single screen’s picture', () => {
  const wall = { columns: 3, rows: 3, bezelXRatio: 0, bezelYRatio: 0 };
  expect(partAt(1, 1, wall)).toMatchObject({ rightTan: 0, upTan: 0 });
  const wide = { columns: 2, rows: 1, bezelXRatio: 0, bezelYRatio: 0 };
  expect(partAt(0, 0, wide).halfHeightTan).toBeCloseTo((HALF_LONG_TAN * HEIGHT) / WIDTH, 12);
  expect(partAt(0, 0, wide).rightTan).toBeCloseTo(-HALF_LONG_TAN, 12);
});

test('one screen alone draws what it always drew', () => {
  const alone = partAt(0, 0, { columns: 1, rows: 1, bezelXRatio: 0, bezelYRatio: 0 });
  expect(alone.halfWidthTan).toBeCloseTo(HALF_LONG_TAN, 12);
  expect([alone.rightTan, alone.upTan]).toEqual([0, 0]);
});

test('a row of many screens is opened no wider than 120°', () => {
  const row = { columns: 8, rows: 1, bezelXRatio: 0, bezelYRatio: 0 };
  const last = partAt(7, 0, row);
  expect(last.rightTan + last.halfWidthTan).toBeCloseTo(Math.tan(Math.PI / 3), 12);
});

test('a point behind the frame between two screens is on neither; one beside it is where both pictures are one', () => {
  const whole = new PerspectiveFrustum({ fov: Math.PI / 3, aspectRatio: WIDTH / HEIGHT, near: 1, far: 1e5 });
  const xOn = (column: number, rightTan: number): number => {
    const { frustum, restore } = shiftedFrustum(whole, partAt(column, 0));
    const clip = frustum.projectionMatrix;
    const [right, up, ahead] = [rightTan * 100, partAt(0, 0).upTan * 100, -100];
    const x = (clip[0] * right + clip[4] * up + clip[8] * ahead) / -ahead;
    restore();
    return ((x + 1) / 2) * WIDTH;
  };
  const edge = partAt(0, 0).rightTan + partAt(0, 0).halfWidthTan;
  const bezelTan = 2 * partAt(0, 0).halfWidthTan * WALL.bezelXRatio;
  expect(xOn(0, edge)).toBeCloseTo(WIDTH, 6);
  expect(xOn(1, edge)).toBeCloseTo(-WIDTH * WALL.bezelXRatio, 6);
  expect(xOn(1, edge + bezelTan)).toBeCloseTo(0, 6);
});
