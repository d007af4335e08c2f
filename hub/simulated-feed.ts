import { readFile } from 'node:fs/promises';
import type { CitySensor, CityStream } from '../src/city/sensors.ts';
import { chance, numberOf } from './chance.ts';
import type { History, Observation } from './history.ts';
import type { Hub } from './hub.ts';
import type { Ingest } from './ingest.ts';
import { type Recorded, recordedBetween } from './recorded-feed.ts';
import { type DrainNode, type SimulatedCity, simulatedValue } from './simulated-city.ts';

/** A stream as it is simulated: what it measures, its number in the catalogue, when it ticks. */
export interface SimulatedStream {
  thing: CitySensor;
  stream: CityStream;
  datastream: number;
  feature: number;
}

/** How much goes wrong on the way, each as the chance of it for one observation, or for one sensor. */
export interface Faults {
  lost: number;
  twice: number;
  /** Held back by up to `heldS`, so that a later one passes it. */
  held: number;
  heldS: number;
  /** Sensors that fall silent now and then, for half an hour. */
  silent: number;
  /** Sensors that drift, by up to a fifth of what they read in a day. */
  drifting: number;
  /** Sensors whose clock is wrong, by up to `skewS`. */
  skewed: number;
  skewS: number;
}

export const NO_FAULTS: Faults = { lost: 0, twice: 0, held: 0, heldS: 0, silent: 0, drifting: 0, skewed: 0, skewS: 0 };

/** Of the demo city: seldom enough that the city is readable, often enough that each is seen within an hour. */
export const CITY_FAULTS: Faults = {
  lost: 0.005,
  twice: 0.01,
  held: 0.01,
  heldS: 8,
  silent: 0.02,
  drifting: 0.005,
  skewed: 0.04,
  skewS: 3,
};

export interface FeedMessage {
  sendMs: number;
  observation: Observation;
}

/** Between a measurement and its message: the device's radio and its gateway. */
const WAY_MS = 250;

const SILENT_MS = 1_800_000;
const DAY_MS = 86_400_000;

/**
 * What the city's sensors send from one instant to another, in the order of sending: a function of seed and time, without memory, so that
 * the same hour gives the same messages again, in whatever pieces it is asked for.
 */
export function messagesBetween(
  city: SimulatedCity,
  faults: Faults,
  streams: readonly SimulatedStream[],
  fromMs: number,
  toMs: number,
): FeedMessage[] {
  const found: FeedMessage[] = [];
  const heldMs = faults.heldS * 1000;
  for (const one of streams) {
    const number = numberOf(one.stream.id);
    const pick = (which: number, tick = 0) => chance(city.seed, number, which, tick);
    const cadenceMs = one.stream.cadenceS * 1000;
    const phaseMs = Math.floor(pick(1) * cadenceMs);
    const skewMs = pick(2) < faults.skewed ? Math.round((2 * pick(3) - 1) * faults.skewS * 1000) : 0;
    const driftPerDay = pick(4) < faults.drifting ? 0.2 * (2 * pick(5) - 1) : 0;
    const first = Math.ceil((fromMs - WAY_MS - 2 * heldMs - phaseMs) / cadenceMs);
    for (let tick = first; phaseMs + tick * cadenceMs < toMs; tick++) {
      const timeMs = phaseMs + tick * cadenceMs;
      if (pick(6) < faults.silent && pick(7, Math.floor(timeMs / SILENT_MS)) < 0.2) continue;
      if (pick(8, tick) < faults.lost) continue;
      const sendMs = timeMs + WAY_MS + (pick(9, tick) < faults.held ? Math.floor(pick(10, tick) * heldMs) : 0);
      const againMs = pick(11, tick) < faults.twice ? sendMs + Math.floor(pick(12, tick) * heldMs) : null;
      for (const at of [sendMs, againMs]) {
        if (at === null || at < fromMs || at >= toMs) continue;
        const value = simulatedValue(city, one.thing, one.stream, timeMs);
        const result = Number((value * (1 + (driftPerDay * (timeMs % DAY_MS)) / DAY_MS)).toPrecision(7));
        const stampMs = timeMs + skewMs;
        const { datastream, feature } = one;
        found.push({
          sendMs: at,
          observation: { datastream, feature, phenomenonMs: stampMs, resultMs: stampMs, receivedMs: at, result },
        });
      }
    }
  }
  return found.sort((a, b) => a.sendMs - b.sendMs || a.observation.datastream - b.observation.datastream);
}

export interface Feed {
  stats(): { streams: number; sent: number };
  close(): Promise<void>;
}

const TURN_MS = 500;

/** After a sleep of the machine, no more than this is made up for. */
const LONGEST_GAP_MS = 600_000;

