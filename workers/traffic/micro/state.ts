import { CHANCE, normalOf } from './hash-chance.ts';
import type { MicroNetwork } from './network.ts';
import { type PathTable, type TripInput, tabulatePaths } from './paths.ts';
import type { VehicleClass } from './vehicle-class.ts';

/** Describes a loop in the road that counts fronts. */
export interface LoopInput {
  link: number;
  lane: number;
  positionM: number;
}

/** Describes a run: what drives where, and how finely time is cut. */
export interface MicroInput {
  network: MicroNetwork;
  classes: readonly VehicleClass[];
  /** In order of departure. */
  trips: readonly TripInput[];
  seed: number;
  stepS: number;
  loops?: readonly LoopInput[];
  loopIntervalS?: number;
  /** A gap shrinks for a driver who has waited for 30 s; off for comparison with capacity formulas. */
  isImpatient?: boolean;
  /** Inclination to the outer lane, where the law says so. */
  outerBiasMps2?: number;
  /** Links that are closed: no trip may enter them. */
  closedLinks?: readonly number[];
}

/** Bits of `flags`. */
export const FLAG = { held: 1, committed: 2, changing: 4, noRoom: 8, refused: 16 } as const;

/** A lane or a vehicle that is none. */
export const ABSENT = -1;
/** A trip that has not begun, that has ended, that may not begin. */
export const WAITING = -2;
export const ARRIVED = -3;
export const REFUSED = -4;

/**
 * Holds everything that changes, one entry a vehicle or lane, so that a copy of the arrays is a snapshot. A vehicle's number is that of its
 * trip; vehicles of a lane are linked from the front backwards. A vehicle has 69 bytes, its class and path included.
 */
export interface MicroState {
  /** Steps done. */
  clock: Int32Array;
  xM: Float32Array;
  vMps: Float32Array;
  aMps2: Float32Array;
  /** Share of the limit that the driver wishes. */
  wishRatio: Float32Array;
  lossS: Float32Array;
  /** Lane, or `WAITING`, `ARRIVED`, `REFUSED`. */
  lane: Int32Array;
  ahead: Int32Array;
  behind: Int32Array;
  /** Place in the path table. */
  place: Int32Array;
  /** How far the lane leads, from the beginning of the link, and how many lanes inwards a better one lies. */
  reachM: Float32Array;
  lanesToCross: Int8Array;
  /** Movement taken last, over which the rear may still stand. */
  movement: Int32Array;
  departStep: Int32Array;
  arriveStep: Int32Array;
  waitSteps: Uint16Array;
  /** Steps until another change of lane. */
  restSteps: Uint8Array;
  flags: Uint8Array;
  laneFirst: Int32Array;
  laneLast: Int32Array;
  /** Vehicle that left each lane last. */
  laneLeft: Int32Array;
  /** Room of each lane that vehicles within the junction have reserved. */
  reservedMm: Int32Array;
  /** Earliest entry of the next vehicle by follow-up time, in s. */
  nextEntryS: Float64Array;
  /** First and last trip that waits to enter each link; they are linked by `behind`. */
  queueFirst: Int32Array;
  queueLast: Int32Array;
  /** Halts that each trip has made, and one more than the steps for which it still stands at the next. */
  haltsMade: Uint8Array;
  haltSteps: Uint16Array;
  loopCounts: Int32Array;
  /** Trips begun to be handled, updates, arrivals, refusals, changes of lane. */
  tally: Float64Array;
}

/** Places of `tally`. */
export const TALLY = { nextTrip: 0, updates: 1, arrived: 2, refused: 3, changes: 4, running: 5 } as const;

/** Holds what is worked out anew in each step and belongs to no snapshot. */
interface Scratch {
  movementLight: Uint8Array;
  signalPhase: Int32Array;
  /** Distance, speed and vehicle of the first arrival that each watched movement expects. */
  arrivalM: Float32Array;
  arrivalVehicle: Int32Array;
  /** Acceleration at most, by a neighbour that wants to come in; 100 is none. */
  courtesyMps2: Float32Array;
  /** Gap and speed of the leader found last. */
  leader: Float64Array;
}

