import { accelerate } from './accelerate.ts';
import { changeLanes, isJunctionClear, MOBIL } from './lane-change.ts';
import { insertBehind, insertByPosition, removeFromLane } from './lane-order.ts';
import { FREE_M, movementAhead } from './look-ahead.ts';
import { noteArrivals, reserveRoom } from './right-of-way.ts';
import { setSignals } from './signals.ts';
import { ABSENT, ARRIVED, CLASS, FLAG, type MicroRun, pathOf, REFUSED, TALLY } from './state.ts';
import { noteWay } from './way-ahead.ts';

/** Speed below which a vehicle waits. */
const WAITING_MPS = 0.1;

/**
 * Plays one step: signals, changes of lane, accelerations from the state as it is, movement, passing from lane to lane in the order of
 * lanes, and entries by link. Nothing is drawn from a stream and nothing is allocated.
 */
export function stepRun(run: MicroRun): void {
  const { state, input } = run;
  const timeS = state.clock[0] * input.stepS;
  setSignals(run, timeS);
  changeLanes(run);
  noteArrivals(run);
  accelerate(run, timeS);
  moveAll(run);
  passOn(run);
  state.clock[0]++;
  enter(run);
}

function moveAll(run: MicroRun): void {
  const { state, net, input } = run;
  const { stepS } = input;
  let updates = 0;
  for (let lane = 0; lane < net.laneCount; lane++) {
    const first = state.laneFirst[lane];
    if (first === ABSENT) continue;
    updates += moveLane(run, first, net.laneSpeedMps[lane], stepS);
    if (run.laneLoop[lane] !== ABSENT) countLoops(run, lane, first);
  }
  state.tally[TALLY.updates] += updates;
}

/** Moves the vehicles of a lane by the ballistic update and returns their number. `lossS` gains what the wished speed would have saved. */
function moveLane({ state, classTable, classOf }: MicroRun, first: number, limit: number, stepS: number): number {
  const { xM, vMps, aMps2, wishRatio, lossS, behind, waitSteps, restSteps } = state;
  let count = 0;
  for (let vehicle = first; vehicle !== ABSENT; vehicle = behind[vehicle]) {
    const v = vMps[vehicle];
    const acceleration = aMps2[vehicle];
    let next = v + acceleration * stepS;
    if (next < 0) {
      if (acceleration < 0) xM[vehicle] += (v * v) / (-2 * acceleration);
      next = 0;
    } else xM[vehicle] += 0.5 * (v + next) * stepS;
    vMps[vehicle] = next;
    if (next < WAITING_MPS) {
      if (waitSteps[vehicle] < 65535) waitSteps[vehicle]++;
    }
    if (restSteps[vehicle] > 0) restSteps[vehicle]--;
    const wished = Math.min(limit * wishRatio[vehicle], classTable[classOf[vehicle] * CLASS.size + CLASS.maxSpeed]);
    if (next < wished) lossS[vehicle] += stepS * (1 - next / wished);
    count++;
  }
  return count;
}

/** Returns the place in `loopCounts` at which the loops of this interval begin. */
function intervalStart({ state, input }: MicroRun): number {
  const { loops = [], loopIntervalS = 0, stepS } = input;
  return loopIntervalS > 0 ? loops.length * Math.floor((state.clock[0] * stepS) / loopIntervalS) : 0;
}

/** Counts a front that came onto a lane, beyond loops at its beginning, in this step. */
function countEntry(run: MicroRun, lane: number, xM: number): void {
  const { state, input, loopNext } = run;
  const { loops = [] } = input;
  const start = intervalStart(run);
  for (let loop = run.laneLoop[lane]; loop !== ABSENT; loop = loopNext[loop])
    if (loops[loop].positionM <= xM && start + loop < state.loopCounts.length) state.loopCounts[start + loop]++;
}

/** Counts fronts that passed a loop in this step; the place before the step is worked out from the speeds. */
function countLoops(run: MicroRun, lane: number, first: number): void {
  const { state, input, loopNext } = run;
  const { loops = [], stepS } = input;
  const start = intervalStart(run);
  for (let loop = run.laneLoop[lane]; loop !== ABSENT; loop = loopNext[loop]) {
    const at = start + loop;
    if (at >= state.loopCounts.length) continue;
    const positionM = loops[loop].positionM;
    for (let vehicle = first; vehicle !== ABSENT; vehicle = state.behind[vehicle]) {
      const x = state.xM[vehicle];
      if (x < positionM) break;
      const v = state.vMps[vehicle];
      const before = Math.max(0, v - state.aMps2[vehicle] * stepS);
      const from = x - 0.5 * (v + before) * stepS;
      if (from < positionM && x >= positionM) state.loopCounts[at]++;
    }
  }
}

