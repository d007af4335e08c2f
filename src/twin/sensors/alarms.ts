import {
  type AlarmEvent,
  type AlarmState,
  type AlarmStep,
  activeFrom,
  foldAlarm,
  isCovered,
  NORMAL,
} from './alarm-machine.ts';
import { listUnder } from './list-under.ts';
import { type CombinedRule, endOpen, type Meaning, type StreamRule, spansOf, withSettled } from './rules.ts';
import type { Samples } from './samples.ts';
import { combined, delayed, holdsAt, type Span } from './spans.ts';

/** Of one rule at one stream (its id for life), or of a combined rule. */
export type AlarmKey = string;

export function alarmKey(streamId: string, ruleId: string): AlarmKey {
  return `${streamId} ${ruleId}`;
}

/** An alarm that is not normal, as panels and map are told it. */
export interface Alarm {
  key: AlarmKey;
  /** Its place among the streams; null of a combined rule. */
  stream: number | null;
  state: AlarmState;
  meaning: Meaning;
  /** At the last sample; null of a combined rule. */
  value: number | null;
  /** The set point that was passed, where the rule has one. */
  limit: number | null;
  /** While it is suppressed: the alarm that stands for it. */
  by: AlarmKey | null;
  /** It began before what was already shown when it became known: data came late. */
  isLate: boolean;
}

/** What an operator does to an alarm; shared by all through the hub. */
export interface AlarmAct {
  key: AlarmKey;
  event: AlarmEvent;
}

interface Point {
  stream: number | null;
  rule: StreamRule | CombinedRule;
  /** Of the condition, before delays; the last may be open. */
  raw: readonly Span[];
  acts: AlarmEvent[];
  isLate: boolean;
}

/** Of ended spans so many are kept for each alarm; older ones are the hub's history. */
const MOST_SPANS = 64;

export interface StreamView {
  readonly id: string;
  readonly samples: Samples;
  readonly rules: readonly StreamRule[];
  /** Event time until which its source was heard. */
  heardMs(): number;
}

/**
 * All alarms of all streams. What it says is worked out from two sets, the samples kept and the acts of operators, so
 * that it does not matter in which order they came or how often.
 */
export class AlarmBook {
  private changed = false;
  private readonly points = new Map<AlarmKey, Point>();
  private readonly streams: readonly StreamView[];

  /** Rules for silence: nothing comes that would call for them. */
  private readonly silences: { key: AlarmKey; stream: number; rule: StreamRule; afterMs: number }[] = [];
  private readonly ruleOf = new Map<AlarmKey, { stream: number; rule: StreamRule }>();
  /** Those that suppress it. */
  private readonly suppressors = new Map<AlarmKey, AlarmKey[]>();
  /**
   * Of each combined rule the conditions that anything is known of, and of each condition the lists that it belongs in: of the thousands
   * about a station a few. With 522 stations and all 6,554 gauges near each, looking all of them up took 560 ms, a dozen times a second.
   */
  private readonly heardOf = new Map<CombinedRule, AlarmKey[]>();
  private readonly listsOf = new Map<AlarmKey, AlarmKey[][]>();
  /** Of combined rules, while one question is answered: each part that is suppressed asks (288 alarms of 20,000 sensors 205 ms, 10 so). */
  private readonly found = new Map<CombinedRule, Span[]>();

  constructor(streams: readonly StreamView[], combinations: readonly CombinedRule[] = []) {
    this.streams = streams;
    for (const [stream, { id, rules }] of streams.entries())
      for (const rule of rules) {
        const key = alarmKey(id, rule.id);
        this.ruleOf.set(key, { stream, rule });
        this.suppress(key, rule);
        if (rule.condition.kind === 'missing')
          this.silences.push({ key, stream, rule, afterMs: rule.condition.afterMs });
      }
    const places = new Map(streams.map(({ id }, stream) => [id, stream]));
    for (const rule of combinations) {
      const heard: AlarmKey[] = [];
      this.heardOf.set(rule, heard);
      for (const key of rule.of) listUnder(this.listsOf, key, heard);
    }
    for (const rule of combinations) {
      this.put(rule.id, { stream: places.get(rule.at) ?? null, rule, raw: [], acts: [], isLate: false });
      this.suppress(rule.id, rule);
    }
  }

  private put(key: AlarmKey, point: Point): void {
    if (!this.points.has(key)) for (const heard of this.listsOf.get(key) ?? []) heard.push(key);
    this.points.set(key, point);
  }

  private suppress(cause: AlarmKey, { suppresses = [] }: Meaning): void {
    for (const key of suppresses) listUnder(this.suppressors, key, cause);
  }

  /** Something happened since `standing` was last asked; what time alone brings (delays, shelves, silence) is not in it. */
  get isChanged(): boolean {
    return this.changed;
  }

  /** After rules of the stream were judged anew; `wasLate`: by a sample that came behind the watermark. */
  refresh(stream: number, wasLate: boolean): void {
    const { id, rules, samples } = this.streams[stream];
    this.changed = true;
    for (const [r, rule] of rules.entries()) {
      const fresh = spansOf(rule, r, samples);
      const key = alarmKey(id, rule.id);
      const known = this.points.get(key);
      if (!known && fresh.length === 0) continue;
      const raw = withSettled(known?.raw ?? [], fresh, samples.timesMs[samples.start]).slice(-MOST_SPANS);
      const isNew = wasLate && raw.length > (known?.raw.length ?? 0);
      this.put(key, { stream, rule, raw, acts: known?.acts ?? [], isLate: (known?.isLate ?? false) || isNew });
    }
  }

