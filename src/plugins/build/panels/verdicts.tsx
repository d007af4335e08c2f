import { createContext, useContext } from 'react';
import { MIN_PER_DAY } from '../../../../model/time.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { reasonIn } from '../../../twin/failure.ts';
import { buildController } from '../controller.ts';
import { overloads, planDate, planName } from '../plan-text.ts';
import type { ScenarioRow } from '../review-controller.ts';
import type { BuildTab } from '../review-slice.ts';
import type { PlanFacts } from '../schedule-controller.ts';
import { type JudgedVerdict, VERDICTS, type VerdictId, verdictOf } from '../verdict-text.ts';
import { DRIVERS } from './plan-part.tsx';
import { useReviewed } from './use-reviewed.ts';

/** What the open plan says, once more whenever another is opened. */
export function usePlan(): PlanFacts | null {
  const { build } = useController(buildController);
  const isOpen = useTwin(({ plan }) => plan.kind === 'open');
  useTwin(({ plan }) => plan);
  useTwin(({ judgings }) => judgings);
  return isOpen ? build.facts() : null;
}

/** Five verdicts over the model, three lines each with the colour of their state at the top; a press opens what they are of. */
export function Verdicts() {
  const { t } = useWords();
  const facts = usePlan();
  return (
    <ul className="panel verdicts" aria-label={t('build.verdicts')}>
      {facts ? <Judged facts={facts} /> : VERDICTS.map((id) => <NotLoaded key={id} id={id} />)}
    </ul>
  );
}

function NotLoaded({ id }: { id: VerdictId }) {
  const { t } = useWords();
  return (
    <li className="unknown">
      <span className="name">
        {t(`build.${id}`)} <small>{t(`verdict.${id}`)}</small>
      </span>
      <b>{t('build.notLoaded')}</b>
    </li>
  );
}

function Judged({ facts }: { facts: PlanFacts }) {
  const speech = useWords();
  const project = useReviewed(facts);
  return verdictOf(project, speech).verdicts.map((verdict) => (
    <Cell key={verdict.id} verdict={verdict} facts={facts} canCheck={project.canCheckSpace} />
  ));
}

/** Part that a verdict opens. */
const PARTS: Record<VerdictId, BuildTab> = {
  logic: 'plan',
  time: 'bars',
  resources: 'whatIf',
  risk: 'plan',
  space: 'space',
};

function Cell({
  verdict: { id, state, figure, note },
  facts,
  canCheck,
}: {
  verdict: JudgedVerdict;
  facts: PlanFacts;
  canCheck: boolean;
}) {
  const { t } = useWords();
  const { twin } = useApp();
  const { build } = useController(buildController);
  const task = useTwin((state) => state.space);
  const open = () => {
    const { openBuildTab, focusPlan } = twin.getState();
    openBuildTab(PARTS[id]);
    if (id === 'time') focusPlan({ finding: 'critical', rows: criticalRows(facts) });
    if (id === 'risk') focusPlan({ finding: DRIVERS, rows: facts.risk.drivers.map(({ row }) => row) });
    if (id === 'space' && task.kind === 'idle' && canCheck) void build.review.checkSpace();
  };
  const isRunning = id === 'space' && task.kind === 'running';
  return (
    <li className={state}>
      <button type="button" title={note} onClick={open}>
        <span className="name">
          <span>{t(`build.${id}`)}</span>
          <small>{t(`verdict.state_${state}`)}</small>
        </span>
        <b>{isRunning ? `${Math.round(100 * task.doneRatio)} %` : figure}</b>
        <span className="note">{note}</span>
      </button>
    </li>
  );
}

const criticalRows = ({ rows }: PlanFacts): number[] =>
  rows.flatMap(({ critical, kind, status }, row) => (critical && kind !== 'summary' && status !== 'done' ? [row] : []));

/** What a verdict leads to, as words to press. */
export function VerdictActions(props: { id: VerdictId; facts: PlanFacts }) {
  const { t } = useWords();
  return (
    <VerdictName value={t(`build.${props.id}`)}>
      <ActionsOf {...props} />
    </VerdictName>
  );
}

