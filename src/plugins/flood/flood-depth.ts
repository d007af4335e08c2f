import { halfFloat } from '../../../model/runs/half-float.ts';
import type { FloodPicture } from './slice.ts';

/** What an engine has given to the card: the two frames about the moment, and the share of the odd one. */
interface DrawnFrames {
  readonly even: Uint16Array | null;
  readonly odd: Uint16Array | null;
  readonly oddRatio: number;
}

/** Water of a cell as it is drawn: between the two frames straight; null: beside the raster, not given yet, or dry. */
export function drawnDepthM(
  { columns, rows, cellM, westM, southM }: Pick<FloodPicture, 'columns' | 'rows' | 'cellM' | 'westM' | 'southM'>,
  { even, odd, oddRatio }: DrawnFrames,
  eastM: number,
  northM: number,
): number | null {
  const column = Math.floor((eastM - westM) / cellM);
  const row = Math.floor((northM - southM) / cellM);
  if (!even || !odd || column < 0 || row < 0 || column >= columns || row >= rows) return null;
  const at = 4 * (row * columns + column);
  const evenM = Math.max(0, halfFloat(even[at]));
  const depthM = evenM + (Math.max(0, halfFloat(odd[at])) - evenM) * oddRatio;
  return depthM > 0 ? depthM : null;
}
