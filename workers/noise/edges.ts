import type { Cut } from './cut.ts';
import type { Weather } from './ground-effect.ts';

/** Sound that bends down goes on arcs of this radius at least, and of eight times the distance (directive 2.5.24), metres. */
const MIN_RADIUS_M = 1000;
const RADIUS_IN_DISTANCES = 8;

/** Radius of the arcs on which sound goes; 0: it goes straight. */
export const rayRadiusM = (weather: Weather, distanceM: number): number =>
  weather === 'favourable' ? Math.max(MIN_RADIUS_M, RADIUS_IN_DISTANCES * distanceM) : 0;

/**
 * Length of the way between two places so far apart along and up: straight, or on an arc. The arc is far longer than its radius is round, so that
 * four terms of the series of the arcsine hold it to a micrometre.
 */
export function rayLengthM(alongM: number, upM: number, radiusM: number): number {
  const straightM = Math.sqrt(alongM * alongM + upM * upM);
  if (radiusM === 0) return straightM;
  const half = straightM / (2 * radiusM);
  const square = half * half;
  return straightM * (1 + square * (1 / 6 + square * (3 / 40 + (square * 5) / 112)));
}

/**
 * Finds the points of a cut over which a string stretched from source to receiver runs, into `edges`; returns how many. In favourable weather the
 * string is bowed like the ray, so that each point is lower by the bow at its place.
 */
export function stretchString(cut: Cut, radiusM: number, edges: Int32Array, heightM: Float64Array): number {
  const { count, alongM, topM, sourceM, receiverM } = cut;
  const startM = alongM[0];
  const endM = alongM[count - 1];
  const bow = radiusM === 0 ? 0 : 1 / (2 * radiusM);
  let found = 0;
  for (let i = 1; i < count - 1; i++) {
    const x = alongM[i];
    if (x <= startM || x >= endM) continue;
    const z = topM[i] - bow * (x - startM) * (endM - x);
    // Below the line from the last edge to the receiver a point is never on the string, whatever comes after.
    const lastX = found === 0 ? startM : alongM[edges[found - 1]];
    const lastZ = found === 0 ? sourceM : heightM[found - 1];
    if ((z - lastZ) * (endM - lastX) <= (receiverM - lastZ) * (x - lastX)) continue;
    while (found > 0) {
      const beforeX = found === 1 ? startM : alongM[edges[found - 2]];
      const beforeZ = found === 1 ? sourceM : heightM[found - 2];
      if ((heightM[found - 1] - beforeZ) * (x - beforeX) > (z - beforeZ) * (alongM[edges[found - 1]] - beforeX)) break;
      found--;
    }
    if (found === edges.length) continue;
    edges[found] = i;
    heightM[found] = z;
    found++;
  }
  return found;
}

/**
 * How much longer the way over one point is than the direct one, metres; below 0 where the point is below the direct way. A point under the
 * chord is mirrored at it: straight by the sign, on arcs by the point of the chord above it (directive 2.5.25 to 2.5.29).
 */
export function detourM(
  fromX: number,
  fromZ: number,
  edgeX: number,
  edgeZ: number,
  toX: number,
  toZ: number,
  radiusM: number,
): number {
  const direct = rayLengthM(toX - fromX, toZ - fromZ, radiusM);
  const over = rayLengthM(edgeX - fromX, edgeZ - fromZ, radiusM) + rayLengthM(toX - edgeX, toZ - edgeZ, radiusM);
  const chordZ = toX === fromX ? fromZ : fromZ + ((toZ - fromZ) * (edgeX - fromX)) / (toX - fromX);
  if (edgeZ >= chordZ) return over - direct;
  if (radiusM === 0) return direct - over;
  const onChord = rayLengthM(edgeX - fromX, chordZ - fromZ, radiusM) + rayLengthM(toX - edgeX, toZ - chordZ, radiusM);
  return 2 * onChord - over - direct;
}
