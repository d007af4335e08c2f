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

/** Greatest k in u^(k): more of them found nothing more on the demo site. */
const MAX_PARTS = 5;

/**
 * No schedule is shorter: the critical path, and for each resource the work of those that cannot start before a nor end later than b
 * before the finish, over what there is of it (the energy of a set between its least head and least tail after it; Carlier 1982 for
 * one machine, Stinson et al. 1978 and Mingozzi et al. 1998 have stronger ones).
 *
 * Each resource is read in several ways, none of which lets more run at once than the resource does: as it is, and rounded to parts
 * (dual feasible functions u^(k) of Fekete & Schepers 2001; Carlier & Néron 2003 use them so). With k = 1 what takes more than half
 * takes all: two crews of 40 do not go into 70.
 */
export function lowerBound(instance: RcpspInstance): number {
  const { duration } = instance;
  const { head, tail } = headsAndTails(instance);
  const after = tail.map((length, i) => length - duration[i]);
  const byAfter = [...after.keys()].sort((a, b) => after[b] - after[a]);
  const readings = readingsOf(instance);
  let bound = criticalPath(instance);
  for (const from of new Set(head)) {
    for (const { scaledDemand, most } of readings) {
      let energy = 0;
      for (const i of byAfter) {
        if (head[i] < from) continue;
        energy += duration[i] * scaledDemand[i];
        bound = Math.max(bound, from + Math.ceil(energy / most) + after[i]);
      }
    }
  }
  return bound;
}

function readingsOf({ duration, demand, capacity }: RcpspInstance): { scaledDemand: Float64Array; most: number }[] {
  const readings = [];
  for (const [r, units] of capacity.entries()) {
    const plain = Float64Array.from(duration, (_, i) => demand[i * capacity.length + r]);
    if (units === 0 || plain.every((scaledDemand) => scaledDemand === 0)) continue;
    readings.push({ scaledDemand: plain, most: units });
    for (let k = 1; k <= MAX_PARTS; k++) {
      const rounded = (scaledDemand: number) =>
        ((k + 1) * scaledDemand) % units === 0
          ? k * scaledDemand
          : Math.floor(((k + 1) * scaledDemand) / units) * units;
      readings.push({ scaledDemand: plain.map(rounded), most: k * units });
    }
  }
  return readings;
}
