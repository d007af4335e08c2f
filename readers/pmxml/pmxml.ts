import { tidyShifts } from '../../model/schedule/calendar.ts';
import { WEEKDAY_NAMES } from '../../model/schedule/file-words.ts';
import {
  type Activity,
  type Calendar,
  type CalendarException,
  type Constraint,
  plainSchedule,
  type Schedule,
  ScheduleError,
  type Shift,
} from '../../model/schedule/schedule.ts';
import { defaultWeek, readableCalendar } from '../mspdi/mspdi.ts';
import { scheduleFileMessage } from '../schedule/messages.ts';
import { lagCalendarOf, P6_CONSTRAINTS, P6_KINDS, P6_LINKS, p6Progress } from '../schedule/p6.ts';
import { dayOf, timeOfDay } from '../schedule/text.ts';
import { readXml, type XmlNode } from '../schedule/xml.ts';

/** Primavera P6's XML (APIBusinessObjects): the first project, and calendars and resources wherever they stand. */
export function readPmxml(text: string, file: string): Schedule {
  const root = readXml(text, file, 'APIBusinessObjects');
  const project = root.one('Project');
  if (!project) throw new ScheduleError(scheduleFileMessage('no-project', { file }));
  const everywhere = (name: string) => [...root.many(name), ...project.many(name)];
  const minutes = (node: XmlNode, name: string) => Math.round(node.number(name) * 60);
  const schedule = plainSchedule(
    project.text('Name') || project.text('Id') || file,
    project.minute('PlannedStartDate') ?? project.minute('DataDate') ?? 0,
    {
      lagCalendar: lagCalendarOf(project.one('ScheduleOptions')?.text('RelationshipLagCalendar') ?? ''),
    },
  );
  const { notes } = schedule;
  schedule.dataDateMin = project.minute('DataDate', notes);
  schedule.mustFinishMin = project.minute('MustFinishByDate', notes);
  const calendars = everywhere('Calendar');
  const calendarAt = new Map(calendars.map((node, i) => [node.text('ObjectId'), i]));
  schedule.calendars = calendars.map((node) =>
    readableCalendar(schedule, { id: node.text('ObjectId'), name: node.text('Name'), file }, () => calendarOf(node)),
  );
  if (schedule.calendars.length === 0) schedule.calendars.push(defaultWeek());
  schedule.defaultCalendar = calendarAt.get(project.text('ActivityDefaultCalendarObjectId')) ?? 0;
  const nodes = project.many('WBS');
  const wbsAt = new Map(nodes.map((node, i) => [node.text('ObjectId'), i]));
  schedule.wbs = nodes.map((node) => ({
    id: node.text('Code') || node.text('ObjectId'),
    name: node.text('Name'),
    parent: wbsAt.get(node.text('ParentObjectId')) ?? null,
  }));
  const tasks = project.many('Activity');
  schedule.activities = tasks.map((node): Activity => {
    const startMin = node.minute('ActualStartDate', notes);
    const finishMin = node.minute('ActualFinishDate', notes);
    const planStart = node.minute('PlannedStartDate', notes);
    const planFinish = node.minute('PlannedFinishDate', notes);
    const storedStart = node.minute('StartDate', notes) ?? planStart;
    const storedFinish = node.minute('FinishDate', notes) ?? planFinish;
    return {
      id: node.text('ObjectId'),
      code: node.text('Id') || node.text('ObjectId'),
      name: node.text('Name'),
      kind: P6_KINDS[node.text('Type')] ?? 'task',
      wbs: wbsAt.get(node.text('WBSObjectId')) ?? null,
      parent: null,
      calendar: calendarAt.get(node.text('CalendarObjectId')) ?? schedule.defaultCalendar,
      durationMin: minutes(node, 'PlannedDuration'),
      constraints: ['Primary', 'Secondary'].flatMap((which): Constraint[] => {
        const kind = P6_CONSTRAINTS[node.text(`${which}ConstraintType`)];
        const atMin = node.minute(`${which}ConstraintDate`, notes);
        if (!kind) return [];
        return kind === 'asLateAsPossible' ? [{ kind, atMin: 0 }] : atMin === null ? [] : [{ kind, atMin }];
      }),
      deadlineMin: null,
      progress: p6Progress(
        node.text('Status'),
        startMin,
        finishMin,
        minutes(node, 'RemainingDuration'),
        node.minute('ResumeDate', notes),
      ),
      stored: storedStart === null || storedFinish === null ? null : { startMin: storedStart, finishMin: storedFinish },
      baseline: planStart === null || planFinish === null ? null : { startMin: planStart, finishMin: planFinish },
      estimate: null,
      cost: 0,
    };
  });
  const taskAt = new Map(tasks.map((node, i) => [node.text('ObjectId'), i]));
  for (const node of project.many('Relationship')) {
    const ends = [node.text('PredecessorActivityObjectId'), node.text('SuccessorActivityObjectId')];
    const [from, to] = ends.map((id) => taskAt.get(id));
    const kind = P6_LINKS[node.text('Type')];
    if (from === undefined || to === undefined || !kind) {
      const { place } = node;
      schedule.notes.push(
        kind
          ? scheduleFileMessage('note-link-end', { place, id: ends[from === undefined ? 0 : 1] })
          : scheduleFileMessage('note-link-kind', { place, got: node.text('Type') }),
      );
    } else schedule.links.push({ from, to, kind, lag: { kind: 'working', min: minutes(node, 'Lag') } });
  }
  const resources = root.many('Resource');
  const resourceAt = new Map(resources.map((node, i) => [node.text('ObjectId'), i]));
  const rateOf = new Map(everywhere('ResourceRate').map((node) => [node.text('ResourceObjectId'), node]));
  schedule.resources = resources.map((node) => ({
    id: node.text('ObjectId'),
    name: node.text('Name') || node.text('Id'),
    kind:
      node.text('ResourceType') === 'Material'
        ? 'material'
        : node.text('ResourceType') === 'Nonlabor'
          ? 'plant'
          : 'labour',
    capacity: rateOf.get(node.text('ObjectId'))?.number('MaxUnitsPerTime') || null,
    costPerH: rateOf.get(node.text('ObjectId'))?.number('PricePerUnit') ?? node.number('PricePerUnit'),
  }));
  for (const node of project.many('ResourceAssignment')) {
    const activity = taskAt.get(node.text('ActivityObjectId'));
    const resource = resourceAt.get(node.text('ResourceObjectId'));
    if (activity === undefined || resource === undefined) continue;
    const units = node.number('PlannedUnitsPerTime');
    const cost = node.number('PlannedCost');
    schedule.assignments.push({ activity, resource, units, workMin: minutes(node, 'PlannedUnits'), cost });
    schedule.activities[activity].cost += cost;
  }
  return schedule;
}

