import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { MIN_PER_DAY } from '../../../../model/time.ts';
import { wallMinOf } from '../../../../model/wall-clock.ts';
import { useApp, useNarrow, useTwin } from '../../../kit/app-context.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';
import { type Span, wholeSpan } from '../gantt-axis.ts';
import { AXIS_PX, chartColoursOf, drawCurve, drawGantt, ROW_PX, TALL_ROW_PX } from '../gantt-canvas.ts';
import { planName, rowDays } from '../plan-text.ts';
import type { PlanFacts, PlanRow } from '../schedule-controller.ts';
import { GanttNow } from './gantt-now.tsx';

/** Plans with more rows than this begin with their summaries closed. */
const MAX_OPEN_ROWS = 40;
export const SPANS = ['all', 'year', 'quarter'] as const;
const SPAN_DAYS = { year: 365, quarter: 92 };

export type Shown = 'bars' | 'curve';

interface ChartProps {
  facts: PlanFacts;
  shown: Shown;
  spanOf: (typeof SPANS)[number];
}

/** Rows and picture scroll together; the clock moves the head alone, which is no part of the picture. On a phone the names stand above their bars. */
export function Chart({ facts, shown, spanOf }: ChartProps) {
  const rowPx = useNarrow() ? TALL_ROW_PX : ROW_PX;
  const focus = useTwin((state) => state.planFocus);
  const [closed, setClosed] = useState<ReadonlySet<number>>(() => closedAtFirst(facts));
  const rows = useMemo(() => rowsInSight(facts.rows, closed, focus?.rows ?? null), [facts, closed, focus]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [scrollPx, setScroll] = useState(0);
  const { widthPx, heightPx } = useSize(canvas);
  const picked = useTwin((state) => state.planTask);
  const scroller = useRef<HTMLDivElement>(null);
  /** Place of a picked row that is still to be scrolled to, pixels from the first. */
  const wanted = useRef<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another pick is brought into sight once, not what is closed after it
  useEffect(() => {
    if (picked === null || !scroller.current) return;
    const at = facts.rows.findIndex(({ task }) => task === picked);
    const open = new Set([...closed].filter((summary) => !isAbove(facts.rows, summary, at)));
    const place = rowsInSight(facts.rows, open, focus?.rows ?? null).findIndex((row) => row.at === at);
    if (place < 0) return;
    wanted.current = place * rowPx;
    if (open.size < closed.size) setClosed(open);
    else comeToWanted();
  }, [picked, facts]);
  // Rows that were closed can be scrolled to when they are there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is wanted lies in a ref
  useEffect(() => comeToWanted(), [rows]);
  function comeToWanted(): void {
    if (wanted.current === null || !scroller.current) return;
    const { scrollTop, clientHeight } = scroller.current;
    const top = wanted.current;
    wanted.current = null;
    if (top < scrollTop || top > scrollTop + clientHeight - 2 * rowPx - AXIS_PX)
      scroller.current.scrollTo({ top: top - clientHeight / 3 });
  }
  const toggle = (at: number) => {
    const next = new Set(closed);
    if (!next.delete(at)) next.add(at);
    setClosed(next);
  };
  return (
    <div
      ref={scroller}
      className={rowPx === ROW_PX ? 'gantt' : 'gantt tall'}
      onScroll={(event) => setScroll(event.currentTarget.scrollTop)}
    >
      <div className="gantt-window">
        {shown === 'bars' && <Table {...{ rows, rowPx, closed, toggle, scrollPx, heightPx }} />}
        <div className="gantt-picture">
          <Picture {...{ facts, shown, spanOf, canvas, rows, rowPx, scrollPx, widthPx, heightPx }} />
        </div>
      </div>
      {shown === 'bars' && <div style={{ height: Math.max(0, rows.length * rowPx + AXIS_PX - heightPx) }} />}
    </div>
  );
}

interface PictureProps extends ChartProps {
  canvas: RefObject<HTMLCanvasElement | null>;
  rows: readonly RowInSight[];
  rowPx: number;
  scrollPx: number;
  widthPx: number;
  heightPx: number;
}

/** The whole plan stands still under the head; a year or a quarter of it moves below a head in the middle. */
function Picture({ facts, shown, spanOf, canvas, rows, rowPx, scrollPx, widthPx, heightPx }: PictureProps) {
  const { twin } = useApp();
  const { zone } = twin.city;
  const { t, language } = useWords();
  const middleMin = useTwin(({ shownTimeMs }) => (spanOf === 'all' ? 0 : Math.round(wallMinOf(shownTimeMs, zone))));
  const theme = useTwin((state) => `${state.theme} ${state.desk}`);
  const { fromMin, toMin } = spanAt(facts, spanOf, middleMin);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes what the inks are
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || widthPx === 0) return;
    const scale = window.devicePixelRatio || 1;
    element.width = Math.round(widthPx * scale);
    element.height = Math.round(heightPx * scale);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const picture = {
      context,
      widthPx,
      heightPx,
      span: { fromMin, toMin },
      inks: chartColoursOf(element),
      language,
      facts,
      todayMin: wallMinOf(Date.now(), zone),
    };
    if (shown === 'curve')
      drawCurve(picture, {
        share: t('build.curveShare'),
        planned: t('build.curvePlanned'),
        forecast: t('build.curveForecast'),
      });
    else
      drawGantt(
        picture,
        rows.map(({ row }) => row),
        scrollPx,
        rowPx,
      );
  }, [canvas, facts, rows, rowPx, scrollPx, widthPx, heightPx, fromMin, toMin, shown, language, theme, zone, t]);
  return (
    <>
      <canvas ref={canvas} />
      <GanttNow fromMin={fromMin} toMin={toMin} widthPx={widthPx} />
    </>
  );
}

