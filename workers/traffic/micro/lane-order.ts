import { ABSENT, type MicroState } from './state.ts';

/** Puts a vehicle behind another on a lane; `ABSENT` puts it first. */
export function insertBehind(state: MicroState, vehicle: number, lane: number, ahead: number): void {
  const behind = ahead === ABSENT ? state.laneFirst[lane] : state.behind[ahead];
  state.ahead[vehicle] = ahead;
  state.behind[vehicle] = behind;
  if (ahead === ABSENT) state.laneFirst[lane] = vehicle;
  else state.behind[ahead] = vehicle;
  if (behind === ABSENT) state.laneLast[lane] = vehicle;
  else state.ahead[behind] = vehicle;
  state.lane[vehicle] = lane;
}

/** Puts a vehicle on a lane at its place by position; equal positions go by number. */
export function insertByPosition(state: MicroState, vehicle: number, lane: number): void {
  const { xM, ahead } = state;
  const x = xM[vehicle];
  let before = state.laneLast[lane];
  while (before !== ABSENT && (xM[before] < x || (xM[before] === x && before > vehicle))) before = ahead[before];
  insertBehind(state, vehicle, lane, before);
}

/** Takes a vehicle off its lane. */
export function removeFromLane(state: MicroState, vehicle: number): void {
  const { ahead, behind, lane } = state;
  const before = ahead[vehicle];
  const after = behind[vehicle];
  if (before === ABSENT) state.laneFirst[lane[vehicle]] = after;
  else behind[before] = after;
  if (after === ABSENT) state.laneLast[lane[vehicle]] = before;
  else ahead[after] = before;
}
