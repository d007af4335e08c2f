import { tidyShifts } from '../../../model/schedule/calendar.ts';
import {
  type Calendar,
  type CalendarException,
  DAY_MIN,
  type Link,
  type LinkKind,
  type Schedule,
  ScheduleError,
  type Shift,
  tasksByName,
} from '../../../model/schedule/schedule.ts';
import { NONE } from '../../../model/text/message.ts';
import { constructionMessage } from '../messages.ts';
import type { Site, SiteSource } from '../site/site-days.ts';

/** What a scenario changes, never a copy of what it leaves. Activities are named by code, resources and calendars by name or id. */
export interface Difference {
  id: string;
  /** How many of a resource there are at once, and what an hour of it costs. */
  crews?: { resource: string; capacity?: number; costPerH?: number }[];
  /** Another working week: shifts of the weekdays named (0 is Sunday), the others as they are. Each hour of work costs so much more. */
  shifts?: { calendar: string; weekdays: number[]; shifts: Shift[]; costRatio?: number }[];
  /** Work of activities whose code begins so goes on at so much of the usual rate, with so much of the usual crew. */
  rates?: { codes: string; rate: number; crewRatio?: number }[];
  /** No work on any calendar, days both included, from and to minutes after midnight: noise at night, school hours, exam days. */
  noGo?: { fromDay: number; toDay: number; weekdays?: number[]; fromMin: number; toMin: number }[];
  /** Machines of the site whose id begins so: at other hours, quieter. */
  sources?: { ids: string; times?: Shift[]; quieterDb: number }[];
  /** Logic that is added. */
  links?: { from: string; to: string; kind: LinkKind; lagMin: number }[];
  /** What is paid once, and for every day that the project takes, beside what the plan's own costs are. */
  cost?: { once?: number; perDay?: number };
}

/** Days of no-go windows. */
const MAX_NO_GO_DAYS = 20_000;

/** The schedule with the differences in it, one after the other; what they leave is shared, not copied. */
export function applyDifferences(schedule: Schedule, differences: readonly Difference[]): Schedule {
  return differences.reduce(applyOne, schedule);
}

function applyOne(schedule: Schedule, difference: Difference): Schedule {
  const { id, crews = [], shifts = [], rates = [], noGo = [], links = [] } = difference;
  const resources = schedule.resources.slice();
  const activities = schedule.activities.slice();
  const assignments = schedule.assignments.slice();
  let calendars = schedule.calendars.slice();
  const assign = (at: number, change: { units?: number; workMin?: number; costPerH: number }) => {
    const before = assignments[at];
    const workMin = change.workMin ?? before.workMin;
    const cost = (workMin / 60) * change.costPerH;
    assignments[at] = { ...before, units: change.units ?? before.units, workMin, cost };
    const activity = activities[before.activity];
    activities[before.activity] = { ...activity, cost: activity.cost + cost - before.cost };
  };
  for (const { resource, capacity, costPerH } of crews) {
    const r = named(resources, resource, `${id}: crews`);
    resources[r] = { ...resources[r], ...(capacity === undefined ? {} : { capacity }) };
    if (costPerH === undefined) continue;
    resources[r] = { ...resources[r], costPerH };
    for (const [at, one] of assignments.entries()) if (one.resource === r) assign(at, { costPerH });
  }
  for (const { codes, rate, crewRatio = 1 } of rates) {
    const hit = activities.flatMap(({ code, kind }, i) => (kind === 'task' && code.startsWith(codes) ? [i] : []));
    if (hit.length === 0) throw new ScheduleError(constructionMessage('rates-nothing', { id, codes }));
    const chosen = new Set(hit);
    for (const i of hit) activities[i] = { ...activities[i], ...faster(activities[i], rate) };
    for (const [at, one] of assignments.entries()) {
      if (!chosen.has(one.activity)) continue;
      const units = one.units * crewRatio;
      assign(at, {
        units,
        workMin: (one.workMin * crewRatio) / rate,
        costPerH: costPerHOf(schedule, one.resource, one),
      });
    }
  }
  for (const { calendar, weekdays, shifts: times, costRatio = 1 } of shifts) {
    const c = named(calendars, calendar, `${id}: shifts`);
    const week = calendars[c].week.map((day, weekday) => (weekdays.includes(weekday) ? tidyShifts(times) : day));
    calendars[c] = { ...calendars[c], week };
    if (costRatio === 1) continue;
    for (const [at, one] of assignments.entries())
      if (activities[one.activity].calendar === c)
        assign(at, { costPerH: costPerHOf(schedule, one.resource, one) * costRatio });
  }
  if (noGo.length > 0) calendars = calendars.map((calendar) => without(calendar, noGo, id));
  const at = links.length > 0 ? tasksByName(schedule) : null;
  const added = links.map(({ from, to, kind, lagMin }): Link => {
    const a = at?.get(from);
    const b = at?.get(to);
    if (a === undefined || b === undefined)
      throw new ScheduleError(constructionMessage('links-task', { id, got: a === undefined ? from : to }));
    return { from: a, to: b, kind, lag: { kind: 'working', min: lagMin } };
  });
  return { ...schedule, resources, activities, assignments, calendars, links: [...schedule.links, ...added] };
}

