import { useEffect, useState } from 'react';
import { rulesOf } from '../../../../model/alarms/stream-rules.ts';
import { MS_PER_DAY, MS_PER_H } from '../../../../model/time.ts';
import { useApp, useController, useQuery, useService, useStore, useTwin } from '../../../kit/app-context.tsx';
import { useCardSubject } from '../../../kit/card-subject.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { Panel, Quantity } from '../../../kit/controls.tsx';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { mayExport } from '../../../twin/account.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';
import type { FeedQuality } from '../../../twin/live/truth.ts';
import { isSkewed } from '../../../twin/live/truth.ts';
import { feedsController } from '../controller.ts';
import { longAgoText, skewText, valueText } from '../sensor-text.ts';
import { RulesOfStream } from './alarm-rules.tsx';
import { FeedTag } from './feed-tag.tsx';
import { OwnSensorsLine } from './own-sensors.tsx';
import { Sources } from './sources.tsx';
import { StreamChart } from './stream-chart.tsx';
import { Sparkline, type VitalPoint } from './vital-trend.tsx';

/** 数据流: what came, what did not, and how late, behind its button in the top bar. Numbers of the page itself, counted as they come. */
export function FeedQualityPanel({ onClose }: PanelProps) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const feeds = useController(feedsController);
  const quality = useTwin((state) => state.feedQuality);
  const latency = useTwin((state) => state.feedLatency);
  if (!quality) return null;
  const unlisted = feeds.live()?.unlistedCount ?? 0;
  return (
    <Panel title={t('sensors.truth')} className="account-panel source-panel truth" note={<FeedTag />} onClose={onClose}>
      <dl className="truth-sum">
        <div>
          <dt>{t('sensors.rate')}</dt>
          <dd>
            <Quantity value={formatNumber(quality.perS, 1)} unit="1/s" />
          </dd>
        </div>
        <div>
          <dt>{t('sensors.streams')}</dt>
          <dd>{formatNumber(quality.streams)}</dd>
        </div>
        <div title={t('sensors.latencyNote')}>
          <dt>{t('sensors.latency')}</dt>
          <dd>{latency ? <Quantity value={formatNumber(latency.p99Ms)} unit="ms" /> : '—'}</dd>
        </div>
        <div title={t('sensors.ageNote')}>
          <dt>{t('sensors.age')}</dt>
          <dd>{latency ? <Quantity value={formatNumber(latency.ageP99Ms)} unit="ms" /> : '—'}</dd>
        </div>
        <div title={t('sensors.watermarkNote', { stream: quality.watermark?.stream ?? '—' })}>
          <dt>{t('sensors.watermark')}</dt>
          <dd>{quality.watermark ? formatTime(cityTime(quality.watermark.ms, twin.city.zone), true) : '—'}</dd>
        </div>
        <div title={t('sensors.skewNote')} className={isSkewed(quality) ? 'skewed' : ''}>
          <dt>{t('sensors.skew')}</dt>
          <dd>
            <SkewValue skewMs={quality.skewMs} />
          </dd>
        </div>
      </dl>
      <Counts quality={quality} />
      {unlisted > 0 && <p className="note">{t('sensors.unlistedCount', { count: formatNumber(unlisted) })}</p>}
      {quality.firstProblem && <p className="note problem">{of(quality.firstProblem)}</p>}
      <OwnSensorsLine />
      <Sources />
    </Panel>
  );
}

const COUNTS = [
  'lost',
  'late',
  'disordered',
  'duplicate',
  'corrected',
  'contradicted',
  'repaired',
  'merged',
  'future',
  'invalid',
  'stale',
  'skewed',
] as const;

/** What became of messages that were not simply taken. */
function Counts({ quality }: { quality: FeedQuality }) {
  const { t } = useWords();
  return (
    <dl className="truth-counts">
      {COUNTS.map((name) => (
        <div key={name} title={t(`sensors.${name}Note`)} className={quality[name] > 0 ? 'some' : ''}>
          <dt>{t(`sensors.${name}`)}</dt>
          <dd>{formatNumber(quality[name])}</dd>
        </div>
      ))}
    </dl>
  );
}

function SkewValue({ skewMs }: { skewMs: number | null }) {
  if (skewMs === null) return '—';
  return <Quantity value={skewText(skewMs)} unit="s" />;
}

/** First in the card of a sensor: its reading (of the stream in alarm, else its first), the limit, and how old the reading is. */
export function ReadingOfSensor() {
  const { id } = useCardSubject().description;
  const { t, of } = useWords();
  const feeds = useController(feedsController);
  useStore(feeds.places.version, (number) => number);
  const nowMs = useTwin((state) => Math.floor(state.feedMs / 1000) * 1000);
  const live = feeds.live();
  const sensor = live?.ofObject(id).find((index) => live.sensors[index].id === id);
  if (!live || sensor === undefined) return null;
  const { datastreams } = live.sensors[sensor];
  const first = live.firstStream[sensor];
  const part = Math.max(
    0,
    datastreams.findIndex((_, i) => live.levels[first + i] > 0),
  );
  const stream = datastreams[part];
  const index = first + part;
  const timeMs = live.timesMs[index];
  const reading = valueText(Number.isNaN(timeMs) ? Number.NaN : live.values[index], stream.unit);
  const limits = rulesOf(feeds.kinds(), live.sensors[sensor], stream).flatMap(({ condition }) =>
    condition.kind === 'above' || condition.kind === 'below' ? [condition.limit] : [],
  );
  const limit = stream.warn ?? stream.alarm ?? limits[0];
  const limitLabel = valueText(limit ?? Number.NaN, stream.unit);
  const level = live.levels[index];
  const place = feeds.places.placeOf(live.sensors[sensor], true);
  return (
    <>
      {place && <p className="note sensor-place">{of(place)}</p>}
      <dl className="keys reading">
        <div>
          <dt>{t('sensors.reading')}</dt>
          <dd className={level > 0 ? `level-${level}` : undefined}>
            <Quantity value={reading.value} unit={reading.unit} />
          </dd>
        </div>
        <div>
          <dt>{t('sensors.limits')}</dt>
          <dd>
            <Quantity value={limitLabel.value} unit={limitLabel.unit} />
          </dd>
        </div>
        <div>
          <dt>{t('sensors.readingAge')}</dt>
          <dd>{Number.isNaN(timeMs) ? NO_VALUE_MARK : longAgoText(nowMs - timeMs)}</dd>
        </div>
      </dl>
    </>
  );
}

