import { DAY_MIN, ScheduleError } from '../schedule.ts';
import { decodeWindows1252 } from '../windows-1252.ts';

/** Of one schedule file; P6's largest exports seen are a third of it. */
const MOST_BYTES = 128e6;

/** A file's text in the encoding that it has: its byte order mark's, else UTF-8 if it is that, else Windows-1252, as old P6 wrote. */
export function decodeText(bytes: Uint8Array, file: string): string {
  if (bytes.length > MOST_BYTES)
    throw new ScheduleError(`${file}: expected at most ${MOST_BYTES / 1e6} MB, got ${Math.round(bytes.length / 1e6)}`);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return decodeWindows1252(bytes);
  }
}

/** `2015-02-18T08:00:00`, `2015-02-18 08:00` or a date alone, as the project's wall clock; null where it is none. */
export function minuteOf(text: string): number | null {
  const parts = /^(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?(?:Z|[+-]\d\d:?\d\d)?$/.exec(
    text.trim(),
  );
  if (!parts) return null;
  const [year, month, day, hour = 0, minute = 0, second = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59) return null;
  return Math.floor(Date.UTC(year, month - 1, day, hour, minute, second) / 60_000);
}

/** `2015-02-18T08:00:00`: how schedule files write an instant. */
export const isoOf = (min: number): string => new Date(min * 60_000).toISOString().slice(0, 19);

export const dayOf = (min: number): number => Math.floor(min / DAY_MIN);

/** `08:00`, `08:00:00` or `08:00:00.000` as minutes after midnight; null where it is none. */
export function timeOfDay(text: string): number | null {
  const parts = /^(\d\d?):(\d\d)(?::(\d\d))?/.exec(text.trim());
  if (!parts) return null;
  const minutes = Number(parts[1]) * 60 + Number(parts[2]);
  return minutes <= DAY_MIN ? minutes : null;
}
