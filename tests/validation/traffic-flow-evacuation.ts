import * as v from 'valibot';
import { TrafficFlowRequest } from '../../model/questions/traffic-flow.ts';
import type { FlowResult } from '../../workers/traffic/flow/engine-types.ts';
import { valueIn } from '../workers/shared/counting-engine.ts';
import { EXIT_KM_PER_H, evacuation, oneExit } from '../workers/traffic/one-exit.ts';
import { openSmall } from '../workers/traffic/small-roads.ts';
import { laneCapacity } from './lane-capacity.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/** An area with one lane out is empty after its vehicles by the flow that the lane carries; a closed lane cuts all of them off. */
async function oneLane(): Promise<Verdict[]> {
  const host = await openSmall(oneExit, true, 'traffic-flow');
  const roads = { closed: [{ segment: 'exit', by: 'flood' }] };
  const request = v.parse(TrafficFlowRequest, { minutes: 30, roads, evacuation });
  const { evacuation: left } = valueIn(await host.ask(null, 'analyse', [request, () => {}])) as FlowResult;
  if (!left) throw new Error('expected an evacuation');
  const { vehicles, states } = left;
  const [before, after] = states;
  const answerMin = (60 * vehicles) / laneCapacity(EXIT_KM_PER_H / 3.6);
  const gotMin = before.clearedMin[2] ?? 0;
  return [
    atMost(
      `traffic-flow.evacuation: ${vehicles} vehicles over one lane out in ${gotMin.toFixed(2)} min, off ${answerMin.toFixed(2)} min, %`,
      100 * Math.abs(gotMin / answerMin - 1),
      5,
    ),
    exactly('traffic-flow.evacuation: vehicles cut off while the lane is open', before.cutOff, 0),
    exactly('traffic-flow.evacuation: vehicles not cut off by the closed lane', vehicles - after.cutOff, 0),
  ];
}

/** Evacuations with known answers. */
export const EVACUATION: readonly ValidationCase[] = [
  { name: 'traffic-flow.evacuation', quick: true, missing: () => null, run: oneLane },
];
