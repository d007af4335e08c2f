import { MS_PER_MIN, MS_PER_S } from '../../../model/time.ts';
import { isEmphasised } from '../../twin/appearance.ts';
import type { TwinState } from '../../twin/slice.ts';
import type { Twin } from '../../twin/twin.ts';

/** The present is looked at this often. */
const PRESENT_EVERY_MS = MS_PER_S;

/**
 * The time that a desk shows while nobody chose one: where the present is reported, the present by the minute (each step draws the picture anew);
 * elsewhere the morning that the page began with.
 */
function restingTimeMs(state: Pick<TwinState, 'desks' | 'desk' | 'freshTimeMs'>, nowMs: number): number {
  return isEmphasised(state, 'live') ? Math.floor(nowMs / MS_PER_MIN) * MS_PER_MIN : state.freshTimeMs;
}

/** Keeps the shown time there, but while a run is shown: its frames say what time it is. Returns what ends it. */
export function keepRestingTime(twin: Twin, nowMs: () => number): () => void {
  const keep = () => {
    const state = twin.getState();
    const isRunShown = Object.values(state.runs).some(({ shownId }) => shownId !== null);
    if (!state.isTimeChosen && !state.playing && !isRunShown) state.restTime(restingTimeMs(state, nowMs()));
  };
  const end = twin.follow(({ desk, isTimeChosen }) => `${desk} ${isTimeChosen}`, keep);
  const timer = setInterval(keep, PRESENT_EVERY_MS);
  return () => {
    end();
    clearInterval(timer);
  };
}
