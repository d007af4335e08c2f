import type { View } from '../../model/city/manifest.ts';
import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends CameraSlice {}
}

export interface CameraSlice {
  /** Where the camera is; the view reports it when it comes to rest, and at most ten times a second while it moves. */
  camera: View;
  /**
   * A wish to go somewhere; the view takes each `serial` once. `durationMs` 0 cuts; absent: by distance, 900–2,400 ms. `isWhole`: what `to`
   * shows is to be seen whole in what panels leave free of the picture.
   */
  flight: { serial: number; to: View; durationMs?: number; isWhole?: true } | null;
  reportCamera(camera: View): void;
  flyTo(to: View, durationMs?: number): void;
  /** To all of the city. */
  flyHome(): void;
}

export const cameraSlice =
  (home: View): Slice<CameraSlice> =>
  (set) => ({
    camera: home,
    flight: null,
    reportCamera: (camera) => set({ camera }),
    flyTo: (to, durationMs) =>
      set(({ flight }) => ({
        flight: { serial: (flight?.serial ?? 0) + 1, to, ...(durationMs === undefined ? {} : { durationMs }) },
      })),
    flyHome: () => set(({ flight }) => ({ flight: { serial: (flight?.serial ?? 0) + 1, to: home, isWhole: true } })),
  });
