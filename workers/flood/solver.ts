import type { EdgeVolumes, Water } from './shallow-water.ts';

/** What moves water: the float64 oracle, or the kernel. Both start dry. */
export interface Solver {
  load(water: Water): void;
  /** A copy of the water as it is. */
  water(): Water;
  volumeM3(): number;
  /** The longest step that no wave outruns; Infinity when all is dry. */
  stableStepS(): number;
  /** Moves the water on by `dtS`, at most `stableStepS`, and lets `rainM` of rain fall into it. */
  advance(dtS: number, rainM: number): EdgeVolumes;
}
