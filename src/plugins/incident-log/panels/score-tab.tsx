import { useState } from 'react';
import { MAX_CONSISTENCY_RATIO } from '../../../../model/incidents/evaluation/ahp.ts';
import { FIRST_CAPABILITY } from '../../../../model/incidents/first-capability.ts';
import type { PageReport, ReportTable } from '../../../../model/reports/report.ts';
import { CAPABILITY_LABELS } from '../../../../model/resources/vehicle-kinds.ts';
import { cellText } from '../../../../model/tables/cell-text.ts';
import type { Cell } from '../../../../model/tables/data-table.ts';
import {
  useApp,
  useController,
  useNarrow,
  useOffered,
  useQuery,
  useStore,
  useTwin,
} from '../../../kit/app-context.tsx';
import { cityTime, formatTime, isoDate } from '../../../kit/city-time.ts';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import { ReportButtons, useReportFacts } from '../../../kit/report-sheet.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { READINESS, READINESS_LIMITS_MIN } from '../../../twin/readiness.ts';
import { incidentLogController } from '../controller.ts';
import { type GradeBar, gradeBars, linesOfStep, type StepSpan, stepSpans } from '../evaluation.ts';
import { type Alternative, CRITERIA, DEFAULT_PAIRS, type Pairs, type Score, scoreOf } from '../score.ts';
import { useScoreTables } from '../score-report.ts';
import { useActText } from './act-text.ts';
import type { ShownIncident } from './shown.ts';

/** Saaty's scale, from the second counting most to the first counting most. */
const SCALE = [-9, -7, -5, -4, -3, -2, 1, 2, 3, 4, 5, 7, 9] as const;
const pairOf = (step: number): number => (step < 0 ? -1 / step : step);

/**
 * Evaluation of the shown incident as one page, wide or narrow as its place is: the grade with why, what it is made of, steps against their
 * limits, and folded the formulas with their inputs.
 */
export function ScoreTab({ shown }: { shown: ShownIncident }) {
  const { t } = useWords();
  const [pairs, setPairs] = useState<Pairs>(DEFAULT_PAIRS);
  const tables = useScoreTables(shown.timeline.steps());
  const { logs, ms } = useScoredLogs(shown);
  const score = scoreOf(logs, ms, pairs);
  const at = Math.max(
    0,
    logs.findIndex(({ timeline }) => timeline === shown.timeline),
  );
  const alternative = score.alternatives[at];
  const all = tables(score, alternative);
  const spans = stepSpans(shown.facts, ms);
  const sentence = useVerdict(shown, alternative, spans);
  const { fuzzy } = alternative;
  const points = fuzzy ? formatNumber(fuzzy.points, 1) : NO_VALUE_MARK;
  const gradeText = fuzzy ? t(`incidentLog.grade_${fuzzy.grade}`) : t('incidentLog.noGrade');
  const report = useReport(shown, all, ms, { figure: `${points} ${gradeText}`, sentence: sentence.join(' ') });
  const folded = [
    { title: t('incidentLog.foldInputs'), tables: all.slice(0, 3) },
    { title: t('incidentLog.foldWeights'), tables: all.slice(3, 4) },
    { title: t('incidentLog.foldCompared'), tables: all.slice(4) },
  ];
  return (
    <div className="evaluation">
      <header className="evaluation-head">
        <p className="evaluation-grade">
          <b className="hero">{points}</b>
          <b>{gradeText}</b>
        </p>
        <div>
          <h3>{sentence[0]}</h3>
          {sentence.slice(1).map((line) => (
            <p key={line} className="note">
              {line}
            </p>
          ))}
        </div>
      </header>
      <GradeBars alternative={alternative} score={score} />
      <StepChart shown={shown} spans={spans} />
      {logs.length > 1 && <ScoreTable table={comparedTable(t, score)} />}
      {folded.map(({ title, tables: parts }, part) => (
        <details key={title} className="part">
          <summary>{title}</summary>
          {parts.map((table) => (
            <ScoreTable key={table.title} table={table} />
          ))}
          {part === 1 && <PairFields pairs={pairs} onPairs={setPairs} />}
        </details>
      ))}
      {score.ahp.consistencyRatio > MAX_CONSISTENCY_RATIO && <Inconsistent ratio={score.ahp.consistencyRatio} />}
      <footer className="row-head part">
        <ReportButtons make={report} />
      </footer>
    </div>
  );
}

