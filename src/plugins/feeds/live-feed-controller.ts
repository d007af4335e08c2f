import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AlarmKey } from '../../../model/alarms/alarm.ts';
import { type AlarmDelta, withDelta } from '../../../model/alarms/alarm-delta.ts';
import type { AlarmEvent } from '../../../model/alarms/alarm-machine.ts';
import { BASE_KINDS } from '../../../model/sensors/base-kinds.ts';
import type { OwnSensor } from '../../../model/sensors/own-sensors.ts';
import { mergeSensorKinds, type SensorKinds } from '../../../model/sensors/sensor-kind.ts';
import { mayActOnAlarms } from '../../twin/account.ts';
import type { AccountSession } from '../../twin/account-session.ts';
import type { RemoteLayerHolder } from '../../twin/catalogue/layer-holder.ts';
import type { FeedLatency } from '../../twin/live/live-slice.ts';
import { LiveValues } from '../../twin/live/live-values.ts';
import type { FeedDelta, FeedService, ListedSensors, StreamSeries } from '../../twin/live/service.ts';
import { Latency } from '../../twin/live/truth.ts';
import { nextGid } from '../../twin/next-gid.ts';
import type { Twin } from '../../twin/twin.ts';
import { markSpan } from '../../twin/user-timing.ts';
import { openOwnLayer } from './own-layer.ts';
import { kindVitals } from './sensor-vitals.ts';

/** The feeds as panels and views meet them. */
export interface LiveFeedController {
  /** Null until the city's sensors are read. */
  live(): LiveValues | null;
  /** Rules, labels, devices and vitals by kind; the program's own until the city's are read. */
  kinds(): SensorKinds;
  /** In the name of the login, for all pages; without one for this page alone. */
  act(key: AlarmKey, event: AlarmEvent): void;
  series(stream: number, fromMs: number, toMs: number): Promise<StreamSeries>;
  /** Plays a recording in place of the present, at the twin's clock; rejects what is none. */
  replay(name: string, bytes: Uint8Array): Promise<void>;
  endReplay(): void;
  /** What users of the city connected. */
  readonly own: StoreApi<readonly OwnSensor[]>;
  /** Asks the hub which they are now. */
  readOwnSensors(): void;
}

/** What the desk asks of the window: its frames, its clock, whether it is seen. */
interface FeedWindow {
  nextFrame(): Promise<void>;
  nowMs(): number;
}

/** The layer that the city bakes of its sensors; without one it has none to show. */
export const SENSOR_LAYER = 'sensors';

const NO_CHANGE: AlarmDelta = { changed: [], gone: [] };

/** Takes one delta a frame from the worker and gives it to the twin; main thread's whole share of the feeds. */
export function openLiveFeedController(
  twin: Twin,
  service: FeedService,
  { session, holder }: { session: Pick<AccountSession, 'post'>; holder: RemoteLayerHolder | null },
  urls: { cityUrl: string; hubUrl: string },
  { nextFrame, nowMs }: FeedWindow,
  fail: (reason: unknown) => void,
): LiveFeedController {
  const delays = openDelays();
  const { takeFeed } = twin.getState();
  let live: LiveValues | null = null;
  let firstOwn = 0;
  const own = createStore<readonly OwnSensor[]>(() => []);
  let kinds = mergeSensorKinds(BASE_KINDS);
  function take(delta: FeedDelta, values: LiveValues): void {
    const { changes, alarms: news, cases, quality, sources, status, replayMs, isFullState, unlisted } = delta;
    if (delta.kinds) {
      kinds = mergeSensorKinds(delta.kinds);
      values.tagKinds(taggedKinds(kinds), firstOwn);
    }
    if (isFullState) values.forget();
    if (unlisted) values.takeUnlisted(unlisted);
    values.take(changes);
    const alarms = news || isFullState ? withDelta(isFullState ? [] : twin.getState().alarms, news ?? NO_CHANGE) : null;
    if (alarms) values.takeAlarms(alarms);
    const ms = replayMs ?? nowMs();
    if (replayMs === null) delays.add(isFullState ? null : changes, ms);
    takeFeed({
      ...(alarms ? { alarms } : {}),
      ...(cases ? { cases } : {}),
      ...(delta.incidentNews ? { incidentNews: twin.getState().incidentNews + 1 } : {}),
      ...(delta.responsePlanNews ? { responsePlanNews: twin.getState().responsePlanNews + 1 } : {}),
      ...(quality ? { feedQuality: quality } : {}),
      ...(sources ? { feedSources: sources } : {}),
      ...(quality ? { feedLatency: delays.spread(ms) } : {}),
      ...(JSON.stringify(status) === JSON.stringify(twin.getState().feed) ? {} : { feed: status }),
      openAlarms: delta.openAlarms,
      feedFrames: twin.getState().feedFrames + 1,
      feedMs: ms,
    });
  }

  const layer = twin.city.layers.find(({ id }) => id === SENSOR_LAYER);
  const ownLayer = openOwnLayer(twin, holder, fail);
  function takeSensors({ sensors, upM, own: listed }: ListedSensors): LiveValues {
    const first = sensors.length - listed.length;
    const gidBase = nextGid(twin);
    const values = new LiveValues(sensors, upM, [
      ...(layer ? [{ first: 0, gidBase: layer.gidBase }] : []),
      { first, gidBase },
    ]);
    firstOwn = first;
    live = values;
    values.tagKinds(taggedKinds(kinds), firstOwn);
    own.setState(listed, true);
    ownLayer.lay(listed, values.placesM.subarray(3 * first), kinds, gidBase);
    takeFeed({ sensors: sensors.length > 0 ? sensors : null });
    return values;
  }

  async function follow(): Promise<void> {
    const { origin, datum, grids } = twin.city;
    const frame = { origin, geoidUndulationM: datum.geoidUndulationM, grids };
    const { kinds: file, ...listed } = await service.open(urls.cityUrl, urls.hubUrl, layer?.places ?? null, frame);
    kinds = mergeSensorKinds(file);
    let values = takeSensors(listed);
    for (;;) {
      const delta = await service.next();
      await nextFrame();
      const startMs = performance.now();
      if (delta.sensors) values = takeSensors(delta.sensors);
      take(delta, values);
      markSpan('values', startMs);
    }
  }
  follow().catch(fail);
  followReplay(twin, service, fail);

  return {
    live: () => live,
    own,
    readOwnSensors: () => void service.readOwnSensors().catch(fail),
    kinds: () => kinds,
    act(key, event) {
      if (twin.getState().replay) return;
      const isShared = mayActOnAlarms(twin.getState().account);
      (isShared ? session.post('alarms/acts', { key, event }) : service.act({ key, event })).catch(fail);
    },
    series: (stream, fromMs, toMs) => service.series(stream, fromMs, toMs),
    replay: (name, bytes) => replayRecording(twin, service, name, bytes),
    endReplay() {
      takeFeed({ replay: null });
      twin.getState().leaveTime();
      service.endReplay().catch(fail);
    },
  };
}

