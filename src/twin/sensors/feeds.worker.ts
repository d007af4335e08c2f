import { expose, transfer } from 'comlink';
import { type CityCase, laterCase } from '../../city/cases.ts';
import { fetchBelow } from '../../city/fetch-below.ts';
import { type CitySensor, parseCitySensors } from '../../city/sensors.ts';
import { parseSources, type SourceSpec } from '../../city/sources.ts';
import type { Login } from '../account.ts';
import { AlarmTeller } from './alarm-news.ts';
import type { Alarm } from './alarms.ts';
import { FeedError, parseJson } from './decode.ts';
import { type HubFeed, openHubFeed } from './hub-feed.ts';
import { type OtherSources, openOtherSources } from './other-sources.ts';
import { ReplayedFeed } from './replay.ts';
import { SeriesBook } from './series.ts';
import type { FeedDelta, FeedService, SourceState } from './service.ts';
import type { SourceStatus } from './source.ts';
import { noTruth, type SourceTruth, sumOfTruths } from './truth.ts';

const TICK_MS = 1000;
/** Unseen for so long, a page lets its source go. */
const HIDDEN_MS = 5 * 60_000;

const MOST_FILE_BYTES = 1 << 26;

/** One clock for arrival here and for the frame on the page: both count from their own `timeOrigin`, without jumps. */
const { timeOrigin } = performance;
const nowMs = (): number => timeOrigin + performance.now();

/** Beside the hub, as somebody named them. */
let specs: readonly SourceSpec[] = [];
let others: OtherSources = openOtherSources([], nowMs, () => undefined);

let login: Login | null = null;

let feed: HubFeed | null = null;
/** Shown in place of the present. */
let replayed: ReplayedFeed | null = null;
let replaying: Promise<unknown> = Promise.resolve();
let isAnew = false;
let statusTold: SourceStatus | null = null;
/** A recording holds what it holds, whoever looks. */
const ALL_LISTED = new Uint32Array();
let unlistedTold: Uint32Array = ALL_LISTED;
const teller = new AlarmTeller();
const book = new SeriesBook(nowMs);
let alarmsAtMs = 0;
const cases = new Map<string, CityCase>();
let areCasesTold = true;
let openAlarms = 0;
let truthAtMs = 0;
let waiting: ((delta: FeedDelta) => void) | null = null;
let hiding: ReturnType<typeof setTimeout> | undefined;

const opened = (): HubFeed => {
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
    feed = openHubFeed({ sensors, hubUrl, others, nowMs, changed: answer, acted, takeCase });
    feed.signIn(login);
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
    login = next;
    if (!feed?.signIn(next)) return;
    cases.clear();
    replayed?.pipeline.showAll();
    isAnew = true;
    showAnew();
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
    const { history, pipeline, status } = opened();
    const samples = (replayed?.pipeline ?? pipeline).samplesOf(stream);
    const isAsked = !replayed && status().kind === 'live';
    const askPast = (pastMs: number, untilMs: number) => history.range(pastMs, untilMs, stream);
    const { timesMs, values } = await book.series(samples, fromMs, toMs, isAsked ? askPast : null);
    return transfer({ timesMs, values }, [timesMs.buffer, values.buffer]);
  },

  async hide(hidden) {
    clearTimeout(hiding);
    if (hidden) hiding = setTimeout(() => feed?.stop(), HIDDEN_MS);
    else feed?.start();
  },
};

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

function acted(): void {
  alarmsAtMs = 0;
}

function takeCase(told: CityCase): void {
  cases.set(told.id, laterCase(cases.get(told.id), told));
  areCasesTold = false;
  answer();
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
  const status = feed.status();
  const ms = nowMs();
  const shownMs = replayed?.atMs ?? ms;
  const isTick = ms - truthAtMs >= TICK_MS;
  const isSame = status === statusTold && alarmsAtMs > 0 && areCasesTold && !isAnew;
  if (!isTick && !shown.hasChanges && isSame) return;
  const truths = isTick ? shown.tally(shownMs) : null;
  const truth = truths && sumOfTruths(truths);
  const sources = truths && sourcesOf(status, truths);
  if (isAnew) teller.forget();
  let alarms: FeedDelta['alarms'] = null;
  let standing: readonly Alarm[] | null = null;
  if (isTick || shown.alarms.isChanged || alarmsAtMs === 0) {
    standing = shown.alarms.standing(shownMs);
    alarms = teller.newsOf(standing);
    alarmsAtMs = ms;
  }
  if (isTick) {
    truthAtMs = ms;
    const present = replayed || !standing ? feed.pipeline.alarms.standing(ms) : standing;
    openAlarms = present.filter(({ state }) => state.kind === 'unacknowledged').length;
  }
  statusTold = status;
  const unlisted = replayed ? ALL_LISTED : feed.unlisted();
  const isListedAnew = unlisted !== unlistedTold;
  unlistedTold = unlisted;
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
    unlisted: isListedAnew ? unlisted : null,
  };
  isAnew = false;
  resolve(transfer(delta, [streams.buffer, values.buffer, timesMs.buffer, receivedMs.buffer]));
}

/** The hub first; then the named ones in their order. */
function sourcesOf(status: SourceStatus, truths: readonly SourceTruth[]): SourceState[] {
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

expose(service);
