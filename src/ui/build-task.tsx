import type { ReviewTask } from '../twin/review.ts';
import { THIN_SPACE } from './format.ts';
import { useWords } from './words.ts';

/** How far a question to the worker is, with the way to end it; or why there is no answer. */
export function TaskState({ task, label, onStop }: { task: ReviewTask; label: string; onStop?: () => void }) {
  const { t } = useWords();
  if (task.kind === 'failed')
    return (
      <p className="build-state failed" role="alert">
        {task.reason}
      </p>
    );
  if (task.kind !== 'running') return null;
  const percent = Math.round(100 * task.doneRatio);
  return (
    <div className="review-running" role="status">
      <p>{label}</p>
      <div
        className="progress"
        role="progressbar"
        aria-label={label}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ width: `${percent}%` }} />
      </div>
      <p className="row-head">
        <span className="note">
          {percent}
          {THIN_SPACE}%
        </span>
        <span className="space" />
        {onStop && (
          <button type="button" className="btn small" onClick={onStop}>
            {t('common.cancel')}
          </button>
        )}
      </p>
    </div>
  );
}
