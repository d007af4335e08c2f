import type { DcmaLimits } from '../../model/questions/construction.ts';
import { type Activity, DAY_MIN, type Schedule, ScheduleError } from '../../model/schedule/schedule.ts';
import { within } from '../../model/text/message.ts';
import { readSchedule } from '../../readers/schedule/schedule-file.ts';
import { analyse, type CpmResult, DEFAULT_CPM } from './cpm.ts';
import { assess, type DcmaFinding } from './dcma.ts';
import { constructionMessage } from './messages.ts';
import { compileNetwork, type Network } from './network.ts';
import { driversOf, storedDatesOf } from './report.ts';
import { peakUse } from './resources.ts';
import { percentile, simulate } from './risk.ts';

/** One row of the plan as a person reads it. Instants are minutes of the project's wall clock; NaN: none. */
export interface PlanRow {
  id: string;
  /** By which elements name it, 16 bits: its id where that is a number, else the next free one; null of a summary, or beyond them. */
  task: number | null;
  code: string;
  name: string;
  /** Nesting below summaries. */
  level: number;
  kind: Activity['kind'];
  status: 'planned' | 'started' | 'done';
  doneRatio: number;
  durationMin: number;
  /** Working minutes of the usual day of its calendar, to show durations and floats in days. */
  dayMin: number;
  startMin: number;
  finishMin: number;
  baseStartMin: number;
  baseFinishMin: number;
  floatMin: number;
  critical: boolean;
}

export interface PlanPoint {
  point: number;
  id: string;
  name: { zh: string; en: string };
  value: number | null;
  limit: number;
  /** `quoted`: as several vendors quote the assessment; `plan`: nobody read it at its source, so it is what the plan sets itself. */
  limitOf: 'quoted' | 'plan';
  sense: 'atMost' | 'atLeast';
  unit: '%' | '1';
  verdict: 'pass' | 'fail' | 'none';
  judged: number;
  /** Rows that it concerns; of a link, its successor. */
  rows: number[];
}

/** Working hours between stored dates that gainsay the duration, or what the file lost. */
type PlanDoubt =
  | { kind: 'storedDates'; row: number; storedH: number; durationH: number }
  | { kind: 'file'; row: number; zh: string; en: string };

export interface PlanFacts {
  file: string;
  name: string;
  rows: PlanRow[];
  links: number;
  points: PlanPoint[];
  /** Stored dates that the calendar gainsays, and what the file lost. */
  others: PlanDoubt[];
  startMin: number;
  dataDateMin: number | null;
  finishMin: number;
  baseFinishMin: number;
  mustFinishMin: number | null;
  /** `peakRows`: who asks for it when the most of it is asked for. */
  resources: { id: string; name: string; capacity: number | null; peak: number; peakRows: number[] }[];
  calendars: { id: string; name: string }[];
  risk: {
    p50Min: number;
    p80Min: number;
    runs: number;
    assumed: boolean;
    /** What decides the finish, the most first. */
    drivers: { row: number; criticality: number; correlation: number }[];
  };
  /** Share of all working time that is done by the end of each step: by the baseline, and by what happened and is forecast. */
  curve: { fromMin: number; stepMin: number; planned: Float32Array; forecast: Float32Array };
  /** Days on which nobody of the project's calendar works, in [from, to). */
  daysOff: [fromMin: number, toMin: number][];
}

const RISK_RUNS = 2000;
/** Where the file states no estimates: a tenth shorter to a quarter longer. The page says that it is assumed. */
const ASSUMED_LOW = 0.9;
const ASSUMED_HIGH = 1.25;
const CURVE_STEP_MIN = 7 * DAY_MIN;

/** Everything the desk shows of a schedule file, read and computed anew. ScheduleError names file, place, expected, got. */
export async function planFacts(bytes: Uint8Array, file: string): Promise<PlanFacts> {
  return judgePlan(await readSchedule(bytes, file), file);
}

