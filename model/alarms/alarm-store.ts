import { listUnder } from '../sensors/list-under.ts';
import type { Samples } from '../sensors/samples.ts';
import { combined, delayed, holdsAt, type Span } from '../sensors/spans.ts';
import { type Alarm, type AlarmAct, type AlarmKey, alarmKey, type RaisingValue, raisedMs } from './alarm.ts';
import { type AlarmEvent, type AlarmState, type AlarmStep, asAlert, foldAlarm, NORMAL } from './alarm-machine.ts';
import {
  type AlarmText,
  type CombinedRule,
  endOpen,
  type StreamRule,
  silentFromMs,
  spansOf,
  withSettled,
} from './rules.ts';

/** An alarm that no rule on values raises, but somebody who reports when it began and ended. */
export interface ReportedRule extends AlarmText {
  id: AlarmKey;
  /** The stream where it is shown; null for none. */
  at: string | null;
}

type AnyRule = StreamRule | CombinedRule | ReportedRule;

interface Point {
  stream: number | null;
  rule: AnyRule;
  /** Spans in which the condition held, before delays; the last may be open. */
  raw: readonly Span[];
  acts: AlarmEvent[];
  isLate: boolean;
  /** Value that raised it in its present or last life; it outlives the sample itself. */
  raised: RaisingValue | null;
  /** Highest or lowest value of its present or last life. */
  extreme: Extreme | null;
}

/** The highest value of a life, or the lowest. */
interface Extreme extends RaisingValue {
  /** When that life began. */
  fromMs: number;
}

/** What of an alarm outlives the process that watched it: its condition's past; what operators did is kept by itself. */
export interface SavedAlarm {
  key: AlarmKey;
  raw: readonly Span[];
  isLate: boolean;
  /** Absent: a hub saved it that did not keep it. */
  raised?: RaisingValue | null;
  extreme?: Extreme | null;
  /** The stream's last sample when it was saved: until then `raw` says what held. */
  judgedMs: number;
}

/** Ended spans that each alarm holds at most; older ones are the hub's history. */
const MAX_SPANS = 64;

/** Since when there are alarms, event time. */
export interface Watched {
  /** What ended by then is history and no alarm, since nobody watched. */
  sinceMs: number;
  /**
   * Silences that ended by then were judged before a restart, and stand as they were saved: what is read again of the time before comes bit
   * by bit, and each hole that is not yet filled would be a silence.
   */
  silenceSinceMs: number;
}

/** Every instant is watched. */
const ALWAYS_WATCHED: Watched = { sinceMs: Number.NEGATIVE_INFINITY, silenceSinceMs: Number.NEGATIVE_INFINITY };

/** What the alarm store reads of a datastream: its samples, its rules and how far its source was heard. */
export interface StreamView {
  readonly id: string;
  readonly samples: Samples;
  readonly rules: readonly StreamRule[];
  /** Event time until which its source was heard. */
  lastHeartbeatMs(): number;
}

interface Silence {
  key: AlarmKey;
  stream: number;
  rule: StreamRule;
  afterMs: number;
}

/**
 * All alarms of all streams. What stands is worked out from two sets, the samples kept and the acts of operators, so that it does not
 * matter in which order they came or how often. Only what may have changed is worked out again: what was touched since, and what time
 * alone changes (delays, shelves), with what hangs on it; so `nowMs` must not go back from one call to the next. Ten thousand alarms that
 * stand unacknowledged cost nothing so.
 */
export class AlarmStore {
  private readonly points = new Map<AlarmKey, Point>();
  private readonly streams: readonly StreamView[];
  private readonly outages: readonly Span[];
  private readonly watched: Watched;

  /** Rules for silence: nothing comes that would call for them. */
  private readonly silences: Silence[] = [];
  private readonly ruleOf = new Map<AlarmKey, { stream: number; rule: StreamRule }>();
  private readonly placeOf: ReadonlyMap<string, number>;
  /** Those that suppress it. */
  private readonly suppressors = new Map<AlarmKey, AlarmKey[]>();
  /**
   * Conditions of each combined rule that anything is known of and, in the next map, rules that each condition belongs to: a few of the
   * thousands about a station. With 522 stations and all 6,554 gauges near each, looking all of them up took 560 ms, a dozen times a
   * second.
   */
  private readonly knownParts = new Map<CombinedRule, AlarmKey[]>();
  private readonly combinationsOf = new Map<AlarmKey, CombinedRule[]>();
  /**
   * Spans of combined rules, cached while one query is answered: each suppressed part needs them (288 alarms of 20,000 sensors 205 ms, 10
   * so).
   */
  private readonly combinedSpans = new Map<CombinedRule, Span[]>();
  /** Changed since `standing` was last asked. */
  private readonly touched = new Set<AlarmKey>();
  /** About to change by time alone. */
  private readonly timed = new Set<AlarmKey>();
  /** Active at the last look: what hangs on them is looked at when they change. */
  private readonly active = new Set<AlarmKey>();
  private readonly shown = new Map<AlarmKey, Alarm>();
  /** Alarms by stream whose highest or lowest value is tracked. */
  private readonly measured = new Map<number, AlarmKey[]>();

