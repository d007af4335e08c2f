import type { View } from '../../model/city/manifest.ts';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import { type LonLat, RAD_PER_DEG } from '../../model/geo/lon-lat.ts';
import type { CameraPose } from './view-api.ts';

/** Where a camera with this view stands and how it looks, in the frame of a city's origin. */
export function poseOfView(origin: LonLat, view: View): Pick<CameraPose, 'eye' | 'ahead' | 'up'> {
  const heading = view.headingDeg * RAD_PER_DEG;
  const pitch = view.pitchDeg * RAD_PER_DEG;
  const east = Math.sin(heading);
  const north = Math.cos(heading);
  return {
    eye: enuFromLonLat(origin, view),
    ahead: [east * Math.cos(pitch), north * Math.cos(pitch), Math.sin(pitch)],
    up: [-east * Math.sin(pitch), -north * Math.sin(pitch), Math.cos(pitch)],
  };
}