/** The same of a schedule that is read already. */
export function judgePlan(schedule: Schedule, file: string, limits: DcmaLimits = {}): PlanFacts {
  if (schedule.activities.length === 0) throw new ScheduleError(constructionMessage('no-activities', { file }));
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new ScheduleError(...within(file, [compiled.why]));
  const { network } = compiled;
  const result = analyse(schedule, network);
  const rows = rowsOf(schedule, network, result);
  const peaks = peakUse(schedule, result);
  return {
    file,
    name: schedule.name,
    rows,
    links: schedule.links.length,
    points: pointsOf(assess(schedule, network, result, DEFAULT_CPM, limits), schedule),
    others: othersOf(schedule, network),
    startMin: Math.min(...rows.flatMap((row) => [row.startMin, row.baseStartMin].filter(Number.isFinite))),
    dataDateMin: schedule.dataDateMin,
    finishMin: result.finishMin,
    baseFinishMin: rows.reduce((last, row) => Math.max(last, row.baseFinishMin || 0), 0) || Number.NaN,
    mustFinishMin: schedule.mustFinishMin,
    resources: schedule.resources.map(({ id, name, capacity }, r) => ({
      id,
      name,
      capacity,
      peak: peaks[r].units,
      peakRows: peaks[r].activities,
    })),
    calendars: schedule.calendars.map(({ id, name }) => ({ id, name })),
    risk: riskOf(schedule, network),
    curve: curveOf(rows, result.finishMin),
    daysOff: daysOffOf(schedule, result.finishMin),
  };
}

function rowsOf(schedule: Schedule, network: Network, result: CpmResult): PlanRow[] {
  const { activities, calendars } = schedule;
  const dayMin = calendars.map(({ week }) => {
    const lengths = week.map((shifts) => shifts.reduce((sum, { fromMin, toMin }) => sum + toMin - fromMin, 0));
    const worked = lengths.filter((min) => min > 0);
    return worked.length === 0 ? 480 : worked.reduce((sum, min) => sum + min, 0) / worked.length;
  });
  const rows = activities.map((activity, i): PlanRow => {
    const { id, code, name, kind, progress, durationMin, calendar, baseline } = activity;
    const startMin = progress.status === 'planned' ? result.earlyStartMin[i] : progress.startMin;
    const finishMin = progress.status === 'done' ? progress.finishMin : result.earlyFinishMin[i];
    return {
      id,
      task: null,
      code,
      name,
      kind,
      durationMin,
      startMin,
      finishMin,
      level: levelOf(activities, activity),
      status: progress.status,
      doneRatio:
        progress.status === 'done'
          ? 1
          : progress.status === 'planned' || durationMin === 0
            ? 0
            : 1 - network.remainingMin[i] / durationMin,
      dayMin: dayMin[calendar],
      baseStartMin: baseline?.startMin ?? Number.NaN,
      baseFinishMin: baseline?.finishMin ?? Number.NaN,
      floatMin: result.totalFloatMin[i],
      critical: result.critical[i] === 1,
    };
  });
  spanSummaries(rows, activities, network);
  numberTasks(rows);
  return rows;
}

/** 65535 is no task and 65534 the tile's own word: see the shader of elements. */
const MAX_TASK_INDEX = 65533;

function numberTasks(rows: PlanRow[]): void {
  const own = (id: string) => (/^\d{1,5}$/.test(id) && Number(id) <= MAX_TASK_INDEX ? Number(id) : null);
  const tasks = rows.filter(({ kind }) => kind !== 'summary');
  let next = tasks.reduce((most, { id }) => Math.max(most, own(id) ?? -1), -1) + 1;
  for (const row of tasks) {
    const number = own(row.id) ?? next++;
    row.task = number <= MAX_TASK_INDEX ? number : null;
  }
}

function levelOf(activities: readonly Activity[], activity: Activity): number {
  let level = 0;
  for (let up = activity.parent; up !== null && level < 20; up = activities[up].parent) level++;
  return level;
}

/** A summary's dates, baseline and progress are what it holds, its duration the working time between its dates. */
function spanSummaries(rows: PlanRow[], activities: readonly Activity[], { works, calendar }: Network): void {
  const held = new Map<PlanRow, number>();
  const workMin = (row: PlanRow) => held.get(row) ?? row.durationMin;
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i];
    if (row.kind !== 'summary') continue;
    const own = rows.filter((_, j) => activities[j].parent === i);
    const starts = own.map((one) => one.startMin);
    const finishes = own.map((one) => one.finishMin);
    const bases = own.map((one) => one.baseStartMin);
    const baseEnds = own.map((one) => one.baseFinishMin);
    const least = (values: number[]) => values.filter(Number.isFinite).reduce((a, b) => Math.min(a, b), Infinity);
    const most = (values: number[]) => values.filter(Number.isFinite).reduce((a, b) => Math.max(a, b), -Infinity);
    const work = own.reduce((sum, one) => sum + workMin(one), 0);
    const finite = (value: number) => (Number.isFinite(value) ? value : Number.NaN);
    row.startMin = finite(least(starts));
    row.finishMin = finite(most(finishes));
    row.baseStartMin = finite(least(bases));
    row.baseFinishMin = finite(most(baseEnds));
    row.floatMin = finite(least(own.map((one) => one.floatMin)));
    row.critical = own.some((one) => one.critical);
    row.doneRatio = work === 0 ? 0 : own.reduce((sum, one) => sum + one.doneRatio * workMin(one), 0) / work;
    held.set(row, work);
    row.durationMin = Number.isFinite(row.startMin) ? works[calendar[i]].between(row.startMin, row.finishMin) : 0;
  }
}

