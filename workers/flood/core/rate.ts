import type { SolverOf } from '../flood.ts';
import type { Scheme } from './flood-input.ts';
import { cellCount, dryWater, type Edges, flatTerrain } from './terrain.ts';

/** Large enough that a row is no overhead, small enough to be quick: 65,536 cells. */
const SIDE = 256;
const WARM_MS = 60;
const TIMED_MS = 120;
/** What a run does beside its solver (works, rain, soil, maxima, frames) makes it so much slower; measured on the demo city. */
const WHOLE_RUN_RATIO = 0.7;

/** Cell updates a second that this machine reaches on a pool with waves, all wet. `nowMs` is its clock. */
export function rateOf(solverOf: SolverOf, scheme: Scheme, nowMs: () => number): number {
  const terrain = flatTerrain(SIDE, SIDE, 8);
  terrain.manningN.fill(0.03);
  const walls = () => Array.from({ length: SIDE }, () => ({ kind: 'wall' }) as const);
  const edges: Edges = { west: walls(), east: walls(), south: walls(), north: walls() };
  const solver = solverOf(terrain, edges, scheme, new Float64Array(cellCount(terrain)).fill(1));
  const depthM = new Float64Array(cellCount(terrain)).map((_, cell) => 1 + 0.2 * Math.sin(cell / 40));
  solver.load({ ...dryWater(terrain), depthM });
  const stepsIn = (spanMs: number) => {
    const startMs = nowMs();
    let steps = 0;
    while (nowMs() - startMs < spanMs) {
      solver.advance(solver.stableStepS(), 0);
      steps++;
    }
    return { steps, seconds: (nowMs() - startMs) / 1000 };
  };
  stepsIn(WARM_MS);
  const { steps, seconds } = stepsIn(TIMED_MS);
  return (WHOLE_RUN_RATIO * steps * SIDE * SIDE) / seconds;
}
