import { MessageError } from '../../../model/text/message.ts';
import { floodMessage } from '../messages.ts';
import { cumulativeRainMm, type Hyetograph } from '../rain/rain.ts';
import type { Place } from '../works/works.ts';
import { balance, type Flows, type Ledger, noFlows } from './ledger.ts';
import { checkSeries, type Series, valueAt } from './series.ts';
import type { Solver } from './solver.ts';
import { cellAt, type OutsideCondition, type Raster, SIDES, type Water, waveMps } from './terrain.ts';

/** What drives the water; everything else is in the terrain. */
export interface Forcing {
  /** Levels outside and inflows that change: each moves one `Beyond` of the solver's edges, which many faces may share. */
  changing: { beyond: Extract<OutsideCondition, { kind: 'stage' | 'inflow' }>; series: Series }[];
  rain: Hyetograph;
  /** Act after every step: few cells, much water (rivers, pumps, weirs). */
  quick: Source[];
  /** Act once `everyS` has passed and wherever the clock stops: many cells, little water at a time (soil, drains). */
  slow: { everyS: number; source: Source }[];
}

/** Gives water to the surface or takes it, for the span that has just passed; books what it really gave and took. */
export interface Source {
  act(timeS: number, spanS: number, flows: Flows): void;
  /** The longest step from now on after which what it gives is still a wave and no column; as long as any where it is left out. */
  longestStepS?(timeS: number): number;
}

/** A forcing without rain, works or changing edges: still water and tests start from it. */
export const NOTHING_CHANGES: Forcing = {
  changing: [],
  rain: { stepS: 1, ratesMmPerH: [] },
  quick: [],
  slow: [],
};

/** What stops a run: a value that is no number, or a wave without bounds. It says when and where. */
export class FloodUnstable extends MessageError {
  override name = 'FloodUnstable';
  readonly timeS: number;
  /** East and north, metres: from the raster's south-west corner here, in its own frame when a `Flood` throws it. */
  readonly at: Place | null;
  /** The shortest time step that a run goes on with, and the one that its water asks for. */
  readonly leastS: number;
  readonly stableS: number;

  constructor(timeS: number, at: Place | null, leastS: number, stableS: number) {
    super(
      at
        ? floodMessage('unstable-at', { timeS, eastM: at[0], northM: at[1], leastS, stableS })
        : floodMessage('unstable', { timeS, leastS, stableS }),
    );
    this.timeS = timeS;
    this.at = at;
    this.leastS = leastS;
    this.stableS = stableS;
  }
}

/** A run's state beside the water. */
export interface ClockState {
  timeS: number;
  steps: number;
  /** Time at which each slow source acted last. */
  slowFromS: number[];
  initialM3: number;
  flows: Flows;
}

/** No step is longer, so that rain and changing edges are followed even where all is dry. */
export const MAX_STEP_S = 10;

/** A wave that asks for so short a step for so many steps runs away: water 5 km deep on cells of 1 m asks for 2 ms. */
const MIN_STEP_S = 1e-3;
const MAX_SHORT_STEPS = 1000;

/** The clock of a run: moves water and what drives it on from step to step, and keeps the ledger. */
export class FloodRun {
  readonly solver: Solver;
  private readonly raster: Raster;
  private readonly forcing: Forcing;
  /** Area of the ground that catches rain. */
  private readonly caughtM2: number;
  private state: ClockState;
  private shortSteps = 0;

  /** `rainCatchRatio` is what the solver was made with. */
  constructor(solver: Solver, initial: Water, forcing: Forcing, raster: Raster, rainCatchRatio: Float64Array) {
    for (const [i, { series }] of forcing.changing.entries()) checkSeries(`changing[${i}].series`, series);
    this.solver = solver;
    this.forcing = forcing;
    this.raster = raster;
    solver.load(initial);
    this.state = {
      timeS: 0,
      steps: 0,
      slowFromS: forcing.slow.map(() => 0),
      initialM3: solver.volumeM3(),
      flows: noFlows(),
    };
    this.caughtM2 = rainCatchRatio.reduce((sum, ratio) => sum + ratio, 0) * raster.cellM ** 2;
  }

