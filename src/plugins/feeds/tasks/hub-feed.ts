import type { Alarm, AlarmAct } from '../../../../model/alarms/alarm.ts';
import { parseAct } from '../../../../model/alarms/alarm-act.ts';
import { parseAlarmList, parseAlarmMessage, RemoteAlarms } from '../../../../model/alarms/alarm-message.ts';
import { type CityCase, parseCase } from '../../../../model/cases/cases.ts';
import {
  ACTS_TOPIC,
  ALARMS_TOPIC,
  CASES_TOPIC,
  INCIDENTS_TOPIC,
  KINDS_TOPIC,
  RESPONSE_PLANS_TOPIC,
  SENSORS_TOPIC,
} from '../../../../model/hub/topics.ts';
import type { FeedError } from '../../../../model/sensors/decode.ts';
import { samplesWithin } from '../../../../model/sensors/samples.ts';
import type { SensorKinds } from '../../../../model/sensors/sensor-kind.ts';
import type { CitySensor } from '../../../../model/sensors/sensors.ts';
import type { Login } from '../../../twin/account.ts';
import { failureOf, reasonAt } from '../../../twin/failure.ts';
import type { SourceStatus } from '../../../twin/live/source-status.ts';
import { sourceMessage } from '../messages.ts';
import { type CityStreams, cityStreams } from './city-streams.ts';
import type { BackfillSource, HubClient } from './hub-client.ts';
import { HUB, type HubStreams, hubStreams } from './hub-streams.ts';
import { brokerOf, mqttSource } from './mqtt-source.ts';
import type { OtherSources } from './other-sources.ts';
import type { Pipeline } from './pipeline.ts';
import { repair } from './repair.ts';
import { sleep } from './sleep.ts';
import { NeedsLogin, NoSource, reconnectingSource, type Source, type SourceListener } from './source.ts';

/** One budget for all samples: of few streams long, of many short. */
const SAMPLES_BYTES = 40 << 20;
const MAX_STREAM_SAMPLES = 1440;
/**
 * A range over all streams is asked in parts of about so many rows. Measured on the hub with 3,544 streams: a thousand rows take 0.6 s
 * after none, 2.9 s after 25,000.
 */
const PART_ROWS = 10_000;
const MIN_PART_MS = 1000;
/** Before the last good time: what was still under way then; two cadences of the slowest stream, but no more than this. */
const MAX_LATENESS_MS = 60_000;
const REPAIR_EVERY_MS = 30_000;

/** From when on history is owed: from the newest of each stream when the page is opened; from nowhere, but for single holes. */
const OPENING = Number.NEGATIVE_INFINITY;
const HOLES = Number.POSITIVE_INFINITY;

interface HubFeedOptions {
  sensors: readonly CitySensor[];
  kinds: SensorKinds;
  client: HubClient;
  hubUrl: string;
  others: OtherSources;
  nowMs(): number;
  /** Values, alarms or the status may be others than they were. */
  changed(): void;
  takeCase(state: CityCase): void;
  /** The log of an incident has new lines. */
  incidentsChanged(): void;
  /** The shared response plans are others now. */
  responsePlansChanged(): void;
  /** The hub's sensor kinds are others now. */
  kindsChanged(): void;
  /** Users connected sensors, changed or took them away. */
  sensorsChanged(): void;
}

/**
 * What the hub tells this page of a city: values over MQTT and history, and the alarms, which the hub works out. The page's own
 * pipeline counts what came, and runs the rules of those streams alone that only this page listens to.
 */
export class HubFeed {
  readonly alarms = new RemoteAlarms();
  readonly hubUrl: string;
  kinds: SensorKinds;
  private readonly options: HubFeedOptions;
  private readonly client: HubClient;
  private readonly indexOf: ReadonlyMap<string, number>;
  private readonly latenessMs: number;
  private readonly keptMs: number;
  private readonly partMs: number;
  private readonly streams: HubStreams;
  private cityStreams: CityStreams;
  private live: Pipeline;
  private currentStatus: SourceStatus = { kind: 'none' };
  /** With which the wire was opened last. */
  private usedToken: string | null = null;
  private listing: Promise<void> | null = null;
  private owedFromMs = OPENING;
  /** While one is under way silence is not yet known to be silence. */
  private filling: Promise<void> | null = null;
  private wire = new AbortController();
  private stopped: AbortController | null = null;
  private repairing: ReturnType<typeof setInterval> | undefined;

