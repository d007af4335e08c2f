import type { MicroNetwork } from './network.ts';
import { ABSENT, CLASS, type MicroRun } from './state.ts';

/** This gap stands for a road without a leader in sight. */
export const FREE_M = 1e4;

/** Returns the movement that a vehicle takes at the end of its lane; `ABSENT` at the end of its way or where its lane does not go on. */
export function movementAhead(run: MicroRun, lane: number, place: number): number {
  const { net, paths } = run;
  if (lane >= net.linkLanes) {
    const to = net.movementTo[lane - net.linkLanes];
    return to >= net.linkLanes ? to - net.linkLanes : ABSENT;
  }
  return paths.movementOf[paths.placeStart[place] + lane - net.linkFirstLane[net.laneLink[lane]]];
}

/** Returns the lane that follows on the way of a vehicle, or `ABSENT`. */
export function laneAhead(run: MicroRun, lane: number, place: number): number {
  const { net } = run;
  const movement = movementAhead(run, lane, place);
  if (movement !== ABSENT) return net.linkLanes + movement;
  return lane >= net.linkLanes ? net.movementTo[lane - net.linkLanes] : ABSENT;
}

/** Finds what the first vehicle of a lane follows, beyond the end of its lane too, and leaves gap and speed in `scratch.leader`. */
export function findLeader(run: MicroRun, vehicle: number, lane: number): void {
  const { state, net, scratch, classTable, classOf } = run;
  const { leader } = scratch;
  const { xM, vMps, laneLast, laneLeft } = state;
  const v = vMps[vehicle];
  const horizonM = 12 + 6 * v;
  leader[0] = FREE_M;
  leader[1] = 0;
  let distanceM = net.laneLengthM[lane] - xM[vehicle];
  const left = laneLeft[lane];
  if (left !== ABSENT) seeRear(run, left, lane, distanceM);
  if (lane >= net.linkLanes) seeMerging(run, vehicle, lane - net.linkLanes, distanceM);
  let at = lane;
  let place = state.place[vehicle];
  for (let hop = 0; hop < 12 && distanceM < horizonM; hop++) {
    const next = laneAhead(run, at, place);
    if (next === ABSENT) return;
    const last = laneLast[next];
    if (last !== ABSENT) {
      if (last === vehicle) return;
      const gap = distanceM + xM[last] - classTable[classOf[last] * CLASS.size + CLASS.lengthM];
      if (gap < leader[0]) {
        leader[0] = gap;
        leader[1] = vMps[last];
      }
      if (next >= net.linkLanes) seeMerging(run, vehicle, next - net.linkLanes, distanceM + net.laneLengthM[next]);
      return;
    }
    distanceM += net.laneLengthM[next];
    if (next >= net.linkLanes) seeMerging(run, vehicle, next - net.linkLanes, distanceM);
    else place++;
    at = next;
  }
}

/** Sees the rear of a vehicle that has left the lane, for another way perhaps, and still stands over its end. */
function seeRear(run: MicroRun, other: number, lane: number, distanceM: number): void {
  const { state, net, scratch, classTable, classOf } = run;
  const offsetM = offsetBeyond(net, state.movement[other], state.lane[other], lane);
  if (offsetM < 0) return;
  const rearM = offsetM + state.xM[other] - classTable[classOf[other] * CLASS.size + CLASS.lengthM];
  if (rearM >= 0) return;
  scratch.leader[0] = distanceM + rearM;
  scratch.leader[1] = state.vMps[other];
}

/** Returns how far beyond the end of `from` the lane of a vehicle that came from there begins, or -1 where that is not known any more. */
function offsetBeyond(net: MicroNetwork, movement: number, lane: number, from: number): number {
  if (movement === ABSENT || lane < 0 || net.movementFrom[movement] !== from) return -1;
  if (lane === net.linkLanes + movement) return 0;
  return lane === net.movementTo[movement] ? net.laneLengthM[net.linkLanes + movement] : -1;
}

/** Sees vehicles of other movements that come to the same lane first: who has less way to it goes ahead, of equals the lower number. */
function seeMerging(run: MicroRun, vehicle: number, movement: number, toEndM: number): void {
  const { state, net, scratch, classTable, classOf } = run;
  const { leader } = scratch;
  const to = net.movementTo[movement];
  for (let at = net.incomingStart[to]; at < net.incomingStart[to + 1]; at++) {
    if (net.incoming[at] === movement) continue;
    const lane = net.linkLanes + net.incoming[at];
    const endM = net.laneLengthM[lane];
    for (let other = state.laneLast[lane]; other !== ABSENT; other = state.ahead[other]) {
      const restM = endM - state.xM[other];
      if (restM > toEndM || (restM === toEndM && other >= vehicle)) continue;
      const gap = toEndM - restM - classTable[classOf[other] * CLASS.size + CLASS.lengthM];
      if (gap < leader[0]) {
        leader[0] = gap;
        leader[1] = state.vMps[other];
      }
      break;
    }
  }
}
