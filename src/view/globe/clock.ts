import { MAX_CLOCK_STEP_MS, PROGRESS_INTERVAL_MS } from '../pace.ts';
import type { CityStage } from './panes/stage.ts';

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
