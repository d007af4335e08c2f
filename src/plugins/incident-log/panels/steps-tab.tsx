import type { StepFacts } from '../../../../model/incidents/incident-state.ts';
import { useApp, useController } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { EmptyState } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { incidentLogController } from '../controller.ts';
import type { ShownIncident } from './shown.ts';

/** The steps of the plan: whose, by when, and how much time is left. */
export function StepsTab({ shown }: { shown: ShownIncident }) {
  const { t } = useWords();
  const { steps } = shown.facts;
  if (steps.length === 0) return <EmptyState icon="list">{t('incidentLog.planEmpty')}</EmptyState>;
  return (
    <ol className="incident-steps-list">
      {steps.map((facts) => (
        <Step key={facts.step.id} facts={facts} shown={shown} />
      ))}
    </ol>
  );
}

function Step({
  facts: { step, triggeredMs, startedMs, doneMs, dueMs },
  shown,
}: {
  facts: StepFacts;
  shown: ShownIncident;
}) {
  const { t, of } = useWords();
  const { twin, panels } = useApp();
  const controller = useController(incidentLogController);
  const reasonOf = useErrorText();
  const write = (state: 'started' | 'done') =>
    void controller
      .act({ kind: 'step', step: step.id, state, text: '' })
      .catch((error: unknown) => panels.getState().notify(reasonOf(error)));
  const hasBegun = triggeredMs !== null && triggeredMs <= shown.ms;
  const isLate = dueMs !== null && (doneMs ?? shown.ms) > dueMs;
  const state = doneMs !== null ? 'done' : !hasBegun ? 'waits' : isLate ? 'late' : 'runs';
  const time = (ms: number) => formatTime(cityTime(ms, twin.city.zone));
  return (
    <li className={state}>
      <b>{of(step.title)}</b>
      <span className="note">
        {t(`incidentLog.role_${step.owner}`)} · {t('incidentLog.within', { limit: formatNumber(step.limitMin) })}
        {dueMs !== null && ` · ${t('incidentLog.due', { time: time(dueMs) })}`}
        {triggeredMs === null && ` · ${t(`incidentLog.on_${step.trigger.on}`)}`}
      </span>
      <span className="countdown">
        {doneMs !== null
          ? t(isLate ? 'incidentLog.doneLate' : 'incidentLog.doneAt', { time: time(doneMs) })
          : dueMs === null
            ? t('incidentLog.waits')
            : !hasBegun && triggeredMs !== null
              ? t('incidentLog.begins', { time: time(triggeredMs) })
              : leftText(dueMs - shown.ms)}
      </span>
      {shown.mayAct && doneMs === null && shown.facts.closedMs === null && (
        <span className="step-acts">
          {startedMs === null && (
            <ActButton word="incidentLog.start" step={of(step.title)} onClick={() => write('started')} />
          )}
          <ActButton word="incidentLog.done" step={of(step.title)} onClick={() => write('done')} />
        </span>
      )}
    </li>
  );
}

/** `4:59`, over time `+1:03`; hours where there are some. */
function leftText(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const text =
    minutes < 60
      ? `${minutes}:${two(seconds % 60)}`
      : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
  return ms < 0 ? `+${text}` : text;
}

interface ActButtonProps {
  word: 'incidentLog.start' | 'incidentLog.done';
  step: string;
  onClick: () => void;
}

/** Its name says of which step, since several stand one below another. */
function ActButton({ word, step, onClick }: ActButtonProps) {
  const { t } = useWords();
  return (
    <button type="button" className="btn small" aria-label={`${t(word)} ${step}`} onClick={onClick}>
      {t(word)}
    </button>
  );
}
