import type { Text } from '../city/manifest.ts';
import type { Samples } from '../sensors/samples.ts';
import type { Span } from '../sensors/spans.ts';

/** Ⅰ gravest to Ⅳ. */
export type Priority = 1 | 2 | 3 | 4;

/** All of them, gravest first. */
export const PRIORITIES: readonly Priority[] = [1, 2, 3, 4];

/** What is looked for in one stream, in its own unit. */
export type Condition =
  /** Begins at the limit, ends once the value is back by more than the hysteresis. */
  | { kind: 'above' | 'below'; limit: number; hysteresis: number }
  /** Change against the sample at least `overMs` older (the oldest kept is too young: no answer, so it does not hold). */
  | { kind: 'rising' | 'falling'; perMin: number; windowMs: number }
  /** Distance from the mean of the samples of the `overMs` before; of a stream not yet so old: no answer, so it does not hold. */
  | { kind: 'deviating'; by: number; windowMs: number }
  /** No sample for longer than this, while the source itself was heard. */
  | { kind: 'missing'; afterMs: number };

/** What an alarm says to who hears it. */
export interface AlarmText {
  priority: Priority;
  title: Text;
  consequence: Text;
  action: Text;
  /** Alarms of one cause are told as one when many come at once. */
  cause: string;
  /** It is an alert: nobody has to acknowledge it (see `AlarmState`). */
  isAlert?: boolean;
  /** Keys of alarms that say nothing new while this one's condition stands: they are suppressed so long. */
  suppresses?: readonly string[];
}

/**
 * How long a condition has to hold before an alarm comes and goes (ANSI/ISA-18.2 on- and off-delay), in ms of event
 * time.
 */
interface Delays {
  onDelayMs: number;
  offDelayMs: number;
  /** The alarm goes when nothing was heard of the stream for so long; null: it stays until a value clears it. */
  clearOnSilenceMs: number | null;
}

/** A rule of one datastream: the condition, its delays, and what an alarm of it means. */
export interface StreamRule extends AlarmText, Delays {
  id: string;
  condition: Condition;
}

/** Holds while at least `needed` of the named alarms of streams do: OR is 1, AND is all. */
export interface CombinedRule extends AlarmText {
  id: string;
  /** The stream where it is told and shown; its values are not read. Null: it is of many places. */
  at: string | null;
  needed: number;
  /** Keys of alarms, see `alarmKey`. */
  of: readonly string[];
}

/** The bits of one sample's word. */
export const MAX_RULES = 32;

/** Does rule `r` hold at the sample `at`? `before`: whether it held at the sample before. */
function holds(condition: Condition, samples: Samples, at: number, before: boolean): boolean {
  const value = samples.values[at];
  switch (condition.kind) {
    case 'above':
      return value >= condition.limit || (before && value > condition.limit - condition.hysteresis);
    case 'below':
      return value <= condition.limit || (before && value < condition.limit + condition.hysteresis);
    case 'rising':
    case 'falling': {
      const older = sampleBefore(samples, at, condition.windowMs);
      if (older < 0) return samples.isContinued && before;
      const perMin = ((value - samples.values[older]) / (samples.timesMs[at] - samples.timesMs[older])) * 60_000;
      return condition.kind === 'rising' ? perMin >= condition.perMin : perMin <= -condition.perMin;
    }
    case 'deviating': {
      const fromMs = samples.timesMs[at] - condition.windowMs;
      const first = samples.indexFrom(fromMs);
      const isWhole =
        first > samples.start || samples.timesMs[first] === fromMs || samples.forgottenMs > Number.NEGATIVE_INFINITY;
      if (first >= at || !isWhole) return samples.isContinued && before;
      let sum = 0;
      for (let i = first; i < at; i++) sum += samples.values[i];
      return Math.abs(value - sum / (at - first)) > condition.by;
    }
    case 'missing':
      return false;
  }
}

function sampleBefore({ timesMs, start }: Samples, at: number, windowMs: number): number {
  for (let i = at - 1; i >= start; i--) if (timesMs[at] - timesMs[i] >= windowMs) return i;
  return -1;
}

/**
 * Works the rules out anew from a sample on: alone for a new one at the end, onwards for one that came late or was corrected.
 * Returns whether spans may have changed: a new last sample that says what the one before said, without a silence between, changes none.
 */
export function judge(rules: readonly StreamRule[], samples: Samples, from: number, isAppended: boolean): boolean {
  const { bits, timesMs, start, end } = samples;
  let changed = !isAppended;
  for (let at = from; at < end; at++) {
    const before = at > start ? bits[at - 1] : samples.forgottenBits;
    let word = 0;
    for (const [r, { condition }] of rules.entries())
      if (holds(condition, samples, at, ((before >>> r) & 1) === 1)) word |= 1 << r;
    bits[at] = word >>> 0;
    if (bits[at] !== before) changed = true;
  }
  const gapMs = from > start ? timesMs[from] - timesMs[from - 1] : 0;
  return changed || rules.some((rule) => gapMs > silenceOf(rule));
}

