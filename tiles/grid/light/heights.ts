/** Steps of a metre that heights of the light are kept in. */
export const STEPS_PER_M = 16;

/** The lowest of the steps; between it and the highest lie 4 km, above which a raster is flat. */
export const LOWEST = -32768;

/** The lowest ground; 4 m below it are kept for what ends underneath. */
const GROUND = LOWEST + 4 * STEPS_PER_M;
const MAX_UP = 32767 - GROUND;

/** A height as a step, from the lowest ground on. */
export function stepOf(heightM: number, lowestM: number): number {
  const up = Math.floor((heightM - lowestM) * STEPS_PER_M + 0.5);
  if (up > MAX_UP) return GROUND + MAX_UP;
  return up < LOWEST - GROUND ? LOWEST : GROUND + up;
}
