import type { Ledger } from './ledger.ts';
import { fallenMm, type Hyetograph } from './rain.ts';
import { checkSeries, type Series, valueAt } from './series.ts';
import { type Beyond, type Raster, SIDES, type Water } from './shallow-water.ts';
import type { Solver } from './solver.ts';

/** What drives the water; everything else is in the terrain. */
export interface Forcing {
  /** Levels outside and inflows that change: each moves one `Beyond` of the solver's edges, which many faces may share. */
  changing: { beyond: Extract<Beyond, { kind: 'stage' | 'inflow' }>; series: Series }[];
  rain: Hyetograph;
}

export const NOTHING_CHANGES: Forcing = { changing: [], rain: { stepS: 1, ratesMmPerH: [] } };

/** What stops a run: a value that is no number, or a wave without bounds. It says when. */
export class FloodUnstable extends Error {}

/** No step is longer, so that rain and changing edges are followed even where all is dry. */
const LONGEST_STEP_S = 10;

/** One playing of a flood: water and what drives it, moved on from moment to moment. */
export class FloodRun {
  readonly solver: Solver;
  timeS = 0;
  steps = 0;
  private readonly forcing: Forcing;
  /** Of the ground that catches rain. */
  private readonly caughtM2: number;
  private readonly initialM3: number;
  private rainM3 = 0;
  private enteredM3 = 0;
  private leftM3 = 0;

  /** `rainCatchRatio` is what the solver was made with. */
  constructor(solver: Solver, initial: Water, forcing: Forcing, { cellM }: Raster, rainCatchRatio: Float64Array) {
    for (const [i, { series }] of forcing.changing.entries()) checkSeries(`changing[${i}].series`, series);
    this.solver = solver;
    this.forcing = forcing;
    solver.load(initial);
    this.initialM3 = solver.volumeM3();
    this.caughtM2 = rainCatchRatio.reduce((sum, ratio) => sum + ratio, 0) * cellM ** 2;
  }

  advanceTo(timeS: number): void {
    while (timeS - this.timeS > 1e-9 * Math.max(1, timeS)) this.step(timeS - this.timeS);
    this.timeS = timeS;
  }

  ledger(): Ledger {
    const { initialM3, rainM3, enteredM3, leftM3 } = this;
    const storedM3 = this.solver.volumeM3();
    const cameM3 = initialM3 + rainM3 + enteredM3;
    const errorRatio = cameM3 > 0 ? (cameM3 - leftM3 - storedM3) / cameM3 : 0;
    return { initialM3, rainM3, enteredM3, infiltratedM3: 0, drainedM3: 0, leftM3, storedM3, errorRatio };
  }

  private step(longestS: number): void {
    for (const { beyond, series } of this.forcing.changing) {
      if (beyond.kind === 'stage') beyond.stageM = valueAt(series, this.timeS);
      else beyond.unitDischargeM2ps = valueAt(series, this.timeS);
    }
    const dtS = Math.min(longestS, LONGEST_STEP_S, this.solver.stableStepS());
    if (!(dtS > 0)) throw new FloodUnstable(`at ${this.timeS} s: expected a time step above 0 s, got ${dtS}`);
    const rainM = fallenMm(this.forcing.rain, this.timeS, this.timeS + dtS) / 1000;
    const entered = this.solver.advance(dtS, rainM);
    for (const side of SIDES) {
      if (entered[side] > 0) this.enteredM3 += entered[side];
      else this.leftM3 -= entered[side];
    }
    this.rainM3 += rainM * this.caughtM2;
    this.timeS += dtS;
    this.steps++;
  }
}
