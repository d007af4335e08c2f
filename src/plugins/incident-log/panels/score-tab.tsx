import { useState } from 'react';
import { MAX_CONSISTENCY_RATIO } from '../../../../model/incidents/evaluation/ahp.ts';
import type { Cell } from '../../../../model/tables/data-table.ts';
import { useApp, useController, useStore } from '../../../kit/app-context.tsx';
import { cityTime, formatTime, isoDate } from '../../../kit/city-time.ts';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import type { PageReport, ReportTable } from '../../../kit/report-file.ts';
import { ReportButtons, useReportFacts } from '../../../kit/report-sheet.tsx';
import { cellText } from '../../../kit/table/column.ts';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { incidentLogController } from '../controller.ts';
import { CRITERIA, DEFAULT_PAIRS, type Pairs, type Score, scoreOf } from '../score.ts';
import { useScoreTables } from '../score-report.ts';
import { useActText } from './act-text.ts';
import type { ShownIncident } from './shown.ts';

/** Saaty's scale, from the second counting most to the first counting most. */
const SCALE = [-9, -7, -5, -4, -3, -2, 1, 2, 3, 4, 5, 7, 9] as const;
const pairOf = (step: number): number => (step < 0 ? -1 / step : step);

/** What the incident and its branches are worth, with formula and inputs beside each figure. */
export function ScoreTab({ shown }: { shown: ShownIncident }) {
  const { t } = useWords();
  const controller = useController(incidentLogController);
  const branches = useStore(controller.state, (state) => state.branches);
  const [pairs, setPairs] = useState<Pairs>(DEFAULT_PAIRS);
  const tables = useScoreTables(shown.timeline.steps());
  const own = branches.filter(({ incident }) => incident === shown.id);
  const record = shown.branch?.timeline.base?.parent ?? shown.timeline;
  const logs = [
    { name: t('incidentLog.record'), timeline: record },
    ...own.map(({ name, timeline }) => ({ name, timeline })),
  ];
  // Compared as all of them stand at the last line of any, unless a moment is looked at.
  const lastMs = Math.max(...logs.map(({ timeline }) => timeline.last()?.receivedMs ?? 0));
  const ms = shown.isReplayed ? Math.max(shown.ms, shown.branch ? lastMs : 0) : Math.max(shown.ms, lastMs);
  const score = scoreOf(logs, ms, pairs);
  const at = Math.max(
    0,
    logs.findIndex(({ timeline }) => timeline === shown.timeline),
  );
  const all = tables(score, score.alternatives[at]);
  const report = useReport(shown, all, ms);
  return (
    <div className="incident-score">
      <div className="row-head part">
        <b className="hero">{formatNumber(score.alternatives[at].time.score ?? Number.NaN, 4)}</b>
        <span className="note">{t('incidentLog.scoreTime')}</span>
        <span className="space" />
        <ReportButtons make={report} />
      </div>
      {all.map((table) => (
        <ScoreTable key={table.title} table={table} />
      ))}
      <PairFields score={score} pairs={pairs} onPairs={setPairs} />
    </div>
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

/** The criteria in pairs; a matrix that contradicts itself is told. */
function PairFields({ score, pairs, onPairs }: { score: Score; pairs: Pairs; onPairs: (pairs: Pairs) => void }) {
  const { t } = useWords();
  const names = CRITERIA.flatMap((a, i) => CRITERIA.slice(i + 1).map((b) => [a, b] as const));
  const ratio = score.ahp.consistencyRatio;
  return (
    <section className="part">
      <h3>{t('incidentLog.pairs')}</h3>
      {ratio > MAX_CONSISTENCY_RATIO && (
        <ErrorNotice
          what={t('incidentLog.inconsistent')}
          reason={t('incidentLog.inconsistentWhy', { ratio: ratio.toFixed(4), most: MAX_CONSISTENCY_RATIO })}
        />
      )}
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
