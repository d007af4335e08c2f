import type { Shift } from './schedule.ts';

/** Kinds of day: kind k has the shifts `first[k]` … `first[k + 1] − 1`, and so much work. */
export interface Days {
  first: Int32Array;
  fromMin: Float64Array;
  toMin: Float64Array;
  work: Float64Array;
}

/** The working minutes of a day's shifts, which do not overlap. */
export const minutesOf = (shifts: readonly Shift[]): number =>
  shifts.reduce((sum, { fromMin, toMin }) => sum + toMin - fromMin, 0);

/** Kinds of days as flat arrays, which the calendar arithmetic walks without objects. */
export function daysOf(kinds: readonly (readonly Shift[])[]): Days {
  const all = kinds.flat();
  const first = new Int32Array(kinds.length + 1);
  for (const [k, shifts] of kinds.entries()) first[k + 1] = first[k] + shifts.length;
  return {
    first,
    fromMin: Float64Array.from(all, ({ fromMin }) => fromMin),
    toMin: Float64Array.from(all, ({ toMin }) => toMin),
    work: Float64Array.from(kinds, minutesOf),
  };
}

/** Working minutes of a day of kind k up to `minute`. */
export function insideDay({ first, fromMin, toMin }: Days, k: number, minute: number): number {
  let sum = 0;
  for (let i = first[k]; i < first[k + 1] && minute > fromMin[i]; i++)
    sum += (minute < toMin[i] ? minute : toMin[i]) - fromMin[i];
  return sum;
}

/** The minute of the day at which so much work is done (0 < work ≤ the day's). */
export function closeInDay({ first, fromMin, toMin }: Days, k: number, work: number): number {
  let i = first[k];
  for (; work > toMin[i] - fromMin[i]; i++) work -= toMin[i] - fromMin[i];
  return fromMin[i] + work;
}

/** The minute of the day at which work goes on when so much is done (0 ≤ work < the day's). */
export function openInDay({ first, fromMin, toMin }: Days, k: number, work: number): number {
  let i = first[k];
  for (; work >= toMin[i] - fromMin[i]; i++) work -= toMin[i] - fromMin[i];
  return fromMin[i] + work;
}
