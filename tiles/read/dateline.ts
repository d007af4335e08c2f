/** A layer that reaches farther than this is no town, and its longitudes are left as they are. */
const TOWN_DEG = 5;
const TURN_DEG = 360;

/** The farthest that longitudes of a town about the 180th meridian count on beyond it, degrees. */
export const MAX_LON_DEG = 180 + TOWN_DEG / 2;

/**
 * Longitudes of a town on both sides of the 180th meridian, made to count on over it: whether a file jumps from 180 to −180, goes on beyond
 * 180, or is cut there (RFC 7946). The middle stays within ±180. Pairs in degrees, in place; others are left as they are.
 */
export function joinOverDateline(lonLatDeg: Float64Array): void {
  let low = Infinity;
  let high = -Infinity;
  let lowTurned = Infinity;
  let highTurned = -Infinity;
  for (let i = 0; i < lonLatDeg.length; i += 2) {
    const lon = lonLatDeg[i];
    const turned = lon < 0 ? lon + TURN_DEG : lon;
    if (lon < low) low = lon;
    if (lon > high) high = lon;
    if (turned < lowTurned) lowTurned = turned;
    if (turned > highTurned) highTurned = turned;
  }
  const isBeyond = high > 180 || low < -180;
  const isTorn = high - low > TURN_DEG / 2 && highTurned - lowTurned <= TOWN_DEG;
  if (!isTorn && !(isBeyond && high - low <= TOWN_DEG && high <= TURN_DEG && low >= -TURN_DEG)) return;
  const middle = isTorn ? (lowTurned + highTurned) / 2 : (low + high) / 2;
  const back = TURN_DEG * Math.round(middle / TURN_DEG);
  for (let i = 0; i < lonLatDeg.length; i += 2) {
    if (isTorn && lonLatDeg[i] < 0) lonLatDeg[i] += TURN_DEG;
    lonLatDeg[i] -= back;
  }
}

/** Longitudes counted on from where another layer's lie, so that all of a city lie beside each other. */
export function countOnFrom(lonDeg: number, lonLatDeg: Float64Array): void {
  const turns = TURN_DEG * Math.round((lonDeg - lonLatDeg[0]) / TURN_DEG);
  if (turns !== 0) for (let i = 0; i < lonLatDeg.length; i += 2) lonLatDeg[i] += turns;
}

/** The same longitude within ±180. */
export const plainLonDeg = (lonDeg: number): number => lonDeg - TURN_DEG * Math.round(lonDeg / TURN_DEG);