function calendarOf(node: XmlNode): Calendar {
  const week: (readonly Shift[])[] = Array.from({ length: 7 }, () => []);
  for (const day of node.one('StandardWorkWeek')?.many('StandardWorkHours') ?? []) {
    const weekday = WEEKDAY_NAMES.indexOf(day.text('DayOfWeek'));
    if (weekday < 0)
      throw new ScheduleError(
        scheduleFileMessage('weekday', {
          place: day.place,
          known: WEEKDAY_NAMES.join(', '),
          got: day.text('DayOfWeek'),
        }),
      );
    week[weekday] = shiftsOf(day);
  }
  const exceptions = (node.one('HolidayOrExceptions')?.many('HolidayOrException') ?? []).map(
    (one): CalendarException => {
      const min = one.minute('Date');
      if (min === null) throw new ScheduleError(scheduleFileMessage('exception-date', { place: one.place }));
      return { fromDay: dayOf(min), toDay: dayOf(min), shifts: shiftsOf(one) };
    },
  );
  return { id: node.text('ObjectId'), name: node.text('Name'), week, exceptions };
}

/** P6's XML names the last minute worked (11:59), its XER the end (12:00). */
function shiftsOf(day: XmlNode): readonly Shift[] {
  return tidyShifts(
    day.many('WorkTime').flatMap((time) => {
      if (time.text('Start') === '' && time.text('Finish') === '') return [];
      const fromMin = timeOfDay(time.text('Start'));
      const lastMin = timeOfDay(time.text('Finish'));
      if (fromMin === null || lastMin === null)
        throw new ScheduleError(
          scheduleFileMessage('shift', { place: time.place, got: time.text('Start'), value: time.text('Finish') }),
        );
      return [{ fromMin, toMin: lastMin % 10 === 9 ? lastMin + 1 : lastMin === 0 ? 1440 : lastMin }];
    }),
  );
}
