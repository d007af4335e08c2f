import type { CityStage } from './stage.ts';

/** The shown time is told this often while it plays; light and windows need no more. */
const PROGRESS_INTERVAL_MS = 60;

/** A pause of the page (a hidden tab) moves the shown time no farther than this much real time. */
const MAX_CLOCK_STEP_MS = 500;

/** While the clock plays, frames follow each other and shown time runs at its rate. */
export function playClock({ scene, twin }: CityStage): () => void {
  let lastMs = performance.now();
  return scene.preUpdate.addEventListener(() => {
    const nowMs = performance.now();
    const { playing, rate, shownTimeMs, showTime } = twin.getState();
    if (!playing) {
      lastMs = nowMs;
      return;
    }
    scene.requestRender();
    const elapsedMs = nowMs - lastMs;
    if (elapsedMs < PROGRESS_INTERVAL_MS) return;
    lastMs = nowMs;
    showTime(shownTimeMs + Math.min(elapsedMs, MAX_CLOCK_STEP_MS) * rate);
  });
}
