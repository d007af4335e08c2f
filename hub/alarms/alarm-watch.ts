import { type AlarmAct, type AlarmKey, ruleOfKey, streamOfKey } from '../../model/alarms/alarm.ts';
import type { AlarmStep } from '../../model/alarms/alarm-machine.ts';
import { type AlarmList, type AlarmMessage, isSameMessage } from '../../model/alarms/alarm-message.ts';
import type { ReportedRule } from '../../model/alarms/alarm-store.ts';
import { RuleRunner } from '../../model/alarms/rule-runner.ts';
import type { AlarmText } from '../../model/alarms/rules.ts';
import { combinedRulesOf, rulesOf } from '../../model/alarms/stream-rules.ts';
import { ALARMS_TOPIC } from '../../model/hub/topics.ts';
import type { SensorKinds } from '../../model/sensors/sensor-kind.ts';
import { type CitySensor, sensorOfStream } from '../../model/sensors/sensors.ts';
import type { Span } from '../../model/sensors/spans.ts';
import type { Observation } from '../history/history.ts';
import type { Ingest } from '../history/ingest.ts';
import type { Hub } from '../hub.ts';
import type { Reader, Sql } from '../sql/sql-api.ts';
import { reportFailure } from '../unready.ts';
import { type AlarmChanges, type AlarmEventRow, type AlarmRow, AlarmRows, type NumberedEvent } from './alarm-rows.ts';
import { feedGapMs, GAP_RULE } from './feed-gap.ts';
import { pastSamples } from './look-back.ts';

/** What changes together is judged together; an alarm waits no longer than this for it. */
const GATHER_MS = 50;
/** Delays, shelves and silence need no finer clock. */
const WATCH_TICK_MS = 1000;
/** While nothing changes it is noted so often how far the rules have come. */
const NOTE_EVERY_MS = 5000;
/** A database that is away is asked again so often for what the rules need of it. */
const ASK_AGAIN_MS = 1000;
/** Outages older than this explain no silence any more. */
const OUTAGES_KEPT_MS = 72 * 3_600_000;

/** What the alarm watch is opened on: the hub's services, the city's sensors and their kinds. */
interface AlarmWatchOptions {
  hub: Pick<Hub, 'sql' | 'bus' | 'nowMs'> & { ingest: Ingest };
  things: readonly CitySensor[];
  kinds: SensorKinds;
}

/** What other parts of the hub and its routes do with the alarms. */
export interface AlarmWatch {
  list(): AlarmList;
  events(sinceMs: number, key: AlarmKey | null, by?: Reader): Promise<AlarmEventRow[]>;
  /** Steps that were noted after one of them and not before a moment, oldest first, a part at a time. */
  eventsAfter(id: number, notedMs: number): Promise<NumberedEvent[]>;
  /** What an alarm says and where its sensor stands, also when it stands no more; null: no rule of now raises it. */
  about(key: AlarmKey): { meaning: AlarmText; sensor: CitySensor | null } | null;
  /** Calls back after each change that was kept. */
  follow(changed: () => void): () => void;
  recentActs(by?: Reader): Promise<AlarmAct[]>;
  /** Resolves when it is durable and its effect published. */
  act(act: AlarmAct): Promise<void>;
  /** An alarm that no rule on values raises: it is active from now on, unless it is already. */
  raise(rule: ReportedRule): Promise<void>;
  /** It is active no more. */
  clear(key: AlarmKey): Promise<void>;
  isActive(key: AlarmKey): boolean;
  /** Rules are others now: all are judged anew. */
  takeKinds(kinds: SensorKinds): Promise<void>;
  /** Sensors came, went or changed: the rules of all are judged anew. */
  takeThings(things: readonly CitySensor[]): Promise<void>;
  /** Resolves when the past is read and all that came is judged and kept. */
  settled(): Promise<void>;
  stats(): { standing: number; cpuMs: number; outages: number };
  close(): Promise<void>;
}

/**
 * The rules of all the city's streams, run on what the hub ingests: nobody has to look. A change is durable before pages hear of it.
 * Measured: 100,000 streams at 5,000 observations a second take .33 of a core (`feeds.rulesCoreRatio`), so the rules stand in
 * the hub's own thread; what a page needs, its history and broker, has threads of its own.
 */
