import type { Alarm } from '../../../model/alarms/alarm.ts';
import { type AlarmState, isCovered } from '../../../model/alarms/alarm-machine.ts';
import { listUnder } from '../../../model/sensors/list-under.ts';
import { type CitySensor, STALE_CADENCES } from '../../../model/sensors/sensors.ts';
import type { Changes } from './service.ts';

/** What a sensor is shown as: what it last said, whether that still counts, or that this login is not told it. */
export type SensorState = 'unlisted' | 'silent' | 'stale' | 'normal' | 'alarm1' | 'alarm2' | 'alarm3' | 'alarm4';

/** The gravest first: what a mark of many shows. */
export const GRAVITY: readonly SensorState[] = [
  'alarm1',
  'alarm2',
  'alarm3',
  'alarm4',
  'stale',
  'normal',
  'silent',
  'unlisted',
];
const STALE = GRAVITY.indexOf('stale');
const NORMAL = GRAVITY.indexOf('normal');
const SILENT = GRAVITY.indexOf('silent');
const UNLISTED = GRAVITY.indexOf('unlisted');
/** Returns whether a place in `GRAVITY` is an alarm. */
export const isAlarm = (severity: number): boolean => severity < STALE;
export const hasData = (severity: number): boolean => severity < SILENT;

/** Sensors from `first` on are objects from `gidBase` on. */
interface GidRange {
  first: number;
  gidBase: number;
}

/**
 * The newest value of every stream of a city, on flat arrays beside the twin: views and panels read them when the twin's `feedFrames`
 * moves. Streams are numbered sensor by sensor.
 */
export class LiveValues {
  readonly sensors: readonly CitySensor[];
  /** East, north, up of each sensor, metres of the city's origin. */
  readonly placesM: Float64Array;
  /** First stream of each sensor; one more at the end. */
  readonly firstStream: Uint32Array;
  readonly values: Float64Array;
  /** Event times; NaN before anything was heard. */
  readonly timesMs: Float64Array;
  /** Gravest standing alarm of the stream, 1 to 4; 0 without one. */
  readonly levels: Uint8Array;
  /** 1: its value stands on the map without being asked for. */
  readonly isTagged: Uint8Array;
  /** Grows when any of `levels` changes. */
  levelChanges = 0;
  /** Streams. */
  unlistedCount = 0;
  private readonly gids: readonly GidRange[];
  /** 1: not told to this login. */
  private readonly unlisted: Uint8Array;
  private readonly cadencesMs: Float64Array;
  private readonly objects = new Map<string, number[]>();
  private readonly kinds = new Map<string, number[]>();

  /** Number of the first sensor that a user connected: those behind it are of a layer of their own. */
  get firstOwn(): number {
    return this.gids.at(-1)?.first ?? 0;
  }

  /** `gids`: object numbers of the sensors from each place on, rising; those of one's own are of a layer of their own. */
  constructor(sensors: readonly CitySensor[], upM: Float64Array, gids: readonly GidRange[]) {
    this.gids = gids;
    this.sensors = sensors;
    this.placesM = Float64Array.from(sensors.flatMap(({ at: [eastM, northM] }, i) => [eastM, northM, upM[i]]));
    this.firstStream = new Uint32Array(sensors.length + 1);
    for (const [i, { datastreams }] of sensors.entries())
      this.firstStream[i + 1] = this.firstStream[i] + datastreams.length;
    for (const [i, { id, of, kind }] of sensors.entries()) {
      for (const object of new Set([id, of])) listUnder(this.objects, object, i);
      listUnder(this.kinds, kind, i);
    }
    const streams = this.firstStream[sensors.length];
    this.values = new Float64Array(streams).fill(Number.NaN);
    this.timesMs = new Float64Array(streams).fill(Number.NaN);
    this.levels = new Uint8Array(streams);
    this.isTagged = new Uint8Array(sensors.length);
    this.unlisted = new Uint8Array(streams);
    this.cadencesMs = Float64Array.from(
      sensors.flatMap(({ datastreams }) => datastreams.map(({ cadenceS }) => 1000 * cadenceS)),
    );
  }

