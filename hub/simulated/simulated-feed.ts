import { readFile } from 'node:fs/promises';
import type { SensorKinds } from '../../model/sensors/sensor-kind.ts';
import type { CitySensor, CityStream } from '../../model/sensors/sensors.ts';
import { MessageError, NONE } from '../../model/text/message.ts';
import { MS_PER_DAY } from '../../model/time.ts';
import type { History, Observation } from '../history/history.ts';
import type { Ingest } from '../history/ingest.ts';
import type { Hub } from '../hub.ts';
import { serviceMessage } from '../service-messages.ts';
import { chance, numberOf } from './chance.ts';
import type { FeedMessage } from './feed-message.ts';
import { type Recorded, recordedBetween } from './recorded-feed.ts';
import { type DrainNode, isSimulated, type SimulatedCity, simulatedValue } from './simulated-city.ts';

/** A stream as it is simulated: what it measures, its number in the catalogue, when it ticks. */
export interface SimulatedStream {
  thing: CitySensor;
  stream: CityStream;
  datastream: number;
  feature: number;
}

/** How much goes wrong on the way, each as the chance of it for one observation, or for one sensor. */
interface Faults {
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

/** A network that loses, doubles, delays and skews nothing. */
export const NO_FAULTS: Faults = { lost: 0, twice: 0, held: 0, heldS: 0, silent: 0, drifting: 0, skewed: 0, skewS: 0 };

/**
 * Faults of the demo city: seldom enough that the city is readable, often enough that each is seen within an hour. One sensor in fifty
 * falls silent for a fifth of the half hours, so that .4 % are silent at any time; networks of cheap radio sensors do worse. That an
 * operator's list stays short is the alarms' matter (a single silent sensor is an alert) and not done by a demo whose sensors never fail.
 */
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

/** Between a measurement and its message: the device's radio and its gateway. */
const WAY_MS = 250;

const SILENT_MS = 1_800_000;

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
        const result = Number((value * (1 + (driftPerDay * (timeMs % MS_PER_DAY)) / MS_PER_DAY)).toPrecision(7));
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

/** A simulated feed that runs until it is closed. */
export interface Feed {
  /** Sensor kinds are others now: what they read follows from here on, and a stream that was silent for want of a record speaks. */
  takeKinds(kinds: SensorKinds): Promise<void>;
  stats(): { streams: number; sent: number };
  close(): Promise<void>;
}

const TURN_MS = 500;

/** After a sleep of the machine, no more than this is made up for. */
const MAX_GAP_MS = 600_000;

/** What water did is told from this long ago, as loggers do after an outage: a chart is not empty on the first day. */
const LOGGED_MS = 3 * 3_600_000;
const LOGGER_MODELS = new Set(['rain', 'river', 'pipe-level', 'pipe-flow', 'pond']);
/** A minute of all loggers at a time, so that a page that loads meanwhile keeps its cores. */
const LOGGER_TURN_MS = 60_000;
const LOGGER_PAUSE_MS = 150;

const FEED_SEED = 20_261_120;

interface FeedOptions {
  hub: Pick<Hub, 'nowMs'> & { ingest: Ingest; history: History };
  things: readonly CitySensor[];
  zoneHours: number;
  drains: ReadonlyMap<string, DrainNode>;
  kinds: SensorKinds;
  faults: Faults;
  /** Streams, by their code, that tell a recording in place of the simulation. */
  replays: readonly Replay[];
}

/** A datastream that plays recorded values in place of simulated ones. */
export interface Replay {
  code: string;
  recorded: Recorded;
  /** Ratio of its speed to that of the recording. */
  rate: number;
}

/** The demo city speaks: every sensor its last word at once, then each at its own cadence. Kinds that nobody says how to simulate are silent. */
export function openSimulatedFeed(options: FeedOptions): Feed {
  return new SimulatedFeed(options);
}

function report(error: Error): void {
  process.stderr.write(`hub: feed: ${error.message}\n`);
}

class SimulatedFeed implements Feed {
  private readonly nowMs: () => number;
  private readonly ingest: Ingest;
  private readonly history: History;
  private city: SimulatedCity;
  private readonly faults: Faults;
  /**
   * What is told of before loses nothing on its way, but a sensor that drifts did so then: told without, its values would jump, and
   * contradict what history has.
   */
  private readonly pastFaults: Faults;
  private readonly all: readonly SimulatedStream[];
  private streams: readonly SimulatedStream[];
  private readonly recordings: readonly (Replay & { one: SimulatedStream })[];
  private readonly beginMs: number;
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly logged: Promise<void>;
  private lastMs: number;
  private sent = 0;
  private isClosed = false;
  private turn: Promise<void> = Promise.resolve();

