import { measuredNumber } from '../../model/sensors/measured-value.ts';
import { jsonText } from '../../model/text/json-text.ts';
import { MAX_TIME_MS } from '../../model/time.ts';
import { ObservationError, readTimes } from '../history/observations.ts';

const PATH_STEPS = /\./;
/** Names under which devices send the value and its time where nobody said which; the standard's own first. */
const VALUE_NAMES = ['result', 'value'];
const TIME_NAMES = ['phenomenonTime', 'time', 'timestamp', 'ts'];
/** Below this a number of a time is seconds: in milliseconds it would be of 1973. */
const SECONDS_BELOW = 1e11;

/**
 * A message of a device that speaks on a topic of its own, as an observation of SensorThings: a bare number (`3.2`), or JSON with the value
 * under `result` or `value` or where `path` says, and its time where it tells one (ISO 8601 or Unix); else it is measured now.
 */
export function readOwnMessage(payload: Buffer, path?: string): Record<string, unknown> {
  const text = payload.toString('utf8').trim();
  const json = measuredNumber(text) ?? jsonOf(text);
  if (!isRecord(json)) {
    const bare = measuredNumber(json);
    if (bare === null) throw wrong('message', 'a number or a JSON object', text);
    return { result: bare };
  }
  const value = path === undefined ? namedIn(json, VALUE_NAMES) : follow(json, path);
  const result = measuredNumber(value);
  if (result === null) throw wrong(path ?? VALUE_NAMES.join(' or '), 'a number', value);
  const time = namedIn(json, TIME_NAMES);
  return { result, ...(time !== undefined && { phenomenonTime: isoOf(time) }) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong('message', 'a number or JSON', text);
  }
}

function follow(json: unknown, path: string): unknown {
  return path
    .split(PATH_STEPS)
    .reduce<unknown>((at, name) => (isRecord(at) && Object.hasOwn(at, name) ? at[name] : undefined), json);
}

function namedIn(json: Record<string, unknown>, names: readonly string[]): unknown {
  const name = names.find((one) => Object.hasOwn(json, one));
  return name === undefined ? undefined : json[name];
}

function isoOf(time: unknown): string {
  if (typeof time === 'number' && Number.isFinite(time)) {
    const ms = time < SECONDS_BELOW ? 1000 * time : time;
    if (Math.abs(ms) <= MAX_TIME_MS) return new Date(ms).toISOString();
  }
  if (typeof time === 'string' && !readTimes(time).some(Number.isNaN)) return time;
  throw wrong('time', 'an ISO 8601 time with its zone, or a Unix time', time);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(place: string, expected: string, got: unknown): ObservationError {
  return new ObservationError(`${place}: expected ${expected}, got ${jsonText(got).slice(0, 100)}`);
}
