import { MAX_CLOCK_STEP_MS, PROGRESS_INTERVAL_MS } from '../pace.ts';
import type { TableStage } from './stage.ts';

/** While the table stands alone it plays the clock; beside the globe that does. */
export function playTableClock({ twin, before, requestFrame }: TableStage): () => void {
  let lastMs = performance.now();
  const step = (): void => {
    const nowMs = performance.now();
    const { playing, rate, shownTimeMs, showTime, engine } = twin.getState();
    if (!playing || engine !== 'table') {
      lastMs = nowMs;
      return;
    }
    requestFrame();
    const elapsedMs = nowMs - lastMs;
    if (elapsedMs < PROGRESS_INTERVAL_MS) return;
    lastMs = nowMs;
    showTime(shownTimeMs + Math.min(elapsedMs, MAX_CLOCK_STEP_MS) * rate);
  };
  before.add(step);
  const end = twin.follow(({ playing }) => playing, requestFrame);
  return () => {
    before.delete(step);
    end();
  };
}
