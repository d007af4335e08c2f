const FIRST_MS = 500;
const MAX_WAIT_MS = 30_000;
/** A connection that held so long was good: the next wait is short again. */
export const STABLE_MS = 60_000;

/** Exponential with full jitter: clients that were cut together do not come back together. `random`: 0 to 1. */
export function waitMs(attempt: number, random: number): number {
  return random * Math.min(MAX_WAIT_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
}
