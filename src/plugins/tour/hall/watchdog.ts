import * as v from 'valibot';
import { RECOVERY_CAUSES, RECOVERY_CURES } from '../../../../model/halls/hall.ts';
import { whole } from '../../../../model/questions/field.ts';
import { MAX_CHAPTERS } from '../../../../model/tours/tour.ts';
import type { BrowserText } from '../../../kit/browser-text.ts';
import type { App } from '../../../kit/plugin.ts';

/** What the watchdog of a hall looks at, and what it can do; time and window are given, so that a test need not wait. */
interface WatchdogParts {
  readonly app: Pick<App, 'twin' | 'view'>;
  readonly session: BrowserText;
  /** Returns the size of the page's heap; null: this browser does not state it. */
  heapMb(): number | null;
  readonly mostHeapMb: number;
  nowMs(): number;
  /** Nobody sees it: no frame is due. */
  isHidden(): boolean;
  reload(): void;
}

/** Looks after a page with nobody near. */
export interface Watchdog {
  /** Whether the network was there when somebody used it. */
  reportNetwork(isThere: boolean): void;
  close(): void;
}

const LOOK_EVERY_MS = 5000;
/** Seconds that a requested picture may take, without a GPU and while a city loads. */
const FROZEN_S = 30;
/** A heap over its limit at so many looks one after the other is no passing peak. */
const FULL_LOOKS = 3;
/** A page that was loaded anew is given so long before it is again: a cure that does not help must not be a loop. */
const RELOAD_REST_MS = 10 * 60_000;
/** A layer that did not come is asked for again after a minute, then two, four, … */
const LAYER_WAIT_MS = 60_000;
const MAX_LAYER_WAIT_MS = 30 * 60_000;

const RESUME = 'resume';
const HEALS = 'heals';
const RELOADED = 'reloadedMs';

/**
 * Detects, heals and logs what stops a hall: a picture that stands still is built anew and then the page; a page whose heap is full is
 * loaded anew in the same tour and chapter; after a cut network, and while layers are missing, they are asked for again. A lost graphics
 * context and single tiles heal in the picture itself; they are in the same log.
 */
export function openWatchdog(parts: WatchdogParts): Watchdog {
  const { app, session } = parts;
  const { twin } = app;
  recall(parts);
  const endLog = twin.follow(
    ({ heals }) => heals,
    (heals, { healCount }) => session.save(HEALS, JSON.stringify({ heals, healCount })),
  );
  const looks = [lookAtFrames(parts), lookAtHeap(parts), lookAtLayers(parts)];
  const timer = setInterval(() => {
    for (const look of looks) look();
  }, LOOK_EVERY_MS);
  const network = watchNetwork(parts);
  return {
    reportNetwork: network.reportNetwork,
    close() {
      clearInterval(timer);
      network.close();
      endLog();
    },
  };
}

/** Into the same tour and chapter; false: it was done a short while ago and did not help. */
function loadAnew({ app: { twin }, session, nowMs, reload }: WatchdogParts, cause: 'frame' | 'memory', what: string) {
  if (nowMs() - (Number(session.load(RELOADED)) || 0) < RELOAD_REST_MS) return;
  const { tour, tourId, tourIndex, language, isNarrated, recordRecovery } = twin.getState();
  recordRecovery(cause, 'reloaded', what);
  session.save(RELOADED, String(nowMs()));
  session.save(RESUME, JSON.stringify({ tour, tourId, tourIndex, language, isNarrated }));
  reload();
}

const Resumed = v.object({
  tour: v.picklist(['off', 'playing', 'held']),
  tourId: v.nullable(v.string()),
  tourIndex: whole({ min: 0, max: MAX_CHAPTERS }),
  language: v.picklist(['zh', 'en']),
  isNarrated: v.boolean(),
});
const Log = v.object({
  heals: v.array(
    v.object({
      atMs: v.number(),
      cause: v.picklist(RECOVERY_CAUSES),
      cure: v.picklist(RECOVERY_CURES),
      what: v.string(),
    }),
  ),
  healCount: v.number(),
});

