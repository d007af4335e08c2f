import { EMPTY_ROAD, FREE_ROAD, type TrafficFrameState } from '../../../model/roads/traffic-frame.ts';
import { FLOW_ENGINE, type FlowRunFacts, type PlayedTraffic } from '../../twin/played-traffic.ts';
import { shownRun } from '../../twin/runs.ts';
import type { TwinState } from '../../twin/slice.ts';

/** Returns the run of vehicles that is on the picture. */
export const shownFlow = (state: TwinState): FlowRunFacts | null => shownRun<FlowRunFacts>(state, FLOW_ENGINE);

/** Speeds of roads below which they are drawn as slow and as jammed, as parts of the free speed. */
const SLOW_BELOW = 0.5;
const JAM_BELOW = 0.2;

/** Returns the lines of roads that are slow and that are jammed. */
export function slowRoads({ opening }: PlayedTraffic, { roads }: TrafficFrameState): { slow: Line[]; jam: Line[] } {
  const of = (from: number, to: number) =>
    opening.roads.flatMap(({ line }, i) =>
      roads[i] !== EMPTY_ROAD && roads[i] >= from * FREE_ROAD && roads[i] < to * FREE_ROAD ? [line] : [],
    );
  return { slow: of(JAM_BELOW, SLOW_BELOW), jam: of(0, JAM_BELOW) };
}

type Line = PlayedTraffic['opening']['roads'][number]['line'];
