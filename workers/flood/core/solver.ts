import type { Maxima } from '../results/maxima.ts';
import type { EdgeVolumes, Water } from './terrain.ts';

/**
 * What moves water: a float64 oracle, or a kernel. All start dry. Cells are those of the raster with its rim (`cellAt`). Unit
 * discharges of the full scheme are those of the cells, of the fast one those through their east and north faces.
 */
export interface Solver {
  load(water: Water): void;
  /** A copy of the water as it is. */
  water(): Water;
  /** The exact state as bytes of this solver's own: after `restore` it goes on bit by bit as it would have. Crests are not in it. */
  save(): Uint8Array;
  restore(state: Uint8Array): void;
  volumeM3(): number;
  /** The longest step that no wave outruns; Infinity when all is dry. */
  stableStepS(): number;
  /** Moves the water on by `dtS`, at most `stableStepS`, and lets `rainM` of rain fall into it. */
  advance(dtS: number, rainM: number): EdgeVolumes;
  depthM(cell: number): number;
  /** Adds still water to a cell, or takes it with its momentum; gives what was added: never less than minus the depth. */
  pour(cell: number, depthM: number): number;
  /** Takes up to `mostM` of water from each cell; writes what was taken over it. Gives the sum, metres over whole cells. */
  soak(maxM: Float32Array): number;
  /** Crest on the east or north face of a cell from now on, −Infinity for none. */
  setCrest(face: 'east' | 'north', cell: number, crestM: number): void;
  /** Takes the water at `timeS` into the worst of the run: it is taken to have stood for `spanS`. */
  watch(timeS: number, spanS: number): void;
  /** The worst so far, a copy; not in `save`. */
  maxima(): Maxima;
  restoreMaxima(maxima: Maxima): void;
  /** `FloodFrame.cells` of the water as it is; `baseM` is a float32. */
  pack(baseM: number): Uint16Array;
  /** Writes depths and unit discharges of the cells as float32, the raster with its rim. */
  sample(depthM: Float32Array, unitDischargeXM2ps: Float32Array, unitDischargeYM2ps: Float32Array): void;
}

/** Arrays one after the other, as bytes. */
export function joinBytes(arrays: readonly (Float32Array | Float64Array)[]): Uint8Array {
  const bytes = new Uint8Array(arrays.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

/** Fills the arrays from what `joinBytes` made of such arrays. */
export function partBytes(bytes: Uint8Array, arrays: readonly (Float32Array | Float64Array)[]): void {
  const expected = arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (bytes.byteLength !== expected) {
    throw new Error(`state of a flood: expected ${expected} bytes, got ${bytes.byteLength}`);
  }
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    new Uint8Array(buffer, byteOffset, byteLength).set(bytes.subarray(at, at + byteLength));
    at += byteLength;
  }
}
