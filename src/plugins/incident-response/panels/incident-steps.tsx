import { type CityCase, STAGES } from '../../../../model/cases/cases.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { useSituation } from '../../../kit/use-situation.ts';
import { useWords } from '../../../kit/words.ts';
import type { SituationIncident } from '../../../twin/situation.ts';
import type { Incident } from '../incident.ts';

/** The next step of an incident's plan; the stages of a case with the present one and its time limit, or what the rule of an alarm advises, without a plan, and that is said. */
export function IncidentSteps({ incident }: { incident: Incident }) {
  const { t, of } = useWords();
  if (incident.kind === 'incident') return <PlanSteps open={incident.open} />;
  return (
    <>
      {incident.kind === 'case' ? (
        <CaseSteps one={incident.one} />
      ) : (
        <p className="advice">
          <b>{of(incident.alarm.meaning.action)}</b>
          <span className="note">{of(incident.alarm.meaning.consequence)}</span>
        </p>
      )}
      <p className="note more">{t(incident.kind === 'case' ? 'incident.noPlanCase' : 'incident.noPlanAlarm')}</p>
    </>
  );
}

/** The step of the plan that is due next at the shown time, and how far the plan is. */
function PlanSteps({ open: { plan, step, stepsDone, stepCount } }: { open: SituationIncident }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const { timeMs } = useSituation();
  if (!plan) return <p className="note more">{t('incident.planNone')}</p>;
  const due = step?.dueMs ?? null;
  const isLate = due !== null && timeMs > due;
  return (
    <>
      {step && (
        <p className="advice">
          <b>{t('incident.planStep', { number: step.number, step: of(step.title) })}</b>
          <span className="note">
            {due === null
              ? t('incident.planStepWaits')
              : t(isLate ? 'incident.wasDue' : 'incident.due', { time: formatTime(cityTime(due, twin.city.zone)) })}
          </span>
        </p>
      )}
      <p className="note more">{t('incident.planSteps', { plan: of(plan), done: stepsDone, all: stepCount })}</p>
    </>
  );
}

function CaseSteps({ one: { stage, dueMs, unit, log } }: { one: CityCase }) {
  const { t } = useWords();
  const { twin } = useApp();
  const nowMs = useTwin((state) => Math.floor(state.feedMs / 1000) * 1000);
  const at = STAGES.indexOf(stage);
  const isLate = dueMs !== null && nowMs > dueMs;
  const next = STAGES[at + 1];
  return (
    <>
      <ol className="steps" aria-label={t('incident.steps')}>
        {STAGES.map((each, i) => (
          <li key={each} className={i <= at ? 'done' : i === at + 1 ? `now${isLate ? ' late' : ''}` : ''}>
            {t(`stages.${each}`)}
          </li>
        ))}
      </ol>
      {next && (
        <p className="advice">
          <b>{t('incident.nextStep', { step: t(`stages.${next}`) })}</b>
          <span className="note">
            {[
              dueMs !== null &&
                t(isLate ? 'incident.wasDue' : 'incident.due', { time: formatTime(cityTime(dueMs, twin.city.zone)) }),
              unit || log.at(-1)?.by,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </p>
      )}
    </>
  );
}
