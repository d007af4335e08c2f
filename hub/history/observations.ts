import { measuredNumber } from '../../model/sensors/measured-value.ts';
import { MAX_TIME_MS } from '../../model/time.ts';
import type { Datastream } from '../sensor-things/catalogue.ts';
import type { Observation } from './history.ts';
import { resultHash } from './history.ts';

/** What came is no observation. */
export class ObservationError extends Error {}

/** It says a time so far ahead that the clock of its sender is wrong, or the hub's own. */
export class ObservationAhead extends ObservationError {}

/** Further ahead than this is a clock that was never set; the page shows what is ahead by less. */
const FUTURE_LIMIT_MS = 86_400_000;

/** No quantity is larger, and the sum of an hour of such results is still a number. */
const MAX_RESULT = 1e300;
/** Deeper lists and objects are no reading, and what turns them into text would run out of its stack. */
const MAX_RESULT_DEPTH = 64;
/** Largest int4, as the catalogue counts. */
const MAX_ID = 2 ** 31 - 1;

interface Reading {
  streams: ReadonlyMap<number, Datastream>;
  nowMs: number;
  retainedSinceMs: number;
  /** A broker had kept it, for who knows how long: without a time of its own it was not measured now. */
  isRetained?: boolean;
}

/**
 * An observation as SensorThings (18-088, 8.2.7) writes it. `datastream` is told by the address it was sent to, or else inside. An interval counts at its end,
 * when its result is known. Of a measured datastream a text that is a number is that number, and any other result but null is refused.
 */
export function readObservation(
  json: unknown,
  datastream: number | null,
  { streams, nowMs, retainedSinceMs, isRetained = false }: Reading,
): Observation {
  const said = (place: string, expected: string, got: unknown) =>
    `Observation: ${place}: expected ${expected}, got ${shown(got)}`;
  const wrong = (place: string, expected: string, got: unknown) => new ObservationError(said(place, expected, got));
  if (!isRecord(json)) throw wrong('body', 'an object', json);
  const inside = isRecord(json.Datastream) ? json.Datastream['@iot.id'] : undefined;
  const id = datastream ?? inside;
  const stream = typeof id === 'number' ? streams.get(id) : undefined;
  if (!stream) throw wrong('Datastream/@iot.id', 'the id of a datastream', id);
  const { phenomenonTime, resultTime = null, FeatureOfInterest: feature } = json;
  if (json.result === undefined) throw wrong('result', 'a value', json.result);
  const result = stream.isMeasured && json.result !== null ? measuredNumber(json.result) : json.result;
  if (result === null && json.result !== null)
    throw wrong('result', 'a number, as the datastream measures', json.result);
  if (typeof result === 'number' && !(Math.abs(result) <= MAX_RESULT))
    throw wrong('result', `a value within ±${MAX_RESULT}`, result);
  for (const place of ['result', ...MORE]) {
    const expected = refusalOf(json[place]);
    if (expected) throw wrong(place, expected, json[place]);
  }
  if (phenomenonTime === undefined && isRetained)
    throw wrong('phenomenonTime', 'a time in a message that the broker had retained', phenomenonTime);
  const [begin, end = begin, ...rest] = phenomenonTime === undefined ? [nowMs] : readTimes(phenomenonTime);
  if (!isTime(begin) || !isTime(end) || end < begin || rest.length > 0)
    throw wrong('phenomenonTime', 'an ISO 8601 time or interval', phenomenonTime);
  if (end > nowMs + FUTURE_LIMIT_MS)
    throw new ObservationAhead(said('phenomenonTime', 'at most a day ahead', phenomenonTime));
  if (end < retainedSinceMs)
    throw wrong(
      'phenomenonTime',
      `a time since ${isoTime(retainedSinceMs)}, before which the hub has forgotten`,
      phenomenonTime,
    );
  const [resultMs] = resultTime === null ? [null] : resultTime === phenomenonTime ? [end] : readTimes(resultTime);
  if (resultMs !== null && !isTime(resultMs)) throw wrong('resultTime', 'an ISO 8601 time', resultTime);
  const featureId = isRecord(feature) ? feature['@iot.id'] : undefined;
  if (feature !== undefined && !isId(featureId)) throw wrong('FeatureOfInterest', 'an @iot.id', feature);
  const observation: Observation = {
    datastream: stream.id,
    phenomenonMs: end,
    resultMs,
    receivedMs: nowMs,
    result: result as Observation['result'],
    feature: typeof featureId === 'number' ? featureId : stream.feature,
  };
  if (end !== begin) observation.phenomenonBeginMs = begin;
  const more = Object.fromEntries(MORE.filter((key) => json[key] !== undefined).map((key) => [key, json[key]]));
  if (Object.keys(more).length > 0) observation.more = more;
  return observation;
}

