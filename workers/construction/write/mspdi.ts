import {
  type Activity,
  type Calendar,
  type ConstraintKind,
  DAY_MIN,
  hasLag,
  type Lag,
  type Schedule,
  type Shift,
} from '../../../model/schedule/schedule.ts';
import { isoOf } from '../../../readers/schedule/text.ts';
import { tag } from './xml.ts';

const LINK_CODES = { FF: 0, FS: 1, SF: 2, SS: 3 } as const;
/** `startOn` and `finishOn` have no twin in MSPDI; the nearest holds harder. */
const CONSTRAINT_CODES: Record<ConstraintKind, number> = {
  asLateAsPossible: 1,
  mustStart: 2,
  startOn: 2,
  mustFinish: 3,
  finishOn: 3,
  startNoEarlier: 4,
  startNoLater: 5,
  finishNoEarlier: 6,
  finishNoLater: 7,
};
const RESOURCE_CODES = { material: 0, labour: 1, plant: 2 } as const;
const HOURS = 5;
const ELAPSED_HOURS = 6;
const PERCENT = 19;
const ELAPSED_PERCENT = 20;

/** Microsoft Project's XML. Lost: a lag's own calendar, and an activity's constraints beyond the first; MSPDI has no place for them. */
export function writeMspdi(schedule: Schedule): string {
  const { calendars, activities, links, resources, assignments } = schedule;
  const into = activities.map((): number[] => []);
  for (const [link, { to }] of links.entries()) into[to].push(link);
  const uidOf = uids(activities);
  const level = levelsOf(activities);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    '<Project xmlns="http://schemas.microsoft.com/project">',
    tag('Name', schedule.name),
    tag('Title', schedule.name),
    tag('StartDate', isoOf(schedule.startMin)),
    schedule.dataDateMin === null ? '' : tag('StatusDate', isoOf(schedule.dataDateMin)),
    tag('CalendarUID', schedule.defaultCalendar + 1),
    '<Calendars>',
    ...calendars.map(calendarXml),
    '</Calendars>',
    '<Tasks>',
    ...activities.map((activity, i) =>
      [
        '<Task>',
        tag('UID', uidOf[i]),
        tag('ID', i + 1),
        tag('Name', activity.name),
        tag('WBS', activity.code),
        tag('OutlineLevel', level[i]),
        taskXml(activity),
        tag('CalendarUID', activity.calendar + 1),
        ...into[i].map((link) => {
          const { from, kind, lag } = links[link];
          const parts = [tag('PredecessorUID', uidOf[from]), tag('Type', LINK_CODES[kind]), lagXml(lag)];
          return `<PredecessorLink>${parts.join('')}</PredecessorLink>`;
        }),
        '</Task>',
      ].join(''),
    ),
    '</Tasks>',
    '<Resources>',
    ...resources.map((one, i) => {
      const units = one.capacity === null ? '' : tag('MaxUnits', one.capacity);
      const parts = [tag('UID', i + 1), tag('Name', one.name), tag('Type', RESOURCE_CODES[one.kind]), units];
      return `<Resource>${parts.join('')}${tag('StandardRate', one.costPerH)}</Resource>`;
    }),
    '</Resources>',
    '<Assignments>',
    ...assignments.map(({ activity, resource, units, workMin, cost }) => {
      const parts = [tag('TaskUID', uidOf[activity]), tag('ResourceUID', resource + 1), tag('Units', units)];
      return `<Assignment>${parts.join('')}${tag('Work', duration(workMin))}${tag('Cost', cost * 100)}</Assignment>`;
    }),
    '</Assignments>',
    '</Project>',
  ];
  return `${lines.filter(Boolean).join('\n')}\n`;
}

const duration = (min: number): string => `PT${Math.floor(min / 60)}H${min % 60}M0S`;
const clock = (min: number): string => (min === DAY_MIN ? '00:00:00' : isoOf(min).slice(11));

