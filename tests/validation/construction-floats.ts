import {
  type Activity,
  type ActivityKind,
  type Calendar,
  type Constraint,
  DAY_MIN,
  type Lag,
  type LagCalendar,
  type Link,
  type LinkKind,
  plainActivity,
  plainSchedule,
  type Schedule,
  type Shift,
} from '../../model/schedule/schedule.ts';
import { analyse } from '../../workers/construction/cpm.ts';
import { compileNetwork } from '../../workers/construction/network.ts';
import { type Random, seeded } from '../../workers/shared/random.ts';
import { atLeast, exactly, type ValidationCase } from './verdict.ts';

const NETWORKS = 100;
const ACTIVITIES = 40;
const FIRST_DAY = Date.UTC(2026, 2, 2) / 60_000 / DAY_MIN;
/** Instants of the oracle are half minutes after this: room for what a negative float reaches back to, and for what a lag reaches on to. */
const ORIGIN_MIN = (FIRST_DAY - 150) * DAY_MIN;
const HALVES = 2 * 650 * DAY_MIN;

const shifts = (...hours: readonly [number, number][]): readonly Shift[] =>
  hours.map(([from, to]) => ({ fromMin: from * 60, toMin: to * 60 }));
const OFFICE = shifts([8, 12], [13, 17]);
const LONG = shifts([7, 15.5]);
const NIGHT = shifts([0, 6], [22, 24]);
const CLOCK = shifts([0, 24]);

/** Five days with holidays and a Saturday of work, six days, nights, and the clock. */
const CALENDARS: readonly Calendar[] = [
  {
    id: '5',
    name: 'five days',
    week: [[], OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, []],
    exceptions: [
      { fromDay: FIRST_DAY + 9, toDay: FIRST_DAY + 10, shifts: [] },
      { fromDay: FIRST_DAY + 12, toDay: FIRST_DAY + 12, shifts: OFFICE },
      { fromDay: FIRST_DAY + 31, toDay: FIRST_DAY + 35, shifts: [] },
    ],
  },
  { id: '6', name: 'six days', week: [[], LONG, LONG, LONG, LONG, LONG, LONG], exceptions: [] },
  { id: 'n', name: 'nights', week: [[], NIGHT, NIGHT, NIGHT, NIGHT, NIGHT, shifts([0, 6])], exceptions: [] },
  { id: 'c', name: 'clock', week: Array.from({ length: 7 }, () => CLOCK), exceptions: [] },
];

/** A calendar as a list of its half minutes: how many of them were worked before each. */
class Line {
  private readonly worked = new Int32Array(HALVES + 1);

  constructor({ week, exceptions }: Calendar) {
    for (let day = 0; day < HALVES / DAY_MIN / 2; day++) {
      const date = ORIGIN_MIN / DAY_MIN + day;
      // 1970-01-01 was a Thursday.
      const own = exceptions.findLast(({ fromDay, toDay }) => date >= fromDay && date <= toDay);
      const open = own?.shifts ?? week[(date + 4) % 7];
      for (let half = 0; half < 2 * DAY_MIN; half++) {
        const works = open.some(({ fromMin, toMin }) => half >= 2 * fromMin && half < 2 * toMin);
        const at = day * 2 * DAY_MIN + half;
        this.worked[at + 1] = this.worked[at] + (works ? 1 : 0);
      }
    }
  }

  work(at: number): number {
    if (at < 0 || at > HALVES) throw new Error(`expected an instant of the oracle's years, got ${at}`);
    return this.worked[at];
  }

  /** The first instant by which so much is worked. */
  closing(work: number): number {
    let [low, high] = [0, HALVES];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.worked[middle] >= work) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The last instant by which no more is worked: where the next work begins. */
  opening(work: number): number {
    return this.closing(work + 1) - 1;
  }

  /** Whether an instant lies in a shift or at one of its ends. */
  touches(at: number): boolean {
    const work = this.work(at);
    return this.opening(work) === at || this.closing(work) === at;
  }
}

