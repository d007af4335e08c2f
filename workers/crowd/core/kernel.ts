import { MemoryArena } from '../../shared/arena.ts';
import { CONTROL_BYTES, FIRST_OWN, instantiate, type Kernel, type WorkerInit, WorkerPool } from '../../shared/pool.ts';
import type { CrowdSetup } from '../lay-out.ts';
import type { CrowdInput } from './crowd.ts';
import type { CrowdArrays } from './crowd-arrays.ts';
import type { FieldPlane } from './field.ts';
import { type FieldExports, FieldKernel } from './field-kernel.ts';
import { allocateCrowd } from './people.ts';
import type { Walker } from './walking.ts';

/** What `kernel/work.ts` reads of the control block. */
const WORD = { step: FIRST_OWN, timeS: FIRST_OWN + 1, dtS: FIRST_OWN + 2, fields: FIRST_OWN + 3 } as const;

/** By the numbers of `kernel/memory.ts`. */
const MODELS = ['collision-free-speed', 'anticipation-velocity', 'social-force'] as const;

interface CrowdKernel extends Kernel, FieldExports {
  scratchBytes(): number;
  sort(): void;
}

/**
 * `WalkingOracle` in float32 with SIMD, in one memory that helpers may share (`shared/pool.ts`). The leader sorts alone: a
 * thirteenth of a step’s work (17 of 220 ns a person).
 */
export class WalkingKernel implements Walker {
  readonly crowd: CrowdArrays;
  /** For the helpers, each its own; `help` in their threads lets them join at the next step. */
  readonly workerInits: WorkerInit[];
  private readonly arena = new MemoryArena();
  private readonly kernel: CrowdKernel;
  private readonly pool: WorkerPool;
  private readonly controlI: Int32Array;
  private readonly controlF: Float32Array;

  constructor(module: WebAssembly.Module, input: CrowdInput, workerCount = 0) {
    const { arena } = this;
    const { memory } = arena;
    this.crowd = allocateCrowd(input, arena);
    this.kernel = instantiate<CrowdKernel>(module, memory);
    this.controlI = arena.i32(CONTROL_BYTES / 4);
    const controlAt = this.controlI.byteOffset;
    this.controlF = new Float32Array(memory.buffer, controlAt, CONTROL_BYTES / 4);
    const words = tableOf(this.crowd, input, arena);
    const table = arena.i32(words.length);
    table.set(words);
    const scratch = () => arena.u8(this.kernel.scratchBytes()).byteOffset;
    const [own, ...theirs] = Array.from({ length: 1 + workerCount }, (_, worker): WorkerInit => {
      return { module, memory, controlAt, layout: [table.byteOffset, controlAt, scratch(), worker] };
    });
    this.workerInits = theirs;
    this.kernel.layOut(...own.layout);
    this.pool = new WorkerPool(this.kernel, own);
  }

  /** Marches the fields of a case, and writes the directions that people here follow, by all workers. */
  marcherOf({ space, routes }: CrowdSetup, plane: FieldPlane): FieldKernel {
    const workers = 1 + this.workerInits.length;
    return new FieldKernel(this.kernel, { space, plane, routes: routes.length, workers }, this.arena, (table) => {
      this.controlI[WORD.fields] = table;
      this.pool.work();
      this.controlI[WORD.fields] = 0;
    });
  }

  /** Size of all memory that the run takes. */
  get bytes(): number {
    return this.arena.bytes;
  }

  step(step: number, timeS: number, dtS: number): void {
    this.kernel.sort();
    this.controlI[WORD.step] = step;
    this.controlF[WORD.timeS] = timeS;
    this.controlF[WORD.dtS] = dtS;
    this.pool.work();
  }

  close(): void {
    this.pool.release();
  }
}

/** In the order of `kernel/memory.ts`. */
function tableOf(crowd: CrowdArrays, { seed, walking, levels }: CrowdInput, arena: MemoryArena): number[] {
  const directions = arena.i32(crowd.directions.length);
  directions.set(crowd.directions.map(({ byteOffset }) => byteOffset));
  const numbers = [
    crowd.count,
    levels.length,
    crowd.cellFlags.length,
    crowd.linkLevels.length / 2,
    crowd.ghostCell.length,
    seed,
    MODELS.indexOf(walking.model),
  ];
  const arrays = [
    crowd.xM,
    crowd.yM,
    crowd.directionX,
    crowd.directionY,
    crowd.speedMps,
    crowd.desiredDirectionX,
    crowd.desiredDirectionY,
    crowd.progressMps,
    crowd.radiusM,
    crowd.desiredMps,
    crowd.timeGapS,
    crowd.stripM,
    crowd.speedRatio,
    crowd.startS,
    crowd.level,
    crowd.status,
    crowd.field,
    crowd.cell,
    crowd.sortedX,
    crowd.sortedY,
    crowd.sortedRadius,
    crowd.sortedId,
    crowd.sortedDesiredDirectionX,
    crowd.sortedDesiredDirectionY,
    crowd.sortedVelocityX,
    crowd.sortedVelocityY,
    crowd.cellStart,
    crowd.counts,
    crowd.near,
    crowd.ghostCell,
    crowd.ghostX,
    crowd.ghostY,
    crowd.ghostId,
    crowd.cellFlags,
    crowd.wallEnds,
    crowd.wallPassage,
    crowd.wallStart,
    crowd.wallOfCell,
    crowd.links,
    crowd.linkLevels,
    crowd.levelFloats,
    crowd.levelInts,
    directions,
  ];
  return [...numbers, ...arrays.map(({ byteOffset }) => byteOffset)];
}
