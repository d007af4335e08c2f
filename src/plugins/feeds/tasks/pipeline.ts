import type { Alarm } from '../../../../model/alarms/alarm.ts';
import { AlarmStore, type StreamView } from '../../../../model/alarms/alarm-store.ts';
import { FUTURE_MS, LATENESS_CADENCES } from '../../../../model/alarms/rule-runner.ts';
import { type CombinedRule, judge, MAX_RULES, type StreamRule } from '../../../../model/alarms/rules.ts';
import { Samples } from '../../../../model/sensors/samples.ts';
import { STALE_CADENCES } from '../../../../model/sensors/sensors.ts';
import type { Reason } from '../../../twin/failure.ts';
import type { Changes } from '../../../twin/live/service.ts';
import { emptyFeedQuality, type FeedQuality, older, SKEW_MS } from '../../../twin/live/truth.ts';

/** One row of measurements that a sensor makes. */
export interface StreamInfo {
  /** For life, the same in tiles, history and reports. */
  id: string;
  /** Which source tells it: place in the list of sources. */
  source: number;
  /** Null: it speaks when something happens, and nothing is known to be missing. */
  cadenceMs: number | null;
  rules: readonly StreamRule[];
}

/** Event time, result time and arrival are kept apart; all UTC ms. */
export interface Observation {
  stream: number;
  timeMs: number;
  resultMs: number;
  value: number;
}

/** One hole of a stream that history may fill; both ends are event times of samples that are there. */
export interface Gap {
  stream: number;
  fromMs: number;
  toMs: number;
}

/**
 * A clock is judged by the last one to two halves: long enough that one of a stream's messages came the shortest way, short
 * enough that a clock set right is no longer named.
 */
const MIN_HALF_WINDOW_MS = 300_000;
const HALF_CADENCES = 20;
/** Between neighbours farther apart than this a sample is missing. */
const HOLE_CADENCES = 1.5;
const RATE_WINDOW_S = 10;

interface Stream extends StreamView {
  readonly info: StreamInfo;
  /** Least of arrival − result in the half that runs since then, and in the one before: the clock's error plus the shortest way. */
  minDelayMs: number;
  formerMinMs: number;
  halfFromMs: number;
  /** What comes with an older event time is late; it never goes back. */
  watermarkMs: number;
  holes: number;
  isDirty: boolean;
  receivedMs: number;
  /** Up to this event time history was asked; what is still missing before it is lost. */
  requestedMs: number;
}

/**
 * From observations to what a frame shows: order, duplicates, rules, alarms, counts. It has no clock and no wire: the
 * worker gives it both. Its samples and alarms depend on the set of observations within the samples kept, not on their order.
 */
export class Pipeline {
  readonly qualities: FeedQuality[];
  readonly alarms: AlarmStore;
  private readonly streams: Stream[];
  private readonly lastHeartbeatMs: Float64Array;
  private readonly dirty: number[] = [];
  /** Received in each second of a ring, by source. */
  private readonly rates: { second: Float64Array; count: Float64Array }[];

  constructor(infos: readonly StreamInfo[], mostSamples: number, combinations: readonly CombinedRule[] = []) {
    const sources = infos.reduce((most, { source }) => Math.max(most, source + 1), 0);
    this.lastHeartbeatMs = new Float64Array(sources).fill(Number.NEGATIVE_INFINITY);
    this.qualities = Array.from({ length: sources }, emptyFeedQuality);
    this.rates = this.qualities.map(() => ({
      second: new Float64Array(RATE_WINDOW_S + 1),
      count: new Float64Array(RATE_WINDOW_S + 1),
    }));
    this.streams = infos.map((info) => {
      if (info.rules.length > MAX_RULES)
        throw new Error(`${info.id}: expected at most ${MAX_RULES} rules, got ${info.rules.length}`);
      this.qualities[info.source].streams++;
      return {
        info,
        id: info.id,
        rules: info.rules,
        samples: new Samples(mostSamples),
        lastHeartbeatMs: () => this.lastHeartbeatMs[info.source],
        minDelayMs: Number.POSITIVE_INFINITY,
        formerMinMs: Number.POSITIVE_INFINITY,
        halfFromMs: Number.NEGATIVE_INFINITY,
        watermarkMs: Number.NEGATIVE_INFINITY,
        holes: 0,
        isDirty: false,
        receivedMs: 0,
        requestedMs: Number.NEGATIVE_INFINITY,
      };
    });
    this.alarms = new AlarmStore(this.streams, combinations);
  }

