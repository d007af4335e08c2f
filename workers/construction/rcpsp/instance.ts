import { ScheduleError } from '../../../model/schedule/schedule.ts';
import type { PsplibProject } from '../../../readers/psplib/psplib.ts';
import { constructionMessage } from '../messages.ts';

/**
 * A project under scarce resources (RCPSP) in whole time units: activity j starts at least `weight` after its predecessor i starts
 * (i's duration, for finish to start), and what runs at once may not ask for more than there is. Activities are in an order in which
 * predecessors come first.
 */
export interface RcpspInstance {
  name: string;
  duration: Int32Array;
  /** Row of each activity: of each resource, so much while it runs. */
  demand: Int32Array;
  capacity: Int32Array;
  /** Links into activity i: `first[i]` … `first[i + 1] − 1`. */
  first: Int32Array;
  from: Int32Array;
  weight: Int32Array;
}

export interface RcpspLink {
  from: number;
  to: number;
  weight: number;
}

/** As listed: activities in any order, which the instance then keeps (`order[i]` is the listed index of its activity i). */
export function instanceOf(
  name: string,
  durations: readonly number[],
  demands: readonly (readonly number[])[],
  capacity: readonly number[],
  links: readonly RcpspLink[],
): { instance: RcpspInstance; order: readonly number[] } {
  for (const [i, demand] of demands.entries())
    for (const [r, scaledDemand] of demand.entries())
      if (scaledDemand > capacity[r] && durations[i] > 0)
        throw new ScheduleError(
          constructionMessage('over-capacity', { name, value: i + 1, most: capacity[r], value2: r + 1, scaledDemand }),
        );
  const order = orderOf(name, durations.length, links);
  const place = new Int32Array(order.length);
  for (const [at, i] of order.entries()) place[i] = at;
  const sorted = links
    .map(({ from, to, weight }) => ({ from: place[from], to: place[to], weight }))
    .sort((a, b) => a.to - b.to || a.from - b.from);
  const first = new Int32Array(order.length + 1);
  for (const { to } of sorted) first[to + 1]++;
  for (let i = 0; i < order.length; i++) first[i + 1] += first[i];
  const instance: RcpspInstance = {
    name,
    duration: Int32Array.from(order, (i) => durations[i]),
    demand: Int32Array.from(order.flatMap((i) => demands[i])),
    capacity: Int32Array.from(capacity),
    first,
    from: Int32Array.from(sorted, ({ from }) => from),
    weight: Int32Array.from(sorted, ({ weight }) => weight),
  };
  return { instance, order };
}

/** The instance of a project that was read from a PSPLIB file, with the index of each of its activities in the file. */
export function instanceOfProject({ name, durations, demands, capacity, links }: PsplibProject): {
  instance: RcpspInstance;
  order: readonly number[];
} {
  return instanceOf(name, durations, demands, capacity, links);
}

function orderOf(name: string, count: number, links: readonly RcpspLink[]): number[] {
  const open = new Int32Array(count);
  const out = Array.from({ length: count }, (): number[] => []);
  for (const { from, to } of links) {
    open[to]++;
    out[from].push(to);
  }
  const order = [...open.keys()].filter((i) => open[i] === 0);
  for (const i of order) for (const next of out[i]) if (--open[next] === 0) order.push(next);
  if (order.length === count) return order;
  const stuck = [...open.keys()].filter((i) => open[i] > 0).map((i) => i + 1);
  throw new ScheduleError(constructionMessage('circle', { name, value: stuck.slice(0, 20).join(', ') }));
}

/** No serial schedule is longer, from either end: one after the other, every wait beyond a predecessor's end counted both ways. */
export function horizonOf({ duration, first, from, weight }: RcpspInstance): number {
  const count = duration.length;
  const waitBefore = new Int32Array(count);
  const waitAfter = new Int32Array(count);
  let sum = 1;
  for (let i = 0; i < count; i++) {
    for (let e = first[i]; e < first[i + 1]; e++) {
      const wait = weight[e] - duration[from[e]];
      waitBefore[i] = Math.max(waitBefore[i], wait);
      waitAfter[from[e]] = Math.max(waitAfter[from[e]], wait);
    }
    sum += duration[i] + waitBefore[i];
  }
  return waitAfter.reduce((total, wait) => total + wait, sum);
}
