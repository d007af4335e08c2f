import type { Datastream } from '../sensor-things/catalogue.ts';
import type { Observation } from './history.ts';
import { resultHash } from './history.ts';

/** What came is no observation. */
export class ObservationError extends Error {}

/** Further ahead than this is a clock that was never set; the page shows what is ahead by less. */
const FUTURE_LIMIT_MS = 86_400_000;

interface Reading {
  streams: ReadonlyMap<number, Datastream>;
  nowMs: number;
  retainedSinceMs: number;
}

/** An observation as SensorThings (18-088, 8.2.7) writes it. `datastream` is told by the address it was sent to, or else inside. */
export function readObservation(
  json: unknown,
  datastream: number | null,
  { streams, nowMs, retainedSinceMs }: Reading,
): Observation {
  const wrong = (place: string, expected: string, got: unknown) =>
    new ObservationError(
      `Observation: ${place}: expected ${expected}, got ${(JSON.stringify(got) ?? 'nothing').slice(0, 100)}`,
    );
  if (!isRecord(json)) throw wrong('body', 'an object', json);
  const inside = isRecord(json.Datastream) ? json.Datastream['@iot.id'] : undefined;
  const id = datastream ?? inside;
  const stream = typeof id === 'number' ? streams.get(id) : undefined;
  if (!stream) throw wrong('Datastream/@iot.id', 'the id of a datastream', id);
  const { phenomenonTime, resultTime = null, result, FeatureOfInterest: feature } = json;
  if (result === undefined || (typeof result === 'number' && !Number.isFinite(result)))
    throw wrong('result', 'a value', result);
  const [begin, end] = phenomenonTime === undefined ? [nowMs] : readTimes(phenomenonTime);
  if (!isTime(begin) || (end !== undefined && (!isTime(end) || end < begin)))
    throw wrong('phenomenonTime', 'an ISO 8601 time or interval', phenomenonTime);
  if (begin > nowMs + FUTURE_LIMIT_MS) throw wrong('phenomenonTime', 'at most a day ahead', phenomenonTime);
  if (begin < retainedSinceMs)
    throw wrong(
      'phenomenonTime',
      `a time since ${isoTime(retainedSinceMs)}, before which the hub has forgotten`,
      phenomenonTime,
    );
  const [resultMs] = resultTime === null ? [null] : resultTime === phenomenonTime ? [begin] : readTimes(resultTime);
  if (resultMs !== null && !isTime(resultMs)) throw wrong('resultTime', 'an ISO 8601 time', resultTime);
  const featureId = isRecord(feature) ? feature['@iot.id'] : undefined;
  if (feature !== undefined && !Number.isInteger(featureId)) throw wrong('FeatureOfInterest', 'an @iot.id', feature);
  const observation: Observation = {
    datastream: stream.id,
    phenomenonMs: begin,
    resultMs,
    receivedMs: nowMs,
    result: result as Observation['result'],
    feature: typeof featureId === 'number' ? featureId : stream.feature,
  };
  if (end !== undefined) observation.phenomenonEndMs = end;
  const more = Object.fromEntries(
    ['resultQuality', 'validTime', 'parameters']
      .filter((key) => json[key] !== undefined)
      .map((key) => [key, json[key]]),
  );
  if (Object.keys(more).length > 0) observation.more = more;
  return observation;
}

/** As it is told to subscribers: what a GET would answer, without its links. */
export function observationJson(observation: Observation): string {
  const { datastream, phenomenonMs, phenomenonEndMs, resultMs, result, more } = observation;
  return JSON.stringify({
    '@iot.id': observationId(observation),
    phenomenonTime:
      phenomenonEndMs === undefined ? isoTime(phenomenonMs) : `${isoTime(phenomenonMs)}/${isoTime(phenomenonEndMs)}`,
    resultTime: resultMs === null ? null : isoTime(resultMs),
    result,
    ...more,
    Datastream: { '@iot.id': datastream },
  });
}

/** The key itself: a duplicate has the same id, and no sequence is kept. */
export function observationId({
  datastream,
  phenomenonMs,
  result,
}: Pick<Observation, 'datastream' | 'phenomenonMs' | 'result'>): string {
  return `${datastream}-${phenomenonMs}-${(resultHash(result) >>> 0).toString(16)}`;
}

/** The MQTT topic of a datastream's observations after OGC SensorThings 1.1 (18-088, clause 14). */
export function observationTopic(datastream: number): string {
  return `v1.1/Datastreams(${datastream})/Observations`;
}

/** An instant as ISO 8601 in UTC, with milliseconds. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

function readTimes(value: unknown): number[] {
  if (typeof value !== 'string' || value.length > 100) return [Number.NaN];
  return value.split('/').map(readTime);
}

/** ISO 8601 with a date, a time and a zone; without a zone the same words mean another instant on another machine. */
export function readTime(text: string): number {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
}

/** What a JavaScript date can say. */
function isTime(ms: number): boolean {
  return Math.abs(ms) <= 8.64e15;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
