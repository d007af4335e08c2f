import type { ReactNode } from 'react';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import type { PlanFacts } from '../controller.ts';
import { buildPlugin } from '../open.ts';
import { lateDays, overloads, planDate, planName, pointLimit, pointValue } from '../plan-text.ts';

const VERDICTS = ['logic', 'time', 'resources', 'risk', 'space'] as const;
type Verdict = (typeof VERDICTS)[number];

/** What the open plan says, once more whenever another is opened. */
export function usePlan(): PlanFacts | null {
  const { build } = useController(buildPlugin);
  const isOpen = useTwin(({ plan }) => plan.kind === 'open');
  useTwin(({ plan }) => plan);
  return isOpen ? build.facts() : null;
}

/** Five verdicts over the model: a figure each, what it is held to, and whether it stands. */
export function Verdicts() {
  const { t } = useWords();
  const facts = usePlan();
  return (
    <dl className="panel verdicts" aria-label={t('build.verdicts')}>
      {VERDICTS.map((verdict) => (
        <div key={verdict}>
          <dt>{t(`build.${verdict}`)}</dt>
          {verdict === 'space' ? (
            <Space isOpen={facts !== null} />
          ) : facts ? (
            <Judged verdict={verdict} facts={facts} />
          ) : (
            <Empty verdict={verdict} isOpen={facts !== null} />
          )}
        </div>
      ))}
    </dl>
  );
}

/** Conflicts of the last check, by kind; a click away where none was made yet. */
function Space({ isOpen }: { isOpen: boolean }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { build } = useController(buildPlugin);
  const task = useTwin((state) => state.space);
  const canCheck = useTwin((state) => state.hasCase || state.model.kind === 'open');
  const { openBuildTab } = twin.getState();
  const answer = task.kind === 'done' ? build.review.space() : null;
  if (answer) {
    const { conflicts, unsure, kinds } = answer.figures;
    const parts = SPACE_KINDS.flatMap((kind) => (kinds[kind] ? [t(`space.kind.${kind}`, { count: kinds[kind] })] : []));
    return (
      <Shown
        value={t('space.conflicts', { count: conflicts })}
        holds={conflicts === 0 ? (unsure > 0 ? null : true) : false}
      >
        <button type="button" className="link" title={parts.join(' · ')} onClick={() => openBuildTab('space')}>
          {t('space.showIt')}
        </button>{' '}
        {parts.join(' · ')}
      </Shown>
    );
  }
  if (!canCheck) return <Empty verdict="space" isOpen={isOpen} />;
  return (
    <>
      <dd>{task.kind === 'running' ? `${Math.round(100 * task.doneRatio)} %` : NO_VALUE_MARK}</dd>
      <dd className="note">
        <span className="tag stale">{t('build.notChecked')}</span>{' '}
        {task.kind !== 'running' && (
          <button
            type="button"
            className="link"
            onClick={() => {
              openBuildTab('space');
              void build.review.checkSpace();
            }}
          >
            {t('space.check')}
          </button>
        )}
      </dd>
    </>
  );
}

const SPACE_KINDS = ['hard', 'clearance', 'workspace', 'sequence', 'level', 'crane'] as const;

function Empty({ verdict, isOpen }: { verdict: Verdict; isOpen: boolean }) {
  const { t } = useWords();
  return (
    <>
      <dd>{NO_VALUE_MARK}</dd>
      <dd className="note">
        <span className="tag stale">{t(isOpen && verdict === 'space' ? 'build.notChecked' : 'build.notLoaded')}</span>
      </dd>
    </>
  );
}

function Judged({ verdict, facts }: { verdict: Exclude<Verdict, 'space'>; facts: PlanFacts }) {
  if (verdict === 'logic') return <Logic facts={facts} />;
  if (verdict === 'time') return <Time facts={facts} />;
  if (verdict === 'resources') return <Resources facts={facts} />;
  return <Risk facts={facts} />;
}

function Shown({ value, holds, children }: { value: ReactNode; holds: boolean | null; children: ReactNode }) {
  const { t } = useWords();
  return (
    <>
      <dd className="value">{value}</dd>
      <dd className="note">
        {holds !== null && (
          <span className={`tag ${holds ? 'ok' : 'danger'}`}>{t(holds ? 'build.holds' : 'build.fails')}</span>
        )}{' '}
        {children}
      </dd>
    </>
  );
}

function Logic({ facts }: { facts: PlanFacts }) {
  const { t } = useWords();
  const { twin } = useApp();
  const failed = facts.points.filter(({ verdict }) => verdict === 'fail');
  const open = facts.points.find(({ id }) => id === 'logic');
  return (
    <Shown value={t('build.failedPoints', { count: failed.length })} holds={failed.length === 0}>
      <button type="button" className="link" onClick={() => twin.getState().openBuildTab('repair')}>
        {t('repair.repairIt')}
      </button>{' '}
      {open && t('build.openLogic', { value: pointValue(open), limit: pointLimit(open) })}
    </Shown>
  );
}

function Time({ facts }: { facts: PlanFacts }) {
  const { t, language } = useWords();
  const { twin } = useApp();
  const late = lateDays(facts);
  return (
    <Shown value={planDate(facts.finishMin, language)} holds={late === null ? null : late <= 0}>
      <button type="button" className="link" onClick={() => twin.getState().openBuildTab('whatIf')}>
        {t('whatIf.compareIt')}
      </button>{' '}
      {late === null
        ? t('build.noBaseline')
        : late > 0
          ? t('build.later', { days: formatNumber(late) })
          : t('build.notLater', { days: formatNumber(-late) })}
    </Shown>
  );
}

function Resources({ facts }: { facts: PlanFacts }) {
  const { t, language } = useWords();
  const over = overloads(facts);
  const [worst] = over;
  if (facts.resources.length === 0)
    return (
      <Shown value={NO_VALUE_MARK} holds={null}>
        {t('build.noResources')}
      </Shown>
    );
  if (!worst)
    return (
      <Shown value={t('build.withinCapacity')} holds>
        {t('build.resourceCount', { count: facts.resources.length })}
      </Shown>
    );
  return (
    <Shown value={`${formatNumber(worst.peak)} / ${formatNumber(worst.capacity)}`} holds={false}>
      {t('build.peak', { name: planName(worst.name, language) })}
    </Shown>
  );
}

function Risk({ facts }: { facts: PlanFacts }) {
  const { t, language } = useWords();
  const { p50Min, p80Min, runs, assumed } = facts.risk;
  return (
    <Shown value={planDate(p80Min, language)} holds={null}>
      <span className="tag run">{t('build.simulated')}</span>{' '}
      {t(assumed ? 'build.p50Assumed' : 'build.p50', { date: planDate(p50Min, language), runs: formatNumber(runs) })}
    </Shown>
  );
}
