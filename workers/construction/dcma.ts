import type { DcmaLimits } from '../../model/questions/construction.ts';
import {
  type Activity,
  type Calendar,
  type ConstraintKind,
  hasLag,
  isLead,
  type Schedule,
} from '../../model/schedule/schedule.ts';
import { analyse, type CpmOptions, type CpmResult, DEFAULT_CPM, longestPath } from './cpm.ts';
import { DCMA_RULES, type DcmaId, type DcmaRule, HIGH_DAYS, TEST_DELAY_DAYS } from './dcma-rules.ts';
import { delayed, type Network } from './network.ts';

export interface DcmaFinding {
  rule: DcmaRule;
  /** Null: nothing to judge by (no baseline, no links), said by `judged` being 0. */
  value: number | null;
  judged: number;
  /** By the rule's limit; where that is the plan's own, by the one that the plan has set. */
  verdict: 'pass' | 'fail' | 'none';
  limit: number;
  /** What is wrong, by index. */
  activities: number[];
  links: number[];
}

/** Outcome of a check, of two kinds: how many of those judged are wrong, or a figure. */
interface Measured {
  value?: number | null;
  judged: number;
  activities?: number[];
  links?: number[];
}

const HARD: ReadonlySet<ConstraintKind> = new Set<ConstraintKind>([
  'startOn',
  'finishOn',
  'startNoLater',
  'finishNoLater',
  'mustStart',
  'mustFinish',
]);

/** All 14 points. What counts as an activity: tasks with a duration; done ones only where the point looks back (9, 11, 14). */
export function assess(
  schedule: Schedule,
  network: Network,
  result: CpmResult,
  options: CpmOptions = DEFAULT_CPM,
  limits: DcmaLimits = {},
): DcmaFinding[] {
  const measured = measure(schedule, network, result, options);
  const own: Partial<Record<DcmaId, number | undefined>> = limits;
  return DCMA_RULES.map((rule) => {
    const { judged, activities = [], links = [], value: given } = measured[rule.id];
    const share = rule.id === 'relations' ? judged - links.length : activities.length + links.length;
    const value = given !== undefined ? given : judged === 0 ? null : (100 * share) / judged;
    const limit = own[rule.id] ?? rule.limit;
    const isMet = value !== null && (rule.sense === 'atMost' ? value <= limit : value >= limit);
    const verdict = value === null ? 'none' : isMet ? 'pass' : 'fail';
    return { rule, value, judged, verdict, limit, activities, links };
  });
}

function measure(
  schedule: Schedule,
  network: Network,
  result: CpmResult,
  options: CpmOptions,
): Record<DcmaId, Measured> {
  const { activities, links, assignments, dataDateMin } = schedule;
  const dayMin = schedule.calendars.map(dayWorkMin);
  const days = (i: number, min: number) => min / dayMin[activities[i].calendar];
  const tasks = [...activities.keys()].filter((i) => activities[i].kind === 'task' && activities[i].durationMin > 0);
  const open = tasks.filter((i) => activities[i].progress.status !== 'done');
  const hasPredecessor = new Set(links.map(({ to }) => to));
  const hasSuccessor = new Set(links.map(({ from }) => from));
  const has = (kinds: ReadonlySet<ConstraintKind>) => (i: number) =>
    activities[i].constraints.some(({ kind }) => kinds.has(kind));
  const openLinks = [...links.keys()].filter((link) => activities[links[link].to].progress.status !== 'done');
  const linksWhere = (wrong: (link: number) => boolean): Measured => ({
    judged: openLinks.length,
    links: openLinks.filter(wrong),
  });
  const openWhere = (wrong: (i: number) => boolean): Measured => ({
    judged: open.length,
    activities: open.filter(wrong),
  });
  const assigned = new Set(assignments.map(({ activity }) => activity));
  return {
    logic: openWhere((i) => !hasPredecessor.has(i) || !hasSuccessor.has(i)),
    leads: linksWhere((link) => isLead(links[link].lag)),
    lags: linksWhere((link) => hasLag(links[link].lag) && !isLead(links[link].lag)),
    relations: linksWhere((link) => links[link].kind !== 'FS'),
    hardConstraints: openWhere(has(HARD)),
    highFloat: openWhere((i) => days(i, result.totalFloatMin[i]) > HIGH_DAYS),
    negativeFloat: openWhere((i) => result.totalFloatMin[i] < 0),
    highDuration: openWhere((i) => days(i, activities[i].durationMin) > HIGH_DAYS),
    invalidDates: {
      judged: tasks.length,
      activities: dataDateMin === null ? [] : tasks.filter((i) => isInvalid(activities[i], dataDateMin)),
    },
    resources: openWhere((i) => !assigned.has(i) && activities[i].cost === 0),
    ...lookedBack(schedule, tasks, result),
    criticalPath: criticalPathTest(schedule, network, result, options),
    cpli: cpli(schedule, network, result),
  };
}

