import { cellAt, type Terrain } from '../core/terrain.ts';
import { HIGHEST_DRY_M } from './frames.ts';

/**
 * Where a kernel writes a frame: a plane of the highest depth that a dry cell is drawn with, which is none in a house, then four half
 * floats a cell, rows of both as long as those of its state. They take memory from the first frame on, 12 bytes a cell.
 */
export class FramePlanes {
  private readonly terrain: Terrain;
  private readonly strideBytes: number;
  private readonly at: number;
  private isCached = false;

  constructor(terrain: Terrain, strideBytes: number, at: number) {
    this.terrain = terrain;
    this.strideBytes = strideBytes;
    this.at = at;
  }

  /** Bytes of memory up to the planes' end. */
  get end(): number {
    return this.at + 3 * this.terrain.rows * this.strideBytes;
  }

  /** In a memory that reaches their end. */
  keep({ buffer }: WebAssembly.Memory): void {
    if (this.isCached) return;
    this.isCached = true;
    const { columns, rows, blocked } = this.terrain;
    for (let row = 0; row < rows; row++) {
      const first = cellAt(this.terrain, 0, row);
      const highest = new Float32Array(buffer, this.at + row * this.strideBytes + 4, columns);
      for (let k = 0; k < columns; k++) highest[k] = blocked[first + k] > 0 ? Number.POSITIVE_INFINITY : HIGHEST_DRY_M;
    }
  }

  /** What the kernel wrote, without the rim. */
  read({ buffer }: WebAssembly.Memory): Uint16Array {
    const { columns, rows } = this.terrain;
    const cells = new Uint16Array(4 * columns * rows);
    const start = this.at + rows * this.strideBytes + 8;
    for (let row = 0; row < rows; row++) {
      cells.set(new Uint16Array(buffer, start + 2 * row * this.strideBytes, 4 * columns), 4 * columns * row);
    }
    return cells;
  }
}
