import { type Camera, Cartesian3, Math as CesiumMath, PerspectiveFrustum } from '@cesium/engine';
import type { View } from '../../../../model/city/manifest.ts';

/** Where a camera is and looks, as the twin and links say it. */
export function viewOf(camera: Camera): View {
  const { longitude, latitude, height } = camera.positionCartographic;
  return {
    lonDeg: CesiumMath.toDegrees(longitude),
    latDeg: CesiumMath.toDegrees(latitude),
    heightM: height,
    headingDeg: CesiumMath.toDegrees(camera.heading),
    pitchDeg: CesiumMath.toDegrees(camera.pitch),
  };
}

/** Puts a camera there at once, upright. */
export function setView(camera: Camera, view: View): void {
  camera.setView({
    destination: Cartesian3.fromDegrees(view.lonDeg, view.latDeg, view.heightM),
    orientation: {
      heading: CesiumMath.toRadians(view.headingDeg),
      pitch: CesiumMath.toRadians(view.pitchDeg),
      roll: 0,
    },
  });
}

/** Height of the picture as an angle, radians. */
export function fovyOf(camera: Camera): number {
  return (camera.frustum as { fovy?: number }).fovy ?? 1;
}

/** How far the middle of the picture is from the line of sight, to the right and up, tangents: a screen of a wall draws a part of one picture. */
export function asideOf({ frustum }: Camera): { rightTan: number; upTan: number } {
  if (!(frustum instanceof PerspectiveFrustum)) return { rightTan: 0, upTan: 0 };
  return { rightTan: frustum.xOffset / frustum.near, upTan: frustum.yOffset / frustum.near };
}
