import type { TableBlock } from '../../twin/table-block.ts';
import type { GroundMesh } from './ground-mesh.ts';

/** A cell of the grid has some four triangles. */
const CELL_TRIANGLES = 4;
const MAX_CELLS = 1024;

/** Finds the triangle over a place quickly: triangles by the cells of a grid that they reach into. */
export class HeightField {
  private readonly mesh: GroundMesh;
  private readonly block: TableBlock;
  private readonly cells: number;
  private readonly starts: Uint32Array;
  private readonly triangles: Uint32Array;
  private up = 0;

  constructor(mesh: GroundMesh, block: TableBlock) {
    this.mesh = mesh;
    this.block = block;
    const triangles = mesh.index.length / 3;
    const cells = Math.max(1, Math.min(MAX_CELLS, Math.round(Math.sqrt(triangles / CELL_TRIANGLES))));
    this.cells = cells;
    const counts = new Uint32Array(cells * cells + 1);
    this.eachCell((cell) => counts[cell + 1]++);
    for (let i = 1; i < counts.length; i++) counts[i] += counts[i - 1];
    this.starts = counts;
    this.triangles = new Uint32Array(counts[cells * cells]);
    const next = counts.slice();
    this.eachCell((cell, triangle) => {
      this.triangles[next[cell]++] = triangle;
    });
  }

  /** Height of the ground in the city's frame; beside the block that of its nearest edge. */
  upM(eastM: number, northM: number): number {
    const { eastM: midE, northM: midN, sizeM } = this.block;
    const half = sizeM / 2;
    const east = Math.min(midE + half, Math.max(midE - half, eastM));
    const north = Math.min(midN + half, Math.max(midN - half, northM));
    const cell = this.cellOf(east, midE) + this.cells * this.cellOf(north, midN);
    let best = 0;
    let bestMiss = Number.POSITIVE_INFINITY;
    for (let i = this.starts[cell]; i < this.starts[cell + 1]; i++) {
      const miss = this.missIn(this.triangles[i], east, north);
      if (miss >= bestMiss) continue;
      best = this.up;
      bestMiss = miss;
      if (miss <= 0) return best;
    }
    return best;
  }

  private cellOf(value: number, middle: number): number {
    const share = (value - middle) / this.block.sizeM + 0.5;
    return Math.min(this.cells - 1, Math.max(0, Math.floor(share * this.cells)));
  }

  /** How far outside of a triangle the place lies, in shares of the triangle; `up` is then the height of its plane there. */
  private missIn(triangle: number, east: number, north: number): number {
    const { enu, index } = this.mesh;
    const a = 3 * index[triangle];
    const b = 3 * index[triangle + 1];
    const c = 3 * index[triangle + 2];
    const abE = enu[b] - enu[a];
    const abN = enu[b + 1] - enu[a + 1];
    const acE = enu[c] - enu[a];
    const acN = enu[c + 1] - enu[a + 1];
    const area = abE * acN - abN * acE;
    if (!(area !== 0)) return Number.POSITIVE_INFINITY;
    const e = east - enu[a];
    const n = north - enu[a + 1];
    const s = (e * acN - n * acE) / area;
    const t = (abE * n - abN * e) / area;
    this.up = enu[a + 2] + s * (enu[b + 2] - enu[a + 2]) + t * (enu[c + 2] - enu[a + 2]);
    return Math.max(-s, -t, s + t - 1);
  }

  private eachCell(take: (cell: number, triangle: number) => void): void {
    const { enu, index } = this.mesh;
    const { eastM, northM } = this.block;
    for (let i = 0; i < index.length; i += 3) {
      const a = 3 * index[i];
      const b = 3 * index[i + 1];
      const c = 3 * index[i + 2];
      const west = this.cellOf(Math.min(enu[a], enu[b], enu[c]), eastM);
      const east = this.cellOf(Math.max(enu[a], enu[b], enu[c]), eastM);
      const south = this.cellOf(Math.min(enu[a + 1], enu[b + 1], enu[c + 1]), northM);
      const north = this.cellOf(Math.max(enu[a + 1], enu[b + 1], enu[c + 1]), northM);
      for (let r = south; r <= north; r++) for (let c = west; c <= east; c++) take(c + this.cells * r, i);
    }
  }
}
