import type { Flows } from '../core/ledger.ts';
import type { Source } from '../core/run.ts';
import type { Solver } from '../core/solver.ts';
import { type Cuts, cellAt, cellCount, type Raster } from '../core/terrain.ts';
import { rubbedRatio } from '../works/cuts.ts';
import { cumulativeRainMm, type Hyetograph } from './rain.ts';

/** How a kind of ground drinks. Rates of the part that is open to the sky; the rest of the cell takes nothing. */
export type Infiltration = InfiltrationCapacity & {
  /** What small hollows keep before any of it runs off or seeps away, mean depth over the cell; nothing where it is left out. */
  hollowsMm?: number;
};

type InfiltrationCapacity =
  | { kind: 'constant'; openRatio: number; rateMmPerH: number }
  /** Horton (1940): f(t) = fc + (f0 − fc)·e^(−kt). */
  | { kind: 'horton'; openRatio: number; f0MmPerH: number; fcMmPerH: number; kPerH: number }
  /** Green and Ampt (1911): f = K·(1 + (ψ + depth)·Δθ / F). */
  | { kind: 'greenAmpt'; openRatio: number; conductivityMmPerH: number; suctionMm: number; deficitRatio: number }
  /** SCS curve number (USDA TR-55): of the rain that fell so far, what does not run off; initial abstraction 0.2·S. */
  | { kind: 'curveNumber'; curveNumber: number };

/** A cell's class where the ground drinks nothing. */
export const NO_SOIL = 255;

const MPS_PER_MM_PER_H = 1 / 3_600_000;

/** One class for the span that has passed, metres and seconds. */
interface InfiltrationStep {
  /** What a cell could drink, m, by what it remembers and the water on it. */
  maxM(memory: number, depthM: number): number;
  /** What it remembers once it drank. */
  after(memory: number, infiltratedM: number, maxM: number): number;
}

/**
 * What the ground drinks, cell by cell, never more than stands there. A cell remembers one number: for Horton the part of its first
 * thirst that is left (e^(−kt), where t runs on only as fast as the cell really drinks), for Green–Ampt what its open part drank so
 * far, m. Ground does not dry out again within a run: a second storm finds it as the first left it.
 */
export class Soil implements Source {
  private readonly raster: Raster;
  private readonly cuts: Cuts | null;
  private readonly solver: Solver;
  private readonly kinds: readonly Infiltration[];
  /** Row-major, without a rim. */
  private readonly soil: Uint8Array;
  private readonly rain: Hyetograph;
  private readonly memory: Float32Array;
  /** What the hollows of each cell still take, m; null where no class has any. */
  private readonly roomM: Float32Array | null;
  private readonly maxM: Float32Array;
  /** With its rim; null where no class asks for it. */
  private readonly water: [depthM: Float32Array, x: Float32Array, y: Float32Array] | null;

  constructor(
    raster: Raster & { cuts: Cuts | null },
    solver: Solver,
    kinds: readonly Infiltration[],
    soil: Uint8Array,
    rain: Hyetograph,
  ) {
    this.raster = raster;
    this.cuts = raster.cuts;
    this.solver = solver;
    this.kinds = kinds;
    this.soil = soil;
    this.rain = rain;
    this.memory = Float32Array.from(soil, (each) => (kinds[each]?.kind === 'horton' ? 1 : 0));
    this.roomM = kinds.some(({ hollowsMm = 0 }) => hollowsMm > 0)
      ? Float32Array.from(soil, (each) => (kinds[each]?.hollowsMm ?? 0) / 1000)
      : null;
    const plane = () => new Float32Array(cellCount(raster));
    this.maxM = plane();
    this.water = kinds.some(({ kind }) => kind === 'greenAmpt') ? [plane(), plane(), plane()] : null;
  }

  act(timeS: number, spanS: number, flows: Flows): void {
    const steps = this.kinds.map((kind) => infiltrationStepOf(kind, spanS, this.rain, timeS));
    if (this.water) this.solver.sample(...this.water);
    this.offerCapacity(steps);
    if (this.cuts) this.scale((cell) => rubbedRatio(this.cuts, cell));
    const takenM = this.solver.soak(this.maxM);
    if (this.cuts) this.scale((cell) => 1 / rubbedRatio(this.cuts, cell));
    const depressionM = this.fillDepressions();
    flows.hollowsM3 += depressionM * this.raster.cellM ** 2;
    flows.infiltratedM3 += (takenM - depressionM) * this.raster.cellM ** 2;
    this.remember(steps);
  }

  save(): Float32Array {
    const { memory, roomM } = this;
    const state = new Float32Array(memory.length + (roomM?.length ?? 0));
    state.set(memory);
    if (roomM) state.set(roomM, memory.length);
    return state;
  }

  restore(state: Float32Array): void {
    this.memory.set(state.subarray(0, this.memory.length));
    this.roomM?.set(state.subarray(this.memory.length));
  }