export async function openAlarmWatch(options: AlarmWatchOptions): Promise<AlarmWatch> {
  const rows = await AlarmRows.open(options.hub.sql);
  const watch = new Watch(options, rows);
  await watch.open();
  return watch;
}

class Watch implements AlarmWatch {
  private readonly hub: AlarmWatchOptions['hub'];
  private things: readonly CitySensor[];
  private readonly rows: AlarmRows;
  private gapMs: number;
  private kinds: SensorKinds;
  private runner: RuleRunner;
  private streamIndex = new Map<number, number>();
  private datastreams: (number | undefined)[] = [];
  private streamIds: string[] = [];
  private readonly reported = new Map<AlarmKey, ReportedRule>();
  /** What was published last, of all that stands. */
  private known = new Map<AlarmKey, AlarmMessage>();
  /** Until when the steps in the life of an alarm are noted. */
  private readonly notedMs = new Map<AlarmKey, number>();
  private seq = 0;
  private sinceMs: number | null = null;
  /** Came while the past was still being read; null: it is read. */
  private waiting: { observations: readonly Observation[]; isLive: boolean }[] | null = [];
  private reading: Promise<void> = Promise.resolve();
  private saving: Promise<void> = Promise.resolve();
  private gathering: ReturnType<typeof setTimeout> | undefined;
  private readonly ticking: ReturnType<typeof setInterval>;
  private notedAtMs = Number.NEGATIVE_INFINITY;
  private cpuMs = 0;
  private isClosing = false;
  private isClosed = false;
  private readonly stopFollowing: () => void;
  private readonly followers = new Set<() => void>();

  constructor({ hub, things, kinds }: AlarmWatchOptions, rows: AlarmRows) {
    this.hub = hub;
    this.things = things;
    this.rows = rows;
    this.kinds = kinds;
    this.gapMs = feedGapMs(things);
    this.runner = this.makeRunner([], Number.NEGATIVE_INFINITY);
    this.stopFollowing = hub.ingest.follow((observations, isLive) => this.take(observations, isLive));
    this.ticking = setInterval(() => void this.tick(), WATCH_TICK_MS);
  }

  private makeRunner(outages: readonly Span[], silenceSinceMs: number): RuleRunner {
    const byCode = new Map([...this.hub.ingest.streams.values()].map(({ code, id }) => [code, id]));
    const streams = this.things.flatMap((sensor) => sensor.datastreams.map((stream) => ({ sensor, stream })));
    this.streamIds = streams.map(({ stream }) => stream.id);
    this.datastreams = this.streamIds.map((id) => byCode.get(id));
    this.streamIndex = new Map();
    for (const [index, id] of this.datastreams.entries()) if (id !== undefined) this.streamIndex.set(id, index);
    return new RuleRunner(
      streams.map(({ sensor, stream }) => ({
        id: stream.id,
        cadenceMs: 1000 * stream.cadenceS,
        rules: rulesOf(this.kinds, sensor, stream),
      })),
      combinedRulesOf(this.kinds, this.things),
      { outages, watched: { sinceMs: this.sinceMs ?? Number.NEGATIVE_INFINITY, silenceSinceMs } },
    );
  }

  /** Takes up what stood when the hub ended, then reads what its rules need of the past beside the hub's other work. */
  async open(): Promise<void> {
    this.takeUp(await this.whatStood(), false);
  }

  private async whatStood() {
    const watch = await this.rows.watch();
    return { watch, standing: await this.rows.standing(), acts: await this.rows.acts(this.hub.nowMs()) };
  }

