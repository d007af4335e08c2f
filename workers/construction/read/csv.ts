import Papa from 'papaparse';
import {
  type Activity,
  type Lag,
  type LinkKind,
  plainActivity,
  plainSchedule,
  type Schedule,
  ScheduleError,
} from '../schedule.ts';
import { usualWeek } from './mspdi.ts';
import { minuteOf } from './text.ts';

const MOST_ROWS = 500_000;
/** A day of work in a table of days. */
const DAY_OF_WORK_MIN = 480;

/** Headings that are understood, in lower case. */
const COLUMNS: Record<string, readonly string[]> = {
  id: ['id', 'code', 'activity id', 'task id', '编号', '序号', '标识号'],
  name: ['name', 'task name', 'activity name', 'task', '名称', '任务名称', '工作名称'],
  duration: ['duration', 'original duration', '工期', '持续时间'],
  start: ['start', 'start date', '开始', '开始时间', '开始日期'],
  finish: ['finish', 'finish date', 'end', 'end date', '完成', '完成时间', '结束日期'],
  predecessors: ['predecessors', 'predecessor', '前置任务', '紧前工作'],
  constraint: ['start no earlier than', '不早于开始'],
  cost: ['cost', '成本', '费用'],
  low: ['low', 'optimistic', '最短', '乐观'],
  likely: ['likely', 'most likely', '最可能'],
  high: ['high', 'pessimistic', '最长', '悲观'],
};

/**
 * A table with a heading row: id, name, duration (`5`, `5d`, `40h`, `30m`; days of 8 h where nothing is said), predecessors
 * (`A`, `ASS+2d`, `BFF-4h; C`), dates. Tables carry no calendar: Monday to Friday, 8 to 12 and 13 to 17.
 */
export function readCsv(text: string, file: string): Schedule {
  const { data, errors, meta } = Papa.parse<Record<string, string>>(text.trimEnd(), {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (heading) => heading.trim().toLowerCase(),
  });
  const [error] = errors.filter(({ code }) => code !== 'UndetectableDelimiter');
  if (error) throw new ScheduleError(`${file}: row ${(error.row ?? 0) + 2}: expected a table, got: ${error.message}`);
  if (data.length > MOST_ROWS)
    throw new ScheduleError(`${file}: expected at most ${MOST_ROWS} rows, got ${data.length}`);
  const headings = meta.fields ?? [];
  const column = (name: string) => headings.find((heading) => COLUMNS[name].includes(heading));
  for (const needed of ['id', 'duration'])
    if (!column(needed))
      throw new ScheduleError(`${file}: expected a column ${needed}, got ${headings.join(', ').slice(0, 200)}`);
  const cell = (row: Record<string, string>, name: string): string => (row[column(name) ?? ''] ?? '').trim();
  const schedule = plainSchedule(file, 0, { calendars: [usualWeek()] });
  for (const [i, row] of data.entries()) schedule.activities.push(activityOf(row, cell, `${file}: row ${i + 2}`));
  const at = new Map(schedule.activities.map(({ id }, i) => [id, i]));
  if (at.size < schedule.activities.length) {
    const twice = schedule.activities.find(({ id }, i) => at.get(id) !== i);
    throw new ScheduleError(`${file}: expected every id once, got ${twice?.id} twice`);
  }
  for (const [to, row] of data.entries()) {
    for (const said of cell(row, 'predecessors')
      .split(/[;,；，]/)
      .filter((part) => part.trim() !== '')) {
      const link = linkOf(said.trim(), at);
      if (link) schedule.links.push({ ...link, to });
      else
        schedule.notes.push(
          `${file}: row ${to + 2}: expected a predecessor like A or ASS+2d, got "${said.trim()}"; left out`,
        );
    }
  }
  const starts = schedule.activities.flatMap(({ stored, constraints }) => [
    ...(stored ? [stored.startMin] : []),
    ...constraints.map(({ atMin }) => atMin),
  ]);
  schedule.startMin = starts.reduce((least, min) => Math.min(least, min), starts[0] ?? 0);
  return schedule;
}

type Cell = (row: Record<string, string>, name: string) => string;

function activityOf(row: Record<string, string>, cell: Cell, place: string): Activity {
  const date = (name: string): number | null => {
    const text = cell(row, name);
    const min = minuteOf(text.replaceAll('/', '-'));
    if (text !== '' && min === null)
      throw new ScheduleError(`${place}: ${name}: expected a date like 2026-01-05 08:00, got "${text.slice(0, 40)}"`);
    return min;
  };
  const length = (name: string): number => durationOf(cell(row, name), `${place}: ${name}`);
  const id = cell(row, 'id');
  if (id === '') throw new ScheduleError(`${place}: id: expected one, got none`);
  const [startMin, finishMin, atMin] = [date('start'), date('finish'), date('constraint')];
  const cost = Number(cell(row, 'cost').replace(/[,\s]/g, ''));
  if (Number.isNaN(cost))
    throw new ScheduleError(`${place}: cost: expected a number, got "${cell(row, 'cost').slice(0, 40)}"`);
  return plainActivity(id, length('duration'), {
    name: cell(row, 'name') || id,
    stored: startMin === null || finishMin === null ? null : { startMin, finishMin },
    constraints: atMin === null ? [] : [{ kind: 'startNoEarlier', atMin }],
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

function durationOf(text: string, place: string): number {
  const parts = /^([\d.]+)\s*(d|h|m|天|工作日|小时|分钟)?(?:ays?|rs?|ours?|in)?\??$/i.exec(text);
  const min = parts ? Math.round(Number(parts[1]) * UNITS[(parts[2] ?? '').toLowerCase()]) : Number.NaN;
  if (Number.isNaN(min))
    throw new ScheduleError(`${place}: expected a duration like 5d or 40h, got "${text.slice(0, 40)}"`);
  return min;
}

/** The id is whatever stands before a relation: `A10FS+2d` is A10, finish to start, two days. */
function linkOf(text: string, at: Map<string, number>): { from: number; kind: LinkKind; lag: Lag } | null {
  const alone = at.get(text);
  if (alone !== undefined) return { from: alone, kind: 'FS', lag: { kind: 'working', min: 0 } };
  const parts = /^(.+?)\s*(FS|SS|FF|SF)\s*(?:([+-])\s*([\d.]+)\s*(d|h|m|%|天|小时)?)?$/i.exec(text);
  const from = at.get(parts?.[1].trim() ?? '');
  if (!parts || from === undefined) return null;
  const [, , kind, sign, amount = '0', unit = ''] = parts;
  const size = Number(amount) * (sign === '-' ? -1 : 1);
  const lag: Lag =
    unit === '%'
      ? { kind: 'percent', pct: size }
      : { kind: 'working', min: Math.round(size * UNITS[unit.toLowerCase()]) };
  return { from, kind: kind.toUpperCase() as LinkKind, lag };
}