const half = (min: number): number => 2 * (min - ORIGIN_MIN);

/** Tells what an activity is asked: from when on, and by when. Instants in half minutes. */
interface Asked {
  startFrom: number;
  finishFrom: number;
  startBy: number;
  finishBy: number;
  mustStart: number | null;
  mustFinish: number | null;
}

function askedOf({ constraints, deadlineMin }: Activity): Asked {
  const asked: Asked = {
    startFrom: -Infinity,
    finishFrom: -Infinity,
    startBy: Infinity,
    finishBy: deadlineMin === null ? Infinity : half(deadlineMin),
    mustStart: null,
    mustFinish: null,
  };
  for (const { kind, atMin } of constraints) {
    const at = half(atMin);
    if (kind === 'startNoEarlier' || kind === 'startOn') asked.startFrom = Math.max(asked.startFrom, at);
    if (kind === 'finishNoEarlier' || kind === 'finishOn') asked.finishFrom = Math.max(asked.finishFrom, at);
    if (kind === 'startNoLater' || kind === 'startOn') asked.startBy = Math.min(asked.startBy, at);
    if (kind === 'finishNoLater' || kind === 'finishOn') asked.finishBy = Math.min(asked.finishBy, at);
    if (kind === 'mustStart') asked.mustStart = at;
    if (kind === 'mustFinish') asked.mustFinish = at;
  }
  return asked;
}

interface Dates {
  start: number;
  finish: number;
}

/**
 * A forward pass and nothing else, written from the conventions of `analyse` and not from its code: dates are walked on lists of half
 * minutes, and a float is found by trying. All instants of a plan are whole minutes, so what holds half a minute further holds up to the
 * next minute.
 */
class Oracle {
  private readonly schedule: Schedule;
  private readonly lines: readonly Line[];
  private readonly asked: readonly Asked[];
  private readonly into: readonly Link[][];
  private readonly after: Set<number>[];
  readonly early: readonly Dates[];
  private readonly end: number;
  private readonly due: number;

  constructor(schedule: Schedule, lines: readonly Line[]) {
    this.schedule = schedule;
    this.lines = lines;
    this.asked = schedule.activities.map(askedOf);
    this.into = schedule.activities.map((_, i) => schedule.links.filter(({ to }) => to === i));
    this.after = schedule.activities.map(() => new Set<number>());
    for (let i = schedule.activities.length - 1; i >= 0; i--)
      for (const { from, to } of schedule.links)
        if (from === i) this.after[i] = new Set([...this.after[i], to, ...this.after[to]]);
    this.early = this.pass(null);
    this.end = Math.max(...this.early.map(({ finish }) => finish));
    this.due = schedule.mustFinishMin === null ? this.end : half(schedule.mustFinishMin);
  }

  private line(i: number): Line {
    return this.lines[this.schedule.activities[i].calendar];
  }

  private length(i: number): number {
    const { kind, durationMin } = this.schedule.activities[i];
    return kind === 'task' ? 2 * durationMin : 0;
  }

  /** Tells where a link's lag leads to from an instant. */
  private lagged({ from, to, lag }: Link, at: number): number {
    const { activities, lagCalendar, defaultCalendar } = this.schedule;
    const min = lag.kind === 'percent' ? Math.round((activities[from].durationMin * lag.pct) / 100) : lag.min;
    if (min === 0) return at;
    if (lag.kind === 'elapsed' || (lag.kind === 'percent' && lag.isElapsed)) return at + 2 * min;
    const usual = {
      predecessor: activities[from].calendar,
      successor: activities[to].calendar,
      project: defaultCalendar,
    };
    const named = lag.kind === 'working' ? lag.calendar : undefined;
    if (named === undefined && lagCalendar === 'elapsed') return at + 2 * min;
    const line = this.lines[named ?? usual[lagCalendar === 'elapsed' ? 'project' : lagCalendar]];
    return line.closing(line.work(at) + 2 * min);
  }

