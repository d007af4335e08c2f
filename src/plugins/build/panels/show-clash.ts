import type { App } from '../../../kit/plugin.ts';
import type { ReviewController, SeenGroup } from '../review-controller.ts';

/** Marks what meets in a group at one of its places, and flies there; null: nothing is marked. */
export async function showClash({ twin, view }: App, review: ReviewController, group: number | null, place = 0) {
  if (twin.getState().shadeFocus !== null) review.showShade(null);
  const shown = await review.showGroup(group, place);
  if (shown) view.flyToPlace(sphereOf(shown));
}

/** The camera stands off far enough to see around what is wrong. */
const MIN_RADIUS_M = 8;

const sphereOf = ({ boxM: { min, max } }: SeenGroup['places'][number]) => ({
  eastM: (min[0] + max[0]) / 2,
  northM: (min[1] + max[1]) / 2,
  upM: (min[2] + max[2]) / 2,
  radiusM: Math.max(MIN_RADIUS_M, Math.hypot(max[0] - min[0], max[1] - min[1], max[2] - min[2]) / 2),
});