  constructor(options: HubFeedOptions) {
    this.options = options;
    this.hubUrl = options.hubUrl;
    this.kinds = options.kinds;
    this.client = options.client;
    this.cityStreams = this.streamsBy(options.kinds);
    this.live = this.cityStreams.livePipeline();
    const { infos } = this.cityStreams;
    this.indexOf = new Map(infos.map(({ id }, index) => [id, index]));
    const maxCadenceMs = infos.reduce((longest, { cadenceMs }) => Math.max(longest, cadenceMs ?? 0), 0);
    this.latenessMs = Math.min(MAX_LATENESS_MS, 2 * maxCadenceMs);
    this.keptMs = samplesOf(infos.length) * maxCadenceMs;
    const perMs = infos.reduce((sum, { source, cadenceMs }) => sum + (source === HUB ? 1 / (cadenceMs ?? 1) : 0), 0);
    this.partMs = Math.max(MIN_PART_MS, PART_ROWS / perMs);
    this.streams = hubStreams(infos, this.client.things, () => this.whyNoStreams());
  }

  private streamsBy(kinds: SensorKinds): CityStreams {
    return cityStreams(this.options.sensors, kinds, (id) => this.options.others.sourceIndexOf(id), samplesOf);
  }

  private async whyNoStreams(): Promise<FeedError> {
    const { hubUrl } = this.options;
    return (await this.client.isThere())
      ? new NeedsLogin(sourceMessage('needs-account', { hubUrl }))
      : new NoSource(sourceMessage('no-streams', { hubUrl }));
  }

  get pipeline(): Pipeline {
    return this.live;
  }

  get history(): BackfillSource {
    return this.client.past(this.streams, this.partMs);
  }

  /** An empty one of the same streams, with all their rules. */
  replayPipeline(): Pipeline {
    return this.cityStreams.replayPipeline();
  }

  status(): SourceStatus {
    return this.currentStatus;
  }

  /** Streams of the city that the hub does not list to this login; the same object until it is another list. */
  unlisted(): Uint32Array {
    return this.streams.unlisted();
  }

  /** The stream that the service calls so; none before it was heard. */
  streamOf(id: string): number | undefined {
    return this.streams.oursOf(id) ?? this.indexOf.get(id);
  }

