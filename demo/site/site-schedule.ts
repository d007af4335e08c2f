import { MS_PER_DAY } from '../../model/time.ts';
import type { Plan } from '../plan.ts';
import { type SiteTask, siteTasks, TRADES } from './site-tasks.ts';

/** Planted (D06): the stored finish of the digging's last task, in days beyond what its calendar says. */
const CONTRADICTION_DAYS = 9;
/** What each phase lost against the baseline by the data date, working days. */
const LOST_DAYS = [0, 4, 6, 8];

const PHASE_NAMES: readonly (readonly [zh: string, en: string])[] = [
  ['管线迁改与围挡', 'Diversions and hoarding'],
  ['地下连续墙', 'Diaphragm wall'],
  ['降水与第一道支撑', 'Dewatering and first struts'],
  ['土方开挖五步', 'Excavation in five stages'],
  ['车站底板与结构', 'Station structure'],
  ['地下室结构', 'Basement structure'],
  ['盖挖回填', 'Backfill'],
  ['裙房结构', 'Podium structure'],
  ['塔楼核心筒与外框', 'Tower core and frame'],
  ['幕墙', 'Façade'],
  ['机电', 'Services and fit-out'],
  ['附属与验收', 'Acceptance'],
];

/** Days of no work: the quiet days of the entrance examination, and spring festival (plan.json `construction.calendar`). */
const DAYS_OFF: readonly (readonly [from: string, to: string])[] = [
  ['2026-06-06', '2026-06-08'],
  ['2027-02-01', '2027-02-14'],
  ['2027-06-06', '2027-06-08'],
  ['2028-06-06', '2028-06-08'],
];

const dayOf = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / MS_PER_DAY;
const isoOf = (day: number): string => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);

/** Six days a week; working day n from the start on, and back. */
function workingDays(start: string, count: number): number[] {
  const days: number[] = [];
  for (let day = dayOf(start); days.length < count; day++) {
    const isSunday = (day + 4) % 7 === 0;
    if (!isSunday && !DAYS_OFF.some(([from, to]) => day >= dayOf(from) && day <= dayOf(to))) days.push(day);
  }
  return days;
}

/** First working day of each task, by logic alone. */
function startsOf(tasks: readonly SiteTask[]): Map<string, number> {
  const byKey = new Map(tasks.map((task) => [task.key, task]));
  const starts = new Map<string, number>();
  const start = (task: SiteTask): number => {
    const known = starts.get(task.key);
    if (known !== undefined) return known;
    let at = 0;
    for (const { key, kind, lagDays } of task.after) {
      const before = byKey.get(key);
      if (!before) throw new Error(`site-1: ${task.key}: expected a task ${key}, got none`);
      at = Math.max(at, start(before) + (kind === 'FS' ? before.days : 0) + lagDays);
    }
    starts.set(task.key, at);
    return at;
  };
  for (const task of tasks) start(task);
  return starts;
}

/**
 * The site's schedule as Microsoft Project's XML: calendar, twelve phases, 640 activities with links, crews, baseline and progress at the
 * data date. Names are `中文｜English`, of which the page shows its own. Dates are the baseline's; what is done carries what really happened, so that the page's own engine finds the delay.
 */
