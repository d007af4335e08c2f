import type { ReactNode } from 'react';
import { MIN_PER_DAY } from '../../../../model/time.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { reasonIn } from '../../../twin/failure.ts';
import { buildController } from '../controller.ts';
import { daysOverContract, lateDays, overloads, planDate, planName, pointLimit, pointValue } from '../plan-text.ts';
import type { ScenarioRow } from '../review-controller.ts';
import type { PlanFacts } from '../schedule-controller.ts';
import { DRIVERS } from './plan-part.tsx';

const VERDICTS = ['logic', 'time', 'resources', 'risk', 'space'] as const;
type Verdict = (typeof VERDICTS)[number];

/** What the open plan says, once more whenever another is opened. */
export function usePlan(): PlanFacts | null {
  const { build } = useController(buildController);
  const isOpen = useTwin(({ plan }) => plan.kind === 'open');
  useTwin(({ plan }) => plan);
  useTwin(({ judgings }) => judgings);
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
          <dt>
            {t(`build.${verdict}`)} <small>{t(`verdict.${verdict}`)}</small>
          </dt>
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
  const { build } = useController(buildController);
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
        actions={<Action label={t('space.showIt')} title={parts.join(' · ')} onClick={() => openBuildTab('space')} />}
      >
        {parts.join(' · ')}
      </Shown>
    );
  }
  if (!canCheck) return <Empty verdict="space" isOpen={isOpen} />;
  return (
    <>
      <dd>{task.kind === 'running' ? `${Math.round(100 * task.doneRatio)} %` : NO_VALUE_MARK}</dd>
      <dd className="note">
        <span className="tag stale">{t('build.notChecked')}</span>
      </dd>
      {task.kind !== 'running' && (
        <dd className="note verdict-actions">
          <Action
            label={t('space.check')}
            onClick={() => {
              openBuildTab('space');
              void build.review.checkSpace();
            }}
          />
        </dd>
      )}
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

/** A figure and whether it stands, what it is held to, and what it leads to. */
function Shown({
  value,
  holds,
  mode,
  actions,
  children,
}: {
  value: ReactNode;
  holds: boolean | null;
  /** Mark of a figure that is not measured. */
  mode?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useWords();
  return (
    <>
      <dd className="value">
        <span>{value}</span>
        {holds !== null && (
          <span className={`tag ${holds ? 'ok' : 'danger'}`}>{t(holds ? 'build.holds' : 'build.fails')}</span>
        )}
        {mode}
      </dd>
      <dd className="note">{children}</dd>
      {actions && <dd className="note verdict-actions">{actions}</dd>}
    </>
  );
}

/** What a verdict leads to. */
function Action({ label, title, onClick }: { label: string; title?: string; onClick: () => void }) {
  return (
    <button type="button" className="link" title={title} onClick={onClick}>
      {label}
    </button>
  );
}

/** Shows these rows alone in the bars; pressed again, all. */
function ShowRows({ finding, rows }: { finding: string; rows: number[] }) {
  const { t } = useWords();
  const { twin } = useApp();
  const focus = useTwin((state) => state.planFocus);
  if (rows.length === 0) return null;
  return (
    <Action
      label={t('space.showIt')}
      title={t('build.showIt')}
      onClick={() => twin.getState().focusPlan(focus?.finding === finding ? null : { finding, rows })}
    />
  );
}

function Compare() {
  const { t } = useWords();
  const { twin } = useApp();
  return <Action label={t('whatIf.compareIt')} onClick={() => twin.getState().openBuildTab('whatIf')} />;
}

function Logic({ facts }: { facts: PlanFacts }) {
  const { t } = useWords();
  const { twin } = useApp();
  const failed = facts.points.filter(({ verdict }) => verdict === 'fail');
  const own = failed.filter(({ limitOf }) => limitOf === 'plan').length;
  const open = facts.points.find(({ id }) => id === 'logic');
  return (
    <Shown
      value={t('build.failedPoints', { count: failed.length })}
      holds={failed.length === 0}
      actions={
        <>
          <Action label={t('space.showIt')} onClick={() => twin.getState().openBuildTab('plan')} />
          <Action label={t('repair.repairIt')} onClick={() => twin.getState().openBuildTab('repair')} />
        </>
      }
    >
      {open && t('build.openLogic', { value: pointValue(open), limit: pointLimit(open) })}
      {own > 0 && ` · ${t('verdict.ownLimits', { count: own })}`}
    </Shown>
  );
}

/** How a date stands to the one that is owed. */
function useContract(facts: PlanFacts): (min: number) => string {
  const { t, language } = useWords();
  return (min) => {
    const over = daysOverContract(facts, min);
    if (over === null || facts.mustFinishMin === null) return t('verdict.noContract');
    const date = planDate(facts.mustFinishMin, language);
    if (over === 0) return t('verdict.onContract', { date });
    return t(over > 0 ? 'verdict.afterContract' : 'verdict.beforeContract', { date, days: Math.abs(over) });
  };
}

function Time({ facts }: { facts: PlanFacts }) {
  const { t, language } = useWords();
  const { build } = useController(buildController);
  const isLevelled = useTwin((state) => state.level.kind === 'done');
  const contract = useContract(facts);
  const late = lateDays(facts);
  const levelled = isLevelled ? build.review.levelled() : null;
  const critical = facts.rows.flatMap(({ critical, kind, status }, row) =>
    critical && kind !== 'summary' && status !== 'done' ? [row] : [],
  );
  return (
    <Shown
      value={planDate(facts.finishMin, language)}
      holds={late === null ? null : late <= 0}
      actions={
        <>
          <ShowRows finding="critical" rows={critical} />
          <Compare />
        </>
      }
    >
      {late === null
        ? t('build.noBaseline')
        : late > 0
          ? t('build.later', { days: formatNumber(late) })
          : t('build.notLater', { days: formatNumber(-late) })}
      {` · ${contract(facts.finishMin)}`}
      {levelled?.resources.kind === 'within' &&
        ` · ${t('verdict.levelled', { date: planDate(levelled.finishMin, language) })}`}
    </Shown>
  );
}

function Resources({ facts }: { facts: PlanFacts }) {
  const { t, language } = useWords();
  const [worst] = overloads(facts);
  if (facts.resources.length === 0)
    return (
      <Shown value={NO_VALUE_MARK} holds={null}>
        {t('build.noResources')}
      </Shown>
    );
  return (
    <Shown
      value={worst ? `${formatNumber(worst.peak)} / ${formatNumber(worst.capacity)}` : t('build.withinCapacity')}
      holds={!worst}
      actions={
        <>
          {worst && <ShowRows finding={`over ${worst.name}`} rows={worst.peakRows} />}
          <Level />
          <Compare />
        </>
      }
    >
      {worst
        ? t('build.peak', { name: planName(worst.name, language) })
        : t('build.resourceCount', { count: facts.resources.length })}
      <Levelled facts={facts} />
    </Shown>
  );
}

/** Repairs what is over its limit: looks for the shortest plan within the resources. */
function Level() {
  const { t } = useWords();
  const { build } = useController(buildController);
  const task = useTwin((state) => state.level);
  if (task.kind === 'running')
    return <Action label={`${t('level.running')} ${Math.round(100 * task.doneRatio)} %`} onClick={build.review.stop} />;
  if (task.kind === 'done') return null;
  return <Action label={t('level.level')} title={t('level.why')} onClick={() => void build.review.level()} />;
}

/** The date within resources beside the one by logic, and how near it is to the shortest there can be. */
function Levelled({ facts }: { facts: PlanFacts }) {
  const { t, language } = useWords();
  const { build } = useController(buildController);
  const task = useTwin((state) => state.level);
  if (task.kind === 'failed') return <> · {reasonIn(task.reason, language)}</>;
  const row = task.kind === 'done' ? build.review.levelled() : null;
  if (!row) return null;
  const { resources } = row;
  const over = ({ overloaded }: ScenarioRow) =>
    overloaded > 0 ? t('whatIf.overloaded', { count: overloaded }) : t('build.withinCapacity');
  if (resources.kind === 'logic')
    return resources.why === 'short' ? (
      <>
        {' · '}
        {t('whatIf.short', {
          code: resources.code,
          most: resources.most,
          asked: resources.demandAtOnce,
          resource: planName(resources.resource, language),
        })}
      </>
    ) : (
      <> · {t(`whatIf.logicOnly.${resources.why}`, { over: over(row) })}</>
    );
  const days = Math.round((row.finishMin - facts.finishMin) / MIN_PER_DAY);
  return (
    <>
      {' · '}
      {t('level.date', { date: planDate(row.finishMin, language), days: formatNumber(days) })}{' '}
      {resources.gapPct === 0
        ? t('level.proved')
        : t('level.gap', { gap: formatNumber(resources.gapPct, resources.gapPct < 1 ? 2 : 1) })}
    </>
  );
}

function Risk({ facts }: { facts: PlanFacts }) {
  const { t, language } = useWords();
  const contract = useContract(facts);
  const { p50Min, p80Min, runs, assumed, drivers } = facts.risk;
  const over = daysOverContract(facts, p80Min);
  return (
    <Shown
      value={planDate(p80Min, language)}
      holds={over === null ? null : over <= 0}
      mode={<span className="tag run">{t('build.simulated')}</span>}
      actions={
        <>
          <ShowRows finding={DRIVERS} rows={drivers.map(({ row }) => row)} />
          <Compare />
        </>
      }
    >
      {t(assumed ? 'build.p50Assumed' : 'build.p50', { date: planDate(p50Min, language), runs: formatNumber(runs) })}
      {` · ${contract(p80Min)}`}
    </Shown>
  );
}
