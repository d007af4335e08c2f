import type { Branch, Checkpoint, Resumption, RunInputs } from './engine.ts';

/** What was asked of a run on its way, and when. */
export interface Change<Request> {
  timeS: number;
  request: Request;
}

/** Memory that a run's checkpoints may take: 11 of a run of 90,000 cells, 1 of a million cells. */
const MAX_CHECKPOINT_BYTES = 1 << 26;

/**
 * What a run can be gone back into: its request and inputs, what was changed on the way, and some of its checkpoints, all in the order
 * of time. Between two checkpoints the run is played again, which ends in the same bits; so a few are enough for a branch from any frame.
 */
export class RunHistory<Request> {
  readonly request: Request;
  readonly inputs: RunInputs;
  private readonly changes: Change<Request>[];
  private checkpoints: Checkpoint[];
  /** One frame of so many is kept. */
  private stride = 1;
  private passed = 0;

  constructor(
    request: Request,
    inputs: RunInputs,
    changes: Change<Request>[] = [],
    checkpoints: readonly Checkpoint[] = [],
  ) {
    this.request = request;
    this.inputs = inputs;
    this.changes = changes;
    this.checkpoints = [...checkpoints];
  }

  /** The same run until `timeS`, and by this request from then on. */
  branch({ timeS }: Pick<Branch, 'timeS'>, request: Request): RunHistory<Request> {
    return new RunHistory(
      this.request,
      this.inputs,
      [...this.changes.filter((change) => change.timeS < timeS), { timeS, request }],
      this.checkpoints.filter((checkpoint) => checkpoint.timeS <= timeS),
    );
  }

  /** Where the run begins: at its last checkpoint or its start; what is changed from there on is in `due`. */
  open(): Resumption<Request> & { due: Change<Request>[] } {
    const checkpoint = this.checkpoints.at(-1) ?? null;
    const fromS = checkpoint?.timeS ?? 0;
    return {
      checkpoint,
      changed: this.changes.findLast(({ timeS }) => timeS < fromS)?.request ?? null,
      due: this.changes.filter(({ timeS }) => timeS >= fromS),
    };
  }

  /** Remembers what a run that is being played is asked from now on. */
  change(timeS: number, request: Request): void {
    this.changes.push({ timeS, request });
  }

  /** Keeps the frame that a run has just reached, if its turn has come and its whole state is at rest there. */
  keep(run: { timeS: number; isAtRest: boolean; snapshot(): Checkpoint }): void {
    if (run.timeS === 0 || !run.isAtRest || this.passed++ % this.stride !== 0) return;
    const checkpoint = run.snapshot();
    this.checkpoints.push(checkpoint);
    if (this.checkpoints.length * checkpoint.sizeBytes <= MAX_CHECKPOINT_BYTES || this.checkpoints.length === 1) return;
    this.checkpoints = this.checkpoints.filter((_, i) => i % 2 === 0);
    this.stride *= 2;
  }
}