  /** `origin`: history fills holes; it says nothing of clocks, rates and disorder. */
  take(observation: Observation, receivedMs: number, origin: 'live' | 'history'): void {
    const { timeMs, resultMs, value } = observation;
    const stream = this.streams[observation.stream];
    const { samples, info, rules } = stream;
    const quality = this.qualities[info.source];
    const isLive = origin === 'live';
    if (isLive) this.count(info.source, receivedMs);
    if (timeMs - receivedMs > FUTURE_MS) {
      quality.future++;
      return;
    }
    if (isLive) learnDelay(stream, receivedMs, resultMs);
    const isLate = timeMs < stream.watermarkMs;
    const put = samples.put(timeMs, resultMs, value);
    if (info.cadenceMs !== null) stream.watermarkMs = samples.lastMs - LATENESS_CADENCES * info.cadenceMs;
    if (put === 'duplicate') {
      if (isLive) quality.duplicate++;
      return;
    }
    if (put === 'tooOld') {
      if (isLive) quality.late++;
      return;
    }
    if (put === 'corrected' || put === 'contradicted') {
      quality[put]++;
      if (!samples.isWritten) return;
    } else this.countHoles(stream);
    if (!isLive) quality.repaired++;
    else if (put === 'patched') quality[isLate ? 'late' : 'disordered']++;
    if (samples.at === samples.end - 1) this.show(observation.stream, stream, receivedMs, isLive);
    if (judge(rules, samples, samples.at, put === 'appended'))
      this.alarms.refresh(observation.stream, put === 'patched' && isLate);
    this.alarms.measure(observation.stream, timeMs, value);
  }

  /** What could not be read: counted, the first told. */
  refuse(source: number, problem: Reason): void {
    const quality = this.qualities[source];
    quality.invalid++;
    quality.firstProblem ??= problem;
  }

  /** The source speaks, and nothing of before is still to be repaired: what is silent now is missing. */
  markHeartbeat(source: number, ms: number): void {
    this.lastHeartbeatMs[source] = Math.max(this.lastHeartbeatMs[source], ms);
  }

  get hasChanges(): boolean {
    return this.dirty.length > 0;
  }

  /** Every stream that has spoken counts as changed: whoever shows them begins anew. */
  showAll(): void {
    for (const [index, stream] of this.streams.entries()) {
      if (stream.isDirty || stream.samples.count === 0) continue;
      stream.isDirty = true;
      this.dirty.push(index);
    }
  }

  /** The newest of each stream that changed since this was last asked. */
  changes(): Changes {
    const streams = Uint32Array.from(this.dirty).sort();
    const values = new Float64Array(streams.length);
    const timesMs = new Float64Array(streams.length);
    const receivedMs = new Float64Array(streams.length);
    for (const [i, index] of streams.entries()) {
      const stream = this.streams[index];
      stream.isDirty = false;
      values[i] = stream.samples.lastValue;
      timesMs[i] = stream.samples.lastMs;
      receivedMs[i] = stream.receivedMs;
    }
    this.dirty.length = 0;
    return { streams, values, timesMs, receivedMs };
  }

  standing(nowMs: number): Alarm[] {
    return this.alarms.standing(nowMs);
  }

  /** Holes of the cadence that history was not yet asked for. */
  gaps(source: number): Gap[] {
    return this.streams.flatMap(({ info, samples, holes, requestedMs }, stream) => {
      const { cadenceMs } = info;
      if (info.source !== source || cadenceMs === null || holes === 0) return [];
      const { timesMs, start, end } = samples;
      const found: Gap[] = [];
      for (let i = Math.max(start + 1, samples.indexFrom(requestedMs)); i < end; i++)
        if (timesMs[i] > requestedMs && holesBetween(timesMs[i - 1], timesMs[i], cadenceMs) > 0)
          found.push({ stream, fromMs: timesMs[i - 1], toMs: timesMs[i] });
      return found;
    });
  }

  /** How many samples a stream makes in a span, with one before it; of one without a cadence all that may be kept. */
  rowsOf(stream: number, spanMs: number): number {
    const { info, samples } = this.streams[stream];
    return info.cadenceMs === null ? samples.most : Math.ceil(spanMs / info.cadenceMs) + 1;
  }