  /**
   * `outages`: when nothing was heard at all, in order; the owner may add to it. `watched`: without it a logger's memory of three hours, laid before the one value that was known of it, was a silence of three hours else:
   * 286 alarms at the first start of the demo city.
   */
  constructor(
    streams: readonly StreamView[],
    combinations: readonly CombinedRule[] = [],
    outages: readonly Span[] = [],
    watched = ALWAYS_WATCHED,
  ) {
    this.streams = streams;
    this.watched = watched;
    this.outages = outages;
    this.placeOf = new Map(streams.map(({ id }, stream) => [id, stream]));
    for (const [stream, { id, rules }] of streams.entries())
      for (const rule of rules) this.addRule(alarmKey(id, rule.id), stream, rule);
    for (const rule of combinations) {
      this.knownParts.set(rule, []);
      for (const key of rule.of) listUnder(this.combinationsOf, key, rule);
    }
    for (const rule of combinations) {
      const stream = rule.at === null ? null : (this.placeOf.get(rule.at) ?? null);
      this.put(rule.id, { stream, rule, raw: [], acts: [], isLate: false, ...UNREAD });
      this.addSuppressor(rule.id, rule);
    }
  }

  private addRule(key: AlarmKey, stream: number, rule: StreamRule): void {
    this.ruleOf.set(key, { stream, rule });
    this.addSuppressor(key, rule);
    if (rule.condition.kind === 'missing') this.silences.push({ key, stream, rule, afterMs: rule.condition.afterMs });
  }

  private put(key: AlarmKey, point: Point): void {
    if (!this.points.has(key))
      for (const rule of this.combinationsOf.get(key) ?? []) this.knownParts.get(rule)?.push(key);
    this.points.set(key, point);
    this.touched.add(key);
  }

  private addSuppressor(cause: AlarmKey, { suppresses = [] }: AlarmText): void {
    for (const key of suppresses) listUnder(this.suppressors, key, cause);
  }

  /** Something happened since `standing` was last asked; what time alone brings (delays, shelves, silence) is not in it. */
  get isChanged(): boolean {
    return this.touched.size > 0;
  }

  /** Has it worked out again with the next look. */
  touch(key: AlarmKey): void {
    this.touched.add(key);
  }

  /** Whether there can be such an alarm. */
  has(key: AlarmKey): boolean {
    return this.points.has(key) || this.ruleOf.has(key);
  }

  /** After rules of the stream were judged anew; `wasLate`: by a sample that came behind the watermark. */
  refresh(stream: number, wasLate: boolean): void {
    const { id, rules, samples } = this.streams[stream];
    for (const [r, rule] of rules.entries()) {
      const fresh = spansOf(rule, r, samples, this.outages);
      const key = alarmKey(id, rule.id);
      const known = this.points.get(key);
      if (!known && fresh.length === 0) continue;
      const raw = this.news(rule, known?.raw ?? [], fresh, samples).slice(-MAX_SPANS);
      const isNew = wasLate && raw.length > (known?.raw.length ?? 0);
      this.put(key, {
        stream,
        rule,
        raw,
        acts: known?.acts ?? [],
        isLate: (known?.isLate ?? false) || isNew,
        raised: known?.raised ?? null,
        extreme: known?.extreme ?? null,
      });
    }
  }

  /**
   * After a sample was put: it may be the highest of an alarm that stands. What is kept of samples is less than a flood, so that each is looked at when
   * it comes; in whatever order they come, the highest is the same.
   */
  measure(stream: number, timeMs: number, value: number): void {
    for (const key of this.measured.get(stream) ?? []) {
      const point = this.points.get(key);
      const known = point?.extreme;
      if (!point || !known || timeMs < known.fromMs) continue;
      const isCorrected = timeMs === known.atMs && value !== known.value;
      if (!isCorrected && !isBeyond(point.rule, value, timeMs, known)) continue;
      point.extreme = isCorrected ? null : { value, atMs: timeMs, fromMs: known.fromMs };
      this.touched.add(key);
    }
  }

