import type { View } from '../../model/city/manifest.ts';
import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends WallStepSlice {}
}

/** A wall that this page leads or follows, by its name at the hub. */
export interface InStep {
  readonly role: 'lead' | 'follow';
  readonly wall: string;
}

export interface WallStepSlice {
  /** Null: the page stands alone. */
  inStep: InStep | null;
  /** Where the camera of the leader is, which the globe takes as it is; null while nobody leads this page. */
  ledCamera: View | null;
  joinWall(inStep: InStep | null): void;
  takeLedCamera(camera: View | null): void;
}

export const wallStepSlice: Slice<WallStepSlice> = (set) => ({
  inStep: null,
  ledCamera: null,
  joinWall: (inStep) => set({ inStep }),
  takeLedCamera: (ledCamera) => set({ ledCamera }),
});
