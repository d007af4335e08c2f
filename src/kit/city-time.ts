import { MS_PER_MIN } from '../../model/time.ts';
import { instantOfWall, wallMinOf } from '../../model/wall-clock.ts';
import type { Language } from '../twin/appearance.ts';

/** A wall clock of the city: what a person there would read at an instant. */
export interface CityTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** 0 Sunday. */
  weekday: number;
}

const WEEKDAYS_ZH = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];
const WEEKDAYS_EN = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
export const MONTHS_EN = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** What the clocks of a zone show at an instant. */
export function cityTime(timeMs: number, zone: string): CityTime {
  const shown = new Date(Math.round(wallMinOf(timeMs, zone) * MS_PER_MIN));
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
    weekday: shown.getUTCDay(),
  };
}

/** The instant at which the city's clocks show this: a time that a clock change skips comes out an hour later, one that it repeats as the first. */
export function instantOf(year: number, month: number, day: number, minuteOfDay: number, zone: string): number {
  const wallMin = Date.UTC(year, month - 1, day, 0, minuteOfDay) / MS_PER_MIN;
  return Math.floor(instantOfWall(wallMin, zone) / MS_PER_MIN) * MS_PER_MIN;
}

export function minuteOfDay({ hour, minute }: CityTime): number {
  return hour * 60 + minute;
}

const two = (value: number) => String(value).padStart(2, '0');

/** `07-18 周六`, `Sat 18 Jul`. */
export function formatDay({ month, day, weekday }: CityTime, language: Language): string {
  return language === 'zh'
    ? `${two(month)}-${two(day)} ${WEEKDAYS_ZH[weekday]}`
    : `${WEEKDAYS_EN[weekday]} ${day} ${MONTHS_EN[month - 1]}`;
}

/** `2027-03-18`, `18 Mar 2027`. */
export function formatDate({ year, month, day }: Pick<CityTime, 'year' | 'month' | 'day'>, language: Language): string {
  return language === 'zh' ? isoDate({ year, month, day }) : `${day} ${MONTHS_EN[month - 1]} ${year}`;
}

/** As data has it, whatever the language. */
export function isoDate({ year, month, day }: Pick<CityTime, 'year' | 'month' | 'day'>): string {
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** An ISO date of a source, `2026-11-20`; what is not one is shown as it came. */
export function formatSourceDate(iso: string, language: Language): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso) ?? [];
  if (!year || language === 'zh') return iso;
  return `${Number(day)} ${MONTHS_EN[Number(month) - 1] ?? month} ${year}`;
}

/** `22:40`, with seconds `21:32:08`. */
export function formatTime(
  { hour, minute, second }: Pick<CityTime, 'hour' | 'minute' | 'second'>,
  withSeconds = false,
): string {
  return `${two(hour)}:${two(minute)}${withSeconds ? `:${two(second)}` : ''}`;
}

/** `2027-03-18 22:40` of the city's clocks. */
export function formatInstant(timeMs: number, zone: string, language: Language): string {
  const time = cityTime(timeMs, zone);
  return `${formatDate(time, language)} ${formatTime(time)}`;
}

/** `UTC+8`, `UTC+5:30`. */
export function zoneText(timeMs: number, zone: string): string {
  const { year, month, day, hour, minute } = cityTime(timeMs, zone);
  const offsetMin = Math.round((Date.UTC(year, month - 1, day, hour, minute) - timeMs) / MS_PER_MIN);
  const sign = offsetMin < 0 ? '\u2212' : '+';
  const size = Math.abs(offsetMin);
  return `UTC${sign}${Math.floor(size / 60)}${size % 60 ? `:${two(size % 60)}` : ''}`;
}
