import { EXCEL_DAY_OF_EPOCH } from '../../../model/schedule/file-words.ts';
import {
  type Activity,
  type Calendar,
  type ConstraintKind,
  DAY_MIN,
  type LagCalendar,
  type Schedule,
  type Shift,
} from '../../../model/schedule/schedule.ts';
import { isoOf } from '../../../readers/schedule/text.ts';
import { objectIds, p6Form } from './p6-form.ts';

const KINDS = {
  task: 'TT_Task',
  startMilestone: 'TT_Mile',
  finishMilestone: 'TT_FinMile',
  levelOfEffort: 'TT_LOE',
  summary: 'TT_WBS',
} as const;
const CONSTRAINTS: Record<ConstraintKind, string> = {
  asLateAsPossible: 'CS_ALAP',
  startOn: 'CS_MSO',
  startNoEarlier: 'CS_MSOA',
  startNoLater: 'CS_MSOB',
  finishOn: 'CS_MEO',
  finishNoEarlier: 'CS_MEOA',
  finishNoLater: 'CS_MEOB',
  mustStart: 'CS_MANDSTART',
  mustFinish: 'CS_MANDFIN',
};
const LAG_CALENDARS: Record<LagCalendar, string> = {
  predecessor: 'rcal_Predecessor',
  successor: 'rcal_Successor',
  project: 'rcal_ProjDefault',
  elapsed: 'rcal_24Hour',
};
const STATUSES = { planned: 'TK_NotStart', started: 'TK_Active', done: 'TK_Complete' } as const;
const RESOURCES = { labour: 'RT_Labor', plant: 'RT_Equip', material: 'RT_Mat' } as const;

type Cells = Record<string, string | number>;

/**
 * Primavera P6's tab-separated export, as UTF-8: `encodeWindows1252` makes of it what old P6 reads. What P6 has no place for takes the
 * form that it has (`p6Form`).
 */
