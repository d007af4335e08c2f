import { tidyShifts } from '../../model/schedule/calendar.ts';
import { EXCEL_DAY_OF_EPOCH } from '../../model/schedule/file-words.ts';
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
import { type Message, NONE } from '../../model/text/message.ts';
import { defaultWeek, readableCalendar } from '../mspdi/mspdi.ts';
import { scheduleFileMessage } from '../schedule/messages.ts';
import { lagCalendarOf, P6_CONSTRAINTS, P6_KINDS, P6_LINKS, p6Progress } from '../schedule/p6.ts';
import { minuteOf, timeOfDay } from '../schedule/text.ts';

const MAX_TABLE_ROWS = 5_000_000;
const MAX_LEVELS = 12;

type Row = Record<string, string>;

/** Primavera P6's tab-separated export: `%T` a table, `%F` its fields, `%R` a row. */
export function readXer(text: string, file: string): Schedule {
  const tables = tablesOf(text, file);
  const rows = (table: string): Row[] => tables.get(table) ?? [];
  const at = (table: string, row: Row) => `${file}: ${table} ${row.task_id ?? row.task_pred_id ?? row.clndr_id ?? ''}`;
  const notes: Message[] = [];
  const date = (row: Row, field: string, table: string): number | null => {
    const said = row[field] ?? '';
    if (said === '') return null;
    const min = minuteOf(said);
    if (min === null)
      notes.push(scheduleFileMessage('note-date', { place: `${at(table, row)}: ${field}`, got: said.slice(0, 40) }));
    return min;
  };
  const minutes = (row: Row, field: string, table: string): number => {
    const hours = Number((row[field] ?? '').replace(',', '.'));
    if (Number.isFinite(hours)) return Math.round(hours * 60);
    throw new ScheduleError(scheduleFileMessage('xer-hours', { place: at(table, row), field, got: row[field] }));
  };
  const [project] = rows('PROJECT');
  if (!project)
    throw new ScheduleError(scheduleFileMessage('xer-project', { file, value: [...tables.keys()].join(', ') || NONE }));
  const options = rows('SCHEDOPTIONS').find(({ proj_id }) => proj_id === project.proj_id) ?? {};
  const saidStart = project.plan_start_date ?? '';
  const startMin = saidStart === '' ? 0 : minuteOf(saidStart);
  if (startMin === null)
    throw new ScheduleError(
      scheduleFileMessage('xer-date', {
        place: `${file}: PROJECT`,
        field: 'plan_start_date',
        got: saidStart.slice(0, 40),
      }),
    );
  const schedule = plainSchedule(project.proj_short_name || file, startMin, {
    notes,
    dataDateMin: date(project, 'last_recalc_date', 'PROJECT'),
    mustFinishMin: date(project, 'plan_end_date', 'PROJECT'),
    lagCalendar: lagCalendarOf(options.sched_calendar_on_relationship_lag ?? ''),
  });
  const calendars = rows('CALENDAR');
  const calendarAt = new Map(calendars.map(({ clndr_id }, i) => [clndr_id, i]));
  schedule.calendars = calendars.map((row) => {
    const name = row.clndr_name || row.clndr_id;
    return readableCalendar(schedule, { id: row.clndr_id, name, file }, () => calendarOf(row, file));
  });
  if (schedule.calendars.length === 0) schedule.calendars.push(defaultWeek());
  schedule.defaultCalendar = calendarAt.get(project.clndr_id) ?? 0;
  const nodes = rows('PROJWBS');
  const wbsAt = new Map(nodes.map(({ wbs_id }, i) => [wbs_id, i]));
  schedule.wbs = nodes.map((row) => ({
    id: row.wbs_short_name || row.wbs_id,
    name: row.wbs_name ?? '',
    parent: wbsAt.get(row.parent_wbs_id) ?? null,
  }));
  const tasks = rows('TASK');
  schedule.activities = tasks.map((row): Activity => {
    const startMin = date(row, 'act_start_date', 'TASK');
    const finishMin = date(row, 'act_end_date', 'TASK');
    const planStart = date(row, 'target_start_date', 'TASK');
    const planFinish = date(row, 'target_end_date', 'TASK');
    const storedStart = startMin ?? date(row, 'early_start_date', 'TASK') ?? planStart;
    // Of work in progress P6 writes when the rest of it ends.
    const storedFinish =
      finishMin ?? date(row, 'early_end_date', 'TASK') ?? date(row, 'reend_date', 'TASK') ?? planFinish;
    const constraint = (type: string, when: string): Constraint[] => {
      const kind = P6_CONSTRAINTS[row[type] ?? ''];
      const atMin = date(row, when, 'TASK');
      if (row[type] && !kind)
        schedule.notes.push(scheduleFileMessage('note-constraint', { place: at('TASK', row), got: row[type] }));
      if (!kind) return [];
      return kind === 'asLateAsPossible' ? [{ kind, atMin: 0 }] : atMin === null ? [] : [{ kind, atMin }];
    };
    return {
      id: row.task_id,
      code: row.task_code || row.task_id,
      name: row.task_name ?? '',
      kind: P6_KINDS[row.task_type] ?? 'task',
      wbs: wbsAt.get(row.wbs_id) ?? null,
      parent: null,
      calendar: calendarAt.get(row.clndr_id) ?? schedule.defaultCalendar,
      durationMin: minutes(row, 'target_drtn_hr_cnt', 'TASK'),
      constraints: [...constraint('cstr_type', 'cstr_date'), ...constraint('cstr_type2', 'cstr_date2')],
      deadlineMin: null,
      progress: p6Progress(
        row.status_code ?? '',
        startMin,
        finishMin,
        minutes(row, 'remain_drtn_hr_cnt', 'TASK'),
        date(row, 'resume_date', 'TASK'),
      ),
      stored: storedStart === null || storedFinish === null ? null : { startMin: storedStart, finishMin: storedFinish },
      baseline: planStart === null || planFinish === null ? null : { startMin: planStart, finishMin: planFinish },
      estimate: null,
      cost: 0,
    };
  });
  const taskAt = new Map(tasks.map(({ task_id }, i) => [task_id, i]));
  for (const row of rows('TASKPRED')) {
    const from = taskAt.get(row.pred_task_id);
    const to = taskAt.get(row.task_id);
    const kind = P6_LINKS[row.pred_type];
    if (from === undefined || to === undefined || !kind) {
      const place = at('TASKPRED', row);
      schedule.notes.push(
        kind
          ? scheduleFileMessage('note-link-end', { place, id: from === undefined ? row.pred_task_id : row.task_id })
          : scheduleFileMessage('note-link-kind', { place, got: row.pred_type }),
      );
    } else
      schedule.links.push({ from, to, kind, lag: { kind: 'working', min: minutes(row, 'lag_hr_cnt', 'TASKPRED') } });
  }
  readResources(rows, schedule, taskAt, (row, field) => minutes(row, field, 'TASKRSRC'));
  return schedule;
}

