import { travelS } from './idm.ts';
import { movementAhead } from './look-ahead.ts';
import { GIVES_WAY, IS_MERGE } from './network.ts';
import { LIGHT } from './signals.ts';
import { ABSENT, CLASS, FLAG, type MicroRun } from './state.ts';

/** Arrivals that are farther away than this are of no concern to anyone who gives way. */
const HORIZON_S = 9;
/** Time that a driver leaves between clearing a conflict and the arrival of who has priority. */
const MARGIN_S = 1;
/** Braking that a vehicle may expect of one that it comes in before. */
const EXPECTED_BRAKING_MPS2 = 3;
/** Gap in front of a standing vehicle that one behind it may use. */
const MIN_QUEUE_GAP_M = 1;
/** Waiting after which a driver begins to take smaller gaps, and the waiting over which the gap halves. */
const PATIENCE_S = 30;
const IMPATIENCE_S = 60;
/** Speed below which a vehicle stands for a decision. */
const STANDING_MPS = 0.3;

/** Notes for every movement to which others give way which vehicle comes to it first and from how far. */
export function noteArrivals(run: MicroRun): void {
  const { state, net, scratch } = run;
  const { xM, vMps, behind, laneFirst } = state;
  scratch.arrivalVehicle.fill(ABSENT);
  for (let lane = 0; lane < net.laneCount; lane++)
    for (let vehicle = laneFirst[lane]; vehicle !== ABSENT; vehicle = behind[vehicle]) {
      const horizonM = HORIZON_S * Math.max(vMps[vehicle], 4);
      const distanceM = net.laneLengthM[lane] - xM[vehicle];
      if (distanceM > horizonM) break;
      if (!noteArrival(run, vehicle, lane, distanceM, horizonM)) break;
    }
}

/** Notes the movements that one vehicle comes to; returns false where it waits, so that nobody behind it comes either. */
function noteArrival(run: MicroRun, vehicle: number, lane: number, toEndM: number, horizonM: number): boolean {
  const { state, net, scratch } = run;
  let distanceM = toEndM;
  let at = lane;
  let place = state.place[vehicle];
  for (let hop = 0; hop < 8 && distanceM < horizonM; hop++) {
    const movement = movementAhead(run, at, place);
    if (movement === ABSENT) {
      if (at < net.linkLanes) return true;
      at = net.movementTo[at - net.linkLanes];
      place++;
    } else {
      if (scratch.movementLight[movement] === LIGHT.red) return hop > 0;
      if (hop === 0 && waits(state.flags[vehicle], state.waitSteps[vehicle])) return false;
      if (
        net.isWatched[movement] &&
        (scratch.arrivalVehicle[movement] === ABSENT || distanceM < scratch.arrivalM[movement])
      ) {
        scratch.arrivalVehicle[movement] = vehicle;
        scratch.arrivalM[movement] = distanceM;
      }
      at = net.linkLanes + movement;
    }
    distanceM += net.laneLengthM[at];
  }
  return true;
}

/** Returns whether a vehicle stands at its line and has given way for more than a moment: it comes for nobody. */
const waits = (flags: number, waitSteps: number): boolean =>
  (flags & FLAG.committed) === 0 && (flags & FLAG.held) !== 0 && waitSteps > 2;

/** Returns whether the ways that a movement crosses are free for a vehicle at `distanceM` from its stop line. */
export function isWayFree(run: MicroRun, vehicle: number, movement: number, distanceM: number, timeS: number): boolean {
  const { net, state, scratch } = run;
  const light = scratch.movementLight[movement];
  const isCommitted = (state.flags[vehicle] & FLAG.committed) !== 0;
  const tc = net.criticalGapS[movement];
  if (tc > 0 && !isCommitted && timeS < state.nextEntryS[movement] - run.input.stepS / 2) return false;
  for (let at = net.conflictStart[movement]; at < net.conflictStart[movement + 1]; at++) {
    const kind = net.conflictKind[at];
    if ((kind & IS_MERGE) === 0 && !isInsideClear(run, vehicle, movement, at, distanceM)) return false;
    if (
      kind === (IS_MERGE | GIVES_WAY) &&
      light !== LIGHT.green &&
      !isMergeClear(run, vehicle, movement, net.conflictWith[at], distanceM)
    )
      return false;
    if (isCommitted) continue;
    if (isTaken(run, vehicle, net.conflictWith[at])) return false;
    if ((kind & GIVES_WAY) === 0 || light === LIGHT.green) continue;
    if (!isGapEnough(run, vehicle, movement, at, distanceM)) return false;
  }
  return true;
}

