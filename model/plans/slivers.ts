/** What is too small to be a conflict: smaller than the area and narrower than the width. */
export interface SliverPolicy {
  minAreaM2: number;
  /** Mean width: twice the area over the perimeter. */
  minWidthM: number;
}

/** This project's own choice; no national figure was found. */
export const DEFAULT_SLIVERS: SliverPolicy = { minAreaM2: 1, minWidthM: 0.5 };

/** Whether both drop the same. */
export const isSameSlivers = (one: SliverPolicy, other: SliverPolicy): boolean =>
  one.minAreaM2 === other.minAreaM2 && one.minWidthM === other.minWidthM;

/** Up to so many shapes of one plan are laid over each other: a minute of one thread. */
export const MAX_LAID_SHAPES = 60_000;
/** Mean width below which a gap is a fault of drawing. */
export const FILLED_GAP_M = 2;