export function siteScheduleXml(plan: Plan): string {
  const { construction } = plan;
  const tasks = siteTasks(plan);
  const starts = startsOf(tasks);
  const total = Math.max(...tasks.map((task) => (starts.get(task.key) ?? 0) + task.days));
  const days = workingDays(construction.start, total + 60);
  const dataDay = dayOf(construction.dataDate);
  const at = (day: number, end: boolean) => `${isoOf(day)}T${end ? '17' : '08'}:00:00`;
  const span = (from: number, length: number) => [at(days[from], false), at(days[from + length - 1], true)] as const;
  const uidOf = new Map(tasks.map(({ key, uid }) => [key, uid]));
  const lastDig = tasks
    .filter(({ phase }) => phase === 3)
    .reduce((a, b) => ((starts.get(a.key) ?? 0) + a.days >= (starts.get(b.key) ?? 0) + b.days ? a : b));
  const rows: string[] = [];
  let phase = -1;
  for (const task of tasks.toSorted((a, b) => a.phase - b.phase || a.uid - b.uid)) {
    if (task.phase !== phase) {
      phase = task.phase;
      const [zh, en] = PHASE_NAMES[phase];
      rows.push(
        `<Task><UID>${phase + 1}</UID><ID>${phase + 1}</ID><Name>${zh}｜${en}</Name><WBS>P${phase + 1}</WBS><OutlineLevel>1</OutlineLevel><Summary>1</Summary></Task>`,
      );
    }
    const from = starts.get(task.key) ?? 0;
    const [start, finish] = span(from, task.days);
    const stored = task === lastDig ? at(dayOf(finish.slice(0, 10)) + CONTRADICTION_DAYS, true) : finish;
    const links = task.after.map(
      ({ key, kind, lagDays }) =>
        `<PredecessorLink><PredecessorUID>${uidOf.get(key)}</PredecessorUID><Type>${kind === 'FS' ? 1 : 3}</Type><LinkLag>${lagDays * 4800}</LinkLag><LagFormat>7</LagFormat></PredecessorLink>`,
    );
    rows.push(
      `<Task><UID>${task.uid}</UID><ID>${task.uid}</ID><Name>${task.name.zh}｜${task.name.en}</Name><WBS>P${phase + 1}.${task.uid}</WBS><OutlineLevel>2</OutlineLevel><Summary>0</Summary>` +
        `<Start>${start}</Start><Finish>${stored}</Finish><Duration>PT${task.days * 8}H0M0S</Duration><Cost>${100 * costOf(task)}</Cost>${progressOf(task, from, days, dataDay, at)}` +
        `<Baseline><Number>0</Number><Start>${start}</Start><Finish>${finish}</Finish></Baseline>${links.join('')}</Task>`,
    );
  }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Project xmlns="http://schemas.microsoft.com/project">',
    `<Title>${construction.nameZh}｜${construction.nameEn}</Title><StartDate>${construction.start}T08:00:00</StartDate>`,
    `<StatusDate>${construction.dataDate}T17:00:00</StatusDate><CalendarUID>1</CalendarUID>`,
    calendarXml(),
    `<Tasks>\n${rows.join('\n')}\n</Tasks>`,
    `<Resources>${TRADES.map(({ id, name, most, costPerH }) => `<Resource><UID>${id}</UID><Name>${name}</Name><Type>1</Type><MaxUnits>${most}</MaxUnits><StandardRate>${costPerH}</StandardRate></Resource>`).join('')}</Resources>`,
    `<Assignments>\n${tasks.map((task) => `<Assignment><UID>${task.uid}</UID><TaskUID>${task.uid}</TaskUID><ResourceUID>${task.trade}</ResourceUID><Units>${task.units}</Units><Work>PT${task.days * 8 * task.units}H0M0S</Work><Cost>${100 * costOf(task)}</Cost></Assignment>`).join('\n')}\n</Assignments>`,
    '</Project>',
    '',
  ].join('\n');
}

/** Of the crew, in yuan. */
function costOf({ days, units, trade }: SiteTask): number {
  return days * 8 * units * (TRADES.find(({ id }) => id === trade)?.costPerH ?? 0);
}

function progressOf(
  { days: length, phase }: SiteTask,
  from: number,
  days: readonly number[],
  dataDay: number,
  at: (day: number, end: boolean) => string,
): string {
  const really = from + (LOST_DAYS[phase] ?? 0);
  if (phase >= LOST_DAYS.length || days[really] > dataDay) return '';
  const start = `<ActualStart>${at(days[really], false)}</ActualStart>`;
  if (days[really + length - 1] <= dataDay)
    return `${start}<ActualFinish>${at(days[really + length - 1], true)}</ActualFinish><PercentComplete>100</PercentComplete>`;
  const done = days.filter((day, i) => i >= really && day <= dataDay).length;
  return `${start}<PercentComplete>${Math.round((100 * done) / length)}</PercentComplete><RemainingDuration>PT${(length - done) * 8}H0M0S</RemainingDuration>`;
}

function calendarXml(): string {
  const times =
    '<WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime><WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes>';
  const week = [1, 2, 3, 4, 5, 6, 7].map(
    (day) =>
      `<WeekDay><DayType>${day}</DayType><DayWorking>${day === 1 ? 0 : 1}</DayWorking>${day === 1 ? '' : times}</WeekDay>`,
  );
  const off = DAYS_OFF.map(
    ([from, to]) =>
      `<Exception><DayWorking>0</DayWorking><TimePeriod><FromDate>${from}T00:00:00</FromDate><ToDate>${to}T23:59:00</ToDate></TimePeriod></Exception>`,
  );
  return `<Calendars><Calendar><UID>1</UID><Name>六天制｜Six days</Name><WeekDays>${week.join('')}</WeekDays><Exceptions>${off.join('')}</Exceptions></Calendar></Calendars>`;
}