/** Done in the future, or planned in the past. */
function isInvalid({ progress, stored }: Activity, dataDateMin: number): boolean {
  if (progress.status === 'done') return progress.startMin > dataDateMin || progress.finishMin > dataDateMin;
  if (progress.status === 'started')
    return progress.startMin > dataDateMin || (stored !== null && stored.finishMin < dataDateMin);
  return stored !== null && (stored.startMin < dataDateMin || stored.finishMin < dataDateMin);
}

/** Against the baseline, of what it wanted finished by the data date: missed is what was or will be later; BEI counts what is done. */
function lookedBack(
  { activities, dataDateMin }: Schedule,
  tasks: readonly number[],
  result: CpmResult,
): Pick<Record<DcmaId, Measured>, 'missed' | 'bei'> {
  const due = tasks.filter((i) => {
    const { baseline } = activities[i];
    return baseline !== null && dataDateMin !== null && baseline.finishMin <= dataDateMin;
  });
  const missed = due.filter((i) => result.earlyFinishMin[i] > (activities[i].baseline?.finishMin ?? Infinity));
  const done = tasks.filter((i) => activities[i].baseline !== null && activities[i].progress.status === 'done').length;
  const late = due.filter((i) => activities[i].progress.status !== 'done');
  return {
    missed: { judged: due.length, activities: missed },
    bei: { judged: due.length, value: due.length === 0 ? null : done / due.length, activities: late },
  };
}

/**
 * A critical activity made far longer must move the last one as far, or something between is pinned: the first open activity of the
 * longest path is delayed, and the part of the delay that got lost is told with what is pinned on the path.
 */
function criticalPathTest(schedule: Schedule, network: Network, result: CpmResult, options: CpmOptions): Measured {
  const path = longestPath(network, result);
  const first = path.find((i) => schedule.activities[i].progress.status !== 'done' && network.remainingMin[i] > 0);
  const last = path.at(-1);
  if (first === undefined || last === undefined) return { judged: 0, value: null };
  const delayMin = TEST_DELAY_DAYS * dayWorkMin(schedule.calendars[schedule.activities[first].calendar]);
  const after = analyse(schedule, delayed(network, first, delayMin), options);
  const work = network.works[network.calendar[first]];
  const movedMin = work.between(result.earlyFinishMin[last], after.earlyFinishMin[last]);
  const pinned = path.filter((i) =>
    schedule.activities[i].constraints.some(({ kind }) => kind === 'mustStart' || kind === 'mustFinish'),
  );
  return { judged: 1, value: Math.max(0, 1 - movedMin / delayMin), activities: movedMin < delayMin ? pinned : [] };
}

/** (length of the critical path from the data date on + its float against the date owed) ÷ that length. */
function cpli(
  { startMin, dataDateMin, mustFinishMin, defaultCalendar }: Schedule,
  { works }: Network,
  { finishMin }: CpmResult,
): Measured {
  const work = works[defaultCalendar];
  const lengthMin = work.between(dataDateMin ?? startMin, finishMin);
  if (mustFinishMin === null || lengthMin <= 0) return { judged: 0, value: null };
  return { judged: 1, value: (lengthMin + work.between(finishMin, mustFinishMin)) / lengthMin };
}

/** Working minutes of a usual day: the mean of the week's days that have any. */
function dayWorkMin({ week }: Calendar): number {
  const days = week
    .map((shifts) => shifts.reduce((sum, { fromMin, toMin }) => sum + toMin - fromMin, 0))
    .filter((min) => min > 0);
  return days.length === 0 ? 480 : days.reduce((sum, min) => sum + min, 0) / days.length;
}
