import type { CrowdForm } from '../../../src/plugins/crowd/slice.ts';

/** Adults who know every way out, each alone; nobody arrives. */
export const PLAIN = {
  arrivals: [],
  classes: { childPct: 0, elderlyPct: 0, wheelchairPct: 0 },
  knowAllPct: 100,
  groupMean: 1,
  model: 'collision-free-speed',
  upperFloors: true,
} as const satisfies Partial<CrowdForm>;