/**
 * Returns whether a vehicle that gives way would come before none that is within the junction already on a way to the same lane and could
 * not brake for it. Who has less way to that lane is followed.
 */
function isMergeClear(run: MicroRun, vehicle: number, movement: number, foe: number, distanceM: number): boolean {
  const { net, state, classTable, classOf } = run;
  const lane = net.linkLanes + foe;
  const mineM = distanceM + net.laneLengthM[net.linkLanes + movement];
  const row = classOf[vehicle] * CLASS.size;
  const limit = Math.max(net.laneSpeedMps[net.linkLanes + movement], state.vMps[vehicle]);
  for (let other = state.laneFirst[lane]; other !== ABSENT; other = state.behind[other]) {
    const theirsM = net.laneLengthM[lane] - state.xM[other];
    if (theirsM <= mineM) continue;
    const theirS = theirsM / Math.max(state.vMps[other], 1);
    const mineS = travelS(mineM, state.vMps[vehicle], classTable[row + CLASS.acceleration], limit);
    if (theirS < mineS + MARGIN_S) return false;
  }
  return true;
}

/** Returns whether the first vehicle before another movement has made up its mind to go. */
function isTaken(run: MicroRun, vehicle: number, foe: number): boolean {
  const { net, state } = run;
  const from = net.movementFrom[foe];
  const first = state.laneFirst[from];
  if (first === ABSENT || first === vehicle || (state.flags[first] & FLAG.committed) === 0) return false;
  return movementAhead(run, from, state.place[first]) === foe;
}

/** Returns whether vehicles within the junction on a crossing way will have cleared it before this one comes. */
function isInsideClear(run: MicroRun, vehicle: number, movement: number, conflict: number, distanceM: number): boolean {
  const { net, state, classTable, classOf } = run;
  const foe = net.conflictWith[conflict];
  const lane = net.linkLanes + foe;
  const first = state.laneFirst[lane];
  const left = state.laneLeft[lane];
  if (first === ABSENT && left === ABSENT) return true;
  const theirsToM = net.conflictM[4 * conflict + 3];
  let clearS = 0;
  for (let other = first; other !== ABSENT; other = state.behind[other])
    clearS = Math.max(clearS, clearanceS(run, other, theirsToM - state.xM[other]));
  if (left !== ABSENT && left !== vehicle && state.lane[left] === net.movementTo[foe] && state.movement[left] === foe)
    clearS = Math.max(clearS, clearanceS(run, left, theirsToM - net.laneLengthM[lane] - state.xM[left]));
  if (clearS === 0) return true;
  const row = classOf[vehicle] * CLASS.size;
  const mineM = distanceM + net.conflictM[4 * conflict];
  const limit = Math.max(net.laneSpeedMps[net.linkLanes + movement], state.vMps[vehicle]);
  return travelS(mineM, state.vMps[vehicle], classTable[row + CLASS.acceleration], limit) > clearS + 0.5;
}

function clearanceS(run: MicroRun, other: number, toEndM: number): number {
  const { state, classTable, classOf } = run;
  const restM = toEndM + classTable[classOf[other] * CLASS.size + CLASS.lengthM];
  return restM <= 0 ? 0 : restM / Math.max(state.vMps[other], 0.5);
}

