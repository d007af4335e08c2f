import type { Walking } from '../core/crowd.ts';

/** The most that a metre of a door let through, persons a second, of people of this radius and time gap (doors of 1 and 2 m on the rim). */
const PLAYED = { radiusM: 0.2, timeGapS: 0.8, timeGapPerMs: 1.35, weidmannPerMs: 1.57 };
/** Fits to 2.15 of people of 0.15 m, and to time gaps of 0.5 to 1 s (`crowd.md` §2.5: 0.92 to 2.04). */
const RADIUS_POWER = 1.62;
const TIME_GAP_POWER = 0.65;

/**
 * How many persons a second pass a metre of a door, of people as wide and as close behind one another. A line in the midst of a floor
 * has no sides to hold people up: without this it would let through whoever comes near it from all around.
 */
export function doorFlowPerMs(speed: Walking['speed'], radiusM: number, timeGapS: number): number {
  const byWidth = (PLAYED.radiusM / radiusM) ** RADIUS_POWER;
  if (speed === 'weidmann') return PLAYED.weidmannPerMs * byWidth;
  return PLAYED.timeGapPerMs * byWidth * (PLAYED.timeGapS / timeGapS) ** TIME_GAP_POWER;
}
