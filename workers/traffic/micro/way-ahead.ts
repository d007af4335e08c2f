import { type MicroRun, pathOf } from './state.ts';

/**
 * Notes for a vehicle how far its lane leads and how many lanes inwards (positive) or outwards the nearest one lies that leads farthest. Done when it
 * comes onto a link, changes lanes or has halted, so that the big tables of paths are not read in every step.
 */
export function noteWay({ state, paths, net }: MicroRun, vehicle: number): void {
  const entry = paths.placeStart[state.place[vehicle]];
  const lanes = paths.placeStart[state.place[vehicle] + 1] - entry;
  const lane = state.lane[vehicle] - net.linkFirstLane[net.laneLink[state.lane[vehicle]]];
  let best = lane;
  for (let other = 0; other < lanes; other++) {
    const better = paths.reachM[entry + other] - paths.reachM[entry + best];
    if (better > 0 || (better === 0 && Math.abs(other - lane) < Math.abs(best - lane))) best = other;
  }
  state.reachM[vehicle] = paths.reachM[entry + lane];
  state.lanesToCross[vehicle] = best - lane;
}

/** Puts a vehicle that has made a halt on the path that has the halt no more. */
export function endHalt(run: MicroRun, vehicle: number): void {
  const { state, paths } = run;
  const path = pathOf(run, vehicle);
  state.place[vehicle] += paths.pathStart[path + 1] - paths.pathStart[path];
  state.haltsMade[vehicle]++;
  noteWay(run, vehicle);
}