  /** Dates of an activity from what bounds its start and its finish. */
  private placed(i: number, startFrom: number, finishFrom: number): Dates {
    const line = this.line(i);
    const length = this.length(i);
    if (length === 0) {
      const at = Math.max(startFrom, finishFrom);
      const stays = this.schedule.activities[i].kind === 'finishMilestone' && line.touches(at);
      const instant = stays ? at : line.opening(line.work(at));
      return { start: instant, finish: instant };
    }
    const work = Math.max(
      startFrom > -Infinity ? line.work(startFrom) : -Infinity,
      finishFrom > -Infinity ? line.work(finishFrom) - length : -Infinity,
    );
    return this.standing(i, work, finishFrom);
  }

  /** Dates of work that begins at a place of its calendar's work; an end that is pushed into time off waits for the next opening. */
  private standing(i: number, work: number, finishFrom = -Infinity): Dates {
    const line = this.line(i);
    const closes = line.closing(work + this.length(i));
    return {
      start: line.opening(work),
      finish: closes < finishFrom ? line.opening(work + this.length(i)) : closes,
    };
  }

  /** Tells what a link asks of its successor's start or finish. */
  private bound(link: Link, { start, finish }: Dates): { startFrom: number; finishFrom: number } {
    const at = this.lagged(link, link.kind.startsWith('F') ? finish : start);
    return link.kind.endsWith('F')
      ? { startFrom: -Infinity, finishFrom: at }
      : { startFrom: at, finishFrom: -Infinity };
  }

  /** Early dates, one activity standing at least at a place (an instant, for a milestone). */
  private pass(moved: { i: number; to: number } | null): Dates[] {
    const dates: Dates[] = [];
    for (const [i, asked] of this.asked.entries()) {
      let startFrom = asked.startFrom > -Infinity ? asked.startFrom : half(this.schedule.startMin);
      let finishFrom = asked.finishFrom;
      for (const link of this.into[i]) {
        const bound = this.bound(link, dates[link.from]);
        startFrom = Math.max(startFrom, bound.startFrom);
        finishFrom = Math.max(finishFrom, bound.finishFrom);
      }
      if (asked.mustStart !== null) [startFrom, finishFrom] = [asked.mustStart, -Infinity];
      if (asked.mustFinish !== null) [startFrom, finishFrom] = [-Infinity, asked.mustFinish];
      if (moved?.i === i)
        startFrom = Math.max(startFrom, this.length(i) === 0 ? moved.to : this.line(i).opening(moved.to));
      dates.push(this.placed(i, startFrom, finishFrom));
    }
    return dates;
  }

  /** Whether an activity may stand at a place by all dates that hang on it, whatever else the plan does. */
  private keepsDates(i: number, to: number): boolean {
    const dates = new Map<number, Dates>([[i, this.length(i) === 0 ? this.placed(i, to, to) : this.standing(i, to)]]);
    if (!this.isInTime(i, dates.get(i))) return false;
    for (const [j, asked] of this.asked.entries()) {
      if (!this.after[i].has(j)) continue;
      let [startFrom, finishFrom] = [-Infinity, -Infinity];
      for (const link of this.into[j]) {
        const from = dates.get(link.from);
        if (!from) continue;
        const bound = this.bound(link, from);
        startFrom = Math.max(startFrom, bound.startFrom);
        finishFrom = Math.max(finishFrom, bound.finishFrom);
      }
      if (startFrom === -Infinity && finishFrom === -Infinity) continue;
      const placed = this.placed(j, startFrom, finishFrom);
      if (asked.mustStart === null && asked.mustFinish === null) {
        dates.set(j, placed);
        if (!this.isInTime(j, placed)) return false;
      } else if (this.isBehindPin(j, startFrom, finishFrom)) return false;
    }
    return true;
  }

  private isInTime(i: number, dates: Dates | undefined): boolean {
    const { startBy, finishBy, mustStart, mustFinish } = this.asked[i];
    if (!dates || mustStart !== null || mustFinish !== null) return true;
    return dates.start <= startBy && dates.finish <= Math.min(finishBy, this.due);
  }

