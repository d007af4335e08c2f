import type { LonLat } from '../../model/geo/lon-lat.ts';
import {
  ACTS_TOPIC,
  ALARMS_TOPIC,
  CASES_TOPIC,
  COMMANDS_TOPIC,
  INCIDENTS_TOPIC,
  KINDS_TOPIC,
  RESPONSE_PLANS_TOPIC,
  SENSORS_TOPIC,
} from '../../model/hub/topics.ts';
import type { Place } from '../accounts/scope.ts';
import type { Message } from '../hub.ts';
import type { Places } from '../sensor-things/places.ts';

const OBSERVATION = /^v1\.1\/Datastreams\((\d{1,9})\)\/Observations$/;

/** Where in the city a message of the bus speaks of; null: it says none, and is for those who hear everything. */
export function placeOfMessage({ topic, payload }: Message, places: Places): Place | null {
  const datastream = OBSERVATION.exec(topic)?.[1];
  if (datastream !== undefined) return places.ofDatastream(Number(datastream));
  const messageBody = objectOf(payload);
  if (messageBody === null) return null;
  switch (topic) {
    case ACTS_TOPIC:
    case ALARMS_TOPIC:
      return typeof messageBody.key === 'string' ? places.ofAlarm(messageBody.key) : null;
    case COMMANDS_TOPIC:
      return typeof messageBody.device === 'string' ? places.ofObject(messageBody.device) : null;
    case CASES_TOPIC:
    case INCIDENTS_TOPIC:
      return placeOfCase(messageBody, places);
    default:
      return null;
  }
}

/** Returns the place of what a case is about: the sensor of its alarm, else its object, else the point on the map. */
export function placeOfCase(
  { alarm, object, place }: { alarm?: unknown; object?: unknown; place?: unknown },
  places: Places,
): Place {
  if (typeof alarm === 'string') return places.ofAlarm(alarm);
  return places.ofObject(String(object), place as LonLat | null);
}

const FOR_ALL = new Set([KINDS_TOPIC, SENSORS_TOPIC, RESPONSE_PLANS_TOPIC]);

/** Messages that speak of no place and hold nothing but that something is to be read again. */
export function isForAll({ topic }: Pick<Message, 'topic'>): boolean {
  return FOR_ALL.has(topic);
}

function objectOf(payload: Buffer): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(payload.toString('utf8'));
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
