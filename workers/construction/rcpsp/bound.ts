import type { RcpspInstance } from './instance.ts';

/** Longest way from the start to each activity's start, and from its start to the end. */
export function headsAndTails({ duration, first, from, weight }: RcpspInstance): {
  head: Int32Array;
  tail: Int32Array;
} {
  const count = duration.length;
  const head = new Int32Array(count);
  const tail = duration.slice();
  for (let i = 0; i < count; i++)
    for (let e = first[i]; e < first[i + 1]; e++) head[i] = Math.max(head[i], head[from[e]] + weight[e]);
  for (let i = count - 1; i >= 0; i--)
    for (let e = first[i]; e < first[i + 1]; e++) tail[from[e]] = Math.max(tail[from[e]], tail[i] + weight[e]);
  return { head, tail };
}

export function criticalPath(instance: RcpspInstance): number {
  const { head, tail } = headsAndTails(instance);
  return head.reduce((most, ahead, i) => Math.max(most, ahead + tail[i]), 0);
}

/**
 * No schedule is shorter: the critical path, and for each resource the work of those that cannot start before a nor end later than b
 * before the finish, over what there is of it (the energy of a set between its least head and least tail after it; Carlier 1982 for
 * one machine, Stinson et al. 1978 and Mingozzi et al. 1998 have stronger ones).
 */
export function lowerBound(instance: RcpspInstance): number {
  const { duration, demand, capacity } = instance;
  const { head, tail } = headsAndTails(instance);
  const after = tail.map((length, i) => length - duration[i]);
  const byAfter = [...after.keys()].sort((a, b) => after[b] - after[a]);
  let bound = criticalPath(instance);
  for (const from of new Set(head)) {
    for (let r = 0; r < capacity.length; r++) {
      let energy = 0;
      for (const i of byAfter) {
        if (head[i] < from) continue;
        energy += duration[i] * demand[i * capacity.length + r];
        bound = Math.max(bound, from + Math.ceil(energy / capacity[r]) + after[i]);
      }
    }
  }
  return bound;
}