/** The record of the shown incident and its branches, and the moment up to which they are evaluated. */
function useScoredLogs(shown: ShownIncident) {
  const { t } = useWords();
  const controller = useController(incidentLogController);
  const branches = useStore(controller.state, (state) => state.branches);
  const own = branches.filter(({ incident }) => incident === shown.id);
  const record = shown.branch?.timeline.base?.parent ?? shown.timeline;
  const logs = [
    { name: t('incidentLog.record'), timeline: record },
    ...own.map(({ name, timeline }) => ({ name, timeline })),
  ];
  // Compared as all of them stand at the last line of any, unless a moment is looked at.
  const lastMs = Math.max(...logs.map(({ timeline }) => timeline.last()?.receivedMs ?? 0));
  const ms = shown.isReplayed ? Math.max(shown.ms, shown.branch ? lastMs : 0) : Math.max(shown.ms, lastMs);
  return { logs, ms };
}

type Translate = ReturnType<typeof useWords>['t'];

/** The record and its branches by their grades. */
function comparedTable(t: Translate, { alternatives }: Score): ReportTable {
  return {
    title: t('incidentLog.compared'),
    head: [t('incidentLog.head_alternative'), t('incidentLog.head_points'), t('incidentLog.head_grade')],
    rows: alternatives.map(({ name, fuzzy }) => [
      name,
      fuzzy && { value: fuzzy.points, digits: 1 },
      fuzzy && t(`incidentLog.grade_${fuzzy.grade}`),
    ]),
  };
}

/** Says in sentences why the grade is as it is: first what was latest and what was avoided, then the count of steps. */
function useVerdict({ timeline }: ShownIncident, { loss }: Alternative, spans: readonly StepSpan[]): string[] {
  const { t, of } = useWords();
  const steps = timeline.steps();
  const titleOf = (id: string) => of(steps.find((step) => step.id === id)?.title ?? { zh: id, en: id });
  const isLate = ({ lateMin }: StepSpan) => lateMin !== null && lateMin > 0;
  const late = spans.filter((span) => span.isDone && isLate(span));
  const missed = spans.filter((span) => !span.isDone && isLate(span));
  const [worst] = [...late].sort((a, b) => (b.lateMin ?? 0) - (a.lateMin ?? 0));
  const avoided = loss?.people.ratio ?? null;
  const first = [
    ...missed.slice(0, 1).map(({ id }) => t('incidentLog.saidMissed', { step: titleOf(id) })),
    ...(worst
      ? [t('incidentLog.saidLate', { step: titleOf(worst.id), minutes: formatNumber(worst.lateMin ?? 0, 1) })]
      : []),
    ...(spans.length > 0 && late.length + missed.length === 0 ? [t('incidentLog.saidInTime')] : []),
    ...(spans.length === 0 ? [t('incidentLog.saidNoSteps')] : []),
    ...(avoided === null ? [] : [t('incidentLog.saidAvoided', { percent: formatNumber(100 * avoided, 0) })]),
  ].join(t('incidentLog.saidAnd'));
  const counts = {
    steps: spans.length,
    inTime: spans.filter(({ isDone, lateMin }) => isDone && (lateMin ?? 0) <= 0).length,
    late: late.length,
    missed: missed.length,
  };
  return [first, ...(spans.length > 0 ? [t('incidentLog.saidSteps', counts)] : [])];
}

