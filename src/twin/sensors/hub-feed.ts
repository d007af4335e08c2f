import { type CityCase, parseCase } from '../../city/cases.ts';
import type { CitySensor } from '../../city/sensors.ts';
import type { Login } from '../account.ts';
import { actOf } from './act.ts';
import { combinedRulesOf } from './city-combinations.ts';
import { rulesOf } from './city-rules.ts';
import { FeedError, fieldOf, parseJson, type Reading } from './decode.ts';
import { HUB, hubStreams } from './hub-streams.ts';
import { lookBack, type Past } from './look-back.ts';
import { mqttSource } from './mqtt-source.ts';
import type { OtherSources } from './other-sources.ts';
import { Pipeline } from './pipeline.ts';
import { type History, repair } from './repair.ts';
import { samplesWithin } from './samples.ts';
import { sensorThings } from './sensor-things.ts';
import { sleep } from './sleep.ts';
import { keepListening, NoSource, type Source, type SourceStatus } from './source.ts';
import { ACTS_TOPIC, CASES_TOPIC } from './topics.ts';

/** One budget for all samples: of few streams long, of many short. */
const SAMPLES_BYTES = 40 << 20;
const MOST_SAMPLES = 1440;
/**
 * A range over all streams is asked in parts of about so many: services page by rows skipped, which cost them all rows before. Measured on
 * the hub with 3,544 streams: a thousand rows take 0.6 s after none, 2.9 s after 25,000.
 */
const PART_ROWS = 10_000;
const LEAST_PART_MS = 1000;
/** Before the last good time: what was still under way then; two cadences of the slowest stream, but no more than this. */
const MOST_LATENESS_MS = 60_000;
const REPAIR_EVERY_MS = 30_000;
/** An answer of the hub that has not come by then will not. */
const ANSWER_MS = 60_000;

/** From when on history is owed: from wherever the page looks back to when it is opened; from nowhere, but for single holes. */
const OPENING = Number.NEGATIVE_INFINITY;
const HOLES = Number.POSITIVE_INFINITY;

export interface HubFeed {
  readonly pipeline: Pipeline;
  history: History;
  /** An empty one of the same streams. */
  makePipeline(): Pipeline;
  /** The stream that the service calls so; none before it was heard. */
  streamOf(id: string): number | undefined;
  status(): SourceStatus;
  /** Streams of the city that the hub does not tell this login; the same object until it is another list. */
  unlisted(): Uint32Array;
  /** In the name of this login from now on; null: as a visitor. Whether all that was heard before is let go: it was not this one's to hear. */
  signIn(login: Login | null): boolean;
  start(): void;
  stop(): void;
}

export interface HubFeedOptions {
  sensors: readonly CitySensor[];
  hubUrl: string;
  others: OtherSources;
  nowMs(): number;
  /** Values, alarms or the status may be others than they were. */
  changed(): void;
  acted(): void;
  takeCase(told: CityCase): void;
}

