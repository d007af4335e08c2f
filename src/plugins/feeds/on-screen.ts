import { isInFreeSpace } from '../../kit/free-space.tsx';
import type { LiveValues } from '../../twin/live/live-values.ts';
import type { ViewApi } from '../../view/view-api.ts';

/** Whether the picture shows a sensor's place, and no panel lies over it. */
export function isSensorOnScreen(
  sensor: number,
  { placesM }: Pick<LiveValues, 'placesM'>,
  view: Pick<ViewApi, 'screenOf'>,
): boolean {
  const [eastM, northM, upM] = placesM.subarray(3 * sensor, 3 * sensor + 3);
  const at = view.screenOf([eastM, northM, upM]);
  return at !== null && isInFreeSpace(at);
}
