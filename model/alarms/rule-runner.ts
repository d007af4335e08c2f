import { listUnder } from '../sensors/list-under.ts';
import { Samples } from '../sensors/samples.ts';
import { holdsAt, type Span } from '../sensors/spans.ts';
import { alarmKey } from './alarm.ts';
import { AlarmStore, type SavedAlarm, type StreamView, type Watched } from './alarm-store.ts';
import { type CombinedRule, evaluationWindowMs, judge, type StreamRule } from './rules.ts';

/** Ahead of the receiver's clock by more than this is no measurement of now: it is left out. */
export const FUTURE_MS = 5000;
/** Behind the newest sample by more than this many cadences is late. */
export const LATENESS_CADENCES = 2;
/** Samples of a stream beyond what its rules look back on, so that some may come late. */
const SPARE_SAMPLES = 8;
const MAX_RULE_SAMPLES = 1440;

/** A datastream that rules watch, with the cadence at which its values are expected. */
export interface WatchedStream {
  /** For life, the same in tiles, history and reports. */
  id: string;
  cadenceMs: number;
  rules: readonly StreamRule[];
}

/** How far back a stream's rules look, and how many of the newest samples say all that they ask. */
export interface LookBack {
  stream: number;
  spanMs: number;
  rows: number;
}

interface RuledStream extends StreamView {
  readonly cadenceMs: number;
}

/**
 * Rules over observations without anything that a screen needs: the hub's own run of what `Pipeline` runs for the sources that only a
 * page listens to. It has no clock and no wire; of each stream it keeps as many samples as its rules look back on. 100,000 streams at
 * 5,000 observations a second cost it .33 of a core on a busy machine (`npm run bench -- feeds --only rules`).
 */
export class RuleRunner {
  readonly store: AlarmStore;
  /** When nothing at all was heard, in order. */
  readonly outages: Span[] = [];
  private readonly streams: RuledStream[];
  private readonly resumed = new Map<number, { rule: number; raw: readonly Span[]; judgedMs: number }[]>();
  private lastSampleMs = Number.NEGATIVE_INFINITY;
  /** While the past is still being read, silence is not yet known to be silence. */
  private isListening = false;

  constructor(
    streams: readonly WatchedStream[],
    combinations: readonly CombinedRule[],
    { outages = [], watched }: { outages?: readonly Span[]; watched?: Watched } = {},
  ) {
    this.outages.push(...outages);
    const lastHeartbeatMs = () => (this.isListening ? this.lastSampleMs : Number.NEGATIVE_INFINITY);
    this.streams = streams.map(({ id, cadenceMs, rules }) => ({
      id,
      cadenceMs,
      rules,
      samples: new Samples(samplesFor(cadenceMs, rules)),
      lastHeartbeatMs,
    }));
    this.store = new AlarmStore(this.streams, combinations, this.outages, watched);
  }

  /** Whether it was taken: an observation of the future is not. */
  take(stream: number, timeMs: number, resultMs: number, value: number, receivedMs: number): boolean {
    if (timeMs - receivedMs > FUTURE_MS) return false;
    const { samples, rules, cadenceMs } = this.streams[stream];
    const isLate = timeMs < samples.lastMs - LATENESS_CADENCES * cadenceMs;
    const put = samples.put(timeMs, resultMs, value);
    if (put === 'duplicate' || put === 'tooOld' || !samples.isWritten) return true;
    let isChanged = judge(rules, samples, samples.at, put === 'appended');
    if (!this.isListening) isChanged = this.putSaved(stream, timeMs) || isChanged;
    if (isChanged) this.store.refresh(stream, put === 'patched' && isLate);
    this.store.measure(stream, timeMs, value);
    return true;
  }

  private putSaved(stream: number, timeMs: number): boolean {
    const saved = this.resumed.get(stream)?.filter(({ judgedMs }) => timeMs <= judgedMs) ?? [];
    const { bits, at } = this.streams[stream].samples;
    for (const { rule, raw } of saved)
      bits[at] = (holdsAt(raw, timeMs) ? bits[at] | (1 << rule) : bits[at] & ~(1 << rule)) >>> 0;
    return saved.length > 0;
  }

  /** The wire speaks: what is silent while it does is missing. */
  hear(ms: number): void {
    this.lastSampleMs = Math.max(this.lastSampleMs, ms);
  }

  get lastHeartbeatMs(): number {
    return this.lastSampleMs;
  }

  /** The past is read: from now on silence counts. */
  listen(): void {
    this.isListening = true;
    this.resumed.clear();
    // What was restored and holds no more changed no sample's word, so that nothing else would ask.
    for (const [stream, { id, rules, samples }] of this.streams.entries()) {
      const isRestored = rules.some((rule) => this.store.rawOf(alarmKey(id, rule.id)).length > 0);
      if (isRestored && samples.count > 0) this.store.refresh(stream, false);
    }
  }

  /**
   * A rule goes on where it stood before a restart: until `judgedMs` the saved spans say what held, since the samples that are read again
   * may begin too late to tell; after it, what they do not tell is as it was. To be called before the stream's samples are taken.
   */
  resume(stream: number, ruleId: string, { raw, judgedMs }: Pick<SavedAlarm, 'raw' | 'judgedMs'>): void {
    const { samples, rules } = this.streams[stream];
    const rule = rules.findIndex(({ id }) => id === ruleId);
    if (rule < 0) return;
    samples.isContinued = true;
    if (raw.at(-1)?.toMs === Number.POSITIVE_INFINITY) samples.forgottenBits |= 1 << rule;
    listUnder(this.resumed, stream, { rule, raw, judgedMs });
  }

  lookingBack(): LookBack[] {
    return this.streams.map(({ cadenceMs, rules }, stream) => {
      const spans = rules.map(evaluationWindowMs);
      const samplesMs = Math.max(0, ...spans.map((span) => span.samplesMs));
      // Two more, so that one lies before the span whatever the phase.
      const rows = samplesMs === 0 ? 1 : Math.min(MAX_RULE_SAMPLES, Math.ceil(samplesMs / cadenceMs) + 2);
      return { stream, spanMs: rows * cadenceMs + Math.max(0, ...spans.map((span) => span.silentMs)), rows };
    });
  }

  samplesOf(stream: number): Samples {
    return this.streams[stream].samples;
  }
}

function samplesFor(cadenceMs: number, rules: readonly StreamRule[]): number {
  const samplesMs = Math.max(0, ...rules.map((rule) => evaluationWindowMs(rule).samplesMs));
  return Math.min(MAX_RULE_SAMPLES, Math.ceil(samplesMs / cadenceMs) + SPARE_SAMPLES);
}