/** What water did is told from this long ago, as loggers do after an outage: a chart is not empty on the first day. */
const LOGGED_MS = 3 * 3_600_000;
const LOGGER_KINDS = new Set(['rain', 'river', 'pipe-level', 'pipe-flow', 'pond']);
/** A minute of all loggers at a time, so that a page that loads meanwhile keeps its cores. */
const LOGGER_TURN_MS = 60_000;
const LOGGER_PAUSE_MS = 150;

const SEED = 20_261_120;

export interface FeedOptions {
  hub: Pick<Hub, 'nowMs'> & { ingest: Ingest; history: History };
  things: readonly CitySensor[];
  zoneHours: number;
  drains: ReadonlyMap<string, DrainNode>;
  faults: Faults;
  /** Streams, by their code, that tell a recording in place of the simulation. */
  replays: readonly Replay[];
}

export interface Replay {
  code: string;
  recorded: Recorded;
  /** So many times as fast as it was recorded. */
  rate: number;
}

/** The demo city speaks: every sensor its last word at once, then each at its own cadence. */
export function openSimulatedFeed({
  hub: { nowMs, ingest, history },
  things,
  zoneHours,
  drains,
  faults,
  replays,
}: FeedOptions): Feed {
  const city: SimulatedCity = { seed: SEED, zoneHours, drains };
  const all = simulatedStreams(things, ingest);
  const streams = all.filter(({ stream }) => !replays.some(({ code }) => code === stream.id));
  const recordings = replays.map((replay) => {
    const one = all.find(({ stream }) => stream.id === replay.code);
    if (!one)
      throw new Error(`replay: expected the code of a datastream such as ${all[0]?.stream.id}, got ${replay.code}`);
    return { ...replay, one };
  });
  let sent = 0;
  let isClosed = false;
  let turn: Promise<void> = Promise.resolve();
  const report = (error: Error): void => {
    process.stderr.write(`hub: feed: ${error.message}\n`);
  };

  const beginMs = nowMs();
  let lastMs = beginMs;
  const speak = async () => {
    const toMs = nowMs();
    const fromMs = Math.max(lastMs, toMs - LONGEST_GAP_MS);
    const messages = [
      ...messagesBetween(city, faults, streams, fromMs, toMs),
      ...recordings.flatMap(({ recorded, one, rate }) =>
        recordedBetween(recorded, one, { beginMs, rate }, fromMs, toMs),
      ),
    ];
    lastMs = toMs;
    await ingest.bring(messages.map(({ observation }) => observation));
    sent += messages.length;
  };

  /** What is told of before loses nothing on its way, but a sensor that drifts did so then: told without, its values would jump, and contradict what history has. */
  const before: Faults = { ...NO_FAULTS, drifting: faults.drifting };
  const lastWords = () =>
    streams.flatMap((one) =>
      messagesBetween(city, before, [one], beginMs - one.stream.cadenceS * 1000, beginMs).slice(-1),
    );
  turn = ingest.bring(lastWords().map(({ observation }) => observation)).catch(report);

  const timer = setInterval(() => {
    turn = turn.then(speak).catch(report);
  }, TURN_MS);

  const logged = (async () => {
    const loggers = streams.filter(({ thing }) => LOGGER_KINDS.has(thing.kind));
    for (let fromMs = beginMs - LOGGED_MS; fromMs < beginMs && !isClosed; fromMs += LOGGER_TURN_MS) {
      const messages = messagesBetween(city, before, loggers, fromMs, Math.min(beginMs, fromMs + LOGGER_TURN_MS));
      await history.write(
        messages
          .map(({ observation }) => observation)
          .filter(({ phenomenonMs }) => phenomenonMs >= history.keptSinceMs),
      );
      await new Promise((done) => setTimeout(done, LOGGER_PAUSE_MS));
    }
  })().catch(report);

  return {
    stats: () => ({ streams: all.length, sent }),
    async close() {
      isClosed = true;
      clearInterval(timer);
      await turn;
      await logged;
    },
  };
}

export function simulatedStreams(
  things: readonly CitySensor[],
  { streams }: Pick<Ingest, 'streams'>,
): SimulatedStream[] {
  const byCode = new Map([...streams.values()].map((stream) => [stream.code, stream]));
  return things.flatMap((thing) =>
    thing.datastreams.flatMap((stream) => {
      const known = byCode.get(stream.id);
      return known ? [{ thing, stream, datastream: known.id, feature: known.feature }] : [];
    }),
  );
}

/** Manholes, sumps and outfalls by their id. A city without drains has none. */
export async function readDrainNodes(file: string): Promise<Map<string, DrainNode>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  const { manholes = [], sumps = [] } = JSON.parse(text) as Record<string, ({ id: string } & DrainNode)[]>;
  return new Map([...manholes, ...sumps].map(({ id, invertM, rimM }) => [id, { invertM, rimM }]));
}