/** In the card of a sensor, or of what sensors watch: newest values, their age, the last hour. */
export function SensorSection() {
  const { id } = useCardSubject().description;
  const { t, of } = useWords();
  const feeds = useController(feedsController);
  const isKnown = useTwin((state) => state.sensors !== null && state.feed.kind !== 'none');
  const live = feeds.live();
  const [queryState, setRequested] = useState<number | null>(null);
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
  const chosen = streams.find(({ index }) => index === queryState) ?? streams[0];
  return (
    <section className="card-sensors">
      <h3 className="minor">{t('sensors.title')}</h3>
      <ul>
        {streams.slice(0, MAX_STREAMS).map(({ stream, sensor, index }) => (
          <li key={stream.id}>
            <button type="button" aria-pressed={index === chosen.index} onClick={() => setRequested(index)}>
              <span>{sensor.id === id ? of(stream.name) : of(sensor.name)}</span>
              <StreamSpark index={index} limit={stream.warn ?? stream.alarm ?? null} />
              <LiveValue stream={index} unit={stream.unit} />
            </button>
          </li>
        ))}
      </ul>
      <StreamChart key={chosen.index} index={chosen.index} sensor={chosen.sensor} stream={chosen.stream} />
      <RulesOfStream sensor={chosen.sensor} stream={chosen.stream} />
      <ExportStream id={chosen.stream.id} />
    </section>
  );
}

const FORMATS = [
  { format: 'csv', name: 'CSV' },
  { format: 'parquet', name: 'Parquet' },
] as const;

/** A day of the stream as a file, from the hub's history, for whose role it is. */
function ExportStream({ id }: { id: string }) {
  const { t } = useWords();
  const reasonOf = useErrorText();
  const { panels, twin } = useApp();
  const session = useService(ACCOUNT_SESSION);
  const account = useTwin((state) => state.account);
  if (!mayExport(account)) return null;
  const save = (format: (typeof FORMATS)[number]['format']) => {
    const { feedMs } = twin.getState();
    const [from, to] = [feedMs - MS_PER_DAY, feedMs].map((ms) => new Date(ms).toISOString());
    const query = new URLSearchParams({ datastream: id, from, to });
    session.download(`history/observations.${format}?${query}`).then(
      (bytes) => saveFile(`${id.replaceAll(/\W+/g, '-')}.${format}`, 'application/octet-stream', bytes.slice().buffer),
      (error: unknown) => panels.getState().notify(t('sensors.noSeries', { reason: reasonOf(error) })),
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

const MAX_STREAMS = 12;
/** A small picture of an hour changes slowly, and each asks history. */
const SPARK_EVERY_MS = 60_000;

function StreamSpark({ index, limit }: { index: number; limit: number | null }) {
  const feeds = useController(feedsController);
  const round = useTwin((state) => Math.floor(state.feedMs / SPARK_EVERY_MS));
  const queryState = useQuery(`spark ${index} ${round}`, () => {
    const nowMs = (round + 1) * SPARK_EVERY_MS;
    return feeds.series(index, nowMs - MS_PER_H, nowMs);
  });
  const [shown, setShown] = useState<readonly VitalPoint[]>([]);
  useEffect(() => {
    if (queryState.kind !== 'answered') return;
    const { timesMs, values } = queryState.answer;
    setShown(Array.from(timesMs, (timeMs, i) => ({ timeMs, value: values[i] })));
  }, [queryState]);
  return <Sparkline points={shown} target={limit === null ? null : { to: limit }} />;
}

function LiveValue({ stream, unit }: { stream: number; unit: string }) {
  const { t } = useWords();
  const { twin } = useApp();
  const feeds = useController(feedsController);
  const nowMs = useTwin((state) => Math.floor(state.feedMs / 1000) * 1000);
  const live = feeds.live();
  if (!live || Number.isNaN(live.timesMs[stream]))
    return (
      <span className="value">
        {NO_VALUE_MARK}
        {live?.isUnlisted(stream) && <span className="tag">{t('sensors.unlisted')}</span>}
      </span>
    );
  const valueLabel = valueText(live.values[stream], unit);
  const timeMs = live.timesMs[stream];
  const isStale = live.isStale(stream, nowMs);
  const level = live.levels[stream];
  return (
    <span className={`value${isStale ? ' stale' : ''}${level > 0 ? ` level-${level}` : ''}`}>
      <Quantity value={valueLabel.value} unit={valueLabel.unit} />
      <time dateTime={new Date(timeMs).toISOString()} title={t('sensors.eventTime')}>
        {formatTime(cityTime(timeMs, twin.city.zone), true)}
      </time>
      {isStale && <span className="tag stale">{t('sensors.staleFor', { age: longAgoText(nowMs - timeMs) })}</span>}
    </span>
  );
}