/** Passes vehicles whose front is beyond their lane on to the next, in the order of lanes. */
function passOn(run: MicroRun): void {
  const { state, net } = run;
  for (let lane = 0; lane < net.laneCount; lane++) {
    let vehicle = state.laneFirst[lane];
    while (vehicle !== ABSENT && state.xM[vehicle] >= net.laneLengthM[lane]) {
      const following = state.behind[vehicle];
      if (!passOne(run, vehicle, lane)) break;
      vehicle = following;
    }
  }
}

/** Passes one vehicle on; returns false where its lane does not lead on, and leaves it at the end. */
function passOne(run: MicroRun, vehicle: number, lane: number): boolean {
  const { state, net, paths } = run;
  const movement = movementAhead(run, lane, state.place[vehicle]);
  const isMovement = lane >= net.linkLanes;
  if (movement === ABSENT && !isMovement) {
    const path = pathOf(run, vehicle);
    if (state.place[vehicle] < paths.pathStart[path + 1] - 1) {
      state.xM[vehicle] = net.laneLengthM[lane];
      return false;
    }
    removeFromLane(state, vehicle);
    state.lane[vehicle] = ARRIVED;
    state.arriveStep[vehicle] = state.clock[0] + 1;
    state.tally[TALLY.arrived]++;
    state.tally[TALLY.running]--;
    return true;
  }
  removeFromLane(state, vehicle);
  state.laneLeft[lane] = vehicle;
  state.xM[vehicle] -= net.laneLengthM[lane];
  if (isMovement) reserveRoom(run, vehicle, lane - net.linkLanes, -1);
  let next = net.linkLanes + movement;
  if (movement === ABSENT) {
    next = net.movementTo[lane - net.linkLanes];
    state.place[vehicle]++;
  } else {
    reserveRoom(run, vehicle, movement, 1);
    state.movement[vehicle] = movement;
    state.waitSteps[vehicle] = 0;
    state.flags[vehicle] &= ~(FLAG.held | FLAG.committed | FLAG.noRoom | FLAG.changing);
  }
  insertByPosition(state, vehicle, next);
  if (movement === ABSENT) noteWay(run, vehicle);
  if (run.laneLoop[next] !== ABSENT) countEntry(run, next, state.xM[vehicle]);
  if (state.xM[vehicle] >= net.laneLengthM[next]) passOne(run, vehicle, next);
  return true;
}

/** Takes trips that begin into the queues of their first links and lets the first of each queue enter where there is room. */
function enter(run: MicroRun): void {
  const { state, input, net, paths } = run;
  const { trips, stepS } = input;
  const timeS = state.clock[0] * stepS;
  let trip = state.tally[TALLY.nextTrip];
  while (trip < trips.length && trips[trip].departS <= timeS) {
    if (isRefused(run, trip)) {
      state.lane[trip] = REFUSED;
      state.tally[TALLY.refused]++;
    } else {
      const link = paths.pathLink[paths.pathStart[paths.tripPath[trip]]];
      const last = state.queueLast[link];
      if (last === ABSENT) state.queueFirst[link] = trip;
      else state.behind[last] = trip;
      state.queueLast[link] = trip;
    }
    trip++;
  }
  state.tally[TALLY.nextTrip] = trip;
  for (let link = 0; link < net.input.links.length; link++) if (state.queueFirst[link] !== ABSENT) enterLink(run, link);
}

/**
 * Goes through the trips that wait before a link, first come first served on each lane: one that waits for a full lane keeps back only those
 * who have to go to the same.
 */
function enterLink(run: MicroRun, link: number): void {
  const { state, net } = run;
  const lanes = net.linkFirstLane[link + 1] - net.linkFirstLane[link];
  let full = 0;
  let before = ABSENT;
  for (let trip = state.queueFirst[link]; trip !== ABSENT && full !== (1 << lanes) - 1; ) {
    const following = state.behind[trip];
    const lane = entryLane(run, trip, link);
    const bit = lane === ABSENT ? 0 : 1 << (lane - net.linkFirstLane[link]);
    if (lane !== ABSENT && (full & bit) === 0 && enterLane(run, trip, lane)) {
      if (before === ABSENT) state.queueFirst[link] = following;
      else state.behind[before] = following;
      if (following === ABSENT) state.queueLast[link] = before;
    } else {
      full |= bit;
      before = trip;
    }
    trip = following;
  }
}

