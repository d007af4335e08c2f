import { useEffect, useRef, useState } from 'react';
import { csvOfObjects } from '../../../../model/tables/csv-cell.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, IconButton } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { formatNumber, formatTotal, NO_VALUE_MARK } from '../../../kit/format.ts';
import { NEAR_PX, placeLabels } from '../../../kit/plot-labels.ts';
import { saveCsv, saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { buildController } from '../controller.ts';
import { planDate, planName } from '../plan-text.ts';
import type { ScenarioRow } from '../review-controller.ts';
import { readWhatIfs } from '../tasks/start-build-files.ts';
import { CHART_WIDTH } from './chart-width.ts';
import { Refusal } from './refusal.tsx';
import { ScenarioForm } from './scenario-form.tsx';
import { TaskHead, TaskState } from './task.tsx';

/** Scenarios as differences from the plan: what each costs, when it ends, whom it troubles. */
export function WhatIfPart() {
  const { t } = useWords();
  const { build } = useController(buildController);
  const task = useTwin((state) => state.whatIf);
  const hasScenarios = useTwin((state) => state.scenarios.length > 0);
  const rows = task.kind === 'done' ? build.review.rows() : [];
  const [isNewShown, setNewShown] = useState(false);
  return (
    <div className="review-part">
      {!hasScenarios && <TaskState task={task} label={t('whatIf.computing')} onStop={build.review.stop} />}
      {hasScenarios && (
        <TaskHead
          {...{ task, label: t('whatIf.computing'), first: t('whatIf.compute'), again: t('whatIf.again') }}
          isAnswered={rows.length > 0}
          onRequest={() => {
            setNewShown(false);
            void build.review.compare();
          }}
          onStop={build.review.stop}
        >
          <button
            type="button"
            className="btn small"
            onClick={() => saveCsv('scenarios', csvOfObjects(rows.map(flat), '\r\n'))}
          >
            {t('run.csv')}
          </button>
        </TaskHead>
      )}
      {!hasScenarios && task.kind !== 'running' && <EmptyState icon="histogram">{t('whatIf.none')}</EmptyState>}
      {rows.length > 0 && <Plot rows={rows} />}
      {rows.length > 0 && <p className="review-note">{t('whatIf.plot')}</p>}
      <ScenarioForm onAdd={() => setNewShown(true)} />
      <Files />
      {rows.length > 0 && <Rows rows={rows} isNewShown={isNewShown} />}
    </div>
  );
}

/** What-ifs outlive the page as a case. */
function Files() {
  const { t } = useWords();
  const { build } = useController(buildController);
  const isRunning = useTwin((state) => state.whatIf.kind === 'running');
  const hasScenarios = useTwin((state) => state.scenarios.length > 0);
  const [refusal, setRefusal] = useState<Reason | null>(null);
  const open = async (file: File) => {
    setRefusal(null);
    try {
      await build.review.openScenarios(await readWhatIfs(file), file.name);
    } catch (error) {
      setRefusal(failureOf(error));
    }
  };
  const save = () => {
    const text = build.review.scenarioFile();
    if (text !== null) saveFile('what-ifs.case.json', 'application/json', text);
  };
  if (isRunning) return null;
  return (
    <>
      <Refusal reason={refusal} />
      <div className="build-open what-if-files">
        <FileButton label={t('whatIf.open')} accept=".json" onFile={(file) => void open(file)} />
        {hasScenarios && (
          <button type="button" className="btn small" onClick={save}>
            {t('whatIf.save')}
          </button>
        )}
      </div>
    </>
  );
}

const flat = ({ ids, resources, finishMin, logicFinishMin, ...row }: ScenarioRow) => ({
  scenario: ids.join(' + ') || 'plan',
  finish: isoMinute(finishMin),
  finishByLogic: isoMinute(logicFinishMin),
  ...(resources.kind === 'within'
    ? { noEarlierThan: isoMinute(resources.noEarlierThanMin), gapPct: resources.gapPct, resources: resources.kind }
    : { noEarlierThan: null, gapPct: null, resources: resources.why }),
  ...row,
});
const isoMinute = (min: number): string => new Date(min * 60_000).toISOString().slice(0, 16);

/** More of a resource is asked for by one task than there is: there is no plan, so no finish and no cost. */
const isShort = ({ resources }: ScenarioRow): boolean => resources.kind === 'logic' && resources.why === 'short';

const HEIGHT = 150;
const LEFT = 104;
const RIGHT = 14;
const TOP = 16;
const BOTTOM = 28;

/** Each scenario a point: finish across, cost up; those that nothing beats are joined. */
function Plot({ rows: all }: { rows: readonly ScenarioRow[] }) {
  const { t, language } = useWords();
  const rows = all.filter((row) => !isShort(row));
  const finishes = rows.map(({ finishMin }) => finishMin);
  const costs = rows.map(({ cost }) => cost);
  const across = scaleOf(finishes, LEFT, CHART_WIDTH - RIGHT);
  const up = scaleOf(costs, HEIGHT - BOTTOM, TOP);
  const points = rows.map(({ finishMin, cost }) => ({ x: across(finishMin), y: up(cost) }));
  const labels = placeLabels(points, BEST_RADIUS_PX, CHART_WIDTH, HEIGHT - BOTTOM);
  const front = rows.filter(({ best }) => best).toSorted((a, b) => a.finishMin - b.finishMin);
  return (
    <svg className="what-if-plot" viewBox={`0 0 ${CHART_WIDTH} ${HEIGHT}`} role="img" aria-label={t('whatIf.plot')}>
      <path className="axis" d={`M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${CHART_WIDTH - RIGHT}`} />
      <text x={LEFT - 6} y={TOP + 5} className="end">
        {formatTotal(Math.max(...costs), language)}
      </text>
      <text x={LEFT - 6} y={HEIGHT - BOTTOM} className="end">
        {formatTotal(Math.min(...costs), language)}
      </text>
      <text x={LEFT} y={HEIGHT - 8}>
        {planDate(Math.min(...finishes), language)}
      </text>
      <text x={CHART_WIDTH - RIGHT} y={HEIGHT - 8} className="end">
        {planDate(Math.max(...finishes), language)}
      </text>
      {front.length > 1 && (
        <polyline points={front.map(({ finishMin, cost }) => `${across(finishMin)},${up(cost)}`).join(' ')} />
      )}
      {rows.map((row, i) => (
        <g key={row.ids.join()} className={row.ids.length === 0 ? 'base' : row.best ? 'best' : ''}>
          <path className="leader" d={leaderOf(points[i], labels[i])} />
          <circle cx={points[i].x} cy={points[i].y} r={row.best ? BEST_RADIUS_PX : 4.5} />
          <text x={labels[i].x} y={labels[i].y + 5} className="mid">
            {letterOf(all.indexOf(row))}
          </text>
        </g>
      ))}
    </svg>
  );
}

const BEST_RADIUS_PX = 6;
const POINT_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const letterOf = (at: number): string => POINT_LETTERS[at] ?? String(at + 1);

/** From a point to its letter, where that had to move away. */
function leaderOf(point: { x: number; y: number }, label: { x: number; y: number }): string {
  const dx = label.x - point.x;
  const dy = label.y - point.y;
  const outPx = Math.hypot(dx, dy);
  if (outPx <= NEAR_PX + 1) return '';
  const part = (outPx - 8) / outPx;
  return `M${point.x} ${point.y}L${point.x + part * dx} ${point.y + part * dy}`;
}

function scaleOf(values: readonly number[], from: number, to: number): (value: number) => number {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const margin = 0.12 * (to - from);
  return (value) =>
    most === least ? (from + to) / 2 : from + margin + ((value - least) / (most - least)) * (to - from - 2 * margin);
}

/** `isNewShown`: who has just made the last one need not look for it. */
function Rows({ rows, isNewShown }: { rows: readonly ScenarioRow[]; isNewShown: boolean }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const { build } = useController(buildController);
  const [base] = rows;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (isNewShown) list.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }, [isNewShown]);
  const showEffect = (id: string | null) => {
    twin.getState().openBuildTab('effect');
    void build.review.showEffect(id);
  };
  return (
    <ul className="scenarios" ref={list}>
      {rows.map((row, i) => {
        const id = row.ids[0] ?? null;
        const title = id === null ? null : build.review.scenarioTitle(id);
        const name = title ? of(title) : (id ?? t('whatIf.base'));
        return (
          <li key={row.ids.join()} className={row.best ? 'best' : ''}>
            <p className="scenario-name">
              <b>{letterOf(i)}</b> {name}
              {row.best && <span className="tag ok">{t('whatIf.best')}</span>}
            </p>
            <ScenarioFigures row={row} base={id === null ? null : base} />
            <WithinResources row={row} />
            <p className="row-head">
              <span className="space" />
              {row.residentDays !== null && (
                <button type="button" className="btn small" onClick={() => showEffect(id)}>
                  {t('whatIf.effect')}
                </button>
              )}
              {id !== null && (
                <IconButton
                  icon="x"
                  label={t('run.remove', { name })}
                  onClick={() => void build.review.removeScenario(id)}
                />
              )}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

/** When it ends, what it costs and whom it disturbs; `base`: what it is compared with, null for that one itself. */
function ScenarioFigures({ row, base }: { row: ScenarioRow; base: ScenarioRow | null }) {
  const { t, language } = useWords();
  const daysLater = (than: ScenarioRow) => {
    const late = Math.round((row.finishMin - than.finishMin) / 1440);
    return late === 0 ? t('whatIf.same') : t(late > 0 ? 'whatIf.later' : 'whatIf.earlier', { days: Math.abs(late) });
  };
  const compared = isShort(row) ? null : base;
  return (
    <dl>
      <Figure
        term={t('whatIf.finish')}
        value={isShort(row) ? NO_VALUE_MARK : planDate(row.finishMin, language)}
        note={compared ? daysLater(compared) : ''}
      />
      <Figure
        term={t('whatIf.cost')}
        value={isShort(row) ? NO_VALUE_MARK : formatTotal(row.cost, language)}
        note={compared ? signed(row.cost - compared.cost, language) : ''}
      />
      <Figure
        term={t('whatIf.residentDays')}
        value={row.residentDays === null ? NO_VALUE_MARK : formatTotal(row.residentDays, language)}
        note={
          row.residentDays !== null && base?.residentDays ? signedPct(row.residentDays / base.residentDays - 1) : ''
        }
      />
    </dl>
  );
}

/** What the resources make of it, and beside it what logic alone says. */
function WithinResources({ row: { resources, logicFinishMin, overloaded } }: { row: ScenarioRow }) {
  const { t, language } = useWords();
  const over = overloaded > 0 ? t('whatIf.overloaded', { count: overloaded }) : t('build.withinCapacity');
  if (resources.kind === 'within') {
    const gap = formatNumber(resources.gapPct, 1);
    return (
      <p className="note">
        {resources.gapPct === 0 ? t('whatIf.proved') : t('whatIf.gap', { gap })}
        {t('whatIf.byLogic', { date: planDate(logicFinishMin, language), over })}
      </p>
    );
  }
  if (resources.why === 'short') {
    const { code, most, demandAtOnce } = resources;
    return (
      <p className="note failed">
        {t('whatIf.short', { code, resource: planName(resources.resource, language), most, asked: demandAtOnce })}
      </p>
    );
  }
  return <p className="note">{t(`whatIf.logicOnly.${resources.why}`, { over })}</p>;
}

function Figure({ term, value, note }: { term: string; value: string; note: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{value}</dd>
      <dd className="note">{note}</dd>
    </div>
  );
}

const signed = (cost: number, language: 'zh' | 'en'): string =>
  `${cost > 0 ? '+' : cost < 0 ? '−' : '±'}${formatTotal(Math.abs(cost), language)}`;
const signedPct = (ratio: number): string =>
  `${ratio > 0 ? '+' : ratio < 0 ? '−' : '±'}${formatNumber(100 * Math.abs(ratio), 1)} %`;
