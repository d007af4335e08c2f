import { followMps2, MAX_BRAKING_MPS2, stopMps2 } from './idm.ts';
import { FREE_M, findLeader, laneAhead, movementAhead } from './look-ahead.ts';
import { hasRoom, isStanding, isWayFree } from './right-of-way.ts';
import { LIGHT } from './signals.ts';
import { ABSENT, CLASS, FLAG, type MicroRun, NO_COURTESY, pathOf } from './state.ts';
import { endHalt } from './way-ahead.ts';

/** Vehicles stop so far before a stop line. */
const STOP_LINE_GAP_M = 1;
/** At amber a driver stops where this braking is enough. */
const AMBER_BRAKING_MPS2 = 3;
/** A vehicle that would have to brake harder for somebody's way or for want of room goes on. */
const HARDEST_GIVING_WAY_MPS2 = 6;
/** From so far before its line a vehicle that finds its gap makes up its mind; by a handbook's gaps already from the second place of the queue. */
const DECISION_M = 4;
const HANDBOOK_DECISION_M = 12;
/** Every vehicle that is so near the end of its lane looks at it, even one that stands. */
const NEAR_END_M = 18;
/** Acceleration that restrains nobody. */
const FREE_MPS2 = 100;

/** Works out the acceleration of every vehicle from the state as it is. */
export function accelerate(run: MicroRun, timeS: number): void {
  const { state, net } = run;
  for (let lane = 0; lane < net.laneCount; lane++) {
    const first = state.laneFirst[lane];
    if (first !== ABSENT) accelerateLane(run, lane, first, timeS);
  }
}

function accelerateLane(run: MicroRun, lane: number, first: number, timeS: number): void {
  const { state, net, scratch, classTable, classOf } = run;
  const { xM, vMps, aMps2, wishRatio, behind, flags } = state;
  const { leader, courtesyMps2 } = scratch;
  const lengthM = net.laneLengthM[lane];
  const limit = net.laneSpeedMps[lane];
  const stepS = run.input.stepS;
  findLeader(run, first, lane);
  let gap = leader[0];
  let leaderMps = leader[1];
  let isLead = true;
  for (let vehicle = first; vehicle !== ABSENT; vehicle = behind[vehicle]) {
    const row = classOf[vehicle] * CLASS.size;
    const v = vMps[vehicle];
    const x = xM[vehicle];
    const wished = limit * wishRatio[vehicle];
    const most = classTable[row + CLASS.maxSpeed];
    const braking = classTable[row + CLASS.braking];
    let acceleration = followMps2(
      v,
      wished < most ? wished : most,
      gap,
      leaderMps,
      classTable[row + CLASS.standingGapM],
      classTable[row + CLASS.timeGapS],
      classTable[row + CLASS.acceleration],
      braking,
      classTable[row + CLASS.inverseTwoRootAB],
    );
    const toEndM = lengthM - x;
    if (toEndM < v * v * classTable[row + CLASS.inverseTwoB] + 2 * v * stepS + NEAR_END_M) {
      const before = approachMps2(run, vehicle, lane, toEndM, braking, isLead, timeS);
      if (before < acceleration) acceleration = before;
    }
    if (courtesyMps2[vehicle] !== NO_COURTESY) {
      if (courtesyMps2[vehicle] < acceleration) acceleration = courtesyMps2[vehicle];
      courtesyMps2[vehicle] = NO_COURTESY;
    }
    aMps2[vehicle] = acceleration < -MAX_BRAKING_MPS2 ? -MAX_BRAKING_MPS2 : acceleration;
    const following = behind[vehicle];
    if (following === ABSENT) break;
    isLead = isLead && (flags[vehicle] & FLAG.committed) !== 0;
    gap = x - classTable[row + CLASS.lengthM] - xM[following];
    leaderMps = v;
  }
  if (run.stopTable.length > 0) halt(run, lane, first);
}

/** Returns what the end of the lane asks of a vehicle: a red light, somebody's way, want of room, a lower limit, or a lane that does not go on. */
function approachMps2(
  run: MicroRun,
  vehicle: number,
  lane: number,
  toEndM: number,
  braking: number,
  isLead: boolean,
  timeS: number,
): number {
  const { state } = run;
  const isFirst = state.ahead[vehicle] === ABSENT;
  const movement = movementAhead(run, lane, state.place[vehicle]);
  if (movement === ABSENT) {
    const own = atLaneEnd(run, vehicle, lane, toEndM, braking);
    return isFirst ? Math.min(own, beyondMps2(run, vehicle, lane, toEndM, braking, timeS)) : own;
  }
  const reason = isLead ? waitReason(run, vehicle, movement, state.place[vehicle], toEndM, timeS) : WAIT.none;
  if (isLead) noteReason(run, vehicle, movement, toEndM, reason, timeS);
  const own = junctionMps2(run, vehicle, movement, toEndM, braking, reason);
  return isFirst ? Math.min(own, beyondMps2(run, vehicle, lane, toEndM, braking, timeS)) : own;
}

