import { serviceKey } from './services.ts';

/** Shows the pictures of the cameras that see a place. */
interface CameraWall {
  show(place: readonly [eastM: number, northM: number]): void;
}

/** Offered by whoever draws pictures of cameras. */
export const CAMERA_WALL = serviceKey<CameraWall>('camera wall');
