import { MAX_TIME_MS } from '../../model/time.ts';
import { readTime } from '../history/observations.ts';
import { QueryError } from './query-error.ts';

/** A time as a filter writes it: an instant, or two with a slash between. */
export type TimeLiteral = { kind: 'time'; ms: number } | { kind: 'interval'; beginMs: number; endMs: number };

/** The instant of an ISO 8601 time with its zone; another text is an error. */
export function instantOf(text: string): number {
  const ms = readTime(text);
  if (!Number.isFinite(ms)) throw new QueryError(`expected an ISO 8601 time, got '${text.slice(0, 60)}'`);
  return ms;
}

/** Reads an instant, an interval or, at its first instant (UTC), a date. */
export function timeLiteral(text: string): TimeLiteral {
  const [begin, end, ...rest] = text.split('/').map((part) => instantOf(DATE.test(part) ? `${part}T00:00:00Z` : part));
  if (end === undefined) return { kind: 'time', ms: begin };
  if (rest.length > 0 || end < begin)
    throw new QueryError(`expected an interval that ends after it begins, got '${text.slice(0, 80)}'`);
  return { kind: 'interval', beginMs: begin, endMs: end };
}

const DATE = /^\d{4}-\d\d-\d\d$/;

const DURATION =
  /^(?<sign>[+-]?)P(?=.)(?:(?<weeks>\d+)W)?(?:(?<days>\d+)D)?(?:T(?=.)(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+(?:\.\d+)?)S)?)?$/;

/** Milliseconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds: months and years have no fixed length, and are refused. */
export function durationMs(text: string): number {
  const parts = DURATION.exec(text.trim())?.groups;
  if (!parts)
    throw new QueryError(
      `duration: expected days, hours, minutes and seconds such as 'P1DT2H', got '${text.slice(0, 60)}'`,
    );
  const [weeks, days, hours, minutes, seconds] = ['weeks', 'days', 'hours', 'minutes', 'seconds'].map((name) =>
    Number(parts[name] ?? 0),
  );
  const ms = Math.round(1000 * (seconds + 60 * (minutes + 60 * (hours + 24 * (days + 7 * weeks)))));
  if (ms > MAX_TIME_MS) throw new QueryError(`duration: expected less than 270,000 years, got '${text.slice(0, 60)}'`);
  return parts.sign === '-' ? -ms : ms;
}
