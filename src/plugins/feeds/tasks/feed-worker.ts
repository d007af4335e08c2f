import type { Alarm, AlarmAct } from '../../../../model/alarms/alarm.ts';
import { AlarmDeltas } from '../../../../model/alarms/alarm-delta.ts';
import { type CityCase, newerCase } from '../../../../model/cases/cases.ts';
import type { OwnSensor } from '../../../../model/sensors/own-sensors.ts';
import type { SensorKinds, SensorKindsFile } from '../../../../model/sensors/sensor-kind.ts';
import type { CitySensor } from '../../../../model/sensors/sensors.ts';
import type { SourceSpec } from '../../../../model/sensors/sources.ts';
import { type Ground, groundOf } from '../../../../tiles/shape/ground.ts';
import type { Login } from '../../../twin/account.ts';
import type {
  CitySensors,
  FeedDelta,
  FeedService,
  ListedSensors,
  SensorFrame,
  SourceState,
  StreamSeries,
} from '../../../twin/live/service.ts';
import type { SourceStatus } from '../../../twin/live/source-status.ts';
import { emptyFeedQuality, type FeedQuality, mergeFeedQuality } from '../../../twin/live/truth.ts';
import { SeriesCache } from '../series.ts';
import { groundOfCity, namedSources, readCity, readKinds, readOwnSensors, withOwnSensors } from './city-files.ts';
import { HubClient } from './hub-client.ts';
import { HubFeed } from './hub-feed.ts';
import { type OtherSources, openOtherSources } from './other-sources.ts';
import type { Pipeline } from './pipeline.ts';
import { ReplayedFeed } from './replay.ts';
import type { ReadTable } from './tape.ts';
import { TopicLine, type TopicNews } from './topic-line.ts';

const FEED_TICK_MS = 1000;
/** Unseen for so long, a page lets its source go. */
const HIDDEN_MS = 5 * 60_000;
/** A recording holds what it holds, whoever looks. */
const ALL_LISTED = new Uint32Array();

/** Marks what is moved to the page and not copied; the shell's, since only it knows the wire. */
type Transfer = <T>(value: T, buffers: Transferable[]) => T;

/** The worker of the feeds: listens to hub, other sources or a recording, and gives the page what differs, one delta a frame. */
export class FeedWorker implements FeedService {
  private readonly nowMs: () => number;
  private readonly transfer: Transfer;
  private readonly readTable: ReadTable;
  private seriesBook: SeriesCache;
  /** Beside the hub, as somebody named them. */
  private specs: readonly SourceSpec[] = [];
  private others: OtherSources;
  private client: HubClient | null = null;
  private login: Login | null = null;
  private cityUrl = '';
  private baked: Pick<ListedSensors, 'sensors' | 'upM'> = { sensors: [], upM: new Float64Array() };
  private own: readonly OwnSensor[] = [];
  private frame: SensorFrame = { origin: { lonDeg: 0, latDeg: 0, heightM: 0 }, geoidUndulationM: 0, grids: null };
  private ground: Promise<Ground> | null = null;

  private feed: HubFeed | null = null;
  /** Shown in place of the present. */
  private replayed: ReplayedFeed | null = null;
  private replaying: Promise<unknown> = Promise.resolve();
  private hiding: ReturnType<typeof setTimeout> | undefined;
  private readonly cases = new Map<string, CityCase>();
  /** Topics that are followed beside the feed. */
  private readonly lines = new Set<TopicLine>();

  /** What the page was given last, by which the next delta is made. */
  private readonly deltas = new AlarmDeltas();
  private isFullState = false;
  private sentStatus: SourceStatus | null = null;
  private sentUnlisted: Uint32Array = ALL_LISTED;
  private sentAlarmsVersion = -1;
  private alarmsAtMs = 0;
  private areCasesSent = true;
  private hasIncidentNews = false;
  private hasResponsePlanNews = false;
  private openAlarms = 0;
  private tickedAtMs = 0;
  private newKinds: SensorKindsFile | null = null;
  private newSensors: ListedSensors | null = null;
  private waiting: ((delta: FeedDelta) => void) | null = null;

  constructor(nowMs: () => number, transfer: Transfer, readTable: ReadTable) {
    this.nowMs = nowMs;
    this.readTable = readTable;
    this.transfer = transfer;
    this.seriesBook = new SeriesCache(nowMs);
    this.others = openOtherSources([], nowMs, () => undefined);
  }

  private opened(): HubFeed {
    if (!this.feed) throw new Error('feeds: expected open() first');
    return this.feed;
  }

  private shown(): Pipeline {
    return this.replayed?.pipeline ?? this.opened().pipeline;
  }