/** What the hub says of a city: its wire, its history, the page's own pipeline between them. */
export function openHubFeed({ sensors, hubUrl, others, nowMs, changed, acted, takeCase }: HubFeedOptions): HubFeed {
  const infos = sensors.flatMap((sensor) =>
    sensor.datastreams.map((stream) => ({
      id: stream.id,
      source: others.tellerOf(stream.id),
      cadenceMs: 1000 * stream.cadenceS,
      rules: rulesOf(sensor, stream),
    })),
  );
  const most = Math.max(2, Math.min(MOST_SAMPLES, samplesWithin(SAMPLES_BYTES, infos.length)));
  const longestCadenceMs = infos.reduce((longest, { cadenceMs }) => Math.max(longest, cadenceMs), 0);
  const latenessMs = Math.min(MOST_LATENESS_MS, 2 * longestCadenceMs);
  const perMs = infos.reduce((sum, { source, cadenceMs }) => sum + (source === HUB ? 1 / cadenceMs : 0), 0);
  const partMs = Math.max(LEAST_PART_MS, PART_ROWS / perMs);
  const combinations = combinedRulesOf(sensors);
  const makePipeline = () => new Pipeline(infos, most, combinations);
  let pipeline = makePipeline();
  const indexOf = new Map(infos.map(({ id }, index) => [id, index]));

  let token: string | null = null;
  /** With which the wire was opened last. */
  let usedToken: string | null = null;
  let status: SourceStatus = { kind: 'none' };
  const tell = (next: SourceStatus) => {
    status = next;
    changed();
  };
  /** In the name of who is logged in; a hub that does not answer is asked again some time. */
  const ask = (path: string, signal?: AbortSignal) =>
    fetch(new URL(path, hubUrl), {
      signal: AbortSignal.any([AbortSignal.timeout(ANSWER_MS), ...(signal ? [signal] : [])]),
      ...(token === null ? {} : { headers: { Authorization: `Bearer ${token}` } }),
    });
  const things = sensorThings(new URL('v1.1/', hubUrl).href, ask);
  const streams = hubStreams(infos, things, async () => {
    const health = await ask('health').catch(() => null);
    return health?.headers.get('Content-Type')?.includes('json')
      ? new FeedError(`${hubUrl}: expected an account: nothing of this city is shown without one`)
      : new NoSource(`${hubUrl}: expected datastreams of this city, got none`);
  });

  const ourOwn = async function* (told: AsyncIterable<{ id: string; reading: Reading }>) {
    for await (const { id, reading } of told) {
      const stream = streams.oursOf(id);
      if (stream !== undefined) yield { stream, ...reading };
    }
  };
  const historyUntil = (signal?: AbortSignal): Past => ({
    newest: () => ourOwn(things.newest(signal)),
    recent(wanted, fromMs, most) {
      const ids = wanted.flatMap((stream) => streams.theirsOf(stream) ?? []);
      return ourOwn(things.recent(ids, fromMs, most, signal));
    },
    async *range(fromMs, toMs, stream) {
      const id = stream === null ? null : streams.theirsOf(stream);
      if (id === undefined) return;
      const stepMs = stream === null ? partMs : Number.POSITIVE_INFINITY;
      for (let partFromMs = fromMs; partFromMs <= toMs; partFromMs += stepMs)
        yield* ourOwn(things.observations(partFromMs, Math.min(toMs, partFromMs + stepMs), id, signal));
    },
  });

  const takeAct = (json: unknown) => {
    if (pipeline.alarms.act(actOf(json))) acted();
    changed();
  };
  const topics = { [ACTS_TOPIC]: takeAct, [CASES_TOPIC]: (json: unknown) => takeCase(parseCase(json)) };
  /** What was done while nobody listened here. */
  const takeAll = async (path: string, list: string, take: (json: unknown) => void, signal: AbortSignal) => {
    const response = await ask(path, signal);
    if (!response.ok) throw new FeedError(`${path}: expected 200, got ${response.status}`);
    const told = fieldOf(parseJson(await response.text()), list);
    if (!Array.isArray(told)) throw new FeedError(`${path}: ${list}: expected a list`);
    for (const one of told) take(one);
  };

  const broker = new URL('mqtt', hubUrl);
  broker.protocol = broker.protocol === 'https:' ? 'wss:' : 'ws:';
  let listing: Promise<void> | null = null;
  const source: Source = {
    /**
     * After a break the wire is opened by the list that is known, and the list asked for beside it: of 20,000 streams it takes twenty
     * requests, of a hub that may be busy.
     */
    async listen(ear, signal) {
      const isKnown = streams.isListed();
      listing ??= streams.list(signal).finally(() => {
        listing = null;
      });
      if (isKnown)
        listing.catch((error: Error) => {
          if (!signal.aborted) ear.refused(error.message);
        });
      else await listing;
      usedToken = token;
      const login = token === null ? {} : { token };
      await mqttSource({ url: broker.href, version: 4, others: topics, ...login }).listen(ear, signal);
    },
  };

  let owedFromMs = OPENING;
  /** While one is under way silence is not yet known to be silence. */
  let filling: Promise<void> | null = null;
  let wire = new AbortController();
  let stopped: AbortController | null = null;
  let repairing: ReturnType<typeof setInterval> | undefined;

  /** What is owed; what a cut keeps from being told stays owed. */
  const fill = async (signal: AbortSignal) => {
    const fromMs = owedFromMs;
    owedFromMs = HOLES;
    const history = historyUntil(signal);
    try {
      if (fromMs !== HOLES) {
        await takeAll('alarms/acts', 'acts', takeAct, signal);
        await takeAll('cases', 'cases', topics[CASES_TOPIC], signal);
      }
      if (fromMs === OPENING) await lookBack(pipeline, HUB, history, nowMs);
      else if (fromMs === HOLES) await repair(pipeline, HUB, history, nowMs, null);
      // What is older than all that is kept would be let go again.
      else await repair(pipeline, HUB, history, nowMs, Math.max(fromMs, nowMs() - most * longestCadenceMs));
    } catch (error) {
      owedFromMs = Math.min(owedFromMs, fromMs);
      if (!signal.aborted) pipeline.refuse(HUB, `history: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  /** One after the other, whatever asks for it. */
  const startFilling = async () => {
    const { signal } = wire;
    await filling;
    if (signal.aborted || filling) return;
    filling = fill(signal).finally(() => {
      filling = null;
      changed();
    });
  };

  const ear = {
    opened: () => {},
    heard(id: string, reading: { timeMs: number; resultMs: number; value: number }) {
      const stream = streams.oursOf(id);
      if (stream === undefined && streams.isElsewhere(id)) return;
      const ms = nowMs();
      if (stream === undefined) pipeline.refuse(HUB, `Datastreams(${id}): expected a datastream of this city`);
      else pipeline.take({ stream, ...reading }, ms, 'live');
      if (!filling) pipeline.hear(HUB, ms);
      changed();
    },
    refused: (problem: string) => pipeline.refuse(HUB, problem),
  };

  function start(): void {
    if (stopped) return;
    stopped = new AbortController();
    others.start(pipeline, (code) => indexOf.get(code));
    repairing = setInterval(() => {
      if (status.kind === 'live' && !filling) void startFilling();
    }, REPAIR_EVERY_MS);
    void keepListening(source, ear, stopped.signal, {
      nowMs,
      random: Math.random,
      sleep,
      tell(next) {
        if (next.kind === 'cut') wire.abort();
        tell(next);
      },
      opened(lastGoodMs) {
        wire.abort();
        wire = new AbortController();
        owedFromMs = lastGoodMs === null ? OPENING : Math.min(owedFromMs, lastGoodMs - latenessMs);
        void startFilling();
      },
    });
  }

  function stop(): void {
    wire.abort();
    stopped?.abort();
    stopped = null;
    listing = null;
    others.stop();
    clearInterval(repairing);
  }

  return {
    get pipeline() {
      return pipeline;
    },
    history: historyUntil(),
    makePipeline,
    streamOf: (id) => streams.oursOf(id) ?? indexOf.get(id),
    status: () => status,
    unlisted: () => streams.unlisted(),
    signIn(next) {
      token = next?.token ?? null;
      if (usedToken === null && streams.seesAll() && (next === null || next.seesAll)) return false;
      streams.forget();
      pipeline = makePipeline();
      if (!stopped) return true;
      stop();
      start();
      return true;
    },
    start,
    stop,
  };
}
