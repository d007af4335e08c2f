import { followingMps2 } from './accelerate.ts';
import { insertBehind, removeFromLane } from './lane-order.ts';
import { FREE_M } from './look-ahead.ts';
import { ABSENT, CLASS, FLAG, type MicroRun, NO_COURTESY, TALLY } from './state.ts';
import { noteWay } from './way-ahead.ts';

/** Constants of MOBIL (Kesting, Treiber and Helbing 2007). */
export const MOBIL = { politeness: 0.2, thresholdMps2: 0.2, safeBrakingMps2: 4 } as const;
/** Braking that a driver who has to change asks of others at the last. */
const LAST_SAFE_BRAKING_MPS2 = 6;
/** No second change sooner than this after one by choice, and after one that the way asked for. */
const REST_S = 3;
const REST_ON_WAY_S = 1;
/** A driver does not choose a lane that leads less far than its own and ends within this. */
const CHOICE_REACH_M = 1000;
/** A driver thinks of a lane that he must cross to from so far: metres and seconds of driving at the limit, in a queue too. */
const THINK_AHEAD_M = 40;
const THINK_AHEAD_S = 8;
/** Gap in metres under which nobody goes in front of or behind another. */
const MIN_SIDE_GAP_M = 0.5;
/** On links this short a vehicle changes lanes though its rear is not on them yet. */
const SHORT_LINK_M = 15;
/** A vehicle this slow stops within any gap, though the model would have it keep more. */
const SLOW_MPS = 1;
/** Braking by which a driver lets another in. */
const COURTESY_MPS2 = 3;

/** Holds the six accelerations that MOBIL weighs: of the driver, of the follower to be and of the one left behind, before and after. */
export interface MobilCase {
  selfMps2: number;
  selfAfterMps2: number;
  newMps2: number;
  newAfterMps2: number;
  oldMps2: number;
  oldAfterMps2: number;
}

/** Returns whether a change by choice is safe and worth it. */
export function isWorthChanging(of: MobilCase, biasMps2 = 0): boolean {
  if (of.newAfterMps2 < -MOBIL.safeBrakingMps2) return false;
  const others = of.newAfterMps2 - of.newMps2 + of.oldAfterMps2 - of.oldMps2;
  return of.selfAfterMps2 - of.selfMps2 + MOBIL.politeness * others > MOBIL.thresholdMps2 + biasMps2;
}

/**
 * Lets vehicles change lanes, first inwards, then outwards, so that two never go for one place from both sides; by choice they go inwards in
 * odd steps and outwards in even ones only. Lanes are gone through from the side that is moved to, vehicles from the front.
 */
export function changeLanes(run: MicroRun): void {
  const { net, state } = run;
  const isInwards = (state.clock[0] & 1) === 1;
  const links = net.input.links.length;
  for (let link = 0; link < links; link++) {
    const first = net.linkFirstLane[link];
    const end = net.linkFirstLane[link + 1];
    if (end - first < 2) continue;
    for (let lane = end - 2; lane >= first; lane--) changeFrom(run, lane, lane + 1, isInwards);
    for (let lane = first + 1; lane < end; lane++) changeFrom(run, lane, lane - 1, !isInwards);
  }
}

function changeFrom(run: MicroRun, lane: number, target: number, isByChoice: boolean): void {
  const { state, net, classTable, classOf } = run;
  const { xM, behind, ahead } = state;
  let before = ABSENT;
  let after = state.laneFirst[target];
  let vehicle = state.laneFirst[lane];
  while (vehicle !== ABSENT) {
    const following = behind[vehicle];
    while (after !== ABSENT && xM[after] >= xM[vehicle]) {
      before = after;
      after = behind[after];
    }
    const crossing = state.lanesToCross[vehicle];
    if (crossing === 0 ? !isByChoice || ahead[vehicle] === ABSENT : !isByChoice && crossing > 0 !== target > lane) {
      vehicle = following;
      continue;
    }
    const row = classOf[vehicle] * CLASS.size;
    const mayUse = (net.lanePermits[target] & classTable[row + CLASS.permits]) !== 0;
    const isOnLink = xM[vehicle] > classTable[row + CLASS.lengthM] || net.laneLengthM[lane] < SHORT_LINK_M;
    if (mayUse && state.restSteps[vehicle] === 0 && isOnLink) {
      const isGone = considerChange(run, vehicle, lane, target, before, after, isByChoice);
      if (isGone) before = vehicle;
    }
    vehicle = following;
  }
}

