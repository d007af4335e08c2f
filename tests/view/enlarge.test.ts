import { Cartesian4, Matrix4, PerspectiveFrustum } from '@cesium/engine';
import { expect, test } from 'vitest';
import { partsOf } from '../../src/view/globe/camera/enlarge.ts';
import { shiftedFrustum } from '../../src/view/globe/camera/shifted-frustum.ts';

const SIZE = { widthPx: 7680, heightPx: 4320 };
const DRAWN = { width: 2048, height: 1152 };

/** 60° across, 16 : 9. */
const wholeFrustum = () => new PerspectiveFrustum({ fov: Math.PI / 3, aspectRatio: 16 / 9, near: 1, far: 10_000 });
const HALF_WIDTH_TAN = Math.tan(Math.PI / 6);

/** Where a point before the eye stands in a picture, pixels from its upper left corner. */
function pixelOf(frustum: PerspectiveFrustum, [x, y, z]: readonly number[], width: number, height: number) {
  const clip = Matrix4.multiplyByVector(frustum.projectionMatrix, new Cartesian4(x, y, z, 1), new Cartesian4());
  return [((clip.x / clip.w + 1) / 2) * width, ((1 - clip.y / clip.w) / 2) * height];
}

test('parts cover an 8K picture once, row by row', () => {
  const parts = partsOf(SIZE, DRAWN, HALF_WIDTH_TAN);
  expect(parts).toHaveLength(16);
  expect(parts.slice(0, 5).map(({ xPx, yPx }) => [xPx, yPx])).toEqual([
    [0, 0],
    [2048, 0],
    [4096, 0],
    [6144, 0],
    [0, 1152],
  ]);
});

test('a point stands in its part where it stands in the whole picture, whatever near plane a pass is drawn with', () => {
  const whole = wholeFrustum();
  const points = [
    [0, 0, -50],
    [-40, 20, -100],
    [310, -170, -600],
    [2, 1, -4],
  ];
  for (const { xPx, yPx, part } of partsOf(SIZE, DRAWN, HALF_WIDTH_TAN)) {
    const { frustum } = shiftedFrustum(whole, part);
    const pass = frustum.clone();
    pass.near = 37;
    for (const point of points) {
      const [x, y] = pixelOf(whole, point, SIZE.widthPx, SIZE.heightPx);
      for (const of of [frustum, pass]) {
        const [inX, inY] = pixelOf(of, point, DRAWN.width, DRAWN.height);
        expect(inX + xPx).toBeCloseTo(x, 6);
        expect(inY + yPx).toBeCloseTo(y, 6);
      }
    }
  }
});

test('a frustum that Cesium keeps is in the middle again once the parts are drawn', () => {
  const kept = new PerspectiveFrustum();
  const [{ part }] = partsOf(SIZE, DRAWN, HALF_WIDTH_TAN);
  const { frustum, restore } = shiftedFrustum(wholeFrustum(), part);
  frustum.clone(kept);
  expect(kept.xOffset).toBeCloseTo(part.rightTan, 12);
  restore();
  const again = wholeFrustum().clone(kept);
  expect([again.xOffset, again.yOffset]).toEqual([0, 0]);
  expect(pixelOf(again, [0, 0, -50], 100, 100)).toEqual([50, 50]);
});
