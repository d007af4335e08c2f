import { useEffect, useMemo, useState } from 'react';
import { raisedMs } from '../../../../model/alarms/alarm.ts';
import { isOpen } from '../../../../model/alarms/alarm-groups.ts';
import { MS_PER_DAY, MS_PER_MIN } from '../../../../model/time.ts';
import { useApp, useController, useQuery, useStore, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useTimeAxis } from '../../../kit/time-axis.tsx';
import { useWords } from '../../../kit/words.ts';
import { freshStreams } from '../../../twin/live/fresh-streams.ts';
import type { LiveValues } from '../../../twin/live/live-values.ts';
import type { StreamSeries } from '../../../twin/live/service.ts';
import { feedsController } from '../controller.ts';
import { RAIN_BIN_MS, rainBins } from '../rain-bins.ts';
import { kindVital, liveVital } from '../sensor-vitals.ts';

/** A curve of a day is asked for anew so often. */
const REFRESH_MS = 5 * MS_PER_MIN;
/** Alarms that stand nearer to each other on the axis are one triangle, of the gravest. */
const APART_PCT = 0.6;

interface Day {
  level: StreamSeries | null;
  rain: StreamSeries | null;
}

/** The last day without a run: the level of the desk's station, rain at the gauge nearest to it, and when alarms were raised. */
export function NowLane() {
  const { t, of } = useWords();
  const placeOf = useTimeAxis();
  const feeds = useController(feedsController);
  const round = useTwin((state) => Math.ceil(state.feedMs / REFRESH_MS));
  const pinnedId = useStore(feeds.pinnedStation, (id) => id);
  const shownId = useStore(feeds.shownStation, (id) => id);
  const live = feeds.live();
  const level = kindVital(feeds.kinds(), 'level');
  const nowMs = round * REFRESH_MS;
  const figure = live && level ? liveVital(level, live, nowMs - REFRESH_MS, { pinnedId: pinnedId ?? shownId }) : null;
  const station = figure?.station;
  const gauge = live && station ? nearestRain(live, station.stream, feeds.kinds(), nowMs - REFRESH_MS) : null;
  const day = useQuery(station ? `day ${station.stream} ${gauge?.stream} ${round}` : null, async (): Promise<Day> => {
    const ask = (stream: number) => feeds.series(stream, nowMs - MS_PER_DAY, nowMs);
    return { level: station ? await ask(station.stream) : null, rain: gauge ? await ask(gauge.stream) : null };
  });
  const [shown, show] = useState<Day>({ level: null, rain: null });
  useEffect(() => {
    if (day.kind === 'answered') show(day.answer);
  }, [day]);
  const curve = shown.level && curveOf(shown.level, figure?.target?.to ?? null);
  const bins = useMemo(() => (shown.rain ? rainBins(shown.rain) : []), [shown.rain]);
  const mostMm = Math.max(1, ...bins.map(({ mm }) => mm));
  return (
    <>
      <svg className="now-lane" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        {bins.map(({ fromMs, mm }) => (
          <rect
            key={fromMs}
            x={placeOf(fromMs)}
            y={0}
            width={placeOf(fromMs + RAIN_BIN_MS) - placeOf(fromMs)}
            height={(0.5 * mm) / mostMm}
          />
        ))}
        {curve?.limitAt !== undefined && curve.limitAt !== null && (
          <line className="warn" x1={0} x2={100} y1={curve.limitAt} y2={curve.limitAt} />
        )}
        {curve && <polyline points={curve.points.map(({ timeMs, y }) => `${placeOf(timeMs)},${y}`).join(' ')} />}
      </svg>
      <AlarmTicks />
      {station && curve && (
        <span className="lane-note">
          <b>{of(station.name)}</b>
          {`${formatNumber(curve.least, 2)}–${formatNumber(curve.most, 2)}${THIN_SPACE}${figure?.unit}`}
          {gauge && <small>{t('sensors.rainMost', { mm: formatNumber(bins.length > 0 ? mostMm : 0, 1) })}</small>}
        </span>
      )}
    </>
  );
}

/** A triangle for each alarm that asks for somebody, where it was raised. */
function AlarmTicks() {
  const placeOf = useTimeAxis();
  const { of } = useWords();
  const { twin } = useApp();
  const alarms = useTwin((state) => state.alarms);
  const ticks = useMemo(() => {
    const found = alarms.flatMap(({ state, meaning }) => {
      const ms = isOpen(state) ? raisedMs(state) : null;
      return ms === null ? [] : [{ ms, priority: meaning.priority, title: meaning.title }];
    });
    return found.sort((a, b) => a.priority - b.priority || b.ms - a.ms);
  }, [alarms]);
  const shown: { at: number; ms: number; priority: number; title: (typeof ticks)[number]['title'] }[] = [];
  for (const tick of ticks) {
    const at = placeOf(tick.ms);
    if (at <= 0 || at >= 100 || shown.some((other) => Math.abs(other.at - at) < APART_PCT)) continue;
    shown.push({ at, ...tick });
  }
  return shown.map(({ at, ms, priority, title }) => (
    <i
      key={ms}
      className={`alarm-tick p${priority}`}
      style={{ left: `${at}%` }}
      title={`${formatTime(cityTime(ms, twin.city.zone))} ${of(title)}`}
    />
  ));
}

/** The stream of rain whose gauge stands nearest to the sensor of another stream. */
function nearestRain(
  live: LiveValues,
  stream: number,
  kinds: Parameters<typeof kindVital>[0],
  nowMs: number,
): { stream: number } | null {
  const rain = kindVital(kinds, 'rain');
  const place = live.placeOf(stream);
  if (!rain || !place) return null;
  const [east, north] = live.sensors[place.sensor].at;
  const away = (sensor: number) => Math.hypot(live.sensors[sensor].at[0] - east, live.sensors[sensor].at[1] - north);
  const gauges = freshStreams(live, rain.kind, rain.rule.unit, nowMs);
  return gauges.reduce<(typeof gauges)[number] | null>(
    (best, one) => (best === null || away(one.sensor) < away(best.sensor) ? one : best),
    null,
  );
}

/** From the lowest to the highest value in the lower part of the lane; the limit where it is no farther off than they are apart. */
function curveOf({ timesMs, values }: StreamSeries, limit: number | null) {
  if (timesMs.length < 2) return null;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const isLimitNear = limit !== null && limit < most + 2 * Math.max(0.1, most - least);
  const top = isLimitNear ? Math.max(limit, most) : most;
  const span = Math.max(0.01, top - least);
  const yOf = (value: number) => 0.92 - (0.78 * (value - least)) / span;
  return {
    least,
    most,
    limitAt: isLimitNear ? yOf(limit) : null,
    points: Array.from(timesMs, (timeMs, i) => ({ timeMs, y: yOf(values[i]).toFixed(3) })),
  };
}
