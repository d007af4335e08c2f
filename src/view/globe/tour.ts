import type { Manifest } from '../../city/manifest.ts';
import type { LayerState } from '../../twin/layers.ts';
import { type CameraControl, viewOf } from './camera.ts';
import { travelMs } from './path.ts';
import { type CityStage, endAll } from './stage.ts';
import { hourOf } from './sun.ts';
import { turnSlowly } from './turning.ts';

/** A held tour waits so long without a touch, counts so many seconds aloud, then goes on (LOOK §8). */
const IDLE_S = 60;
const COUNT_S = 10;

const TELL_EVERY_MS = 250;
const MS_PER_HOUR = 3_600_000;

/**
 * Plays the city's chapters as a loop on eased paths; a chapter's layers come to those that are shown at the start. Any touch of the picture holds it; after a minute without one it
 * counts ten seconds and goes on. Layers and hour that a chapter sets are put back when the tour ends.
 */
export function playTour(stage: CityStage, control: CameraControl): () => void {
  const { twin, scene, city, widget } = stage;
  const chapters = city.tour;
  let before: { layers: Record<string, LayerState>; shownTimeMs: number } | null = null;
  let run = 0;
  let chapter: { startMs: number; seconds: number; arrived: boolean } | null = null;
  let touchedMs = performance.now();
  let turnedMs = performance.now();

  async function show(index: number): Promise<void> {
    const serial = ++run;
    const { seconds } = chapters[index];
    const view = control.framed(chapters[index].view);
    setScene(chapters[index]);
    chapter = { startMs: performance.now(), seconds, arrived: false };
    twin.getState().reportTour(0, null);
    const arrived = await control.fly(view, travelMs(viewOf(scene.camera), view));
    if (serial !== run || !arrived || !chapter) return;
    turnedMs = performance.now();
    chapter = { startMs: turnedMs, seconds, arrived: true };
  }

  function setScene({ hour, layers }: Manifest['tour'][number]): void {
    const state = twin.getState();
    before ??= { layers: state.layers, shownTimeMs: state.shownTimeMs };
    if (layers)
      for (const { id, shownAtStart } of city.layers) state.showLayer(id, shownAtStart || layers.includes(id));
    if (hour === undefined) return;
    const now = hourOf(state.shownTimeMs, city.zone);
    state.showTime(state.shownTimeMs + (hour - now) * MS_PER_HOUR);
  }

  function putBack(): void {
    if (!before) return;
    const state = twin.getState();
    for (const { id } of city.layers) if (before.layers[id]) state.showLayer(id, before.layers[id].shown);
    state.showTime(before.shownTimeMs);
    before = null;
  }

  function step(): void {
    const state = twin.getState();
    if (state.tour !== 'playing' || !chapter?.arrived) return;
    const nowMs = performance.now();
    turnSlowly(stage, nowMs - turnedMs);
    turnedMs = nowMs;
  }

  function tick(): void {
    const state = twin.getState();
    const nowMs = performance.now();
    if (state.tour === 'held') {
      const restS = IDLE_S + COUNT_S - (nowMs - touchedMs) / 1000;
      if (restS <= 0) state.resumeTour();
      else state.reportTour(state.tourProgressRatio, restS <= COUNT_S ? restS : null);
      return;
    }
    if (state.tour !== 'playing' || !chapter?.arrived) return;
    const ratio = Math.min(1, (nowMs - chapter.startMs) / (chapter.seconds * 1000));
    state.reportTour(ratio, null);
    if (ratio < 1) return;
    chapter = null;
    state.showChapter((state.tourIndex + 1) % chapters.length);
  }

  const onTouch = (): void => {
    touchedMs = performance.now();
    twin.getState().holdTour();
  };
  const onStir = (): void => {
    touchedMs = performance.now();
  };
  const timer = setInterval(tick, TELL_EVERY_MS);
  const touches = ['pointerdown', 'wheel', 'keydown'] as const;
  for (const type of touches) widget.canvas.addEventListener(type, onTouch, { passive: true });
  for (const type of ['pointerdown', 'keydown'] as const) window.addEventListener(type, onStir);

  return endAll([
    twin.follow(
      ({ tour, tourIndex }) => `${tour} ${tourIndex}`,
      (_, { tour, tourIndex }) => {
        touchedMs = performance.now();
        if (tour === 'playing' && chapters[tourIndex]) void show(tourIndex);
        else run++;
        if (tour === 'off') putBack();
      },
    ),
    scene.preUpdate.addEventListener(step),
    () => {
      run++;
      clearInterval(timer);
      for (const type of touches) widget.canvas.removeEventListener(type, onTouch);
      for (const type of ['pointerdown', 'keydown'] as const) window.removeEventListener(type, onStir);
    },
  ]);
}
