import type { ConstraintKind } from './schedule.ts';

/** What bounds an activity's dates: its constraints, and its deadline. */
export type BoundKind = ConstraintKind | 'deadline';

/** Metric of a bound: the attribute of its IfcTaskTime, how it compares, and how hard. */
type Metric = readonly [
  attribute: 'ScheduleStart' | 'ScheduleFinish' | 'FreeFloat',
  benchmark: 'GREATERTHANOREQUALTO' | 'LESSTHANOREQUALTO' | 'EQUALTO',
  grade: 'HARD' | 'SOFT' | 'ADVISORY',
];

/**
 * A planner's constraints as IFC's own: an IfcMetric whose reference leads to a date of the task. What holds against logic is hard, what
 * moves within it soft, and a deadline advises. As late as possible is a free float of nothing.
 */
export const METRICS: Readonly<Record<BoundKind, Metric>> = {
  startNoEarlier: ['ScheduleStart', 'GREATERTHANOREQUALTO', 'SOFT'],
  startNoLater: ['ScheduleStart', 'LESSTHANOREQUALTO', 'SOFT'],
  startOn: ['ScheduleStart', 'EQUALTO', 'SOFT'],
  finishNoEarlier: ['ScheduleFinish', 'GREATERTHANOREQUALTO', 'SOFT'],
  finishNoLater: ['ScheduleFinish', 'LESSTHANOREQUALTO', 'SOFT'],
  finishOn: ['ScheduleFinish', 'EQUALTO', 'SOFT'],
  mustStart: ['ScheduleStart', 'EQUALTO', 'HARD'],
  mustFinish: ['ScheduleFinish', 'EQUALTO', 'HARD'],
  asLateAsPossible: ['FreeFloat', 'EQUALTO', 'SOFT'],
  deadline: ['ScheduleFinish', 'LESSTHANOREQUALTO', 'ADVISORY'],
};

/** Name of a metric that bounds nothing: the task starts no earlier than the plan, which it could not. Others take it for what it says. */
export const AS_SOON_AS_POSSIBLE = 'asSoonAsPossible';

/** What a metric asks; null where no planner's constraint is like it. Only an equality is harder than soft. */
export function boundKind(attribute: string, benchmark: string, grade: string): BoundKind | null {
  const like = (Object.keys(METRICS) as BoundKind[]).filter(
    (kind) => METRICS[kind][0] === attribute && METRICS[kind][1] === benchmark,
  );
  return like.find((kind) => METRICS[kind][2] === grade) ?? like[0] ?? null;
}

/** Kinds that IFC has no word for, as types of the user's own, which it leaves room for. */
export const OWN_TYPES = {
  startMilestone: 'START MILESTONE',
  levelOfEffort: 'LEVEL OF EFFORT',
  summary: 'SUMMARY',
} as const;