/** The site's machines as the differences have them run. */
export function siteWith(site: Site, differences: readonly Difference[]): Site {
  const changes = differences.flatMap(({ sources = [] }) => sources);
  if (changes.length === 0) return site;
  const changed = (source: SiteSource): SiteSource => {
    const own = changes.filter(({ ids }) => source.id.startsWith(ids));
    const quieterDb = own.reduce((sum, one) => sum + one.quieterDb, 0);
    const times = own.findLast((one) => one.times)?.times ?? source.times;
    return { ...source, soundPowerDb: source.soundPowerDb - quieterDb, times };
  };
  return { ...site, sources: site.sources.map(changed) };
}

/** What an hour was paid: what the file says of the assignment, else of the resource. */
const costPerHOf = (
  { resources }: Schedule,
  resource: number,
  { workMin, cost }: Schedule['assignments'][number],
): number => (workMin > 0 && cost > 0 ? (cost * 60) / workMin : resources[resource].costPerH);

function faster({ durationMin, progress, estimate }: Schedule['activities'][number], rate: number) {
  const part = (min: number) => Math.max(min > 0 ? 1 : 0, Math.round(min / rate));
  return {
    durationMin: part(durationMin),
    progress: progress.status === 'started' ? { ...progress, remainingMin: part(progress.remainingMin) } : progress,
    estimate: estimate && {
      lowMin: part(estimate.lowMin),
      likelyMin: part(estimate.likelyMin),
      highMin: part(estimate.highMin),
    },
  };
}

function named(list: readonly { id: string; name: string }[], wanted: string, place: string): number {
  const at = list.findIndex(({ id, name }) => id === wanted || name === wanted);
  if (at >= 0) return at;
  const known = list.map(({ name }) => name).join(', ');
  throw new ScheduleError(constructionMessage('choice', { place, expected: known.slice(0, 200) || NONE, wanted }));
}

/** A calendar whose days lose the windows: exceptions where something is lost. */
function without(calendar: Calendar, noGo: NonNullable<Difference['noGo']>, id: string): Calendar {
  const lost = new Map<number, Shift[]>();
  for (const { fromDay, toDay, weekdays, fromMin, toMin } of noGo) {
    if (toDay - fromDay + lost.size > MAX_NO_GO_DAYS)
      throw new ScheduleError(
        constructionMessage('no-go-days', { id, most: MAX_NO_GO_DAYS, got: toDay - fromDay + 1 }),
      );
    for (let day = fromDay; day <= toDay; day++) {
      if (weekdays && !weekdays.includes((day + 4) % 7)) continue;
      lost.set(day, [...(lost.get(day) ?? []), { fromMin, toMin }]);
    }
  }
  const byDay = new Map<number, readonly Shift[]>();
  for (const { fromDay, toDay, shifts } of calendar.exceptions)
    for (let day = Math.max(fromDay, firstOf(lost)); day <= Math.min(toDay, lastOf(lost)); day++)
      byDay.set(day, shifts);
  const exceptions: CalendarException[] = [];
  for (const [day, windows] of lost) {
    const worked = byDay.get(day) ?? calendar.week[(day + 4) % 7];
    const shifts = windows.reduce(cut, worked);
    if (shifts !== worked) exceptions.push({ fromDay: day, toDay: day, shifts });
  }
  return { ...calendar, exceptions: [...calendar.exceptions, ...exceptions] };
}

const firstOf = (days: Map<number, unknown>): number => [...days.keys()].reduce((a, b) => Math.min(a, b), Infinity);
const lastOf = (days: Map<number, unknown>): number => [...days.keys()].reduce((a, b) => Math.max(a, b), -Infinity);

function cut(shifts: readonly Shift[], { fromMin, toMin }: Shift): readonly Shift[] {
  if (shifts.every((shift) => shift.toMin <= fromMin || shift.fromMin >= toMin)) return shifts;
  return tidyShifts(
    shifts.flatMap((shift) => [
      { fromMin: shift.fromMin, toMin: Math.min(shift.toMin, Math.max(fromMin, 0)) },
      { fromMin: Math.max(shift.fromMin, Math.min(toMin, DAY_MIN)), toMin: shift.toMin },
    ]),
  );
}
