import type { View } from '../../model/city/manifest.ts';
import { moved, tiltedBy, turnedBy } from './framing.ts';

/** The pose that a key leads to from a view; null: the key is none of these. `stepM`: how far an arrow shifts. */
export function poseByKey(
  view: View,
  { key, shiftKey }: { key: string; shiftKey: boolean },
  stepM: number,
): View | null {
  if (key === 'ArrowUp') return shiftKey ? tiltedBy(view, 6) : moved(view, 0, stepM);
  if (key === 'ArrowDown') return shiftKey ? tiltedBy(view, -6) : moved(view, 0, -stepM);
  if (key === 'ArrowLeft') return shiftKey ? turnedBy(view, -10) : moved(view, -stepM, 0);
  if (key === 'ArrowRight') return shiftKey ? turnedBy(view, 10) : moved(view, stepM, 0);
  if (key === 'PageUp') return tiltedBy(view, 6);
  return key === 'PageDown' ? tiltedBy(view, -6) : null;
}
