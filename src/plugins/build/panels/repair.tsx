import { useState } from 'react';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, ErrorNotice, IconButton } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { Table } from '../../../kit/table/table.tsx';
import { pageLanguage, useWords } from '../../../kit/words.ts';
import { failureOf, reasonIn } from '../../../twin/failure.ts';
import { buildController } from '../controller.ts';
import { planDate, planName, pointValue } from '../plan-text.ts';
import { remedyText } from '../remedy-text.ts';
import { type AcceptedChange, LIKELY, type ProposedLink } from '../review-controller.ts';
import type { PlanFacts } from '../schedule-controller.ts';
import { TaskState } from './task.tsx';
import { usePlan } from './verdicts.tsx';

const MAX_SHOWN = 120;
/** A longer list is unfolded by hand. */
const MAX_UNFOLDED = 6;

/** Links that the plan lacks, as proposals: a person takes or leaves each; then both verdicts stand side by side. */
export function RepairPart() {
  const { t } = useWords();
  const { build } = useController(buildController);
  const task = useTwin((state) => state.repair);
  const accepted = useTwin((state) => state.acceptedLinks + state.acceptedRemedies);
  const facts = usePlan();
  const [failure, setFailure] = useState<string | null>(null);
  const before = build.review.before();
  const judge = (judged: Promise<void>) => {
    setFailure(null);
    judged.catch((error: unknown) => setFailure(reasonIn(failureOf(error), pageLanguage())));
  };
  return (
    <div className="review-part">
      <TaskState task={task} label={t('repair.looking')} />
      {task.kind === 'idle' && (
        <div className="review-actions">
          <button type="button" className="btn primary" onClick={() => void build.review.propose()}>
            {t('repair.propose')}
          </button>
        </div>
      )}
      {failure && <ErrorNotice what={t('repair.refused')} reason={failure} />}
      {before && facts && (
        <Compared
          before={before}
          after={facts}
          count={accepted}
          onWithdraw={(one) => judge(build.review.withdraw(one))}
        />
      )}
      {task.kind === 'done' && <Proposals accept={(links) => judge(build.review.accept(links))} />}
    </div>
  );
}

/** Two verdicts on the plan side by side: as its file has it, and with what was accepted, of which each can be taken back. */
export function Compared({
  before,
  after,
  count,
  onWithdraw,
}: {
  before: PlanFacts;
  after: PlanFacts;
  count: number;
  onWithdraw: (change: AcceptedChange | null) => void;
}) {
  const { t, language } = useWords();
  const logic = (facts: PlanFacts) => {
    const point = facts.points.find(({ id }) => id === 'logic');
    return point ? pointValue(point) : '';
  };
  const failed = (facts: PlanFacts) => facts.points.filter(({ verdict }) => verdict === 'fail').length;
  const rows: [string, (facts: PlanFacts) => string][] = [
    [t('repair.missing'), logic],
    [t('repair.failed'), (facts) => formatNumber(failed(facts))],
    [t('repair.links'), (facts) => formatNumber(facts.links)],
    [t('repair.finish'), (facts) => planDate(facts.finishMin, language)],
    ['P80', (facts) => planDate(facts.risk.p80Min, language)],
  ];
  return (
    <section className="compared" aria-label={t('repair.compared')}>
      <Table
        isFixed
        rows={rows}
        rowKey={([name]) => name}
        columns={[
          { head: t('repair.accepted', { count }), value: ([name]) => name },
          { head: t('repair.before'), cell: ([, of]) => of(before), align: 'end' },
          {
            head: t('repair.after'),
            cell: ([, of]) => of(after),
            align: 'end',
            classOf: ([, of]) => (of(before) === of(after) ? undefined : 'changed'),
          },
        ]}
      />
      <Accepted facts={after} onWithdraw={onWithdraw} />
      <button type="button" className="btn small" onClick={() => onWithdraw(null)}>
        {t('repair.undo')}
      </button>
    </section>
  );
}

