import Papa from 'papaparse';
import {
  type Activity,
  type ActivityKind,
  type Calendar,
  type Constraint,
  type ConstraintKind,
  DAY_MIN,
  type Lag,
  type LagCalendar,
  type LinkKind,
  type Progress,
  plainActivity,
  plainSchedule,
  type Schedule,
  ScheduleError,
} from '../../model/schedule/schedule.ts';
import { unguardedText } from '../../model/tables/csv-cell.ts';
import { defaultWeek } from '../mspdi/mspdi.ts';
import { scheduleFileMessage } from '../schedule/messages.ts';
import { minuteOf } from '../schedule/text.ts';
import { type NumberMarks, numberMarks, numberOf } from '../shared/properties.ts';
import { tableText } from '../shared/table-text.ts';
import { parseCalendar } from './calendar-text.ts';
import { COLUMNS } from './columns.ts';

const MAX_ROWS = 500_000;
/** A day of work in a table of days. */
const DAY_OF_WORK_MIN = 480;

/**
 * A table with a heading row: id, name, duration (`5`, `5d`, `40h`, `30m`; days of 8 h where nothing is said), predecessors
 * (`A`, `ASS+2d`, `BFF-4h; C`; `+2eh` counts on the clock), dates, constraints, progress. A calendar stands in words where it is first
 * named (`parseCalendar`); without one it is Monday to Friday, 8 to 12 and 13 to 17.
 */
export function readCsv(text: string, file: string): Schedule {
  const { body, delimiter } = tableText(text.trimEnd());
  const { data, errors, meta } = Papa.parse<Record<string, string>>(body, {
    ...(delimiter ? { delimiter } : {}),
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (heading) => heading.trim().toLowerCase(),
    transform: unguardedText,
  });
  const [error] = errors.filter(({ code }) => code !== 'UndetectableDelimiter');
  if (error)
    throw new ScheduleError(scheduleFileMessage('csv', { file, row: (error.row ?? 0) + 2, reason: error.message }));
  if (data.length > MAX_ROWS)
    throw new ScheduleError(scheduleFileMessage('many-rows', { file, most: MAX_ROWS, got: data.length }));
  const headings = meta.fields ?? [];
  const column = (name: string) => headings.find((heading) => COLUMNS[name].includes(heading));
  for (const needed of ['id', 'duration'])
    if (!column(needed))
      throw new ScheduleError(
        scheduleFileMessage('no-column', { file, needed, got: headings.join(', ').slice(0, 200) }),
      );
  const cell = (row: Record<string, string>, name: string): string => (row[column(name) ?? ''] ?? '').trim();
  const schedule = plainSchedule(file, 0);
  const marks = numberMarks(data.map((row) => cell(row, 'cost')));
  for (const [i, row] of data.entries()) {
    const place = `${file}: row ${i + 2}`;
    const calendar = calendarAt(cell(row, 'calendar'), schedule.calendars, `${place}: calendar`);
    schedule.activities.push({ ...activityOf(row, cell, place, marks), calendar });
    if (cell(row, 'otherCalendar') !== '')
      calendarAt(cell(row, 'otherCalendar'), schedule.calendars, `${place}: other calendar`);
    if (i === 0 && cell(row, 'projectCalendar') !== '')
      schedule.defaultCalendar = calendarAt(
        cell(row, 'projectCalendar'),
        schedule.calendars,
        `${place}: project calendar`,
      );
  }
  if (schedule.calendars.length === 0) schedule.calendars.push(defaultWeek());
  const at = new Map(schedule.activities.map(({ id }, i) => [id, i]));
  if (at.size < schedule.activities.length) {
    const twice = schedule.activities.find(({ id }, i) => at.get(id) !== i);
    throw new ScheduleError(scheduleFileMessage('id-twice', { file, got: twice?.id ?? '' }));
  }
  for (const [i, row] of data.entries()) {
    const parent = at.get(cell(row, 'parent'));
    if (parent !== undefined && parent < i) schedule.activities[i].parent = parent;
    else if (cell(row, 'parent') !== '')
      schedule.notes.push(
        scheduleFileMessage('note-parent', { file, row: i + 2, got: cell(row, 'parent').slice(0, 40) }),
      );
  }
  addLinks(data, cell, at, schedule, file);
  const starts = schedule.activities.flatMap(({ stored, constraints }) => [
    ...(stored ? [stored.startMin] : []),
    ...constraints.map(({ atMin }) => atMin),
  ]);
  const [head = {}] = data;
  const own = (name: string) => dateOf(cell(head, name), `${file}: row 2: ${name}`);
  schedule.startMin = own('projectStart') ?? starts.reduce((least, min) => Math.min(least, min), starts[0] ?? 0);
  schedule.dataDateMin = own('dataDate');
  schedule.mustFinishMin = own('mustFinish');
  schedule.lagCalendar = LAG_CALENDARS.find((one) => one === cell(head, 'lagCalendar')) ?? schedule.lagCalendar;
  return schedule;
}

