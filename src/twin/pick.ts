import type { SurfacePoint } from '../../model/geo/surface-point.ts';
import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends PickSlice {}
}

/** How a ruler draws its points and when it is done; `height`: how much higher the second of two points is. */
export type RulerKind = 'distance' | 'area' | 'height';

/** Points that a ruler draws. */
export interface RulerPoints {
  readonly ruler: RulerKind;
  readonly points: readonly SurfacePoint[];
}

/** What a ruler measures; metres. */
export interface RulerMeasurement {
  /** Level length of the line; of an area the length of its edge. */
  readonly flatM: number;
  /** Length on the ground, or straight through the air where an end is not on it; null until the ground is sampled. */
  readonly alongM: number | null;
  /** Elevation of the last point above the first. */
  readonly riseM: number;
  /** Level area inside the ring; 0 of fewer than three points. */
  readonly areaM2: number;
}

/** Owner of the clicks on the picture that are taken as points, and the points so far. */
export interface Picking {
  /** The plug-in that asked. */
  owner: string;
  /** What the points are for, in the owner's own words. */
  kind: string;
  /** Null: the points are a ring on the ground, which the owner draws itself. */
  ruler: RulerKind | null;
  points: readonly SurfacePoint[];
  /** Two points are the corners of a box, which may be drawn by a drag too. */
  isBox?: true;
  /** Nothing is added any more; the next click begins anew. */
  done: boolean;
}

/**
 * The one picker: while `pick` stands, clicks on the picture set points instead of selecting. Whoever wants points starts it and so ends everyone else's;
 * nobody names another. Points are taken for a moment only: they are in no link.
 */
interface PickSlice {
  pick: Picking | null;
  /** Measurement of the ruler's points, as the view that draws them reports it; null before the first point. */
  measurement: RulerMeasurement | null;
  startPicking(owner: string, kind: string, ruler: RulerKind | null, shape?: 'box'): void;
  addPickPoint(point: SurfacePoint): void;
  /** Takes the last point back; of finished ones too, which then go on. */
  dropPickPoint(): void;
  finishPicking(): void;
  /** Ends the picking of this owner; somebody else's goes on. */
  endPicking(owner: string): void;
  reportMeasurement(measurement: RulerMeasurement | null): void;
}

/** A height has two points and is done with the second. */
const HEIGHT_POINTS = 2;

export const pickSlice: Slice<PickSlice> = (set) => {
  const change = (next: (pick: Picking) => Picking) => set(({ pick }) => (pick ? { pick: next(pick) } : {}));
  return {
    pick: null,
    measurement: null,
    reportMeasurement: (measurement) => set({ measurement }),
    startPicking: (owner, kind, ruler, shape) =>
      set({ pick: { owner, kind, ruler, points: [], done: false, ...(shape === 'box' ? { isBox: true } : {}) } }),
    addPickPoint: (point) =>
      change((pick) => {
        const points = pick.done ? [point] : [...pick.points, point];
        return { ...pick, points, done: pick.ruler === 'height' && points.length === HEIGHT_POINTS };
      }),
    dropPickPoint: () => change((pick) => ({ ...pick, points: pick.points.slice(0, -1), done: false })),
    finishPicking: () => change((pick) => ({ ...pick, done: pick.points.length > 1 })),
    endPicking: (owner) => set(({ pick }) => (pick?.owner === owner ? { pick: null } : {})),
  };
};

/** What a ruler draws of the picking, or null where the owner draws itself. */
export function rulerPointsOf(pick: Picking | null): RulerPoints | null {
  return pick?.ruler ? { ruler: pick.ruler, points: pick.points } : null;
}

/** Ends this owner's picking; false: it has none. For `Plugin.escape`. */
export function escapePicking({ pick, endPicking }: PickSlice, owner: string): boolean {
  if (pick?.owner !== owner) return false;
  endPicking(owner);
  return true;
}

/** What this owner's points are for, or null while somebody else picks, or nobody. */
export function pickingOf({ pick }: Pick<PickSlice, 'pick'>, owner: string): string | null {
  return pick?.owner === owner ? pick.kind : null;
}