  /** What was judged for good stays as it was, the rest is as the samples say. */
  private news(rule: StreamRule, known: readonly Span[], fresh: readonly Span[], samples: Samples): Span[] {
    const { sinceMs, silenceSinceMs } = this.watched;
    const fromMs = rule.condition.kind === 'missing' ? Math.max(sinceMs, silenceSinceMs) : sinceMs;
    const isNews = ({ toMs }: Span) => toMs > fromMs;
    const firstMs = samples.timesMs[samples.start];
    return [
      ...known.filter((span) => !isNews(span)),
      ...withSettled(known.filter(isNews), fresh.filter(isNews), firstMs),
    ];
  }

  /** When a reported alarm was active, the last span open while it still is. */
  report(rule: ReportedRule, raw: readonly Span[]): void {
    const stream = rule.at === null ? null : (this.placeOf.get(rule.at) ?? null);
    const known = this.points.get(rule.id);
    this.put(rule.id, {
      stream,
      rule,
      raw: raw.slice(-MAX_SPANS),
      acts: known?.acts ?? [],
      isLate: false,
      ...UNREAD,
    });
  }

  /** Spans of an alarm as they were reported, or of its condition before delays. */
  rawOf(key: AlarmKey): readonly Span[] {
    return this.points.get(key)?.raw ?? [];
  }

  /** The same act seen twice is one; returns whether it is new and of an alarm that there can be. */
  act({ key, event }: AlarmAct): boolean {
    const place = this.ruleOf.get(key);
    const point = this.points.get(key) ?? (place ? { ...place, raw: [], acts: [], isLate: false, ...UNREAD } : null);
    const text = JSON.stringify(event);
    if (!point || point.acts.some((known) => JSON.stringify(known) === text)) return false;
    this.put(key, { ...point, acts: [...point.acts, event] });
    return true;
  }

  /** What is needed to go on after a restart; null: nothing is known of it. */
  save(key: AlarmKey): SavedAlarm | null {
    const point = this.points.get(key);
    if (!point) return null;
    const { raw, isLate, stream, raised, extreme } = point;
    const judgedMs = stream === null ? Number.NEGATIVE_INFINITY : this.streams[stream].samples.lastMs;
    return { key, raw, isLate, raised, extreme, judgedMs: Math.max(0, judgedMs) };
  }

  /** Takes up what was saved; of a rule that is no more it takes nothing and says false. Samples come afterwards. */
  restore(
    { key, raw, isLate, raised = null, extreme = null }: SavedAlarm,
    reported: ReportedRule | null = null,
  ): boolean {
    if (reported) {
      this.report(reported, raw);
      return true;
    }
    const place = this.ruleOf.get(key);
    if (!place) return this.points.has(key);
    this.put(key, { ...place, raw, acts: [], isLate, raised, extreme });
    if (extreme) listUnder(this.measured, place.stream, key);
    return true;
  }

  /** What an alarm says and the stream that it is of, whether it stands or not; null: there can be no such alarm. */
  about(key: AlarmKey): { meaning: AlarmText; stream: number | null } | null {
    const one = this.points.get(key) ?? this.ruleOf.get(key);
    return one ? { meaning: meaningOf(one.rule), stream: one.stream } : null;
  }

  /** Every step in the life of an alarm, by event time. */
  history(key: AlarmKey, nowMs: number): readonly AlarmStep[] {
    this.noticeSilences();
    this.combinedSpans.clear();
    const point = this.points.get(key);
    return point ? this.steps(key, point, nowMs) : [];
  }

  keys(): readonly AlarmKey[] {
    this.noticeSilences();
    return [...this.points.keys()].sort();
  }

  /** Those that are not normal, in the order of their keys; what is suppressed is listed only while its own condition stands. */
  standing(nowMs: number): Alarm[] {
    this.update(nowMs);
    return [...this.shown.keys()].sort().flatMap((key) => {
      const alarm = this.shown.get(key);
      return alarm ? [this.withValue(alarm)] : [];
    });
  }

