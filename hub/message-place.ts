import type { LonLat } from '../src/geo/lon-lat.ts';
import type { Message } from './hub.ts';
import type { Places } from './places.ts';
import type { Place } from './scope.ts';

const OBSERVATION = /^v1\.1\/Datastreams\((\d{1,9})\)\/Observations$/;

/** Where in the city a message of the bus speaks of; null: it says none, and is for those who hear everything. */
export function placeOfMessage({ topic, payload }: Message, places: Places): Place | null {
  const datastream = OBSERVATION.exec(topic)?.[1];
  if (datastream !== undefined) return places.ofDatastream(Number(datastream));
  const told = objectOf(payload);
  if (told === null) return null;
  if (topic === 'shapan/alarms/acts') return typeof told.key === 'string' ? places.ofAlarm(told.key) : null;
  if (topic === 'shapan/commands/state') return typeof told.device === 'string' ? places.ofObject(told.device) : null;
  if (topic === 'shapan/cases/state') return placeOfCase(told, places);
  return null;
}

/** Of what a case is about: the sensor of its alarm, else its object, else the point on the map. */
export function placeOfCase(
  { alarm, object, place }: { alarm?: unknown; object?: unknown; place?: unknown },
  places: Places,
): Place {
  if (typeof alarm === 'string') return places.ofAlarm(alarm);
  return places.ofObject(String(object), place as LonLat | null);
}

function objectOf(payload: Buffer): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(payload.toString('utf8'));
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
