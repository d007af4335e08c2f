import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { mayExport } from '../twin/account.ts';
import { themeOf } from '../twin/appearance.ts';
import type { StreamSeries } from '../twin/sensors/service.ts';
import { FeedTag } from './alarms.tsx';
import { cityTime, formatTime } from './city-time.ts';
import { Panel, Quantity } from './controls.tsx';
import { formatNumber } from './format.ts';
import { saveFile } from './run-parts.tsx';
import { ageText, valueText } from './sensor-text.ts';
import { Sources } from './sources.tsx';
import { useAsked, useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

const HOUR_MS = 3_600_000;
/** A chart is asked for anew so often while its card is open. */
const REFRESH_MS = 15_000;

/** 数据流: what came, what did not, and how late. Numbers of the page itself, counted as they come. */
export function StreamTruth() {
  const { t } = useWords();
  const truth = useTwin((state) => state.feedTruth);
  const latency = useTwin((state) => state.feedLatency);
  if (!truth) return null;
  const counts = [
    'lost',
    'late',
    'disordered',
    'duplicate',
    'corrected',
    'repaired',
    'merged',
    'future',
    'invalid',
    'stale',
    'skewed',
  ] as const;
  return (
    <Panel title={t('sensors.truth')} className="dock truth" actions={<FeedTag />}>
      <dl className="truth-sum">
        <div>
          <dt>{t('sensors.rate')}</dt>
          <dd>
            <Quantity value={formatNumber(truth.perS, 1)} unit="1/s" />
          </dd>
        </div>
        <div>
          <dt>{t('sensors.streams')}</dt>
          <dd>{formatNumber(truth.streams)}</dd>
        </div>
        <div title={t('sensors.latencyNote')}>
          <dt>{t('sensors.latency')}</dt>
          <dd>{latency ? <Quantity value={formatNumber(latency.p99Ms)} unit="ms" /> : '—'}</dd>
        </div>
        <div title={t('sensors.ageNote')}>
          <dt>{t('sensors.age')}</dt>
          <dd>{latency ? <Quantity value={formatNumber(latency.ageP99Ms)} unit="ms" /> : '—'}</dd>
        </div>
      </dl>
      <dl className="truth-counts">
        {counts.map((name) => (
          <div key={name} title={t(`sensors.${name}Note`)} className={truth[name] > 0 ? 'some' : ''}>
            <dt>{t(`sensors.${name}`)}</dt>
            <dd>{formatNumber(truth[name])}</dd>
          </div>
        ))}
      </dl>
      {truth.firstProblem && <p className="note problem">{truth.firstProblem}</p>}
      <Sources />
    </Panel>
  );
}

/** In the card of a sensor, or of what sensors watch: newest values, their age, the last hour. */
export function SensorSection({ id }: { id: string }) {
  const { t, of } = useWords();
  const { feeds } = useSurroundings();
  const isKnown = useTwin((state) => state.sensors !== null && state.feed.kind !== 'none');
  const live = feeds.live();
  const [asked, setAsked] = useState<number | null>(null);
  if (!isKnown || !live) return null;
  const found = live.ofObject(id);
  if (found.length === 0) return null;
  const streams = found.flatMap((sensor) =>
    live.sensors[sensor].datastreams.map((stream, part) => ({
      stream,
      sensor: live.sensors[sensor],
      index: live.firstStream[sensor] + part,
    })),
  );
  const chosen = streams.find(({ index }) => index === asked) ?? streams[0];
  return (
    <section className="card-sensors">
      <h4>{t('sensors.title')}</h4>
      <ul>
        {streams.slice(0, MOST_STREAMS).map(({ stream, sensor, index }) => (
          <li key={stream.id}>
            <button type="button" aria-pressed={index === chosen.index} onClick={() => setAsked(index)}>
              <span>{sensor.id === id ? of(stream.name) : of(sensor.name)}</span>
              <LiveValue stream={index} unit={stream.unit} />
            </button>
          </li>
        ))}
      </ul>
      <StreamChart key={chosen.index} stream={chosen.index} unit={chosen.stream.unit} />
      <ExportStream id={chosen.stream.id} />
    </section>
  );
}

const DAY_MS = 24 * HOUR_MS;
const FORMATS = [
  { format: 'csv', name: 'CSV' },
  { format: 'parquet', name: 'Parquet' },
] as const;

/** A day of the stream as a file, from the hub's history, for whose role it is. */
function ExportStream({ id }: { id: string }) {
  const { t } = useWords();
  const { session, panels, twin } = useSurroundings();
  const account = useTwin((state) => state.account);
  if (!mayExport(account)) return null;
  const save = (format: (typeof FORMATS)[number]['format']) => {
    const { feedMs } = twin.getState();
    const [from, to] = [feedMs - DAY_MS, feedMs].map((ms) => new Date(ms).toISOString());
    const query = new URLSearchParams({ datastream: id, from, to });
    session.download(`history/observations.${format}?${query}`).then(
      (bytes) => saveFile(`${id.replaceAll(/\W+/g, '-')}.${format}`, 'application/octet-stream', bytes.slice().buffer),
      (error: unknown) =>
        panels
          .getState()
          .notify(t('sensors.noSeries', { reason: error instanceof Error ? error.message : String(error) })),
    );
  };
  return (
    <p className="export">
      <span className="note">{t('sensors.exportDay')}</span>
      {FORMATS.map(({ format, name }) => (
        <button key={format} type="button" className="btn small" onClick={() => save(format)}>
          {name}
        </button>
      ))}
    </p>
  );
}

const MOST_STREAMS = 12;

function LiveValue({ stream, unit }: { stream: number; unit: string }) {
  const { t } = useWords();
  const { twin, feeds } = useSurroundings();
  const nowMs = useTwin((state) => Math.floor(state.feedMs / 1000) * 1000);
  const live = feeds.live();
  if (!live || Number.isNaN(live.timesMs[stream])) return <span className="value">—</span>;
  const told = valueText(live.values[stream], unit);
  const timeMs = live.timesMs[stream];
  const isStale = live.isStale(stream, nowMs);
  const level = live.levels[stream];
  return (
    <span className={`value${isStale ? ' stale' : ''}${level > 0 ? ` level-${level}` : ''}`}>
      <Quantity value={told.value} unit={told.unit} />
      <time dateTime={new Date(timeMs).toISOString()} title={t('sensors.eventTime')}>
        {formatTime(cityTime(timeMs, twin.city.zone), true)}
      </time>
      {isStale && <span className="tag stale">{t('sensors.staleFor', { age: ageText(nowMs - timeMs) })}</span>}
    </span>
  );
}

/** The last hour, from what the page keeps and, before it was opened, from history. */
function StreamChart({ stream, unit }: { stream: number; unit: string }) {
  const { t } = useWords();
  const { feeds } = useSurroundings();
  const round = useTwin((state) => Math.floor(state.feedMs / REFRESH_MS));
  const [shown, setShown] = useState<StreamSeries | null>(null);
  const asked = useAsked(`series ${stream} ${round}`, () => {
    const nowMs = round * REFRESH_MS + REFRESH_MS;
    return feeds.series(stream, nowMs - HOUR_MS, nowMs);
  });
  useEffect(() => {
    if (asked.kind === 'answered') setShown(asked.answer);
  }, [asked]);
  if (asked.kind === 'failed') return <p className="note">{t('sensors.noSeries', { reason: asked.reason })}</p>;
  if (!shown || shown.timesMs.length < 2) return <p className="note">{t('sensors.fewPoints')}</p>;
  return <Plot series={shown} unit={unit} />;
}

const CHART_PX = 132;

function Plot({ series, unit }: { series: StreamSeries; unit: string }) {
  const { t } = useWords();
  const holder = useRef<HTMLDivElement>(null);
  const { twin } = useSurroundings();
  const theme = useTwin(themeOf);
  const { zone } = twin.city;
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const style = getComputedStyle(element);
    const ink = style.getPropertyValue(theme === 'command' ? '--ink-2' : '--ink-3');
    const axis = { stroke: ink, grid: { stroke: style.getPropertyValue('--line'), width: 1 }, ticks: { show: false } };
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: CHART_PX,
        legend: { show: false },
        cursor: { show: false },
        axes: [
          { ...axis, values: (_, ticks) => ticks.map((s) => formatTime(cityTime(s * 1000, zone))) },
          { ...axis, size: 56, values: (_, ticks) => ticks.map((value) => valueText(value, unit).value) },
        ],
        series: [{}, { stroke: style.getPropertyValue('--cat-1'), width: 1.5, points: { show: false } }],
      },
      [Array.from(series.timesMs, (ms) => ms / 1000), Array.from(series.values)],
      element,
    );
    return () => plot.destroy();
  }, [series, unit, theme, zone]);
  const gapMs = series.timesMs.reduce((most, ms, i, all) => (i > 0 ? Math.max(most, ms - all[i - 1]) : 0), 0);
  const told = t('sensors.chart', { count: formatNumber(series.timesMs.length), gap: ageText(gapMs) });
  return <div ref={holder} className="chart" role="img" aria-label={told} />;
}