  private takeUp({ watch, standing, acts }: Awaited<ReturnType<Watch['whatStood']>>, areRulesNew: boolean): void {
    const { nowMs } = this.hub;
    this.seq = Math.max(this.seq, watch?.seq ?? 0);
    const oldestMs = nowMs() - OUTAGES_KEPT_MS;
    // Of a hub from before this was noted it is not known, and everything counts.
    this.sinceMs = watch ? watch.sinceMs : (this.sinceMs ?? Math.floor(nowMs()));
    const lastHeartbeatMs = watch?.lastHeartbeatMs ?? Number.NEGATIVE_INFINITY;
    const outages = (watch?.outages ?? []).filter(({ toMs }) => toMs > oldestMs);
    this.runner = this.makeRunner(outages, lastHeartbeatMs);
    if (lastHeartbeatMs > 0) this.runner.hear(lastHeartbeatMs);
    this.known = new Map(standing.map(({ message }) => [message.key, message]));
    for (const { saved, reported } of standing) {
      if (reported) this.reported.set(saved.key, reported);
      this.runner.store.restore(saved, reported);
    }
    for (const act of acts) this.runner.store.act(act);
    const judgedMs = lastHeartbeatMs > 0 ? lastHeartbeatMs : null;
    // Other rules say of the same values something else: what was judged by the old ones is judged again.
    this.reading = this.readPast(areRulesNew ? [] : standing, judgedMs).catch((error: unknown) => {
      if (!this.isClosing) reportFailure('alarms', error);
    });
  }

