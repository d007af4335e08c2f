import { type Arena, MemoryArena } from '../../shared/arena.ts';
import { instantiate, type Kernel } from '../../shared/pool.ts';
import type { Space } from '../plan/space-cells.ts';
import { type FieldJob, type FieldPlane, linksOf, type Marcher } from './field.ts';

/** What marching asks of the compiled kernel. */
export interface FieldExports {
  fieldScratchBytes(cells: number): number;
  layPlane(table: number, scratch: number): void;
  marchField(job: number): void;
}

const PLANE_WORDS = 6;
const TABLE_WORDS = 13;
const JOB_WORDS = 9;
const FROM_NOTHING = -1;
const ALIGNED_BYTES = 64;

/** The compiled march (`kernel/field.ts`, `kernel/fields.ts`), in the memory where people walk: a field is the work of one worker. */
export class FieldKernel implements Marcher {
  readonly arena: Arena;
  readonly writesDirections = true;
  private readonly table: Int32Array;
  private readonly jobs: Int32Array;
  private readonly call: (table: number) => void;

  /** `call`: has all workers work on a table. */
  constructor(
    kernel: FieldExports,
    { space, plane, routes, workers }: { space: Space; plane: FieldPlane; routes: number; workers: number },
    arena: Arena,
    call: (table: number) => void,
  ) {
    this.arena = arena;
    this.call = call;
    this.table = arena.i32(TABLE_WORDS);
    this.jobs = arena.i32(routes * JOB_WORDS);
    const firstRow = arena.i32(space.firstRow.length);
    firstRow.set(space.firstRow);
    const lenderCells = arena.i32(space.lenderCells.length * 3);
    const byteOf = (cell: number): number => {
      const level = space.levelOf[cell];
      const row = Math.floor(cell / plane.columns) - space.firstRow[level];
      return 2 * (row * space.levels[level].columns + (cell % plane.columns) - 1);
    };
    for (const [k, { cell, from }] of space.lenderCells.entries())
      lenderCells.set([space.levelOf[cell], byteOf(cell), byteOf(from)], 3 * k);
    const scratchBytes =
      ALIGNED_BYTES * Math.ceil(kernel.fieldScratchBytes(plane.columns * plane.rows) / ALIGNED_BYTES);
    this.table.set([
      ...planeWords(plane, arena),
      arena.u8(workers * scratchBytes).byteOffset,
      scratchBytes,
      this.jobs.byteOffset,
      0,
      firstRow.byteOffset,
      lenderCells.byteOffset,
      space.lenderCells.length,
    ]);
  }

  march(jobs: readonly FieldJob[]): void {
    for (const [k, job] of jobs.entries()) this.jobs.set(jobWords(job), k * JOB_WORDS);
    this.table[PLANE_WORDS + 3] = jobs.length;
    this.call(this.table.byteOffset);
  }
}

/** Marches alone, in a memory of its own, and writes no directions: what tests and the bench hold to the oracle. */
export function compiledMarch(module: WebAssembly.Module, plane: FieldPlane): Marcher {
  const arena = new MemoryArena();
  const kernel = instantiate<Kernel & FieldExports>(module, arena.memory);
  const table = arena.i32(PLANE_WORDS);
  table.set(planeWords(plane, arena));
  const words = arena.i32(JOB_WORDS);
  const scratch = arena.u8(kernel.fieldScratchBytes(plane.columns * plane.rows)).byteOffset;
  return {
    arena,
    writesDirections: false,
    march: (jobs) => {
      kernel.layPlane(table.byteOffset, scratch);
      for (const job of jobs) {
        words.set(jobWords(job));
        kernel.marchField(words.byteOffset);
      }
    },
  };
}

function planeWords(plane: FieldPlane, arena: Arena): number[] {
  const { to, from, linked } = linksOf(plane, arena);
  const arrays = [to, from, linked].map(({ byteOffset }) => byteOffset);
  return [plane.columns * plane.rows, plane.columns, plane.links.length, ...arrays];
}

const jobWords = ({ costS, timeS, linkTimeS, sources, sourceS, moved, route }: FieldJob): number[] => [
  ...[costS, timeS, linkTimeS, sources, sourceS].map(({ byteOffset }) => byteOffset),
  sources.length,
  moved?.byteOffset ?? 0,
  moved?.length ?? FROM_NOTHING,
  route,
];
