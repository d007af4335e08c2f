import { WEEKDAY_NAMES } from '../../../model/schedule/file-words.ts';
import type { Calendar, LagCalendar, Progress, Schedule, Shift } from '../../../model/schedule/schedule.ts';
import { isoOf } from '../../../readers/schedule/text.ts';
import { objectIds, p6Form } from './p6-form.ts';
import { tag } from './xml.ts';

const KINDS = {
  task: 'Task Dependent',
  startMilestone: 'Start Milestone',
  finishMilestone: 'Finish Milestone',
  levelOfEffort: 'Level of Effort',
  summary: 'WBS Summary',
} as const;
const LINKS = { FS: 'Finish to Start', SS: 'Start to Start', FF: 'Finish to Finish', SF: 'Start to Finish' } as const;
const CONSTRAINTS = {
  asLateAsPossible: 'As Late As Possible',
  startOn: 'Start On',
  startNoEarlier: 'Start On or After',
  startNoLater: 'Start On or Before',
  finishOn: 'Finish On',
  finishNoEarlier: 'Finish On or After',
  finishNoLater: 'Finish On or Before',
  mustStart: 'Mandatory Start',
  mustFinish: 'Mandatory Finish',
} as const;
const LAG_CALENDARS: Record<LagCalendar, string> = {
  predecessor: 'Predecessor Activity Calendar',
  successor: 'Successor Activity Calendar',
  project: 'Project Default Calendar',
  elapsed: '24 Hour Calendar',
};
const STATUSES: Record<Progress['status'], string> = {
  planned: 'Not Started',
  started: 'In Progress',
  done: 'Completed',
};
const RESOURCES = { labour: 'Labor', plant: 'Nonlabor', material: 'Material' } as const;

const element = (name: string, ...parts: string[]): string => `<${name}>${parts.join('')}</${name}>`;
const date = (name: string, min: number | null): string => (min === null ? '' : tag(name, isoOf(min)));
const hours = (name: string, min: number): string => tag(name, min / 60);

/**
 * Primavera P6's XML. As in XER, what P6 has no place for takes the form that it has (`p6Form`). A shift's end is written as P6 does, by
 * its last minute; one that ends at nine past a ten comes back a minute longer.
 */
export function writePmxml(plan: Schedule): string {
  const schedule = p6Form(plan);
  const { activities, calendars, links, resources, assignments, wbs } = schedule;
  const ids = objectIds(activities);
  const project = [
    tag('ObjectId', 1),
    tag('Id', schedule.name),
    tag('Name', schedule.name),
    date('PlannedStartDate', schedule.startMin),
    date('DataDate', schedule.dataDateMin),
    date('MustFinishByDate', schedule.mustFinishMin),
    tag('ActivityDefaultCalendarObjectId', schedule.defaultCalendar + 1),
    element('ScheduleOptions', tag('RelationshipLagCalendar', LAG_CALENDARS[schedule.lagCalendar])),
    ...wbs.map(({ id, name, parent }, i) =>
      element(
        'WBS',
        tag('ObjectId', i + 1),
        tag('Code', id),
        tag('Name', name),
        parent === null ? '' : tag('ParentObjectId', parent + 1),
      ),
    ),
    ...activities.map(({ code, name, kind, wbs: node, calendar, durationMin, constraints, progress, ...one }, i) =>
      element(
        'Activity',
        tag('ObjectId', ids[i]),
        tag('Id', code),
        tag('Name', name),
        tag('Type', KINDS[kind]),
        tag('Status', STATUSES[progress.status]),
        node === null ? '' : tag('WBSObjectId', node + 1),
        tag('CalendarObjectId', calendar + 1),
        hours('PlannedDuration', durationMin),
        hours('RemainingDuration', remaining(progress, durationMin)),
        date('ActualStartDate', progress.status === 'planned' ? null : progress.startMin),
        date('ActualFinishDate', progress.status === 'done' ? progress.finishMin : null),
        date('ResumeDate', progress.status === 'started' ? (progress.resumeMin ?? null) : null),
        date('StartDate', one.stored?.startMin ?? null),
        date('FinishDate', one.stored?.finishMin ?? null),
        date('PlannedStartDate', one.baseline?.startMin ?? null),
        date('PlannedFinishDate', one.baseline?.finishMin ?? null),
        ...constraints.map(({ kind: which, atMin }, at) => {
          const name = at === 0 ? 'Primary' : 'Secondary';
          return (
            tag(`${name}ConstraintType`, CONSTRAINTS[which]) +
            date(`${name}ConstraintDate`, which === 'asLateAsPossible' ? null : atMin)
          );
        }),
      ),
    ),
    ...links.map(({ from, to, kind, lag }, i) =>
      element(
        'Relationship',
        tag('ObjectId', i + 1),
        tag('PredecessorActivityObjectId', ids[from]),
        tag('SuccessorActivityObjectId', ids[to]),
        tag('Type', LINKS[kind]),
        hours('Lag', lag.kind === 'percent' ? 0 : lag.min),
      ),
    ),
    ...assignments.map(({ activity, resource, units, workMin, cost }, i) =>
      element(
        'ResourceAssignment',
        tag('ObjectId', i + 1),
        tag('ActivityObjectId', ids[activity]),
        tag('ResourceObjectId', resource + 1),
        tag('PlannedUnitsPerTime', units),
        hours('PlannedUnits', workMin),
        tag('PlannedCost', cost),
      ),
    ),
  ];
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<APIBusinessObjects xmlns="http://xmlns.oracle.com/Primavera/P6/V8.4/API/BusinessObjects">',
    ...calendars.map(calendarXml),
    ...resources.map(({ name, kind }, i) =>
      element('Resource', tag('ObjectId', i + 1), tag('Name', name), tag('ResourceType', RESOURCES[kind])),
    ),
    ...resources.map(({ capacity, costPerH }, i) =>
      element(
        'ResourceRate',
        tag('ResourceObjectId', i + 1),
        tag('PricePerUnit', costPerH),
        capacity === null ? '' : tag('MaxUnitsPerTime', capacity),
      ),
    ),
    '<Project>',
    ...project.filter(Boolean),
    '</Project>',
    '</APIBusinessObjects>',
  ];
  return `${lines.join('\n')}\n`;
}

function remaining(progress: Progress, durationMin: number): number {
  if (progress.status === 'done') return 0;
  return progress.status === 'started' ? progress.remainingMin : durationMin;
}

function calendarXml({ name, week, exceptions }: Calendar, i: number): string {
  const clock = (min: number) => isoOf(min).slice(11);
  const times = (shifts: readonly Shift[]) =>
    shifts
      .map(({ fromMin, toMin }) =>
        element('WorkTime', tag('Start', clock(fromMin)), tag('Finish', clock(toMin % 10 === 0 ? toMin - 1 : toMin))),
      )
      .join('');
  const days = week.map((shifts, day) =>
    element('StandardWorkHours', tag('DayOfWeek', WEEKDAY_NAMES[day]), times(shifts)),
  );
  const dated = exceptions.flatMap(({ fromDay, toDay, shifts }) =>
    Array.from({ length: toDay - fromDay + 1 }, (_, at) =>
      element('HolidayOrException', tag('Date', isoOf((fromDay + at) * 1440)), times(shifts)),
    ),
  );
  return element(
    'Calendar',
    tag('ObjectId', i + 1),
    tag('Name', name),
    element('StandardWorkWeek', ...days),
    element('HolidayOrExceptions', ...dated),
  );
}
