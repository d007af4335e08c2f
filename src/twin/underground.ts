import { hullOf, isInRing, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import type { SurfacePoint } from '../../model/geo/surface-point.ts';
import type { Slice, TwinState } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends UndergroundSlice {}
}

/** A polygon dug out of terrain and tiles alike: ring in ENU metres, anticlockwise, floor at `depthM` below its lowest rim. */
export interface Excavation {
  ringM: [eastM: number, northM: number][];
  depthM: number;
}

/** The same with its floor at a height of the city's frame; where the ground lies below that nothing is dug. */
export interface Pit extends Pick<Excavation, 'ringM'> {
  floorUpM: number;
}

/** A convex solid that the picture is cut by: its level outline, anticlockwise, and the heights of its bottom and top, metres in the city's frame. */
export interface ClipSolid {
  readonly ringM: readonly (readonly [eastM: number, northM: number])[];
  readonly fromUpM: number;
  readonly toUpM: number;
  /** Whether what stands in the solid is drawn, or what stands outside it. */
  readonly keeps: 'inside' | 'outside';
}

/** What is dug, as the view that cuts it reports it. */
export interface DugFacts extends Pick<Excavation, 'ringM'> {
  readonly areaM2: number;
  readonly volumeM3: number;
  readonly rimElevationM: number;
  readonly floorElevationM: number;
}

export interface UndergroundSlice {
  /** `translucent`: a glance from above; `below`: the camera may go under the ground, which is not drawn. */
  underground: 'off' | 'translucent' | 'below';
  groundOpacityRatio: number;
  excavation: Excavation | null;
  /** Pits that projects ask for, by who asks; a person's own excavation goes before them. */
  pits: Readonly<Record<string, Excavation | Pit>>;
  /** Facts of the pit that is cut now; null without one, or before its walls are built. */
  dug: DugFacts | null;
  /** Null: the whole city is drawn. */
  clipSolid: ClipSolid | null;
  setClipSolid(solid: ClipSolid | null): void;
  setUnderground(mode: UndergroundSlice['underground']): void;
  setGroundOpacity(ratio: number): void;
  /** The ring's corners are taken by the one picker. */
  startDigging(): void;
  finishDigging(depthM: number): void;
  cancelDigging(): void;
  excavate(excavation: Excavation | null): void;
  /** Digs for an owner in place of what was dug for it; null: nothing. */
  putPit(owner: string, pit: Excavation | Pit | null): void;
  reportDug(dug: DugFacts | null): void;
}

/** Opacity of the ground that is looked through: a sheet that is just seen, so that what lies in it is clear to see. */
export const GROUND_OPACITY_RATIO = 0.12;

/** Owner of the picking of a pit's corners. */
export const DIG_PICKER = 'underground';

/** Owner of the picking of a solid's corners. */
export const CLIP_PICKER = 'clip-solid';

export const undergroundSlice: Slice<UndergroundSlice> = (set, get) => ({
  underground: 'off',
  groundOpacityRatio: GROUND_OPACITY_RATIO,
  excavation: null,
  pits: {},
  dug: null,
  clipSolid: null,
  setClipSolid: (clipSolid) => set({ clipSolid }),
  setUnderground: (underground) => set({ underground }),
  setGroundOpacity: (groundOpacityRatio) => set({ groundOpacityRatio }),
  startDigging: () => get().startPicking(DIG_PICKER, 'pit', null),
  finishDigging: (depthM) => {
    const ringM = diggingOf(get());
    get().endPicking(DIG_PICKER);
    if (ringM && ringM.length >= MIN_CORNERS) set({ excavation: { ringM: anticlockwise(ringM), depthM } });
  },
  cancelDigging: () => get().endPicking(DIG_PICKER),
  excavate: (excavation) => set({ excavation }),
  putPit: (owner, pit) =>
    set(({ pits: { [owner]: _, ...others } }) => ({ pits: pit ? { [owner]: pit, ...others } : others })),
  reportDug: (dug) => set({ dug }),
});

const MIN_CORNERS = 3;

/** The one pit that is cut: a person's own before those of projects, of these the one that was asked for last. */
export function shownPit({ excavation, pits }: Pick<TwinState, 'excavation' | 'pits'>): Excavation | Pit | null {
  return excavation ?? Object.values(pits).at(0) ?? null;
}

/** The ring that is being drawn by clicks; null: nobody digs. */
export function diggingOf({ pick }: Pick<TwinState, 'pick'>): [eastM: number, northM: number][] | null {
  if (pick?.owner !== DIG_PICKER) return null;
  return pick.points.map(({ enu: [eastM, northM] }) => [eastM, northM]);
}

/** The convex solid about places on the ground, from a little below the lowest of them to high above; null: they span no area. */
export function clipSolidOf(places: readonly SurfacePoint[]): ClipSolid | null {
  const ringM = hullOf(places.map(({ enu: [eastM, northM] }) => [eastM, northM]));
  if (ringM.length < MIN_CORNERS || signedAreaM2(ringM) < MIN_CLIP_M2) return null;
  const ups = places.map(({ enu }) => enu[2]);
  return { ringM, fromUpM: Math.min(...ups) - CLIP_BELOW_M, toUpM: Math.max(...ups) + CLIP_ABOVE_M, keeps: 'inside' };
}

/** Whether the ground of a place is cut off the picture: of a solid that keeps its inside it is all ground beyond. */
export const isCutOff = (
  { clipSolid }: Pick<TwinState, 'clipSolid'>,
  { eastM, northM }: { eastM: number; northM: number },
): boolean => clipSolid?.keeps === 'inside' && !isInRing(clipSolid.ringM, eastM, northM);

const MIN_CLIP_M2 = 1;
const CLIP_BELOW_M = 20;
const CLIP_ABOVE_M = 300;

function anticlockwise(ring: [number, number][]): [number, number][] {
  return signedAreaM2(ring) < 0 ? [...ring].reverse() : ring;
}
