import { type Alarm, AlarmBook, type StreamView } from './alarms.ts';
import { type CombinedRule, isUndecided, judge, lookBackMs, MOST_RULES, type StreamRule } from './rules.ts';
import { Samples } from './samples.ts';
import { noTruth, older, SKEW_MS, type SourceTruth } from './truth.ts';

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

/** What a frame is told: the newest of each stream that changed since the last one. */
export interface Changes {
  streams: Uint32Array;
  values: Float64Array;
  timesMs: Float64Array;
  /** When it came live; NaN: history told it. */
  receivedMs: Float64Array;
}

/** Ahead of our clock by more than this is no measurement of now: it is kept out and counted. */
const FUTURE_MS = 5000;
/**
 * A clock is judged by the last one to two halves: long enough that one of a stream's messages came the shortest way, short
 * enough that a clock set right is no longer named.
 */
const LEAST_HALF_MS = 300_000;
const HALF_CADENCES = 20;
/** Behind the newest by more than two cadences is late. */
const LATENESS_CADENCES = 2;
const STALE_CADENCES = 3;
/** Between neighbours farther apart than this a sample is missing. */
const HOLE_CADENCES = 1.5;
const RATE_WINDOW_S = 10;

interface Stream extends StreamView {
  readonly info: StreamInfo;
  /** Least of arrival − result in the half that runs since then, and in the one before: the clock's error plus the shortest way. */
  leastDelayMs: number;
  formerLeastMs: number;
  halfFromMs: number;
  /** What comes with an older event time is late; it never goes back. */
  watermarkMs: number;
  holes: number;
  isDirty: boolean;
  receivedMs: number;
  /** Up to this event time history was asked; what is still missing before it is lost. */
  askedMs: number;
}

/**
 * From observations to what a frame shows: order, duplicates, rules, alarms, counts. It has no clock and no wire: the
 * worker gives it both. Its samples and alarms depend on the set of observations within the samples kept, not on their order.
 */
export class Pipeline {
  readonly truths: SourceTruth[];
  readonly alarms: AlarmBook;
  private readonly streams: Stream[];
  private readonly heard: Float64Array;
  private readonly dirty: number[] = [];
  /** Received in each second of a ring, by source. */
  private readonly rates: { second: Float64Array; count: Float64Array }[];

  constructor(infos: readonly StreamInfo[], mostSamples: number, combinations: readonly CombinedRule[] = []) {
    const sources = infos.reduce((most, { source }) => Math.max(most, source + 1), 0);
    this.heard = new Float64Array(sources).fill(Number.NEGATIVE_INFINITY);
    this.truths = Array.from({ length: sources }, noTruth);
    this.rates = this.truths.map(() => ({
      second: new Float64Array(RATE_WINDOW_S + 1),
      count: new Float64Array(RATE_WINDOW_S + 1),
    }));
    this.streams = infos.map((info) => {
      if (info.rules.length > MOST_RULES)
        throw new Error(`${info.id}: expected at most ${MOST_RULES} rules, got ${info.rules.length}`);
      this.truths[info.source].streams++;
      return {
        info,
        id: info.id,
        rules: info.rules,
        samples: new Samples(mostSamples),
        heardMs: () => this.heard[info.source],
        leastDelayMs: Number.POSITIVE_INFINITY,
        formerLeastMs: Number.POSITIVE_INFINITY,
        halfFromMs: Number.NEGATIVE_INFINITY,
        watermarkMs: Number.NEGATIVE_INFINITY,
        holes: 0,
        isDirty: false,
        receivedMs: 0,
        askedMs: Number.NEGATIVE_INFINITY,
      };
    });
    this.alarms = new AlarmBook(this.streams, combinations);
  }

  /** `origin`: history fills holes; it says nothing of clocks, rates and disorder. */
  take(observation: Observation, receivedMs: number, origin: 'live' | 'history'): void {
    const { timeMs, resultMs, value } = observation;
    const stream = this.streams[observation.stream];
    const { samples, info, rules } = stream;
    const truth = this.truths[info.source];
    const isLive = origin === 'live';
    if (isLive) this.count(info.source, receivedMs);
    if (timeMs - receivedMs > FUTURE_MS) {
      truth.future++;
      return;
    }
    if (isLive) learnDelay(stream, receivedMs, resultMs);
    const isLate = timeMs < stream.watermarkMs;
    const put = samples.put(timeMs, resultMs, value);
    if (info.cadenceMs !== null) stream.watermarkMs = samples.lastMs - LATENESS_CADENCES * info.cadenceMs;
    if (put === 'duplicate') {
      if (isLive) truth.duplicate++;
      return;
    }
    if (put === 'tooOld') {
      if (isLive) truth.late++;
      return;
    }
    if (put === 'corrected' || put === 'contradicted') {
      truth[put]++;
      if (!samples.isWritten) return;
    } else this.countHoles(stream);
    if (!isLive) truth.repaired++;
    else if (put === 'patched') truth[isLate ? 'late' : 'disordered']++;
    if (samples.at === samples.end - 1) this.show(observation.stream, stream, receivedMs, isLive);
    if (judge(rules, samples, samples.at, put === 'appended'))
      this.alarms.refresh(observation.stream, put === 'patched' && isLate);
  }