const MORE = ['resultQuality', 'validTime', 'parameters'];

/** What a value would have to be for the database to keep it as it came; null where it can. Without recursion, since it may be deep. */
export function refusalOf(value: unknown): string | null {
  const left: { part: unknown; depth: number }[] = [{ part: value, depth: 0 }];
  for (let next = left.pop(); next; next = left.pop()) {
    const { part, depth } = next;
    // PostgreSQL's text holds no NUL, and its UTF-8 no half of a pair.
    if (typeof part === 'string' && /[\0\p{Surrogate}]/u.test(part)) return 'text without NUL and lone surrogates';
    if (typeof part === 'number' && !Number.isFinite(part)) return 'numbers below 1.8e308';
    if (typeof part !== 'object' || part === null) continue;
    if (depth === MAX_RESULT_DEPTH) return `at most ${MAX_RESULT_DEPTH} lists and objects in each other`;
    for (const [key, inner] of Object.entries(part))
      left.push({ part: inner, depth: depth + 1 }, { part: key, depth: depth + 1 });
  }
  return null;
}

function isId(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(value as number) <= MAX_ID;
}

/** The beginning of what came; what cannot be kept is not written out either. */
function shown(got: unknown): string {
  if (typeof got === 'object' && got !== null && refusalOf(got)) return Array.isArray(got) ? 'a list' : 'an object';
  return (JSON.stringify(got) ?? 'nothing').slice(0, 100);
}

/** As it is told to subscribers: what a GET would answer, without its links. */
export function observationJson(observation: Observation): string {
  const { datastream, phenomenonMs, phenomenonBeginMs, resultMs, result, more } = observation;
  return JSON.stringify({
    '@iot.id': observationId(observation),
    phenomenonTime:
      phenomenonBeginMs === undefined
        ? isoTime(phenomenonMs)
        : `${isoTime(phenomenonBeginMs)}/${isoTime(phenomenonMs)}`,
    resultTime: resultMs === null ? null : isoTime(resultMs),
    result,
    ...more,
    Datastream: { '@iot.id': datastream },
  });
}

/** The key itself: a duplicate has the same id, and no sequence is kept. */
export function observationId(
  observation: Pick<Observation, 'datastream' | 'phenomenonMs' | 'phenomenonBeginMs' | 'result'>,
): string {
  const { datastream, phenomenonMs } = observation;
  return `${datastream}-${phenomenonMs}-${(resultHash(observation) >>> 0).toString(16)}`;
}

/** The MQTT topic of a datastream's observations after OGC SensorThings 1.1 (18-088, clause 14). */
export function observationTopic(datastream: number): string {
  return `v1.1/Datastreams(${datastream})/Observations`;
}

/** An instant as ISO 8601 in UTC, with milliseconds. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** The instants of an ISO 8601 time or interval; what is none is not a number. */
export function readTimes(value: unknown): number[] {
  if (typeof value !== 'string' || value.length > 100) return [Number.NaN];
  return value.split('/').map(readTime);
}

/** ISO 8601 with a date, a time and a zone; without a zone the same words mean another instant on another machine. */
export function readTime(text: string): number {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
}

/** Tells whether a JavaScript date can hold an instant. */
function isTime(ms: number): boolean {
  return Math.abs(ms) <= MAX_TIME_MS;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