/** Reads the predecessors of each row; what is no link is noted and left out. */
function addLinks(
  data: Record<string, string>[],
  cell: (row: Record<string, string>, name: string) => string,
  at: Map<string, number>,
  schedule: Schedule,
  file: string,
): void {
  for (const [to, row] of data.entries()) {
    for (const said of cell(row, 'predecessors')
      .split(/[;,；，]/)
      .filter((part) => part.trim() !== '')) {
      const link = linkOf(said.trim(), at);
      if (link) schedule.links.push({ ...link, to });
      else schedule.notes.push(scheduleFileMessage('note-predecessor', { file, row: to + 2, got: said.trim() }));
    }
  }
}

/** The index of a calendar by its name, after `Name = …` has told what it is; the usual week where nothing is said. */
function calendarAt(said: string, calendars: Calendar[], place: string): number {
  const calendar = said === '' ? defaultWeek() : said.includes('=') ? parseCalendar(said, place) : null;
  const name = calendar?.name ?? said;
  const known = calendars.findIndex((one) => one.name === name);
  if (said.includes('=') && known >= 0) throw new ScheduleError(scheduleFileMessage('named-twice', { place, name }));
  if (known >= 0) return known;
  if (!calendar) throw new ScheduleError(scheduleFileMessage('unknown-calendar', { place, got: name.slice(0, 40) }));
  return calendars.push(calendar) - 1;
}

function dateOf(text: string, place: string): number | null {
  const min = minuteOf(text.replaceAll('/', '-'));
  if (text !== '' && min === null)
    throw new ScheduleError(scheduleFileMessage('date', { place, got: text.slice(0, 40) }));
  return min;
}

type Cell = (row: Record<string, string>, name: string) => string;

function activityOf(row: Record<string, string>, cell: Cell, place: string, marks: NumberMarks): Activity {
  const date = (name: string): number | null => dateOf(cell(row, name), `${place}: ${name}`);
  const length = (name: string): number => durationOf(cell(row, name), `${place}: ${name}`);
  const id = cell(row, 'id');
  if (id === '') throw new ScheduleError(scheduleFileMessage('no-id', { place }));
  const startMin = date('start');
  const finishMin = date('finish');
  const atMin = date('constraint');
  const cost = costOf(cell(row, 'cost'), marks);
  if (Number.isNaN(cost))
    throw new ScheduleError(scheduleFileMessage('cost', { place, got: cell(row, 'cost').slice(0, 40) }));
  const manualStart = date('manualStart');
  const manualFinish = date('manualFinish');
  const hasManual = manualStart !== null && manualFinish !== null && manualFinish >= manualStart;
  return plainActivity(id, length('duration'), {
    code: cell(row, 'activityCode') || id,
    ...(hasManual ? { manual: { startMin: manualStart, finishMin: manualFinish } } : {}),
    name: cell(row, 'name') || id,
    stored: startMin === null || finishMin === null ? null : { startMin, finishMin },
    kind: KINDS.find((kind) => kind === cell(row, 'type')) ?? 'task',
    constraints: [
      ...(atMin === null ? [] : [{ kind: 'startNoEarlier', atMin } as const]),
      ...constraintsOf(cell(row, 'constraints'), `${place}: constraints`),
    ],
    deadlineMin: date('deadline'),
    progress: progressOf(
      date('actualStart'),
      date('actualFinish'),
      cell(row, 'remaining') === '' ? null : length('remaining'),
      date('resume'),
    ),
    estimate:
      cell(row, 'low') === '' || cell(row, 'high') === ''
        ? null
        : {
            lowMin: length('low'),
            likelyMin: length(cell(row, 'likely') === '' ? 'duration' : 'likely'),
            highMin: length('high'),
          },
    cost,
  });
}

