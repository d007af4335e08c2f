import type { FloodNote } from '../../model/scenarios/flood-note.ts';
import { sha256 } from '../../model/sha256.ts';
import { checkInput } from './check.ts';
import type { FloodDrains, FloodInput, Scheme } from './core/flood-input.ts';
import type { Ledger } from './core/ledger.ts';
import { type ClockState, FloodRun, FloodUnstable, type Forcing, type Source } from './core/run.ts';
import type { Series } from './core/series.ts';
import { joinBytes, type Solver } from './core/solver.ts';
import { cellAt, cellCount, dryWater, type Edges, flatTerrain, type Raster, type Terrain } from './core/terrain.ts';
import { CoupledDrains } from './drains/coupling.ts';
import { Soil } from './rain/infiltration.ts';
import { RainfallInterpolator } from './rain/rain-field.ts';
import { lowestBedM } from './results/frames.ts';
import { MAXIMA_EVERY_STEPS, type Maxima, maximaArrays, WATCH_EVERY_S } from './results/maxima.ts';
import { shocksOf } from './shocks.ts';
import { BuiltWorks, type WorksState } from './works/built.ts';
import { cutsOf } from './works/cuts.ts';
import type { HighestWater } from './works/devices.ts';
import type { Ground } from './works/ground.ts';
import type { Work } from './works/works.ts';

/**
 * One instant, as the picture takes it: four half floats a cell, without a rim: depth, east and north velocity, and level above
 * `FloodResult.baseM`, which runs a few cells on into dry ground so that a sheet drawn through it is cut by the bank alone.
 *
 * Depth goes on with it as level less bed, so that a shore lies where it crosses 0 between two cells: below 0 on a bank (at most
 * −0.01 in any dry cell that is not blocked, or water would stand behind a levee), above 0 in the blocked cells of a house that
 * stands in water. Farther away depth is −1 and level that of the bed.
 */
export interface FloodFrame {
  timeS: number;
  cells: Uint16Array;
  ledger: Ledger;
}

/** What a run leaves. */
export interface FloodResult {
  columns: number;
  rows: number;
  cellM: number;
  westM: number;
  southM: number;
  baseM: number;
  bedElevationM: Float32Array;
  frames: FloodFrame[];
  maxima: Maxima;
  /** Levels, m above the datum; the bed's where it is dry, and no highest where it always was. */
  gauges: { id: string; series: Series; highest: HighestWater | null }[];
  /** Ways underground: when water first stood above the sill (null: never), and what fell in. */
  openings: { id: string; into: string; reachedS: number | null; volumeM3: number }[];
  ledger: Ledger;
  steps: number;
  cellUpdates: number;
  /** SHA-256 of the water on the ground and in the drains and of the maxima, hex. */
  hash: string;
  scheme: Scheme;
}

/** A moment of a run, whole: what `startFlood` goes on from, bit by bit, or with other works as a fork. */
export interface FloodSnapshot {
  clock: ClockState;
  /** The solver's own bytes: one kind of solver does not read the other's. */
  water: Uint8Array;
  soil: Float32Array;
  works: WorksState;
  drains: Uint8Array | null;
  maxima: Maxima;
  watchedS: number;
}

/** The kernel in a page or on the command line, the oracle where there is none. */
export type SolverOf = (terrain: Terrain, edges: Edges, scheme: Scheme, rainCatchRatio: Float64Array) => Solver;

/** Checks the input and lays out a run of it, at its start or at a snapshot. */
export function startFlood(solverOf: SolverOf, input: FloodInput, from: FloodSnapshot | null = null): Flood {
  checkInput(input);
  const flood = new Flood(solverOf, input);
  if (from) flood.restore(from);
  return flood;
}

/** A radar sees a storm every few minutes; each pouring costs about a tenth of a step on the same cells. */
const RAIN_EVERY_S = 5;

/** The ground's thirst changes in minutes; each look at it costs about a step of second order on the same cells. */
const SOIL_EVERY_S = 5;