/** Returns what the stop line of a movement asks of a vehicle at `toLineM`. */
function junctionMps2(
  run: MicroRun,
  vehicle: number,
  movement: number,
  toLineM: number,
  braking: number,
  reason: number,
): number {
  const { state, net, scratch } = run;
  const { stepS } = run.input;
  const v = state.vMps[vehicle];
  const stopM = Math.max(toLineM - STOP_LINE_GAP_M, 0.3 * toLineM);
  const light = scratch.movementLight[movement];
  const bearableMps2 = light === LIGHT.amber ? AMBER_BRAKING_MPS2 : MAX_BRAKING_MPS2;
  const isStop = reason !== WAIT.none || (light >= LIGHT.amber && neededMps2(v, toLineM) <= bearableMps2);
  if (isStop) return stopMps2(v, stopM, braking, stepS);
  return slowMps2(v, net.laneSpeedMps[net.linkLanes + movement] * state.wishRatio[vehicle], toLineM, braking, stepS);
}

/** Returns the braking that stops a vehicle before its line. */
const neededMps2 = (v: number, toLineM: number): number =>
  (v * v) / (2 * Math.max(toLineM - STOP_LINE_GAP_M, 0.3 * toLineM) + 0.1);

/**
 * Returns what junctions behind short links ask of the first vehicle of a lane that could not stop within the last of them: as far as it has
 * to brake, and as long as nobody is between.
 */
function beyondMps2(
  run: MicroRun,
  vehicle: number,
  lane: number,
  toEndM: number,
  braking: number,
  timeS: number,
): number {
  const { state, net, scratch } = run;
  const v = state.vMps[vehicle];
  const farM = (v * v) / (2 * braking) + 2 * v * run.input.stepS;
  let least = FREE_MPS2;
  let distanceM = toEndM;
  let at = lane;
  let place = state.place[vehicle];
  for (let hop = 0; hop < 6; hop++) {
    const next = laneAhead(run, at, place);
    if (next === ABSENT || state.laneLast[next] !== ABSENT || distanceM > farM) return least;
    if (at === lane && next >= net.linkLanes && scratch.movementLight[next - net.linkLanes] === LIGHT.red) return least;
    if (next < net.linkLanes) place++;
    distanceM += net.laneLengthM[next];
    at = next;
    const movement = movementAhead(run, at, place);
    if (movement === ABSENT) continue;
    const reason = waitReason(run, vehicle, movement, place, distanceM, timeS);
    least = Math.min(least, junctionMps2(run, vehicle, movement, distanceM, braking, reason));
  }
  return least;
}

/** Says why a vehicle has to wait at a line. */
const WAIT = { none: 0, room: 1, way: 2 } as const;

/** Returns why a vehicle has to wait before a movement, as far as it still can. */
function waitReason(
  run: MicroRun,
  vehicle: number,
  movement: number,
  place: number,
  toLineM: number,
  timeS: number,
): number {
  const { state, net } = run;
  if (net.conflictStart[movement] === net.conflictStart[movement + 1]) return WAIT.none;
  const v = state.vMps[vehicle];
  if (neededMps2(v, toLineM) > HARDEST_GIVING_WAY_MPS2 && !isStanding(v)) return WAIT.none;
  if (!hasRoom(run, vehicle, movement, place)) return WAIT.room;
  return isWayFree(run, vehicle, movement, toLineM, timeS) ? WAIT.none : WAIT.way;
}

/** Notes why the first vehicle of a lane waits, or that it has made up its mind to go. */
function noteReason(
  run: MicroRun,
  vehicle: number,
  movement: number,
  toLineM: number,
  reason: number,
  timeS: number,
): void {
  const { state, scratch, net } = run;
  const { flags } = state;
  const old = flags[vehicle] & ~(FLAG.held | FLAG.noRoom);
  if (scratch.movementLight[movement] >= LIGHT.amber) flags[vehicle] = old & ~FLAG.committed;
  else if (reason === WAIT.room) flags[vehicle] = (old & ~FLAG.committed) | FLAG.held | FLAG.noRoom;
  else if (reason === WAIT.way) flags[vehicle] = old | FLAG.held;
  else {
    flags[vehicle] = old;
    const hasConflicts = net.conflictStart[movement] < net.conflictStart[movement + 1];
    const decisionM = net.criticalGapS[movement] > 0 ? HANDBOOK_DECISION_M : DECISION_M;
    if (hasConflicts && toLineM < decisionM && (old & FLAG.committed) === 0) commit(run, vehicle, movement, timeS);
  }
}

