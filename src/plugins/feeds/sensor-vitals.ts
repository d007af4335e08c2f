import type { Text } from '../../../model/city/manifest.ts';
import type { SensorKinds, VitalRule } from '../../../model/sensors/sensor-kind.ts';
import type { TargetBand } from '../../../model/sensors/target-band.ts';
import { MS_PER_H } from '../../../model/time.ts';
import { formatNumber, formatUnit, THIN_SPACE } from '../../kit/format.ts';
import { type FreshStream, freshStreams } from '../../twin/live/fresh-streams.ts';
import type { LiveFeed } from '../../twin/live/live-feed.ts';
import type { LiveValues } from '../../twin/live/live-values.ts';
import type { StreamSeries } from '../../twin/live/service.ts';

/** A figure of the Command desk as the city's sensors say it; null: no sensor of this city says it. */
export interface LiveVital {
  /** The one station that it is read at, where it is not of several. */
  station?: { id: string; name: Text; stream: number };
  value: string;
  /** Number that `value` writes. */
  number: number;
  unit: string;
  /** Where it should be: below a stream's own warning, or as the kind says. */
  target?: TargetBand;
  /** A change of less than this in an hour counts as none. */
  steady: number;
  note?: { word: 'sensors.belowWarn' | 'sensors.aboveWarn' | 'sensors.gauges' | 'sensors.pumps'; value: string };
}

/** What every city shows, in the places where a flood run shows its own; without a feed each says that it has none. */
const DEFAULT_VITALS = ['level', 'rain', 'ponding', 'affected', 'outflow'] as const;

/**
 * Which figures the strip shows: those that the city names; else those that its sensors give, its own kinds' before what is left of
 * the usual ones; without a feed (`hasKind` null) the usual ones, so that a strip says what it is for.
 */
export function chosenVitals(
  named: readonly string[] | undefined,
  vitals: readonly KindVital[],
  hasKind: ((kind: string) => boolean) | null,
): string[] {
  if (named) return [...named];
  if (!hasKind) return [...DEFAULT_VITALS];
  const given = vitals.filter(({ kind }) => hasKind(kind)).map(({ rule }) => rule.id);
  if (given.length === 0) return [...DEFAULT_VITALS];
  const own = given.filter((id) => !isDefaultVital(id));
  const usual = DEFAULT_VITALS.filter((id) => given.includes(id)).slice(0, Math.max(0, STRIP - own.length));
  return [...usual, ...own];
}

/** As many as stand beside one another on a wall. */
const STRIP = 5;

export const isDefaultVital = (id: string): id is (typeof DEFAULT_VITALS)[number] =>
  DEFAULT_VITALS.some((usual) => usual === id);

/** A vital with the kind of sensor that it is read from. */
interface KindVital {
  kind: string;
  label: Text;
  rule: VitalRule;
  /** Its devices run or rest, so that a sum tells how many run. */
  doesRun: boolean;
}

/** All vitals that the city's kinds name, in their order. */
export function kindVitals(kinds: SensorKinds): KindVital[] {
  return kinds.file.kinds.flatMap(({ id, vital, device }) =>
    vital ? [{ kind: id, label: vital.label, rule: vital, doesRun: device?.verb === 'run' }] : [],
  );
}

/** Null: no kind of this city gives the figure. */
export function kindVital(kinds: SensorKinds, id: string): KindVital | null {
  return kindVitals(kinds).find(({ rule }) => rule.id === id) ?? null;
}