/** Greatest number of readings of one gauge, beside those at the clock's stops. */
const MAX_READINGS = 10_000;

/** What an inlet takes in a second is a small part of what its cell holds. */
const DRAINS_EVERY_S = 1;

/** A breach grows in minutes, and the level over a weir follows a pool's. */
const CRESTS_EVERY_S = 1;

/**
 * One playing of a flood. Its clock stops at every `WATCH_EVERY_S` and at every frame, and nowhere else on account of who asks: the
 * steps, and with them the bits, are the same however the run is cut into calls and how often the worst is looked at.
 */
export class Flood {
  readonly input: FloodInput;
  readonly baseM: number;
  private readonly run: FloodRun;
  private readonly ground: Ground;
  private readonly soil: Soil;
  private works: BuiltWorks;
  private coupled: CoupledDrains | null;
  /** Tells what the scheme cannot follow of what is asked. */
  private shocks: readonly FloodNote[];
  private watchedS = 0;
  /** Between two readings of a gauge's series other than at the clock's stops: a week asked at every step would fill the memory. */
  private readonly readEveryS: number;

  constructor(solverOf: SolverOf, input: FloodInput) {
    const terrain = terrainOf(input);
    // A copy, for the run moves them; faces that share one still do.
    const edges = structuredClone(input.edges);
    const rainCatch = withRim(terrain, input.rainCatchRatio, new Float64Array(cellCount(terrain)));
    const solver = solverOf(terrain, edges, input.scheme, rainCatch);
    this.input = input;
    this.readEveryS = Math.max(input.maximaEveryS ?? WATCH_EVERY_S, input.endS / MAX_READINGS);
    this.ground = { terrain, westM: input.westM, southM: input.southM, solver, fast: input.scheme.kind === 'fast' };
    this.shocks = this.shocksWith(input.works);
    this.soil = new Soil(terrain, solver, input.infiltration, input.soil, input.rain);
    this.works = new BuiltWorks(this.ground, input.works);
    this.coupled = this.couple(input.drains);
    const water = {
      ...dryWater(terrain),
      depthM: withRim(terrain, input.depthM, new Float64Array(cellCount(terrain))).map((depthM, cell) =>
        terrain.cuts && terrain.blocked[cell] === 1 ? 0 : depthM,
      ),
      ...(input.flowM2ps
        ? {
            unitDischargeXM2ps: withRim(terrain, input.flowM2ps.east, new Float64Array(cellCount(terrain))),
            unitDischargeYM2ps: withRim(terrain, input.flowM2ps.north, new Float64Array(cellCount(terrain))),
          }
        : {}),
    };
    this.run = new FloodRun(solver, water, this.forcing(edges, rainCatch), terrain, rainCatch);
    this.baseM = lowestBedM(terrain);
    this.works.crests.stand(0);
    this.watch(true);
  }

  get timeS(): number {
    return this.run.timeS;
  }

  get steps(): number {
    return this.run.steps;
  }

  /** The worst so far, a copy. */
  get maxima(): Maxima {
    return { ...this.ground.solver.maxima(), watchEveryS: this.input.maximaEveryS ?? WATCH_EVERY_S };
  }

  /** What the picture and the ledger of the drains are asked of; null where there are none. */
  get drains(): CoupledDrains | null {
    return this.coupled;
  }

  /** Steps until the clock has reached `timeS`; between two of its own stops it may run over it by part of a step. */
  advanceTo(timeS: number): void {
    const endS = Math.min(timeS, this.input.endS);
    while (this.timeS < endS) {
      const stopS = this.nextStopS();
      this.step(stopS);
      const isStop = this.timeS >= stopS;
      if (isStop || this.isDue()) this.watch(isStop);
    }
  }

  /** To the end, a frame at a time, the start's first: whoever plays it keeps them. */
  *frames(): Generator<FloodFrame> {
    yield this.frame();
    const { endS, frameEveryS } = this.input;
    while (this.timeS < endS) {
      this.advanceTo(after(this.timeS, frameEveryS));
      yield this.frame();
    }
  }