function readResources(
  rows: (table: string) => Row[],
  schedule: Schedule,
  taskAt: Map<string, number>,
  minutes: (row: Row, field: string) => number,
): void {
  const resources = rows('RSRC');
  const resourceAt = new Map(resources.map(({ rsrc_id }, i) => [rsrc_id, i]));
  const rates = new Map(rows('RSRCRATE').map((row) => [row.rsrc_id, row]));
  schedule.resources = resources.map((row) => {
    const rate = rates.get(row.rsrc_id);
    return {
      id: row.rsrc_id,
      name: row.rsrc_name || row.rsrc_short_name || row.rsrc_id,
      kind: row.rsrc_type === 'RT_Mat' ? 'material' : row.rsrc_type === 'RT_Equip' ? 'plant' : 'labour',
      capacity: rate ? Number(rate.max_qty_per_hr) || null : null,
      costPerH: Number(rate?.cost_per_qty) || 0,
    };
  });
  for (const row of rows('TASKRSRC')) {
    const activity = taskAt.get(row.task_id);
    const resource = resourceAt.get(row.rsrc_id);
    if (activity === undefined || resource === undefined) continue;
    const units = Number(row.target_qty_per_hr) || 0;
    const cost = Number(row.target_cost) || 0;
    schedule.assignments.push({ activity, resource, units, workMin: minutes(row, 'target_qty'), cost });
    schedule.activities[activity].cost += cost;
  }
}

