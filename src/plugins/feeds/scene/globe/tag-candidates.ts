import { hasData, isAlarm } from '../../../../twin/live/live-values.ts';
import type { Marks } from './sensor-marks.ts';

/** What is on the globe at the moment. */
export interface ShownMarks {
  marks: Marks;
  /** Earth-fixed place of each, raised by its own size; metres. */
  ecefM: Float64Array;
  /** Place in `GRAVITY` of what each shows. */
  severities: Uint8Array;
  /** Grows when any of `severities` changes. */
  writes: number;
}

/** Tags at once, of the command wall (LOOK §6); alarms come before values, near before far. */
export const MAX_TAGS = 14;
/** Tags that are considered at most; some will be hidden by panels or other tags. */
const MAX_CANDIDATES = 4 * MAX_TAGS;
/** Values are read from here on. */
const VALUES_WITHIN_M = 2000;
/** Level of a mark without alarm, after the four of alarms. */
export const NO_ALARM = 5;
/** Alarms of this level and graver are told from anywhere; values and the least alarms from near. */
const FAR_LEVEL = 3;

/** A mark that might have words, before it is known whether they have room. */
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
interface Sight {
  eye: Place;
  ahead: Place;
  minCos: number;
}

/**
 * The gravest, then the nearest, of the marks in the cone about the picture; what is dearer to know is asked later. There may be 100,000:
 * numbers alone are read in this loop, no words and no objects, and most marks leave it after a byte or a distance.
 */
export function candidatesOf(
  { marks: { first, members, count }, ecefM, severities }: Pick<ShownMarks, 'marks' | 'ecefM' | 'severities'>,
  { eye, ahead, minCos }: Sight,
  isTagged: Uint8Array,
): Candidate[] {
  const { x: eyeX, y: eyeY, z: eyeZ } = eye;
  const { x: aheadX, y: aheadY, z: aheadZ } = ahead;
  const found: Candidate[] = [];
  let lastLevel = Number.POSITIVE_INFINITY;
  let lastDistance2 = Number.POSITIVE_INFINITY;
  for (let mark = 0; mark < count; mark++) {
    const severity = severities[mark];
    const level = isAlarm(severity) ? severity + 1 : NO_ALARM;
    if (level > lastLevel) continue;
    // Of a group no value is told; what has said nothing has none; most kinds are told to whoever points there.
    if (level === NO_ALARM && (!hasData(severity) || first[mark + 1] - first[mark] !== 1)) continue;
    if (level === NO_ALARM && isTagged[members[first[mark]]] === 0) continue;
    const x = ecefM[3 * mark] - eyeX;
    const y = ecefM[3 * mark + 1] - eyeY;
    const z = ecefM[3 * mark + 2] - eyeZ;
    const distance2 = x * x + y * y + z * z;
    if (level > FAR_LEVEL && distance2 > VALUES_WITHIN_M ** 2) continue;
    if (level === lastLevel && distance2 >= lastDistance2) continue;
    if (x * aheadX + y * aheadY + z * aheadZ < minCos * Math.sqrt(distance2)) continue;
    keep(found, { mark, level, distance2 });
    if (found.length === MAX_CANDIDATES) ({ level: lastLevel, distance2: lastDistance2 } = found[MAX_CANDIDATES - 1]);
  }
  return found;
}

/** Keeps the list in order and short: of a hundred thousand a few are told. */
function keep(list: Candidate[], next: Candidate): void {
  let place = list.length;
  while (place > 0 && isBefore(next, list[place - 1])) place--;
  list.splice(place, 0, next);
  if (list.length > MAX_CANDIDATES) list.pop();
}

/** Returns whether a candidate comes first; of the same level and distance, the one that was looked at first remains. */
function isBefore(a: Candidate, b: Candidate): boolean {
  return (a.level - b.level || a.distance2 - b.distance2) < 0;
}
