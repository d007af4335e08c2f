import {
  BRAKES,
  EMPTY_ROAD,
  FREE_ROAD,
  type FrameBox,
  SPEED_STEP_MPS,
  type TrafficFigures,
  type TrafficFrameState,
} from '../../../model/roads/traffic-frame.ts';
import { ABSENT, type MicroRun, TALLY } from '../micro/state.ts';
import type { LanePlaces } from './lane-places.ts';

/** A vehicle that loses speed faster than this shows it. */
const BRAKING_MPS2 = -0.6;
/** Slower than this is standing in a queue (the last vehicle below 2 m/s is its end). */
const QUEUE_MPS = 2;
const KM_PER_H = 3.6;
const FASTEST_STEP = BRAKES - 1;

/** Packs who is on the road at this instant, in the order of trips. */
export function packState(run: MicroRun, lanes: LanePlaces, { westM, southM, unitM }: FrameBox): TrafficFrameState {
  const { state } = run;
  const driving = state.tally[TALLY.running];
  const frame = {
    ids: new Uint32Array(driving),
    places: new Uint16Array(2 * driving),
    upDm: new Int16Array(driving),
    ways: new Int8Array(2 * driving),
    speeds: new Uint8Array(driving),
  };
  const at = new Float64Array(5);
  let slot = 0;
  for (let trip = 0; trip < state.tally[TALLY.nextTrip]; trip++) {
    if (state.lane[trip] < 0) continue;
    lanes.put(state.lane[trip], state.xM[trip], at);
    frame.ids[slot] = trip;
    frame.places[2 * slot] = Math.round((at[0] - westM) / unitM);
    frame.places[2 * slot + 1] = Math.round((at[1] - southM) / unitM);
    frame.upDm[slot] = Math.round(10 * at[2]);
    frame.ways[2 * slot] = Math.round(127 * at[3]);
    frame.ways[2 * slot + 1] = Math.round(127 * at[4]);
    const speed = Math.min(FASTEST_STEP, Math.round(state.vMps[trip] / SPEED_STEP_MPS));
    frame.speeds[slot] = speed + (state.aMps2[trip] < BRAKING_MPS2 || speed === 0 ? BRAKES : 0);
    slot++;
  }
  return { ...frame, roads: roadSpeeds(run), figures: figuresOf(run) };
}

/** Returns the mean speed on each link, as frames have it. */
function roadSpeeds({ state, net }: MicroRun): Uint8Array {
  const count = net.input.links.length;
  const roads = new Uint8Array(count).fill(EMPTY_ROAD);
  for (let link = 0; link < count; link++) {
    let sum = 0;
    let vehicles = 0;
    for (let lane = net.linkFirstLane[link]; lane < net.linkFirstLane[link + 1]; lane++)
      for (let vehicle = state.laneFirst[lane]; vehicle !== ABSENT; vehicle = state.behind[vehicle]) {
        sum += state.vMps[vehicle] / net.laneSpeedMps[lane];
        vehicles++;
      }
    if (vehicles > 0) roads[link] = Math.min(FREE_ROAD, Math.round((FREE_ROAD * sum) / vehicles));
  }
  return roads;
}

function figuresOf({ state }: MicroRun): TrafficFigures {
  let sum = 0;
  let standing = 0;
  for (let trip = 0; trip < state.tally[TALLY.nextTrip]; trip++) {
    if (state.lane[trip] < 0) continue;
    sum += state.vMps[trip];
    if (state.vMps[trip] < QUEUE_MPS) standing++;
  }
  const { [TALLY.running]: driving, [TALLY.arrived]: arrived, [TALLY.refused]: refused } = state.tally;
  return {
    driving,
    arrived,
    refused,
    standing,
    waiting: state.tally[TALLY.nextTrip] - driving - arrived - refused,
    kmPerH: driving > 0 ? (KM_PER_H * sum) / driving : 0,
  };
}

/** Notes the longest queue on each link so far: from the stop line to the last vehicle that stands, in metres. */
export function noteQueues({ state, net, input, classOf }: MicroRun, longestM: Float64Array): void {
  for (let link = 0; link < longestM.length; link++)
    for (let lane = net.linkFirstLane[link]; lane < net.linkFirstLane[link + 1]; lane++)
      for (let vehicle = state.laneLast[lane]; vehicle !== ABSENT; vehicle = state.ahead[vehicle]) {
        if (state.vMps[vehicle] >= QUEUE_MPS) continue;
        const rearM = state.xM[vehicle] - input.classes[classOf[vehicle]].lengthM;
        longestM[link] = Math.max(longestM[link], net.laneLengthM[lane] - Math.max(0, rearM));
        break;
      }
}