function considerChange(
  run: MicroRun,
  vehicle: number,
  lane: number,
  target: number,
  before: number,
  after: number,
  isByChoice: boolean,
): boolean {
  const { state, input, net } = run;
  const crossing = state.lanesToCross[vehicle];
  if (crossing !== 0) {
    const restM = state.reachM[vehicle] - state.xM[vehicle];
    const urgentM = Math.abs(crossing) * (THINK_AHEAD_M + THINK_AHEAD_S * net.laneSpeedMps[lane]);
    if (restM < urgentM) {
      if (crossing > 0 !== target > lane) return false;
      const urgency = 1 - Math.max(0, restM) / urgentM;
      const safeMps2 = MOBIL.safeBrakingMps2 + urgency * (LAST_SAFE_BRAKING_MPS2 - MOBIL.safeBrakingMps2);
      if (canGoIn(run, vehicle, target, before, after, safeMps2)) {
        move(run, vehicle, target, before, REST_ON_WAY_S / input.stepS);
        return true;
      }
      letIn(run, vehicle, target, before, after);
      return false;
    }
  }
  if (!isByChoice || !wantsChange(run, vehicle, lane, target, before, after)) return false;
  if (!leadsAsFar(run, vehicle, target)) return false;
  move(run, vehicle, target, before, REST_S / input.stepS);
  return true;
}

/** Returns whether a lane leads as far as the vehicle's own, or at least farther than anyone chooses by. */
function leadsAsFar({ state, paths, net }: MicroRun, vehicle: number, target: number): boolean {
  const entry = paths.placeStart[state.place[vehicle]];
  const reachM = paths.reachM[entry + target - net.linkFirstLane[net.laneLink[target]]];
  return reachM >= state.reachM[vehicle] || reachM - state.xM[vehicle] >= CHOICE_REACH_M;
}

const lengthOf = (run: MicroRun, vehicle: number): number =>
  run.classTable[run.classOf[vehicle] * CLASS.size + CLASS.lengthM];

/** Returns whether there is a gap that the vehicle itself and whoever would follow it can take, braking `safeMps2` at most. */
function canGoIn(
  run: MicroRun,
  vehicle: number,
  target: number,
  before: number,
  after: number,
  safeMps2: number,
): boolean {
  const { xM, vMps } = run.state;
  const x = xM[vehicle];
  const gap = gapAhead(run, vehicle, target, before);
  if (gap < MIN_SIDE_GAP_M) return false;
  if (
    before !== ABSENT &&
    vMps[vehicle] > SLOW_MPS &&
    followingMps2(run, vehicle, target, gap, vMps[before]) < -safeMps2
  )
    return false;
  const rearM = x - lengthOf(run, vehicle);
  if (after === ABSENT) return isJunctionClear(run, vehicle, target, rearM, vMps[vehicle], safeMps2);
  const gapBehind = rearM - xM[after];
  if (gapBehind < MIN_SIDE_GAP_M) return false;
  return vMps[after] < SLOW_MPS || followingMps2(run, after, target, gapBehind, vMps[vehicle]) >= -safeMps2;
}

/** Returns the gap to the vehicle ahead on a lane, to a rear that still stands over its end too. */
function gapAhead(run: MicroRun, vehicle: number, target: number, before: number): number {
  const { state, net } = run;
  if (before !== ABSENT) return state.xM[before] - lengthOf(run, before) - state.xM[vehicle];
  const toEndM = net.laneLengthM[target] - state.xM[vehicle];
  const left = state.laneLeft[target];
  if (left === ABSENT || state.movement[left] === ABSENT) return FREE_M;
  const isBeyond =
    state.lane[left] === net.linkLanes + state.movement[left] && net.movementFrom[state.movement[left]] === target;
  if (!isBeyond) return FREE_M;
  const rearM = state.xM[left] - lengthOf(run, left);
  return rearM < 0 ? toEndM + rearM : FREE_M;
}

/** Returns whether vehicles that come out of the junction onto a lane can follow one that goes onto it at a speed. */
export function isJunctionClear(
  run: MicroRun,
  vehicle: number,
  target: number,
  rearM: number,
  speedMps: number,
  safeMps2: number,
): boolean {
  const { state, net } = run;
  for (let at = net.incomingStart[target]; at < net.incomingStart[target + 1]; at++) {
    const lane = net.linkLanes + net.incoming[at];
    let first = state.laneFirst[lane];
    let gap = net.laneLengthM[lane] + rearM;
    if (first === ABSENT) {
      const from = net.movementFrom[net.incoming[at]];
      first = state.laneFirst[from];
      gap += net.laneLengthM[from];
    }
    if (first === ABSENT || first === vehicle) continue;
    if (followingMps2(run, first, lane, gap - state.xM[first], speedMps) < -safeMps2) return false;
  }
  return true;
}

