import {
  type Activity,
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
  type Shift,
} from '../../model/schedule/schedule.ts';
import type { CpmOptions } from '../../workers/construction/cpm.ts';

/**
 * Small networks as one line, so that a hundred can be read and checked by hand:
 * `setup | activities | links | expected`.
 *
 * Instants are hours after Monday 2026-01-05 00:00, or a day and hour of that week (`Tu8`, `Fr16:30`), or of a later one (`2Mo8`).
 * Activities: `A4` is 4 h on the clock (calendar C); `A8@W` on calendar W; `[…]` constraints, `{…}` progress, `!Fr16` a deadline.
 * Links: `A FS+2 B`, lag in hours of the lag calendar; `+2e` elapsed, `+50%` of the predecessor, `+50e%` of it by the clock. Expected: `B 4-7 tf0 ff0 late 4-7`.
 */
const MONDAY = Date.UTC(2026, 0, 5) / 60_000;
const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
const EIGHT: readonly Shift[] = [{ fromMin: 480, toMin: 960 }];
const HALF: readonly Shift[] = [{ fromMin: 480, toMin: 720 }];
const CLOCK: readonly Shift[] = [{ fromMin: 0, toMin: DAY_MIN }];
const SPLIT: readonly Shift[] = [
  { fromMin: 480, toMin: 720 },
  { fromMin: 780, toMin: 1020 },
];
const firstDay = MONDAY / DAY_MIN;

/** Sunday first. C: the clock; W: Monday–Friday 8–16; S: W and Saturday; L: Monday–Friday 8–12, 13–17; H: W, Wednesday off and Saturday 8–12 in week 1. */
const CALENDARS: Record<string, Omit<Calendar, 'id' | 'name'>> = {
  C: { week: Array.from({ length: 7 }, () => CLOCK), exceptions: [] },
  W: { week: [[], EIGHT, EIGHT, EIGHT, EIGHT, EIGHT, []], exceptions: [] },
  S: { week: [[], EIGHT, EIGHT, EIGHT, EIGHT, EIGHT, EIGHT], exceptions: [] },
  L: { week: [[], SPLIT, SPLIT, SPLIT, SPLIT, SPLIT, []], exceptions: [] },
  H: {
    week: [[], EIGHT, EIGHT, EIGHT, EIGHT, EIGHT, []],
    exceptions: [
      { fromDay: firstDay + 2, toDay: firstDay + 2, shifts: [] },
      { fromDay: firstDay + 5, toDay: firstDay + 5, shifts: HALF },
    ],
  },
};
const NAMES = Object.keys(CALENDARS);

const CONSTRAINTS: Record<string, ConstraintKind> = {
  SNE: 'startNoEarlier',
  SNL: 'startNoLater',
  SO: 'startOn',
  FNE: 'finishNoEarlier',
  FNL: 'finishNoLater',
  FO: 'finishOn',
  MS: 'mustStart',
  MF: 'mustFinish',
  ALAP: 'asLateAsPossible',
};

export interface Expected {
  code: string;
  startMin: number;
  finishMin: number;
  totalFloatH?: number;
  freeFloatH?: number;
  lateStartMin?: number;
  lateFinishMin?: number;
}

export interface NetworkCase {
  line: string;
  schedule: Schedule;
  options: CpmOptions;
  expected: Expected[];
}

export function readCase(line: string): NetworkCase {
  const [setup, activities, links, expected] = line.split('|').map((part) => part.trim());
  const schedule = plainSchedule(line, MONDAY, {
    calendars: NAMES.map((name) => ({ id: name, name, ...CALENDARS[name] })),
    activities: list(activities).map(activityOf),
  });
  const index = new Map(schedule.activities.map(({ code }, i) => [code, i]));
  const at = (code: string): number => {
    const i = index.get(code);
    if (i === undefined) throw new Error(`${line}: expected an activity, got ${code}`);
    return i;
  };
  schedule.links = list(links).map((text) => {
    const [from, relation, to] = text.split(/\s+/);
    return { from: at(from), to: at(to), kind: relation.slice(0, 2) as LinkKind, lag: lagOf(relation.slice(2)) };
  });
  const options: CpmOptions = { progress: 'retained', criticalFloatMin: 0 };
  for (const word of setup.split(/\s+/)) {
    const [name, value] = word.split('=');
    if (name === 'lag') schedule.lagCalendar = value as LagCalendar;
    if (name === 'data') schedule.dataDateMin = instant(value);
    if (name === 'start') schedule.startMin = instant(value);
    if (name === 'due') schedule.mustFinishMin = instant(value);
    if (name === 'calendar') schedule.defaultCalendar = NAMES.indexOf(value);
    if (name === 'override') options.progress = 'override';
  }
  return { line, schedule, options, expected: list(expected).map(expectedOf) };
}