  /** Whether links ask more of pinned work than its pin gives them. */
  private isBehindPin(i: number, startFrom: number, finishFrom: number): boolean {
    const line = this.line(i);
    const pinned = line.work(this.early[i].start);
    return (
      (startFrom > -Infinity && line.work(startFrom) > pinned) ||
      (finishFrom > -Infinity && line.work(finishFrom) - this.length(i) > pinned)
    );
  }

  /** Whether a link of what has moved asks more of pinned work than its pin gives. */
  private isAskedBehindPin(j: number, dates: readonly Dates[]): boolean {
    const { mustStart, mustFinish } = this.asked[j];
    if (mustStart === null && mustFinish === null) return false;
    return this.into[j].some((link) => {
      const [now, before] = [dates[link.from], this.early[link.from]];
      if (now.start === before.start && now.finish === before.finish) return false;
      const { startFrom, finishFrom } = this.bound(link, now);
      return this.isBehindPin(j, startFrom, finishFrom);
    });
  }

  private place(i: number, dates: Dates): number {
    return this.length(i) === 0 ? dates.finish : this.line(i).work(dates.start);
  }

  /** How far an activity may slip, in whole minutes of its work, and its place or instant then. */
  private slipped(i: number, low: number, fits: (to: number) => boolean): { floatMin: number; to: number } {
    const last = Math.max(this.end, this.due);
    let high = this.length(i) === 0 ? last : this.line(i).work(last);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (fits(middle)) low = middle;
      else high = middle - 1;
    }
    const line = this.line(i);
    const work = this.length(i) === 0 ? line.work(low) : low;
    return { floatMin: Math.ceil((work - line.work(this.early[i].start)) / 2) + 0, to: low };
  }

  totalFloat(i: number): { floatMin: number; lateStart: number } {
    const { mustStart, mustFinish } = this.asked[i];
    const line = this.line(i);
    if (mustStart !== null || mustFinish !== null) return { floatMin: 0, lateStart: this.early[i].start };
    const back = 2 * DAY_MIN * 40;
    const low = this.length(i) === 0 ? back : line.work(back);
    const { floatMin, to } = this.slipped(i, low, (at) => this.keepsDates(i, at));
    return { floatMin, lateStart: this.length(i) === 0 ? to : line.opening(to) };
  }

  freeFloatMin(i: number): number {
    const moves = (to: number): boolean => {
      const dates = this.pass({ i, to });
      return dates.every(
        ({ start, finish }, j) =>
          finish <= this.end &&
          (j === i || (start === this.early[j].start && finish === this.early[j].finish)) &&
          !this.isAskedBehindPin(j, dates),
      );
    };
    return this.slipped(i, this.place(i, this.early[i]), moves).floatMin;
  }
}

const oneOf = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random() * items.length)];

function lagOf(random: Random): Lag {
  const pick = random();
  if (pick < 0.5) return { kind: 'working', min: 0 };
  if (pick < 0.58) return { kind: 'percent', pct: oneOf(random, [25, 50, 100, -20]) };
  if (pick < 0.62) return { kind: 'percent', pct: oneOf(random, [25, 50, 100, -20]), isElapsed: true };
  const min = Math.round((random() - 0.3) * 40) * 30;
  if (pick < 0.75) return { kind: 'elapsed', min };
  return pick < 0.85
    ? { kind: 'working', min, calendar: Math.floor(random() * CALENDARS.length) }
    : { kind: 'working', min };
}

function constraintOf(random: Random): Constraint[] {
  const kind = oneOf(random, [
    ...(['startNoEarlier', 'finishNoEarlier', 'startNoLater', 'finishNoLater', 'startOn', 'finishOn'] as const),
    ...(random() < 0.2 ? (['mustStart', 'mustFinish'] as const) : []),
  ]);
  return [{ kind, atMin: (FIRST_DAY + 2) * DAY_MIN + Math.floor(random() * 50 * 48) * 30 }];
}

