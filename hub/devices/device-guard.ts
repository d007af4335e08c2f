import { REFUSED_TOPIC } from '../../model/hub/topics.ts';
import { CREATION, type Ingest } from '../history/ingest.ts';
import type { AccessPolicy } from '../hub.ts';
import type { Places } from '../sensor-things/places.ts';
import type { Source } from './devices.ts';

type OwnerOf = Pick<Places, 'deviceOf'>;

/** Whether a source may bring readings of a datastream: a device of its own, a gateway of all. */
export function mayBring(source: Source | undefined, datastream: number, places: OwnerOf): boolean {
  if (source?.kind === 'gateway') return true;
  return source !== undefined && places.deviceOf(datastream) === source.id;
}

/**
 * At the broker a device says what its own sensors measured and what it did, and hears what it is told; a gateway brings the readings of
 * all, and neither hears nor says a word that is a device's.
 */
export function openDeviceGuard(
  places: OwnerOf,
  topics: Pick<Ingest['topics'], 'get'>,
): Pick<AccessPolicy, 'allows' | 'mayReceive'> {
  const isOwnTopic = (source: Source, topic: string) => {
    const own = topics.get(topic);
    return own !== undefined && mayBring(source, own.datastream, places);
  };
  const isOwnStream = (source: Source, topic: string) => {
    const [, id] = CREATION.exec(topic) ?? [];
    return id !== undefined && mayBring(source, Number(id), places);
  };
  const mayPublish = (source: Source, topic: string) => {
    if (isOwnTopic(source, topic)) return true;
    if (source.kind === 'gateway') return CREATION.test(topic);
    return (
      topic === `devices/${source.id}/answer` || topic === `devices/${source.id}/state` || isOwnStream(source, topic)
    );
  };
  const mayHear = (source: Source, topic: string) => {
    if (topic === REFUSED_TOPIC) return true;
    if (source.kind === 'gateway') return topic.startsWith('v1.1/');
    return topic === `devices/${source.id}/set` || isOwnStream(source, topic);
  };
  return {
    allows({ source }, verb, topic) {
      if (!source) return false;
      return verb === 'publish' ? mayPublish(source, topic) : mayHear(source, topic);
    },
    mayReceive: ({ source }, { topic }) => source !== undefined && mayHear(source, topic),
  };
}
