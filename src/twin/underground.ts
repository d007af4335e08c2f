import { signedAreaM2 } from '../geo/ring.ts';
import type { Slice } from './twin.ts';

/** A polygon dug out of terrain and tiles alike: ring in ENU metres, anticlockwise, floor at `depthM` below its lowest rim. */
export interface Excavation {
  ringM: [eastM: number, northM: number][];
  depthM: number;
}

/** The same with its floor at a height of the city's frame; where the ground lies below that nothing is dug. */
export interface Pit extends Pick<Excavation, 'ringM'> {
  floorUpM: number;
}

export interface UndergroundSlice {
  /** `translucent`: a glance from above; `below`: the camera may go under the ground, which is not drawn. */
  underground: 'off' | 'translucent' | 'below';
  groundOpacityRatio: number;
  excavation: Excavation | null;
  /** Ring being drawn by clicks; null = not drawing. */
  digging: [eastM: number, northM: number][] | null;
  setUnderground(mode: UndergroundSlice['underground']): void;
  setGroundOpacity(ratio: number): void;
  startDigging(): void;
  addDigPoint(point: [number, number]): void;
  finishDigging(depthM: number): void;
  cancelDigging(): void;
  excavate(excavation: Excavation | null): void;
}

export const undergroundSlice: Slice<UndergroundSlice> = (set) => ({
  underground: 'off',
  groundOpacityRatio: 0.2,
  excavation: null,
  digging: null,
  setUnderground: (underground) => set({ underground }),
  setGroundOpacity: (groundOpacityRatio) => set({ groundOpacityRatio }),
  startDigging: () => set({ digging: [], measuring: null, floodPicking: null }),
  addDigPoint: (point) => set(({ digging }) => ({ digging: [...(digging ?? []), point] })),
  finishDigging: (depthM) =>
    set(({ digging, excavation }) => ({
      digging: null,
      excavation: digging && digging.length >= 3 ? { ringM: anticlockwise(digging), depthM } : excavation,
    })),
  cancelDigging: () => set({ digging: null }),
  excavate: (excavation) => set({ excavation }),
});

function anticlockwise(ring: [number, number][]): [number, number][] {
  return signedAreaM2(ring) < 0 ? [...ring].reverse() : ring;
}
