import { closeInDay, type Days, daysOf, insideDay, openInDay } from './days.ts';
import { type Calendar, DAY_MIN, ScheduleError, type Shift } from './schedule.ts';
import { scheduleMessage } from './schedule-messages.ts';

const WEEK_MIN = 7 * DAY_MIN;
/** 1970-01-01 was a Thursday; weeks here begin on Sundays. */
const EPOCH_WEEKDAY = 4;
/** Exception days of one calendar at most: a hundred years of single days. */
const MAX_EXCEPTION_DAYS = 40_000;

const NEVER: readonly Shift[] = [];
/** One shift from midnight to midnight. */
const ALL_DAY: readonly Shift[] = [{ fromMin: 0, toMin: DAY_MIN }];
/** A calendar that works every minute, for lags and durations of elapsed time. */
export const AROUND_THE_CLOCK: Calendar = {
  id: '24h',
  name: '24 h',
  week: Array.from({ length: 7 }, () => ALL_DAY),
  exceptions: [],
};

/**
 * A calendar's working time as a number line: `workAt` maps an instant to working minutes, `closeAt` and `openAt` map back. An end
 * of work and the next begin of work are one place on that line and two instants: `closeAt` gives the earlier (17:00 on Friday),
 * `openAt` the later (08:00 on Monday). All exact on whole minutes.
 *
 * The week repeats in closed form, and each exception day is a knot that holds what exceptions changed so far; a table by the week
 * finds the knot. No horizon, and no more memory than exceptions need. Where many look-ups come, `DayTables` tells the same sooner.
 */
export class WorkTime {
  readonly name: string;
  private readonly kinds: Days;
  private readonly weekWork: number;
  /** Work of the week before each weekday; [7] is the whole. */
  private readonly beforeWeekday = new Float64Array(8);
  private readonly kindOfWeekday: Int32Array;
  /** Exception days in order: their kind, the work up to their midnight, what they and all before them add. */
  private readonly days: Float64Array;
  private readonly kindOf: Int32Array;
  private readonly workBefore: Float64Array;
  private readonly added: Float64Array;
  private readonly byDay: Buckets;
  private readonly byWork: Buckets;

  constructor(calendar: Calendar) {
    this.name = calendar.name;
    const exceptions = exceptionDays(calendar);
    const kinds = new Kinds();
    this.kindOfWeekday = Int32Array.from(calendar.week, (shifts) => kinds.of(shifts));
    this.kindOf = Int32Array.from(exceptions, ([, shifts]) => kinds.of(shifts));
    this.kinds = daysOf(kinds.all);
    for (let day = 0; day < 7; day++)
      this.beforeWeekday[day + 1] = this.beforeWeekday[day] + this.kinds.work[this.kindOfWeekday[day]];
    this.weekWork = this.beforeWeekday[7];
    this.days = Float64Array.from(exceptions, ([day]) => day);
    this.workBefore = new Float64Array(exceptions.length);
    this.added = new Float64Array(exceptions.length);
    let added = 0;
    for (let i = 0; i < exceptions.length; i++) {
      this.workBefore[i] = this.plainWorkAt(this.days[i] * DAY_MIN) + added;
      added += this.kinds.work[this.kindOf[i]] - this.kinds.work[this.kindOfWeekday[weekdayOf(this.days[i])]];
      this.added[i] = added;
    }
    this.byDay = bucketsOf(this.days, 7);
    this.byWork = bucketsOf(this.workBefore, Math.max(this.weekWork, DAY_MIN));
    if (this.weekWork === 0 && this.kindOf.every((kind) => this.kinds.work[kind] === 0))
      throw new ScheduleError(scheduleMessage('calendar-idle', { name: calendar.name }));
  }

  /** Kinds of so many days from one on, and what the kinds are. */
  kindsOfDays(fromDay: number, count: number): { kindOf: Int32Array; kinds: Days } {
    const kindOf = new Int32Array(count);
    for (let i = 0; i < count; i++) kindOf[i] = this.kindOfWeekday[weekdayOf(fromDay + i)];
    for (let i = 0; i < this.days.length; i++) {
      const at = this.days[i] - fromDay;
      if (at >= 0 && at < count) kindOf[at] = this.kindOf[i];
    }
    return { kindOf, kinds: this.kinds };
  }

  /** Working minutes up to an instant; only differences mean something. */
  workAt(min: number): number {
    const { days } = this;
    const day = Math.floor(min / DAY_MIN);
    let i = bucketAt(this.byDay, day);
    while (i + 1 < days.length && days[i + 1] <= day) i++;
    if (i < 0) return this.plainWorkAt(min);
    if (days[i] === day) return this.workBefore[i] + insideDay(this.kinds, this.kindOf[i], min - day * DAY_MIN);
    return this.plainWorkAt(min) + this.added[i];
  }

  /** The earliest instant at which so much work is done. */
  closeAt(work: number): number {
    const { workBefore } = this;
    let i = bucketAt(this.byWork, work);
    while (i + 1 < workBefore.length && workBefore[i + 1] < work) i++;
    while (i >= 0 && workBefore[i] >= work) i--;
    if (i < 0) return this.plainCloseAt(work);
    const ofDay = work - workBefore[i];
    if (ofDay <= this.kinds.work[this.kindOf[i]])
      return this.days[i] * DAY_MIN + closeInDay(this.kinds, this.kindOf[i], ofDay);
    return this.plainCloseAt(work - this.added[i]);
  }

