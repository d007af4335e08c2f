import type { MemoryArena } from '../shared/arena.ts';
import { CONTROL_BYTES, FIRST_OWN, instantiate, type Kernel, type WorkerInit, WorkerPool } from '../shared/pool.ts';
import { type LitJob, lightWindows } from './lit.ts';

/** Lights windows from … to in one phase. */
export interface Lighter {
  light(phase: number, lit: Uint8Array, from: number, to: number): void;
  close(): void;
}

export const litByOracle = (job: LitJob): Lighter => ({
  light: (phase, lit, from, to) => lightWindows(job, phase, lit, from, to),
  close() {},
});

/** Words of the control block that `kernel/work.ts` reads. */
const WORD = { phase: FIRST_OWN, lit: FIRST_OWN + 1, from: FIRST_OWN + 2, to: FIRST_OWN + 3 } as const;

/** The same by WebAssembly and any number of workers, to the same bytes. All arrays of the job lie in the arena. */
export class SunKernel implements Lighter {
  readonly workerInits: WorkerInit[];
  private readonly pool: WorkerPool;
  private readonly control: Int32Array;

  constructor(module: WebAssembly.Module, job: LitJob, arena: MemoryArena, helpers: number) {
    const { memory } = arena;
    this.control = arena.i32(CONTROL_BYTES / 4);
    const words = tableOf(job, arena);
    const table = arena.i32(words.length);
    table.set(words);
    const controlAt = this.control.byteOffset;
    const init = { module, memory, controlAt, layout: [table.byteOffset, controlAt] };
    this.workerInits = Array.from({ length: helpers }, () => init);
    const kernel = instantiate<Kernel>(module, memory);
    kernel.layOut(...init.layout);
    this.pool = new WorkerPool(kernel, init);
  }

  light(phase: number, lit: Uint8Array, from: number, to: number): void {
    this.control[WORD.phase] = phase;
    this.control[WORD.lit] = lit.byteOffset;
    this.control[WORD.from] = from;
    this.control[WORD.to] = to;
    this.pool.work();
  }

  close(): void {
    this.pool.release();
  }
}

/** In the order of `kernel/memory.ts`. */
function tableOf({ scene, terrain, band, places }: LitJob, arena: MemoryArena): number[] {
  const floats = arena.f64(8);
  floats.set([scene.westM, scene.southM, scene.cellM, scene.highestM]);
  if (terrain) floats.set([terrain.westM, terrain.southM, terrain.cellM, terrain.highestM], 4);
  const numbers = [
    band.count,
    scene.columns,
    scene.rows,
    terrain?.columns ?? 0,
    terrain?.rows ?? 0,
    terrain?.levels ?? 0,
  ];
  const arrays = [
    floats,
    places,
    band.looks,
    scene.wall,
    scene.wallPhases,
    scene.prismWall,
    scene.prismPhases,
    scene.prismFootM,
    scene.cellWall,
    scene.wallOfCell,
    scene.cellRaised,
    scene.raisedOfCell,
    scene.cellTopM,
  ];
  const ground = terrain ? [terrain.upM, terrain.levelAt, terrain.levelColumns, terrain.maxM] : [];
  const pointers = [...arrays, ...ground].map(({ byteOffset }) => byteOffset);
  return [...numbers, ...pointers, ...(terrain ? [] : [0, 0, 0, 0])];
}
