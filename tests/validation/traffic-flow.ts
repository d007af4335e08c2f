import { ACOSTA } from './traffic-flow-acosta.ts';
import { EVACUATION } from './traffic-flow-evacuation.ts';
import { FOLLOWING } from './traffic-flow-following.ts';
import { JUNCTIONS } from './traffic-flow-junctions.ts';
import { LANES } from './traffic-flow-lanes.ts';
import { SAME } from './traffic-flow-same.ts';
import { WAVES } from './traffic-flow-waves.ts';
import { WAYS } from './traffic-flow-ways.ts';

/** All cases of the flow of traffic: single vehicles, queues, junctions, and a town against SUMO. */
export const CASES = [...FOLLOWING, ...LANES, ...WAVES, ...JUNCTIONS, ...SAME, ...WAYS, ...EVACUATION, ...ACOSTA];
