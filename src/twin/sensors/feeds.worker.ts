import { expose, transfer } from 'comlink';
import { type CityCase, laterCase, parseCase } from '../../city/cases.ts';
import { fetchBelow } from '../../city/fetch-below.ts';
import { type CitySensor, parseCitySensors } from '../../city/sensors.ts';
import { parseSources, type SourceSpec } from '../../city/sources.ts';
import { actOf } from './act.ts';
import { combinedRulesOf } from './city-combinations.ts';
import { rulesOf } from './city-rules.ts';
import { FeedError, fieldOf, parseJson } from './decode.ts';
import { mqttSource } from './mqtt-source.ts';
import { type OtherSources, openOtherSources } from './other-sources.ts';
import { Pipeline } from './pipeline.ts';
import { type History, repair } from './repair.ts';
import { ReplayedFeed } from './replay.ts';
import { samplesWithin } from './samples.ts';
import { sensorThings } from './sensor-things.ts';
import type { FeedDelta, FeedService, SourceState } from './service.ts';
import { sleep } from './sleep.ts';
import { keepListening, NoSource, type Source, type SourceStatus } from './source.ts';
import { ACTS_TOPIC, CASES_TOPIC } from './topics.ts';
import { noTruth, type SourceTruth, sumOfTruths } from './truth.ts';

/** One budget for all samples: of few streams long, of many short. */
const SAMPLES_BYTES = 40 << 20;
const MOST_SAMPLES = 1440;
/** So far back a page that was just opened looks where a rule holds. */
const HOLDING_SPAN_MS = 3 * 3_600_000;
/**
 * A range over all streams is asked in parts of this: services page by rows skipped, which cost them all rows before. Measured on the hub
 * with 3,544 streams: a thousand rows take 0.6 s after none, 2.9 s after 25,000.
 */
const PART_MS = 60_000;
/** Before the last good time: what was still under way then; two cadences of the slowest stream, but no more than this. */
const MOST_LATENESS_MS = 60_000;
const REPAIR_EVERY_MS = 30_000;
const TICK_MS = 1000;
/** Unseen for so long, a page lets its source go. */
const HIDDEN_MS = 5 * 60_000;

const MOST_FILE_BYTES = 1 << 26;

const HUB = 0;

/** One clock for arrival here and for the frame on the page: both count from their own `timeOrigin`, without jumps. */
const nowMs = (): number => performance.timeOrigin + performance.now();

interface Feed {
  pipeline: Pipeline;
  history: History;
  /** An empty one of the same streams. */
  makePipeline(): Pipeline;
  /** The stream that the service calls so; none before it was heard. */
  streamOf(id: string): number | undefined;
  /** Whether the hub tells every stream of the city. */
  seesAll(): boolean;
  start(): void;
  stop(): void;
}

/** Beside the hub, as somebody named them. */
let specs: readonly SourceSpec[] = [];
let others: OtherSources = openOtherSources([], nowMs, () => undefined);

/** Of the login; short-lived. */
let token: string | null = null;
/** With which the hub was asked last. */
let usedToken: string | null = null;

let feed: Feed | null = null;
/** Shown in place of the present. */
let replayed: ReplayedFeed | null = null;
let replaying: Promise<unknown> = Promise.resolve();
let isAnew = false;
let status: SourceStatus = { kind: 'none' };
let statusTold: SourceStatus | null = null;
let alarmsTold = '[]';
let alarmsAtMs = 0;
const cases = new Map<string, CityCase>();
let areCasesTold = true;
let openAlarms = 0;
let truthAtMs = 0;
let waiting: ((delta: FeedDelta) => void) | null = null;
let hiding: ReturnType<typeof setTimeout> | undefined;

const opened = (): Feed => {
  if (!feed) throw new FeedError('feeds: expected open() first');
  return feed;
};

