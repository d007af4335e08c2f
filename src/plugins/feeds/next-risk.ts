import { MS_PER_H } from '../../../model/time.ts';
import type { NextRisk } from '../../twin/live/next-risk.ts';
import type { StreamSeries } from '../../twin/live/service.ts';
import type { LiveFeedController } from './live-feed-controller.ts';
import { kindVital, liveVital } from './sensor-vitals.ts';

/** The curve begins this long before the present. */
const SHOWN_MS = 6 * MS_PER_H;
/** A straight line wants more samples than its two ends. */
const MIN_SAMPLES = 3;

/** Slope of the straight line nearest to the samples from a time on (least squares), in an hour; null: there are too few. */
export function trendPerH({ timesMs, values }: StreamSeries, fromMs: number): number | null {
  const hours: number[] = [];
  const levels: number[] = [];
  for (const [i, timeMs] of timesMs.entries()) {
    if (timeMs < fromMs || Number.isNaN(values[i])) continue;
    hours.push((timeMs - fromMs) / MS_PER_H);
    levels.push(values[i]);
  }
  if (hours.length < MIN_SAMPLES) return null;
  const meanOf = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const meanHour = meanOf(hours);
  const meanLevel = meanOf(levels);
  const spread = hours.reduce((sum, hour) => sum + (hour - meanHour) ** 2, 0);
  const shared = hours.reduce((sum, hour, i) => sum + (hour - meanHour) * (levels[i] - meanLevel), 0);
  return spread > 0 ? shared / spread : null;
}

/** Reads the station that stands nearest to its warning, by the city's own figure of levels. */
export async function readNextRisk(
  feeds: Pick<LiveFeedController, 'live' | 'kinds' | 'series'>,
  nowMs: number,
): Promise<NextRisk | null> {
  const live = feeds.live();
  const vital = kindVital(feeds.kinds(), 'level');
  const figure = live && vital ? liveVital(vital, live, nowMs) : null;
  const warn = figure?.target?.to;
  if (!figure?.station || warn === undefined) return null;
  const series = await feeds.series(figure.station.stream, nowMs - SHOWN_MS, nowMs);
  return {
    station: figure.station.name,
    unit: figure.unit,
    digits: vital?.rule.digits ?? 0,
    value: figure.number,
    warn,
    trendPerH: trendPerH(series, nowMs - MS_PER_H),
    nowMs,
    samples: Array.from(series.timesMs, (timeMs, i) => ({ timeMs, value: series.values[i] })),
  };
}
