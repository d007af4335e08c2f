import type { Machine } from '../shared/engine.ts';
import { loadGeos, type ShapeArrays } from '../shared/geos.ts';
import type { HelperLine } from '../shared/helper-line.ts';
import type { HelperMessage } from './helper.ts';
import { Overlay, type OverlayAnswer, type OverlayJob } from './overlay.ts';

/** The threads of one comparison. */
export interface OverlayPool {
  /** Answers in the order of the jobs; null: stopped. */
  run(jobs: readonly OverlayJob[], hear: (doneRatio: number) => void): Promise<OverlayAnswer[] | null>;
  stop(): void;
}

/** A helper that lays shapes. */
export type OverlayLine = HelperLine<HelperMessage, OverlayAnswer | null>;

/** Starts GEOS in this thread and in each helper, all on the same shapes. */
export async function openOverlayPool(
  arrays: ShapeArrays,
  lines: readonly OverlayLine[],
  machine: Pick<Machine, 'yield'>,
): Promise<OverlayPool> {
  const own = new Overlay(await loadGeos(), (shape) => [arrays, shape]);
  await Promise.all(lines.map((line) => line.ask({ kind: 'open', arrays })));
  let isStopped = false;
  return {
    stop() {
      isStopped = true;
    },
    async run(jobs, hear) {
      const answers: OverlayAnswer[] = new Array(jobs.length);
      let next = 0;
      let done = 0;
      const take = (): number | null => (isStopped || next >= jobs.length ? null : next++);
      const finish = (job: number, answer: OverlayAnswer) => {
        answers[job] = answer;
        done++;
        hear(done / jobs.length);
      };
      const work = async (line: OverlayLine) => {
        for (let job = take(); job !== null; job = take()) {
          const answer = await line.ask({ kind: 'job', job: jobs[job] });
          if (answer) finish(job, answer);
        }
      };
      const workHere = async () => {
        for (let job = take(); job !== null; job = take()) {
          finish(job, own.run(jobs[job]));
          // What the helpers answered and what the page asks comes in between.
          await machine.yield();
        }
      };
      await Promise.all([...lines.map(work), workHere()]);
      own.clear();
      await Promise.all(lines.map((line) => line.ask({ kind: 'clear' })));
      return isStopped ? null : answers;
    },
  };
}