/** Returns whether the gap before the next arrival on a way with priority is enough. */
function isGapEnough(run: MicroRun, vehicle: number, movement: number, conflict: number, distanceM: number): boolean {
  const { net, state, scratch, classTable, classOf, input } = run;
  const foe = net.conflictWith[conflict];
  const arriving = scratch.arrivalVehicle[foe];
  if (arriving === ABSENT || arriving === vehicle) return true;
  const theirRow = classOf[arriving] * CLASS.size;
  const theirs = state.vMps[arriving];
  const theirLimit = Math.max(theirs, net.laneSpeedMps[net.movementFrom[foe]] * state.wishRatio[arriving]);
  const arrivalM = scratch.arrivalM[foe];
  const theirA = classTable[theirRow + CLASS.acceleration];
  const waitS = state.waitSteps[vehicle] * input.stepS;
  const eagerness = input.isImpatient ? 1 - 0.5 * Math.min(1, Math.max(0, (waitS - PATIENCE_S) / IMPATIENCE_S)) : 1;
  const tc = net.criticalGapS[movement];
  if (tc > 0) return travelS(arrivalM, theirs, theirA, theirLimit) + input.stepS / 2 >= tc * eagerness;
  const row = classOf[vehicle] * CLASS.size;
  const isMerge = (net.conflictKind[conflict] & IS_MERGE) !== 0;
  const limit = net.laneSpeedMps[net.linkLanes + movement];
  const mine = state.vMps[vehicle];
  const a = classTable[row + CLASS.acceleration];
  const clearM = distanceM + net.conflictM[4 * conflict + 1] + (isMerge ? 0 : classTable[row + CLASS.lengthM]);
  const clearS = travelS(clearM, mine, a, Math.max(limit, mine));
  const theirS = travelS(arrivalM + net.conflictM[4 * conflict + 2], theirs, theirA, theirLimit);
  if (!isMerge) return theirS > clearS + MARGIN_S * eagerness;
  const reached = Math.min(limit, Math.sqrt(mine * mine + 2 * a * clearM));
  const catchUpS = Math.max(0, theirs - reached) / (2 * EXPECTED_BRAKING_MPS2);
  return theirS > clearS + (MARGIN_S + catchUpS) * eagerness;
}

/**
 * Returns whether the lanes behind the junction have room for the whole vehicle up to the hindmost that stands or to a red light. Vehicles
 * that still roll and those within the junction have their place reserved there, so that nobody stops in the box.
 */
export function hasRoom(run: MicroRun, vehicle: number, movement: number, place: number): boolean {
  const { net, state, scratch } = run;
  let at = net.movementTo[movement];
  if (at >= net.linkLanes) return true;
  const needM = lengthWithGapM(run, vehicle) - 0.5;
  let roomM = -state.reservedMm[at] / 1000;
  let placeAt = place + 1;
  for (let hop = 0; hop < 8; hop++) {
    let rollingM = 0;
    for (let other = state.laneLast[at]; other !== ABSENT; other = state.ahead[other]) {
      if (other === vehicle) return true;
      if (isStanding(state.vMps[other]))
        return roomM + state.xM[other] + MIN_QUEUE_GAP_M - lengthWithGapM(run, other) - rollingM >= needM;
      rollingM += lengthWithGapM(run, other);
    }
    roomM += net.laneLengthM[at] - rollingM;
    if (roomM >= needM) return true;
    const next = movementAhead(run, at, placeAt);
    if (next !== ABSENT) {
      if (scratch.movementLight[next] === LIGHT.red) return false;
      at = net.linkLanes + next;
    } else if (at >= net.linkLanes) {
      at = net.movementTo[at - net.linkLanes];
      placeAt++;
    } else return true;
  }
  return true;
}

/** Returns the room that a vehicle has in a queue. */
function lengthWithGapM({ classTable, classOf }: MicroRun, vehicle: number): number {
  const row = classOf[vehicle] * CLASS.size;
  return classTable[row + CLASS.lengthM] + classTable[row + CLASS.standingGapM];
}

/** Returns whether a vehicle stands as far as decisions go. */
export const isStanding = (vMps: number): boolean => vMps < STANDING_MPS;

/** Reserves or gives back the room of a vehicle behind the junction, from its front entering the movement to its front leaving it. */
export function reserveRoom(run: MicroRun, vehicle: number, movement: number, sign: 1 | -1): void {
  const { net, state } = run;
  const mm = Math.round(1000 * lengthWithGapM(run, vehicle));
  state.reservedMm[net.movementTo[movement]] += sign * mm;
}
