import { isAlarm, isHeard } from '../../twin/sensors/live-values.ts';
import type { ShownMarks } from './sensors.ts';

/** Tags at once, of the command wall (LOOK §6); alarms come before values, near before far. */
export const MOST_TAGS = 14;
/** So many are thought over; some will stand behind panels or other tags. */
const MOST_CANDIDATES = 4 * MOST_TAGS;
/** Values are read from here on. */
const VALUES_WITHIN_M = 900;
export const NO_ALARM = 5;
/** Alarms of this level and graver are told from anywhere; values and the least alarms from near. */
const LEAST_FAR_LEVEL = 3;

export interface Candidate {
  mark: number;
  /** 1 to 4 of its alarm; 5 without. */
  level: number;
  distance2: number;
}

interface Place {
  x: number;
  y: number;
  z: number;
}

/** Where the picture is seen from, Earth-fixed metres, and the cone about it. */
export interface Sight {
  eye: Place;
  ahead: Place;
  leastCos: number;
}

/**
 * The gravest, then the nearest, of the marks in the cone about the picture; what is dearer to know is asked later. There may be 100,000:
 * numbers alone are read in this loop, no words and no objects, and most marks leave it after a byte or a distance.
 */
export function candidatesOf(
  { marks: { first, count }, ecefM, gravities }: Pick<ShownMarks, 'marks' | 'ecefM' | 'gravities'>,
  { eye, ahead, leastCos }: Sight,
): Candidate[] {
  const { x: eyeX, y: eyeY, z: eyeZ } = eye;
  const { x: aheadX, y: aheadY, z: aheadZ } = ahead;
  const found: Candidate[] = [];
  let [lastLevel, lastDistance2] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let mark = 0; mark < count; mark++) {
    const gravity = gravities[mark];
    const level = isAlarm(gravity) ? gravity + 1 : NO_ALARM;
    if (level > lastLevel) continue;
    // Of a group no value is told; what has said nothing has none.
    if (level === NO_ALARM && (!isHeard(gravity) || first[mark + 1] - first[mark] !== 1)) continue;
    const x = ecefM[3 * mark] - eyeX;
    const y = ecefM[3 * mark + 1] - eyeY;
    const z = ecefM[3 * mark + 2] - eyeZ;
    const distance2 = x * x + y * y + z * z;
    if (level > LEAST_FAR_LEVEL && distance2 > VALUES_WITHIN_M ** 2) continue;
    if (level === lastLevel && distance2 >= lastDistance2) continue;
    if (x * aheadX + y * aheadY + z * aheadZ < leastCos * Math.sqrt(distance2)) continue;
    keep(found, { mark, level, distance2 });
    if (found.length === MOST_CANDIDATES) ({ level: lastLevel, distance2: lastDistance2 } = found[MOST_CANDIDATES - 1]);
  }
  return found;
}

/** Keeps the list in order and short: of a hundred thousand a few are told. */
function keep(list: Candidate[], next: Candidate): void {
  let place = list.length;
  while (place > 0 && isBefore(next, list[place - 1])) place--;
  list.splice(place, 0, next);
  if (list.length > MOST_CANDIDATES) list.pop();
}

/** Of the same level and distance the one that was looked at first. */
function isBefore(a: Candidate, b: Candidate): boolean {
  return (a.level - b.level || a.distance2 - b.distance2) < 0;
}