  /** How many samples all streams of a source make in a span. */
  rowsIn(source: number, spanMs: number): number {
    return this.streams.reduce(
      (sum, { info }) => sum + (info.source === source ? spanMs / (info.cadenceMs ?? spanMs) : 0),
      0,
    );
  }

  /** History has told all that it knows of the stream until then. */
  markBackfilled(stream: number, untilMs: number): void {
    this.streams[stream].requestedMs = Math.max(this.streams[stream].requestedMs, untilMs);
  }

  samplesOf(stream: number): Samples {
    return this.streams[stream].samples;
  }

  /** Brings rate, losses, age and clocks up to date; once a second is enough. */
  tally(nowMs: number): readonly FeedQuality[] {
    for (const [source, quality] of this.qualities.entries()) {
      const { second, count } = this.rates[source];
      const now = Math.floor(nowMs / 1000);
      quality.lost = quality.stale = quality.skewed = 0;
      quality.watermark = null;
      quality.perS = 0;
      for (let i = 0; i <= RATE_WINDOW_S; i++)
        if (second[i] >= now - RATE_WINDOW_S && second[i] < now) quality.perS += count[i] / RATE_WINDOW_S;
    }
    const skewsMs: number[][] = this.qualities.map(() => []);
    for (const stream of this.streams) {
      const { info, samples, holes, watermarkMs } = stream;
      const quality = this.qualities[info.source];
      quality.lost += holes;
      const skewMs = Math.min(stream.minDelayMs, stream.formerMinMs);
      if (skewMs < Number.POSITIVE_INFINITY) {
        skewsMs[info.source].push(skewMs);
        if (Math.abs(skewMs) > SKEW_MS) quality.skewed++;
      }
      if (info.cadenceMs === null || samples.count === 0) continue;
      if (nowMs - samples.lastMs > STALE_CADENCES * info.cadenceMs) quality.stale++;
      else quality.watermark = older(quality.watermark, { ms: watermarkMs, stream: info.id });
    }
    for (const [source, quality] of this.qualities.entries()) quality.skewMs = medianOf(skewsMs[source]);
    return this.qualities;
  }

  private count(source: number, receivedMs: number): void {
    this.qualities[source].received++;
    const { second, count } = this.rates[source];
    const now = Math.floor(receivedMs / 1000);
    const slot = now % (RATE_WINDOW_S + 1);
    if (second[slot] !== now) {
      second[slot] = now;
      count[slot] = 0;
    }
    count[slot]++;
  }

  private show(index: number, stream: Stream, receivedMs: number, isLive: boolean): void {
    if (stream.isDirty) {
      if (isLive) this.qualities[stream.info.source].merged++;
    } else {
      stream.isDirty = true;
      this.dirty.push(index);
    }
    stream.receivedMs = isLive ? receivedMs : Number.NaN;
  }

  /** A sample just put parts one hole in two, or opens one behind the newest. */
  private countHoles(stream: Stream): void {
    const { samples, info } = stream;
    if (info.cadenceMs === null) return;
    const { timesMs, at, start, end } = samples;
    const before = at > start ? timesMs[at - 1] : null;
    const after = at < end - 1 ? timesMs[at + 1] : null;
    if (before !== null) stream.holes += holesBetween(before, timesMs[at], info.cadenceMs);
    if (after !== null) stream.holes += holesBetween(timesMs[at], after, info.cadenceMs);
    if (before !== null && after !== null) stream.holes -= holesBetween(before, after, info.cadenceMs);
  }
}

function learnDelay(stream: Stream, receivedMs: number, resultMs: number): void {
  const halfMs = Math.max(MIN_HALF_WINDOW_MS, HALF_CADENCES * (stream.info.cadenceMs ?? 0));
  if (receivedMs - stream.halfFromMs >= halfMs) {
    stream.formerMinMs = stream.minDelayMs;
    stream.minDelayMs = Number.POSITIVE_INFINITY;
    stream.halfFromMs = receivedMs;
  }
  stream.minDelayMs = Math.min(stream.minDelayMs, receivedMs - resultMs);
}

/** Returns the median; of an even number of values the greater of the two in the middle. */
function medianOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : Float64Array.from(values).sort()[values.length >> 1];
}

function holesBetween(fromMs: number, toMs: number, cadenceMs: number): number {
  const cadences = (toMs - fromMs) / cadenceMs;
  return cadences > HOLE_CADENCES ? Math.round(cadences) - 1 : 0;
}