export function writeXer(plan: Schedule): string {
  const schedule = p6Form(plan);
  const { activities, calendars, links, resources, assignments, wbs } = schedule;
  const taskId = objectIds(activities);
  const project = projectRow(schedule);
  const lines = [
    'ERMHDR\t8.2.0\t\tProject\tshapan\tShapan\tdbxDatabaseNoName\tProject Management\tCNY',
    ...table('PROJECT', [project]),
    ...table(
      'CALENDAR',
      calendars.map((one, i) => ({ clndr_id: i + 1, clndr_name: one.name, clndr_data: calendarData(one) })),
    ),
    ...table('SCHEDOPTIONS', [{ proj_id: 1, sched_calendar_on_relationship_lag: LAG_CALENDARS[schedule.lagCalendar] }]),
    ...table(
      'PROJWBS',
      wbs.map(({ id, name, parent }, i) => ({
        wbs_id: i + 1,
        wbs_short_name: id,
        wbs_name: name,
        parent_wbs_id: parent === null ? '' : parent + 1,
      })),
    ),
    ...table(
      'RSRC',
      resources.map((one, i) => ({ rsrc_id: i + 1, rsrc_name: one.name, rsrc_type: RESOURCES[one.kind] })),
    ),
    ...table(
      'RSRCRATE',
      resources.map(({ costPerH, capacity }, i) => ({
        rsrc_id: i + 1,
        cost_per_qty: costPerH,
        max_qty_per_hr: capacity ?? '',
      })),
    ),
    ...table(
      'TASK',
      activities.map((activity, i) => taskRow(activity, taskId[i])),
    ),
    ...table(
      'TASKPRED',
      links.map(({ from, to, kind, lag }, i) => ({
        task_pred_id: i + 1,
        task_id: taskId[to],
        pred_task_id: taskId[from],
        pred_type: `PR_${kind}`,
        lag_hr_cnt: lag.kind === 'percent' ? 0 : lag.min / 60,
      })),
    ),
    ...table(
      'TASKRSRC',
      assignments.map(({ activity, resource, units, workMin, cost }) => ({
        task_id: taskId[activity],
        rsrc_id: resource + 1,
        target_qty_per_hr: units,
        target_qty: workMin / 60,
        target_cost: cost,
      })),
    ),
    '%E',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

const date = (min: number): string => isoOf(min).slice(0, 16).replace('T', ' ');
/** A tab or line end within a cell would make another cell of it. */
const cell = (value: string | number): string => String(value).replace(/[\t\r\n]+/g, ' ');

/** The row of the table PROJECT; instants that the plan lacks stay empty. */
function projectRow(schedule: Schedule) {
  return {
    proj_id: 1,
    proj_short_name: schedule.name,
    clndr_id: schedule.defaultCalendar + 1,
    plan_start_date: date(schedule.startMin),
    plan_end_date: schedule.mustFinishMin === null ? '' : date(schedule.mustFinishMin),
    last_recalc_date: schedule.dataDateMin === null ? '' : date(schedule.dataDateMin),
  };
}

function table(name: string, rows: readonly Cells[]): string[] {
  if (rows.length === 0) return [];
  const fields = Object.keys(rows[0]);
  return [
    `%T\t${name}`,
    `%F\t${fields.join('\t')}`,
    ...rows.map((row) => `%R\t${fields.map((field) => cell(row[field])).join('\t')}`),
  ];
}

function taskRow(
  { name, code, kind, wbs, calendar, durationMin, constraints, progress, stored, baseline }: Activity,
  id: string,
): Cells {
  const [first, second] = constraints;
  const when = (constraint: Activity['constraints'][number] | undefined) =>
    constraint && constraint.kind !== 'asLateAsPossible' ? date(constraint.atMin) : '';
  return {
    task_id: id,
    proj_id: 1,
    wbs_id: wbs === null ? '' : wbs + 1,
    clndr_id: calendar + 1,
    task_code: code,
    task_name: name,
    task_type: KINDS[kind],
    status_code: STATUSES[progress.status],
    target_drtn_hr_cnt: durationMin / 60,
    remain_drtn_hr_cnt:
      (progress.status === 'planned' ? durationMin : progress.status === 'done' ? 0 : progress.remainingMin) / 60,
    act_start_date: progress.status === 'planned' ? '' : date(progress.startMin),
    act_end_date: progress.status === 'done' ? date(progress.finishMin) : '',
    resume_date: progress.status === 'started' && progress.resumeMin !== undefined ? date(progress.resumeMin) : '',
    early_start_date: stored ? date(stored.startMin) : '',
    early_end_date: stored ? date(stored.finishMin) : '',
    target_start_date: baseline ? date(baseline.startMin) : '',
    target_end_date: baseline ? date(baseline.finishMin) : '',
    cstr_type: first ? CONSTRAINTS[first.kind] : '',
    cstr_date: when(first),
    cstr_type2: second ? CONSTRAINTS[second.kind] : '',
    cstr_date2: when(second),
  };
}

function calendarData({ week, exceptions }: Calendar): string {
  const clock = (min: number) => (min === DAY_MIN ? '00:00' : isoOf(min).slice(11, 16));
  const shifts = (list: readonly Shift[]) =>
    list.map(({ fromMin, toMin }, i) => `(0||${i}(s|${clock(fromMin)}|f|${clock(toMin)})())`).join('');
  const days = week.map((list, day) => `(0||${day + 1}()(${shifts(list)}))`).join('');
  const dated = exceptions
    .flatMap(({ fromDay, toDay, shifts: list }) =>
      Array.from({ length: toDay - fromDay + 1 }, (_, i) => ({ day: fromDay + i, list })),
    )
    .map(({ day, list }, i) => `(0||${i}(d|${day + EXCEL_DAY_OF_EPOCH})(${shifts(list)}))`)
    .join('');
  return `(0||CalendarData()((0||DaysOfWeek()(${days}))(0||Exceptions()(${dated}))))`;
}
