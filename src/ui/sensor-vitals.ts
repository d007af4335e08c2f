import type { Text } from '../city/manifest.ts';
import type { FeedDesk } from '../twin/sensors/feed-desk.ts';
import type { LiveValues } from '../twin/sensors/live-values.ts';
import type { StreamSeries } from '../twin/sensors/service.ts';
import { formatNumber } from './format.ts';

/** A figure of the Command desk as the city's sensors say it; null: no sensor of this city says it. */
export interface LiveVital {
  name?: Text;
  value: string;
  /** Of `value`. */
  number: number;
  unit: string;
  /** Where it should stay below, where its owner told one. */
  limit?: number;
  /** Below so much an hour it stands still; own values. */
  steady: number;
  note?: { word: 'sensors.warnAt' | 'sensors.gauges' | 'sensors.pumps'; value: string };
}

const HOUR_MS = 3_600_000;
/** Where cars stall: the depth that the desk counts. */
const POND_M = 0.3;

/** The station that stands highest against its warning. */
export function liveLevel(live: LiveValues, nowMs: number): LiveVital | null {
  const stations = fresh(live, 'river', nowMs).flatMap(({ sensor, stream, value }) => {
    const { warn } = live.sensors[sensor].datastreams[stream - live.firstStream[sensor]];
    return warn === undefined ? [] : [{ name: live.sensors[sensor].name, value, warn }];
  });
  const [highest] = stations.sort((a, b) => b.value - b.warn - (a.value - a.warn));
  if (!highest) return null;
  const note = { word: 'sensors.warnAt' as const, value: formatNumber(highest.warn, 2) };
  const { name, value: number, warn: limit } = highest;
  return { name, value: formatNumber(number, 2), number, unit: 'm', limit, steady: 0.05, note };
}

/** Gauges on streets under which water stands so high: places, not an area, which no sensor measures. */
export function livePonding(live: LiveValues, nowMs: number): LiveVital | null {
  const gauges = fresh(live, 'pond', nowMs);
  if (gauges.length === 0) return null;
  const wet = gauges.filter(({ value }) => value >= POND_M).length;
  return {
    value: formatNumber(wet),
    number: wet,
    unit: '',
    steady: 1,
    note: { word: 'sensors.gauges', value: formatNumber(gauges.length) },
  };
}

/** What the pumps lift now. */
export function liveOutflow(live: LiveValues, nowMs: number): LiveVital | null {
  const flows = fresh(live, 'pump', nowMs).filter(
    ({ sensor, stream }) => live.sensors[sensor].datastreams[stream - live.firstStream[sensor]].unit === 'm3/s',
  );
  if (flows.length === 0) return null;
  const running = flows.filter(({ value }) => value > 0).length;
  const number = flows.reduce((sum, { value }) => sum + value, 0);
  return {
    value: formatNumber(number, 1),
    number,
    unit: 'm³/s',
    steady: 0.5,
    note: { word: 'sensors.pumps', value: `${running}/${flows.length}` },
  };
}

/** Mean of the gauges, each the sum of what it said in the last hour; a report says the millimetres since the one before. */
export async function liveRain(feeds: FeedDesk, nowMs: number): Promise<LiveVital | null> {
  const live = feeds.live();
  if (!live) return null;
  const gauges = fresh(live, 'rain', nowMs);
  if (gauges.length === 0) return null;
  const hours = await Promise.all(gauges.map(({ stream }) => feeds.series(stream, nowMs - HOUR_MS, nowMs)));
  const meanMm = hours.reduce((sum, { values }) => sum + sumOf(values), 0) / hours.length;
  return {
    value: formatNumber(meanMm, 1),
    number: meanMm,
    unit: 'mm',
    steady: 1,
    note: { word: 'sensors.gauges', value: formatNumber(hours.length) },
  };
}

function sumOf(values: StreamSeries['values']): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function fresh(live: LiveValues, kind: string, nowMs: number): { sensor: number; stream: number; value: number }[] {
  return live.ofKind(kind).flatMap((sensor) => {
    return live.sensors[sensor].datastreams.flatMap((_, part) => {
      const stream = live.firstStream[sensor] + part;
      const isHeard = !Number.isNaN(live.timesMs[stream]) && !live.isStale(stream, nowMs);
      return isHeard ? [{ sensor, stream, value: live.values[stream] }] : [];
    });
  });
}