/** Holds a run: what it was given, what changes, and the tables worked out once. */
export interface MicroRun {
  readonly input: MicroInput;
  readonly net: MicroNetwork;
  readonly paths: PathTable;
  readonly state: MicroState;
  readonly scratch: Scratch;
  readonly classOf: Uint8Array;
  /** Nine numbers a class; see `CLASS`. */
  readonly classTable: Float64Array;
  /** Stops of all trips one after another: link place, lane, position, duration. */
  readonly stopStart: Int32Array;
  readonly stopTable: Float64Array;
  /** Loops by lane. */
  readonly laneLoop: Int32Array;
  readonly loopNext: Int32Array;
}

/** Places of `classTable`. */
export const CLASS = {
  lengthM: 0,
  standingGapM: 1,
  timeGapS: 2,
  acceleration: 3,
  braking: 4,
  inverseTwoRootAB: 5,
  maxSpeed: 6,
  inverseTwoB: 7,
  permits: 8,
  size: 9,
} as const;

/** Makes a run that has not stepped yet. */
export function startRun(input: MicroInput): MicroRun {
  const { network: net, classes, trips, loops = [] } = input;
  const stopStart = new Int32Array(trips.length + 1);
  for (const [trip, { stops }] of trips.entries()) stopStart[trip + 1] = stopStart[trip] + (stops?.length ?? 0);
  const laneLoop = new Int32Array(net.laneCount).fill(ABSENT);
  const loopNext = new Int32Array(loops.length).fill(ABSENT);
  for (const [index, { link, lane }] of loops.entries()) {
    const at = net.linkFirstLane[link] + lane;
    loopNext[index] = laneLoop[at];
    laneLoop[at] = index;
  }
  const permits = classes.map((of) => of.permits);
  const run: MicroRun = {
    input,
    net,
    paths: tabulatePaths(net, trips, permits),
    state: emptyState(input),
    scratch: emptyScratch(input),
    classOf: Uint8Array.from(trips, ({ vehicleClass }) => vehicleClass),
    classTable: Float64Array.from(classes.flatMap(classRow)),
    stopStart,
    stopTable: Float64Array.from(
      trips.flatMap(({ stops }) =>
        (stops ?? []).flatMap(({ pathIndex, lane, positionM, durationS }) => [pathIndex, lane, positionM, durationS]),
      ),
    ),
    laneLoop,
    loopNext,
  };
  for (const [trip, { vehicleClass }] of trips.entries())
    run.state.wishRatio[trip] = wishOf(input.seed, trip, classes[vehicleClass]);
  return run;
}

function wishOf(seed: number, trip: number, { speedSpreadRatio }: VehicleClass): number {
  if (speedSpreadRatio === 0) return 1;
  const ratio = 1 + speedSpreadRatio * normalOf(seed, trip, CHANCE.speed);
  return Math.min(1.2, Math.max(0.8, ratio));
}

function classRow(of: VehicleClass): number[] {
  const { accelerationMps2: a, brakingMps2: b } = of;
  return [
    of.lengthM,
    of.standingGapM,
    of.timeGapS,
    a,
    b,
    1 / (2 * Math.sqrt(a * b)),
    of.maxSpeedMps,
    1 / (2 * b),
    of.permits,
  ];
}