  /** Without its past the watch judges nothing: a database that is away is asked until it answers or the hub ends. */
  private async patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    for (let tries = 0; ; tries++) {
      try {
        return await ask();
      } catch (error) {
        if (this.isClosing) throw error;
        if (tries === 0) reportFailure('alarms', error);
        await new Promise((done) => setTimeout(done, ASK_AGAIN_MS));
      }
    }
  }

  private async readPast(standing: readonly AlarmRow[], judgedMs: number | null): Promise<void> {
    const { runner } = this;
    const streams = new Map(this.streamIds.map((id, index) => [id, index]));
    for (const { saved } of standing) {
      const stream = streams.get(streamOfKey(saved.key));
      if (stream !== undefined) runner.resume(stream, ruleOfKey(saved.key), saved);
    }
    const sql: Pick<Sql, 'query'> = {
      query: (text, parameters) => this.patiently(() => this.hub.sql.query(text, parameters)),
    };
    const parts = pastSamples(sql, runner.lookingBack(), (stream) => this.datastreams[stream], judgedMs);
    for await (const samples of parts) {
      if (this.isClosed || this.runner !== runner) return;
      const ms = this.hub.nowMs();
      for (const { stream, timeMs, resultMs, value } of samples) runner.take(stream, timeMs, resultMs, value, ms);
    }
    const waiting = this.waiting ?? [];
    this.waiting = null;
    for (const { observations, isLive } of waiting) this.take(observations, isLive);
    runner.listen();
    this.schedule();
  }

  /** In the hub's hot path: a sample put and its rules judged, some microseconds an observation. */
  private take(observations: readonly Observation[], isLive: boolean): void {
    if (this.waiting) {
      this.waiting.push({ observations, isLive });
      return;
    }
    const beganMs = performance.now();
    const { runner } = this;
    for (const { datastream, phenomenonMs, resultMs, receivedMs, result } of observations) {
      const stream = this.streamIndex.get(datastream);
      const value = typeof result === 'boolean' ? Number(result) : result;
      if (stream === undefined || typeof value !== 'number') continue;
      if (isLive) this.hear(receivedMs);
      runner.take(stream, phenomenonMs, resultMs ?? phenomenonMs, value, receivedMs);
    }
    this.cpuMs += performance.now() - beganMs;
    if (runner.store.isChanged) this.schedule();
  }

  /** After a silence of everything: one outage, which explains the silence of each. */
  private hear(ms: number): void {
    const { lastHeartbeatMs } = this.runner;
    if (ms - lastHeartbeatMs > this.gapMs && lastHeartbeatMs > Number.NEGATIVE_INFINITY) {
      const outage = { fromMs: lastHeartbeatMs, toMs: ms };
      this.runner.outages.push(outage);
      this.reportGap(outage);
    } else if (this.isActive(GAP_RULE.id)) this.withdrawGap();
    this.runner.hear(ms);
  }

  /** The machine's clock was set back: there was no such silence. */
  private withdrawGap(): void {
    const { store } = this.runner;
    store.report(GAP_RULE, store.rawOf(GAP_RULE.id).slice(0, -1));
  }

  private reportGap(gap: Span): void {
    const earlier = this.runner.store.rawOf(GAP_RULE.id).filter(({ fromMs }) => fromMs !== gap.fromMs);
    this.reported.set(GAP_RULE.id, GAP_RULE);
    this.runner.store.report(GAP_RULE, [...earlier, gap]);
  }

  private async tick(): Promise<void> {
    if (this.waiting) return;
    const nowMs = this.hub.nowMs();
    const { lastHeartbeatMs, store } = this.runner;
    const isGap = lastHeartbeatMs > Number.NEGATIVE_INFINITY && nowMs - lastHeartbeatMs > this.gapMs;
    if (isGap && store.rawOf(GAP_RULE.id).at(-1)?.fromMs !== lastHeartbeatMs)
      this.reportGap({ fromMs: lastHeartbeatMs, toMs: Number.POSITIVE_INFINITY });
    await this.evaluate();
  }

  private schedule(): void {
    if (this.gathering || this.isClosed) return;
    this.gathering = setTimeout(() => {
      this.gathering = undefined;
      void this.evaluate();
    }, GATHER_MS);
  }

  /** One after the other: what a save has in it is published before the next begins. */
  private evaluate(): Promise<void> {
    this.saving = this.saving.then(() => this.evaluateNow()).catch((error: unknown) => reportFailure('alarms', error));
    return this.saving;
  }

  private async evaluateNow(): Promise<void> {
    if (this.waiting) return;
    const beganMs = performance.now();
    const changes = this.changes();
    this.cpuMs += performance.now() - beganMs;
    if (!changes) return;
    try {
      await this.rows.save(changes);
    } catch (error) {
      // They are found again with the next look, since nothing counts as known before it is kept.
      for (const { message } of changes.rows) this.runner.store.touch(message.key);
      for (const key of changes.gone) this.runner.store.touch(key);
      throw error;
    }
    for (const { message } of changes.rows) this.known.set(message.key, message);
    for (const { key, step } of changes.steps) this.notedMs.set(key, step.event.atMs);
    const messages = [...changes.rows.map(({ message }) => message), ...this.ended(changes.gone)];
    this.notedAtMs = changes.nowMs;
    for (const changed of this.followers) changed();
    for (const message of messages) await this.hub.bus.publish(ALARMS_TOPIC, JSON.stringify(message)).catch(() => {});
  }

  private ended(keys: readonly AlarmKey[]): AlarmMessage[] {
    return keys.flatMap((key) => {
      const last = this.known.get(key);
      this.known.delete(key);
      this.reported.delete(key);
      return last
        ? [{ ...last, seq: this.seq, state: { kind: 'normal' as const }, by: null, raised: null, extreme: null }]
        : [];
    });
  }

  /** What differs from what was published; null: nothing, and it was noted of late how far the rules have come. */
  private changes(): AlarmChanges | null {
    const nowMs = this.hub.nowMs();
    const { store } = this.runner;
    const rows: AlarmRow[] = [];
    const gone: AlarmKey[] = [];
    const steps: { key: AlarmKey; step: AlarmStep }[] = [];
    for (const key of store.update(nowMs)) {
      const message = this.messageOf(key);
      const before = this.known.get(key);
      if (!message && !before) continue;
      if (message && isSameMessage(before, message)) continue;
      const saved = store.save(key);
      if (message && saved) rows.push({ message, saved, reported: this.reported.get(key) ?? null });
      else gone.push(key);
      const sinceMs = this.notedMs.get(key) ?? Number.NEGATIVE_INFINITY;
      for (const step of store.history(key, nowMs)) if (step.event.atMs >= sinceMs) steps.push({ key, step });
    }
    for (const key of this.known.keys()) if (!store.has(key)) gone.push(key);
    if (rows.length + gone.length > 0) this.seq++;
    else if (nowMs - this.notedAtMs < NOTE_EVERY_MS) return null;
    const { lastHeartbeatMs, outages } = this.runner;
    this.notedAtMs = nowMs;
    const numbered = rows.map((row) => ({ ...row, message: { ...row.message, seq: this.seq } }));
    const heartbeatMs = Number.isFinite(lastHeartbeatMs) ? lastHeartbeatMs : 0;
    const watch = { seq: this.seq, lastHeartbeatMs: heartbeatMs, outages, sinceMs: this.sinceMs };
    return { rows: numbered, gone, steps, watch, nowMs };
  }

  private messageOf(key: AlarmKey): AlarmMessage | null {
    const alarm = this.runner.store.alarmOf(key);
    if (!alarm) return null;
    const { stream, state, meaning, limit, by, isLate, raised, extreme = null } = alarm;
    const { priority, title, consequence, action, cause, isAlert = false } = meaning;
    const at = stream === null ? null : this.streamIds[stream];
    const plainMeaning = { priority, title, consequence, action, cause, isAlert };
    return { seq: 0, key, at, state, meaning: plainMeaning, limit, by, isLate, raised, extreme };
  }

  list(): AlarmList {
    return { seq: this.seq, alarms: [...this.known.values()] };
  }

  events(sinceMs: number, key: AlarmKey | null, by?: Reader): Promise<AlarmEventRow[]> {
    return this.rows.events(sinceMs, key, by);
  }

  eventsAfter(id: number, notedMs: number): Promise<NumberedEvent[]> {
    return this.rows.eventsAfter(id, notedMs);
  }

  about(key: AlarmKey): ReturnType<AlarmWatch['about']> {
    const one = this.runner.store.about(key);
    return one && { meaning: one.meaning, sensor: sensorOfStream(one.stream, this.things) };
  }

  follow(changed: () => void): () => void {
    this.followers.add(changed);
    return () => this.followers.delete(changed);
  }

  recentActs(by?: Reader): Promise<AlarmAct[]> {
    return this.rows.recentActs(this.hub.nowMs(), by);
  }

  async act(act: AlarmAct): Promise<void> {
    await this.rows.addAct(act);
    if (this.runner.store.act(act)) await this.evaluate();
  }

  async raise(rule: ReportedRule): Promise<void> {
    if (this.isActive(rule.id)) return;
    const fromMs = this.hub.nowMs();
    this.reported.set(rule.id, rule);
    const spans = this.runner.store.rawOf(rule.id);
    this.runner.store.report(rule, [...spans, { fromMs, toMs: Number.POSITIVE_INFINITY }]);
    await this.reading;
    await this.evaluate();
  }

  async clear(key: AlarmKey): Promise<void> {
    const rule = this.reported.get(key);
    const spans = this.runner.store.rawOf(key);
    const last = spans.at(-1);
    if (!rule || !last || !this.isActive(key)) return;
    this.runner.store.report(rule, [...spans.slice(0, -1), { ...last, toMs: this.hub.nowMs() }]);
    await this.reading;
    await this.evaluate();
  }

  isActive(key: AlarmKey): boolean {
    return this.runner.store.rawOf(key).at(-1)?.toMs === Number.POSITIVE_INFINITY;
  }

  takeKinds(kinds: SensorKinds): Promise<void> {
    return this.judgeAnew(() => {
      this.kinds = kinds;
    });
  }

  takeThings(things: readonly CitySensor[]): Promise<void> {
    return this.judgeAnew(() => {
      this.things = things;
      this.gapMs = feedGapMs(things);
    });
  }

  private async judgeAnew(change: () => void): Promise<void> {
    await this.settled();
    change();
    this.waiting = [];
    this.takeUp(await this.patiently(() => this.whatStood()), true);
    await this.settled();
  }

  async settled(): Promise<void> {
    await this.reading;
    await this.evaluate();
  }

  stats(): { standing: number; cpuMs: number; outages: number } {
    return { standing: this.known.size, cpuMs: Math.round(this.cpuMs), outages: this.runner.outages.length };
  }

  async close(): Promise<void> {
    this.isClosing = true;
    this.stopFollowing();
    clearInterval(this.ticking);
    clearTimeout(this.gathering);
    await this.reading;
    this.notedAtMs = Number.NEGATIVE_INFINITY;
    await this.evaluate();
    this.isClosed = true;
  }
}