  frame(): FloodFrame {
    return { timeS: this.timeS, cells: this.ground.solver.pack(this.baseM), ledger: this.ledger() };
  }

  ledger(): Ledger {
    return this.run.ledger();
  }

  /** What can only be told once it has run. */
  notes(): FloodNote[] {
    const { steps: all = 0 } = this.coupled?.drains ?? {};
    const { steps = 0, seconds = 0 } = this.coupled?.drains.unsettled() ?? {};
    const unsettled: FloodNote[] =
      steps > 0 ? [{ code: 'drains-unsettled', values: { steps, all, seconds: Math.round(seconds) } }] : [];
    return [...unsettled, ...this.shocks];
  }

  /** Other walls, breaches, pumps, covered inlets from now on; what stays under its id goes on as it was. */
  edit(works: readonly Work[], drains = this.input.drains): void {
    checkInput({ ...this.input, works: [...works] });
    const nextWorks = new BuiltWorks(this.ground, works);
    const nextDrains = this.couple(drains);
    nextWorks.restore(this.works.save());
    if (this.coupled) nextDrains?.restore(this.coupled.save());
    this.works.crests.fall();
    this.works = nextWorks;
    this.coupled = nextDrains;
    this.shocks = this.shocksWith(works);
    nextWorks.crests.stand(this.timeS);
  }

  private shocksWith(works: readonly Work[]): FloodNote[] {
    return this.input.scheme.kind === 'fast' ? shocksOf(this.ground, { ...this.input, works: [...works] }) : [];
  }

  /** Runs on to its next stop first (at most `WATCH_EVERY_S`): there alone the whole state is at rest. */
  snapshot(): FloodSnapshot {
    this.advanceTo(Math.ceil(this.timeS / WATCH_EVERY_S) * WATCH_EVERY_S);
    return {
      clock: this.run.save(),
      water: this.ground.solver.save(),
      soil: this.soil.save(),
      works: this.works.save(),
      drains: this.coupled?.save() ?? null,
      maxima: this.maxima,
      watchedS: this.watchedS,
    };
  }

  restore({ clock, water, soil, works, drains, maxima, watchedS }: FloodSnapshot): void {
    this.run.restore(clock);
    this.ground.solver.restore(water);
    this.soil.restore(soil);
    this.works.restore(works);
    if (drains) this.coupled?.restore(drains);
    this.ground.solver.restoreMaxima(maxima);
    this.watchedS = watchedS;
    this.works.crests.stand(this.timeS);
  }

  result(frames: FloodFrame[]): FloodResult {
    const { columns, rows, cellM, westM, southM, bedElevationM, scheme } = this.input;
    const { maxima, baseM, steps, works, coupled } = this;
    const pipes = coupled ? [joinBytes([coupled.drains.volumeM3, coupled.drains.flowM3ps])] : [];
    return {
      columns,
      rows,
      cellM,
      westM,
      southM,
      baseM,
      bedElevationM,
      frames,
      maxima,
      gauges: works.gauges.map(({ id, timesS, levelsM, highest }) => ({
        id,
        series: { timesS, values: levelsM },
        highest,
      })),
      openings: works.openings.map(({ id, into, reachedS, volumeM3 }) => ({ id, into, reachedS, volumeM3 })),
      ledger: this.ledger(),
      steps,
      cellUpdates: steps * columns * rows,
      hash: sha256([this.ground.solver.save(), joinBytes(maximaArrays(maxima)), ...pipes]),
      scheme,
    };
  }

  private couple(drains: FloodDrains | undefined): CoupledDrains | null {
    const { rain, rainField = null, rainCatchRatio } = this.input;
    return drains ? new CoupledDrains(this.ground, { ...drains, rain, rainField, rainCatchRatio }) : null;
  }

  private nextStopS(): number {
    const { endS, frameEveryS } = this.input;
    return Math.min(endS, after(this.timeS, WATCH_EVERY_S), after(this.timeS, frameEveryS));
  }

