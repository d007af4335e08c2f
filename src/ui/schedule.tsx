import { type PointerEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { PlanFacts, PlanRow } from '../twin/build-desk.ts';
import { instantOfWall, wallMinOf } from '../twin/wall-clock.ts';
import { usePlan } from './build-verdicts.tsx';
import { Panel, Segmented, Vacant } from './controls.tsx';
import { AXIS_PX, drawCurve, drawGantt, inksOf, ROW_PX, type Span } from './gantt-canvas.ts';
import { Icon } from './icons.tsx';
import { planDate, planName, rowDays } from './plan-text.ts';
import { PlayButton } from './sun-panel.tsx';
import { useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

const MIN_PER_DAY = 1440;
/** Plans with more rows than this begin with their summaries closed. */
const MOST_OPEN_ROWS = 40;
const RATES = [
  { value: '86400', word: 'build.dayPerS' },
  { value: '604800', word: 'build.weekPerS' },
  { value: '2592000', word: 'build.monthPerS' },
] as const;
const SPANS = ['all', 'year', 'quarter'] as const;
const SPAN_DAYS = { year: 365, quarter: 92 };

type Shown = 'bars' | 'curve';

/** 建造, below: the plan's bars or its S-curve beside the model, on one clock with it. */
export function Schedule() {
  const { t, language } = useWords();
  const facts = usePlan();
  const [shown, setShown] = useState<Shown>('bars');
  const [span, setSpan] = useState<(typeof SPANS)[number]>('all');
  if (!facts)
    return (
      <Panel title={t('build.schedule')} className="schedule">
        <Vacant icon="list">{t('build.scheduleEmpty')}</Vacant>
      </Panel>
    );
  const note =
    facts.dataDateMin === null
      ? facts.file
      : t('build.dataDate', { file: facts.file, date: planDate(facts.dataDateMin, language) });
  return (
    <Panel
      title={t('build.schedule')}
      note={note}
      className="schedule open"
      actions={<Controls {...{ shown, setShown, span, setSpan }} />}
    >
      <Chart facts={facts} shown={shown} spanOf={span} />
    </Panel>
  );
}

function Controls({
  shown,
  setShown,
  span,
  setSpan,
}: {
  shown: Shown;
  setShown: (shown: Shown) => void;
  span: (typeof SPANS)[number];
  setSpan: (span: (typeof SPANS)[number]) => void;
}) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const rate = useTwin((state) => state.rate);
  const by = useTwin((state) => state.buildColours);
  const { setRate, colourBuild } = twin.getState();
  return (
    <div className="schedule-controls">
      <Segmented
        small
        label={t('build.shown')}
        value={shown}
        options={(['bars', 'curve'] as const).map((value) => ({ value, label: t(`build.${value}`) }))}
        onChange={setShown}
      />
      <Segmented
        small
        label={t('build.span')}
        value={span}
        options={SPANS.map((value) => ({ value, label: t(`build.${value}`) }))}
        onChange={setSpan}
      />
      <Segmented
        small
        label={t('build.colours')}
        value={by}
        options={(['state', 'baseline'] as const).map((value) => ({ value, label: t(`build.by_${value}`) }))}
        onChange={colourBuild}
      />
      <PlayButton />
      <Segmented
        small
        label={t('sun.rate')}
        value={String(rate)}
        options={RATES.map(({ value, word }) => ({ value, label: t(word) }))}
        onChange={(value) => setRate(Number(value))}
      />
    </div>
  );
}

function Chart({ facts, shown, spanOf }: { facts: PlanFacts; shown: Shown; spanOf: (typeof SPANS)[number] }) {
  const { twin } = useSurroundings();
  const { zone } = twin.city;
  const { t, language } = useWords();
  const nowMin = useTwin(({ shownTimeMs }) => Math.round(wallMinOf(shownTimeMs, zone)));
  const theme = useTwin((state) => `${state.theme} ${state.desk}`);
  const focus = useTwin((state) => state.planFocus);
  const [closed, setClosed] = useState<ReadonlySet<number>>(() => closedAtFirst(facts));
  const rows = useMemo(() => rowsInSight(facts.rows, closed, focus?.rows ?? null), [facts, closed, focus]);
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [scrollPx, setScroll] = useState(0);
  const { widthPx, heightPx } = useSize(canvas);
  const span = spanAt(facts, spanOf, nowMin);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes what the inks are
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || widthPx === 0) return;
    const scale = window.devicePixelRatio || 1;
    element.width = Math.round(widthPx * scale);
    element.height = Math.round(heightPx * scale);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const picture = { context, widthPx, heightPx, span, nowMin, inks: inksOf(element), language, facts };
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
      );
  }, [facts, rows, scrollPx, widthPx, heightPx, nowMin, span.fromMin, span.toMin, shown, language, theme, t]);
  const toggle = (at: number) => {
    const next = new Set(closed);
    if (!next.delete(at)) next.add(at);
    setClosed(next);
  };
  return (
    <div ref={scroller} className="gantt" onScroll={(event) => setScroll(event.currentTarget.scrollTop)}>
      <div className="gantt-window">
        {shown === 'bars' && (
          <Table rows={rows} closed={closed} toggle={toggle} scrollPx={scrollPx} heightPx={heightPx} />
        )}
        <Head canvas={canvas} span={span} widthPx={widthPx} nowMin={nowMin} />
      </div>
      {shown === 'bars' && <div style={{ height: Math.max(0, rows.length * ROW_PX + AXIS_PX - heightPx) }} />}
    </div>
  );
}