  async open(cityUrl: string, hubUrl: string, placesFile: string | null, frame: SensorFrame): Promise<CitySensors> {
    const { nowMs } = this;
    const answer = () => this.answer();
    this.cityUrl = cityUrl;
    this.frame = frame;
    if (placesFile !== null) this.baked = await readCity(cityUrl, placesFile);
    const client = new HubClient(hubUrl);
    client.signIn(this.login);
    this.client = client;
    const kinds = await readKinds(client, cityUrl);
    this.own = await readOwnSensors(client);
    this.specs = await namedSources(hubUrl);
    this.others = openOtherSources(this.specs, nowMs, answer);
    const listed = await this.listed(this.own);
    this.feed = this.feedOf(listed.sensors, kinds, client, hubUrl);
    this.feed.start();
    setInterval(answer, FEED_TICK_MS);
    return { ...listed, kinds: kinds.file };
  }

  /** The ground is read once, when the first sensor needs it. */
  private async listed(own: readonly OwnSensor[]): Promise<ListedSensors> {
    const { frame, cityUrl } = this;
    const isNeeded = own.some(({ elevationM }) => elevationM === undefined);
    if (isNeeded) this.ground ??= groundOfCity(cityUrl, frame);
    const ground = (await this.ground) ?? groundOf(frame.origin, frame.geoidUndulationM, null);
    return withOwnSensors(this.baked, own, frame, ground);
  }

  private feedOf(sensors: readonly CitySensor[], kinds: SensorKinds, client: HubClient, hubUrl: string): HubFeed {
    return new HubFeed({
      sensors,
      kinds,
      client,
      hubUrl,
      others: this.others,
      nowMs: this.nowMs,
      changed: () => this.answer(),
      takeCase: (state) => this.takeCase(state),
      incidentsChanged: () => {
        this.hasIncidentNews = true;
        this.answer();
      },
      responsePlansChanged: () => {
        this.hasResponsePlanNews = true;
        this.answer();
      },
      kindsChanged: () => void this.readKindsAnew(),
      sensorsChanged: () => void this.readOwnSensors(),
    });
  }

  /** A recording that is shown has its own numbers of streams: the list waits for its end. */
  async readOwnSensors(): Promise<void> {
    const { client, feed } = this;
    if (!client || !feed || this.replayed) return;
    const own = await readOwnSensors(client);
    const listed = await this.listed(own);
    if (this.replayed || this.feed !== feed || JSON.stringify(own) === JSON.stringify(this.own)) return;
    this.own = own;
    const { isStarted } = feed;
    feed.stop();
    this.feed = this.feedOf(listed.sensors, feed.kinds, client, feed.hubUrl);
    this.seriesBook = new SeriesCache(this.nowMs);
    this.newSensors = listed;
    if (isStarted) this.feed.start();
    this.showAnew();
  }

  next(): Promise<FeedDelta> {
    return new Promise((resolve) => {
      this.waiting = resolve;
      this.answer();
    });
  }

  async act(act: AlarmAct): Promise<void> {
    this.opened().actHere(act);
    this.alarmsAtMs = 0;
    this.answer();
  }

  async signIn(next: Login | null): Promise<void> {
    if (next?.token !== this.login?.token) for (const line of this.lines) line.signIn(next);
    this.login = next;
    if (this.feed?.signIn(next)) {
      this.cases.clear();
      this.replayed?.pipeline.showAll();
      this.showAnew();
    }
    await this.readOwnSensors();
  }

  async replay(bytes: Uint8Array): Promise<{ fromMs: number; toMs: number }> {
    const feed = this.opened();
    const make = () => feed.replayPipeline();
    const next = await ReplayedFeed.open(bytes, make, (id) => feed.streamOf(id), this.readTable);
    this.replayed = next;
    await this.replayTo(next.fromMs);
    return { fromMs: next.fromMs, toMs: next.toMs };
  }

  replayTo(timeMs: number): Promise<void> {
    const done = this.replaying.then(async () => {
      if (!this.replayed) return;
      const isFullState = await this.replayed.goTo(timeMs);
      this.sendAgain(isFullState);
    });
    this.replaying = done.catch(() => undefined);
    return done;
  }

  async endReplay(): Promise<void> {
    await this.replaying;
    if (!this.replayed) return;
    this.replayed = null;
    this.opened().pipeline.showAll();
    this.showAnew();
    await this.readOwnSensors();
  }

  async series(stream: number, fromMs: number, toMs: number): Promise<StreamSeries> {
    const feed = this.opened();
    const isRequested = !this.replayed && feed.status().kind === 'live';
    const { history } = feed;
    const fetchHistory = (pastMs: number, untilMs: number) => history.range(pastMs, untilMs, stream);
    const samples = this.shown().samplesOf(stream);
    const { timesMs, values } = await this.seriesBook.series(samples, fromMs, toMs, isRequested ? fetchHistory : null);
    return this.transfer({ timesMs, values }, [timesMs.buffer, values.buffer]);
  }

  async followTopic(hubUrl: string, topic: string, port: MessagePort): Promise<void> {
    const tell = (news: TopicNews) => port.postMessage(news);
    const line = new TopicLine(hubUrl, topic, this.login, {
      connected: (isConnected) => tell({ kind: 'connected', isConnected }),
      take: (json) => tell({ kind: 'message', json }),
    });
    this.lines.add(line);
    // Whatever the page says on it ends it.
    port.onmessage = () => {
      this.lines.delete(line);
      line.close();
      port.close();
    };
  }