  /**
   * Selects the sensors whose value is written on the map: those of these kinds, and all from this one on; the others show it under the
   * pointer.
   */
  tagKinds(kinds: readonly string[], from: number): void {
    for (const [i, { kind }] of this.sensors.entries()) this.isTagged[i] = Number(i >= from || kinds.includes(kind));
  }

  /** Number of a sensor as an object of the city. */
  gidOf(sensor: number): number {
    const range = this.gids.findLast(({ first }) => first <= sensor);
    return range ? range.gidBase + sensor - range.first : -1;
  }

  /** The sensor that an object is; −1: it is none. */
  sensorOf(gid: number): number {
    for (const [i, { first, gidBase }] of this.gids.entries()) {
      const end = this.gids[i + 1]?.first ?? this.sensors.length;
      if (gid >= gidBase && gid < gidBase + end - first) return first + gid - gidBase;
    }
    return -1;
  }

  take({ streams, values, timesMs }: Changes): void {
    for (let i = 0; i < streams.length; i++) {
      this.values[streams[i]] = values[i];
      this.timesMs[streams[i]] = timesMs[i];
    }
  }

  /** Nothing was heard yet. */
  forget(): void {
    this.values.fill(Number.NaN);
    this.timesMs.fill(Number.NaN);
    this.takeAlarms([]);
  }

  /** All that stand. */
  takeAlarms(alarms: readonly Alarm[]): void {
    const before = this.levels.slice();
    this.levels.fill(0);
    for (const { stream, state, meaning } of alarms) {
      if (stream === null || !isShown(state)) continue;
      const level = this.levels[stream];
      if (level === 0 || meaning.priority < level) this.levels[stream] = meaning.priority;
    }
    if (before.some((level, stream) => level !== this.levels[stream])) this.levelChanges++;
  }

  /** All that this login is not told. */
  takeUnlisted(streams: Uint32Array): void {
    this.unlisted.fill(0);
    for (const stream of streams) this.unlisted[stream] = 1;
    this.unlistedCount = streams.length;
  }

  isUnlisted(stream: number): boolean {
    return this.unlisted[stream] === 1;
  }

  /** Sensor and place among its datastreams. */
  placeOf(stream: number): { sensor: number; part: number } | null {
    let low = 0;
    let high = this.sensors.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.firstStream[middle] <= stream) low = middle;
      else high = middle;
    }
    return stream < this.values.length ? { sensor: low, part: stream - this.firstStream[low] } : null;
  }

  /** The sensor of that id, or all that watch the object of that id. */
  ofObject(id: string): readonly number[] {
    return this.objects.get(id) ?? [];
  }

  ofKind(kind: string): readonly number[] {
    return this.kinds.get(kind) ?? [];
  }

  isStale(stream: number, nowMs: number): boolean {
    return nowMs - this.timesMs[stream] > STALE_CADENCES * this.cadencesMs[stream];
  }

  /**
   * Returns the place of a sensor in `GRAVITY`: that of its gravest alarm, else of its freshest stream. A hundred thousand are computed at
   * once: no words in it.
   */
  severityOf(sensor: number, nowMs: number): number {
    let level = 0;
    let freshness = UNLISTED;
    for (let stream = this.firstStream[sensor]; stream < this.firstStream[sensor + 1]; stream++) {
      const own = this.levels[stream];
      if (own > 0 && (level === 0 || own < level)) level = own;
      if (Number.isNaN(this.timesMs[stream])) {
        if (freshness === UNLISTED && this.unlisted[stream] === 0) freshness = SILENT;
      } else if (freshness !== NORMAL) freshness = this.isStale(stream, nowMs) ? STALE : NORMAL;
    }
    return level > 0 ? level - 1 : freshness;
  }

  stateOf(sensor: number, nowMs: number): SensorState {
    return GRAVITY[this.severityOf(sensor, nowMs)];
  }
}

/** What is suppressed is told elsewhere and true all the same: on the map it keeps its colour. */
function isShown(state: AlarmState): boolean {
  return state.kind === 'suppressed' || (!isCovered(state) && state.kind !== 'returned');
}
