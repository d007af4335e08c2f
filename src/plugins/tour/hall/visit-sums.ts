import type { HourVisits } from '../../../../model/halls/hall.ts';

interface DayVisits extends Omit<HourVisits, 'hour'> {
  /** `2026-11-25`. */
  readonly day: string;
}

/** Sums of days, the newest first. */
export function visitsByDay(hours: readonly HourVisits[]): DayVisits[] {
  const days = new Map<string, DayVisits>();
  for (const { hour, takeOvers, tours, zh, en } of hours) {
    const day = hour.slice(0, 10);
    const sum = days.get(day) ?? { day, takeOvers: 0, tours: 0, zh: 0, en: 0 };
    days.set(day, {
      day,
      takeOvers: sum.takeOvers + takeOvers,
      tours: sum.tours + tours,
      zh: sum.zh + zh,
      en: sum.en + en,
    });
  }
  return [...days.values()].sort((a, b) => (a.day < b.day ? 1 : -1));
}

/** One line an hour, the oldest first. */
export function csvOfVisits(hours: readonly HourVisits[], heads: readonly string[]): string {
  const rows = [...hours].sort((a, b) => (a.hour < b.hour ? -1 : 1));
  const lines = rows.map(({ hour, takeOvers, tours, zh, en }) => [`${hour}:00`, takeOvers, tours, zh, en].join(','));
  return `${[heads.join(','), ...lines].join('\r\n')}\r\n`;
}
