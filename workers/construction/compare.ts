import type { Dates } from '../../model/schedule/schedule.ts';

/** A task as some list has it: a schedule, a baseline, a log of what was done. */
interface Dated extends Dates {
  name: string;
}

interface Comparison<T extends Dated> {
  same: [before: T, after: T][];
  redated: [before: T, after: T][];
  /** In one list only. */
  gone: T[];
  added: T[];
}

/**
 * Two lists of tasks that share names and nothing else; a name may stand for several tasks. Those with equal dates are one task; the
 * rest of a name are paired in the order in which they start.
 */
export function compareDates<T extends Dated>(before: readonly T[], after: readonly T[]): Comparison<T> {
  const comparison: Comparison<T> = { same: [], redated: [], gone: [], added: [] };
  const names = new Set([...before, ...after].map(({ name }) => name));
  for (const name of names) {
    const left = after.filter((task) => task.name === name).sort(byStart);
    const moved: T[] = [];
    for (const task of before.filter((task) => task.name === name).sort(byStart)) {
      const at = left.findIndex(
        ({ startMin, finishMin }) => startMin === task.startMin && finishMin === task.finishMin,
      );
      if (at < 0) moved.push(task);
      else comparison.same.push([task, ...(left.splice(at, 1) as [T])]);
    }
    for (const [i, task] of moved.entries())
      if (i < left.length) comparison.redated.push([task, left[i]]);
      else comparison.gone.push(task);
    comparison.added.push(...left.slice(moved.length));
  }
  return comparison;
}

const byStart = (a: Dated, b: Dated): number => a.startMin - b.startMin || a.finishMin - b.finishMin;

/** How many of each trade were late, most first; equals by name. */
export function lateByTrade(
  rows: readonly { trade: string; late: boolean | null }[],
): { trade: string; late: number }[] {
  const counts = new Map<string, number>();
  for (const { trade, late } of rows) if (late) counts.set(trade, (counts.get(trade) ?? 0) + 1);
  return [...counts]
    .map(([trade, late]) => ({ trade, late }))
    .sort((a, b) => b.late - a.late || (a.trade < b.trade ? -1 : 1));
}
