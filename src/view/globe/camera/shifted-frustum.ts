import { PerspectiveFrustum } from '@cesium/engine';
import type { PicturePart } from '../../wall-share.ts';

/**
 * The frustum of one part. Cesium's own offsets are metres on the near plane, and a frame has several near planes: it splits its depth and
 * clones the frustum for each split and each shadow cascade. So the offsets here are a share of whatever near plane there is, on the clones too;
 * `restore` gives clones that Cesium keeps their own offsets back.
 */
export function shiftedFrustum(
  of: PerspectiveFrustum,
  part: PicturePart,
): { frustum: PerspectiveFrustum; restore(): void } {
  const shifted = new Set<PerspectiveFrustum>();
  function shift(frustum: PerspectiveFrustum): PerspectiveFrustum {
    shifted.add(frustum);
    return Object.defineProperties(frustum, {
      xOffset: { configurable: true, get: () => frustum.near * part.rightTan },
      yOffset: { configurable: true, get: () => frustum.near * part.upTan },
      clone: {
        configurable: true,
        value: (result?: PerspectiveFrustum) =>
          shift(PerspectiveFrustum.prototype.clone.call(frustum, result) as PerspectiveFrustum),
      },
    });
  }
  const { halfWidthTan, halfHeightTan } = part;
  const frustum = of.clone();
  frustum.aspectRatio = halfWidthTan / halfHeightTan;
  // Cesium's angle lies along the longer side.
  frustum.fov = 2 * Math.atan(Math.max(halfWidthTan, halfHeightTan));
  return {
    frustum: shift(frustum),
    restore() {
      for (const each of shifted) {
        for (const own of ['xOffset', 'yOffset', 'clone']) Reflect.deleteProperty(each, own);
        each.xOffset = 0;
        each.yOffset = 0;
      }
      shifted.clear();
    },
  };
}
