import type { FeedError } from '../../../../model/sensors/decode.ts';
import type { StreamInfo } from './pipeline.ts';
import type { sensorThings } from './sensor-things.ts';
import { NoSource } from './source.ts';

/** The hub's place in the list of sources. */
export const HUB = 0;

/** Which of the city's streams the hub tells, and under which names. */
export interface HubStreams {
  /** Whether there is a list to go by. */
  isListed(): boolean;
  /** Asks the hub; the former list stands until there is an answer. */
  list(signal: AbortSignal): Promise<void>;
  forget(): void;
  /** Our number of a datastream of the hub's. */
  oursOf(id: string): number | undefined;
  theirsOf(stream: number): string | undefined;
  /** One of the city that another source tells. */
  isElsewhere(id: string): boolean;
  /** Whether all streams of the city are in the list. */
  seesAll(): boolean;
  /** Those of the hub's own that are not in the list; the same object while the list is the same, empty while there is none. */
  unlisted(): Uint32Array;
}

/** `things`: the hub's SensorThings; `empty`: what it means that none of the city's streams is in it. */
export function hubStreams(
  infos: readonly StreamInfo[],
  things: Pick<ReturnType<typeof sensorThings>, 'streams'>,
  empty: () => Promise<FeedError>,
): HubStreams {
  const indexOf = new Map(infos.map(({ id }, index) => [id, index]));
  let ours = new Map<string, number>();
  let theirs = new Map<number, string>();
  let elsewhere = new Set<string>();
  let unlisted = new Uint32Array();
  const size = () => ours.size + elsewhere.size;
  const forget = () => {
    [ours, theirs, elsewhere] = [new Map(), new Map(), new Set()];
    unlisted = new Uint32Array();
  };
  return {
    isListed: () => size() > 0,
    async list(signal) {
      const listedStreams = await things.streams(signal);
      forget();
      for (const { id, code } of listedStreams) {
        const index = indexOf.get(code);
        if (index === undefined) continue;
        if (infos[index].source === HUB) {
          ours.set(id, index);
          theirs.set(index, id);
        } else elsewhere.add(id);
      }
      if (size() === 0) {
        const why = await empty();
        // A city without sensors is listened to all the same: the first may be connected at any time.
        if (infos.length > 0 || why instanceof NoSource) throw why;
      }
      const missing = infos.flatMap(({ source }, index) => (source === HUB && !theirs.has(index) ? [index] : []));
      unlisted = Uint32Array.from(missing);
    },
    forget,
    oursOf: (id) => ours.get(id),
    theirsOf: (stream) => theirs.get(stream),
    isElsewhere: (id) => elsewhere.has(id),
    seesAll: () => size() === infos.length,
    unlisted: () => unlisted,
  };
}