function emptyState({ network: net, trips, loops = [], loopIntervalS = 0 }: MicroInput): MicroState {
  const count = trips.length;
  const links = net.input.links.length;
  const lastS = trips.length > 0 ? trips[count - 1].departS : 0;
  const intervals = loopIntervalS > 0 ? Math.ceil((lastS + 4 * 3600) / loopIntervalS) : 1;
  return {
    clock: new Int32Array(1),
    xM: new Float32Array(count),
    vMps: new Float32Array(count),
    aMps2: new Float32Array(count),
    wishRatio: new Float32Array(count),
    lossS: new Float32Array(count),
    lane: new Int32Array(count).fill(WAITING),
    ahead: new Int32Array(count).fill(ABSENT),
    behind: new Int32Array(count).fill(ABSENT),
    place: new Int32Array(count),
    reachM: new Float32Array(count),
    lanesToCross: new Int8Array(count),
    movement: new Int32Array(count).fill(ABSENT),
    departStep: new Int32Array(count).fill(ABSENT),
    arriveStep: new Int32Array(count).fill(ABSENT),
    waitSteps: new Uint16Array(count),
    restSteps: new Uint8Array(count),
    flags: new Uint8Array(count),
    laneFirst: new Int32Array(net.laneCount).fill(ABSENT),
    laneLast: new Int32Array(net.laneCount).fill(ABSENT),
    laneLeft: new Int32Array(net.laneCount).fill(ABSENT),
    reservedMm: new Int32Array(net.laneCount),
    nextEntryS: new Float64Array(net.movementCount),
    queueFirst: new Int32Array(links).fill(ABSENT),
    queueLast: new Int32Array(links).fill(ABSENT),
    haltsMade: new Uint8Array(count),
    haltSteps: new Uint16Array(count),
    loopCounts: new Int32Array(loops.length * intervals),
    tally: new Float64Array(6),
  };
}

function emptyScratch({ network: net, trips }: MicroInput): Scratch {
  return {
    movementLight: new Uint8Array(net.movementCount),
    signalPhase: new Int32Array(net.input.signals.length).fill(ABSENT),
    arrivalM: new Float32Array(net.movementCount),
    arrivalVehicle: new Int32Array(net.movementCount).fill(ABSENT),
    courtesyMps2: new Float32Array(trips.length).fill(NO_COURTESY),
    leader: new Float64Array(2),
  };
}

/** Returns the path of a vehicle, by the halts that it has made. */
export const pathOf = ({ paths, state }: MicroRun, trip: number): number =>
  paths.tripPath[trip] + state.haltsMade[trip];

/** Stands in `courtesyMps2` where no neighbour wants to come in. */
export const NO_COURTESY = 100;

/** Copies everything that changes. */
export function takeSnapshot({ state }: MicroRun): MicroState {
  return mapArrays(state, (array) => array.slice());
}

/** Puts a snapshot back. */
export function restoreSnapshot(run: MicroRun, snapshot: MicroState): void {
  for (const [name, array] of Object.entries(run.state)) array.set(snapshot[name as keyof MicroState]);
  run.scratch.signalPhase.fill(ABSENT);
}

function mapArrays(state: MicroState, copy: <T extends { slice(): T }>(array: T) => T): MicroState {
  return Object.fromEntries(Object.entries(state).map(([name, array]) => [name, copy(array)])) as unknown as MicroState;
}

/** Returns a fingerprint of the places, speeds and lanes of some vehicles, in the order of trips (FNV-1a of all bits). */
export function fingerprint({ state }: MicroRun, isCounted: (trip: number) => boolean = () => true): string {
  const bits = new Uint32Array(state.xM.buffer);
  const speedBits = new Uint32Array(state.vMps.buffer);
  let hash = 0x811c9dc5;
  for (let trip = 0; trip < state.lane.length; trip++) {
    if (!isCounted(trip)) continue;
    for (const word of [bits[trip], speedBits[trip], state.lane[trip], state.arriveStep[trip]])
      hash = Math.imul(hash ^ word, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** Returns the bytes of state that a vehicle has, its tables by trip included, those by lane and path not. */
export function bytesAVehicle(run: MicroRun): number {
  const count = run.classOf.length;
  const arrays = [...Object.values(run.state), run.scratch.courtesyMps2, run.classOf, run.paths.tripPath];
  return arrays.reduce((sum, array) => sum + (array.length === count ? array.BYTES_PER_ELEMENT : 0), 0);
}