  /** What could not be read: counted, the first told. */
  refuse(source: number, problem: string): void {
    const truth = this.truths[source];
    truth.invalid++;
    truth.firstProblem ??= problem;
  }

  /** The source speaks, and nothing of before is still to be repaired: what is silent now is missing. */
  hear(source: number, ms: number): void {
    this.heard[source] = Math.max(this.heard[source], ms);
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
    return this.streams.flatMap(({ info, samples, holes, askedMs }, stream) => {
      const { cadenceMs } = info;
      if (info.source !== source || cadenceMs === null || holes === 0) return [];
      const { timesMs, start, end } = samples;
      const found: Gap[] = [];
      for (let i = Math.max(start + 1, samples.indexFrom(askedMs)); i < end; i++)
        if (timesMs[i] > askedMs && holesBetween(timesMs[i - 1], timesMs[i], cadenceMs) > 0)
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
  asked(stream: number, untilMs: number): void {
    this.streams[stream].askedMs = Math.max(this.streams[stream].askedMs, untilMs);
  }

  /** Streams in which a rule holds or held, or of which what is kept does not tell it: of these more of the past is wanted. */
  wantingPast(source: number): number[] {
    return this.streams.flatMap(({ info, samples, rules }, stream) => {
      const { bits, values, start, end } = samples;
      if (info.source !== source || start === end) return [];
      const isWanted =
        bits.subarray(start, end).some(Boolean) || rules.some((rule) => isUndecided(rule, values[start]));
      return isWanted ? [stream] : [];
    });
  }

  /** Streams whose rules look back: how far, and how many of the newest samples say all that is asked. */
  lookingBack(source: number): { stream: number; spanMs: number; rows: number }[] {
    return this.streams.flatMap(({ info: { source: own, cadenceMs, rules }, samples }, stream) => {
      const spans = rules.map(lookBackMs);
      const samplesMs = Math.max(0, ...spans.map((span) => span.samplesMs));
      if (own !== source || cadenceMs === null || samplesMs === 0) return [];
      // Two more, so that one lies before the span whatever the phase; what cannot be kept is not asked for.
      const wanted = Math.ceil(samplesMs / cadenceMs) + 2;
      const rows = Math.min(wanted, samples.most);
      return [{ stream, spanMs: wanted * cadenceMs + Math.max(...spans.map((span) => span.silentMs)), rows }];
    });
  }

  samplesOf(stream: number): Samples {
    return this.streams[stream].samples;
  }

  /** Brings rate, losses, age and clocks up to date; once a second is enough. */
  tally(nowMs: number): readonly SourceTruth[] {
    for (const [source, truth] of this.truths.entries()) {
      const { second, count } = this.rates[source];
      const now = Math.floor(nowMs / 1000);
      truth.lost = truth.stale = truth.skewed = 0;
      truth.watermark = null;
      truth.perS = 0;
      for (let i = 0; i <= RATE_WINDOW_S; i++)
        if (second[i] >= now - RATE_WINDOW_S && second[i] < now) truth.perS += count[i] / RATE_WINDOW_S;
    }
    const skewsMs: number[][] = this.truths.map(() => []);
    for (const stream of this.streams) {
      const { info, samples, holes, watermarkMs } = stream;
      const truth = this.truths[info.source];
      truth.lost += holes;
      const skewMs = Math.min(stream.leastDelayMs, stream.formerLeastMs);
      if (skewMs < Number.POSITIVE_INFINITY) {
        skewsMs[info.source].push(skewMs);
        if (Math.abs(skewMs) > SKEW_MS) truth.skewed++;
      }
      if (info.cadenceMs === null || samples.count === 0) continue;
      if (nowMs - samples.lastMs > STALE_CADENCES * info.cadenceMs) truth.stale++;
      else truth.watermark = older(truth.watermark, { ms: watermarkMs, stream: info.id });
    }
    for (const [source, truth] of this.truths.entries()) truth.skewMs = medianOf(skewsMs[source]);
    return this.truths;
  }

  private count(source: number, receivedMs: number): void {
    this.truths[source].received++;
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
      if (isLive) this.truths[stream.info.source].merged++;
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
  const halfMs = Math.max(LEAST_HALF_MS, HALF_CADENCES * (stream.info.cadenceMs ?? 0));
  if (receivedMs - stream.halfFromMs >= halfMs) {
    stream.formerLeastMs = stream.leastDelayMs;
    stream.leastDelayMs = Number.POSITIVE_INFINITY;
    stream.halfFromMs = receivedMs;
  }
  stream.leastDelayMs = Math.min(stream.leastDelayMs, receivedMs - resultMs);
}

/** Of an even number the greater of the two in the middle. */
function medianOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : Float64Array.from(values).sort()[values.length >> 1];
}

function holesBetween(fromMs: number, toMs: number, cadenceMs: number): number {
  const cadences = (toMs - fromMs) / cadenceMs;
  return cadences > HOLE_CADENCES ? Math.round(cadences) - 1 : 0;
}
