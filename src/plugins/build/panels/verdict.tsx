import { useEffect } from 'react';
import { MIN_PER_DAY } from '../../../../model/time.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber, formatTotal } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import type { ReviewedProject } from '../build-report.ts';
import { buildController } from '../controller.ts';
import { planDate } from '../plan-text.ts';
import { gainText, remedyText } from '../remedy-text.ts';
import { buildToolOf } from '../review-slice.ts';
import type { PlanFacts } from '../schedule-controller.ts';
import { type JudgedVerdict, verdictOf } from '../verdict-text.ts';
import { Compared } from './repair.tsx';
import { TaskState } from './task.tsx';
import { useReviewed } from './use-reviewed.ts';
import { VerdictActions } from './verdicts.tsx';

/** Whether the project will be on time, in a sentence; what to mend first, and what each change gains; the five verdicts with what they lead to. */
export function VerdictPart({ facts }: { facts: PlanFacts }) {
  const speech = useWords();
  const { t } = speech;
  const { build } = useController(buildController);
  const { panels } = useApp();
  const project = useReviewed(facts);
  const accepted = useTwin((state) => state.acceptedLinks + state.acceptedRemedies);
  const verdict = verdictOf(project, speech);
  const before = build.review.before();
  return (
    <div className="verdict-page">
      <section className={verdict.isPassed ? 'verdict-head ok' : 'verdict-head fail'}>
        {verdict.lateDays !== null && verdict.lateDays !== 0 && (
          <p className="verdict-figure">
            <b>{formatNumber(Math.abs(verdict.lateDays))}</b>{' '}
            {t(verdict.lateDays > 0 ? 'verdict.daysLate' : 'verdict.daysEarly')}
          </p>
        )}
        <p className="verdict-sentence">{verdict.headline}</p>
        {verdict.lines.map((line) => (
          <p key={line} className="note">
            {line}
          </p>
        ))}
      </section>
      {before && (
        <Compared
          before={before}
          after={facts}
          count={accepted}
          onWithdraw={(one) => void build.review.withdraw(one)}
        />
      )}
      <First project={project} />
      <ul className="verdict-list" aria-label={t('build.verdicts')}>
        {verdict.verdicts.map((one) => (
          <Row key={one.id} verdict={one} facts={facts} />
        ))}
      </ul>
      <Around project={project} />
      <p className="row-head verdict-foot">
        <button type="button" className="btn" onClick={() => panels.getState().openTool(buildToolOf('report'))}>
          {t('buildReport.open')}
        </button>
      </p>
    </div>
  );
}

function Row({ verdict: { id, state, figure, note }, facts }: { verdict: JudgedVerdict; facts: PlanFacts }) {
  const { t } = useWords();
  return (
    <li className={state}>
      <span className="what">
        <span className="name">
          {t(`build.${id}`)} <small>{t(`verdict.${id}`)}</small>
        </span>
        <b>{figure}</b>
        <span className="note">{note}</span>
      </span>
      <span className={`tag ${STATE_TAGS[state]}`}>{t(`verdict.state_${state}`)}</span>
      <span className="verdict-actions">
        <VerdictActions id={id} facts={facts} />
      </span>
    </li>
  );
}

/** How a state looks. */
const STATE_TAGS = { ok: 'ok', fail: 'danger', simulated: 'run', unknown: 'stale' } as const;

