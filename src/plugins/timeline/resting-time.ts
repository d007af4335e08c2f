import { MS_PER_MIN } from '../../../model/time.ts';
import { isEmphasised } from '../../twin/appearance.ts';
import type { TwinState } from '../../twin/slice.ts';
import type { Twin } from '../../twin/twin.ts';

/** The present is looked at this often. */
const LOOK_EVERY_MS = 1000;

/**
 * The time that a desk shows while nobody chose one: where the present is reported, the present by the minute (each step draws the picture anew);
 * elsewhere the morning that the page began with.
 */
export function restingTimeMs(state: Pick<TwinState, 'desks' | 'desk' | 'freshTimeMs'>, nowMs: number): number {
  return isEmphasised(state, 'live') ? Math.floor(nowMs / MS_PER_MIN) * MS_PER_MIN : state.freshTimeMs;
}

/** Keeps the shown time there; returns what ends it. */
export function keepRestingTime(twin: Twin, nowMs: () => number): () => void {
  const keep = () => {
    const state = twin.getState();
    if (!state.isTimeChosen && !state.playing) state.restTime(restingTimeMs(state, nowMs()));
  };
  const end = twin.follow(({ desk, isTimeChosen }) => `${desk} ${isTimeChosen}`, keep);
  const timer = setInterval(keep, LOOK_EVERY_MS);
  return () => {
    end();
    clearInterval(timer);
  };
}
