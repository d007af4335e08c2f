import type { ReactNode } from 'react';
import { Progress } from '../../../kit/analysis-parts.tsx';
import type { ReviewTask } from '../review-slice.ts';
import { Refusal } from './refusal.tsx';

/** How far a question to the worker is, with the way to end it; or why there is no answer. */
export function TaskState({ task, label, onStop }: { task: ReviewTask; label: string; onStop?: () => void }) {
  if (task.kind === 'failed') return <Refusal reason={task.reason} />;
  if (task.kind !== 'running') return null;
  return (
    <div className="review-running">
      <p>{label}</p>
      <Progress label={label} doneRatio={task.doneRatio} onStop={onStop} />
    </div>
  );
}

interface TaskLinkProps {
  task: ReviewTask;
  /** While it is worked out. */
  label: string;
  /** What the button says before there is an answer, and once there is. */
  first: string;
  again: string;
  isAnswered: boolean;
  isDisabled?: boolean;
  onRequest: () => void;
  onStop: () => void;
  /** What can be done with the answer. */
  children: ReactNode;
}

/** Head of a tab that asks the worker one thing: how far it is, else the button that asks, once more when it was answered. */
export function TaskHead({
  task,
  label,
  first,
  again,
  isAnswered,
  isDisabled,
  onRequest,
  onStop,
  children,
}: TaskLinkProps) {
  return (
    <>
      <TaskState task={task} label={label} onStop={onStop} />
      {task.kind !== 'running' && (
        <div className="review-actions">
          <button
            type="button"
            className={isAnswered ? 'btn small' : 'btn primary'}
            disabled={isDisabled ?? false}
            onClick={onRequest}
          >
            {isAnswered ? again : first}
          </button>
          {isAnswered && <span className="exports">{children}</span>}
        </div>
      )}
    </>
  );
}