  private step(stopS: number): void {
    try {
      this.run.step(stopS);
    } catch (error) {
      if (!(error instanceof FloodUnstable) || !error.at) throw error;
      const { westM, southM } = this.input;
      throw new FloodUnstable(error.timeS, [westM + error.at[0], southM + error.at[1]], error.leastS, error.stableS);
    }
  }

  private isDue(): boolean {
    const { maximaEveryS } = this.input;
    if (maximaEveryS === undefined) return this.steps % MAXIMA_EVERY_STEPS === 0;
    return this.timeS - this.watchedS >= maximaEveryS;
  }

  private watch(isStop: boolean): void {
    this.ground.solver.watch(this.timeS, this.timeS - this.watchedS);
    for (const gauge of this.works.gauges) {
      const lastS = gauge.timesS.at(-1) ?? Number.NEGATIVE_INFINITY;
      gauge.read(this.timeS, isStop || this.timeS - lastS >= this.readEveryS);
    }
    this.watchedS = this.timeS;
  }

  private forcing(edges: Edges, rainCatch: Float64Array): Forcing {
    const { rain, rainField, changing, infiltration, drains } = this.input;
    const works: Source = {
      act: (timeS, spanS, flows) => this.works.act(timeS, spanS, flows),
      longestStepS: (timeS) => this.works.longestStepS(timeS),
    };
    const drained: Source = {
      act: (timeS, spanS, flows) => this.coupled?.act(timeS, spanS, flows),
      // Its outfalls pour into cells that may be dry.
      longestStepS: () => DRAINS_EVERY_S,
    };
    const crests: Source = { act: (timeS) => this.works.crests.stand(timeS) };
    return {
      rain,
      changing: changing.flatMap(({ side, from, to, series }) =>
        [...new Set(edges[side].slice(from, to))].flatMap((beyond) =>
          beyond.kind === 'stage' || beyond.kind === 'inflow' ? [{ beyond, series }] : [],
        ),
      ),
      quick: [works],
      // Crests last: they follow the level that the others leave, and a restored run finds the same.
      slow: [
        ...(rainField
          ? [{ everyS: RAIN_EVERY_S, source: new RainfallInterpolator(this.ground, rainField, rainCatch) }]
          : []),
        ...(infiltration.length > 0 ? [{ everyS: SOIL_EVERY_S, source: this.soil }] : []),
        ...(drains ? [{ everyS: DRAINS_EVERY_S, source: drained }] : []),
        { everyS: CRESTS_EVERY_S, source: crests },
      ],
    };
  }
}

/** The first multiple of `everyS` after a time; k·everyS / everyS may come out below k. */
function after(timeS: number, everyS: number): number {
  const nextS = (Math.floor(timeS / everyS) + 1) * everyS;
  return nextS > timeS ? nextS : nextS + everyS;
}

/** The ground of an input as solvers have it, with its rim. */
export function terrainOf({ columns, rows, cellM, ...input }: FloodInput): Terrain {
  const terrain = flatTerrain(columns, rows, cellM);
  withRim(terrain, input.bedElevationM, terrain.bedElevationM);
  withRim(terrain, input.manningN, terrain.manningN);
  if (input.chezyC) terrain.chezyC = withRim(terrain, input.chezyC, new Float64Array(cellCount(terrain)));
  withRim(terrain, input.blocked, terrain.blocked);
  if (input.cutCells) terrain.cuts = cutsOf(terrain, input.cutCells);
  // A hole under a building is nobody's ground.
  for (let i = 0; i < terrain.blocked.length; i++) {
    if (terrain.blocked[i] > 0 && !Number.isFinite(terrain.bedElevationM[i])) terrain.bedElevationM[i] = 0;
  }
  return terrain;
}

function withRim<T extends Float64Array | Uint8Array>(shape: Raster, plain: Float32Array | Uint8Array, into: T): T {
  const { columns, rows } = shape;
  for (let row = 0; row < rows; row++) {
    into.set(plain.subarray(row * columns, (row + 1) * columns), cellAt(shape, 0, row));
  }
  return into;
}
