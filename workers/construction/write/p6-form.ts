import type { Activity, Constraint, Lag, Link, Schedule } from '../../../model/schedule/schedule.ts';
import type { Message } from '../../../model/text/message.ts';
import { constructionMessage } from '../messages.ts';
import { spreadLinks } from '../network.ts';

/** P6 keeps a primary and a secondary one. */
const MAX_CONSTRAINTS = 2;

/**
 * A schedule in the words that P6 has: summaries become nodes of the work breakdown and their links those of what they hold, a deadline
 * the constraint that bounds the same date, a lag in percent its minutes. Dates and floats of tasks stay. What finds no place (an
 * elapsed lag or one with a calendar of its own beside others, a third constraint) is told in the notes.
 */
export function p6Form(schedule: Schedule): Schedule {
  const { activities } = schedule;
  const wbs = [...schedule.wbs];
  const nodeOf = new Map<number, number>();
  const notes: Message[] = [];
  const node = (i: number): number => {
    const known = nodeOf.get(i);
    if (known !== undefined) return known;
    const { code, name, parent, wbs: own } = activities[i];
    const at = wbs.push({ id: code, name, parent: parent === null ? own : node(parent) }) - 1;
    nodeOf.set(i, at);
    return at;
  };
  const retained = [...activities.keys()].filter((i) => activities[i].kind !== 'summary');
  for (const [i, { kind }] of activities.entries()) if (kind === 'summary') node(i);
  const place = new Map(retained.map((i, at) => [i, at]));
  const { from, to, link } = spreadLinks(schedule);
  const links = link.map((one, k): Link => {
    const { kind, lag } = schedule.links[one];
    return { from: place.get(from[k]) ?? 0, to: place.get(to[k]) ?? 0, kind, lag: lagOf(lag, activities[from[k]]) };
  });
  for (const { from, to, kind, lag } of schedule.links) {
    const isEffort = [from, to].some((i) => activities[i].kind === 'levelOfEffort');
    const a = place.get(from);
    const b = place.get(to);
    if (isEffort && a !== undefined && b !== undefined)
      links.push({ from: a, to: b, kind, lag: lagOf(lag, activities[from]) });
  }
  const lost = links.filter(
    ({ lag }) => lag.kind === 'elapsed' || (lag.kind === 'working' && lag.calendar !== undefined),
  );
  if (lost.length > 0) notes.push(constructionMessage('p6-lag-calendar', { count: lost.length }));
  return {
    ...schedule,
    wbs,
    links: links.map((one) => ({
      ...one,
      lag: { kind: 'working', min: one.lag.kind === 'percent' ? 0 : one.lag.min },
    })),
    activities: retained.map((i) => {
      const { parent, wbs: own } = activities[i];
      const constraints = constraintsOf(activities[i]);
      if (constraints.length > MAX_CONSTRAINTS)
        notes.push(
          constructionMessage('p6-constraints', {
            code: activities[i].code,
            count: constraints.length - MAX_CONSTRAINTS,
          }),
        );
      const limits = { constraints: constraints.slice(0, MAX_CONSTRAINTS), deadlineMin: null };
      return { ...activities[i], ...limits, wbs: parent === null ? own : node(parent), parent: null };
    }),
    assignments: schedule.assignments.flatMap((one) => {
      const activity = place.get(one.activity);
      if (activity === undefined)
        notes.push(constructionMessage('p6-summary', { code: activities[one.activity].code }));
      return activity === undefined ? [] : [{ ...one, activity }];
    }),
    notes,
  };
}

const lagOf = (lag: Lag, { durationMin }: Activity): Lag =>
  lag.kind === 'percent'
    ? { kind: lag.isElapsed ? 'elapsed' : 'working', min: Math.round((durationMin * lag.pct) / 100) }
    : lag;

const constraintsOf = (activity: Activity): Constraint[] => {
  const { deadlineMin } = activity;
  const constraints = heldConstraints(activity);
  return deadlineMin === null ? constraints : [...constraints, { kind: 'finishNoLater', atMin: deadlineMin }];
};

/** Dates that a task stands on by hand, in formats that know constraints alone: they hold against logic as it does. */
export const heldConstraints = ({ constraints, manual }: Activity): Constraint[] =>
  manual
    ? [
        { kind: 'mustStart', atMin: manual.startMin },
        { kind: 'mustFinish', atMin: manual.finishMin },
      ]
    : constraints;

/** P6 wants numbers: ids that are some stay, and all are numbered anew where one is not. */
export const objectIds = (activities: readonly Activity[]): readonly string[] =>
  activities.every(({ id }) => /^\d{1,9}$/.test(id))
    ? activities.map(({ id }) => id)
    : activities.map((_, i) => String(i + 1));