const service: FeedService = {
  async open(cityUrl, hubUrl, placesFile) {
    const read = fetchBelow(cityUrl, FeedError);
    const sensors = parseCitySensors(parseJson(new TextDecoder().decode(await read('sensors.json', MOST_FILE_BYTES))));
    const upM = placesOf(sensors, new Float32Array((await read(placesFile, MOST_FILE_BYTES)).buffer), placesFile);
    specs = await namedSources(hubUrl);
    others = openOtherSources(specs, nowMs, answer);
    feed = openFeed(sensors, hubUrl);
    feed.start();
    setInterval(answer, TICK_MS);
    return { sensors, upM };
  },

  next: () =>
    new Promise((resolve) => {
      waiting = resolve;
      answer();
    }),

  async act(act) {
    opened().pipeline.alarms.act(act);
    alarmsAtMs = 0;
    answer();
  },

  async signIn(next) {
    token = next;
    if (!feed || (feed.seesAll() && usedToken === null)) return;
    feed.stop();
    feed.start();
  },

  async replay(bytes) {
    const { makePipeline, streamOf } = opened();
    const next = await ReplayedFeed.open(bytes, makePipeline, streamOf);
    replayed = next;
    await service.replayTo(next.fromMs);
    return { fromMs: next.fromMs, toMs: next.toMs };
  },

  replayTo(timeMs) {
    const done = replaying.then(async () => {
      if (!replayed) return;
      if (await replayed.goTo(timeMs)) isAnew = true;
      showAnew();
    });
    replaying = done.catch(() => undefined);
    return done;
  },

  async endReplay() {
    await replaying;
    if (!replayed) return;
    replayed = null;
    opened().pipeline.showAll();
    isAnew = true;
    showAnew();
  },

  async series(stream, fromMs, toMs) {
    const { history } = opened();
    const pipeline = replayed?.pipeline ?? opened().pipeline;
    const samples = pipeline.samplesOf(stream);
    const rows = new Map<number, number>();
    const keptMs = samples.count > 0 ? samples.timesMs[samples.start] : Number.POSITIVE_INFINITY;
    if (!replayed && status.kind === 'live' && fromMs < keptMs)
      for await (const { timeMs, value } of history.range(fromMs, Math.min(toMs, keptMs), stream))
        rows.set(timeMs, value);
    for (let i = samples.indexFrom(fromMs); i < samples.end && samples.timesMs[i] <= toMs; i++)
      rows.set(samples.timesMs[i], samples.values[i]);
    const timesMs = Float64Array.from(rows.keys()).sort();
    const values = timesMs.map((ms) => rows.get(ms) ?? Number.NaN);
    return transfer({ timesMs, values }, [timesMs.buffer, values.buffer]);
  },

  async hide(hidden) {
    clearTimeout(hiding);
    if (hidden) hiding = setTimeout(() => feed?.stop(), HIDDEN_MS);
    else feed?.start();
  },
};

/** A request in the name of who is logged in. */
function inName(): RequestInit {
  return token === null ? {} : { headers: { Authorization: `Bearer ${token}` } };
}

/** Whether a hub answers there at all. */
async function isHub(hubUrl: string): Promise<boolean> {
  const response = await fetch(new URL('health', hubUrl)).catch(() => null);
  return response?.headers.get('Content-Type')?.includes('json') ?? false;
}

/** A hub that knows of none, or no hub: the city's own alone. */
async function namedSources(hubUrl: string): Promise<readonly SourceSpec[]> {
  const response = await fetch(new URL('sources', hubUrl)).catch(() => null);
  if (!response?.ok || !response.headers.get('Content-Type')?.includes('json')) return [];
  return parseSources(parseJson(await response.text()));
}

/** Columns east, north, up, radius. */
function placesOf(sensors: readonly CitySensor[], places: Float32Array, file: string): Float64Array {
  const wrong = sensors.findIndex(({ at }, i) => !(Math.hypot(at[0] - places[4 * i], at[1] - places[4 * i + 1]) < 1));
  if (wrong >= 0 || places.length !== 4 * sensors.length)
    throw new FeedError(`${file}: expected the places of sensors.json in its order, got another at row ${wrong}`);
  return Float64Array.from(sensors, (_, i) => places[4 * i + 2]);
}

/** Alarms and cases are told again with the next answer, whatever was told last. */
function showAnew(): void {
  truthAtMs = 0;
  alarmsAtMs = 0;
  areCasesTold = false;
  answer();
}

