import { useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import { MS_PER_H } from '../../../../model/time.ts';
import { pageLanguage } from '../../../kit/words.ts';
import { reasonIn } from '../../../twin/failure.ts';
import { feedsController } from '../controller.ts';
import 'uplot/dist/uPlot.min.css';
import { rulesOf } from '../../../../model/alarms/stream-rules.ts';
import type { CitySensor, CityStream } from '../../../../model/sensors/sensors.ts';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { Segmented } from '../../../kit/controls.tsx';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { themeOf } from '../../../twin/appearance.ts';
import type { StreamSeries } from '../../../twin/live/service.ts';
import { type LimitLine, limitLines } from '../limit-lines.ts';
import { type Forecast, forecastOf } from '../outlook.ts';
import { ageText, valueText } from '../sensor-text.ts';

const RANGES = { hour: MS_PER_H, day: 24 * MS_PER_H } as const;
type Range = keyof typeof RANGES;
/** A chart is asked for anew so often while its card is open. */
const REFRESH_MS = 15_000;

/** The last hour or day, from what the page keeps and, before it was opened, from history; and where it leads. */
export function StreamChart({ index, sensor, stream }: { index: number; sensor: CitySensor; stream: CityStream }) {
  const { unit, warn, alarm } = stream;
  const { t } = useWords();
  const feeds = useController(feedsController);
  const [range, setRange] = useState<Range>('hour');
  const round = useTwin((state) => Math.floor(state.feedMs / REFRESH_MS));
  const [shown, setShown] = useState<StreamSeries | null>(null);
  const queryState = useQuery(`series ${index} ${range} ${round}`, () => {
    const nowMs = round * REFRESH_MS + REFRESH_MS;
    return feeds.series(index, nowMs - RANGES[range], nowMs);
  });
  useEffect(() => {
    if (queryState.kind === 'answered') setShown(queryState.answer);
  }, [queryState]);
  const kinds = feeds.kinds();
  const lines = useMemo(
    () => (shown ? limitLines(rulesOf(kinds, sensor, stream), shown) : []),
    [shown, kinds, sensor, stream],
  );
  const forecast = useMemo(() => shown && forecastOf(shown, { warn, alarm }), [shown, warn, alarm]);
  return (
    <>
      <Segmented
        small
        label={t('sensors.range')}
        value={range}
        options={(['hour', 'day'] as const).map((value) => ({ value, label: t(`sensors.${value}`) }))}
        onChange={setRange}
      />
      {queryState.kind === 'failed' ? (
        <p className="note">{t('sensors.noSeries', { reason: reasonIn(queryState.reason, pageLanguage()) })}</p>
      ) : !shown || shown.timesMs.length < 2 ? (
        <p className="note">{t('sensors.fewPoints')}</p>
      ) : (
        <>
          <Plot series={shown} unit={unit} forecast={forecast} lines={lines} />
          <ChartLegend lines={lines} unit={unit} hasForecast={forecast !== null} />
        </>
      )}
      {forecast && <ForecastLine forecast={forecast} unit={unit} />}
    </>
  );
}

/** What each line of the chart is: measured, where it leads, and each limit by its rule, its colour that of the alarm. */
export function ChartLegend({
  lines,
  unit,
  hasForecast,
}: {
  lines: readonly LimitLine[];
  unit: string;
  hasForecast: boolean;
}) {
  const { t, of } = useWords();
  const rules = lines.filter(({ rule }, i) => lines.findIndex((other) => other.rule.id === rule.id) === i);
  return (
    <ul className="chart-legend note">
      <li className="measured">{t('sensors.measured')}</li>
      {hasForecast && <li className="ahead">{t('sensors.ahead')}</li>}
      {rules.map(({ rule, toValue }) => {
        const limit = valueText(toValue, unit);
        return (
          <li key={rule.id} className={`limit p${rule.priority}`}>
            {`${of(rule.title)} ${limit.value}${THIN_SPACE}${limit.unit}`}
          </li>
        );
      })}
    </ul>
  );
}

/** Where the values go, and when they may meet a limit: said before they do. */
function ForecastLine({ forecast, unit }: { forecast: Forecast; unit: string }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { slopePerH, slopeErrorPerH, isTrend, meets } = forecast;
  const hourOf = (timeMs: number) => formatTime(cityTime(timeMs, twin.city.zone));
  const caption = valueText(slopePerH, unit);
  const trend = isTrend
    ? t('sensors.trend', {
        slope: `${slopePerH > 0 ? '+' : ''}${caption.value}`,
        error: valueText(slopeErrorPerH, unit).value,
        unit: caption.unit,
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
            unit: caption.unit,
            earliest: hourOf(meets.earliestMs),
            expected: meets.expectedMs === null ? '' : hourOf(meets.expectedMs),
          })}
        </span>
      )}
    </p>
  );
}