  get timeS(): number {
    return this.state.timeS;
  }

  get steps(): number {
    return this.state.steps;
  }

  advanceTo(timeS: number): void {
    while (this.timeS < timeS) this.step(timeS);
  }

  /** One step, as long as waves allow, that ends at `latestS` at the latest. */
  step(latestS: number): void {
    const { solver, forcing, state } = this;
    for (const { beyond, series } of forcing.changing) {
      if (beyond.kind === 'stage') beyond.stageM = valueAt(series, state.timeS);
      else beyond.unitDischargeM2ps = valueAt(series, state.timeS);
    }
    const stableS = solver.stableStepS();
    this.watch(stableS);
    const dtS = Math.min(latestS - state.timeS, MAX_STEP_S, stableS, this.longestStepS());
    const last = dtS === latestS - state.timeS;
    const rainM = cumulativeRainMm(forcing.rain, state.timeS, state.timeS + dtS) / 1000;
    const entered = solver.advance(dtS, rainM);
    for (const side of SIDES) {
      if (entered[side] > 0) state.flows.enteredM3 += entered[side];
      else state.flows.leftM3 -= entered[side];
    }
    state.flows.rainM3 += rainM * this.caughtM2;
    state.timeS = last ? latestS : state.timeS + dtS;
    state.steps++;
    for (const source of forcing.quick) source.act(state.timeS, dtS, state.flows);
    for (const [i, { everyS, source }] of forcing.slow.entries()) {
      const spanS = state.timeS - state.slowFromS[i];
      if (spanS < everyS && !last) continue;
      source.act(state.timeS, spanS, state.flows);
      state.slowFromS[i] = state.timeS;
    }
  }

  ledger(): Ledger {
    return balance(this.state.initialM3, this.state.flows, this.solver.volumeM3());
  }

  save(): ClockState {
    return structuredClone(this.state);
  }

  restore(state: ClockState): void {
    this.state = structuredClone(state);
  }

  /** Returns the longest step that what drives the water allows: on dry ground no wave of its own limits a step. */
  private longestStepS(): number {
    const { quick, slow } = this.forcing;
    let stepS = MAX_STEP_S;
    for (const source of quick) stepS = Math.min(stepS, source.longestStepS?.(this.timeS) ?? stepS);
    for (const { source } of slow) stepS = Math.min(stepS, source.longestStepS?.(this.timeS) ?? stepS);
    return stepS;
  }

  private watch(stableS: number): void {
    this.shortSteps = stableS >= MIN_STEP_S ? 0 : this.shortSteps + 1;
    const broken = !(stableS > 0);
    if (!broken && this.shortSteps < MAX_SHORT_STEPS) return;
    throw new FloodUnstable(
      this.timeS,
      wildestPlace(this.raster, this.solver.water()),
      broken ? 0 : MIN_STEP_S,
      stableS,
    );
  }
}

/** The first cell with a value that is no number, else the one with the fastest wave: its middle. */
function wildestPlace(shape: Raster, water: Water): Place | null {
  const { depthM: h, unitDischargeXM2ps: qx, unitDischargeYM2ps: qy } = water;
  let found: Place | null = null;
  let fastestMps = 0;
  for (let row = 0; row < shape.rows; row++) {
    for (let column = 0; column < shape.columns; column++) {
      const i = cellAt(shape, column, row);
      const mps = waveMps(h[i], qx[i], qy[i]);
      if (mps <= fastestMps) continue;
      found = [(column + 0.5) * shape.cellM, (row + 0.5) * shape.cellM];
      if (!Number.isFinite(mps)) return found;
      fastestMps = mps;
    }
  }
  return found;
}