/** What the grade is made of: each criterion with its points, why, and its weight; readiness stands beside them and does not count. */
function GradeBars({ alternative, score }: { alternative: Alternative; score: Score }) {
  const { t } = useWords();
  const { time, orders, loss } = alternative;
  const inTime = time.steps.filter(({ verdict }) => verdict === 'in-time').length;
  const scored = time.steps.filter((step) => step.score !== null).length;
  const why: Record<GradeBar['criterion'], string> = {
    time: t('incidentLog.whyTime', { inTime, steps: scored }),
    response:
      orders.responseP50Min === null
        ? t('incidentLog.whyNone')
        : t('incidentLog.whyResponse', { minutes: formatNumber(orders.responseP50Min, 1) }),
    loss:
      loss?.people.ratio == null
        ? t('incidentLog.whyNoLoss')
        : t('incidentLog.whyLoss', { percent: formatNumber(100 * loss.people.ratio, 0) }),
    units: t('incidentLog.whyUnits', { units: orders.units }),
  };
  return (
    <ul className="grade-bars part" aria-label={t('incidentLog.bars')}>
      {gradeBars(alternative, score.ahp.weights).map(({ criterion, points, weight }) => (
        <Bar
          key={criterion}
          name={t(`incidentLog.bar_${criterion}`)}
          points={points}
          why={why[criterion]}
          weightText={weight === null ? NO_VALUE_MARK : `×${formatNumber(weight, 2)}`}
        />
      ))}
      <ReadinessBar />
    </ul>
  );
}

/** Below so many points a bar is marked: the grade is poor there. */
const WEAK_POINTS = 65;

function Bar({
  name,
  points,
  why,
  weightText,
}: {
  name: string;
  points: number | null;
  why: string;
  weightText: string;
}) {
  return (
    <li>
      <span>{name}</span>
      <i className="bar">
        <i
          className={points !== null && points < WEAK_POINTS ? 'weak' : ''}
          style={{ width: `${Math.max(0, Math.min(100, points ?? 0))}%` }}
        />
      </i>
      <b>{points === null ? NO_VALUE_MARK : formatNumber(points)}</b>
      <span className="note">{why}</span>
      <span className="note weight">{weightText}</span>
    </li>
  );
}

/** Minutes within which the bar of readiness asks for help. */
const READY_MIN = 8;

/** Coverage before the event: the share of residents that a unit of the first capability reached in time. */
function ReadinessBar() {
  const { t, of } = useWords();
  const readinessOf = useOffered(READINESS);
  const hazard = useTwin(({ situationIncident }) => situationIncident?.hazard ?? 'other');
  const capability = FIRST_CAPABILITY[hazard];
  const query = useQuery(
    `readiness of ${capability}`,
    async () => (await readinessOf?.(capability, new Set())) ?? null,
  );
  const before = query.kind === 'answered' ? query.answer?.before[READINESS_LIMITS_MIN.indexOf(READY_MIN)] : null;
  const what = of(CAPABILITY_LABELS[capability]);
  return (
    <Bar
      name={t('incidentLog.bar_readiness')}
      points={before == null ? null : 100 * before}
      why={
        before == null
          ? t('incidentLog.whyNoReadiness')
          : t('incidentLog.whyReadiness', { capability: what, minutes: READY_MIN, percent: formatNumber(100 * before) })
      }
      weightText={t('incidentLog.notCounted')}
    />
  );
}

/** How late or early a step was, or that it goes on. */
function useLateText(): (span: StepSpan) => string {
  const { t } = useWords();
  return ({ isDone, lateMin }) => {
    if (lateMin === null) return t('incidentLog.stepRunning');
    const isLate = lateMin > 0;
    const word = isLate ? (isDone ? 'incidentLog.lateBy' : 'incidentLog.missedBy') : 'incidentLog.earlyBy';
    return t(word, { minutes: formatNumber(Math.abs(lateMin), 1) });
  };
}

/** How the step went that a row of the evaluation opened, else the one that was latest; where the evaluation has a page, beside it. */
export function ShownStep({ shown }: { shown: ShownIncident }) {
  const { t, of } = useWords();
  const controller = useController(incidentLogController);
  const openId = useStore(controller.state, ({ stepId }) => stepId);
  const { ms } = useScoredLogs(shown);
  const lateText = useLateText();
  const spans = stepSpans(shown.facts, ms);
  const [latest] = [...spans].sort((a, b) => (b.lateMin ?? 0) - (a.lateMin ?? 0));
  const span = spans.find(({ id }) => id === openId) ?? latest;
  if (!span) return <p className="note more">{t('incidentLog.saidNoSteps')}</p>;
  const title = shown.timeline.steps().find(({ id }) => id === span.id)?.title;
  return (
    <section className="part">
      <p className="note">{title ? of(title) : span.id}</p>
      <h3 className="step-verdict">{lateText(span)}</h3>
      <StepLines shown={shown} span={span} />
      <p className="note more">{t('incidentLog.aboutRow')}</p>
    </section>
  );
}

