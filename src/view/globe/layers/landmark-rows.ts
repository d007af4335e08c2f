import type { Manifest } from '../../../../model/city/manifest.ts';

/** A name stands so high over the top of what it names at most, metres. */
const NAME_OVER_M = 8;
/** A name stands over the middle of what it names: within this share of its reach, or so many metres of a small one. */
const MIDDLE_RATIO = 0.5;
const MIDDLE_M = 6;

/**
 * Which rows of a layer of buildings the city calls landmarks: of each such name the nearest building that it stands over. Places hold east,
 * north, up and radius of each row's ball.
 */
export function landmarkRows(places: Float32Array, labels: Manifest['labels']): ReadonlySet<number> {
  const named = labels.filter(({ kind }) => kind === 'landmark').sort((a, b) => a.eastM - b.eastM);
  const nearest = named.map(() => ({ row: -1, farM: Infinity }));
  for (let row = 0; 4 * row < places.length; row++) {
    const [eastM, northM, upM, radiusM] = places.subarray(4 * row, 4 * row + 4);
    const reachM = Math.max(MIDDLE_M, MIDDLE_RATIO * radiusM);
    for (let i = firstFrom(named, eastM - reachM); i < named.length && named[i].eastM <= eastM + reachM; i++) {
      const farM = Math.hypot(named[i].eastM - eastM, named[i].northM - northM);
      if (farM > reachM || Math.abs(named[i].upM - upM) > radiusM + NAME_OVER_M) continue;
      if (farM < nearest[i].farM) nearest[i] = { row, farM };
    }
  }
  return new Set(nearest.flatMap(({ row }) => (row < 0 ? [] : [row])));
}

/** The first of those in order of east that does not lie west of it. */
function firstFrom(named: Manifest['labels'], eastM: number): number {
  let from = 0;
  let to = named.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (named[middle].eastM < eastM) from = middle + 1;
    else to = middle;
  }
  return from;
}
