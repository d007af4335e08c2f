import { HOURS_PER_DAY, MS_PER_MIN } from '../time.ts';

const CLOCK = /(?:^|[T\s日])(\d{1,2})(?::\d{2}|\s*[时点]|\s*[-–—~至到]|$)/;

/** Hour of the day, 0 to 23, of a cell: a number, `08:00`, `7-8`, `8时`, or an instant with a clock; null: it tells none. */
export function hourOf(cell: string | number | null): number | null {
  if (cell === null) return null;
  const text = String(cell).normalize('NFKC').trim();
  const found = CLOCK.exec(text);
  const hour = found ? Number(found[1]) : Number.NaN;
  return hour >= 0 && hour <= HOURS_PER_DAY ? hour % HOURS_PER_DAY : null;
}

const INSTANT = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]*(\d{1,2})(?::|时)(\d{1,2})?)?/;

/** Minutes since 1970 on the city's own clock of a day or an instant as tables write it, `2024-03-05 08:30`; null: it is none. */
export function localMinutesOf(cell: string | number | null): number | null {
  if (cell === null) return null;
  const found = INSTANT.exec(String(cell).normalize('NFKC').trim());
  if (!found) return null;
  const [year, month, day, hour, minute] = found.slice(1).map((part) => Number(part ?? 0));
  return Date.UTC(year, month - 1, day, hour, minute) / MS_PER_MIN;
}

/** Whether a cell names a whole day: what lasts until a day lasts to its end. */
export const isWholeDay = (cell: string | number | null): boolean =>
  cell !== null && /^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?$/.test(String(cell).normalize('NFKC').trim());