/** A vital of the present values; what is summed up over an hour has `hourVital`. `chosen`: where it stays, if it is of one station. */
export function liveVital(
  { kind, rule, doesRun }: KindVital,
  live: LiveValues,
  nowMs: number,
  chosen: ChosenStation = {},
): LiveVital | null {
  const streams = freshStreams(live, kind, rule.unit, nowMs);
  if (streams.length === 0) return null;
  const figure = { unit: formatUnit(rule.unit), steady: rule.steadyPerH, ...targeted(rule) };
  const values = streams.map(({ value }) => value);
  switch (rule.figure) {
    case 'nearestLimit':
      return nearestLimit(live, streams, rule, chosen);
    case 'countAtLeast': {
      const number = values.filter((value) => value >= (rule.atLeast ?? 0)).length;
      return { ...figure, ...numbered(number, rule), unit: '', note: gaugesNote(streams.length) };
    }
    case 'sum': {
      const running = values.filter((value) => value > 0).length;
      const runningNote = { word: 'sensors.pumps' as const, value: `${running}/${streams.length}` };
      return { ...figure, ...numbered(sumOf(values), rule), note: doesRun ? runningNote : gaugesNote(streams.length) };
    }
    case 'mean':
      return { ...figure, ...numbered(sumOf(values) / values.length, rule), note: gaugesNote(streams.length) };
    case 'meanHourSum':
      return null;
  }
}

/** Mean over the streams of what each summed up in the last hour; a report holds the amount since the one before. */
export async function hourVital(
  { kind, rule }: KindVital,
  feeds: Pick<LiveFeed, 'live' | 'series'>,
  nowMs: number,
): Promise<LiveVital | null> {
  const live = feeds.live();
  const streams = live ? freshStreams(live, kind, rule.unit, nowMs) : [];
  if (rule.figure !== 'meanHourSum' || streams.length === 0) return null;
  const hours = await Promise.all(streams.map(({ stream }) => feeds.series(stream, nowMs - MS_PER_H, nowMs)));
  const mean = hours.reduce((sum, { values }) => sum + seriesSum(values), 0) / hours.length;
  return {
    ...numbered(mean, rule),
    unit: formatUnit(rule.unit),
    steady: rule.steadyPerH,
    ...targeted(rule),
    note: gaugesNote(hours.length),
  };
}

/** Where a figure of one station stays. */
interface ChosenStation {
  /** Somebody wants this one. */
  pinnedId?: string | null;
  /** This one was shown last: another takes its place when it stands clearly nearer. */
  shownId?: string | null;
}

/** Two stations that stand so near to each other's distance from the limit change places with every wave. */
const CLEARLY_NEARER = 0.1;

/** The stream that stands highest against its warning, or that of the chosen station while it reports. */
function nearestLimit(
  live: LiveValues,
  streams: readonly FreshStream[],
  rule: VitalRule,
  { pinnedId, shownId }: ChosenStation,
): LiveVital | null {
  const stations = streams.flatMap(({ sensor, stream, value }) => {
    const { id, name, datastreams } = live.sensors[sensor];
    const { warn } = datastreams[stream - live.firstStream[sensor]];
    return warn === undefined ? [] : [{ id, name, stream, value, warn }];
  });
  const [highest] = stations.sort((a, b) => b.value - b.warn - (a.value - a.warn));
  const last = stations.find(({ id }) => id === shownId);
  const nearest = last && highest.value - highest.warn - (last.value - last.warn) < CLEARLY_NEARER ? last : highest;
  const station = stations.find(({ id }) => id === pinnedId) ?? nearest;
  if (!station) return null;
  const { id, name, stream, value, warn } = station;
  const unit = formatUnit(rule.unit);
  const gap = formatNumber(Math.abs(warn - value), rule.digits ?? 0);
  return {
    station: { id, name, stream },
    ...numbered(value, rule),
    unit,
    target: { to: warn },
    steady: rule.steadyPerH,
    note: {
      word: value < warn ? 'sensors.belowWarn' : 'sensors.aboveWarn',
      value: unit ? `${gap}${THIN_SPACE}${unit}` : gap,
    },
  };
}

function numbered(number: number, { digits = 0 }: VitalRule): { value: string; number: number } {
  return { value: formatNumber(number, digits), number };
}

function targeted({ target }: VitalRule): Pick<LiveVital, 'target'> {
  return target ? { target } : {};
}

function gaugesNote(count: number): NonNullable<LiveVital['note']> {
  return { word: 'sensors.gauges', value: formatNumber(count) };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function seriesSum(values: StreamSeries['values']): number {
  return values.reduce((sum, value) => sum + value, 0);
}
