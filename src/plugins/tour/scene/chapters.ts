import type { Manifest } from '../../../../model/city/manifest.ts';
import { MS_PER_H } from '../../../../model/time.ts';
import type { LayerState } from '../../../twin/layers.ts';
import type { Twin } from '../../../twin/twin.ts';
import { hourOf } from '../../../view/city-hour.ts';
import { endAll } from '../../../view/end-all.ts';
import { travelMs } from '../../../view/path.ts';
import type { SceneDrawing, SceneHost } from '../../../view/scene.ts';
import type { ShownChapter } from './shown-chapter.ts';

/** A held tour waits so long without a touch, counts so many seconds aloud, then goes on (LOOK §8). */
const IDLE_S = 60;
const COUNT_S = 10;

const STEP_EVERY_MS = 250;

/** The chapter that is on the way or is being looked at. */
interface Playing {
  startMs: number;
  seconds: number;
  hasArrived: boolean;
}

/**
 * Plays the city's chapters as a loop on eased paths; a chapter's layers come to those that are shown at the start. Any touch of the
 * picture holds it; after a minute without one it counts ten seconds and goes on. Layers and hour that a chapter sets are put back
 * when the tour ends. The leading pane alone plays.
 */
export function openChapters(host: SceneHost): SceneDrawing<ShownChapter> {
  if (!host.leads) return { show() {}, close() {} };
  const { twin } = host;
  const chapters = twin.city.tour;
  const scenery = openScenery(twin);
  const touch = followTouch(host);
  let serial = 0;
  let playing: Playing | null = null;
  let turnedMs = performance.now();

  async function play(index: number): Promise<void> {
    const own = ++serial;
    const { seconds } = chapters[index];
    const view = host.camera.framed(chapters[index].view);
    scenery.set(chapters[index]);
    playing = { startMs: performance.now(), seconds, hasArrived: false };
    twin.getState().reportTour(0, null);
    const hasArrived = await host.camera.fly(view, travelMs(host.camera.view(), view));
    if (own !== serial || !hasArrived || !playing) return;
    turnedMs = performance.now();
    playing = { startMs: turnedMs, seconds, hasArrived: true };
  }

  function turn(): void {
    if (twin.getState().tour !== 'playing' || !playing?.hasArrived) return;
    const nowMs = performance.now();
    host.camera.turn(nowMs - turnedMs);
    turnedMs = nowMs;
  }

  function tick(): void {
    const state = twin.getState();
    if (state.tour === 'held') countDown(twin, touch.sinceMs());
    if (state.tour !== 'playing' || !playing?.hasArrived) return;
    const ratio = Math.min(1, (performance.now() - playing.startMs) / (playing.seconds * 1000));
    state.reportTour(ratio, null);
    if (ratio < 1) return;
    playing = null;
    state.showChapter((state.tourIndex + 1) % chapters.length);
  }

  const timer = setInterval(tick, STEP_EVERY_MS);
  return {
    show(chapter) {
      touch.reset();
      if (chapter?.isPlaying && chapters[chapter.index]) void play(chapter.index);
      else serial++;
      if (!chapter) scenery.putBack();
    },
    close: endAll([
      () => {
        serial++;
        clearInterval(timer);
      },
      host.beforeFrame(turn),
      touch.close,
    ]),
  };
}

/** While a visitor holds the tour: how long it still waits, and on it goes. */
function countDown(twin: Twin, restedMs: number): void {
  const { resumeTour, reportTour, tourProgressRatio } = twin.getState();
  const restS = IDLE_S + COUNT_S - restedMs / 1000;
  if (restS <= 0) resumeTour();
  else reportTour(tourProgressRatio, restS <= COUNT_S ? restS : null);
}

/** Layers and hour of a chapter, and how they were before the tour. */
function openScenery(twin: Twin) {
  let before: { layers: Record<string, LayerState>; shownTimeMs: number } | null = null;
  return {
    set({ hour, layers }: Manifest['tour'][number]): void {
      const state = twin.getState();
      before ??= { layers: state.layers, shownTimeMs: state.shownTimeMs };
      if (layers)
        for (const { id, shownAtStart } of twin.city.layers) state.showLayer(id, shownAtStart || layers.includes(id));
      if (hour === undefined) return;
      const now = hourOf(state.shownTimeMs, twin.city.zone);
      state.showTime(state.shownTimeMs + (hour - now) * MS_PER_H);
    },
    putBack(): void {
      if (!before) return;
      const state = twin.getState();
      for (const { id } of twin.city.layers) if (before.layers[id]) state.showLayer(id, before.layers[id].shown);
      state.showTime(before.shownTimeMs);
      before = null;
    },
  };
}

const TOUCHES = ['pointerdown', 'wheel', 'keydown'] as const;
const STIRS = ['pointerdown', 'keydown'] as const;

/** A touch of the picture holds the tour; a touch of anything begins the wait anew. */
function followTouch({ canvas, twin }: SceneHost) {
  let touchedMs = performance.now();
  const onStir = (): void => {
    touchedMs = performance.now();
  };
  const onTouch = (): void => {
    onStir();
    twin.getState().holdTour();
  };
  for (const type of TOUCHES) canvas.addEventListener(type, onTouch, { passive: true });
  for (const type of STIRS) window.addEventListener(type, onStir);
  return {
    sinceMs: () => performance.now() - touchedMs,
    reset: onStir,
    close(): void {
      for (const type of TOUCHES) canvas.removeEventListener(type, onTouch);
      for (const type of STIRS) window.removeEventListener(type, onStir);
    },
  };
}
