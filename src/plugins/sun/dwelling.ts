import type { EnuSphere } from '../../../model/city/catalogue.ts';
import { meetsMinutes } from '../../../model/questions/sun-rules.ts';
import type { SunResult } from '../../../workers/sun/engine-types.ts';
import { sunClasses } from './facade-quads.ts';

/** A dwelling as it is listed. */
export interface DwellingRow {
  /** Into the result's dwellings. */
  at: number;
  /** Into its buildings. */
  building: number;
  storey: number;
  place: number;
  ofStorey: number;
  isAlongNorth: boolean;
  beforeMin: number;
  afterMin: number;
  metBefore: boolean;
  metAfter: boolean;
}

/** The dwellings that are held to the rule, those that lose it first, then those with least sun. */
export function dwellingRows({ dwellings: d, rules: { minMinutes } }: SunResult): DwellingRow[] {
  const rows: DwellingRow[] = [];
  for (let at = 0; at < d.count; at++) {
    const beforeMin = d.beforeMin[at];
    const afterMin = d.afterMin[at];
    if (Number.isNaN(beforeMin)) continue;
    rows.push({
      at,
      building: d.building[at],
      storey: d.storey[at],
      place: d.place[at],
      ofStorey: d.ofStorey[at],
      isAlongNorth: d.isAlongNorth[at] === 1,
      beforeMin,
      afterMin,
      metBefore: meetsMinutes(beforeMin, minMinutes),
      metAfter: meetsMinutes(afterMin, minMinutes),
    });
  }
  const isLost = ({ metBefore, metAfter }: DwellingRow) => Number(metBefore && !metAfter);
  return rows.sort((a, b) => isLost(b) - isLost(a) || a.afterMin - b.afterMin || a.at - b.at);
}

/** How many of the dwellings have hours of each class. */
export function dwellingClasses(
  { rules }: Pick<SunResult, 'rules'>,
  rows: readonly DwellingRow[],
  minutesOf: (row: DwellingRow) => number,
): number[] {
  const classes = sunClasses(rules);
  const counts = classes.map(() => 0);
  for (const row of rows) {
    const found = classes.findLastIndex(({ fromH }) => meetsMinutes(minutesOf(row), 60 * fromH));
    counts[Math.max(0, found)]++;
  }
  return counts;
}

/** Around a dwelling: from so far that no building before it stands in the way. */
const DWELLING_SIGHT_M = 90;

/** Where a dwelling is looked at from: its windows in the middle, the heading against most of its façades. */
export function sightOfDwelling(
  { windows: { count, dwelling, placesM, widthM, openMin } }: SunResult,
  at: number,
): { place: EnuSphere; headingDeg: number } | null {
  const sum = { eastM: 0, northM: 0, upM: 0, outEast: 0, outNorth: 0, windows: 0 };
  for (let w = 0; w < count; w++) {
    if (dwelling[w] !== at || openMin[w] === 0) continue;
    const [eastM, northM, upM, outEast, outNorth] = placesM.subarray(5 * w, 5 * w + 5);
    sum.eastM += eastM;
    sum.northM += northM;
    sum.upM += upM;
    sum.outEast += outEast * widthM[w];
    sum.outNorth += outNorth * widthM[w];
    sum.windows++;
  }
  if (sum.windows === 0) return null;
  const { windows } = sum;
  return {
    place: {
      eastM: sum.eastM / windows,
      northM: sum.northM / windows,
      upM: sum.upM / windows,
      radiusM: DWELLING_SIGHT_M,
    },
    headingDeg: ((Math.atan2(-sum.outEast, -sum.outNorth) * 180) / Math.PI + 360) % 360,
  };
}