/** Steps against their limits on one axis of minutes; what is late is hatched, and a row opens the lines of the log that tell it. */
function StepChart({ shown, spans }: { shown: ShownIncident; spans: readonly StepSpan[] }) {
  const { t, of } = useWords();
  const controller = useController(incidentLogController);
  const openId = useStore(controller.state, ({ stepId }) => stepId);
  const isNarrow = useNarrow();
  const lateText = useLateText();
  const steps = shown.timeline.steps();
  if (spans.length === 0) return null;
  const endMin = Math.max(1, ...spans.flatMap((span) => [span.endMin, span.limitMin]));
  const at = (min: number) => `${(100 * min) / endMin}%`;
  const width = (from: number, to: number) => `${(100 * Math.max(0, to - from)) / endMin}%`;
  const titleOf = (id: string) => of(steps.find((step) => step.id === id)?.title ?? { zh: id, en: id });
  return (
    <section className="part">
      <div className="row-head">
        <h3>{t('incidentLog.stepsChart')}</h3>
        <span className="space" />
        <span className="note chart-key">
          <i className="limit" /> {t('incidentLog.keyLimit')} <i className="actual" /> {t('incidentLog.keyActual')}{' '}
          <i className="late" /> {t('incidentLog.keyLate')}
        </span>
      </div>
      <ul className="step-chart">
        {spans.map((span) => {
          const { id, startMin, limitMin, endMin: stopMin, lateMin } = span;
          const isOpen = openId === id;
          const isLate = lateMin !== null && lateMin > 0;
          return (
            <li key={id}>
              <button
                type="button"
                aria-expanded={isOpen}
                onClick={() => controller.state.setState({ stepId: isOpen ? null : id })}
              >
                <span className="name">{titleOf(id)}</span>
                <span className="track">
                  <i className="limit" style={{ left: at(startMin), width: width(startMin, limitMin) }} />
                  <i
                    className="actual"
                    style={{ left: at(startMin), width: width(startMin, Math.min(stopMin, limitMin)) }}
                  />
                  {isLate && <i className="late" style={{ left: at(limitMin), width: width(limitMin, stopMin) }} />}
                </span>
                <span className={`note${isLate ? ' late-text' : ''}`}>{lateText(span)}</span>
              </button>
              {isOpen && isNarrow && <StepLines shown={shown} span={span} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The lines of the log that tell how a step went; each takes the clock to its moment. */
function StepLines({ shown: { timeline, facts }, span }: { shown: ShownIncident; span: StepSpan }) {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(incidentLogController);
  const textOf = useActText(timeline);
  return (
    <ol className="incident-lines" aria-label={t('incidentLog.stepLog')}>
      {linesOfStep(timeline, facts, span).map((entry) => (
        <li key={entry.seq}>
          <button type="button" title={t('incidentLog.jump')} onClick={() => controller.replay(entry.receivedMs)}>
            <span className="time">{formatTime(cityTime(entry.atMs, twin.city.zone), true)}</span>
            <b>{t(`incidentLog.act_${entry.act.kind}`)}</b>
            <span className="text">{textOf(entry)}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

/** A matrix of pairs that contradicts itself is told beside the grade that rests on it. */
function Inconsistent({ ratio }: { ratio: number }) {
  const { t } = useWords();
  return (
    <ErrorNotice
      what={t('incidentLog.inconsistent')}
      reason={t('incidentLog.inconsistentWhy', { ratio: ratio.toFixed(4), most: MAX_CONSISTENCY_RATIO })}
    />
  );
}

/** Columns that the panel has room for; of a wider table each row is a list of its own, since half a table compares nothing. */
const MAX_COLUMNS = 5;

function ScoreTable({ table }: { table: ReportTable }) {
  const { title, head, rows, note } = table;
  return (
    <section className="part">
      <h3>{title}</h3>
      {head.length > MAX_COLUMNS ? <ScoreRows head={head} rows={rows} /> : <ScoreColumns head={head} rows={rows} />}
      {note && <p className="note">{note}</p>}
    </section>
  );
}

type Cells = Pick<ReportTable, 'head' | 'rows'>;

/** Each row under its first cell; what it has no value for is not in its list. */
function ScoreRows({ head, rows }: Cells) {
  return (
    <ul className="score-rows">
      {rows.map(([first, ...rest], i) => (
        <li key={i}>
          <b>{cellText(first)}</b>
          <dl>
            {rest.map((cell, column) =>
              cell === null ? null : (
                <div key={column}>
                  <dt>{head[column + 1]}</dt>
                  <dd>{cellText(cell)}</dd>
                </div>
              ),
            )}
          </dl>
        </li>
      ))}
    </ul>
  );
}

function ScoreColumns({ head, rows }: Cells) {
  return (
    <Table
      rows={rows}
      rowKey={(_, at) => at}
      columns={head.map((word, at) => ({ head: word, value: (row: readonly Cell[]) => row[at] ?? null }))}
    />
  );
}

/** Fields that compare the criteria in pairs. */
function PairFields({ pairs, onPairs }: { pairs: Pairs; onPairs: (pairs: Pairs) => void }) {
  const { t } = useWords();
  const names = CRITERIA.flatMap((a, i) => CRITERIA.slice(i + 1).map((b) => [a, b] as const));
  return (
    <section className="part">
      <h3>{t('incidentLog.pairs')}</h3>
      {names.map(([a, b], i) => (
        <ChoiceField
          key={`${a} ${b}`}
          label={`${t(`incidentLog.criterion_${a}`)} : ${t(`incidentLog.criterion_${b}`)}`}
          value={String(SCALE.find((step) => Math.abs(pairOf(step) - pairs[i]) < 1e-9) ?? 1)}
          options={SCALE.map((step) => ({ value: String(step), label: step < 0 ? `1 : ${-step}` : `${step} : 1` }))}
          onChange={(step) => onPairs(pairs.map((pair, at) => (at === i ? pairOf(Number(step)) : pair)))}
        />
      ))}
    </section>
  );
}

/** Paper and spreadsheet: what the screen shows, the log line by line, and the hashes by which both are checked. */
function useReport(
  { timeline, state, facts, branch }: ShownIncident,
  tables: ReportTable[],
  ms: number,
  lead: NonNullable<PageReport['lead']>,
): () => PageReport {
  const { t } = useWords();
  const { twin } = useApp();
  const common = useReportFacts();
  const textOf = useActText(timeline);
  const { zone } = twin.city;
  const time = (value: number) => {
    const shown = cityTime(value, zone);
    return `${isoDate(shown)} ${formatTime(shown, true)}`;
  };
  return () => {
    const lines = Array.from({ length: facts.seq }, (_, i) => timeline.entry(i + 1));
    return {
      file: `${twin.city.id}-incident`,
      title: `${facts.opened?.title ?? ''} · ${t('incidentLog.reportTitle')}`,
      lead,
      facts: [
        ...common(),
        [t('incidentLog.reportMoment'), time(ms)],
        [t('incidentLog.reportOf'), branch?.name ?? t('incidentLog.record')],
        [t('incidentLog.logHash'), lines.at(-1)?.hash ?? NO_VALUE_MARK],
        [t('incidentLog.stateHash'), state.hash()],
        ...facts.runs.map(({ act, result }): [string, string] => [
          `${t('incidentLog.run')} ${act.engine} · ${t(`incidentLog.orders_${act.orders}`)}`,
          `${act.inputHash} → ${result?.hash ?? NO_VALUE_MARK}`,
        ]),
      ],
      tables: [
        ...tables,
        {
          title: t('incidentLog.tab_log'),
          head: (['seq', 'time', 'act', 'text', 'hash'] as const).map((key) => t(`incidentLog.head_${key}`)),
          rows: lines.map((entry) => [
            String(entry.seq),
            time(entry.atMs),
            t(`incidentLog.act_${entry.act.kind}`),
            textOf(entry),
            entry.hash.slice(0, 16),
          ]),
        },
      ],
      signatures: [],
    };
  };
}