/** Tells the page what is new, if it has asked and there is anything. */
function answer(): void {
  if (!waiting || !feed) return;
  const shown = replayed?.pipeline ?? feed.pipeline;
  const ms = nowMs();
  const shownMs = replayed?.atMs ?? ms;
  const isTick = ms - truthAtMs >= TICK_MS;
  const isSame = status === statusTold && alarmsAtMs > 0 && areCasesTold && !isAnew;
  if (!isTick && !shown.hasChanges && isSame) return;
  const truths = isTick ? shown.tally(shownMs) : null;
  const truth = truths && sumOfTruths(truths);
  const sources = truths && sourcesOf(truths);
  if (isTick) {
    truthAtMs = ms;
    openAlarms = feed.pipeline.alarms.standing(ms).filter(({ state }) => state.kind === 'unacknowledged').length;
  }
  let alarms: FeedDelta['alarms'] = null;
  if (isTick || shown.alarms.isChanged || alarmsAtMs === 0) {
    const standing = shown.alarms.standing(shownMs);
    const text = JSON.stringify(standing);
    if (text !== alarmsTold || isAnew) alarms = standing;
    alarmsTold = text;
    alarmsAtMs = ms;
  }
  statusTold = status;
  const changes = shown.changes();
  const { streams, values, timesMs, receivedMs } = changes;
  const resolve = waiting;
  waiting = null;
  const told = areCasesTold ? null : [...(replayed?.cases ?? cases).values()];
  areCasesTold = true;
  const delta = {
    changes,
    alarms,
    cases: told,
    truth,
    sources,
    status,
    replayMs: replayed?.atMs ?? null,
    isAnew,
    openAlarms,
  };
  isAnew = false;
  resolve(transfer(delta, [streams.buffer, values.buffer, timesMs.buffer, receivedMs.buffer]));
}

/** The hub first; then the named ones in their order. */
function sourcesOf(truths: readonly SourceTruth[]): SourceState[] {
  const statuses = [status, ...others.statuses()];
  return statuses.map((each, i) => {
    const spec = specs[i - 1];
    return {
      id: spec?.id ?? null,
      name: spec?.name ?? null,
      kind: spec?.kind ?? null,
      status: each,
      truth: truths[i] ?? noTruth(),
    };
  });
}

