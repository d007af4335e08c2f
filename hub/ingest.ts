import type { Taken } from './bus.ts';
import type { Datastream } from './catalogue.ts';
import type { History, Observation } from './history.ts';
import type { Bus, Message } from './hub.ts';
import { ObservationError, observationJson, observationTopic, readObservation } from './observations.ts';

/** The one way by which observations enter, whoever brings them: read, written to history, told to subscribers. */
export interface Ingest {
  /** Resolves when all are durable and told. Where the broker is away they are durable all the same; readers fill the gap from history. */
  bring(observations: readonly Observation[]): Promise<void>;
  /** Reads one as SensorThings writes it; the datastream by the address it came to, or null. */
  read(json: unknown, datastream: number | null): Observation;
  /** A device's message, if its topic is one of creation: its place among the subscribers' messages is taken by the observation as written. */
  take(message: Message): Promise<Taken> | null;
  /** Grows with the catalogue. */
  readonly streams: Map<number, Datastream>;
  /** Written, but not told: the broker was away. */
  readonly untold: number;
}

/** `v1.1/Observations` and `v1.1/Datastreams(<id>)/Observations` (18-088, 14.2.1). */
const CREATION = /^v1\.1\/(?:Datastreams\((\d{1,9})\)\/)?Observations$/;

export function openIngest(
  history: History,
  streams: Map<number, Datastream>,
  bus: () => Bus,
  nowMs: () => number,
): Ingest {
  const read: Ingest['read'] = (json, datastream) =>
    readObservation(json, datastream, { streams, nowMs: nowMs(), keptSinceMs: history.keptSinceMs });
  let untold = 0;
  const tell = (observation: Observation) =>
    bus()
      .publish(observationTopic(observation.datastream), observationJson(observation))
      .catch(() => {
        untold++;
      });
  return {
    streams,
    read,
    get untold() {
      return untold;
    },
    async bring(observations) {
      await history.write(observations);
      await Promise.all(observations.map(tell));
    },
    take({ topic, payload }) {
      const found = CREATION.exec(topic);
      if (!found) return null;
      return (async () => {
        const observation = read(parseJson(payload), found[1] === undefined ? null : Number(found[1]));
        await history.write([observation]);
        return { topic: observationTopic(observation.datastream), text: () => observationJson(observation) };
      })();
    },
  };
}

export function parseJson(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    throw new ObservationError(`Observation: expected JSON, got ${payload.toString('utf8', 0, 40)}`);
  }
}
