import { CameraRadii } from '../../../model/questions/camera-sights.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import type { CameraCoverage, CameraFrustum, SeenBy, SharedView } from '../../../workers/camera-sights/engine-types.ts';
import type { Reason } from '../../twin/failure.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends CamerasSlice {}
}

/** The chosen camera with the edges of its picture, from its eye to so far ahead. */
interface ShownFrustum extends CameraFrustum {
  id: string;
}

/** The last picture of a camera; its pixels stay with the controller. */
export type CameraPicture =
  | { kind: 'simulated'; serial: number; shownTimeMs: number }
  /** A frame of the camera's own stream, and when it came. */
  | { kind: 'live'; serial: number; shownTimeMs: number }
  | { kind: 'failed'; reason: Reason };

interface CamerasSlice {
  /** The place that cameras are asked about; null: none was picked. */
  camerasPlace: readonly [eastM: number, northM: number] | null;
  coverageRadiusM: number;
  /** Cameras, each with how it sees the picked place; null: not computed yet. */
  camerasSeen: readonly SeenBy[] | null;
  /** How much of the ground around it is seen, without its cells: these stay with the controller. */
  coverage: Omit<CameraCoverage, 'counts' | 'elevationM'> | null;
  frustum: ShownFrustum | null;
  camerasFailure: Reason | null;
  /** By id of the camera; none was drawn yet of those that are not in it. */
  cameraPictures: Readonly<Record<string, CameraPicture | undefined>>;
  /** The chosen camera's picture is drawn on the far end of its view. */
  isPictureInScene: boolean;
  /** Radius of the event that the wall of pictures is about, and how many pictures stand on it. */
  eventRadiusM: number;
  wallSize: WallSize;
  /** Cameras that see something of the event, the largest share first; null: not asked yet. */
  eventCameras: readonly SharedView[] | null;
  setCameras(part: Partial<Omit<CamerasSlice, 'setCameras'>>): void;
}

/** Pictures on the wall. */
export const WALL_SIZES = ['4', '6', '9'] as const;
type WallSize = (typeof WALL_SIZES)[number];

export const camerasSlice: Slice<CamerasSlice> = (set) => ({
  camerasPlace: null,
  camerasSeen: null,
  coverage: null,
  frustum: null,
  camerasFailure: null,
  cameraPictures: {},
  isPictureInScene: true,
  ...defaultsOf(CameraRadii),
  wallSize: '4',
  eventCameras: null,
  setCameras: (part) => set(part),
});
