import type { Taken } from '../broker/bus.ts';
import type { HubClock } from '../clock.ts';
import type { Bus, Message } from '../hub.ts';
import { readOwnMessage } from '../own-sensors/own-message.ts';
import type { Datastream } from '../sensor-things/catalogue.ts';
import { inSlices } from '../slices.ts';
import { HubUnready } from '../unready.ts';
import { type History, type Observation, RowsRefused } from './history.ts';
import {
  ObservationAhead,
  ObservationError,
  observationJson,
  observationTopic,
  readObservation,
} from './observations.ts';

/** Called with what has just become durable; `isLive`: it was measured now, and is no past that came beside. */
type IngestListener = (observations: readonly Observation[], isLive: boolean) => void;

/** What comes on a topic of its own: whose readings they are, and where in a message of JSON the value stands. */
interface OwnTopic {
  datastream: number;
  valuePath?: string | undefined;
}

/** The one way by which observations enter, whoever brings them: read, written to history, judged, published to subscribers. */
export interface Ingest {
  /** Resolves when all are durable and told; with `RowsRefused` the others are. Where the broker is away they are durable all the same; readers fill the gap from history. */
  bring(observations: readonly Observation[]): Promise<void>;
  /** Reads one as SensorThings writes it; the datastream by the address it came to, or null. `isRetained`: a broker had kept it. */
  read(json: unknown, datastream: number | null, isRetained?: boolean): Observation;
  /** A device's message, if its topic is one of creation: its place among the subscribers' messages is taken by the observation as written. */
  take(message: Message): Promise<Taken> | null;
  /** What loggers hold of the time before: durable and judged, but no news for subscribers. */
  bringPast(observations: readonly Observation[]): Promise<void>;
  /** The listener is called in the hot path and must be quick; returns what ends it. */
  follow(listener: IngestListener): () => void;
  /** Topics of their own on which users' sensors speak. */
  readonly topics: Map<string, OwnTopic>;
  /** Grows with the catalogue. */
  readonly streams: Map<number, Datastream>;
  /** Written, but not told: the broker was away. */
  readonly unpublished: number;
}

/** Whether it is what was sent that is at fault: it is refused for good, and sending it again would change nothing. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ObservationError || error instanceof RowsRefused;
}

/** Observations that are judged and told before others have their turn. */
const SLICE_OBSERVATIONS = 500;

/** `v1.1/Observations` and `v1.1/Datastreams(<id>)/Observations` (18-088, 14.2.1). */
export const CREATION = /^v1\.1\/(?:Datastreams\((\d{1,9})\)\/)?Observations$/;

/** Opens the way of observations into the store: they are checked, written, and only then published on the bus. */
export function openIngest(
  history: History,
  streams: Map<number, Datastream>,
  bus: () => Bus,
  clock: HubClock,
): Ingest {
  const read: Ingest['read'] = (json, datastream, isRetained = false) => {
    const nowMs = clock.nowMs();
    const { retainedSinceMs } = history;
    const since = retainedSinceMs <= nowMs ? retainedSinceMs : Number.NEGATIVE_INFINITY;
    try {
      return readObservation(json, datastream, { streams, nowMs, retainedSinceMs: since, isRetained });
    } catch (error) {
      const problem = error instanceof ObservationAhead ? clock.whyAhead() : null;
      // Where the clock is wrong, the reading is not: its sender keeps it until the clock is set.
      throw problem ? new HubUnready(problem) : error;
    }
  };
  let unpublished = 0;
  const topics = new Map<string, OwnTopic>();
  const readMessage = ({ topic, payload, isRetained }: Message): Observation => {
    const own = topics.get(topic);
    if (own) return read(readOwnMessage(payload, own.valuePath), own.datastream, isRetained);
    const [, datastream] = CREATION.exec(topic) ?? [];
    return read(parseJson(payload), datastream === undefined ? null : Number(datastream), isRetained);
  };
  const listeners = new Set<IngestListener>();
  const judge: IngestListener = (observations, isLive) => {
    for (const listener of listeners) listener(observations, isLive);
  };
  const publishObservation = (observation: Observation) =>
    bus()
      .publish(observationTopic(observation.datastream), observationJson(observation))
      .catch(() => {
        unpublished++;
      });
  return {
    streams,
    topics,
    read,
    get unpublished() {
      return unpublished;
    },
    async bring(observations) {
      const { taken, refused } = await writeAll(history, observations);
      await inSlices(taken, SLICE_OBSERVATIONS, (slice) => {
        judge(slice, true);
        return Promise.all(slice.map(publishObservation));
      });
      if (refused) throw refused;
    },
    async bringPast(observations) {
      const { taken, refused } = await writeAll(history, observations);
      await inSlices(taken, SLICE_OBSERVATIONS, (slice) => judge(slice, false));
      if (refused) throw refused;
    },
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    take(message) {
      if (!CREATION.test(message.topic) && !topics.has(message.topic)) return null;
      return (async () => {
        const observation = readMessage(message);
        await history.write([observation]);
        judge([observation], true);
        return { topic: observationTopic(observation.datastream), text: () => observationJson(observation) };
      })();
    },
  };
}

/** What is durable after a write, and what was refused for what it is. */
async function writeAll(
  history: History,
  observations: readonly Observation[],
): Promise<{ taken: readonly Observation[]; refused: RowsRefused | null }> {
  try {
    await history.write(observations);
    return { taken: observations, refused: null };
  } catch (error) {
    if (!(error instanceof RowsRefused)) throw error;
    return { taken: observations.filter((one) => !error.reasons.has(one)), refused: error };
  }
}

function parseJson(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    throw new ObservationError(`Observation: expected JSON, got ${payload.toString('utf8', 0, 40)}`);
  }
}