/** Names the verdict to those who hear its actions apart from it. */
const VerdictName = createContext('');

function ActionsOf({ id, facts }: { id: VerdictId; facts: PlanFacts }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { openBuildTab } = twin.getState();
  const compare = <Action label={t('whatIf.compareIt')} onClick={() => openBuildTab('whatIf')} />;
  if (id === 'logic')
    return (
      <>
        <Action label={t('space.showIt')} onClick={() => openBuildTab('plan')} />
        <Action label={t('repair.repairIt')} onClick={() => openBuildTab('repair')} />
      </>
    );
  if (id === 'time')
    return (
      <>
        <ShowRows finding="critical" rows={criticalRows(facts)} />
        {compare}
      </>
    );
  if (id === 'resources') {
    const [worst] = overloads(facts);
    return (
      <>
        {worst && <ShowRows finding={`over ${worst.name}`} rows={worst.peakRows} />}
        {facts.resources.length > 0 && <Level facts={facts} />}
        {compare}
      </>
    );
  }
  if (id === 'risk')
    return (
      <>
        <ShowRows finding={DRIVERS} rows={facts.risk.drivers.map(({ row }) => row)} />
        {compare}
        {facts.risk.assumed && <span className="note">{t('verdict.assumed')}</span>}
      </>
    );
  return <SpaceAction />;
}

/** Opens what was found, or checks; without anything to check, opens a model. */
function SpaceAction() {
  const { t } = useWords();
  const { twin } = useApp();
  const { build } = useController(buildController);
  const task = useTwin((state) => state.space);
  const canCheck = useTwin((state) => state.hasCase || state.model.kind === 'open');
  const { openBuildTab } = twin.getState();
  if (task.kind === 'done') return <Action label={t('space.showIt')} onClick={() => openBuildTab('space')} />;
  if (!canCheck) return <Action label={t('verdict.openModel')} onClick={() => openBuildTab('model')} />;
  const check = () => {
    openBuildTab('space');
    void build.review.checkSpace();
  };
  return <Action label={t('space.check')} onClick={check} />;
}

/** What a verdict leads to. */
function Action({ label, title, onClick }: { label: string; title?: string; onClick: () => void }) {
  const verdict = useContext(VerdictName);
  return (
    <button type="button" className="link" title={title} aria-label={`${label} · ${verdict}`} onClick={onClick}>
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

/** Repairs what is over its limit: looks for the shortest plan within the resources, and says how near it is to the shortest there can be. */
function Level({ facts }: { facts: PlanFacts }) {
  const { t, language } = useWords();
  const { build } = useController(buildController);
  const task = useTwin((state) => state.level);
  if (task.kind === 'running')
    return <Action label={`${t('level.running')} ${Math.round(100 * task.doneRatio)} %`} onClick={build.review.stop} />;
  if (task.kind === 'failed') return <span className="note">{reasonIn(task.reason, language)}</span>;
  const row = task.kind === 'done' ? build.review.levelled() : null;
  if (!row) return <Action label={t('level.level')} title={t('level.why')} onClick={() => void build.review.level()} />;
  const { resources } = row;
  const over = ({ overloaded }: ScenarioRow) =>
    overloaded > 0 ? t('whatIf.overloaded', { count: overloaded }) : t('build.withinCapacity');
  if (resources.kind === 'logic')
    return (
      <span className="note">
        {resources.why === 'short'
          ? t('whatIf.short', {
              code: resources.code,
              most: resources.most,
              asked: resources.demandAtOnce,
              resource: planName(resources.resource, language),
            })
          : t(`whatIf.logicOnly.${resources.why}`, { over: over(row) })}
      </span>
    );
  const days = Math.round((row.finishMin - facts.finishMin) / MIN_PER_DAY);
  return (
    <span className="note">
      {t('level.date', { date: planDate(row.finishMin, language), days: formatNumber(days) })}{' '}
      {resources.gapPct === 0
        ? t('level.proved')
        : t('level.gap', { gap: formatNumber(resources.gapPct, resources.gapPct < 1 ? 2 : 1) })}
    </span>
  );
}
