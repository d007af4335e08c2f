/** Half-open in event time, UTC ms; `toMs` is Infinity while it lasts. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * When an alarm stands whose condition holds in `spans` (in order, apart): from `onMs` after the condition began, if it
 * lasted so long, until `offMs` after it ended. A condition that comes back before the alarm went is the same alarm.
 */
export function delayed(spans: readonly Span[], onMs: number, offMs: number): Span[] {
  const out: Span[] = [];
  for (const { fromMs, toMs } of spans) {
    const last = out.at(-1);
    if (last && fromMs <= last.toMs)
      out[out.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, toMs + offMs) };
    else if (toMs - fromMs > onMs) out.push({ fromMs: fromMs + onMs, toMs: toMs + offMs });
  }
  return out;
}

/** When at least `needed` of the lists hold: 1 of them is a union, all of them an intersection. */
export function combined(lists: readonly (readonly Span[])[], needed: number): Span[] {
  const edges = lists
    .flatMap((spans) =>
      spans.flatMap(({ fromMs, toMs }) => [
        { ms: fromMs, step: 1 },
        { ms: toMs, step: -1 },
      ]),
    )
    .sort((a, b) => a.ms - b.ms || b.step - a.step);
  const out: Span[] = [];
  let count = 0;
  let fromMs = 0;
  for (const { ms, step } of edges) {
    const before = count;
    count += step;
    if (before < needed && count >= needed) fromMs = ms;
    if (before >= needed && count < needed && ms > fromMs) out.push({ fromMs, toMs: ms });
  }
  return out;
}

/** Whether any span covers a moment; a span's end is no longer in it. */
export function holdsAt(spans: readonly Span[], ms: number): boolean {
  return spans.some(({ fromMs, toMs }) => fromMs <= ms && ms < toMs);
}
