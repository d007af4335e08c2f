import type { Point } from '../../../model/geo/plane/point.ts';
import type { Lift } from '../crowd-case.ts';
import type { People } from './crowd.ts';
import { STATUS } from './crowd.ts';

/** Distance to a stop below which a person whose way leads over the lift gets in. */
const BOARD_M = 1.5;
/** Side of one person's place in the cab. */
const PLACE_M = 0.5;
/** Between two people who get out. */
const ROOM_M = 0.45;

/** A lift with the level of each stop, and the level that is its cab. */
export interface LiftPlan {
  lift: Lift;
  stops: { level: number; at: Point }[];
  cab: number;
  /** South-west corner of the cab. */
  corner: Point;
  /** Places beside each stop where people get out, the nearest first. */
  outs: Point[][];
}

/** Cab's side for a capacity. */
export const cabSideM = (capacity: number): number => Math.ceil(Math.sqrt(capacity)) * PLACE_M + 0.5;

interface Rider {
  id: number;
  stop: number;
  /** Its place in the cab, from 0 on. */
  seat: number;
}

/** Where a lift is and whom it carries, as a checkpoint keeps it. */
export interface LiftState {
  stop: number;
  /** It is at the stop, doors open, from then on; it leaves when all who wait have had time. */
  readyS: number;
  riders: Rider[];
  trips: number;
}

/** `wantsTo`: the stop that somebody who waits at a stop is going to; −1: none of this lift. */
export function moveLift(
  plan: LiftPlan,
  state: LiftState,
  timeS: number,
  people: People,
  wantsTo: (id: number, stop: number) => number,
): void {
  const { lift, stops } = plan;
  if (timeS < state.readyS) return;
  const isOut = lift.stopsAtS !== null && timeS >= lift.stopsAtS;
  unload(plan, state, people);
  if (state.riders.some((rider) => rider.stop === state.stop)) return;
  if (isOut) return;
  const waiting = stops.map((_, stop) => waitersAt(plan, stop, people, wantsTo));
  let boarded = 0;
  for (const { id, to } of waiting[state.stop]) {
    if (state.riders.length >= lift.capacity) break;
    const seat = freeSeat(state.riders);
    people.place(id, plan.cab, ...seatOf(plan, seat));
    state.riders.push({ id, stop: to, seat });
    boarded++;
  }
  if (boarded > 0 && state.riders.length < lift.capacity) {
    state.readyS = timeS + lift.dwellS / 2;
    return;
  }
  const next = nextStop(state, waiting);
  if (next === state.stop) return;
  state.readyS = timeS + lift.travelS * Math.abs(next - state.stop) + lift.dwellS;
  state.stop = next;
  state.trips++;
}

/** To the nearest stop that a rider wants; empty, to where most people wait. */
function nextStop(state: LiftState, waiting: readonly (readonly unknown[])[]): number {
  if (state.riders.length > 0)
    return state.riders.reduce(
      (best, { stop }) => (Math.abs(stop - state.stop) < Math.abs(best - state.stop) ? stop : best),
      state.riders[0].stop,
    );
  return waiting.reduce((best, people, stop) => (people.length > waiting[best].length ? stop : best), state.stop);
}

function waitersAt(
  { stops, lift }: LiftPlan,
  stop: number,
  people: People,
  wantsTo: (id: number, stop: number) => number,
): { id: number; to: number; distanceM: number }[] {
  const { level, at } = stops[stop];
  const found: { id: number; to: number; distanceM: number }[] = [];
  for (let id = 0; id < people.count; id++) {
    if (people.status[id] !== STATUS.inside || people.level[id] !== level) continue;
    const distanceM = Math.hypot(people.xM[id] - at[0], people.yM[id] - at[1]);
    if (distanceM > BOARD_M) continue;
    const to = wantsTo(id, stop);
    if (to >= 0 && to < lift.stops.length) found.push({ id, to, distanceM });
  }
  return found.sort((a, b) => a.distanceM - b.distanceM || a.id - b.id);
}

/** Those whose stop it is get out where there is room; the others of them stay until there is. */
function unload({ outs, stops }: LiftPlan, state: LiftState, people: People): void {
  const { level } = stops[state.stop];
  const isFree = ([x, y]: Point): boolean => {
    for (let id = 0; id < people.count; id++)
      if (
        people.status[id] === STATUS.inside &&
        people.level[id] === level &&
        Math.hypot(people.xM[id] - x, people.yM[id] - y) < ROOM_M
      )
        return false;
    return true;
  };
  const staying: Rider[] = [];
  for (const rider of state.riders) {
    const place = rider.stop === state.stop ? outs[state.stop].find(isFree) : undefined;
    if (place) people.place(rider.id, level, ...place);
    else staying.push(rider);
  }
  state.riders = staying;
}

/** The first seat that nobody has: who got out on the way left one among those who ride on. */
function freeSeat(riders: readonly Rider[]): number {
  for (let seat = 0; ; seat++) if (riders.every((rider) => rider.seat !== seat)) return seat;
}

function seatOf({ corner, lift }: LiftPlan, seat: number): Point {
  const side = Math.ceil(Math.sqrt(lift.capacity));
  return [
    corner[0] + 0.25 + (0.5 + (seat % side)) * PLACE_M,
    corner[1] + 0.25 + (0.5 + Math.floor(seat / side)) * PLACE_M,
  ];
}