const CHART_PX = 132;
/** Part of the time behind that is drawn ahead, and farther where a limit is met. */
const AHEAD_RATIO = 1 / 3;
const AHEAD_STEPS = 24;

/** Columns of the plot: seconds, what was measured, then line, upper and lower edge of what may come. */
function columnsOf({ timesMs, values }: StreamSeries, forecast: Forecast | null): uPlot.AlignedData {
  const past = Array.from(timesMs, (ms) => ms / 1000);
  if (!forecast) return [past, Array.from(values)];
  const endMs = timesMs[timesMs.length - 1];
  const spanMs = endMs - timesMs[0];
  const meetsMs = forecast.meets ? (forecast.meets.expectedMs ?? forecast.meets.earliestMs) : 0;
  const toMs = Math.min(forecast.horizonMs, Math.max(endMs + AHEAD_RATIO * spanMs, meetsMs));
  const aheadMs = Array.from({ length: AHEAD_STEPS }, (_, i) => endMs + ((i + 1) * (toMs - endMs)) / AHEAD_STEPS);
  const none = past.map(() => null);
  const ahead = aheadMs.map(forecast.at);
  const limit = forecast.meets ? [...past, ...aheadMs].map(() => forecast.meets?.value ?? null) : null;
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

function axesOf(inkColour: string, gridColour: string, zone: string, unit: string): uPlot.Axis[] {
  const axis = { stroke: inkColour, grid: { stroke: gridColour, width: 1 }, ticks: { show: false } };
  return [
    { ...axis, values: (_, ticks) => ticks.map((s) => formatTime(cityTime(s * 1000, zone))) },
    { ...axis, size: 56, values: (_, ticks) => ticks.map((value) => valueText(value, unit).value) },
  ];
}

/** Returns how each column is drawn: the first is the time; a forecast has its middle, its bounds and where it meets a limit. */
function curvesOf(forecast: Forecast | null, colour: (name: string) => string): uPlot.Series[] {
  const points = { show: false };
  const measured = { stroke: colour('cat-1'), width: 1.5, points };
  if (!forecast) return [{}, measured];
  const bound = { width: 0, points };
  const curves = [{}, measured, { ...measured, dash: [4, 4] }, bound, bound];
  return forecast.meets ? [...curves, { stroke: colour('warn'), width: 1, points }] : curves;
}

function Plot({
  series,
  unit,
  forecast,
  lines,
}: {
  series: StreamSeries;
  unit: string;
  forecast: Forecast | null;
  lines: readonly LimitLine[];
}) {
  const { t } = useWords();
  const holder = useRef<HTMLDivElement>(null);
  const { twin } = useApp();
  const theme = useTwin(themeOf);
  const { zone } = twin.city;
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const style = getComputedStyle(element);
    const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: CHART_PX,
        legend: { show: false },
        cursor: { show: false },
        scales: { y: { range: (_, low, high) => rangeWith(lines, low, high) } },
        hooks: { draw: [(drawn) => drawLimits(drawn, lines, colour)] },
        axes: axesOf(colour(theme === 'command' ? 'ink-2' : 'ink-3'), colour('line'), zone, unit),
        bands: forecast ? [{ series: [3, 4], fill: `color-mix(in srgb, ${colour('cat-1')} 18%, transparent)` }] : [],
        series: curvesOf(forecast, colour),
      },
      columnsOf(series, forecast),
      element,
    );
    return () => plot.destroy();
  }, [series, forecast, lines, unit, theme, zone]);
  const gapMs = series.timesMs.reduce((most, ms, i, all) => (i > 0 ? Math.max(most, ms - all[i - 1]) : 0), 0);
  const caption = t('sensors.chart', { count: formatNumber(series.timesMs.length), gap: ageText(gapMs) });
  return <div ref={holder} className="chart" role="img" aria-label={caption} />;
}
