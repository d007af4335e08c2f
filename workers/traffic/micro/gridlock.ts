import { movementAhead } from './look-ahead.ts';
import { ABSENT, FLAG, type MicroRun } from './state.ts';

/** A front that has stood for want of room so long is part of a gridlock where the wait goes round in a circle. */
const GRIDLOCK_S = 120;

/** Returns the circles of links of which each waits for room on the next, by name: nothing dissolves them but another way. */
export function findGridlock(run: MicroRun): string[][] {
  const { net } = run;
  const waitsFor = new Int32Array(net.linkLanes).fill(ABSENT);
  for (let lane = 0; lane < net.linkLanes; lane++) waitsFor[lane] = laneWaitedFor(run, lane);
  const seenIn = new Int32Array(net.linkLanes).fill(ABSENT);
  const circles: string[][] = [];
  for (let start = 0; start < net.linkLanes; start++) {
    let at = start;
    while (at !== ABSENT && seenIn[at] === ABSENT) {
      seenIn[at] = start;
      at = waitsFor[at];
    }
    if (at === ABSENT || seenIn[at] !== start) continue;
    const names = [nameOf(run, at)];
    for (let lane = waitsFor[at]; lane !== at; lane = waitsFor[lane]) names.push(nameOf(run, lane));
    circles.push([...new Set(names)]);
  }
  return circles;
}

const nameOf = ({ net }: MicroRun, lane: number): string => net.input.links[net.laneLink[lane]].name;

/** Returns the lane that the first vehicle of a lane has long waited for, whether for room behind the junction or for a gap beside it. */
function laneWaitedFor(run: MicroRun, lane: number): number {
  const { state, net, paths, input } = run;
  const first = state.laneFirst[lane];
  if (first === ABSENT || state.waitSteps[first] * input.stepS < GRIDLOCK_S) return ABSENT;
  const movement = movementAhead(run, lane, state.place[first]);
  if (movement !== ABSENT) {
    if ((state.flags[first] & FLAG.noRoom) === 0) return ABSENT;
    let to = net.movementTo[movement];
    while (to >= net.linkLanes) to = net.movementTo[to - net.linkLanes];
    return to;
  }
  const firstLane = net.linkFirstLane[net.laneLink[lane]];
  const entry = paths.placeStart[state.place[first]];
  const own = paths.reachM[entry + lane - firstLane];
  for (const other of [lane + 1, lane - 1]) {
    const isBeside = other >= firstLane && other < net.linkFirstLane[net.laneLink[lane] + 1];
    if (isBeside && paths.reachM[entry + other - firstLane] > own) return other;
  }
  return ABSENT;
}
