import { HOURS_PER_DAY, MIN_PER_H, S_PER_H, S_PER_MIN } from './time.ts';

/** `08:30:00`, as clocks show a second of a day; those of the next day begin at 00:00 again. */
export function clockOfDay(secondOfDay: number): string {
  const second = Math.floor(secondOfDay);
  const parts = [
    Math.floor(second / S_PER_H) % HOURS_PER_DAY,
    Math.floor(second / S_PER_MIN) % MIN_PER_H,
    second % S_PER_MIN,
  ];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** Reads hours of a day, as the number 8.5 or as the text 8:30; null: neither. */
export function hoursOfDay(cell: string | number): number | null {
  const clock = typeof cell === 'string' ? /^(\d{1,2})[:：](\d{2})(?::\d{2})?$/.exec(cell.trim()) : null;
  const plain = typeof cell === 'number' || cell.trim() !== '' ? Number(cell) : Number.NaN;
  const hours = clock ? Number(clock[1]) + Number(clock[2]) / MIN_PER_H : plain;
  return Number.isFinite(hours) && hours >= 0 && hours <= HOURS_PER_DAY ? hours : null;
}
