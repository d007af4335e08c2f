import { DAY_MIN, hasLag, NO_LAG, type Schedule, ScheduleError } from '../../../model/schedule/schedule.ts';
import { analyse, type CpmResult } from '../cpm.ts';
import { compileNetwork, type Network } from '../network.ts';

/** A change that mends a plan. Activities, links and calendars are named by their index in the schedule's file. */
export type PlanChange =
  /** A finish-to-start link that the plan lacks. */
  | { kind: 'link'; from: number; to: number }
  /** A second shift, until what is left is `remainingMin` of one shift's working time shorter. */
  | { kind: 'shift'; row: number; remainingMin: number }
  /** A wait between two activities is given up. */
  | { kind: 'lag'; link: number }
  /** An activity is no longer bound to dates of its own. */
  | { kind: 'constraint'; row: number }
  /** Saturdays are worked as Fridays are. */
  | { kind: 'saturday'; calendar: number };

/** A change and what it does to the finish, by logic and calendars. */
export interface Remedy {
  change: Exclude<PlanChange, { kind: 'link' }>;
  /** Calendar days by which the plan ends earlier. */
  gainDays: number;
  finishMin: number;
  /** Activities that it is about. */
  rows: number[];
  /** Calendar days by which the activity ends after its baseline; null: not after it, or it has none. */
  behindDays: number | null;
  /** When the activity ends then; null where the change is about no single one. */
  untilMin: number | null;
  /** Name of a calendar; empty of others. */
  name: string;
}

/** What to mend, by its effect on the finish. */
export interface Remedies {
  finishMin: number;
  /** What helps most, then what helps most on top of it: their gains add up to what all of them gain. */
  first: Remedy[];
  /** What each other change gains alone, the most first. */
  others: Remedy[];
  /** The finish with all links that were asked for, and how many they are; null where none was. */
  links: { count: number; finishMin: number } | null;
}

const FIRST = 3;
/** Changes of one kind that are tried: the longest works, the longest waits. */
const MAX_TRIED = 40;
/** The combinations of so many of the best are tried, each on top of those taken before. */
const MAX_COMBINED = 12;
const MIN_GAIN_DAYS = 0.5;
const FRIDAY = 5;
const SATURDAY = 6;

/** The schedule with the changes in it; what they leave is shared, not copied. */
export function applyChanges(schedule: Schedule, changes: readonly PlanChange[]): Schedule {
  if (changes.length === 0) return schedule;
  const activities = schedule.activities.slice();
  const links = schedule.links.slice();
  const calendars = schedule.calendars.slice();
  for (const change of changes) {
    if (change.kind === 'link') links.push({ from: change.from, to: change.to, kind: 'FS', lag: NO_LAG });
    else if (change.kind === 'lag') links[change.link] = { ...links[change.link], lag: NO_LAG };
    else if (change.kind === 'saturday') {
      const { week, ...calendar } = calendars[change.calendar];
      calendars[change.calendar] = { ...calendar, week: week.map((day, at) => (at === SATURDAY ? week[FRIDAY] : day)) };
    } else if (change.kind === 'constraint') {
      const { manual: _, ...activity } = activities[change.row];
      activities[change.row] = { ...activity, constraints: [] };
    } else activities[change.row] = shortened(activities[change.row], change.remainingMin);
  }
  return { ...schedule, activities, links, calendars };
}

function shortened(activity: Schedule['activities'][number], remainingMin: number): Schedule['activities'][number] {
  const { progress, durationMin, estimate } = activity;
  const ratio = remainingMin / (progress.status === 'started' ? progress.remainingMin : durationMin);
  const part = (min: number) => Math.max(1, Math.round(min * ratio));
  const shorter = estimate && {
    lowMin: part(estimate.lowMin),
    likelyMin: part(estimate.likelyMin),
    highMin: part(estimate.highMin),
  };
  if (progress.status !== 'started') return { ...activity, durationMin: remainingMin, estimate: shorter };
  return {
    ...activity,
    durationMin: durationMin - progress.remainingMin + remainingMin,
    progress: { ...progress, remainingMin },
    estimate: shorter,
  };
}

/** Tries what can be changed on the critical path, and says what each change does to the finish. Yields the share that is done. */
export function* findRemedies(
  schedule: Schedule,
  links: readonly { from: number; to: number }[],
): Generator<number, Remedies> {
  const base = solved(schedule);
  const tried = changesOf(schedule, base);
  const steps = tried.length + FIRST * MAX_COMBINED + 1;
  let done = 0;
  const alone: { change: Remedy['change']; finishMin: number }[] = [];
  for (const change of tried) {
    alone.push({ change, finishMin: solved(applyChanges(schedule, [change])).result.finishMin });
    yield ++done / steps;
  }
  const helping = alone
    .filter(({ finishMin }) => base.result.finishMin - finishMin >= MIN_GAIN_DAYS * DAY_MIN)
    .sort((a, b) => a.finishMin - b.finishMin);
  const first: Remedy[] = [];
  let taken: PlanChange[] = [];
  let now = base;
  const left = helping.slice(0, MAX_COMBINED).map(({ change }) => change);
  while (first.length < FIRST && left.length > 0) {
    const options = left.map((change) => ({ change, after: solved(applyChanges(schedule, [...taken, change])) }));
    const best = options.reduce((a, b) => (b.after.result.finishMin < a.after.result.finishMin ? b : a));
    if (now.result.finishMin - best.after.result.finishMin < MIN_GAIN_DAYS * DAY_MIN) break;
    first.push(remedyOf(schedule, best.change, base, now.result.finishMin, best.after));
    taken = [...taken, best.change];
    now = best.after;
    left.splice(left.indexOf(best.change), 1);
    done += MAX_COMBINED;
    yield Math.min(1, done / steps);
  }
  const others = helping
    .filter(({ change }) => !taken.includes(change))
    .map(({ change }) =>
      remedyOf(schedule, change, base, base.result.finishMin, solved(applyChanges(schedule, [change]))),
    );
  const linked = links.map(({ from, to }): PlanChange => ({ kind: 'link', from, to }));
  return {
    finishMin: base.result.finishMin,
    first,
    others,
    links:
      linked.length === 0
        ? null
        : { count: linked.length, finishMin: solved(applyChanges(schedule, linked)).result.finishMin },
  };
}