  async hide(hidden: boolean): Promise<void> {
    clearTimeout(this.hiding);
    if (hidden) this.hiding = setTimeout(() => this.feed?.stop(), HIDDEN_MS);
    else this.feed?.start();
  }

  private async readKindsAnew(): Promise<void> {
    const { client, feed } = this;
    if (!client || !feed) return;
    const kinds = await readKinds(client, this.cityUrl);
    feed.takeKinds(kinds);
    this.newKinds = kinds.file;
    this.showAnew();
  }

  private takeCase(state: CityCase): void {
    this.cases.set(state.id, newerCase(this.cases.get(state.id), state));
    this.areCasesSent = false;
    this.answer();
  }

  /** All is sent with the next answer, and what was shown before counts no more. */
  private showAnew(): void {
    this.sendAgain(true);
  }

  private sendAgain(isFullState: boolean): void {
    this.isFullState ||= isFullState;
    this.tickedAtMs = 0;
    this.alarmsAtMs = 0;
    this.areCasesSent = false;
    this.answer();
  }

  /** Gives the page what is new, if it has asked and there is anything. */
  private answer(): void {
    const { waiting, feed } = this;
    if (!waiting || !feed) return;
    const shown = this.shown();
    const ms = this.nowMs();
    const isTick = ms - this.tickedAtMs >= FEED_TICK_MS;
    if (!isTick && !shown.hasChanges && this.isAllSent(feed)) return;
    this.waiting = null;
    const delta = this.delta(feed, shown, ms, isTick);
    this.isFullState = false;
    this.newKinds = null;
    this.newSensors = null;
    this.areCasesSent = true;
    this.hasIncidentNews = false;
    this.hasResponsePlanNews = false;
    const { streams, values, timesMs, receivedMs } = delta.changes;
    waiting(this.transfer(delta, [streams.buffer, values.buffer, timesMs.buffer, receivedMs.buffer]));
  }

  private isAllSent(feed: HubFeed): boolean {
    const areAlarmsSent =
      this.alarmsAtMs > 0 && (this.replayed !== null || feed.alarms.version === this.sentAlarmsVersion);
    return (
      feed.status() === this.sentStatus &&
      areAlarmsSent &&
      this.areCasesSent &&
      !this.hasIncidentNews &&
      !this.hasResponsePlanNews &&
      !this.isFullState &&
      !this.newKinds &&
      !this.newSensors
    );
  }

  private delta(feed: HubFeed, shown: Pipeline, ms: number, isTick: boolean): FeedDelta {
    const { replayed } = this;
    const shownMs = replayed?.atMs ?? ms;
    const status = feed.status();
    const qualities = isTick ? shown.tally(shownMs) : null;
    if (this.isFullState) this.deltas.forget();
    const standing = this.standingIfChanged(feed, shown, shownMs, isTick);
    if (isTick) {
      this.tickedAtMs = ms;
      const present = replayed || !standing ? feed.standing(ms) : standing;
      this.openAlarms = present.filter(({ state }) => state.kind === 'unacknowledged').length;
    }
    const unlisted = replayed ? ALL_LISTED : feed.unlisted();
    const isListedAnew = unlisted !== this.sentUnlisted;
    this.sentUnlisted = unlisted;
    this.sentStatus = status;
    return {
      changes: shown.changes(),
      alarms: standing && this.deltas.next(standing),
      cases: this.areCasesSent ? null : [...(replayed?.cases ?? this.cases).values()],
      ...(this.hasIncidentNews ? { incidentNews: true } : {}),
      ...(this.hasResponsePlanNews ? { responsePlanNews: true } : {}),
      quality: qualities && mergeFeedQuality(qualities),
      sources: qualities && this.sourcesOf(status, qualities),
      status,
      replayMs: replayed?.atMs ?? null,
      isFullState: this.isFullState,
      openAlarms: this.openAlarms,
      kinds: this.newKinds,
      sensors: this.newSensors,
      unlisted: isListedAnew ? unlisted : null,
    };
  }

  /** Null: they are as they were sent. A recording's are worked out here; of the present most come from the hub. */
  private standingIfChanged(feed: HubFeed, shown: Pipeline, shownMs: number, isTick: boolean): Alarm[] | null {
    const { version } = feed.alarms;
    const isNew = !this.replayed && version !== this.sentAlarmsVersion;
    if (!isTick && !isNew && !shown.alarms.isChanged && this.alarmsAtMs > 0) return null;
    this.alarmsAtMs = shownMs;
    this.sentAlarmsVersion = version;
    return this.replayed ? shown.standing(shownMs) : feed.standing(shownMs);
  }

  /** The hub first; then the named ones in their order. */
  private sourcesOf(status: SourceStatus, qualities: readonly FeedQuality[]): SourceState[] {
    return [status, ...this.others.statuses()].map((each, i) => {
      const spec = this.specs[i - 1];
      return {
        id: spec?.id ?? null,
        name: spec?.name ?? null,
        kind: spec?.kind ?? null,
        status: each,
        quality: qualities[i] ?? emptyFeedQuality(),
      };
    });
  }
}