function pointsOf(findings: readonly DcmaFinding[], schedule: Schedule): PlanPoint[] {
  return findings.map(({ rule, value, verdict, judged, limit, activities, links }) => ({
    point: rule.point,
    id: rule.id,
    name: rule.name,
    limit,
    limitOf: rule.status,
    sense: rule.sense,
    unit: rule.unit,
    value,
    judged,
    verdict,
    rows: [...new Set([...activities, ...links.map((link) => schedule.links[link].to)])],
  }));
}

function othersOf(schedule: Schedule, network: Network): PlanDoubt[] {
  return [
    ...storedDatesOf(schedule, network).map(({ activity, storedMin, durationMin }) => ({
      kind: 'storedDates' as const,
      row: activity,
      storedH: storedMin / 60,
      durationH: durationMin / 60,
    })),
    ...schedule.notes.map(({ text }) => ({ kind: 'file' as const, row: -1, zh: text.zh, en: text.en })),
  ];
}

function riskOf(schedule: Schedule, network: Network): PlanFacts['risk'] {
  const assumed = schedule.activities.every(({ estimate }) => estimate === null);
  const judged = assumed
    ? {
        ...schedule,
        activities: schedule.activities.map((activity) => ({
          ...activity,
          estimate: {
            lowMin: activity.durationMin * ASSUMED_LOW,
            likelyMin: activity.durationMin,
            highMin: activity.durationMin * ASSUMED_HIGH,
          },
        })),
      }
    : schedule;
  const risk = simulate(judged, network, { runs: RISK_RUNS, seed: 1, shape: 'triangular' });
  return {
    p50Min: percentile(risk, 50),
    p80Min: percentile(risk, 80),
    runs: RISK_RUNS,
    assumed,
    drivers: driversOf(risk).map((row) => ({
      row,
      criticality: risk.criticality[row],
      correlation: risk.correlation[row],
    })),
  };
}

/** Working time of each activity spread evenly over its span of the calendar. */
function curveOf(rows: readonly PlanRow[], finishMin: number): PlanFacts['curve'] {
  const tasks = rows.filter(({ kind, durationMin }) => kind === 'task' && durationMin > 0);
  const spans = tasks.flatMap((row) => [row.startMin, row.baseStartMin].filter(Number.isFinite));
  const fromMin = spans.reduce((a, b) => Math.min(a, b), Infinity);
  const toMin = tasks.reduce((last, row) => Math.max(last, row.baseFinishMin || 0), finishMin);
  const steps = Number.isFinite(fromMin) ? Math.max(1, Math.ceil((toMin - fromMin) / CURVE_STEP_MIN)) : 0;
  const total = tasks.reduce((sum, { durationMin }) => sum + durationMin, 0) || 1;
  const share = (start: (row: PlanRow) => number, finish: (row: PlanRow) => number) =>
    Float32Array.from({ length: steps }, (_, step) => {
      const atMin = fromMin + (step + 1) * CURVE_STEP_MIN;
      let done = 0;
      for (const row of tasks) {
        const from = start(row);
        const to = finish(row);
        if (!(to > from)) continue;
        done += row.durationMin * Math.min(1, Math.max(0, (atMin - from) / (to - from)));
      }
      return done / total;
    });
  return {
    fromMin,
    stepMin: CURVE_STEP_MIN,
    planned: share(
      (row) => row.baseStartMin,
      (row) => row.baseFinishMin,
    ),
    forecast: share(
      (row) => row.startMin,
      (row) => row.finishMin,
    ),
  };
}

/** Returns the default calendar's dated exceptions without work; weekends would be stripes. */
function daysOffOf({ calendars, defaultCalendar, startMin }: Schedule, finishMin: number): PlanFacts['daysOff'] {
  return (calendars[defaultCalendar]?.exceptions ?? [])
    .filter(({ shifts }) => shifts.length === 0)
    .map(({ fromDay, toDay }): [number, number] => [fromDay * DAY_MIN, (toDay + 1) * DAY_MIN])
    .filter(([from, to]) => to > startMin && from < finishMin);
}