/** MSPDI wants numbers: ids that are some stay, and all are numbered anew where one is not. */
function uids(activities: readonly Activity[]): readonly string[] {
  return activities.every(({ id }) => /^[1-9]\d{0,8}$/.test(id))
    ? activities.map(({ id }) => id)
    : activities.map((_, i) => String(i + 1));
}

function levelsOf(activities: readonly Activity[]): readonly number[] {
  const levels: number[] = [];
  for (const { parent } of activities) levels.push(parent === null ? 1 : (levels[parent] ?? 0) + 1);
  return levels;
}

function calendarXml({ name, week, exceptions }: Calendar, i: number): string {
  const times = (shifts: readonly Shift[]) =>
    shifts.length === 0
      ? tag('DayWorking', 0)
      : `${tag('DayWorking', 1)}<WorkingTimes>${shifts
          .map(
            ({ fromMin, toMin }) =>
              `<WorkingTime>${tag('FromTime', clock(fromMin))}${tag('ToTime', clock(toMin))}</WorkingTime>`,
          )
          .join('')}</WorkingTimes>`;
  const days = week.map((shifts, day) => `<WeekDay>${tag('DayType', day + 1)}${times(shifts)}</WeekDay>`);
  const dated = exceptions.map(({ fromDay, toDay, shifts }) => {
    const period = tag('FromDate', isoOf(fromDay * DAY_MIN)) + tag('ToDate', isoOf(toDay * DAY_MIN + DAY_MIN - 1));
    return `<WeekDay>${tag('DayType', 0)}<TimePeriod>${period}</TimePeriod>${times(shifts)}</WeekDay>`;
  });
  return `<Calendar>${tag('UID', i + 1)}${tag('Name', name)}${tag('IsBaseCalendar', 1)}<WeekDays>${[...days, ...dated].join('')}</WeekDays></Calendar>`;
}

function taskXml(activity: Activity): string {
  const { kind, durationMin, constraints, deadlineMin, manual, progress, stored, baseline, cost } = activity;
  const [constraint] = constraints;
  const parts = [
    tag('Summary', kind === 'summary' ? 1 : 0),
    tag('Milestone', kind === 'startMilestone' || kind === 'finishMilestone' ? 1 : 0),
    tag('Duration', duration(durationMin)),
    tag('DurationFormat', HOURS),
    manual
      ? tag('Manual', 1) + tag('ManualStart', isoOf(manual.startMin)) + tag('ManualFinish', isoOf(manual.finishMin))
      : '',
    stored ? tag('Start', isoOf(stored.startMin)) + tag('Finish', isoOf(stored.finishMin)) : '',
    tag('ConstraintType', constraint ? CONSTRAINT_CODES[constraint.kind] : 0),
    constraint && constraint.kind !== 'asLateAsPossible' ? tag('ConstraintDate', isoOf(constraint.atMin)) : '',
    deadlineMin === null ? '' : tag('Deadline', isoOf(deadlineMin)),
    progress.status === 'planned' ? '' : tag('ActualStart', isoOf(progress.startMin)),
    progress.status === 'done' ? tag('ActualFinish', isoOf(progress.finishMin)) : '',
    progress.status === 'started' ? tag('RemainingDuration', duration(progress.remainingMin)) : '',
    progress.status === 'started' && progress.resumeMin !== undefined ? tag('Resume', isoOf(progress.resumeMin)) : '',
    tag('Cost', cost * 100),
    baseline
      ? `<Baseline><Number>0</Number>${tag('Start', isoOf(baseline.startMin))}${tag('Finish', isoOf(baseline.finishMin))}</Baseline>`
      : '',
  ];
  return parts.join('');
}

function lagXml(lag: Lag): string {
  if (!hasLag(lag)) return tag('LinkLag', 0) + tag('LagFormat', HOURS);
  if (lag.kind === 'percent')
    return tag('LinkLag', lag.pct) + tag('LagFormat', lag.isElapsed ? ELAPSED_PERCENT : PERCENT);
  return tag('LinkLag', lag.min * 10) + tag('LagFormat', lag.kind === 'elapsed' ? ELAPSED_HOURS : HOURS);
}