  /** The latest instant at which no more than this is done: when the next minute of work begins. */
  openAt(work: number): number {
    const { workBefore } = this;
    let i = bucketAt(this.byWork, work);
    while (i + 1 < workBefore.length && workBefore[i + 1] <= work) i++;
    if (i < 0) return this.plainOpenAt(work);
    const ofDay = work - workBefore[i];
    if (ofDay < this.kinds.work[this.kindOf[i]])
      return this.days[i] * DAY_MIN + openInDay(this.kinds, this.kindOf[i], ofDay);
    return this.plainOpenAt(work - this.added[i]);
  }

  /** Working minutes between two instants; negative backwards. */
  between(fromMin: number, toMin: number): number {
    return this.workAt(toMin) - this.workAt(fromMin);
  }

  /** Whether work goes on at the instant, begins or ends there. */
  touches(min: number): boolean {
    const work = this.workAt(min);
    return this.openAt(work) === min || this.closeAt(work) === min;
  }

  private plainWorkAt(min: number): number {
    const sinceSunday = min + EPOCH_WEEKDAY * DAY_MIN;
    const weeks = Math.floor(sinceSunday / WEEK_MIN);
    const ofWeek = sinceSunday - weeks * WEEK_MIN;
    const weekday = Math.floor(ofWeek / DAY_MIN);
    const ofDay = insideDay(this.kinds, this.kindOfWeekday[weekday], ofWeek - weekday * DAY_MIN);
    return weeks * this.weekWork + this.beforeWeekday[weekday] + ofDay;
  }

  private plainCloseAt(work: number): number {
    const { beforeWeekday, weekWork } = this;
    if (weekWork === 0) throw this.ends();
    const weeks = Math.ceil(work / weekWork) - 1;
    const ofWeek = work - weeks * weekWork;
    let weekday = 0;
    while (beforeWeekday[weekday + 1] < ofWeek) weekday++;
    const minute = closeInDay(this.kinds, this.kindOfWeekday[weekday], ofWeek - beforeWeekday[weekday]);
    return weeks * WEEK_MIN + (weekday - EPOCH_WEEKDAY) * DAY_MIN + minute;
  }

  private plainOpenAt(work: number): number {
    const { beforeWeekday, weekWork } = this;
    if (weekWork === 0) throw this.ends();
    const weeks = Math.floor(work / weekWork);
    const ofWeek = work - weeks * weekWork;
    let weekday = 0;
    while (beforeWeekday[weekday + 1] <= ofWeek) weekday++;
    const minute = openInDay(this.kinds, this.kindOfWeekday[weekday], ofWeek - beforeWeekday[weekday]);
    return weeks * WEEK_MIN + (weekday - EPOCH_WEEKDAY) * DAY_MIN + minute;
  }

  private ends(): ScheduleError {
    return new ScheduleError(scheduleMessage('calendar-ends', { name: this.name }));
  }
}

/** Days with the same shifts are of one kind. */
class Kinds {
  readonly all: (readonly Shift[])[] = [];
  private readonly at = new Map<string, number>();

  of(shifts: readonly Shift[]): number {
    const key = shifts.map(({ fromMin, toMin }) => `${fromMin} ${toMin}`).join();
    const kind = this.at.get(key) ?? this.all.push(shifts) - 1;
    this.at.set(key, kind);
    return kind;
  }
}

/** 0 for Sunday; days count from 1970-01-01. */
export const weekdayOf = (day: number): number => (((day + EPOCH_WEEKDAY) % 7) + 7) % 7;

/** Single days in order; of two exceptions on one day the later holds. */
function exceptionDays({ name, exceptions }: Calendar): [day: number, shifts: readonly Shift[]][] {
  const byDay = new Map<number, readonly Shift[]>();
  for (const { fromDay, toDay, shifts } of exceptions) {
    if (toDay - fromDay + byDay.size > MAX_EXCEPTION_DAYS)
      throw new ScheduleError(scheduleMessage('calendar-exceptions', { name, most: MAX_EXCEPTION_DAYS }));
    for (let day = fromDay; day <= toDay; day++) byDay.set(day, shifts);
  }
  return [...byDay].sort(([a], [b]) => a - b);
}

/** For each stretch of so much: the index of the last of ascending values at or below its begin, or −1. */
interface Buckets {
  first: number;
  size: number;
  last: Int32Array;
}

/** Exceptions a century apart would make a long table: it is kept to this, and the search walks further. */
const MAX_BUCKETS = 8192;

function bucketsOf(ascending: Float64Array, least: number): Buckets {
  if (ascending.length === 0) return { first: 0, size: least, last: new Int32Array(0) };
  const first = ascending[0];
  const span = ascending[ascending.length - 1] - first;
  const size = Math.max(least, span / MAX_BUCKETS);
  const last = new Int32Array(Math.floor(span / size) + 1);
  for (let bucket = 0, i = 0; bucket < last.length; bucket++) {
    while (i + 1 < ascending.length && ascending[i + 1] <= first + bucket * size) i++;
    last[bucket] = i;
  }
  return { first, size, last };
}

function bucketAt({ first, size, last }: Buckets, value: number): number {
  if (value < first) return -1;
  const bucket = Math.floor((value - first) / size);
  return bucket < last.length ? last[bucket] : last.length === 0 ? -1 : last[last.length - 1];
}

/** Shifts in order, overlaps joined, empty ones dropped: what files hold is not always so. */
export function tidyShifts(shifts: readonly Shift[]): readonly Shift[] {
  const sorted = shifts.filter(({ fromMin, toMin }) => toMin > fromMin).toSorted((a, b) => a.fromMin - b.fromMin);
  const tidy: Shift[] = [];
  for (const shift of sorted) {
    const last = tidy.at(-1);
    if (last && shift.fromMin <= last.toMin) last.toMin = Math.max(last.toMin, shift.toMin);
    else tidy.push({ ...shift });
  }
  return tidy.length === 0 ? NEVER : tidy;
}