/** Returns whether a trip leads over a closed link. */
function isRefused({ input, paths }: MicroRun, trip: number): boolean {
  const { closedLinks } = input;
  if (!closedLinks || closedLinks.length === 0) return false;
  const path = paths.tripPath[trip];
  for (let place = paths.pathStart[path]; place < paths.pathStart[path + 1]; place++)
    if (closedLinks.includes(paths.pathLink[place])) return true;
  return false;
}

/** Returns the room behind the last vehicle of a lane. */
function entryRoomM({ state, classTable, classOf }: MicroRun, lane: number): number {
  const last = state.laneLast[lane];
  return last === ABSENT ? FREE_M : state.xM[last] - classTable[classOf[last] * CLASS.size + CLASS.lengthM];
}

/** Returns the lane that a trip enters its first link on: the one that leads farthest, of equal ones the emptiest. */
function entryLane(run: MicroRun, trip: number, link: number): number {
  const { net, paths, classTable, classOf } = run;
  const permits = classTable[classOf[trip] * CLASS.size + CLASS.permits];
  const entry = paths.placeStart[paths.pathStart[paths.tripPath[trip]]];
  const firstLane = net.linkFirstLane[link];
  let best = ABSENT;
  let bestReach = 0;
  let bestRoom = 0;
  for (let lane = firstLane; lane < net.linkFirstLane[link + 1]; lane++) {
    if ((net.lanePermits[lane] & permits) === 0) continue;
    const reach = paths.reachM[entry + lane - firstLane];
    const room = entryRoomM(run, lane);
    if (best !== ABSENT && (reach < bestReach || (reach === bestReach && room <= bestRoom))) continue;
    best = lane;
    bestReach = reach;
    bestRoom = room;
  }
  return best;
}

/**
 * Lets a trip enter a lane; returns false where there is no room for it. At the edge of the network its front enters first; on a link that
 * others come to from a junction it stands wholly on it, where they can follow it.
 */
function enterLane(run: MicroRun, trip: number, lane: number): boolean {
  const { state, net, paths, input, classTable, classOf } = run;
  const row = classOf[trip] * CLASS.size;
  const isWithin = net.incomingStart[lane] < net.incomingStart[lane + 1];
  const xM = isWithin ? Math.min(classTable[row + CLASS.lengthM], net.laneLengthM[lane] / 2) : 0;
  const room = entryRoomM(run, lane) - xM;
  if (room < classTable[row + CLASS.standingGapM]) return false;
  const last = state.laneLast[lane];
  const wished = Math.min(net.laneSpeedMps[lane] * state.wishRatio[trip], classTable[row + CLASS.maxSpeed]);
  const given = input.trips[trip].departMps;
  const safe = last === ABSENT ? wished : safeEntryMps(run, trip, room, state.vMps[last]);
  if (given !== undefined && given > safe + 0.01) return false;
  const v = Math.min(wished, given ?? safe);
  const rearM = xM - classTable[row + CLASS.lengthM];
  if (isWithin && !isJunctionClear(run, trip, lane, rearM, v, MOBIL.safeBrakingMps2)) return false;
  state.xM[trip] = xM;
  state.vMps[trip] = v;
  state.place[trip] = paths.pathStart[paths.tripPath[trip]];
  state.departStep[trip] = state.clock[0];
  state.tally[TALLY.running]++;
  insertBehind(state, trip, lane, last);
  noteWay(run, trip);
  return true;
}

/** Returns the speed at which a vehicle that enters keeps its time gap and could brake comfortably behind the one ahead. */
function safeEntryMps({ classTable, classOf }: MicroRun, trip: number, gapM: number, leaderMps: number): number {
  const row = classOf[trip] * CLASS.size;
  const timeGapS = classTable[row + CLASS.timeGapS];
  const braking = classTable[row + CLASS.braking];
  const rest = Math.max(0, gapM - classTable[row + CLASS.standingGapM]);
  const back = braking * timeGapS;
  return -back + Math.sqrt(back * back + leaderMps * leaderMps + 2 * braking * rest);
}
