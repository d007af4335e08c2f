import type { EngineClient, RunStart } from '../../src/twin/engine-host.ts';
import type { EngineTypes, RunEnd, RunEvent } from '../../workers/shared/engine.ts';

/** A run that a test plays by hand. */
export interface HandRun<T extends EngineTypes> {
  id: string;
  request: T['request'];
  start: RunStart;
  hear(event: RunEvent<T>): void;
  end(end: RunEnd<T> | null): void;
  fail(error: Error): void;
}

/** An engine without a worker: its runs wait for what the test lets them say, and what was done to them is noted. */
export function handEngine<T extends EngineTypes>(own: Partial<EngineClient<T>> = {}) {
  const runs: HandRun<T>[] = [];
  const calls: string[] = [];
  const never = () => new Promise<never>(() => {});
  const client: EngineClient<T> = {
    open: never,
    estimate: never,
    run: (id, request, start, hear) =>
      new Promise((end, fail) => {
        runs.push({ id, request, start, hear, end, fail });
      }),
    pause: async () => void calls.push('pause'),
    resume: async () => void calls.push('resume'),
    stop: async () => void calls.push('stop'),
    forget: async (id) => void calls.push(`forget ${id}`),
    questions: {} as EngineClient<T>['questions'],
    questionsOf: () => ({}) as EngineClient<T>['questions'],
    ...own,
  };
  return { client, runs, calls };
}