/** The log, and where the tour was when the page was loaded anew. */
function recall({ app: { twin }, session }: WatchdogParts): void {
  const read = <Schema extends v.GenericSchema>(schema: Schema, key: string): v.InferOutput<Schema> | null => {
    const parsed = v.safeParse(schema, jsonOf(session.load(key)));
    return parsed.success ? parsed.output : null;
  };
  const log = read(Log, HEALS);
  if (log) twin.getState().restoreRecoveries(log.heals, log.healCount);
  const resumed = read(Resumed, RESUME);
  session.save(RESUME, '');
  if (!resumed) return;
  const { speak, narrate, chooseTour, startTour } = twin.getState();
  speak(resumed.language);
  narrate(resumed.isNarrated);
  if (resumed.tourId !== null) chooseTour(resumed.tourId);
  if (resumed.tour !== 'off') startTour(resumed.tourIndex);
}

function jsonOf(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}

/** A picture that is asked for a frame and draws none: built anew once, then the page is. */
function lookAtFrames(parts: WatchdogParts): () => void {
  const { app, nowMs, isHidden } = parts;
  let drawn = -1;
  let sinceMs = nowMs();
  let isRebuilt = false;
  return () => {
    const frames = app.view.frames();
    if (isHidden() || frames !== drawn) {
      // A picture that was built anew counts from nothing: that alone shows no life.
      if (frames !== 0) isRebuilt = false;
      drawn = frames;
      sinceMs = nowMs();
    }
    // What rests draws nothing until somebody asks.
    app.view.attract()();
    const stoodS = (nowMs() - sinceMs) / 1000;
    if (stoodS < FROZEN_S) return;
    sinceMs = nowMs();
    const what = `${Math.round(stoodS)} s`;
    if (isRebuilt) return loadAnew(parts, 'frame', what);
    isRebuilt = true;
    app.twin.getState().recordRecovery('frame', 'rebuilt', what);
    app.view.rebuild();
    drawn = app.view.frames();
  };
}

function lookAtHeap(parts: WatchdogParts): () => void {
  let full = 0;
  return () => {
    const heapMb = parts.heapMb();
    full = heapMb !== null && heapMb > parts.mostHeapMb ? full + 1 : 0;
    if (full >= FULL_LOOKS) loadAnew(parts, 'memory', `${heapMb} MB`);
  };
}

/** Layers whose files did not come, also after they were asked for again. */
const failedLayers = ({ app: { twin } }: WatchdogParts): string[] =>
  Object.entries(twin.getState().layers).flatMap(([id, { status }]) => (status.kind === 'failed' ? [id] : []));

function lookAtLayers(parts: WatchdogParts): () => void {
  const { app, nowMs } = parts;
  let waitMs = LAYER_WAIT_MS;
  let sinceMs: number | null = null;
  return () => {
    const failed = failedLayers(parts);
    if (failed.length === 0) {
      sinceMs = null;
      waitMs = LAYER_WAIT_MS;
      return;
    }
    sinceMs ??= nowMs();
    if (nowMs() - sinceMs < waitMs) return;
    sinceMs = nowMs();
    waitMs = Math.min(MAX_LAYER_WAIT_MS, waitMs * 2);
    app.twin.getState().recordRecovery('tile', 'rebuilt', failed.join(', '));
    app.view.rebuild();
  };
}

/** By what the browser tells of its line, and by what the page's own requests meet. */
function watchNetwork(parts: WatchdogParts): { reportNetwork(isThere: boolean): void; close(): void } {
  const { app, nowMs } = parts;
  let cutMs: number | null = null;
  const reportNetwork = (isThere: boolean): void => {
    if (!isThere) {
      cutMs ??= nowMs();
      return;
    }
    if (cutMs === null) return;
    const what = `${Math.round((nowMs() - cutMs) / 1000)} s`;
    cutMs = null;
    const isMissing = failedLayers(parts).length > 0;
    app.twin.getState().recordRecovery('network', isMissing ? 'rebuilt' : 'retried', what);
    if (isMissing) app.view.rebuild();
  };
  const onOffline = () => reportNetwork(false);
  const onOnline = () => reportNetwork(true);
  window.addEventListener('offline', onOffline);
  window.addEventListener('online', onOnline);
  return {
    reportNetwork,
    close() {
      window.removeEventListener('offline', onOffline);
      window.removeEventListener('online', onOnline);
    },
  };
}
