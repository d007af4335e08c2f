import type { TableBlock } from '../../twin/table-block.ts';
import type { GroundMesh } from './ground-mesh.ts';

/** Finds the triangle over a place quickly: triangles by the cells of a grid that they reach into. */
export class HeightField {
  private readonly mesh: GroundMesh;
  private readonly block: TableBlock;
  private readonly cells: number;
  private readonly starts: Uint32Array;
  private readonly triangles: Uint32Array;

  constructor(mesh: GroundMesh, block: TableBlock, cells = 64) {
    this.mesh = mesh;
    this.block = block;
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
    let best = Number.NaN;
    let bestMiss = Number.POSITIVE_INFINITY;
    for (let i = this.starts[cell]; i < this.starts[cell + 1]; i++) {
      const [up, miss] = this.upIn(this.triangles[i], east, north);
      if (miss < bestMiss) {
        best = up;
        bestMiss = miss;
      }
      if (miss <= 0) return up;
    }
    return Number.isNaN(best) ? 0 : best;
  }

  private cellOf(value: number, middle: number): number {
    const share = (value - middle) / this.block.sizeM + 0.5;
    return Math.min(this.cells - 1, Math.max(0, Math.floor(share * this.cells)));
  }

  /** Height of a triangle's plane, and how far outside of it the place lies, in shares of the triangle. */
  private upIn(triangle: number, east: number, north: number): [upM: number, miss: number] {
    const { enu, index } = this.mesh;
    const a = 3 * index[triangle];
    const b = 3 * index[triangle + 1];
    const c = 3 * index[triangle + 2];
    const abE = enu[b] - enu[a];
    const abN = enu[b + 1] - enu[a + 1];
    const acE = enu[c] - enu[a];
    const acN = enu[c + 1] - enu[a + 1];
    const area = abE * acN - abN * acE;
    if (area === 0) return [enu[a + 2], Number.POSITIVE_INFINITY];
    const e = east - enu[a];
    const n = north - enu[a + 1];
    const s = (e * acN - n * acE) / area;
    const t = (abE * n - abN * e) / area;
    return [enu[a + 2] + s * (enu[b + 2] - enu[a + 2]) + t * (enu[c + 2] - enu[a + 2]), Math.max(-s, -t, s + t - 1)];
  }

  private eachCell(take: (cell: number, triangle: number) => void): void {
    const { enu, index } = this.mesh;
    const { eastM, northM } = this.block;
    for (let i = 0; i < index.length; i += 3) {
      const corners = [3 * index[i], 3 * index[i + 1], 3 * index[i + 2]];
      const easts = corners.map((at) => enu[at]);
      const norths = corners.map((at) => enu[at + 1]);
      for (let r = this.cellOf(Math.min(...norths), northM); r <= this.cellOf(Math.max(...norths), northM); r++)
        for (let c = this.cellOf(Math.min(...easts), eastM); c <= this.cellOf(Math.max(...easts), eastM); c++)
          take(c + this.cells * r, i);
    }
  }
}