  /** With the newest value of its stream; the same object while that is the same. */
  private withValue(alarm: Alarm): Alarm {
    const { stream, key } = alarm;
    const isOfStream = stream !== null && this.ruleOf.has(key);
    const value = isOfStream ? this.streams[stream].samples.lastValue : null;
    if (value === alarm.value) return alarm;
    const newer = { ...alarm, value };
    this.shown.set(key, newer);
    return newer;
  }

  /** Works out again what may have changed; returns the keys that it looked at. */
  update(nowMs: number): ReadonlySet<AlarmKey> {
    this.noticeSilences();
    this.combinedSpans.clear();
    const due = new Set(this.timed);
    for (const key of this.touched) this.addDependents(key, due);
    this.touched.clear();
    // A set that grows while it is gone through is gone through to its new end.
    for (const key of due) {
      const point = this.points.get(key);
      if (point && this.evaluate(key, point, nowMs)) this.addDependents(key, due);
    }
    return due;
  }

  /** Returns the alarm of a key as `update` left it; null while it is normal. */
  alarmOf(key: AlarmKey): Alarm | null {
    return this.shown.get(key) ?? null;
  }

  private addDependents(key: AlarmKey, due: Set<AlarmKey>): void {
    const open = [key];
    const seen = new Set<AlarmKey>();
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      due.add(next);
      const rule = this.points.get(next)?.rule;
      for (const combination of this.combinationsOf.get(next) ?? []) open.push(combination.id);
      for (const part of rule?.suppresses ?? []) if (this.points.has(part)) open.push(part);
    }
  }

  /** Whether it became active or ceased to be: then what hangs on it is others' matter too. */
  private evaluate(key: AlarmKey, point: Point, nowMs: number): boolean {
    const spans = this.spans(point);
    const steps = this.steps(key, point, nowMs);
    const state = steps.at(-1)?.state ?? NORMAL;
    if (state.kind === 'shelved' || spans.some((span) => hasEdgeAfter(span, nowMs))) this.timed.add(key);
    else this.timed.delete(key);
    point.raised = this.raisingValue(point, state);
    this.follow(key, point, state);
    if (state.kind === 'normal' || (state.kind === 'suppressed' && state.activeFromMs === null)) this.shown.delete(key);
    else this.shown.set(key, this.alarmIn(key, point, state, nowMs));
    const isActive = holdsAt(spans, nowMs);
    if (isActive === this.active.has(key)) return false;
    if (isActive) this.active.add(key);
    else this.active.delete(key);
    return true;
  }

  private alarmIn(
    key: AlarmKey,
    { stream, rule, isLate, raised, extreme }: Point,
    state: AlarmState,
    nowMs: number,
  ): Alarm {
    const value = stream === null || !('condition' in rule) ? null : this.streams[stream].samples.lastValue;
    const by = state.kind === 'suppressed' ? this.suppressorAt(key, nowMs) : null;
    const highest = extreme && { value: extreme.value, atMs: extreme.atMs };
    const meaning = meaningOf(rule);
    return { key, stream, state, meaning, value, raised, extreme: highest, limit: limitOf(rule), by, isLate };
  }

  /** The newest sample at the instant of its raising while that is kept; what was read of it before, if it is the same life, else. */
  private raisingValue({ stream, rule, raised }: Point, state: AlarmState): RaisingValue | null {
    const atMs = raisedMs(state);
    if (stream === null || atMs === null || !('condition' in rule) || rule.condition.kind === 'missing') return null;
    const { samples } = this.streams[stream];
    const next = samples.indexFrom(atMs);
    const at = next < samples.end && samples.timesMs[next] === atMs ? next : next - 1;
    if (at >= samples.start && at < samples.end) return { value: samples.values[at], atMs };
    return raised?.atMs === atMs ? raised : null;
  }

  /** The highest or lowest value of its life so far, of the samples that are kept and of what was known before. */
  private follow(key: AlarmKey, point: Point, state: AlarmState): void {
    const { stream, rule, extreme } = point;
    const fromMs = raisedMs(state);
    if (stream === null || limitOf(rule) === null) return;
    const keys = this.measured.get(stream) ?? [];
    if (fromMs === null) {
      point.extreme = null;
      if (keys.includes(key))
        this.measured.set(
          stream,
          keys.filter((other) => other !== key),
        );
      return;
    }
    let best = extreme?.fromMs === fromMs ? extreme : null;
    const { samples } = this.streams[stream];
    for (let i = samples.indexFrom(fromMs); i < samples.end; i++) {
      const value = samples.values[i];
      const atMs = samples.timesMs[i];
      if (!best || isBeyond(rule, value, atMs, best)) best = { value, atMs, fromMs };
    }
    // Raised by a delay's end between two samples: what it read then is its first value.
    point.extreme = best ?? (point.raised && { ...point.raised, fromMs });
    if (!keys.includes(key)) listUnder(this.measured, stream, key);
  }

  private suppressorAt(key: AlarmKey, ms: number): AlarmKey | null {
    return this.suppressors.get(key)?.find((cause) => holdsAt(this.spansOfKey(cause), ms)) ?? null;
  }

  private spansOfKey(key: AlarmKey): readonly Span[] {
    const point = this.points.get(key);
    return point ? this.spans(point) : [];
  }

  private noticeSilences(): void {
    for (const { key, stream, rule, afterMs } of this.silences) {
      const { samples, lastHeartbeatMs } = this.streams[stream];
      const ms = lastHeartbeatMs();
      // Of a hundred thousand nearly all end here.
      if (ms <= samples.lastMs + afterMs || samples.count === 0) continue;
      if (this.active.has(key) || ms <= silentFromMs(samples.lastMs, afterMs, this.outages)) continue;
      if (this.points.has(key)) this.touched.add(key);
      else this.put(key, { stream, rule, raw: [], acts: [], isLate: false, ...UNREAD });
    }
  }

  private steps(key: AlarmKey, point: Point, nowMs: number): AlarmStep[] {
    const spans = this.spans(point);
    if (spans.length === 0 && point.acts.length === 0) return [];
    const covers = combined(
      (this.suppressors.get(key) ?? []).map((cause) => this.spansOfKey(cause)),
      1,
    );
    const events: AlarmEvent[] = spans.flatMap(({ fromMs, toMs }) => [
      { kind: 'raise' as const, atMs: fromMs },
      ...(toMs < Number.POSITIVE_INFINITY ? [{ kind: 'clear' as const, atMs: toMs }] : []),
    ]);
    for (const { fromMs, toMs } of covers) {
      events.push({ kind: 'suppress', atMs: fromMs });
      if (toMs < Number.POSITIVE_INFINITY) events.push({ kind: 'unsuppress', atMs: toMs });
    }
    const lastMs = point.stream === null ? nowMs : this.streams[point.stream].samples.lastMs;
    const steps = foldAlarm([...events, ...point.acts], Math.max(nowMs, lastMs));
    return point.rule.isAlert ? steps.map(({ event, state }) => ({ event, state: asAlert(state) })) : steps;
  }

  private spans({ stream, rule, raw }: Point): readonly Span[] {
    if ('needed' in rule) return this.spansOfCombination(rule);
    if (!('condition' in rule)) return raw;
    if (stream === null) return [];
    const { samples, lastHeartbeatMs } = this.streams[stream];
    const ended = endOpen(rule, raw, samples.lastMs, lastHeartbeatMs(), this.outages);
    return delayed(ended, rule.onDelayMs, rule.offDelayMs);
  }

  private spansOfCombination(rule: CombinedRule): readonly Span[] {
    const known = this.combinedSpans.get(rule);
    if (known) return known;
    const parts = this.knownParts.get(rule) ?? [];
    const lists = parts.length < rule.needed ? [] : parts.map((part) => this.spansOfKey(part));
    const spans = combined(lists, rule.needed);
    this.combinedSpans.set(rule, spans);
    return spans;
  }
}

/** Values of an alarm of which nothing was read yet. */
const UNREAD = { raised: null, extreme: null } as const;

/** Farther beyond the set point; of the same value the earliest. */
function isBeyond(rule: AnyRule, value: number, atMs: number, than: RaisingValue): boolean {
  if (value === than.value) return atMs < than.atMs;
  return 'condition' in rule && rule.condition.kind === 'below' ? value < than.value : value > than.value;
}

/** Whether time alone will begin or end it. */
function hasEdgeAfter({ fromMs, toMs }: Span, nowMs: number): boolean {
  return fromMs > nowMs || (toMs > nowMs && toMs < Number.POSITIVE_INFINITY);
}

/** Without the rule's own workings, which are not sent with each alarm. */
function meaningOf({ priority, title, consequence, action, cause, isAlert = false }: AlarmText): AlarmText {
  return { priority, title, consequence, action, cause, isAlert };
}

function limitOf(rule: AnyRule): number | null {
  if (!('condition' in rule)) return null;
  const { condition } = rule;
  return condition.kind === 'above' || condition.kind === 'below' ? condition.limit : null;
}
