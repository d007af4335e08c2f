import { COURANT } from './core/entering.ts';
import { GRAVITY_MPS2 } from './core/hllc.ts';

/** What a run will cost, told before it: by how many steps its deepest water asks for. */
export interface Estimate {
  cells: number;
  steps: number;
  /** Cells × steps, as if all were wet: the most that it can be. */
  cellUpdates: number;
  memoryBytes: number;
}

/**
 * Memory of a cell: the kernel's planes 52, input 26, terrain in float64 41, the frame in the making 12, maxima 32; and of a cell in a
 * frame.
 */
const CELL_BYTES = 163;
const FRAME_CELL_BYTES = 8;
/** Water runs about half as fast as its waves: a lively river. */
const FROUDE = 0.5;

/** `deepestM` is the deepest water that is to be expected. A film of rain alone is taken for 0.3 m: it gathers somewhere. */
export function estimateFlood(
  { columns, rows, cellM }: { columns: number; rows: number; cellM: number },
  { endS, frameEveryS }: { endS: number; frameEveryS: number },
  deepestM: number,
): Estimate {
  const cells = columns * rows;
  const waveMps = (1 + FROUDE) * Math.sqrt(GRAVITY_MPS2 * Math.max(0.3, deepestM));
  const steps = Math.ceil((endS * waveMps) / (COURANT * cellM));
  const frames = Math.floor(endS / frameEveryS) + 1;
  return { cells, steps, cellUpdates: cells * steps, memoryBytes: cells * (CELL_BYTES + frames * FRAME_CELL_BYTES) };
}