  /** Alarms of the present, by key: the hub's, and those that this page works out for streams of its own. */
  standing(nowMs: number): Alarm[] {
    const own = this.live.standing(nowMs);
    const ownKeys = new Set(own.map(({ key }) => key));
    const { infos } = this.cityStreams;
    const isHubs = ({ key, stream }: Alarm) => !ownKeys.has(key) && (stream === null || infos[stream].source === HUB);
    const hubs = this.alarms.standing(
      (id) => this.indexOf.get(id),
      (stream) => this.live.samplesOf(stream).lastValue,
    );
    if (own.length === 0) return hubs.filter(isHubs);
    return [...hubs.filter(isHubs), ...own].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** By a visitor, whose acts the hub does not take: for this page alone. */
  actHere({ key, event }: AlarmAct): void {
    if (!this.live.alarms.act({ key, event })) this.alarms.actHere(key, event);
  }

  /** The rules of the streams that only this page listens to are judged anew. */
  takeKinds(kinds: SensorKinds): void {
    this.kinds = kinds;
    this.cityStreams = this.streamsBy(kinds);
    this.startAnew();
  }

  /** In the name of this login from now on. Whether all that was heard before is let go: it was not this one's to hear. */
  signIn(next: Login | null): boolean {
    this.client.signIn(next);
    if (this.usedToken === null && this.streams.seesAll() && (next === null || next.seesAll)) return false;
    this.streams.forget();
    this.alarms.forget();
    this.startAnew();
    return true;
  }

  private startAnew(): void {
    this.live = this.cityStreams.livePipeline();
    if (!this.stopped) return;
    this.stop();
    this.start();
  }

  get isStarted(): boolean {
    return this.stopped !== null;
  }

  start(): void {
    if (this.stopped) return;
    this.stopped = new AbortController();
    const { nowMs, others } = this.options;
    const units = this.options.sensors.flatMap(({ datastreams }) => datastreams.map(({ unit }) => unit));
    others.start(this.live, (code) => {
      const index = this.indexOf.get(code);
      return index === undefined ? undefined : { index, unit: units[index] };
    });
    this.repairing = setInterval(() => {
      if (this.currentStatus.kind === 'live' && !this.filling) void this.startFilling();
    }, REPAIR_EVERY_MS);
    void reconnectingSource(this.source(), this.listener(), this.stopped.signal, {
      nowMs,
      random: Math.random,
      sleep,
      onStatus: (next) => {
        if (next.kind === 'cut') this.wire.abort();
        this.currentStatus = next;
        this.options.changed();
      },
      opened: (lastGoodMs) => this.opened(lastGoodMs),
    });
  }

  stop(): void {
    this.wire.abort();
    this.stopped?.abort();
    this.stopped = null;
    this.listing = null;
    this.options.others.stop();
    clearInterval(this.repairing);
  }

  private opened(lastGoodMs: number | null): void {
    this.wire.abort();
    this.wire = new AbortController();
    this.owedFromMs = lastGoodMs === null ? OPENING : Math.min(this.owedFromMs, lastGoodMs - this.latenessMs);
    void this.startFilling();
  }

  /**
   * After a break the wire is opened by the list that is known, and the list asked for beside it: of 20,000 streams it takes twenty
   * requests, of a hub that may be busy.
   */
  private source(): Source {
    return {
      listen: async (listener, signal) => {
        const isKnown = this.streams.isListed();
        this.listing ??= this.streams.list(signal).finally(() => {
          this.listing = null;
        });
        if (isKnown)
          this.listing.catch((error: unknown) => {
            if (!signal.aborted) listener.refused(failureOf(error));
          });
        else await this.listing;
        const { token } = this.client;
        this.usedToken = token;
        const login = token === null ? {} : { token };
        await mqttSource({ url: brokerOf(this.options.hubUrl), version: 4, others: this.topics(), ...login }).listen(
          listener,
          signal,
        );
      },
    };
  }

  private topics(): Record<string, (json: unknown) => void> {
    const { takeCase, incidentsChanged, responsePlansChanged, kindsChanged, sensorsChanged, changed } = this.options;
    return {
      [ACTS_TOPIC]: (json) => this.takeAct(json),
      [ALARMS_TOPIC]: (json) => {
        this.alarms.take(parseAlarmMessage(json));
        changed();
      },
      [CASES_TOPIC]: (json) => takeCase(parseCase(json)),
      [INCIDENTS_TOPIC]: incidentsChanged,
      [RESPONSE_PLANS_TOPIC]: responsePlansChanged,
      [KINDS_TOPIC]: kindsChanged,
      [SENSORS_TOPIC]: sensorsChanged,
    };
  }

  /** Takes an act on alarms of streams that only this page listens to; what was done to the hub's alarms comes with their next state. */
  private takeAct(json: unknown): void {
    this.live.alarms.act(parseAct(json));
    this.options.changed();
  }

  private listener(): SourceListener {
    const { nowMs, changed } = this.options;
    return {
      opened: () => undefined,
      onReading: (id, reading) => {
        const stream = this.streams.oursOf(id);
        if (stream === undefined && this.streams.isElsewhere(id)) return;
        const ms = nowMs();
        if (stream === undefined) this.live.refuse(HUB, sourceMessage('other-stream', { id }).text);
        else this.live.take({ stream, ...reading }, ms, 'live');
        if (!this.filling) this.live.markHeartbeat(HUB, ms);
        changed();
      },
      refused: (problem) => this.live.refuse(HUB, problem),
    };
  }

  /** One after the other, whatever asks for it. */
  private async startFilling(): Promise<void> {
    const { signal } = this.wire;
    await this.filling;
    if (signal.aborted || this.filling) return;
    this.filling = this.fill(signal).finally(() => {
      this.filling = null;
      this.options.changed();
    });
  }

  /** What is owed; what a cut keeps from being told stays owed. */
  private async fill(signal: AbortSignal): Promise<void> {
    const fromMs = this.owedFromMs;
    this.owedFromMs = HOLES;
    const { live } = this;
    const { nowMs, takeCase } = this.options;
    const past = this.client.past(this.streams, this.partMs, signal);
    try {
      if (fromMs !== HOLES) {
        this.alarms.takeList(parseAlarmList(await this.client.json('alarms', signal)));
        await this.client.each('alarms/acts', 'acts', (json) => this.takeAct(json), signal);
        await this.client.each('cases', 'cases', (json) => takeCase(parseCase(json)), signal);
      }
      if (fromMs === OPENING) {
        for await (const observation of past.newest()) live.take(observation, nowMs(), 'history');
      } else if (fromMs === HOLES) await repair(live, HUB, past, nowMs, null);
      // What is older than all that is kept would be let go again.
      else await repair(live, HUB, past, nowMs, Math.max(fromMs, nowMs() - this.keptMs));
    } catch (error) {
      this.owedFromMs = Math.min(this.owedFromMs, fromMs);
      if (!signal.aborted) live.refuse(HUB, reasonAt('history', failureOf(error)));
    }
  }
}

/** How many samples each stream may keep. */
function samplesOf(streams: number): number {
  return Math.max(2, Math.min(MAX_STREAM_SAMPLES, samplesWithin(SAMPLES_BYTES, streams)));
}
