/** Deep enough under the crown for a pipe to have a surface. */
const BELOW_CROWN_M = 1e-3;

/**
 * How far a trial may take a level that would change by `change`. One that falls from pressure stops where the first pipe has a
 * surface again: what the slot's width foretells of the depth below is a hundred times too much, and the level would swing
 * about the crown for ever (the nesting of Casulli and Stelling 2013 does the same). `crownsM` falls.
 */
export function noLowerThanCrown(crownsM: readonly number[], levelM: number, change: number): number {
  if (change > -BELOW_CROWN_M) return change;
  for (const crownM of crownsM) {
    if (levelM > crownM && levelM + change < crownM) return crownM - BELOW_CROWN_M - levelM;
  }
  return change;
}
