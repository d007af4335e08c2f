import type { RcpspInstance } from './instance.ts';

/**
 * What is wrong with a schedule, in words; none is right. Written from the problem's definition, unit by unit, with nothing of what
 * made the schedule.
 */
export function violations(instance: RcpspInstance, start: ArrayLike<number>): string[] {
  const { duration, demand, capacity, first, from, weight } = instance;
  const count = duration.length;
  const wrong: string[] = [];
  if (start.length !== count) return [`expected ${count} starts, got ${start.length}`];
  let end = 0;
  for (let i = 0; i < count; i++) {
    if (!Number.isInteger(start[i]) || start[i] < 0)
      wrong.push(`activity ${i}: expected a start from 0 on, got ${start[i]}`);
    for (let e = first[i]; e < first[i + 1]; e++)
      if (start[i] < start[from[e]] + weight[e])
        wrong.push(`activity ${i}: expected ${weight[e]} after activity ${from[e]}, got ${start[i] - start[from[e]]}`);
    end = Math.max(end, start[i] + duration[i]);
  }
  for (let r = 0; r < capacity.length; r++) {
    const used = new Int32Array(end);
    for (let i = 0; i < count; i++)
      for (let t = start[i]; t < start[i] + duration[i]; t++) used[t] += demand[i * capacity.length + r];
    const over = used.findIndex((units) => units > capacity[r]);
    if (over >= 0) wrong.push(`resource ${r}: expected at most ${capacity[r]} at ${over}, got ${used[over]}`);
  }
  return wrong;
}
