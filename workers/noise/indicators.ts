import { dbOfEnergy, energyOfDb } from './bands.ts';

/** Hours of the European day, evening and night, and what is added in each (Directive 2002/49/EC, annex I). */
const LDEN_PARTS = [
  { hours: 12, addedDb: 0 },
  { hours: 4, addedDb: 5 },
  { hours: 8, addedDb: 10 },
] as const;

/** The European day–evening–night level of the three levels, dB. */
export const ldenDb = (dayDb: number, eveningDb: number, nightDb: number): number =>
  meanDb([dayDb, eveningDb, nightDb].map((levelDb, i) => [LDEN_PARTS[i].hours, levelDb + LDEN_PARTS[i].addedDb]));

/** Energy mean of levels over their hours, dB. */
function meanDb(parts: readonly (readonly [hours: number, levelDb: number])[]): number {
  let hoursSum = 0;
  let energy = 0;
  for (const [hours, levelDb] of parts) {
    hoursSum += hours;
    energy += hours * energyOfDb(levelDb);
  }
  return dbOfEnergy(energy / hoursSum);
}
