/** Bodies are seen as such up to here; a person of 1.7 m is ten pixels then. */
export const NEAR_M = 160;
/** Half the angle of the cone about the camera's direction that a picture lies in, corners included. */
const MIN_COSINE = 0.6;
const BINS = 256;

/** Where the eye is and looks, in the frame of the places it is asked about. */
export interface Eye {
  at: readonly [x: number, y: number, z: number];
  /** A unit vector. */
  towards: readonly [x: number, y: number, z: number];
}

/**
 * Selects the people who are drawn as bodies: of those before the eye within `NEAR_M` the nearest, as many as there are slots, by counts
 * over distance (a sort of 20,000 took 3 ms a picture). `places`: four numbers a person, the last below 0 for a person who is not there.
 * Returns how many.
 */
export function nearestPeople(places: Float32Array, { at, towards }: Eye, into: Uint32Array): number {
  const counts = new Uint32Array(BINS);
  const binOf = (four: number): number => {
    if (places[four + 3] < 0) return BINS;
    const dx = places[four] - at[0];
    const dy = places[four + 1] - at[1];
    const dz = places[four + 2] - at[2];
    const farM = Math.hypot(dx, dy, dz);
    if (farM >= NEAR_M) return BINS;
    const before = dx * towards[0] + dy * towards[1] + dz * towards[2];
    return before < MIN_COSINE * farM ? BINS : Math.floor((farM / NEAR_M) * BINS);
  };
  for (let four = 0; four < places.length; four += 4) {
    const bin = binOf(four);
    if (bin < BINS) counts[bin]++;
  }
  let last = 0;
  for (let room = into.length; last < BINS && counts[last] <= room; last++) room -= counts[last];
  let found = 0;
  for (let four = 0; four < places.length && found < into.length; four += 4)
    if (binOf(four) < last) into[found++] = four / 4;
  return found;
}
