import type { Observation } from '../history/history.ts';

/** An observation with the time at which the simulated network delivers it. */
export interface FeedMessage {
  sendMs: number;
  observation: Observation;
}
