/**
 * Vertices of which whole runs of RUN come again: `stretches` times over, the distinct runs of a stretch are shown in `order`
 * ([0, 0, 1] = the first, the first again, the second; none before those of lower number). An array of such vertices holds each
 * distinct run once, stretch after stretch, and behind them the vertices that stand for themselves.
 */
export interface Runs {
  order: readonly number[];
  stretches: number;
}

/** Vertices of a block of the meshopt codec. */
export const RUN = 256;

export const distinctRuns = ({ order }: Runs): number => Math.max(-1, ...order) + 1;

/** The vertices as they are shown, one by one; `per` items of the array each. */
export function expandRuns<T extends Uint8Array | Int8Array | Uint16Array | Int32Array>(
  items: T,
  per: number,
  runs: Runs,
): T {
  const { order, stretches } = runs;
  const run = RUN * per;
  const distinct = distinctRuns(runs);
  const rest = stretches * distinct * run;
  const Items = items.constructor as new (length: number) => T;
  const out = new Items(stretches * order.length * run + items.length - rest);
  for (let stretch = 0; stretch < stretches; stretch++) {
    for (const [nth, shown] of order.entries()) {
      const from = (stretch * distinct + shown) * run;
      out.set(items.subarray(from, from + run), (stretch * order.length + nth) * run);
    }
  }
  out.set(items.subarray(rest), stretches * order.length * run);
  return out;
}

/** Vertices of an array that shows `shown` of them. */
export function referencedVertices(shown: number, runs: Runs | undefined): number {
  return runs ? shown - runs.stretches * (runs.order.length - distinctRuns(runs)) * RUN : shown;
}