/** A plan over four calendars with all kinds of links, lags, leads and dates that bound it; the same for a seed. */
function network(seed: number): Schedule {
  const random = seeded(seed);
  const startMin = FIRST_DAY * DAY_MIN + Math.floor(random() * 48) * 30;
  const activities = Array.from({ length: ACTIVITIES }, (_, i): Activity => {
    const kind = oneOf<ActivityKind>(random, [
      'task',
      'task',
      'task',
      'task',
      'task',
      'task',
      'startMilestone',
      'finishMilestone',
    ]);
    return plainActivity(`A${i}`, kind === 'task' ? 15 + Math.floor(random() * 200) * 15 : 0, {
      kind,
      calendar: Math.floor(random() * CALENDARS.length),
      constraints: random() < 0.2 ? constraintOf(random) : [],
      deadlineMin: random() < 0.1 ? (FIRST_DAY + 5) * DAY_MIN + Math.floor(random() * 60 * 24) * 60 : null,
    });
  });
  const links: Link[] = [];
  for (let to = 1; to < ACTIVITIES; to++)
    for (let k = Math.floor(random() * 3); k > 0; k--) {
      const from = Math.max(0, to - 1 - Math.floor(random() * 8));
      links.push({ from, to, kind: oneOf<LinkKind>(random, ['FS', 'FS', 'SS', 'FF', 'SF']), lag: lagOf(random) });
    }
  return plainSchedule(`seed ${seed}`, startMin, {
    calendars: [...CALENDARS],
    activities,
    links,
    lagCalendar: oneOf<LagCalendar>(random, ['predecessor', 'successor', 'project', 'elapsed']),
    mustFinishMin: random() < 0.25 ? (FIRST_DAY + 30) * DAY_MIN + Math.floor(random() * 60 * 24) * 60 : null,
  });
}

/** Returns what the engine and the oracle tell differently about networks of these seeds, in words. */
export function floatDifferences(seeds: readonly number[]): { dates: string[]; floats: string[] } {
  const lines = CALENDARS.map((calendar) => new Line(calendar));
  const differences = { dates: [] as string[], floats: [] as string[] };
  for (const seed of seeds) compareNetwork(network(seed), lines, differences);
  return differences;
}

function compareNetwork(
  schedule: Schedule,
  lines: readonly Line[],
  differences: { dates: string[]; floats: string[] },
) {
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
  const result = analyse(schedule, compiled.network);
  const oracle = new Oracle(schedule, lines);
  for (const [i, { id, kind }] of schedule.activities.entries()) {
    const total = oracle.totalFloat(i);
    const minute = (at: number) => Math.ceil(at / 2) + ORIGIN_MIN;
    const compare = (list: string[], what: string, got: number, right: number) => {
      if (got !== right) list.push(`${schedule.name}: ${id} (${kind}): ${what}: expected ${right}, got ${got}`);
    };
    compare(differences.dates, 'start', result.earlyStartMin[i], minute(oracle.early[i].start));
    compare(differences.dates, 'finish', result.earlyFinishMin[i], minute(oracle.early[i].finish));
    compare(differences.dates, 'late start', result.lateStartMin[i], minute(total.lateStart));
    compare(differences.floats, 'total float', result.totalFloatMin[i], total.floatMin);
    compare(differences.floats, 'free float', result.freeFloatMin[i], oracle.freeFloatMin(i));
  }
}

export const FLOATS: ValidationCase = {
  name: 'construction.floats',
  quick: false,
  run: async () => {
    const seeds = Array.from({ length: NETWORKS }, (_, k) => k + 1);
    const { dates, floats } = floatDifferences(seeds);
    for (const one of [...dates, ...floats].slice(0, 10)) process.stderr.write(`${one}\n`);
    return [
      exactly('construction.floats.networks over four calendars', seeds.length, 100),
      atLeast('construction.floats.activities', seeds.length * ACTIVITIES, 4000),
      exactly('construction.floats.dates that differ', dates.length, 0),
      exactly('construction.floats.floats that differ', floats.length, 0),
    ];
  },
};
