import { type Hyetograph, rateMmPerHAt } from './rain.ts';
import { type Series, valueAt } from './series.ts';
import {
  type Beyond,
  cellCount,
  type Edges,
  type Order,
  ShallowWater,
  SIDES,
  stableStepS,
  type Terrain,
  volumeM3,
  type Water,
} from './shallow-water.ts';

/** What drives the water; everything else is in the terrain. */
export interface Forcing {
  edges: Edges;
  /** Levels outside and inflows that change: each moves one `Beyond` of the edges, which many faces may share. */
  changing: { beyond: Extract<Beyond, { kind: 'stage' | 'inflow' }>; series: Series }[];
  rain: Hyetograph;
  /**
   * How much of the rain on a cell's area comes onto it: 0 in a building, 1 in the open, more under the eaves of one. The sum over
   * all cells is the number of cells that it rains on.
   */
  rainCatchRatio: Float64Array;
}

/** All water that there was and where it went, m³. `errorRatio` is what is missing, of all that came. */
export interface Ledger {
  initialM3: number;
  rainM3: number;
  enteredM3: number;
  leftM3: number;
  storedM3: number;
  errorRatio: number;
}

/** What stops a run: it says where and when, and the last good state stays as it was. */
export class FloodUnstable extends Error {}

/** No step is longer, so that rain and changing edges are followed even where all is dry. */
const LONGEST_STEP_S = 10;

export function stillAir(terrain: Terrain): Pick<Forcing, 'changing' | 'rain' | 'rainCatchRatio'> {
  return {
    changing: [],
    rain: { stepS: 1, ratesMmPerH: [] },
    rainCatchRatio: new Float64Array(cellCount(terrain)),
  };
}

/** One playing of a flood: terrain, water and what drives it, moved on from moment to moment. */
export class FloodRun {
  readonly terrain: Terrain;
  readonly solver: ShallowWater;
  timeS = 0;
  steps = 0;
  private readonly forcing: Forcing;
  private readonly caughtCells: number;
  private readonly initialM3: number;
  private rainM3 = 0;
  private enteredM3 = 0;
  private leftM3 = 0;

  constructor(terrain: Terrain, initial: Water, forcing: Forcing, order: Order) {
    this.terrain = terrain;
    this.forcing = forcing;
    this.solver = new ShallowWater(terrain, forcing.edges, order);
    this.solver.water.depthM.set(initial.depthM);
    this.solver.water.unitDischargeXM2ps.set(initial.unitDischargeXM2ps);
    this.solver.water.unitDischargeYM2ps.set(initial.unitDischargeYM2ps);
    this.initialM3 = volumeM3(terrain, initial);
    this.caughtCells = forcing.rainCatchRatio.reduce((sum, ratio) => sum + ratio, 0);
  }

  advanceTo(timeS: number): void {
    while (timeS - this.timeS > 1e-9 * Math.max(1, timeS)) this.step(timeS - this.timeS);
    this.timeS = timeS;
  }

  ledger(): Ledger {
    const { initialM3, rainM3, enteredM3, leftM3 } = this;
    const storedM3 = volumeM3(this.terrain, this.solver.water);
    const cameM3 = initialM3 + rainM3 + enteredM3;
    const errorRatio = cameM3 > 0 ? (cameM3 - leftM3 - storedM3) / cameM3 : 0;
    return { initialM3, rainM3, enteredM3, leftM3, storedM3, errorRatio };
  }

  private step(longestS: number): void {
    for (const { beyond, series } of this.forcing.changing) {
      if (beyond.kind === 'stage') beyond.stageM = valueAt(series, this.timeS);
      else beyond.unitDischargeM2ps = valueAt(series, this.timeS);
    }
    const dtS = Math.min(longestS, LONGEST_STEP_S, stableStepS(this.terrain, this.solver.water));
    if (!(dtS > 0)) throw new FloodUnstable(`at ${this.timeS} s: expected a time step above 0 s, got ${dtS}`);
    const entered = this.solver.advance(dtS);
    for (const side of SIDES) {
      if (entered[side] > 0) this.enteredM3 += entered[side];
      else this.leftM3 -= entered[side];
    }
    this.rainFor(dtS);
    this.timeS += dtS;
    this.steps++;
  }

  private rainFor(dtS: number): void {
    const { rain, rainCatchRatio } = this.forcing;
    const fallenM = (rateMmPerHAt(rain, this.timeS) / 3.6e6) * dtS;
    if (fallenM === 0) return;
    const { depthM } = this.solver.water;
    for (let i = 0; i < depthM.length; i++) depthM[i] += fallenM * rainCatchRatio[i];
    this.rainM3 += fallenM * this.caughtCells * this.terrain.cellM ** 2;
  }
}