interface RowInSight {
  at: number;
  row: PlanRow;
}

/** Only the rows in sight are elements of the page. */
function Table({
  rows,
  rowPx,
  closed,
  toggle,
  scrollPx,
  heightPx,
}: {
  rows: RowInSight[];
  rowPx: number;
  closed: ReadonlySet<number>;
  toggle: (at: number) => void;
  scrollPx: number;
  heightPx: number;
}) {
  const { t } = useWords();
  const picked = useTwin((state) => state.planTask);
  const isPicked = ({ task }: PlanRow) => task !== null && task === picked;
  const first = Math.floor(scrollPx / rowPx);
  const inSight = rows.slice(first, first + Math.ceil(heightPx / rowPx) + 1);
  return (
    <div className="gantt-table">
      <div className="gantt-head" style={{ height: AXIS_PX }}>
        <span>{t('build.task')}</span>
        <span>{t('build.duration')}</span>
        <span>{t('build.float')}</span>
        <span>{t('build.done')}</span>
      </div>
      <div className="gantt-rows">
        {inSight.map(({ at, row }, i) => (
          <div
            key={at}
            className={`gantt-row${row.critical ? ' critical' : ''} ${row.kind}${isPicked(row) ? ' picked' : ''}`}
            style={{ height: rowPx, top: (first + i) * rowPx - scrollPx }}
          >
            <TaskName row={row} isClosed={closed.has(at)} isPicked={isPicked(row)} onToggle={() => toggle(at)} />
            <span>{rowDays(row.durationMin, row)}</span>
            <span className={row.floatMin < 0 ? 'negative' : ''}>{rowDays(row.floatMin, row)}</span>
            <span>{`${Math.round(100 * row.doneRatio)} %`}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** A summary opens and closes; an activity that elements name is picked. */
function TaskName({
  row,
  isClosed,
  isPicked,
  onToggle,
}: {
  row: PlanRow;
  isClosed: boolean;
  isPicked: boolean;
  onToggle: () => void;
}) {
  const { language } = useWords();
  const { twin } = useApp();
  const name = planName(row.name, language);
  return (
    <span className="name" style={{ paddingLeft: row.level * 14 }} title={name}>
      {row.kind === 'summary' && (
        <button type="button" aria-expanded={!isClosed} aria-label={name} onClick={onToggle}>
          <Icon name="down" />
        </button>
      )}
      {row.task === null ? (
        name
      ) : (
        <button
          type="button"
          className="pick"
          aria-pressed={isPicked}
          onClick={() => twin.getState().pickTask(isPicked ? null : row.task)}
        >
          {name}
        </button>
      )}
    </span>
  );
}

function closedAtFirst({ rows }: PlanFacts): ReadonlySet<number> {
  if (rows.length <= MAX_OPEN_ROWS) return new Set();
  return new Set(rows.flatMap(({ kind }, at) => (kind === 'summary' ? [at] : [])));
}

/** Whether a row lies below a summary. */
function isAbove(rows: readonly PlanRow[], summary: number, at: number): boolean {
  if (at <= summary) return false;
  for (let row = summary + 1; row <= at; row++) if (rows[row].level <= rows[summary].level) return false;
  return true;
}

/** Without what lies in closed summaries; while a finding is shown, its rows alone. */
function rowsInSight(
  rows: readonly PlanRow[],
  closed: ReadonlySet<number>,
  focus: readonly number[] | null,
): RowInSight[] {
  if (focus) return [...focus].sort((a, b) => a - b).map((at) => ({ at, row: rows[at] }));
  const inSight: RowInSight[] = [];
  let below = Infinity;
  for (const [at, row] of rows.entries()) {
    if (row.level > below) continue;
    below = closed.has(at) ? row.level : Infinity;
    inSight.push({ at, row });
  }
  return inSight;
}

function spanAt(facts: PlanFacts, which: (typeof SPANS)[number], nowMin: number): Span {
  if (which === 'all') return wholeSpan({ ...facts, p80Min: facts.risk.p80Min });
  const half = (SPAN_DAYS[which] * MIN_PER_DAY) / 2;
  return { fromMin: nowMin - half, toMin: nowMin + half };
}

function useSize(canvas: RefObject<HTMLCanvasElement | null>): { widthPx: number; heightPx: number } {
  const [size, setSize] = useState({ widthPx: 0, heightPx: 0 });
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const observer = new ResizeObserver(() =>
      setSize({ widthPx: element.clientWidth, heightPx: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [canvas]);
  return size;
}