function openFeed(sensors: readonly CitySensor[], hubUrl: string): Feed {
  const streams = sensors.flatMap((sensor) => sensor.datastreams.map((stream) => ({ sensor, stream })));
  const infos = streams.map(({ sensor, stream }) => ({
    id: stream.id,
    source: others.tellerOf(stream.id),
    cadenceMs: 1000 * stream.cadenceS,
    rules: rulesOf(sensor, stream),
  }));
  const most = Math.max(2, Math.min(MOST_SAMPLES, samplesWithin(SAMPLES_BYTES, infos.length)));
  const combinations = combinedRulesOf(sensors);
  const makePipeline = () => new Pipeline(infos, most, combinations);
  const pipeline = makePipeline();
  const indexOf = new Map(infos.map(({ id }, index) => [id, index]));
  /** Of the hub's datastreams those that another source tells. */
  const elsewhere = new Set<string>();
  /** Ours by the service's, and back; told by the service before anything is heard. */
  const ours = new Map<string, number>();
  const theirs = new Map<number, string>();
  const things = sensorThings(new URL('v1.1/', hubUrl).href, (url, signal) =>
    fetch(url, { ...inName(), ...(signal ? { signal } : {}) }),
  );
  const history: History = {
    async *range(fromMs, toMs, stream) {
      const id = stream === null ? null : theirs.get(stream);
      if (id === undefined) return;
      const partMs = stream === null ? PART_MS : Number.POSITIVE_INFINITY;
      for (let partFromMs = fromMs; partFromMs <= toMs; partFromMs += partMs)
        for await (const { id: told, reading } of things.observations(
          partFromMs,
          Math.min(toMs, partFromMs + partMs),
          id,
        )) {
          const index = ours.get(told);
          if (index !== undefined) yield { stream: index, ...reading };
        }
    },
  };
  const broker = new URL('mqtt', hubUrl);
  broker.protocol = broker.protocol === 'https:' ? 'wss:' : 'ws:';
  const takeAct = (json: unknown) => {
    const act = actOf(json);
    if (pipeline.alarms.act(act)) alarmsAtMs = 0;
    answer();
  };
  const takeCase = (json: unknown) => {
    const told = parseCase(json);
    cases.set(told.id, laterCase(cases.get(told.id), told));
    areCasesTold = false;
    answer();
  };
  const topics = { [ACTS_TOPIC]: takeAct, [CASES_TOPIC]: takeCase };
  /** What was done while nobody listened here. */
  const takeAll = async (path: string, list: string, take: (json: unknown) => void) => {
    const response = await fetch(new URL(path, hubUrl), inName());
    if (!response.ok) throw new FeedError(`${path}: expected 200, got ${response.status}`);
    const told = fieldOf(parseJson(await response.text()), list);
    if (!Array.isArray(told)) throw new FeedError(`${path}: ${list}: expected a list`);
    for (const one of told) take(one);
  };
  const takeActs = async () => {
    await takeAll('alarms/acts', 'acts', takeAct);
    await takeAll('cases', 'cases', takeCase);
  };
  const source: Source = {
    async listen(ear, signal) {
      usedToken = token;
      for (const known of [ours, theirs, elsewhere]) known.clear();
      for (const { id, code } of await things.streams(signal)) {
        const index = indexOf.get(code);
        if (index === undefined) continue;
        if (infos[index].source !== HUB) {
          elsewhere.add(id);
          continue;
        }
        ours.set(id, index);
        theirs.set(index, id);
      }
      const isEmpty = ours.size + elsewhere.size === 0;
      if (isEmpty && (await isHub(hubUrl)))
        throw new FeedError(`${hubUrl}: expected an account: nothing of this city is shown without one`);
      if (isEmpty) throw new NoSource(`${hubUrl}: expected datastreams of this city, got none`);
      const login = token === null ? {} : { token };
      await mqttSource({ url: broker.href, version: 4, others: topics, ...login }).listen(ear, signal);
    },
  };
  const latenessMs = Math.min(MOST_LATENESS_MS, 2 * Math.max(0, ...new Set(infos.map(({ cadenceMs }) => cadenceMs))));
  /** While one is under way silence is not yet known to be silence. */
  let repairs = 0;
  const open = async () => {
    for await (const { id, reading } of things.newest()) {
      const stream = ours.get(id);
      if (stream !== undefined) pipeline.take({ stream, ...reading }, nowMs(), 'history');
    }
    for (const stream of pipeline.holding(HUB))
      for await (const observation of history.range(nowMs() - HOLDING_SPAN_MS, nowMs(), stream))
        pipeline.take(observation, nowMs(), 'history');
  };
  const fill = async (reach: 'open' | 'holes' | number) => {
    repairs++;
    try {
      if (reach !== 'holes') await takeActs();
      if (reach === 'open') await open();
      else await repair(pipeline, HUB, history, nowMs, reach === 'holes' ? null : reach);
    } catch (error) {
      pipeline.refuse(HUB, `history: ${error instanceof Error ? error.message : String(error)}`);
    }
    repairs--;
    answer();
  };
  let stopped: AbortController | null = null;
  let repairing: ReturnType<typeof setInterval> | undefined;
  const ear = {
    opened: () => {},
    heard(id: string, reading: { timeMs: number; resultMs: number; value: number }) {
      const stream = ours.get(id);
      if (stream === undefined && elsewhere.has(id)) return;
      if (stream === undefined) pipeline.refuse(HUB, `Datastreams(${id}): expected a datastream of this city`);
      else pipeline.take({ stream, ...reading }, nowMs(), 'live');
      if (repairs === 0) pipeline.hear(HUB, nowMs());
      answer();
    },
    refused: (problem: string) => pipeline.refuse(HUB, problem),
  };
  return {
    pipeline,
    history,
    makePipeline,
    seesAll: () => ours.size + elsewhere.size === infos.length,
    streamOf: (id) => ours.get(id) ?? indexOf.get(id),
    start() {
      if (stopped) return;
      stopped = new AbortController();
      others.start(pipeline, (code) => indexOf.get(code));
      repairing = setInterval(() => {
        if (status.kind === 'live' && repairs === 0) void fill('holes');
      }, REPAIR_EVERY_MS);
      void keepListening(source, ear, stopped.signal, {
        nowMs,
        random: Math.random,
        sleep,
        tell(next) {
          status = next;
          answer();
        },
        opened: (lastGoodMs) => void fill(lastGoodMs === null ? 'open' : lastGoodMs - latenessMs),
      });
    },
    stop() {
      stopped?.abort();
      stopped = null;
      others.stop();
      clearInterval(repairing);
    },
  };
}

expose(service);
