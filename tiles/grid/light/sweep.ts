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

interface SweptSize {
  /** Cells of a row, and how many rows there are. */
  width: number;
  length: number;
  /** How many lines there are at most. */
  lines: number;
}

/** Memory for rasters of some sizes, one after another. */
export function sweepMemory(sizes: readonly SweptSize[]): WebAssembly.Memory {
  const pages = Math.ceil(Math.max(...sizes.map((size) => layOut(size).bytes)) / PAGE);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: false });
}

/** Where the arrays of a raster begin: heights, counts, ceilings, shifts and falls. */
function layOut({ width, length, lines }: SweptSize) {
  const pitch = Math.ceil(width / CELLS) * CELLS;
  const room = lines + CELLS;
  const starts: number[] = [];
  let bytes = 0;
  for (const size of [2 * length * pitch, length * pitch, 2 * SLOPES * room, 4 * length, 2 * SLOPES * length]) {
    starts.push(bytes);
    bytes = Math.ceil((bytes + size) / CELLS) * CELLS;
  }
  return { pitch, room, starts, bytes };
}

/** One raster that lines are swept over: heights with its rows padded by lowest cells, and what the sweeps count. */
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

  constructor(memory: WebAssembly.Memory, size: SweptSize, isPlain: boolean) {
    const { pitch, room, starts } = layOut(size);
    const { buffer } = memory;
    this.pitch = pitch;
    this.#room = room;
    this.#length = size.length;
    this.heights = new Int16Array(buffer, starts[0], size.length * pitch).fill(LOWEST);
    this.counts = new Uint8Array(buffer, starts[1], size.length * pitch).fill(0);
    this.#ceilings = new Int16Array(buffer, starts[2], SLOPES * room);
    this.#shifts = new Int32Array(buffer, starts[3], size.length);
    this.#falls = new Int16Array(buffer, starts[4], SLOPES * size.length);
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
