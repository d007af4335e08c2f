/** Steps of a metre that heights of the light are kept in. */
export const STEPS_PER_M = 16;

/** Lowest and highest step: 4 km apart, above which a raster is flat. */
export const LOWEST = -32768;
const HIGHEST = 32767;

/** Returns heights in metres as steps above the lowest of them. */
export function heightSteps(heightM: Float32Array, lowestM: number): Int16Array {
  const steps = new Int16Array(heightM.length);
  for (let i = 0; i < steps.length; i++) {
    const up = (heightM[i] - lowestM) * STEPS_PER_M + 0.5;
    steps[i] = GROUND + (up < MOST_UP ? Math.floor(up) : MOST_UP);
  }
  return steps;
}

/** A height as a step; 4 m below the lowest are kept for what ends underneath. */
export function stepOf(heightM: number, lowestM: number): number {
  return Math.min(HIGHEST, Math.max(LOWEST, Math.round((heightM - lowestM) * STEPS_PER_M) + GROUND));
}

const GROUND = LOWEST + 4 * STEPS_PER_M;
const MOST_UP = HIGHEST - GROUND;