/** What was accepted, one by one. */
function Accepted({ facts, onWithdraw }: { facts: PlanFacts; onWithdraw: (change: AcceptedChange) => void }) {
  const speech = useWords();
  const { t, language } = speech;
  const { build } = useController(buildController);
  const nameOf = (row: number) => planName(facts.rows[row]?.name ?? '', language);
  const titleOf = (one: AcceptedChange) =>
    one.kind === 'link'
      ? `${nameOf(one.link.from)} → ${nameOf(one.link.to)}`
      : remedyText(one.remedy, facts, speech).title;
  const all = build.review.accepted();
  return (
    <details className="accepted" open={all.length <= MAX_UNFOLDED}>
      <summary>{t('repair.acceptedList', { count: all.length })}</summary>
      <ul>
        {all.slice(0, MAX_SHOWN).map((one) => {
          const title = titleOf(one);
          return (
            <li key={title}>
              <span>{title}</span>
              <IconButton icon="undo" label={t('repair.withdraw', { title })} onClick={() => onWithdraw(one)} />
            </li>
          );
        })}
        {all.length > MAX_SHOWN && <li className="note">{t('build.more', { count: all.length - MAX_SHOWN })}</li>}
      </ul>
    </details>
  );
}

function Proposals({ accept }: { accept: (links: readonly ProposedLink[]) => void }) {
  const { t } = useWords();
  const { build } = useController(buildController);
  const [chosen, setChosen] = useState<ReadonlySet<ProposedLink>>(new Set());
  const all = build.review.proposals();
  if (all.length === 0) return <EmptyState icon="check">{t('repair.none')}</EmptyState>;
  const toggle = (link: ProposedLink) => {
    const next = new Set(chosen);
    if (!next.delete(link)) next.add(link);
    setChosen(next);
  };
  return (
    <>
      <p className="review-note">{t('repair.found', { count: all.length })}</p>
      <div className="review-actions">
        <button
          type="button"
          className="btn small"
          onClick={() => setChosen(new Set(all.filter(({ confidence }) => confidence >= LIKELY)))}
        >
          {t('repair.likely', { percent: 100 * LIKELY })}
        </button>
        <span className="space" />
        <button type="button" className="btn primary" disabled={chosen.size === 0} onClick={() => accept([...chosen])}>
          {t('repair.accept', { count: chosen.size })}
        </button>
      </div>
      <ul className="proposals">
        {all.slice(0, MAX_SHOWN).map((link) => (
          <Proposal
            key={`${link.from} ${link.to}`}
            link={link}
            isChosen={chosen.has(link)}
            onToggle={() => toggle(link)}
          />
        ))}
        {all.length > MAX_SHOWN && <li className="note">{t('build.more', { count: all.length - MAX_SHOWN })}</li>}
      </ul>
    </>
  );
}

function Proposal({ link, isChosen, onToggle }: { link: ProposedLink; isChosen: boolean; onToggle: () => void }) {
  const { t, language } = useWords();
  const { twin } = useApp();
  const { build } = useController(buildController);
  const rows = build.facts()?.rows ?? [];
  const nameOf = (at: number) => planName(rows[at]?.name ?? '', language);
  return (
    <li>
      <label>
        <input type="checkbox" checked={isChosen} onChange={onToggle} />
        <span className="what">
          <b>
            {nameOf(link.from)} → {nameOf(link.to)}
          </b>
          <span>
            {link.why === 'support'
              ? t('repair.support', { count: link.evidence })
              : t('repair.dates', { days: formatNumber(link.evidence, 1) })}
          </span>
        </span>
        <span className="confidence" title={t('repair.confidence')}>
          {formatNumber(100 * link.confidence)} %
        </span>
      </label>
      <button
        type="button"
        className="btn small"
        onClick={() =>
          twin.getState().focusPlan({ finding: `link ${link.from} ${link.to}`, rows: [link.from, link.to] })
        }
      >
        {t('repair.show')}
      </button>
    </li>
  );
}