/** A sum of money, as the sums of its column are written; a comma that nothing explains parts thousands. NaN for other words. */
function costOf(text: string, marks: NumberMarks): number {
  const plain = text.replace(/\s/g, '');
  const written = /^[-+]?[\d.,'’]+$/.test(plain) ? numberOf(plain, marks) : Number.NaN;
  return Number.isNaN(written) ? Number(plain.replaceAll(',', '')) : written;
}

const KINDS: readonly ActivityKind[] = ['task', 'startMilestone', 'finishMilestone', 'levelOfEffort', 'summary'];
const LAG_CALENDARS: readonly LagCalendar[] = ['predecessor', 'successor', 'project', 'elapsed'];
const CONSTRAINTS: readonly ConstraintKind[] = [
  'startNoEarlier',
  'startNoLater',
  'startOn',
  'finishNoEarlier',
  'finishNoLater',
  'finishOn',
  'mustStart',
  'mustFinish',
  'asLateAsPossible',
];

/** `startNoLater 2026-01-05 08:00; asLateAsPossible`. */
function constraintsOf(text: string, place: string): Constraint[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [word, ...rest] = part.split(/\s+/);
      const kind = CONSTRAINTS.find((one) => one === word);
      if (!kind)
        throw new ScheduleError(
          scheduleFileMessage('constraint', { place, known: CONSTRAINTS.join(', '), got: word.slice(0, 40) }),
        );
      const atMin = dateOf(rest.join(' '), place);
      if (kind === 'asLateAsPossible') return { kind, atMin: 0 };
      if (atMin === null) throw new ScheduleError(scheduleFileMessage('constraint-date', { place, kind }));
      return { kind, atMin };
    });
}

function progressOf(
  startMin: number | null,
  finishMin: number | null,
  remainingMin: number | null,
  resumeMin: number | null,
): Progress {
  if (startMin === null) return { status: 'planned' };
  if (finishMin !== null) return { status: 'done', startMin, finishMin };
  if (remainingMin === null) return { status: 'planned' };
  return { status: 'started', startMin, remainingMin, ...(resumeMin === null ? {} : { resumeMin }) };
}

const UNITS: Record<string, number> = {
  '': DAY_OF_WORK_MIN,
  d: DAY_OF_WORK_MIN,
  天: DAY_OF_WORK_MIN,
  工作日: DAY_OF_WORK_MIN,
  h: 60,
  小时: 60,
  m: 1,
  分钟: 1,
};

/** On the clock a day has 24 hours. */
const CLOCK_UNITS: Record<string, number> = { ...UNITS, '': DAY_MIN, d: DAY_MIN, 天: DAY_MIN };

function durationOf(text: string, place: string): number {
  const parts = /^(\d+(?:[.,]\d+)?|[\d.]+)\s*(d|h|m|天|工作日|小时|分钟)?(?:ays?|rs?|ours?|in)?\??$/i.exec(text);
  const min = parts
    ? Math.round(Number(parts[1].replace(',', '.')) * UNITS[(parts[2] ?? '').toLowerCase()])
    : Number.NaN;
  if (Number.isNaN(min)) throw new ScheduleError(scheduleFileMessage('duration', { place, got: text.slice(0, 40) }));
  return min;
}

/** The id is whatever stands before a relation: `A10FS+2d` is A10, finish to start, two days. */
function linkOf(text: string, at: Map<string, number>): { from: number; kind: LinkKind; lag: Lag } | null {
  const alone = at.get(text);
  if (alone !== undefined) return { from: alone, kind: 'FS', lag: { kind: 'working', min: 0 } };
  const parts = /^(.+?)\s*(FS|SS|FF|SF)\s*(?:([+-])\s*([\d.]+)\s*(e?)(d|h|m|%|天|小时)?)?$/i.exec(text);
  const from = at.get(parts?.[1].trim() ?? '');
  if (!parts || from === undefined) return null;
  const [, , kind, sign, amount = '0', elapsed = '', unit = ''] = parts;
  const size = Number(amount) * (sign === '-' ? -1 : 1);
  const lag: Lag =
    unit === '%'
      ? { kind: 'percent', pct: size, ...(elapsed === '' ? {} : { isElapsed: true }) }
      : elapsed === ''
        ? { kind: 'working', min: Math.round(size * UNITS[unit.toLowerCase()]) }
        : { kind: 'elapsed', min: Math.round(size * CLOCK_UNITS[unit.toLowerCase()]) };
  return { from, kind: kind.toUpperCase() as LinkKind, lag };
}
