import { MIN_PER_DAY, MIN_PER_H, MS_PER_H, MS_PER_MIN } from '../time.ts';
import { instantOfWall, wallMinOf } from '../wall-clock.ts';
import type { ReportSchedule } from './board.ts';

const DAYS_PER_WEEK = 7;
/** 1 January 1970 was a Thursday. */
const WEEKDAY_1970 = 4;

/** The instant of a schedule on the day that begins at a minute of the zone's clock; null: it is not due on that day. */
function slotOn(schedule: ReportSchedule, zone: string, dayMin: number): number | null {
  const weekday = ((dayMin / MIN_PER_DAY + WEEKDAY_1970 - 1) % DAYS_PER_WEEK) + 1;
  if (schedule.every === 'week' && schedule.weekday !== weekday) return null;
  const [hours, minutes] = schedule.at.split(':').map(Number);
  return instantOfWall(dayMin + hours * MIN_PER_H + minutes, zone);
}

/** The slots of the days about an instant, oldest first: a week before it and a week after it. */
function slotsAbout(schedule: ReportSchedule, zone: string, atMs: number): number[] {
  const today = Math.floor(wallMinOf(atMs, zone) / MIN_PER_DAY);
  return Array.from({ length: 2 * DAYS_PER_WEEK + 3 }, (_, i) => today + i - DAYS_PER_WEEK - 1)
    .map((day) => slotOn(schedule, zone, day * MIN_PER_DAY))
    .filter((slotMs) => slotMs !== null);
}

/**
 * The first time of a schedule after an instant. Clocks of the zone count: where they skip the time it is due when they show it next, where
 * they show it twice it is due at the first of the two, and once.
 */
export function slotAfter(schedule: ReportSchedule, zone: string, atMs: number): number {
  const next = slotsAbout(schedule, zone, atMs).find((slotMs) => slotMs > atMs);
  if (next === undefined) throw new RangeError(`expected a time of the schedule within a week of ${atMs}`);
  return next;
}

/** The times of a schedule after an instant and not after another, oldest first; the newest ones where they are more than `most`. */
export function slotsBetween(
  schedule: ReportSchedule,
  zone: string,
  { afterMs, untilMs, most }: { afterMs: number; untilMs: number; most: number },
): number[] {
  const dayMs = MIN_PER_DAY * MS_PER_MIN;
  const stepMs = schedule.every === 'week' ? DAYS_PER_WEEK * dayMs : dayMs;
  const slots: number[] = [];
  // An extra step before the newest ones: days of a clock change are longer.
  let atMs = Math.max(afterMs, untilMs - (most + 2) * stepMs);
  for (let slot = slotAfter(schedule, zone, atMs); slot <= untilMs; slot = slotAfter(schedule, zone, atMs)) {
    slots.push(slot);
    atMs = slot;
  }
  return slots.slice(-most);
}

/**
 * What a report covers: the time from the slot before to its own, both moved back to the whole hour, since history keeps days and weeks by
 * hours. The reports of a schedule follow each other without a gap and without an hour that counts twice; the day on which clocks change has 23
 * or 25 hours.
 */
export function coveredSpan(schedule: ReportSchedule, zone: string, slotMs: number): { fromMs: number; toMs: number } {
  const before = slotsAbout(schedule, zone, slotMs).findLast((other) => other < slotMs) ?? slotMs;
  const hourOf = (ms: number) => Math.floor(ms / MS_PER_H) * MS_PER_H;
  return { fromMs: hourOf(before), toMs: hourOf(slotMs) };
}