/** The picture itself; dragging over it moves the one clock. */
function Head({
  canvas,
  span,
  widthPx,
  nowMin,
}: {
  canvas: RefObject<HTMLCanvasElement | null>;
  span: Span;
  widthPx: number;
  nowMin: number;
}) {
  const { t, language } = useWords();
  const { twin } = useSurroundings();
  const dragged = useRef(false);
  const show = (min: number) => twin.getState().showTime(instantOfWall(Math.round(min), twin.city.zone));
  const drag = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    if (dragged.current && widthPx > 0)
      show(span.fromMin + ((event.clientX - box.left) / widthPx) * (span.toMin - span.fromMin));
  };
  return (
    <canvas
      ref={canvas}
      role="slider"
      tabIndex={0}
      aria-label={t('build.clock')}
      aria-valuemin={span.fromMin}
      aria-valuemax={span.toMin}
      aria-valuenow={nowMin}
      aria-valuetext={planDate(nowMin, language)}
      onPointerDown={(event) => {
        dragged.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag(event);
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        dragged.current = false;
      }}
      onPointerCancel={() => {
        dragged.current = false;
      }}
      onKeyDown={(event) => {
        const days = { ArrowLeft: -1, ArrowRight: 1, PageDown: -30, PageUp: 30 }[event.key];
        if (days === undefined) return;
        event.preventDefault();
        show(nowMin + days * MIN_PER_DAY);
      }}
    />
  );
}

interface RowInSight {
  at: number;
  row: PlanRow;
}

/** Only the rows in sight are elements of the page. */
function Table({
  rows,
  closed,
  toggle,
  scrollPx,
  heightPx,
}: {
  rows: RowInSight[];
  closed: ReadonlySet<number>;
  toggle: (at: number) => void;
  scrollPx: number;
  heightPx: number;
}) {
  const { t, language } = useWords();
  const first = Math.floor(scrollPx / ROW_PX);
  const inSight = rows.slice(first, first + Math.ceil(heightPx / ROW_PX) + 1);
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
            className={`gantt-row${row.critical ? ' critical' : ''} ${row.kind}`}
            style={{ height: ROW_PX, top: (first + i) * ROW_PX - scrollPx }}
          >
            <span className="name" style={{ paddingLeft: row.level * 14 }} title={planName(row.name, language)}>
              {row.kind === 'summary' && (
                <button
                  type="button"
                  aria-expanded={!closed.has(at)}
                  aria-label={planName(row.name, language)}
                  onClick={() => toggle(at)}
                >
                  <Icon name="down" />
                </button>
              )}
              {planName(row.name, language)}
            </span>
            <span>{row.kind === 'summary' ? '' : rowDays(row.durationMin, row)}</span>
            <span className={row.floatMin < 0 ? 'negative' : ''}>{rowDays(row.floatMin, row)}</span>
            <span>{`${Math.round(100 * row.doneRatio)} %`}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

function closedAtFirst({ rows }: PlanFacts): ReadonlySet<number> {
  if (rows.length <= MOST_OPEN_ROWS) return new Set();
  return new Set(rows.flatMap(({ kind }, at) => (kind === 'summary' ? [at] : [])));
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
  const endMin = Math.max(facts.finishMin, facts.baseFinishMin || 0, facts.risk.p80Min);
  if (which !== 'all') {
    const half = (SPAN_DAYS[which] * MIN_PER_DAY) / 2;
    return { fromMin: nowMin - half, toMin: nowMin + half };
  }
  const margin = 0.02 * (endMin - facts.startMin);
  return { fromMin: facts.startMin - margin, toMin: endMin + margin };
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