/** The changes that help most, in the order to make them; all of them are accepted by one press, and the plan is judged anew. */
function First({ project }: { project: ReviewedProject }) {
  const speech = useWords();
  const { t } = speech;
  const { twin } = useApp();
  const { build } = useController(buildController);
  const task = useTwin((state) => state.mend);
  const plan = useTwin((state) => state.plan);
  const { review } = build;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another plan is asked about anew
  useEffect(() => {
    if (twin.getState().mend.kind === 'idle') void review.findRemedies();
  }, [twin, review, plan, task.kind]);
  const { remedies, facts } = project;
  const gained = remedies?.first.reduce((sum, { gainDays }) => sum + gainDays, 0) ?? 0;
  return (
    <section className="verdict-first" aria-label={t('remedy.title')}>
      <h3>
        {t('remedy.title')}
        {gained > 0 && <span className="note">{t('remedy.gained', { days: formatNumber(gained) })}</span>}
      </h3>
      <TaskState task={task} label={t('remedy.looking')} onStop={review.stop} />
      {remedies && remedies.first.length === 0 && <p className="note">{t('remedy.none')}</p>}
      <ol>
        <MissingLinks project={project} />
        {remedies?.first.map((remedy) => {
          const { title, about } = remedyText(remedy, facts, speech);
          const { rows, gainDays } = remedy;
          return (
            <li key={title}>
              <button
                type="button"
                disabled={rows.length === 0}
                title={t('build.showIt')}
                onClick={() => twin.getState().focusPlan({ finding: title, rows })}
              >
                <span className="what">
                  <b>{title}</b>
                  <span className="note">{about}</span>
                </span>
                <span className="gain">{gainText(gainDays, speech)}</span>
              </button>
            </li>
          );
        })}
      </ol>
      {remedies && remedies.first.length > 0 && (
        <p className="row-head">
          <button type="button" className="btn primary" onClick={() => void review.adopt(remedies.first)}>
            {t('remedy.adopt', { count: remedies.first.length })}
          </button>
        </p>
      )}
      {remedies && <p className="note">{t('remedy.how')}</p>}
    </section>
  );
}

/** Logic that the plan lacks comes before all else: without it no date can be trusted. */
function MissingLinks({ project: { remedies, facts } }: { project: ReviewedProject }) {
  const speech = useWords();
  const { t, language } = speech;
  const { twin } = useApp();
  const { build } = useController(buildController);
  const repair = useTwin((state) => state.repair);
  const isMissing = facts.points.some(({ id, verdict }) => id === 'logic' && verdict === 'fail');
  const isAccepted = useTwin((state) => state.acceptedLinks > 0);
  const links = remedies?.links;
  if (links && !isAccepted) {
    const gainDays = Math.round((remedies.finishMin - links.finishMin) / MIN_PER_DAY);
    return (
      <li>
        <button type="button" onClick={() => twin.getState().openBuildTab('repair')}>
          <span className="what">
            <b>{t('remedy.links', { count: links.count })}</b>
            <span className="note">{t('remedy.linksThen', { date: planDate(links.finishMin, language) })}</span>
          </span>
          <span className="gain">{gainText(gainDays, speech)}</span>
        </button>
      </li>
    );
  }
  if (!isMissing || isAccepted || repair.kind === 'done') return null;
  return (
    <li>
      <button type="button" disabled={repair.kind === 'running'} onClick={() => void build.review.propose()}>
        <span className="what">
          <b>{t(repair.kind === 'running' ? 'repair.looking' : 'repair.propose')}</b>
          <span className="note">{t('remedy.linksAbout')}</span>
        </span>
      </button>
    </li>
  );
}

/** What the site does to those around it, as far as it was computed. */
function Around({ project: { effect } }: { project: ReviewedProject }) {
  const { t, language } = useWords();
  const { twin } = useApp();
  const { build } = useController(buildController);
  const hasCase = useTwin((state) => state.hasCase);
  const task = useTwin((state) => state.effect);
  const compute = () => {
    twin.getState().openBuildTab('effect');
    void build.review.showEffect(null);
  };
  if (!effect && !hasCase) return null;
  return (
    <section className="verdict-first" aria-label={t('verdict.around')}>
      <h3>{t('verdict.around')}</h3>
      {effect ? (
        <dl className="verdict-around">
          <div>
            <dt>{t('effect.noiseDays')}</dt>
            <dd>
              {formatTotal(effect.residentDays.noise, language)}{' '}
              <span className="unit">{t('effect.residentDays')}</span>
            </dd>
          </div>
          <div>
            <dt>{t('effect.closedDays')}</dt>
            <dd>
              {formatTotal(effect.residentDays.closures, language)}{' '}
              <span className="unit">{t('effect.residentDays')}</span>
            </dd>
          </div>
        </dl>
      ) : (
        <p className="row-head">
          <span className="note">{t('verdict.whyEffect')}</span>
          <span className="space" />
          <button type="button" className="btn small" disabled={task.kind === 'running'} onClick={compute}>
            {t('effect.compute')}
          </button>
        </p>
      )}
    </section>
  );
}
