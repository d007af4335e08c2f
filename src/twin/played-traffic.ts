import type { TrafficFlowRequest } from '../../model/questions/traffic-flow.ts';
import type { TrafficFrame, TrafficOpening } from '../../model/roads/traffic-frame.ts';
import type { RunFacts } from './runs.ts';
import { serviceKey } from './services.ts';

/** Names the engine that plays single vehicles; its runs stand under it in the twin. */
export const FLOW_ENGINE = 'traffic-flow';

/** Adds to the facts of a run which state of the roads is on the picture: 0 before, 1 after. */
export interface FlowRunFacts extends RunFacts<TrafficFlowRequest> {
  side: number;
}

/** Holds what a run of vehicles brought: its frames grow while it goes on. */
export interface PlayedTraffic {
  startMs: number;
  opening: TrafficOpening;
  frames: TrafficFrame[];
}

/** Hands out what runs of vehicles brought, to whoever draws vehicles; the plug-in that plays them offers it. */
export const PLAYED_TRAFFIC = serviceKey<{ record(run: string): PlayedTraffic | null }>('played traffic');

/** Returns the last frame that is not after an instant; null: the run does not reach to it. */
export function frameBefore({ startMs, frames }: PlayedTraffic, timeMs: number): number | null {
  if (frames.length === 0) return null;
  const timeS = (timeMs - startMs) / 1000;
  if (timeS < 0) return null;
  const everyS = frames.length > 1 ? frames[1].timeS : 1;
  return Math.min(frames.length - 1, Math.floor(timeS / everyS + 1e-6));
}
