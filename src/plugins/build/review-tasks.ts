import { failureOf } from '../../twin/failure.ts';
import type { Twin } from '../../twin/twin.ts';
import type { ReviewTask } from './review-slice.ts';

/** Which answer of the worker a panel waits for. */
type TaskName = 'space' | 'whatIf' | 'repair' | 'mend' | 'effect' | 'level' | 'shade';

/** Asks the worker, and hands its answer to `take` if the plan that was asked about is still open. */
export type RunTask = <T>(
  task: TaskName,
  question: (onProgress: (doneRatio: number) => void) => Promise<T | null>,
  take: (answer: T) => void,
) => Promise<void>;

/** One answer of the worker: how far it is while it is asked for, its reason where there is none. */
export function openReviewTasks(twin: Twin): RunTask {
  const { setReview } = twin.getState();
  const setTask = (task: TaskName, value: ReviewTask) => setReview({ [task]: value });
  let serial = 0;
  return async (task, question, take) => {
    const { plan } = twin.getState();
    const isSame = () => twin.getState().plan === plan;
    setTask(task, { kind: 'running', doneRatio: 0 });
    try {
      const answer = await question((doneRatio) => {
        if (isSame() && twin.getState()[task].kind === 'running') setTask(task, { kind: 'running', doneRatio });
      });
      if (!isSame()) return;
      if (answer === null) return setTask(task, { kind: 'idle' });
      take(answer);
      setTask(task, { kind: 'done', serial: ++serial });
    } catch (error) {
      if (isSame()) setTask(task, { kind: 'failed', reason: failureOf(error) });
    }
  };
}
