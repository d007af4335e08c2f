import { useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { CitySensor, CityStream } from '../city/sensors.ts';
import { themeOf } from '../twin/appearance.ts';
import { rulesOf } from '../twin/sensors/city-rules.ts';
import { type LimitLine, limitLines } from '../twin/sensors/limit-lines.ts';
import { type Outlook, outlookOf } from '../twin/sensors/outlook.ts';
import type { StreamSeries } from '../twin/sensors/service.ts';
import { cityTime, formatTime } from './city-time.ts';
import { Segmented } from './controls.tsx';
import { formatNumber } from './format.ts';
import { ageText, valueText } from './sensor-text.ts';
import { useAsked, useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

const HOUR_MS = 3_600_000;
const RANGES = { hour: HOUR_MS, day: 24 * HOUR_MS } as const;
type Range = keyof typeof RANGES;
/** A chart is asked for anew so often while its card is open. */
const REFRESH_MS = 15_000;

/** The last hour or day, from what the page keeps and, before it was opened, from history; and where it leads. */
export function StreamChart({ index, sensor, stream }: { index: number; sensor: CitySensor; stream: CityStream }) {
  const { unit, warn, alarm } = stream;
  const { t } = useWords();
  const { feeds } = useSurroundings();
  const [range, setRange] = useState<Range>('hour');
  const round = useTwin((state) => Math.floor(state.feedMs / REFRESH_MS));
  const [shown, setShown] = useState<StreamSeries | null>(null);
  const asked = useAsked(`series ${index} ${range} ${round}`, () => {
    const nowMs = round * REFRESH_MS + REFRESH_MS;
    return feeds.series(index, nowMs - RANGES[range], nowMs);
  });
  useEffect(() => {
    if (asked.kind === 'answered') setShown(asked.answer);
  }, [asked]);
  const lines = useMemo(() => (shown ? limitLines(rulesOf(sensor, stream), shown) : []), [shown, sensor, stream]);
  const outlook = useMemo(() => shown && outlookOf(shown, { warn, alarm }), [shown, warn, alarm]);
  return (
    <>
      <Segmented
        small
        label={t('sensors.range')}
        value={range}
        options={(['hour', 'day'] as const).map((value) => ({ value, label: t(`sensors.${value}`) }))}
        onChange={setRange}
      />
      {asked.kind === 'failed' ? (
        <p className="note">{t('sensors.noSeries', { reason: asked.reason })}</p>
      ) : !shown || shown.timesMs.length < 2 ? (
        <p className="note">{t('sensors.fewPoints')}</p>
      ) : (
        <Plot series={shown} unit={unit} outlook={outlook} lines={lines} />
      )}
      {outlook && <OutlookLine outlook={outlook} unit={unit} />}
    </>
  );
}

/** Where the values go, and when they may meet a limit: said before they do. */
function OutlookLine({ outlook, unit }: { outlook: Outlook; unit: string }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const { slopePerH, slopeErrorPerH, isTrend, meets } = outlook;
  const hourOf = (timeMs: number) => formatTime(cityTime(timeMs, twin.city.zone));
  const told = valueText(slopePerH, unit);
  const trend = isTrend
    ? t('sensors.trend', {
        slope: `${slopePerH > 0 ? '+' : ''}${told.value}`,
        error: valueText(slopeErrorPerH, unit).value,
        unit: told.unit,
      })
    : t('sensors.noTrend');
  return (
    <p className="note outlook" title={t('sensors.outlookMethod')}>
      {trend}
      {meets && (
        <span className="tag warn" role="status">
          {t(meets.expectedMs === null ? 'sensors.mayMeet' : 'sensors.meets', {
            limit: t(`sensors.limit_${meets.limit}`),
            value: valueText(meets.value, unit).value,
            unit: told.unit,
            earliest: hourOf(meets.earliestMs),
            expected: meets.expectedMs === null ? '' : hourOf(meets.expectedMs),
          })}
        </span>
      )}
    </p>
  );
}

const CHART_PX = 132;
/** Of the time that is behind, this part ahead is drawn, and farther where a limit is met. */
const AHEAD_RATIO = 1 / 3;
const AHEAD_STEPS = 24;

/** Columns of the plot: seconds, what was measured, then line, upper and lower edge of what may come. */
function columnsOf({ timesMs, values }: StreamSeries, outlook: Outlook | null): uPlot.AlignedData {
  const past = Array.from(timesMs, (ms) => ms / 1000);
  if (!outlook) return [past, Array.from(values)];
  const endMs = timesMs[timesMs.length - 1];
  const spanMs = endMs - timesMs[0];
  const meetsMs = outlook.meets ? (outlook.meets.expectedMs ?? outlook.meets.earliestMs) : 0;
  const toMs = Math.min(outlook.horizonMs, Math.max(endMs + AHEAD_RATIO * spanMs, meetsMs));
  const aheadMs = Array.from({ length: AHEAD_STEPS }, (_, i) => endMs + ((i + 1) * (toMs - endMs)) / AHEAD_STEPS);
  const none = past.map(() => null);
  const ahead = aheadMs.map(outlook.at);
  const limit = outlook.meets ? [...past, ...aheadMs].map(() => outlook.meets?.value ?? null) : null;
  return [
    [...past, ...aheadMs.map((ms) => ms / 1000)],
    [...values, ...aheadMs.map(() => null)],
    [...none, ...ahead.map(({ value }) => value)],
    [...none, ...ahead.map(({ high }) => high)],
    [...none, ...ahead.map(({ low }) => low)],
    ...(limit ? [limit] : []),
  ];
}

/** A limit is drawn if it is no farther from the values than they are from each other: else they would be a flat line below it. */
function rangeWith(lines: readonly LimitLine[], low: number | null, high: number | null): uPlot.Range.MinMax {
  const [least, most] = uPlot.rangeNum(low ?? 0, high ?? 1, 0.1, true);
  if (least === null || most === null) return [least, most];
  const span = most - least;
  const ends = lines
    .flatMap(({ fromValue, toValue }) => [fromValue, toValue])
    .filter((value) => value > least - span && value < most + span);
  return [Math.min(least, ...ends), Math.max(most, ...ends.map((value) => value + 0.05 * span))];
}

/** Over the plot, in the colour of each alarm's priority. */
function drawLimits(plot: uPlot, lines: readonly LimitLine[], colour: (name: string) => string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash([6 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const { rule, fromMs, fromValue, toMs, toValue } of lines) {
    ctx.strokeStyle = colour(`alarm-${rule.priority}`);
    ctx.beginPath();
    ctx.moveTo(plot.valToPos(fromMs / 1000, 'x', true), plot.valToPos(fromValue, 'y', true));
    ctx.lineTo(plot.valToPos(toMs / 1000, 'x', true), plot.valToPos(toValue, 'y', true));
    ctx.stroke();
  }
  ctx.restore();
}

function Plot({
  series,
  unit,
  outlook,
  lines,
}: {
  series: StreamSeries;
  unit: string;
  outlook: Outlook | null;
  lines: readonly LimitLine[];
}) {
  const { t } = useWords();
  const holder = useRef<HTMLDivElement>(null);
  const { twin } = useSurroundings();
  const theme = useTwin(themeOf);
  const { zone } = twin.city;
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const style = getComputedStyle(element);
    const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
    const axis = {
      stroke: colour(theme === 'command' ? 'ink-2' : 'ink-3'),
      grid: { stroke: colour('line'), width: 1 },
      ticks: { show: false },
    };
    const points = { show: false };
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: CHART_PX,
        legend: { show: false },
        cursor: { show: false },
        scales: { y: { range: (_, low, high) => rangeWith(lines, low, high) } },
        hooks: { draw: [(drawn) => drawLimits(drawn, lines, colour)] },
        axes: [
          { ...axis, values: (_, ticks) => ticks.map((s) => formatTime(cityTime(s * 1000, zone))) },
          { ...axis, size: 56, values: (_, ticks) => ticks.map((value) => valueText(value, unit).value) },
        ],
        bands: outlook ? [{ series: [3, 4], fill: `color-mix(in srgb, ${colour('cat-1')} 18%, transparent)` }] : [],
        series: [
          {},
          { stroke: colour('cat-1'), width: 1.5, points },
          ...(outlook
            ? [
                { stroke: colour('cat-1'), width: 1.5, dash: [4, 4], points },
                { width: 0, points },
                { width: 0, points },
              ]
            : []),
          ...(outlook?.meets ? [{ stroke: colour('warn'), width: 1, points }] : []),
        ],
      },
      columnsOf(series, outlook),
      element,
    );
    return () => plot.destroy();
  }, [series, outlook, lines, unit, theme, zone]);
  const gapMs = series.timesMs.reduce((most, ms, i, all) => (i > 0 ? Math.max(most, ms - all[i - 1]) : 0), 0);
  const told = t('sensors.chart', { count: formatNumber(series.timesMs.length), gap: ageText(gapMs) });
  return <div ref={holder} className="chart" role="img" aria-label={told} />;
}
