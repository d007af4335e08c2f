import type { AirLimit } from '../../model/air/substances.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { LimitReach, ReachedHome } from '../../model/tables/air.ts';
import type { ServedThing } from '../shared/serving-things.ts';
import type { Passage, Release } from './release.ts';

/** Distances at which the axis is looked at: each 2 % farther than the one before. */
const FIRST_M = 5;
const STEP_RATIO = 1.02;
/** Beyond this nobody fitted the spreads. */
const LAST_M = 30_000;

/** What passes a place of the city. */
type PassageAt = (at: readonly [eastM: number, northM: number]) => Passage | null;

/** Finds what passes places of the city. */
export function passageAt({ toward, passage }: Release, [eastM, northM]: readonly [number, number]): PassageAt {
  const [toEast, toNorth] = toward;
  return ([x, y]) => {
    const dx = x - eastM;
    const dy = y - northM;
    const xM = dx * toEast + dy * toNorth;
    return xM > 0 ? passage(xM, dy * toEast - dx * toNorth) : null;
  };
}

/** How far downwind a limit is reached, to 2 %; null: nowhere. */
function farthestM({ passage }: Pick<Release, 'passage'>, mgPerM3: number): number | null {
  let farM: number | null = null;
  for (let xM = FIRST_M; xM <= LAST_M; xM *= STEP_RATIO) if ((passage(xM, 0)?.peakMgPerM3 ?? 0) >= mgPerM3) farM = xM;
  return farM === null ? null : Math.round(farM);
}

/** Samples of an outline along the wind, on each side. */
const SAMPLES = 40;

/** The edge of the ground where a limit is reached at 1.5 m, as a ring; empty: nowhere. */
export function outlineOf(
  { toward, passage, acrossM }: Release,
  [eastM, northM]: readonly [number, number],
  mgPerM3: number,
): Point[] {
  const farM = farthestM({ passage }, mgPerM3);
  if (farM === null) return [];
  const [toEast, toNorth] = toward;
  const sides: Point[][] = [[], []];
  for (let i = 0; i <= SAMPLES; i++) {
    const xM = FIRST_M + ((farM - FIRST_M) * i) / SAMPLES;
    const axis = passage(xM, 0)?.peakMgPerM3 ?? 0;
    if (axis < mgPerM3) continue;
    const halfM = acrossM(xM) * Math.sqrt(2 * Math.log(axis / mgPerM3));
    for (const [side, points] of sides.entries()) {
      const yM = side === 0 ? halfM : -halfM;
      points.push([
        Math.round(10 * (eastM + xM * toEast - yM * toNorth)) / 10,
        Math.round(10 * (northM + xM * toNorth + yM * toEast)) / 10,
      ]);
    }
  }
  return [...sides[0], ...sides[1].reverse()];
}

/** The highest limit of a list that is reached; empty: none is. */
const highestReached = (limits: readonly AirLimit[], mgPerM3: number): string =>
  limits.findLast((limit) => mgPerM3 >= limit.mgPerM3)?.id ?? '';

/** People and buildings by limit, and the buildings themselves, the highest concentration first. */
export function reachedBy(release: Release, homes: readonly ServedThing[], at: PassageAt) {
  const limits = release.limits.map(
    (limit): LimitReach => ({
      ...limit,
      residents: 0,
      buildings: 0,
      residentsIndoors: 0,
      buildingsIndoors: 0,
      firstMin: null,
      farM: farthestM(release, limit.mgPerM3),
      areaM2: 0,
    }),
  );
  const reached: ReachedHome[] = [];
  for (const { id, name, atM, residents, isPlace } of homes) {
    const passing = at(atM);
    if (!passing) continue;
    const { peakMgPerM3, indoorMgPerM3 } = passing;
    for (const limit of limits) {
      if (peakMgPerM3 < limit.mgPerM3) continue;
      const count = isPlace ? 0 : 1;
      limit.residents += residents;
      limit.buildings += count;
      limit.firstMin = Math.min(limit.firstMin ?? Number.POSITIVE_INFINITY, passing.arrivalMin(limit.mgPerM3) ?? 0);
      if (indoorMgPerM3 < limit.mgPerM3) continue;
      limit.residentsIndoors += residents;
      limit.buildingsIndoors += count;
    }
    const arrivalMin = passing.arrivalMin(release.mapLimits[0].mgPerM3);
    if (arrivalMin === null) continue;
    reached.push({
      id,
      name,
      atM,
      residents,
      mgPerM3: peakMgPerM3,
      indoorMgPerM3,
      arrivalMin,
      reached: highestReached(release.mapLimits, peakMgPerM3),
      reachedIndoors: highestReached(release.mapLimits, indoorMgPerM3),
    });
  }
  return { limits, homes: reached.sort((a, b) => b.mgPerM3 - a.mgPerM3 || (a.id < b.id ? -1 : 1)) };
}
