/** The most that a metre of a door let through, persons a second, of people of this standstill distance, time gap and strip. */
const PLAYED = { perMs: 1.9, apartM: 0.43, timeGapS: 1, stripM: 0.15 };
/** How the flow of a door of 1.2 m falls with each of the three. */
const APART_POWER = 0.86;
const TIME_GAP_POWER = 0.35;
const PER_STRIP_M = 1.2;

/**
 * How many persons a second pass a metre of a door, of people as wide and as close behind one another. A line in the midst of a floor
 * has no sides to hold people up: without this it would let through whoever comes near it from all around.
 */
export function doorFlowPerMs(radiusM: number, timeGapS: number, stripM: number): number {
  const byBody = (PLAYED.apartM / (2 * radiusM)) ** APART_POWER * (PLAYED.timeGapS / timeGapS) ** TIME_GAP_POWER;
  return PLAYED.perMs * byBody * Math.exp(PER_STRIP_M * (PLAYED.stripM - stripM));
}