interface Solved {
  network: Network;
  result: CpmResult;
}

function solved(schedule: Schedule): Solved {
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new ScheduleError(compiled.why);
  return { network: compiled.network, result: analyse(schedule, compiled.network) };
}

/** What may be changed of what is critical and not done. */
function changesOf(schedule: Schedule, { network, result }: Solved): Remedy['change'][] {
  const { activities, links, calendars } = schedule;
  const isCritical = (row: number) => result.critical[row] === 1 && activities[row].progress.status !== 'done';
  const critical = [...activities.keys()].filter(
    (row) => isCritical(row) && activities[row].kind === 'task' && network.remainingMin[row] > 0,
  );
  const dayMin = (row: number) => dayMinOf(calendars[activities[row].calendar]);
  const shifts = critical
    .filter((row) => network.remainingMin[row] >= 2 * dayMin(row))
    .sort((a, b) => network.remainingMin[b] - network.remainingMin[a])
    .slice(0, MAX_TRIED)
    .map((row): Remedy['change'] => ({
      kind: 'shift',
      row,
      remainingMin: caughtUpMin(schedule, row, network, result),
    }));
  const lags = [...links.keys()]
    .filter((link) => {
      const { from, to, lag } = links[link];
      return isCritical(from) && isCritical(to) && hasLag(lag) && (lag.kind === 'percent' ? lag.pct : lag.min) > 0;
    })
    .slice(0, MAX_TRIED)
    .map((link): Remedy['change'] => ({ kind: 'lag', link }));
  const pinned = [...activities.keys()]
    .filter((row) => isCritical(row) && (activities[row].constraints.length > 0 || activities[row].manual))
    .slice(0, MAX_TRIED)
    .map((row): Remedy['change'] => ({ kind: 'constraint', row }));
  const saturdays = [...new Set(critical.map((row) => activities[row].calendar))]
    .filter((at) => calendars[at].week[SATURDAY].length === 0 && calendars[at].week[FRIDAY].length > 0)
    .map((calendar): Remedy['change'] => ({ kind: 'saturday', calendar }));
  return [...shifts, ...lags, ...pinned, ...saturdays];
}

/** Working minutes of a calendar's usual day. */
function dayMinOf({ week }: Schedule['calendars'][number]): number {
  const worked = week.map((shifts) => shifts.reduce((sum, { fromMin, toMin }) => sum + toMin - fromMin, 0));
  const days = worked.filter((min) => min > 0);
  return days.length === 0 ? 480 : days.reduce((sum, min) => sum + min, 0) / days.length;
}

/** What is left with a second shift: half of it, or as much as it takes to end with the baseline where less than half does. */
function caughtUpMin(schedule: Schedule, row: number, { works, remainingMin }: Network, result: CpmResult): number {
  const { baseline, calendar } = schedule.activities[row];
  const left = remainingMin[row];
  const half = Math.ceil(left / 2);
  if (!baseline || baseline.finishMin >= result.earlyFinishMin[row]) return half;
  const behindMin = works[calendar].between(baseline.finishMin, result.earlyFinishMin[row]);
  return behindMin <= 0 ? half : Math.max(half, left - behindMin);
}

function remedyOf(
  { activities, links, calendars }: Schedule,
  change: Remedy['change'],
  base: Solved,
  fromMin: number,
  { result }: Solved,
): Remedy {
  const rows =
    change.kind === 'lag'
      ? [links[change.link].from, links[change.link].to]
      : change.kind === 'saturday'
        ? []
        : [change.row];
  const row = rows.length === 1 ? rows[0] : null;
  const baseline = row === null ? null : activities[row].baseline;
  const behindDays =
    row === null || !baseline ? 0 : Math.round((base.result.earlyFinishMin[row] - baseline.finishMin) / DAY_MIN);
  return {
    change,
    gainDays: Math.round((fromMin - result.finishMin) / DAY_MIN),
    finishMin: result.finishMin,
    rows,
    behindDays: behindDays > 0 ? behindDays : null,
    untilMin: row === null ? null : result.earlyFinishMin[row],
    name: change.kind === 'saturday' ? calendars[change.calendar].name : '',
  };
}
