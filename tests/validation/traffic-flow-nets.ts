import { insertBehind } from '../../workers/traffic/micro/lane-order.ts';
import {
  buildNetwork,
  type LinkInput,
  type MicroNetwork,
  type SignalInput,
} from '../../workers/traffic/micro/network.ts';
import type { TripInput } from '../../workers/traffic/micro/paths.ts';
import { ABSENT, type MicroRun, startRun, TALLY } from '../../workers/traffic/micro/state.ts';
import { GENERAL_LANE, type VehicleClass } from '../../workers/traffic/micro/vehicle-class.ts';
import { noteWay } from '../../workers/traffic/micro/way-ahead.ts';

/** Limit of the known answers in a city: 50 km/h. */
export const CITY_MPS = 13.8889;

export const road = (name: string, lengthM: number, speedMps: number, lanes = 1): LinkInput => ({
  name,
  lengthM,
  speedMps,
  lanes: Array.from({ length: lanes }, () => GENERAL_LANE),
});

/** One lane that leads back to itself. */
export const ringNetwork = (lengthM: number, speedMps: number): MicroNetwork =>
  buildNetwork({
    links: [road('ring', lengthM, speedMps)],
    movements: [{ fromLink: 0, fromLane: 0, toLink: 0, toLane: 0, lengthM: 0, speedMps }],
    signals: [],
  });

/** Links one after another, lane to lane; a signal, where there is one, stands at the end of the first. */
export function roadNetwork(links: readonly LinkInput[], signal?: SignalInput): MicroNetwork {
  const movements = links.slice(1).flatMap((link, index) =>
    link.lanes.map((_, lane) => ({
      fromLink: index,
      fromLane: Math.min(lane, links[index].lanes.length - 1),
      toLink: index + 1,
      toLane: lane,
      lengthM: 0,
      speedMps: link.speedMps,
      ...(signal && index === 0 ? { signal: 0, signalIndex: 0 } : {}),
    })),
  );
  return buildNetwork({ links, movements, signals: signal ? [signal] : [] });
}

/** Links that a car on a ring goes through before it has been driven for as long as any case takes. */
const ROUNDS = 400;

/** Cars on a ring at even distances and one speed, the first a little ahead of its place. */
export function ringRun(
  lengthM: number,
  limitMps: number,
  of: VehicleClass,
  count: number,
  startMps: number,
  stepS: number,
  shiftM = 0,
): MicroRun {
  const trip: TripInput = { departS: 0, links: new Array(ROUNDS).fill(0), vehicleClass: 0 };
  const run = startRun({
    network: ringNetwork(lengthM, limitMps),
    classes: [{ ...of, speedSpreadRatio: 0 }],
    trips: new Array(count).fill(trip),
    seed: 1,
    stepS,
  });
  for (let car = 0; car < count; car++)
    place(run, car, 0, lengthM * (1 - (car + 1) / count) + (car === 0 ? shiftM : 0), startMps);
  return run;
}

/** Puts a car that has not departed on a lane, behind the last. */
export function place(run: MicroRun, car: number, lane: number, xM: number, speedMps: number): void {
  const { state, paths } = run;
  state.xM[car] = xM;
  state.vMps[car] = speedMps;
  state.place[car] = paths.pathStart[paths.tripPath[car]];
  state.departStep[car] = 0;
  insertBehind(state, car, lane, state.laneLast[lane]);
  noteWay(run, car);
  state.tally[TALLY.running]++;
  if (state.tally[TALLY.nextTrip] <= car) state.tally[TALLY.nextTrip] = car + 1;
}

/** Pairs of vehicles on one lane of which the hinder stands in the one ahead, by the cars' lengths. */
export function overlapsOf({ state, net, input, classOf }: MicroRun): number {
  let overlaps = 0;
  for (let lane = 0; lane < net.laneCount; lane++)
    for (let car = state.laneFirst[lane]; car !== ABSENT; car = state.behind[car]) {
      const following = state.behind[car];
      if (following === ABSENT) break;
      const { lengthM } = input.classes[classOf[car]];
      if (state.xM[car] - lengthM < state.xM[following] - 1e-3) overlaps++;
    }
  return overlaps;
}
