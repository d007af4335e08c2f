import type { Enu } from '../geo/enu.ts';
import type { LonLat } from '../geo/lon-lat.ts';
import type { Slice } from './twin.ts';

/** `height`: how much higher the second of two points is. */
export type MeasureKind = 'distance' | 'area' | 'height';

/** A point of what is drawn: on the ground, or on a roof, a wall, a deck. */
export interface SurfacePoint {
  lonLat: LonLat;
  enu: Enu;
  /** Above the city's vertical datum. */
  elevationM: number;
  on: 'ground' | 'object';
}

export interface Measuring {
  kind: MeasureKind;
  points: SurfacePoint[];
  /** Nothing is added any more; the next click begins anew. */
  done: boolean;
}

/** A ruler laid on the picture for a moment: it is in no link. */
export interface MeasuringSlice {
  /** While this stands, clicks on the picture set points instead of selecting; null: the ruler is put away. */
  measuring: Measuring | null;
  startMeasuring(kind: MeasureKind): void;
  addMeasurePoint(point: SurfacePoint): void;
  /** Takes the last point back; of a finished measurement too, which then goes on. */
  dropMeasurePoint(): void;
  finishMeasuring(): void;
  stopMeasuring(): void;
}

/** A height has two points and is done with the second. */
const HEIGHT_POINTS = 2;

export const measuringSlice: Slice<MeasuringSlice> = (set) => {
  const change = (next: (measuring: Measuring) => Measuring) =>
    set(({ measuring }) => (measuring ? { measuring: next(measuring) } : {}));
  return {
    measuring: null,
    startMeasuring: (kind) =>
      set({ measuring: { kind, points: [], done: false }, digging: null, floodPicking: null, crowdPicking: null }),
    addMeasurePoint: (point) =>
      change(({ kind, points, done }) => {
        const now = done ? [point] : [...points, point];
        return { kind, points: now, done: kind === 'height' && now.length === HEIGHT_POINTS };
      }),
    dropMeasurePoint: () => change(({ kind, points }) => ({ kind, points: points.slice(0, -1), done: false })),
    finishMeasuring: () => change((measuring) => ({ ...measuring, done: measuring.points.length > 1 })),
    stopMeasuring: () => set({ measuring: null, floodPicking: null, crowdPicking: null }),
  };
};
