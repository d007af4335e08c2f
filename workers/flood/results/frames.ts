import { halfFloats, packHalves } from '../../shared/half-floats.ts';
import { cellAt, type Terrain } from '../core/terrain.ts';
import type { Sample } from './maxima.ts';

/** Thinner water is not drawn: rain on every roof and road would be a sheet over all of the city. */
const FILM_M = 1e-3;
/** How far level and depth go on into dry ground. */
const SHORE_CELLS = 4;
/** On a bank; or water would stand behind a levee whose foot lies lower than the river. */
export const HIGHEST_DRY_M = -0.01;
const FAR_FROM_WATER_M = -1;

/** Levels of frames are told above the lowest ground: half floats step 16 mm from 16 to 32 m above it, 31 mm up to 64. */
export function lowestBedM({ columns, rows, blocked, bedElevationM: z, ...shape }: Terrain): number {
  let least = Number.POSITIVE_INFINITY;
  for (let row = 0; row < rows; row++) {
    const first = cellAt({ columns, rows, ...shape }, 0, row);
    for (let i = first; i < first + columns; i++) if (blocked[i] === 0 && z[i] < least) least = z[i];
  }
  return Number.isFinite(least) ? least : 0;
}

/** Makes `FloodFrame.cells` of water, as `kernel/frames.ts` does to the byte; keeps what it needs between frames. */
export class FramePacker {
  private readonly terrain: Terrain;
  private readonly baseM: number;
  /** With the rim; NaN where there is no water near. */
  private readonly levelM: Float32Array;
  private readonly row: Float32Array;

  constructor(terrain: Terrain, baseM: number) {
    this.terrain = terrain;
    this.baseM = baseM;
    this.levelM = new Float32Array(terrain.bedElevationM.length);
    this.row = new Float32Array(4 * terrain.columns);
  }

  pack({ depthM: h, unitDischargeXM2ps: qx, unitDischargeYM2ps: qy }: Sample): Uint16Array {
    const { terrain, levelM, row: out } = this;
    const { columns, rows, blocked, bedElevationM: z } = terrain;
    this.spread(h);
    const cells = new Uint16Array(4 * columns * rows);
    const bits = new Uint32Array(out.buffer);
    for (let row = 0; row < rows; row++) {
      const first = cellAt(terrain, 0, row);
      for (let i = first, k = 0; i < first + columns; i++, k += 4) {
        const bed = z[i] - this.baseM;
        const level = levelM[i];
        if (h[i] > FILM_M) {
          out[k] = h[i];
          out[k + 1] = qx[i] / h[i];
          out[k + 2] = qy[i] / h[i];
          out[k + 3] = level;
          continue;
        }
        const near = !Number.isNaN(level);
        const above = near ? level - bed : FAR_FROM_WATER_M;
        out[k] = blocked[i] > 0 ? above : Math.min(above, HIGHEST_DRY_M);
        out[k + 1] = out[k + 2] = 0;
        out[k + 3] = near ? level : bed;
      }
      packHalves(bits, cells, 4 * columns * row);
    }
    return cells;
  }

  /** Levels of wet cells, and ring by ring of the dry ones about them: the mean of those neighbours that have one. */
  private spread(h: Float32Array): void {
    const { terrain, levelM: w, baseM } = this;
    const { columns, rows, stride, bedElevationM: z } = terrain;
    let shore: number[] = [];
    w.fill(Number.NaN);
    for (let row = 0; row < rows; row++) {
      const first = cellAt(terrain, 0, row);
      for (let i = first; i < first + columns; i++) {
        if (h[i] > FILM_M) w[i] = h[i] + (z[i] - baseM);
        else if (hasWater(h, i, stride)) shore.push(i);
      }
    }
    for (let ring = 0; ring < SHORE_CELLS; ring++) {
      const levels = shore.map((i) => meanAround(w, i, stride));
      for (const [k, i] of shore.entries()) w[i] = levels[k];
      if (ring + 1 < SHORE_CELLS) shore = this.beyond(shore);
    }
  }

  /** Cells of the raster beside these that have no level yet, each once. */
  private beyond(shore: number[]): number[] {
    const { terrain, levelM: w } = this;
    const { columns, rows, stride } = terrain;
    const next: number[] = [];
    for (const i of shore) {
      for (let north = -1; north <= 1; north++) {
        for (let east = -1; east <= 1; east++) {
          const j = i + north * stride + east;
          const column = (j % stride) - 1;
          const row = Math.floor(j / stride) - 1;
          if (!Number.isNaN(w[j]) || column < 0 || row < 0 || column >= columns || row >= rows) continue;
          w[j] = Number.POSITIVE_INFINITY;
          next.push(j);
        }
      }
    }
    for (const j of next) w[j] = Number.NaN;
    return next;
  }
}

function hasWater(h: Float32Array, i: number, stride: number): boolean {
  for (let north = -stride; north <= stride; north += stride) {
    if (h[i + north - 1] > FILM_M || h[i + north] > FILM_M || h[i + north + 1] > FILM_M) return true;
  }
  return false;
}

function meanAround(w: Float32Array, i: number, stride: number): number {
  let sum = 0;
  let count = 0;
  for (let north = -stride; north <= stride; north += stride) {
    for (let j = i + north - 1; j <= i + north + 1; j++) {
      if (Number.isNaN(w[j])) continue;
      sum += w[j];
      count++;
    }
  }
  return sum / count;
}

/**
 * Unpacks the four half floats of a frame's cell: depth in metres, velocity east and north in m/s, water level in
 * metres.
 */
export function frameCell(cells: Uint16Array, cell: number): { depthM: number; u: number; v: number; levelM: number } {
  const [depthM, u, v, levelM] = [0, 1, 2, 3].map((k) => halfFloats()[cells[4 * cell + k]]);
  return { depthM, u, v, levelM };
}
