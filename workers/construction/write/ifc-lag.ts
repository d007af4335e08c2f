import { type Calendar, isElapsedLag, type Link, type Schedule } from '../../../model/schedule/schedule.ts';
import { lagMinutes } from '../network.ts';
import { type IfcFile, ifcDuration, nothings } from './ifc-file.ts';
import { stepReal } from './step.ts';

/**
 * IFC's lag runs on its predecessor's calendar or on the clock. Whether the link's does; a lag of another calendar is written on the
 * predecessor's and counted as lost.
 */
export function lagRuns(schedule: Schedule, { lag, from, to }: Link): 'working' | 'elapsed' | 'elsewhere' {
  const { activities, calendars, defaultCalendar, lagCalendar } = schedule;
  const own = activities[from].calendar;
  if (isElapsedLag(lag)) return 'elapsed';
  const named = lag.kind === 'working' ? lag.calendar : undefined;
  if (named === undefined && lagCalendar === 'elapsed') return 'elapsed';
  const usual = { predecessor: own, successor: activities[to].calendar, project: defaultCalendar, elapsed: own };
  const at = named ?? usual[lagCalendar];
  if (at === own) return 'working';
  return isClock(calendars[at]) ? 'elapsed' : 'elsewhere';
}

const isClock = ({ week, exceptions }: Calendar): boolean =>
  exceptions.length === 0 &&
  week.every(([shift, ...others]) => others.length === 0 && shift?.fromMin === 0 && shift.toMin === 1440);

export function writeLag({ step }: IfcFile, schedule: Schedule, link: Link): string {
  const { lag, from } = link;
  const isElapsed = lagRuns(schedule, link) === 'elapsed';
  const value =
    lag.kind === 'percent' && (lag.isElapsed || !isElapsed)
      ? `IFCRATIOMEASURE(${stepReal(lag.pct / 100)})`
      : `IFCDURATION(${ifcDuration(lagMinutes(schedule, lag, from))})`;
  return step.add('IFCLAGTIME', ...nothings(3), value, isElapsed ? '.ELAPSEDTIME.' : '.WORKTIME.');
}
