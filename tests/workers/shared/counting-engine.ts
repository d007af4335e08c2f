import type { Engine, EngineTypes, Estimate, Resumption, Run, RunInputs } from '../../../workers/shared/engine.ts';
import type { Answer, HostServices } from '../../../workers/shared/host.ts';
import { Host } from '../../../workers/shared/host.ts';

/** Adds `perStep` at every second; a change sets it anew. Its sum at a time can be told by hand. */
export interface CountingRequest {
  perStep: number;
  endS: number;
  frameEveryS: number;
  /** Looks at whether to stop before the run opens; absent: it opens at once. */
  preparations?: number;
}

export interface CountingTypes extends EngineTypes {
  facts: { city: string };
  request: CountingRequest;
  estimate: Estimate & { steps: number };
  opening: { notes: []; perStep: number };
  frame: { timeS: number; sum: number };
  result: { hash: string; sum: number };
  questions: { double(value: number): number; refuse(): never };
  runQuestions: { sumAt(frame: number): number };
}

/** Milliseconds of the test's clock that a step takes. */
export const STEP_MS = 10;

/** A clock that moves when a step is taken, and nowhere else. */
export function testClock(): HostServices & { ms: number; yields: number } {
  const clock = {
    ms: 0,
    yields: 0,
    nowMs: () => clock.ms,
    yield: async () => {
      clock.yields++;
      await new Promise((resolve) => setImmediate(resolve));
    },
    compile: async () => null,
  };
  return clock;
}

class CountingRun
  implements Run<CountingTypes['opening'], CountingTypes['frame'], CountingTypes['result'], CountingRequest>
{
  readonly endS: number;
  readonly frameEveryS: number;
  readonly opening: CountingTypes['opening'];
  readonly questions: CountingTypes['runQuestions'];
  timeS = 0;
  /** Steps since the run was started here: a branch plays fewer than its parent. */
  steps = 0;
  isClosed = false;
  private perStep: number;
  private sum = 0;
  private readonly sums: number[] = [];
  private readonly step: () => void;

  constructor(
    request: CountingRequest,
    { fields }: RunInputs,
    { changed, checkpoint }: Resumption<CountingRequest>,
    step: () => void,
  ) {
    this.endS = request.endS;
    this.frameEveryS = request.frameEveryS;
    this.perStep = (changed ?? request).perStep + fields.size;
    this.step = step;
    if (checkpoint) {
      this.timeS = checkpoint.timeS;
      this.sum = checkpoint.state as number;
    }
    this.opening = { notes: [], perStep: this.perStep };
    this.questions = { sumAt: (frame) => this.sums[frame] };
  }

  get isOver(): boolean {
    return this.timeS >= this.endS;
  }

  get isAtRest(): boolean {
    return this.timeS % 2 === 0;
  }

  advanceTo(timeS: number, isSliceOver: () => boolean): boolean {
    while (this.timeS < timeS) {
      this.timeS++;
      this.steps++;
      this.sum += this.perStep;
      this.step();
      if (isSliceOver()) break;
    }
    return this.timeS >= timeS;
  }

  frame(): CountingTypes['frame'] {
    this.sums.push(this.sum);
    return { timeS: this.timeS, sum: this.sum };
  }

  transferables(): ArrayBuffer[] {
    return [];
  }

  snapshot() {
    return { timeS: this.timeS, sizeBytes: 8, state: this.sum };
  }

  change({ perStep }: CountingRequest): void {
    if (perStep < 0) throw new Error(`perStep: expected 0 or more, got ${perStep}`);
    this.perStep = perStep;
  }

  result(): CountingTypes['result'] {
    return { hash: `${this.sum}`, sum: this.sum };
  }

  close(): void {
    this.isClosed = true;
  }
}

/** A host of the toy alone, its clock, and the runs that it began. */
export async function openCounting() {
  const clock = testClock();
  const runs: CountingRun[] = [];
  const engine: Engine<CountingTypes> = {
    id: 'counting',
    hasKernel: false,
    minHelpers: null,
    needs: [],
    gives: [],
    parse: (json) => json as CountingRequest,
    open: async ({ manifest }) => ({ facts: { city: manifest.id } }),
    estimate: (_, { endS }, fromS) => ({ seconds: endS - fromS, memoryBytes: 8, steps: endS - fromS }),
    async start(_, request, inputs, from, pause) {
      const { preparations = 0 } = request;
      for (let step = 0; step < preparations; step++) if (await pause(step / preparations)) return null;
      const run = new CountingRun(request, inputs, from, () => {
        clock.ms += STEP_MS;
      });
      runs.push(run);
      return run;
    },
    questions: () => ({
      double: (value) => 2 * value,
      refuse() {
        throw Object.assign(new Error('too much'), { code: 'too-much', values: { most: 3 } });
      },
    }),
  };
  const host = new Host({ counting: async () => engine }, clock);
  await host.load('counting');
  await host.open({ manifest: { id: 'toytown' } } as Parameters<Host['open']>[0], '');
  return { host, clock, runs };
}

export function valueIn<T>(answer: Answer<T>): T {
  if ('value' in answer) return answer.value;
  throw new Error(answer.fault.message);
}
