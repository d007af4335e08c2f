import {
  type Activity,
  type Calendar,
  hasLag,
  isElapsedLag,
  type Lag,
  type Link,
  type Schedule,
} from '../../../model/schedule/schedule.ts';
import { csvOfObjects } from '../../../model/tables/csv-cell.ts';
import { isoOf } from '../../../readers/schedule/text.ts';
import { calendarText } from '../../../readers/schedule-csv/calendar-text.ts';
import type { CpmResult } from '../cpm.ts';

/**
 * A table that `readCsv` reads back with the same dates and floats: calendars in words where they first stand, the plan's own dates in
 * the first row, calendars of no activity in a column of their own. With what was computed, where the schedule was analysed. Lost:
 * resources, the work breakdown, a lag's own calendar.
 */
export function writeCsv(schedule: Schedule, result?: CpmResult): string {
  const into = schedule.activities.map((): string[] => []);
  for (const link of schedule.links) into[link.to].push(predecessor(link, schedule.activities[link.from].id));
  const writtenCalendars = new Set<number>();
  const calendarOf = (at: number): string => {
    if (writtenCalendars.has(at)) return schedule.calendars[at].name.replaceAll('=', '-');
    writtenCalendars.add(at);
    return calendarText(schedule.calendars[at]);
  };
  const unused = unusedCalendars(schedule);
  const { activities } = schedule;
  const hasCodes = activities.some(({ id, code }) => code !== id);
  const hasManual = activities.some(({ manual }) => manual);
  const hasResume = activities.some(
    ({ progress }) => progress.status === 'started' && progress.resumeMin !== undefined,
  );
  const rows = activities.map((activity, i) => ({
    id: activity.id,
    ...(hasCodes ? { 'activity code': activity.code } : {}),
    name: activity.name,
    type: activity.kind,
    parent: activity.parent === null ? '' : schedule.activities[activity.parent].id,
    duration: `${activity.durationMin}m`,
    start: activity.stored ? minute(activity.stored.startMin) : '',
    finish: activity.stored ? minute(activity.stored.finishMin) : '',
    predecessors: into[i].join('; '),
    constraints: activity.constraints
      .map(({ kind, atMin }) => (kind === 'asLateAsPossible' ? kind : `${kind} ${minute(atMin)}`))
      .join('; '),
    deadline: activity.deadlineMin === null ? '' : minute(activity.deadlineMin),
    calendar: calendarOf(activity.calendar),
    ...(unused.length > 0 ? { 'other calendar': unused[i] === undefined ? '' : calendarText(unused[i]) } : {}),
    ...(hasManual ? manualCells(activity) : {}),
    'actual start': activity.progress.status === 'planned' ? '' : minute(activity.progress.startMin),
    'actual finish': activity.progress.status === 'done' ? minute(activity.progress.finishMin) : '',
    remaining: activity.progress.status === 'started' ? `${activity.progress.remainingMin}m` : '',
    ...(hasResume ? { resume: resumeCell(activity) } : {}),
    'project start': i === 0 ? minute(schedule.startMin) : '',
    'data date': i === 0 && schedule.dataDateMin !== null ? minute(schedule.dataDateMin) : '',
    'must finish': i === 0 && schedule.mustFinishMin !== null ? minute(schedule.mustFinishMin) : '',
    'project calendar': i === 0 ? calendarOf(schedule.defaultCalendar) : '',
    'lag calendar': i === 0 ? schedule.lagCalendar : '',
    cost: activity.cost,
    low: activity.estimate ? `${activity.estimate.lowMin}m` : '',
    likely: activity.estimate ? `${activity.estimate.likelyMin}m` : '',
    high: activity.estimate ? `${activity.estimate.highMin}m` : '',
    ...(result
      ? {
          'early start': minute(result.earlyStartMin[i]),
          'early finish': minute(result.earlyFinishMin[i]),
          'late start': minute(result.lateStartMin[i]),
          'late finish': minute(result.lateFinishMin[i]),
          'total float h': hours(result.totalFloatMin[i]),
          'free float h': hours(result.freeFloatMin[i]),
          critical: result.critical[i],
        }
      : {}),
  }));
  return csvOfObjects(rows);
}

/** Those that no activity and not the plan itself runs on; as many as there are rows to name them in. */
export function unusedCalendars({ calendars, activities, defaultCalendar }: Schedule): Calendar[] {
  const used = new Set([defaultCalendar, ...activities.map(({ calendar }) => calendar)]);
  return calendars.filter((_, at) => !used.has(at));
}

const manualCells = ({ manual }: Activity) => ({
  'manual start': manual ? minute(manual.startMin) : '',
  'manual finish': manual ? minute(manual.finishMin) : '',
});

const resumeCell = ({ progress }: Activity): string =>
  progress.status === 'started' && progress.resumeMin !== undefined ? minute(progress.resumeMin) : '';

const minute = (min: number): string => (Number.isNaN(min) ? '' : isoOf(min).slice(0, 16).replace('T', ' '));
const hours = (min: number): number | null => (Number.isNaN(min) ? null : min / 60);

function predecessor({ kind, lag }: Link, id: string): string {
  if (!hasLag(lag)) return kind === 'FS' ? id : `${id}${kind}`;
  return `${id}${kind}${lagText(lag)}`;
}

function lagText(lag: Lag): string {
  const size = lag.kind === 'percent' ? lag.pct : lag.min;
  const unit = lag.kind === 'percent' ? '%' : 'm';
  return `${size < 0 ? '-' : '+'}${Math.abs(size)}${isElapsedLag(lag) ? 'e' : ''}${unit}`;
}
