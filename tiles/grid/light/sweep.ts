import { LOWEST } from './heights.ts';
import type { Lines } from './lines.ts';
import { SWEEP_WASM } from './sweep-wasm.ts';

/** Slopes of horizons that a sweep tells apart. */
export const SLOPES = 8;
/** Cells that the kernel takes at a time; the rows of its raster are whole multiples. */
const CELLS = 16;

/** The instructions of `kernel/sweep.ts`. */
type Sweep = (
  length: number,
  pitch: number,
  isReversed: boolean,
  heights: number,
  counts: number,
  ceilings: number,
  lines: number,
  shifts: number,
  falls: number,
) => void;

/** One raster that lines are swept over: heights with its rows padded by lowest cells, and what the sweeps count, in one memory. */
export class SweptRaster {
  readonly pitch: number;
  readonly heights: Int16Array;
  readonly counts: Uint8Array;
  readonly #length: number;
  readonly #room: number;
  readonly #ceilings: Int16Array;
  readonly #shifts: Int32Array;
  readonly #falls: Int16Array;
  readonly #sweep: Sweep;

  /** Takes a raster of `length` rows of `width` cells, and at most so many lines. */
  constructor(width: number, length: number, lines: number, isPlain = false) {
    this.pitch = Math.ceil(width / CELLS) * CELLS;
    this.#length = length;
    this.#room = lines + CELLS;
    const sizes = [
      2 * length * this.pitch,
      length * this.pitch,
      2 * SLOPES * this.#room,
      4 * length,
      2 * SLOPES * length,
    ];
    const starts = [0];
    for (const size of sizes) starts.push(Math.ceil(((starts.at(-1) ?? 0) + size) / CELLS) * CELLS);
    const pages = Math.ceil(starts[sizes.length] / PAGE);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: false });
    const { buffer } = memory;
    this.heights = new Int16Array(buffer, starts[0], length * this.pitch).fill(LOWEST);
    this.counts = new Uint8Array(buffer, starts[1], length * this.pitch);
    this.#ceilings = new Int16Array(buffer, starts[2], SLOPES * this.#room);
    this.#shifts = new Int32Array(buffer, starts[3], length);
    this.#falls = new Int16Array(buffer, starts[4], SLOPES * length);
    this.#sweep = isPlain ? plainSweep(buffer) : kernelSweep(memory);
  }

  /** Counts at each cell the slopes, in metres a metre from the lowest on, that what was passed stands over. */
  sweep({ isReversed, shifts, stepM }: Lines, slopes: readonly number[], stepsPerM: number): void {
    this.#ceilings.fill(LOWEST);
    this.#shifts.set(shifts);
    for (let step = 0; step < this.#length; step++)
      for (let k = 0; k < SLOPES; k++) {
        // Whole steps that add up to the slope.
        const fall = slopes[k] * stepM * stepsPerM;
        this.#falls[step * SLOPES + k] = Math.min(32767, Math.round((step + 1) * fall) - Math.round(step * fall));
      }
    this.#sweep(
      this.#length,
      this.pitch,
      isReversed,
      this.heights.byteOffset,
      this.counts.byteOffset,
      this.#ceilings.byteOffset,
      this.#room,
      this.#shifts.byteOffset,
      this.#falls.byteOffset,
    );
  }
}

const PAGE = 65536;

let compiled: WebAssembly.Module | undefined;

function kernelSweep(memory: WebAssembly.Memory): Sweep {
  compiled ??= new WebAssembly.Module(Buffer.from(SWEEP_WASM, 'base64'));
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  return exports.sweep as Sweep;
}

/**
 * The kernel's oracle. Along each line run ceilings, one for each slope: the highest of what was passed, less the slope times the way since.
 * A cell below a ceiling has its horizon above that slope.
 */
const plainSweep =
  (buffer: ArrayBuffer): Sweep =>
  (length, pitch, isReversed, heights, counts, ceilings, lines, shifts, falls) => {
    const z = new Int16Array(buffer, heights, length * pitch);
    const count = new Uint8Array(buffer, counts, length * pitch);
    const ceiling = new Int16Array(buffer, ceilings, SLOPES * lines);
    const shift = new Int32Array(buffer, shifts, length);
    const fall = new Int16Array(buffer, falls, SLOPES * length);
    for (let step = 0; step < length; step++) {
      const row = (isReversed ? length - 1 - step : step) * pitch;
      for (let cell = 0; cell < pitch; cell++) {
        const own = z[row + cell];
        for (let k = 0; k < SLOPES; k++) {
          const line = k * lines + shift[step] + cell;
          if (ceiling[line] > own) count[row + cell]++;
          ceiling[line] = Math.max(LOWEST, Math.max(ceiling[line], own) - fall[step * SLOPES + k]);
        }
      }
    }
  };
