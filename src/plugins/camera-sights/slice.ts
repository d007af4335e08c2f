import type { Enu } from '../../../model/geo/enu.ts';
import type { CameraCoverage, SeenBy } from '../../../workers/camera-sights/engine-types.ts';
import type { Reason } from '../../twin/failure.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends CamerasSlice {}
}

/** The edges of a camera's picture, from its eye to so far ahead. */
interface ShownFrustum {
  id: string;
  eye: Enu;
  corners: readonly Enu[];
}

interface CamerasSlice {
  /** The place that cameras are asked about; null: none was picked. */
  camerasPlace: readonly [eastM: number, northM: number] | null;
  coverageRadiusM: number;
  /** Of the picked place; null: not asked yet. */
  camerasSeen: readonly SeenBy[] | null;
  /** How much of the ground around it is seen, without its cells: these stay with the controller. */
  coverage: Omit<CameraCoverage, 'counts' | 'elevationM'> | null;
  frustum: ShownFrustum | null;
  camerasFailure: Reason | null;
  setCameras(part: Partial<Omit<CamerasSlice, 'setCameras'>>): void;
}

const USUAL_RADIUS_M = 300;

export const camerasSlice: Slice<CamerasSlice> = (set) => ({
  camerasPlace: null,
  coverageRadiusM: USUAL_RADIUS_M,
  camerasSeen: null,
  coverage: null,
  frustum: null,
  camerasFailure: null,
  setCameras: (part) => set(part),
});
