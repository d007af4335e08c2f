/** What is too small to be a conflict: smaller than the area and narrower than the width. */
export interface SliverPolicy {
  minAreaM2: number;
  /** Mean width: twice the area over the perimeter. */
  minWidthM: number;
}

/** This project's own choice; no national figure was found. */
export const USUAL_SLIVERS: SliverPolicy = { minAreaM2: 1, minWidthM: 0.5 };