  /** Between depth over a cell's free area, which drinks, and over the one on which its water stands. */
  private scale(ratio: (cell: number) => number): void {
    const { maxM } = this;
    for (let i = 0; i < maxM.length; i++) if (maxM[i] > 0) maxM[i] *= ratio(i);
  }

  private offerCapacity(steps: InfiltrationStep[]): void {
    const { raster, soil, memory, roomM, maxM } = this;
    const depthM = this.water?.[0];
    for (let row = 0, k = 0; row < raster.rows; row++) {
      for (let i = cellAt(raster, 0, row), end = i + raster.columns; i < end; i++, k++) {
        maxM[i] = soil[k] === NO_SOIL ? 0 : steps[soil[k]].maxM(memory[k], depthM ? depthM[i] : 0);
        if (roomM) maxM[i] += roomM[k];
      }
    }
  }

  /**
   * Gives hollows the first of what was taken; leaves in its place what the ground drank. Returns what they hold, m over a whole cell,
   * summed.
   */
  private fillDepressions(): number {
    const { raster, roomM, maxM: takenM } = this;
    if (!roomM) return 0;
    let sumM = 0;
    for (let row = 0, k = 0; row < raster.rows; row++) {
      for (let i = cellAt(raster, 0, row), end = i + raster.columns; i < end; i++, k++) {
        const depressionM = Math.min(roomM[k], takenM[i]);
        if (!(depressionM > 0)) continue;
        roomM[k] -= depressionM;
        takenM[i] -= depressionM;
        sumM += depressionM * (this.cuts?.freeRatio[i] ?? 1);
      }
    }
    return sumM;
  }

  private remember(steps: InfiltrationStep[]): void {
    const { raster, soil, memory, maxM: infiltratedM } = this;
    const depthM = this.water?.[0];
    for (let row = 0, k = 0; row < raster.rows; row++) {
      for (let i = cellAt(raster, 0, row), end = i + raster.columns; i < end; i++, k++) {
        if (infiltratedM[i] <= 0) continue;
        const { maxM, after } = steps[soil[k]];
        memory[k] = after(memory[k], infiltratedM[i], maxM(memory[k], depthM ? depthM[i] : 0));
      }
    }
  }
}

const unchanged = (memory: number): number => memory;

function infiltrationStepOf(kind: Infiltration, spanS: number, rain: Hyetograph, timeS: number): InfiltrationStep {
  switch (kind.kind) {
    case 'constant': {
      const maxM = kind.openRatio * kind.rateMmPerH * MPS_PER_MM_PER_H * spanS;
      return { maxM: () => maxM, after: unchanged };
    }
    case 'horton': {
      const minM = kind.openRatio * kind.fcMmPerH * MPS_PER_MM_PER_H * spanS;
      const thirstM = kind.openRatio * (kind.f0MmPerH - kind.fcMmPerH) * MPS_PER_MM_PER_H * spanS;
      const half = (kind.kPerH / 3600) * spanS * 0.5;
      // The decay over a part of the span by its Padé approximant: right to (k·Δt)³/12, and the mean of both ends is what is drunk.
      const kept = (part: number) => (1 - half * part) / (1 + half * part);
      const mean = (1 + kept(1)) / 2;
      return {
        maxM: (left) => minM + thirstM * left * mean,
        after: (left, infiltratedM, maxM) => left * kept(infiltratedM < maxM ? infiltratedM / maxM : 1),
      };
    }
    case 'greenAmpt': {
      const seepM = kind.conductivityMmPerH * MPS_PER_MM_PER_H * spanS;
      const suctionM = kind.suctionMm / 1000;
      // Of F' = K·(1 + S/F), with F the mean of both ends: exact as F → 0, where it is √(2·K·S·t), and as F grows.
      return {
        maxM: (infiltratedM, depthM) => {
          const b = infiltratedM - seepM / 2;
          const s = (suctionM + depthM) * kind.deficitRatio;
          return kind.openRatio * (Math.sqrt(b * b + 2 * seepM * (infiltratedM + s)) - b);
        },
        after: (infiltratedM, moreM) => infiltratedM + moreM / kind.openRatio,
      };
    }
    case 'curveNumber': {
      const before = cumulativeRainMm(rain, 0, timeS - spanS);
      const now = cumulativeRainMm(rain, 0, timeS);
      const maxM = (now - runoffMm(kind.curveNumber, now) - before + runoffMm(kind.curveNumber, before)) / 1000;
      return { maxM: () => maxM, after: unchanged };
    }
  }
}

/** What runs off of so much rain (USDA TR-55, eq. 2-3 and 2-4, in mm). */
export function runoffMm(curveNumber: number, rainMm: number): number {
  const storageMm = 25_400 / curveNumber - 254;
  const overMm = rainMm - 0.2 * storageMm;
  return overMm > 0 ? overMm ** 2 / (overMm + storageMm) : 0;
}