/**
 * How much of a stream's past says whether the rule's alarm stands: what the condition looks back on, for as long as the alarm outlasts
 * it; of a stream that fell silent, that much before its last sample. A silence itself is measured from the newest sample alone.
 */
export function evaluationWindowMs({ condition, onDelayMs, offDelayMs, clearOnSilenceMs }: StreamRule): {
  samplesMs: number;
  silentMs: number;
} {
  if (condition.kind === 'missing') return { samplesMs: 0, silentMs: 0 };
  const samplesMs = ('windowMs' in condition ? condition.windowMs : 0) + onDelayMs + offDelayMs;
  return { samplesMs, silentMs: clearOnSilenceMs ?? 0 };
}

function silenceOf({ condition, clearOnSilenceMs }: StreamRule): number {
  return condition.kind === 'missing' ? condition.afterMs : (clearOnSilenceMs ?? Number.POSITIVE_INFINITY);
}

/**
 * From when on a stream counts as silent: `afterMs` after its last sample, or after the end of an outage in which nothing at all was
 * heard. Without this each stream would tell of its own what is one cause: 456 alarms after a restart of the hub.
 */
export function silentFromMs(lastMs: number, afterMs: number, outages: readonly Span[]): number {
  let fromMs = lastMs + afterMs;
  for (const outage of outages)
    if (outage.fromMs < fromMs && outage.toMs > lastMs) fromMs = Math.max(fromMs, outage.toMs + afterMs);
  return fromMs;
}

/** When the condition of rule `r` held, over all samples kept; a value's that still holds has no end, a silence that goes on is not in it (`endOpen`). */
export function spansOf(rule: StreamRule, r: number, samples: Samples, outages: readonly Span[] = []): Span[] {
  const { timesMs, bits, start, end } = samples;
  const silenceMs = silenceOf(rule);
  const out: Span[] = [];
  if (rule.condition.kind === 'missing') {
    for (let i = start + 1; i < end; i++) {
      const fromMs = silentFromMs(timesMs[i - 1], silenceMs, outages);
      if (timesMs[i] > fromMs) out.push({ fromMs, toMs: timesMs[i] });
    }
    return out;
  }
  let fromMs: number | null = null;
  for (let i = start; i < end; i++) {
    const isOn = ((bits[i] >>> r) & 1) === 1;
    if (fromMs !== null && timesMs[i] - timesMs[i - 1] > silenceMs) {
      out.push({ fromMs, toMs: timesMs[i - 1] + silenceMs });
      fromMs = null;
    }
    if (isOn) fromMs ??= timesMs[i];
    else if (fromMs !== null) {
      out.push({ fromMs, toMs: timesMs[i] });
      fromMs = null;
    }
  }
  if (fromMs !== null) out.push({ fromMs, toMs: Number.POSITIVE_INFINITY });
  return out;
}

/**
 * What is true of the present: a condition ends by the stream's silence, if the rule says so, and a stream is missing from
 * `afterMs` after its last sample, but only while its source is heard (`heardMs`): when the source itself is gone, that is one
 * cause and not a thousand.
 */
export function endOpen(
  rule: StreamRule,
  spans: readonly Span[],
  lastMs: number,
  lastHeartbeatMs: number,
  outages: readonly Span[] = [],
): readonly Span[] {
  const { condition, clearOnSilenceMs } = rule;
  if (condition.kind === 'missing') {
    const fromMs = silentFromMs(lastMs, condition.afterMs, outages);
    return lastHeartbeatMs > fromMs && lastMs > Number.NEGATIVE_INFINITY
      ? [...spans, { fromMs, toMs: Number.POSITIVE_INFINITY }]
      : spans;
  }
  const last = spans.at(-1);
  // Of a stream whose samples are not read yet only the saved past is known.
  if (lastMs === Number.NEGATIVE_INFINITY) return spans;
  if (!last || last.toMs < Number.POSITIVE_INFINITY || clearOnSilenceMs === null) return spans;
  return [...spans.slice(0, -1), { fromMs: last.fromMs, toMs: lastMs + clearOnSilenceMs }];
}

/**
 * Puts what was known before the first kept sample in front of what the kept ones say: spans that ended by then stay, one that
 * reached into them goes on if the first kept sample still holds it, else it ended there.
 */
export function withSettled(known: readonly Span[], fresh: readonly Span[], firstMs: number): Span[] {
  const settled = known.filter(({ fromMs }) => fromMs < firstMs);
  const last = settled.at(-1);
  if (!last || last.toMs <= firstMs) return [...settled, ...fresh];
  const [next, ...rest] = fresh;
  if (next?.fromMs === firstMs) return [...settled.slice(0, -1), { fromMs: last.fromMs, toMs: next.toMs }, ...rest];
  return [...settled.slice(0, -1), { fromMs: last.fromMs, toMs: firstMs }, ...fresh];
}
