import { type Flood, type FloodInput, type FloodSnapshot, type SolverOf, startFlood } from './flood.ts';
import { type Exposure, ImpactLog, type ImpactState } from './impact.ts';
import { maximaArrays, WATCH_EVERY_S } from './maxima.ts';
import { FloodInputError } from './works/ground.ts';

/** Works and drains that stand from a moment on, and the ground under them: a levee's body is out of it where it will give way. */
export type Change = Pick<FloodInput, 'works' | 'drains' | 'bedElevationM'>;

export interface Edit extends Change {
  timeS: number;
}

/** A whole instant, and who was hurt till then. */
interface Moment {
  snapshot: FloodSnapshot;
  log: ImpactState;
}

/** Of memory that a run's moments may take: 11 of 澄川's first box (90,000 cells), 1 of a million cells. */
const MOMENTS_BYTES = 1 << 26;

/**
 * What a run can be gone back into: its input, what was changed on the way, and some of its moments, all in the order of time.
 * Between two moments the run is played again, which ends in the same bits; so a few are enough for a branch from any frame.
 */
export class Course {
  readonly input: FloodInput;
  private readonly edits: Edit[];
  private moments: Moment[];
  /** One frame of so many is kept. */
  private stride = 1;
  private passed = 0;

  constructor(input: FloodInput, edits: Edit[] = [], moments: Moment[] = []) {
    this.input = input;
    this.edits = edits;
    this.moments = moments;
  }

  /** The same run until `edit.timeS`, and with these works from then on. */
  branch(from: Edit): Course {
    const { timeS, works, drains, bedElevationM } = from;
    const own = { timeS, works, bedElevationM, ...(drains ? { drains } : {}) };
    return new Course(
      this.input,
      [...this.edits.filter((edit) => edit.timeS < timeS), own],
      this.moments.filter(({ snapshot }) => snapshot.clock.timeS <= timeS),
    );
  }

  /** The run as it stood at the last moment kept, or at its start; what is changed from there on is in `due`. */
  open(solverOf: SolverOf, exposure: Exposure): { flood: Flood; log: ImpactLog; due: Edit[] } {
    const last = this.moments.at(-1);
    const fromS = last?.snapshot.clock.timeS ?? 0;
    const input = inputWith(this.input, this.edits.findLast(({ timeS }) => timeS < fromS) ?? this.input);
    const log = new ImpactLog(input, exposure);
    if (last) log.restore(last.log);
    return {
      flood: startFlood(solverOf, input, last?.snapshot ?? null),
      log,
      due: this.edits.filter(({ timeS }) => timeS >= fromS),
    };
  }

  /** Changes a run that is being played, now: what it returns is played on. */
  edit(solverOf: SolverOf, flood: Flood, change: Change): Flood {
    this.edits.push({ timeS: flood.timeS, ...change });
    return changed(solverOf, flood, change);
  }

  worksAt(timeS: number): FloodInput['works'] {
    return (this.edits.findLast((edit) => edit.timeS <= timeS) ?? this.input).works;
  }

  /** Keeps the frame that a run has just reached, if its turn has come and its whole state is at rest there. */
  keep(flood: Flood, log: ImpactLog): void {
    const { timeS } = flood;
    if (timeS === 0 || timeS % WATCH_EVERY_S !== 0 || this.passed++ % this.stride !== 0) return;
    const snapshot = flood.snapshot();
    this.moments.push({ snapshot, log: log.save() });
    if (this.moments.length * bytesOf(snapshot) <= MOMENTS_BYTES || this.moments.length === 1) return;
    this.moments = this.moments.filter((_, i) => i % 2 === 0);
    this.stride *= 2;
  }
}

/** A flood with other works from now on. On other ground it is another flood, which goes on from the next moment at rest. */
export function changed(solverOf: SolverOf, flood: Flood, change: Change): Flood {
  if (flood.input.bedElevationM.every((bedM, cell) => bedM === change.bedElevationM[cell])) {
    flood.edit(change.works, change.drains);
    return flood;
  }
  const next = startFlood(solverOf, inputWith(flood.input, change), flood.snapshot());
  if (next.baseM === flood.baseM) return next;
  throw new FloodInputError(`breach: expected a sill above the lowest ground (${flood.baseM} m), got ${next.baseM} m`);
}

function inputWith(input: FloodInput, { works, drains, bedElevationM }: Change): FloodInput {
  return { ...input, works, bedElevationM, ...(drains ? { drains } : {}) };
}

function bytesOf({ water, soil, drains, maxima }: FloodSnapshot): number {
  const planes = maximaArrays(maxima).reduce((sum, { byteLength }) => sum + byteLength, 0);
  return water.byteLength + soil.byteLength + (drains?.byteLength ?? 0) + planes;
}