/** Lets a vehicle make up its mind to go; the follow-up time of the next one counts from here. */
function commit({ state, net, input }: MicroRun, vehicle: number, movement: number, timeS: number): void {
  state.flags[vehicle] |= FLAG.committed;
  if (net.followUpS[movement] === 0) return;
  const earliest = Math.max(state.nextEntryS[movement], timeS - input.stepS / 2);
  state.nextEntryS[movement] = earliest + net.followUpS[movement];
}

/**
 * Stops a vehicle whose lane does not lead on along its way. One that has to go inwards stops at the end, one that has to go outwards two lengths
 * before it, so that two that have to swap never stand side by side.
 */
function atLaneEnd(run: MicroRun, vehicle: number, lane: number, toEndM: number, braking: number): number {
  const { state, net, paths, classTable, classOf } = run;
  if (lane >= net.linkLanes) {
    const to = net.movementTo[lane - net.linkLanes];
    return slowMps2(
      state.vMps[vehicle],
      net.laneSpeedMps[to] * state.wishRatio[vehicle],
      toEndM,
      braking,
      run.input.stepS,
    );
  }
  const place = state.place[vehicle];
  const firstLane = net.linkFirstLane[net.laneLink[lane]];
  const entry = paths.placeStart[place];
  const own = paths.reachM[entry + lane - firstLane];
  if (own >= net.laneLengthM[lane] + 1e5) return FREE_MPS2;
  let isOutwards = false;
  for (let other = 0; other < lane - firstLane; other++) if (paths.reachM[entry + other] > own) isOutwards = true;
  const row = classOf[vehicle] * CLASS.size;
  const backM = isOutwards ? 2 * (classTable[row + CLASS.lengthM] + classTable[row + CLASS.standingGapM]) : 0;
  const roomM = Math.min(backM, Math.max(0, net.laneLengthM[lane] - backM));
  return stopMps2(state.vMps[vehicle], toEndM - roomM - STOP_LINE_GAP_M, braking, run.input.stepS);
}

/** Returns the acceleration that brings a vehicle to a lower limit by the time it is there. */
function slowMps2(v: number, limit: number, distanceM: number, braking: number, stepS: number): number {
  if (v <= limit) {
    const rest = distanceM > 0 ? Math.sqrt(limit * limit + 2 * braking * distanceM) - v : limit - v;
    return rest / stepS;
  }
  const allowed = Math.sqrt(limit * limit + 2 * braking * Math.max(0, distanceM - v * stepS));
  return Math.max((allowed - v) / stepS, -1.5 * braking);
}

/** Brings vehicles that have a halt on this lane to it and holds them there. */
function halt(run: MicroRun, lane: number, first: number): void {
  const { state, net, paths, stopStart, stopTable } = run;
  for (let vehicle = first; vehicle !== ABSENT; vehicle = state.behind[vehicle]) {
    const stop = stopStart[vehicle] + state.haltsMade[vehicle];
    if (stop >= stopStart[vehicle + 1]) continue;
    const link = net.laneLink[lane];
    if (link < 0 || paths.pathStart[pathOf(run, vehicle)] + stopTable[4 * stop] !== state.place[vehicle]) continue;
    if (net.linkFirstLane[link] + stopTable[4 * stop + 1] !== lane) continue;
    const v = state.vMps[vehicle];
    const restM = stopTable[4 * stop + 2] - state.xM[vehicle];
    const braking = run.classTable[run.classOf[vehicle] * CLASS.size + CLASS.braking];
    state.aMps2[vehicle] = Math.min(state.aMps2[vehicle], stopMps2(v, restM, braking, run.input.stepS));
    if (restM > 1 || !isStanding(v)) continue;
    if (state.haltSteps[vehicle] === 0)
      state.haltSteps[vehicle] = 1 + Math.round(stopTable[4 * stop + 3] / run.input.stepS);
    else if (--state.haltSteps[vehicle] === 1) {
      state.haltSteps[vehicle] = 0;
      endHalt(run, vehicle);
    }
  }
}

/** Returns the acceleration by which `vehicle` would follow a leader `gapM` ahead, or freely with `FREE_M`. */
export function followingMps2(run: MicroRun, vehicle: number, lane: number, gapM: number, leaderMps: number): number {
  const { state, net, classTable, classOf } = run;
  const row = classOf[vehicle] * CLASS.size;
  const wished = Math.min(net.laneSpeedMps[lane] * state.wishRatio[vehicle], classTable[row + CLASS.maxSpeed]);
  return followMps2(
    state.vMps[vehicle],
    wished,
    Math.min(gapM, FREE_M),
    leaderMps,
    classTable[row + CLASS.standingGapM],
    classTable[row + CLASS.timeGapS],
    classTable[row + CLASS.acceleration],
    classTable[row + CLASS.braking],
    classTable[row + CLASS.inverseTwoRootAB],
  );
}
