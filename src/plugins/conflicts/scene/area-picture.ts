import type { DrawnPlan } from '../../../../workers/plans/drawn.ts';

/** Plans as they lie on the picture. */
export interface AreaPicture {
  plans: readonly { id: string; plan: DrawnPlan }[];
  /** Shapes with a height limit stand up to it. */
  isExtruded: boolean;
  /** The one whose card is open. */
  chosen: { plan: string; shape: number } | null;
  /** Takes a shape up; null: none is. */
  choose(chosen: AreaPicture['chosen']): void;
  /** Clicks on the ground are meant for plans. */
  takesClicks: boolean;
}
