import { metresPerDegree } from '../../model/geo/metres-per-degree.ts';
import { ReadError } from '../../readers/shared/problems.ts';
import { bakeMessage } from '../messages.ts';

/** No city has empty ground this wide through it; the page warns of a dropped file from here on too. */
const MAX_GAP_M = 50_000;

type Bounds = [west: number, south: number, east: number, north: number];

interface Placed {
  id: string;
  bounds: Bounds;
}

/** West, south, east and north of places in degrees. */
export function boundsOfPlaces(lonLatDeg: Float64Array): Bounds {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (let i = 0; i < lonLatDeg.length; i += 2) {
    const lon = lonLatDeg[i];
    const lat = lonLatDeg[i + 1];
    if (lon < west) west = lon;
    if (lon > east) east = lon;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  }
  return [west, south, east, north];
}

/** A ReadError that names two layers between which, and all others that are near either, no city lies. */
export function refuseApart(all: readonly Placed[]): void {
  const placed = all.filter(({ bounds }) => bounds[0] <= bounds[2]);
  const near = new Set(placed.slice(0, 1));
  for (const one of near) for (const other of placed) if (gapM(one.bounds, other.bounds) <= MAX_GAP_M) near.add(other);
  const pairs = placed
    .filter((one) => !near.has(one))
    .flatMap((far) => [...near].map((one) => ({ one, far, gap: gapM(one.bounds, far.bounds) })));
  if (pairs.length === 0) return;
  const { one, far, gap } = pairs.reduce((least, pair) => (pair.gap < least.gap ? pair : least));
  throw new ReadError(bakeMessage('layers-apart', { one: one.id, other: far.id, km: Math.round(gap / 1000) }));
}

function gapM(a: Bounds, b: Bounds): number {
  const [eastM, northM] = metresPerDegree((a[1] + b[1]) / 2);
  const gap = (low: number, high: number): number => Math.max(0, a[low] - b[high], b[low] - a[high]);
  return Math.hypot(gap(0, 2) * eastM, gap(1, 3) * northM);
}