function tablesOf(text: string, file: string): Map<string, Row[]> {
  if (!text.startsWith('ERMHDR'))
    throw new ScheduleError(scheduleFileMessage('xer-head', { file, got: text.slice(0, 20) }));
  const tables = new Map<string, Row[]>();
  let rows: Row[] | null = null;
  let fields: string[] = [];
  let count = 0;
  let ended = false;
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const [mark, ...cells] = line.split('\t');
    if (mark === '%T') {
      fields = [];
      // A table without a name is nobody's.
      const table = (cells[0] ?? '').trim();
      rows = tables.get(table) ?? [];
      tables.set(table, rows);
    } else if (mark === '%F') fields = cells.map((cell) => cell.trim());
    else if (mark === '%R') {
      if (!rows || fields.length === 0) throw new ScheduleError(scheduleFileMessage('xer-row', { file, line: i + 1 }));
      if (++count > MAX_TABLE_ROWS)
        throw new ScheduleError(scheduleFileMessage('xer-rows', { file, most: MAX_TABLE_ROWS }));
      rows.push(Object.fromEntries(fields.map((field, at) => [field, cells[at] ?? ''])));
    } else if (mark === '%E') ended = true;
  }
  if (!ended) throw new ScheduleError(scheduleFileMessage('xer-cut', { file }));
  return tables;
}

/** A node of P6's calendar notation: `(0||name(attributes)(children))`. */
interface DataNode {
  name: string;
  attributes: string;
  children: DataNode[];
}

function calendarOf(row: Row, file: string): Calendar {
  const name = row.clndr_name || row.clndr_id;
  const place = `${file}: CALENDAR ${row.clndr_id} (${name})`;
  const data = (row.clndr_data ?? '').replace(/[\s\x7f]+/g, '');
  if (data === '') return { ...defaultWeek(), id: row.clndr_id, name };
  const root = parseNode(data, place);
  const child = (wanted: string) => root.children.find((node) => node.name === wanted)?.children ?? [];
  const week: (readonly Shift[])[] = Array.from({ length: 7 }, () => []);
  for (const day of child('DaysOfWeek')) {
    const number = Number(day.name);
    if (number >= 1 && number <= 7) week[number - 1] = shiftsOf(day, place);
  }
  const exceptions = child('Exceptions').map((node): CalendarException => {
    const serial = Number(/d\|(\d+)/.exec(node.attributes)?.[1]);
    if (!Number.isInteger(serial))
      throw new ScheduleError(scheduleFileMessage('xer-exception', { place, got: node.attributes.slice(0, 40) }));
    const day = serial - EXCEL_DAY_OF_EPOCH;
    return { fromDay: day, toDay: day, shifts: shiftsOf(node, place) };
  });
  return { id: row.clndr_id, name, week, exceptions };
}

function shiftsOf({ children }: DataNode, place: string): readonly Shift[] {
  return tidyShifts(
    children.map(({ attributes }) => {
      const said = (mark: string) => timeOfDay(new RegExp(`(?:^|\\|)${mark}\\|([\\d:]+)`).exec(attributes)?.[1] ?? '');
      const fromMin = said('s');
      const toMin = said('f');
      if (fromMin === null || toMin === null)
        throw new ScheduleError(scheduleFileMessage('xer-shift', { place, got: attributes.slice(0, 40) }));
      return { fromMin, toMin: toMin === 0 ? 1440 : toMin };
    }),
  );
}

function parseNode(text: string, place: string): DataNode {
  let at = 0;
  const expect = (mark: string) => {
    if (text.startsWith(mark, at)) at += mark.length;
    else throw new ScheduleError(scheduleFileMessage('xer-mark', { place, at, mark, got: text.slice(at, at + 20) }));
  };
  const upTo = (mark: string): string => {
    const end = text.indexOf(mark, at);
    if (end < 0) throw new ScheduleError(scheduleFileMessage('xer-mark-end', { place, at, mark }));
    const found = text.slice(at, end);
    at = end;
    return found;
  };
  const node = (level: number): DataNode => {
    if (level > MAX_LEVELS) throw new ScheduleError(scheduleFileMessage('xer-levels', { place, most: MAX_LEVELS }));
    expect('(');
    upTo('||');
    expect('||');
    const name = upTo('(');
    expect('(');
    const attributes = upTo(')');
    expect(')(');
    const children: DataNode[] = [];
    while (text[at] === '(') children.push(node(level + 1));
    expect('))');
    return { name, attributes, children };
  };
  return node(0);
}
