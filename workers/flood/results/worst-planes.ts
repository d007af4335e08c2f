import type { Raster } from '../core/terrain.ts';
import { type Maxima, maximaArrays, noMaxima } from './maxima.ts';

const PLANES = 8;

/**
 * Where a kernel keeps the worst of a run: the planes of `maximaArrays` in its memory, with a row's length of its state. They take
 * memory from when a run is first watched, 32 bytes a cell.
 */
export class HazardMaximaPlanes {
  private readonly raster: Raster;
  private readonly strideBytes: number;
  private readonly at: number;
  private memory: WebAssembly.Memory | null = null;

  constructor(raster: Raster, strideBytes: number, at: number) {
    this.raster = raster;
    this.strideBytes = strideBytes;
    this.at = at;
  }

  /** Bytes of memory up to the planes' end. */
  get end(): number {
    return this.at + PLANES * this.raster.rows * this.strideBytes;
  }

  isTracked(): boolean {
    return this.memory !== null;
  }

  /** In a memory that reaches their end. */
  keep(memory: WebAssembly.Memory): void {
    this.memory = memory;
    this.write(noMaxima(this.raster));
  }

  read(): Maxima {
    const maxima = noMaxima(this.raster);
    this.eachRow(maxima, (there, here) => here.set(there));
    return maxima;
  }

  write(maxima: Maxima): void {
    this.eachRow(maxima, (there, here) => there.set(here));
  }

  private eachRow(maxima: Maxima, take: (there: Float32Array, here: Float32Array) => void): void {
    const { memory, raster, strideBytes, at } = this;
    if (memory === null) return;
    const { columns, rows } = raster;
    for (const [plane, array] of maximaArrays(maxima).entries()) {
      for (let row = 0; row < rows; row++) {
        const place = at + (plane * rows + row) * strideBytes + 4;
        const there = new Float32Array(memory.buffer, place, columns);
        take(there, array.subarray(row * columns, (row + 1) * columns));
      }
    }
  }
}