/** Kinds that a vital holds against a limit, as river stages and water on streets: where they stand matters before they alarm. */
function taggedKinds(kinds: SensorKinds): string[] {
  return kindVitals(kinds)
    .filter(({ rule: { figure } }) => figure === 'nearestLimit' || figure === 'countAtLeast')
    .map(({ kind }) => kind);
}

/** How late observations come: since they were received by the hub, and since they were measured. */
interface Delays {
  /** Counts what came with a delta of the present; null: a full state, whose values waited for the page. */
  add(changes: FeedDelta['changes'] | null, nowMs: number): void;
  /** Null where nothing came of late. */
  spread(nowMs: number): FeedLatency | null;
}

function openDelays(): Delays {
  const latency = new Latency();
  const age = new Latency();
  /** What came before the first frame waited for the page itself: no latency of the feeds is told by it, nor by what history says. */
  let sinceMs = Number.POSITIVE_INFINITY;
  return {
    add(changes, nowMs) {
      sinceMs = Math.min(sinceMs, nowMs);
      if (!changes) return;
      for (const [i, receivedMs] of changes.receivedMs.entries()) {
        // NaN too: history told it.
        if (!(receivedMs >= sinceMs)) continue;
        latency.add(nowMs - receivedMs, nowMs);
        age.add(nowMs - changes.timesMs[i], nowMs);
      }
    },
    spread(nowMs) {
      const p50Ms = latency.quantile(0.5, nowMs);
      const p99Ms = latency.quantile(0.99, nowMs);
      const ageP99Ms = age.quantile(0.99, nowMs);
      return p50Ms === null || p99Ms === null || ageP99Ms === null
        ? null
        : { p50Ms, p99Ms, ageP99Ms, count: latency.count };
    },
  };
}

/** The recording stands in place of the present, and plays from its beginning. */
async function replayRecording(twin: Twin, service: FeedService, name: string, bytes: Uint8Array): Promise<void> {
  const span = await service.replay(bytes);
  const { takeFeed, showTime, setRate, play } = twin.getState();
  takeFeed({ replay: { name, ...span } });
  showTime(span.fromMs);
  setRate(1);
  play(true);
}

/** The worker goes where the twin's clock is, one step at a time; at the end of the recording the clock stops. */
function followReplay(twin: Twin, service: FeedService, fail: (reason: unknown) => void): void {
  let isRunActive = false;
  async function go(): Promise<void> {
    if (isRunActive) return;
    isRunActive = true;
    try {
      for (let shownMs: number | null = null; ; ) {
        const { replay, shownTimeMs, play, showTime } = twin.getState();
        if (!replay || shownTimeMs === shownMs) break;
        shownMs = shownTimeMs;
        if (shownMs > replay.toMs) {
          play(false);
          showTime(replay.toMs);
        }
        await service.replayTo(shownMs);
      }
    } finally {
      isRunActive = false;
    }
  }
  twin.follow(
    ({ replay, shownTimeMs }) => (replay ? shownTimeMs : null),
    (shownMs) => {
      if (shownMs !== null) go().catch(fail);
    },
  );
}
