import { UNKNOWN_USE } from '../plans/building-use.ts';

/** Height of a storey, where a building states its height alone. */
export const STOREY_M = 3;

/** Values of OpenStreetMap, and words of offices; registers write more behind it, as in "RESIDENTIAL-LOW RISE". */
const DWELLINGS =
  /^residential\b(?!.*(garage|parking|shed))|^(apartments?|house|detached|semidetached_house|terrace|bungalow|dormitory|cabin|farm|static_caravan)$|住|宿舍|公寓/i;

/** Maps name most buildings `UNKNOWN_USE`; of the size of a house they count as one. */
const HOUSE_M2 = [40, 600] as const;

/**
 * Tells whether people live in a building: `named` by its use, `house-sized` where the use is unknown and the ground floor as large as that of
 * houses; null: nobody does. `use` is the word of its data, empty where they have none. Own marks (待核).
 */
export function dwellingClass(use: string, measureGroundM2: () => number): 'named' | 'house-sized' | null {
  if (!UNKNOWN_USE.test(use)) return DWELLINGS.test(use) ? 'named' : null;
  const groundM2 = measureGroundM2();
  return groundM2 >= HOUSE_M2[0] && groundM2 <= HOUSE_M2[1] ? 'house-sized' : null;
}