  constructor({ hub, things, zoneHours, drains, kinds, faults, replays }: FeedOptions) {
    this.nowMs = hub.nowMs;
    this.ingest = hub.ingest;
    this.history = hub.history;
    this.city = { seed: FEED_SEED, zoneHours, drains, kinds };
    this.faults = faults;
    this.pastFaults = { ...NO_FAULTS, drifting: faults.drifting };
    this.all = simulatedStreams(things, hub.ingest);
    this.recordings = replays.map((replay) => ({ ...replay, one: this.streamFor(replay) }));
    this.streams = this.simulatedBy(kinds);
    this.sayUnsimulated();
    this.beginMs = hub.nowMs();
    this.lastMs = this.beginMs;
    this.turn = this.ingest.bring(this.lastWords(this.streams, this.beginMs)).catch(report);
    this.timer = setInterval(() => {
      this.turn = this.turn.then(() => this.speak()).catch(report);
    }, TURN_MS);
    this.logged = this.bringLogged().catch(report);
  }

  private streamFor({ code }: Replay): SimulatedStream {
    const one = this.all.find(({ stream }) => stream.id === code);
    if (one) return one;
    throw new MessageError(serviceMessage('replay-stream', { known: this.all[0]?.stream.id ?? NONE, got: code }));
  }

  private isReplayed({ stream }: SimulatedStream): boolean {
    return this.recordings.some(({ code }) => code === stream.id);
  }

  private simulatedBy(kinds: SensorKinds): SimulatedStream[] {
    return this.all.filter((one) => !this.isReplayed(one) && isSimulated(kinds, one.thing, one.stream));
  }

  takeKinds(kinds: SensorKinds): Promise<void> {
    this.turn = this.turn
      .then(async () => {
        const known = new Set(this.streams);
        this.city = { ...this.city, kinds };
        this.streams = this.simulatedBy(kinds);
        const fresh = this.streams.filter((one) => !known.has(one));
        await this.ingest.bring(this.lastWords(fresh, this.lastMs));
      })
      .catch(report);
    return this.turn;
  }

  /** Said once, by kind and unit, so that a city of one's own is not silent for an unknown reason. */
  private sayUnsimulated(): void {
    const spoken = new Set(this.streams);
    const silent = this.all.filter((one) => !spoken.has(one) && !this.isReplayed(one));
    const names = [...new Set(silent.map(({ thing, stream }) => `${thing.kind} (${stream.unit})`))];
    if (names.length === 0) return;
    process.stderr.write(
      `hub: feed: ${silent.length} datastreams are not simulated, since no sensor kind says how: ${names.join(', ')}\n`,
    );
  }

  private lastWords(streams: readonly SimulatedStream[], atMs: number): Observation[] {
    return streams.flatMap((one) =>
      messagesBetween(this.city, this.pastFaults, [one], atMs - one.stream.cadenceS * 1000, atMs)
        .slice(-1)
        // Asked for now: what was sent a cadence ago would count as heard then, and a silence of everything since.
        .map(({ observation }) => ({ ...observation, receivedMs: atMs })),
    );
  }

  private async speak(): Promise<void> {
    const toMs = this.nowMs();
    const fromMs = Math.max(this.lastMs, toMs - MAX_GAP_MS);
    const { beginMs } = this;
    const messages = [
      ...messagesBetween(this.city, this.faults, this.streams, fromMs, toMs),
      ...this.recordings.flatMap(({ recorded, one, rate }) =>
        recordedBetween(recorded, one, { beginMs, rate }, fromMs, toMs),
      ),
    ];
    this.lastMs = toMs;
    await this.ingest.bring(messages.map(({ observation }) => observation));
    this.sent += messages.length;
  }

  private async bringLogged(): Promise<void> {
    const { beginMs, city, history } = this;
    const loggers = this.streams.filter(({ thing }) => LOGGER_MODELS.has(thing.kind));
    for (let fromMs = beginMs - LOGGED_MS; fromMs < beginMs && !this.isClosed; fromMs += LOGGER_TURN_MS) {
      const toMs = Math.min(beginMs, fromMs + LOGGER_TURN_MS);
      const past = messagesBetween(city, this.pastFaults, loggers, fromMs, toMs).map(({ observation }) => observation);
      await this.ingest.bringPast(past.filter(({ phenomenonMs }) => phenomenonMs >= history.retainedSinceMs));
      await new Promise((done) => setTimeout(done, LOGGER_PAUSE_MS));
    }
  }

  stats(): { streams: number; sent: number } {
    return { streams: this.all.length, sent: this.sent };
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    await this.turn;
    await this.logged;
  }
}

function simulatedStreams(things: readonly CitySensor[], { streams }: Pick<Ingest, 'streams'>): SimulatedStream[] {
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