  /** The same act heard twice is one; returns whether it is new and of an alarm that there can be. */
  act({ key, event }: AlarmAct): boolean {
    const place = this.ruleOf.get(key);
    const point = this.points.get(key) ?? (place ? { ...place, raw: [], acts: [], isLate: false } : null);
    const text = JSON.stringify(event);
    if (!point || point.acts.some((known) => JSON.stringify(known) === text)) return false;
    this.put(key, { ...point, acts: [...point.acts, event] });
    return true;
  }

  /** Every step in the life of an alarm, by event time. */
  history(key: AlarmKey, nowMs: number): readonly AlarmStep[] {
    this.listen();
    this.found.clear();
    const point = this.points.get(key);
    return point ? this.steps(key, point, nowMs) : [];
  }

  keys(): readonly AlarmKey[] {
    this.listen();
    return [...this.points.keys()].sort();
  }

  /** Those that are not normal, in the order of their keys; what is suppressed is told only while its own condition stands. */
  standing(nowMs: number): Alarm[] {
    this.changed = false;
    this.found.clear();
    return this.keys().flatMap((key) => {
      const point = this.points.get(key);
      if (!point) return [];
      const state = this.steps(key, point, nowMs).at(-1)?.state ?? NORMAL;
      if (state.kind === 'normal' || (state.kind === 'suppressed' && state.activeFromMs === null)) return [];
      const { stream, rule, isLate } = point;
      const value = stream === null || 'needed' in rule ? null : this.streams[stream].samples.lastValue;
      const by = state.kind === 'suppressed' ? this.suppressorAt(key, nowMs) : null;
      return [{ key, stream, state, meaning: meaningOf(rule), value, limit: limitOf(rule), by, isLate }];
    });
  }

  private suppressorAt(key: AlarmKey, ms: number): AlarmKey | null {
    return this.suppressors.get(key)?.find((cause) => holdsAt(this.spansOfKey(cause), ms)) ?? null;
  }

  private spansOfKey(key: AlarmKey): readonly Span[] {
    const point = this.points.get(key);
    return point ? this.spans(point) : [];
  }

  private listen(): void {
    for (const { key, stream, rule, afterMs } of this.silences) {
      const { samples, heardMs } = this.streams[stream];
      if (samples.count > 0 && heardMs() > samples.lastMs + afterMs && !this.points.has(key))
        this.put(key, { stream, rule, raw: [], acts: [], isLate: false });
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
    return foldAlarm([...events, ...point.acts], Math.max(nowMs, lastMs));
  }

  private spans({ stream, rule, raw }: Point): Span[] {
    if ('needed' in rule) {
      const known = this.found.get(rule);
      if (known) return known;
      const heard = this.heardOf.get(rule) ?? [];
      const spans =
        heard.length < rule.needed
          ? []
          : combined(
              heard.map((one) => this.spansOfKey(one)),
              rule.needed,
            );
      this.found.set(rule, spans);
      return spans;
    }
    if (stream === null) return [];
    const { samples, heardMs } = this.streams[stream];
    return delayed(endOpen(rule, raw, samples.lastMs, heardMs()), rule.onDelayMs, rule.offDelayMs);
  }
}

/** Without the rule's own workings, which are not told with each alarm. */
function meaningOf({ priority, title, consequence, action, cause }: Meaning): Meaning {
  return { priority, title, consequence, action, cause };
}

function limitOf(rule: StreamRule | CombinedRule): number | null {
  if ('needed' in rule) return null;
  const { condition } = rule;
  return condition.kind === 'above' || condition.kind === 'below' ? condition.limit : null;
}

/** Ten annunciations in ten minutes to one operator are a flood (ISA-18.2, EEMUA 191): one reads causes then, no single alarms. */
export const FLOOD_COUNT = 10;
export const FLOOD_WINDOW_MS = 600_000;

export interface AlarmGroup {
  cause: string;
  /** Gravest first, then newest. */
  alarms: readonly Alarm[];
}

/** Each alone, or by cause while they come in a flood. Order: unacknowledged before the rest, then priority, then newest. */
export function groupAlarms(alarms: readonly Alarm[], nowMs: number): { isFlood: boolean; groups: AlarmGroup[] } {
  const recent = alarms.filter(({ state }) => nowMs - (raisedMs(state) ?? Number.NEGATIVE_INFINITY) <= FLOOD_WINDOW_MS);
  const isFlood = recent.length >= FLOOD_COUNT;
  const groups = new Map<string, Alarm[]>();
  for (const alarm of [...alarms].sort(compareAlarms)) {
    const { state, meaning, key } = alarm;
    const name = isFlood && !isCovered(state) ? `${urgency(state)} ${meaning.cause}` : key;
    const group = groups.get(name);
    if (group) group.push(alarm);
    else groups.set(name, [alarm]);
  }
  return { isFlood, groups: [...groups.values()].map((group) => ({ cause: group[0].meaning.cause, alarms: group })) };
}

function compareAlarms(a: Alarm, b: Alarm): number {
  return (
    urgency(a.state) - urgency(b.state) ||
    a.meaning.priority - b.meaning.priority ||
    (raisedMs(b.state) ?? 0) - (raisedMs(a.state) ?? 0) ||
    (a.key < b.key ? -1 : 1)
  );
}

const URGENCIES: Record<AlarmState['kind'], number> = {
  unacknowledged: 0,
  returned: 1,
  acknowledged: 2,
  shelved: 3,
  suppressed: 4,
  outOfService: 5,
  normal: 6,
};

function urgency({ kind }: AlarmState): number {
  return URGENCIES[kind];
}

export function raisedMs(state: AlarmState): number | null {
  return state.kind === 'returned' ? state.raisedMs : activeFrom(state);
}
