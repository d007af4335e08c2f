import { buildingUseClass } from '../../model/plans/building-use.ts';
import { meetsMinutes, type SunRules } from '../../model/questions/sun-rules.ts';
import type { SunBuildingRow, SunDwellings, SunResult } from './engine-types.ts';

/** Width of façade of a dwelling where nobody states how many dwellings a building has: usual slab blocks have 8 to 12 m (待核). */
const DWELLING_WIDTH_M = 10;
/** A minute that no window has yet. */
const NONE_MIN = -1;

type WindowRows = Omit<SunResult['windows'], 'dwelling'>;

/**
 * Divides homes into dwellings, which no city's data draw: on each storey a building is cut across its longest façade into equal parts, as many as it
 * states dwellings a storey; one with fewer dwellings than storeys has dwellings of several storeys. A dwelling has the minutes of that of its windows
 * which has most, since one of its rooms is to have the sun (GB 50180, 4.0.9); a window whose façade cannot meet the rule gives it none.
 */
export function dwellingsOf(
  rows: readonly SunBuildingRow[],
  windows: WindowRows,
  rules: SunRules,
): { dwellings: SunDwellings; ofWindow: Int32Array<ArrayBuffer> } {
  const ofWindow = new Int32Array(windows.count).fill(-1);
  const found: Dwelling[] = [];
  const windowsOf = rows.map((): number[] => []);
  for (let w = 0; w < windows.count; w++) windowsOf[windows.building[w]].push(w);
  for (const [b, row] of rows.entries()) {
    if (windowsOf[b].length === 0 || !isHome(row)) continue;
    for (const one of divide(b, row.dwellings, windowsOf[b], windows)) {
      for (const w of one.windows) {
        ofWindow[w] = found.length;
        if (!meetsMinutes(windows.openMin[w], rules.minMinutes)) continue;
        one.beforeMin = Math.max(one.beforeMin, windows.beforeMin[w]);
        one.afterMin = Math.max(one.afterMin, windows.afterMin[w]);
      }
      found.push(one);
    }
  }
  const minutes = (value: number) => (value === NONE_MIN ? Number.NaN : value);
  const beforeMin = Float32Array.from(found, (one) => minutes(one.beforeMin));
  const afterMin = Float32Array.from(found, (one) => minutes(one.afterMin));
  return {
    dwellings: {
      count: found.length,
      counts: dwellingCounts(beforeMin, afterMin, rules),
      building: Int32Array.from(found, ({ building }) => building),
      storey: Int32Array.from(found, ({ storey }) => storey),
      place: Int32Array.from(found, ({ place }) => place),
      ofStorey: Int32Array.from(found, ({ ofStorey }) => ofStorey),
      isAlongNorth: Uint8Array.from(found, ({ isAlongNorth }) => (isAlongNorth ? 1 : 0)),
      beforeMin,
      afterMin,
    },
    ofWindow,
  };
}

function dwellingCounts(beforeMin: Float32Array, afterMin: Float32Array, { minMinutes }: SunRules) {
  const counts = { judged: 0, metBefore: 0, metAfter: 0, lost: 0 };
  for (const [d, before] of beforeMin.entries()) {
    if (Number.isNaN(before)) continue;
    const metBefore = meetsMinutes(before, minMinutes);
    const metAfter = meetsMinutes(afterMin[d], minMinutes);
    counts.judged++;
    counts.metBefore += metBefore ? 1 : 0;
    counts.metAfter += metAfter ? 1 : 0;
    counts.lost += metBefore && !metAfter ? 1 : 0;
  }
  return counts;
}

interface Dwelling {
  building: number;
  storey: number;
  place: number;
  ofStorey: number;
  isAlongNorth: boolean;
  windows: number[];
  beforeMin: number;
  afterMin: number;
}

/** Tells homes: buildings that state dwellings; of the others those whose use is one, or unknown. */
function isHome({ dwellings, use }: Pick<SunBuildingRow, 'dwellings' | 'use'>): boolean {
  if (dwellings !== null) return dwellings > 0;
  const known = use === null ? null : buildingUseClass(use);
  return known === null || known === 'residential';
}

function divide(building: number, stated: number | null, own: readonly number[], windows: WindowRows): Dwelling[] {
  const [east, north] = alongLongest(own, windows);
  const along = (w: number) => east * windows.placesM[5 * w] + north * windows.placesM[5 * w + 1];
  const halfM = (w: number) => windows.widthM[w] / 2;
  const storeys = [...new Set(own.map((w) => windows.storey[w]))].sort((a, b) => a - b);
  const low = own.reduce((least, w) => Math.min(least, along(w)), Number.POSITIVE_INFINITY) - halfM(own[0]);
  const high = own.reduce((most, w) => Math.max(most, along(w)), Number.NEGATIVE_INFINITY) + halfM(own[0]);
  const whole = stated ?? storeys.length * Math.max(1, Math.round((high - low) / DWELLING_WIDTH_M));
  const ofStorey = Math.max(1, Math.round(whole / storeys.length));
  const levels = Math.min(storeys.length, whole);
  const byKey = new Map<number, Dwelling>();
  for (const w of own) {
    const level = Math.floor((storeys.indexOf(windows.storey[w]) * levels) / storeys.length);
    const place = Math.min(ofStorey - 1, Math.floor(((along(w) - low) / (high - low)) * ofStorey));
    const key = level * ofStorey + place;
    const known = byKey.get(key);
    if (known) {
      known.windows.push(w);
      known.storey = Math.min(known.storey, windows.storey[w]);
      continue;
    }
    byKey.set(key, {
      building,
      storey: windows.storey[w],
      place,
      ofStorey,
      isAlongNorth: Math.abs(north) > Math.abs(east),
      windows: [w],
      beforeMin: NONE_MIN,
      afterMin: NONE_MIN,
    });
  }
  return [...byKey.entries()].sort(([a], [b]) => a - b).map(([, one]) => one);
}

/** The direction, towards the east or else the north, of the façade that has most windows. */
function alongLongest(own: readonly number[], { facade, placesM, widthM }: WindowRows): [east: number, north: number] {
  const lengths = new Map<number, { lengthM: number; w: number }>();
  for (const w of own) {
    const one = lengths.get(facade[w]) ?? { lengthM: 0, w };
    one.lengthM += widthM[w];
    lengths.set(facade[w], one);
  }
  const longest = [...lengths.values()].reduce((a, b) => (b.lengthM > a.lengthM ? b : a));
  const [outEast, outNorth] = placesM.subarray(5 * longest.w + 3, 5 * longest.w + 5);
  const east = -outNorth;
  const north = outEast;
  const isForward = Math.abs(north) > Math.abs(east) ? north > 0 : east > 0;
  return isForward ? [east, north] : [-east, -north];
}
