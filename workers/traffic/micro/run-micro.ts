import { findGridlock } from './gridlock.ts';
import { ARRIVED, type MicroInput, type MicroRun, REFUSED, startRun, TALLY, WAITING } from './state.ts';
import { stepRun } from './step.ts';

/** Tells where everybody is at an instant: the six counts add up to the trips. */
interface TripAccount {
  trips: number;
  notYetDeparted: number;
  waitingToEnter: number;
  running: number;
  arrived: number;
  refused: number;
}

/** Holds what a run came to. Means are over trips that arrived; what is still under way is in `account`. */
export interface MicroResult {
  account: TripAccount;
  durationS: number;
  timeLossS: number;
  departDelayS: number;
  updates: number;
  laneChanges: number;
  endS: number;
  /** Links of each cycle that blocks itself, by name. */
  gridlocks: readonly (readonly string[])[];
}

/** Steps a run to an instant or until nobody is left. */
export function advanceTo(run: MicroRun, untilS: number): void {
  const { state, input } = run;
  while (state.clock[0] * input.stepS < untilS && !isOver(run)) stepRun(run);
}

/** Returns whether every trip has arrived or was refused. */
export function isOver({ state, input }: MicroRun): boolean {
  return state.tally[TALLY.arrived] + state.tally[TALLY.refused] === input.trips.length;
}

/**
 * Plays a whole run until an instant or until nobody is left: this is the seam for the engine. `buildNetwork({ links, movements, signals })`
 * lays the network out, trips stand in order of departure and name their links, vehicle classes and steps are given. Whoever needs frames or
 * fields calls `startRun` and `advanceTo` and reads `run.state` in between; `takeSnapshot` and `restoreSnapshot` branch a run.
 */
export function runMicro(input: MicroInput, untilS: number): MicroResult {
  const run = startRun(input);
  advanceTo(run, untilS);
  return summarize(run);
}

/** Sums a run up, in the order of trips. */
export function summarize(run: MicroRun): MicroResult {
  const { state, input } = run;
  const { stepS, trips } = input;
  const account: TripAccount = {
    trips: trips.length,
    notYetDeparted: trips.length - state.tally[TALLY.nextTrip],
    waitingToEnter: 0,
    running: 0,
    arrived: 0,
    refused: 0,
  };
  const sums = { durationS: 0, lossS: 0, delayS: 0 };
  for (let trip = 0; trip < state.tally[TALLY.nextTrip]; trip++) {
    const lane = state.lane[trip];
    if (lane === WAITING) account.waitingToEnter++;
    else if (lane === REFUSED) account.refused++;
    else if (lane !== ARRIVED) account.running++;
    else {
      account.arrived++;
      sums.durationS += (state.arriveStep[trip] - state.departStep[trip]) * stepS;
      sums.lossS += state.lossS[trip];
      sums.delayS += state.departStep[trip] * stepS - trips[trip].departS;
    }
  }
  const arrived = Math.max(1, account.arrived);
  return {
    account,
    durationS: sums.durationS / arrived,
    timeLossS: sums.lossS / arrived,
    departDelayS: sums.delayS / arrived,
    updates: state.tally[TALLY.updates],
    laneChanges: state.tally[TALLY.changes],
    endS: state.clock[0] * stepS,
    gridlocks: findGridlock(run),
  };
}