const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

export function instant(text: string): number {
  const [, week, day, hours, minutes] = /^(\d*)(Mo|Tu|We|Th|Fr|Sa|Su)?(-?[\d.]+)(?::(\d+))?$/.exec(text) ?? [];
  if (hours === undefined) throw new Error(`expected an instant, got ${text}`);
  if (day === undefined) return MONDAY + Number(text) * 60;
  return (
    MONDAY + ((Number(week || 1) - 1) * 7 + DAYS.indexOf(day)) * DAY_MIN + Number(hours) * 60 + Number(minutes ?? 0)
  );
}

function activityOf(text: string): Activity {
  const parts = /^([A-Z])([\d.]*)(sm|fm)?(?:@([A-Z]))?(.*)$/.exec(text);
  if (!parts) throw new Error(`expected an activity, got ${text}`);
  const [, code, hours, milestone, calendar = 'C', rest] = parts;
  return plainActivity(code, Number(hours) * 60, {
    kind: milestone === 'sm' ? 'startMilestone' : milestone === 'fm' ? 'finishMilestone' : 'task',
    calendar: NAMES.indexOf(calendar),
    constraints: [...rest.matchAll(/\[(\w+)(?: ([^\]]+))?\]/g)].map(
      ([, kind, when]): Constraint => ({ kind: CONSTRAINTS[kind], atMin: when ? instant(when) : 0 }),
    ),
    deadlineMin: /!(\S+)/.test(rest) ? instant(/!(\S+)/.exec(rest)?.[1] ?? '') : null,
    progress: progressOf(/\{(.+)\}/.exec(rest)?.[1]),
  });
}

/** `{0-3}` is done; `{0 r2}` has begun at 0 and 2 h are left. */
function progressOf(text: string | undefined): Progress {
  if (!text) return { status: 'planned' };
  const [startMin, rest] = [instant(text.split(/ r|-/)[0]), text.split(/ r|-/)[1]];
  if (text.includes(' r')) return { status: 'started', startMin, remainingMin: Number(rest) * 60 };
  return { status: 'done', startMin, finishMin: instant(rest) };
}

function lagOf(text: string): Lag {
  if (text.endsWith('e%')) return { kind: 'percent', pct: Number(text.slice(0, -2)), isElapsed: true };
  if (text.endsWith('%')) return { kind: 'percent', pct: Number(text.slice(0, -1)) };
  if (text.endsWith('e')) return { kind: 'elapsed', min: Number(text.slice(0, -1)) * 60 };
  const [lag, calendar] = text.split('@');
  const min = Number(lag) * 60;
  return calendar ? { kind: 'working', min, calendar: NAMES.indexOf(calendar) } : { kind: 'working', min };
}

function expectedOf(text: string): Expected {
  const [, code, start, finish, rest] = /^([A-Z]) (\S+?)-(\S+)(.*)$/.exec(text) ?? [];
  if (!code) throw new Error(`expected dates, got ${text}`);
  const number = (pattern: RegExp) => pattern.exec(rest)?.[1];
  const [totalFloat, freeFloat] = [number(/tf(-?[\d.]+)/), number(/ff(-?[\d.]+)/)];
  const [, lateStart, lateFinish] = /late (\S+?)-(\S+)/.exec(rest) ?? [];
  return {
    code,
    startMin: instant(start),
    finishMin: instant(finish),
    ...(totalFloat === undefined ? {} : { totalFloatH: Number(totalFloat) }),
    ...(freeFloat === undefined ? {} : { freeFloatH: Number(freeFloat) }),
    ...(lateStart === undefined ? {} : { lateStartMin: instant(lateStart), lateFinishMin: instant(lateFinish) }),
  };
}