function wantsChange(
  run: MicroRun,
  vehicle: number,
  lane: number,
  target: number,
  before: number,
  after: number,
): boolean {
  const { xM, vMps, ahead, behind } = run.state;
  const leader = ahead[vehicle];
  if (leader === ABSENT) return false;
  const x = xM[vehicle];
  const gap = xM[leader] - lengthOf(run, leader) - x;
  const selfMps2 = followingMps2(run, vehicle, lane, gap, vMps[leader]);
  const newGap = gapAhead(run, vehicle, target, before);
  if (newGap < MIN_SIDE_GAP_M) return false;
  const beforeMps = before === ABSENT ? 0 : vMps[before];
  const selfAfterMps2 = followingMps2(run, vehicle, target, newGap, beforeMps);
  const outerBias = run.input.outerBiasMps2 ?? 0;
  const biasMps2 = target < lane ? -outerBias : outerBias;
  if (selfAfterMps2 - selfMps2 <= MOBIL.thresholdMps2 + biasMps2 - 1) return false;
  if (!canGoIn(run, vehicle, target, before, after, MOBIL.safeBrakingMps2)) return false;
  const rearM = x - lengthOf(run, vehicle);
  const follower = behind[vehicle];
  const aheadOfNew =
    before === ABSENT || after === ABSENT
      ? FREE_M
      : xM[before] - lengthOf(run, before) - (after === ABSENT ? 0 : xM[after]);
  const of = {
    selfMps2,
    selfAfterMps2,
    newMps2: after === ABSENT ? 0 : followingMps2(run, after, target, aheadOfNew, beforeMps),
    newAfterMps2: after === ABSENT ? 0 : followingMps2(run, after, target, rearM - xM[after], vMps[vehicle]),
    oldMps2: follower === ABSENT ? 0 : followingMps2(run, follower, lane, rearM - xM[follower], vMps[vehicle]),
    oldAfterMps2:
      follower === ABSENT
        ? 0
        : followingMps2(run, follower, lane, xM[leader] - lengthOf(run, leader) - xM[follower], vMps[leader]),
  };
  return isWorthChanging(of, biasMps2);
}

/** Lets the driver fall back behind who is ahead on the lane that it has to go to, and the first there who can brake for it leave it a gap. */
function letIn(run: MicroRun, vehicle: number, target: number, before: number, after: number): void {
  const { state, scratch } = run;
  const { courtesyMps2 } = scratch;
  state.flags[vehicle] |= FLAG.changing;
  if (before !== ABSENT) {
    const gap = gapAhead(run, vehicle, target, before);
    const own = Math.max(-COURTESY_MPS2, followingMps2(run, vehicle, target, gap, state.vMps[before]));
    if (gap >= MIN_SIDE_GAP_M && isPatient(run, vehicle)) courtesyMps2[vehicle] = Math.min(courtesyMps2[vehicle], own);
  }
  const rearM = state.xM[vehicle] - lengthOf(run, vehicle);
  for (let other = after; other !== ABSENT; other = state.behind[other]) {
    const gap = rearM - state.xM[other];
    const v = state.vMps[other];
    if (gap < MIN_SIDE_GAP_M || v * v > 2 * gap * COURTESY_MPS2) continue;
    if (!isPatient(run, other)) return;
    const theirs = Math.max(-COURTESY_MPS2, followingMps2(run, other, target, gap, state.vMps[vehicle]));
    courtesyMps2[other] = Math.min(courtesyMps2[other], theirs);
    return;
  }
}

/** Returns whether a driver stays back for another: of 40 s of standing the last 15 are his own, so that nobody waits for each other forever. */
function isPatient({ state, input }: MicroRun, vehicle: number): boolean {
  return (state.waitSteps[vehicle] * input.stepS) % 40 < 25;
}

function move(run: MicroRun, vehicle: number, target: number, before: number, restSteps: number): void {
  const { state } = run;
  removeFromLane(state, vehicle);
  insertBehind(state, vehicle, target, before);
  state.restSteps[vehicle] = restSteps;
  state.flags[vehicle] &= ~(FLAG.changing | FLAG.held | FLAG.committed | FLAG.noRoom);
  run.scratch.courtesyMps2[vehicle] = NO_COURTESY;
  noteWay(run, vehicle);
  state.tally[TALLY.changes]++;
}
