import type { ReactNode } from 'react';
import type { Reason } from '../twin/failure.ts';
import { ErrorNotice } from './controls.tsx';
import { Icon } from './icons.tsx';
import { Notes } from './run-list.tsx';
import type { EstimateState } from './run-parts.tsx';
import { useWords } from './words.ts';

/** What a form will cost, and the button that plays it. It waits for the estimate, for what cannot be run has none. */
export function RunStart<Answer>({
  estimate,
  isBusy,
  label,
  costOf,
  notesOf,
  refusalOf,
  onStart,
  children,
}: {
  estimate: EstimateState<Answer>;
  /** Another run of the engine goes on. */
  isBusy: boolean;
  /** Label of the button; the usual one unless given. */
  label?: string;
  costOf(answer: Answer): string;
  notesOf(answer: Answer): readonly string[];
  refusalOf(error: unknown): Reason;
  onStart(): void;
  children?: ReactNode;
}) {
  const { t } = useWords();
  return (
    <div className="run-it">
      {estimate?.kind === 'failed' ? (
        <ErrorNotice what={t('run.refused')} reason={refusalOf(estimate.error)} />
      ) : (
        (estimate || !isBusy) && <Cost answer={estimate?.answer ?? null} costOf={costOf} notesOf={notesOf} />
      )}
      <button
        type="button"
        className="btn primary wide"
        disabled={isBusy || estimate?.kind !== 'answered'}
        onClick={onStart}
      >
        <Icon name="play" />
        {isBusy ? t('run.busy') : (label ?? t('run.start'))}
      </button>
      {children}
    </div>
  );
}

function Cost<Answer>({
  answer,
  costOf,
  notesOf,
}: {
  answer: Answer | null;
  costOf(answer: Answer): string;
  notesOf(answer: Answer): readonly string[];
}) {
  const { t } = useWords();
  const notes = answer === null ? [] : notesOf(answer);
  return (
    <section className="cost" aria-live="polite">
      <p>{answer === null ? t('run.costing') : costOf(answer)}</p>
      {notes.length > 0 && (
        <details>
          <summary className="note">{t('run.limits', { amount: notes.length })}</summary>
          <Notes notes={notes} />
        </details>
      )}
    </section>
  );
}
