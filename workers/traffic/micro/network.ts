import { GENERAL_LANE } from './vehicle-class.ts';

/** Describes one direction of a road between two junctions. */
export interface LinkInput {
  name: string;
  lengthM: number;
  speedMps: number;
  /** Groups of vehicles that each lane is open to, from the kerb inwards; a bit of `GENERAL_LANE`, `BUS_LANE`. */
  lanes: readonly number[];
}

/** Says that the ways of two movements meet, from where to where along each; `yields` where this movement gives way. */
export interface ConflictInput {
  with: number;
  mineFromM: number;
  mineToM: number;
  theirsFromM: number;
  theirsToM: number;
  isMerge: boolean;
  yields: boolean;
}

/** Describes a way through a junction from a lane to a lane. */
export interface MovementInput {
  fromLink: number;
  fromLane: number;
  toLink: number;
  toLane: number;
  lengthM: number;
  speedMps: number;
  /** Signal and place in its states, where there is one. */
  signal?: number;
  signalIndex?: number;
  conflicts?: readonly ConflictInput[];
  /** Where vehicles wait inside the junction for a second gap, the movement that goes on from there. */
  next?: number;
  /** True for a way that only begins inside the junction, where another's ends. */
  isInner?: boolean;
  /** Critical gap and follow-up time as a handbook states them; without them a gap is what the vehicle needs to clear the conflict. */
  criticalGapS?: number;
  followUpS?: number;
}

/** Describes a fixed signal plan; a state holds one letter a movement: G, g (gives way), y, r. */
export interface SignalInput {
  name: string;
  offsetS: number;
  phases: readonly { durationS: number; state: string }[];
}

/** Describes a network as lanes and the ways between them. */
export interface NetworkInput {
  links: readonly LinkInput[];
  movements: readonly MovementInput[];
  signals: readonly SignalInput[];
}

/**
 * Holds a network as flat arrays. Lanes of links come first, from the kerb inwards; the lane of movement m is `linkLanes + m`, so that a
 * vehicle within a junction is on a lane like any other.
 */
export interface MicroNetwork {
  readonly input: NetworkInput;
  readonly linkLanes: number;
  readonly laneCount: number;
  readonly movementCount: number;
  /** First lane of each link, and one past the last. */
  readonly linkFirstLane: Int32Array;
  readonly laneLink: Int32Array;
  readonly laneLengthM: Float32Array;
  readonly laneSpeedMps: Float32Array;
  readonly lanePermits: Uint8Array;
  readonly movementFrom: Int32Array;
  /** Lane that a movement leads to; the lane of another movement where vehicles wait within the junction. */
  readonly movementTo: Int32Array;
  readonly movementSignal: Int32Array;
  readonly movementSignalIndex: Int32Array;
  readonly criticalGapS: Float32Array;
  readonly followUpS: Float32Array;
  /** 1 where some movement gives way to this one, so that its arrivals have to be known. */
  readonly isWatched: Uint8Array;
  readonly conflictStart: Int32Array;
  readonly conflictWith: Int32Array;
  /** Four a conflict: mine from, mine to, theirs from, theirs to. */
  readonly conflictM: Float32Array;
  /** Bit 1: merge; bit 2: this movement gives way. */
  readonly conflictKind: Uint8Array;
  /** Movements that lead to each lane. */
  readonly incomingStart: Int32Array;
  readonly incoming: Int32Array;
  /** Movements that each signal lets go. */
  readonly signalStart: Int32Array;
  readonly signalMovements: Int32Array;
  /** Movements that leave each lane of a link. */
  readonly laneMovementStart: Int32Array;
  readonly laneMovements: Int32Array;
}

/** Bits of `conflictKind`. */
export const IS_MERGE = 1;
export const GIVES_WAY = 2;

/** Lays a network out as flat arrays. */
export function buildNetwork(input: NetworkInput): MicroNetwork {
  const { links, movements } = input;
  const linkFirstLane = new Int32Array(links.length + 1);
  for (const [index, link] of links.entries()) linkFirstLane[index + 1] = linkFirstLane[index] + link.lanes.length;
  const linkLanes = linkFirstLane[links.length];
  const laneCount = linkLanes + movements.length;
  const lanes = {
    laneLink: new Int32Array(laneCount).fill(-1),
    laneLengthM: new Float32Array(laneCount),
    laneSpeedMps: new Float32Array(laneCount),
    lanePermits: new Uint8Array(laneCount).fill(GENERAL_LANE),
  };
  for (const [index, link] of links.entries())
    for (const [lane, permits] of link.lanes.entries()) {
      const at = linkFirstLane[index] + lane;
      lanes.laneLink[at] = index;
      lanes.laneLengthM[at] = link.lengthM;
      lanes.laneSpeedMps[at] = link.speedMps;
      lanes.lanePermits[at] = permits;
    }
  for (const [index, movement] of movements.entries()) {
    lanes.laneLengthM[linkLanes + index] = movement.lengthM;
    lanes.laneSpeedMps[linkLanes + index] = movement.speedMps;
  }
  const ways = layMovements(movements, linkFirstLane, linkLanes);
  return {
    input,
    linkLanes,
    laneCount,
    movementCount: movements.length,
    linkFirstLane,
    ...lanes,
    ...ways,
    ...layConflicts(movements),
    ...layIncoming(ways.movementTo, laneCount),
    ...layLaneMovements(ways.movementFrom, laneCount),
    ...laySignals(ways.movementSignal, input.signals.length),
  };
}

function layMovements(movements: readonly MovementInput[], linkFirstLane: Int32Array, linkLanes: number) {
  const count = movements.length;
  const ways = {
    movementFrom: new Int32Array(count),
    movementTo: new Int32Array(count),
    movementSignal: new Int32Array(count).fill(-1),
    movementSignalIndex: new Int32Array(count).fill(-1),
    criticalGapS: new Float32Array(count),
    followUpS: new Float32Array(count),
  };
  for (const [index, movement] of movements.entries()) {
    if (!movement.isInner) ways.movementFrom[index] = linkFirstLane[movement.fromLink] + movement.fromLane;
    ways.movementTo[index] =
      movement.next === undefined ? linkFirstLane[movement.toLink] + movement.toLane : linkLanes + movement.next;
    if (movement.next !== undefined) ways.movementFrom[movement.next] = linkLanes + index;
    ways.movementSignal[index] = movement.signal ?? -1;
    ways.movementSignalIndex[index] = movement.signalIndex ?? -1;
    ways.criticalGapS[index] = movement.criticalGapS ?? 0;
    ways.followUpS[index] = movement.followUpS ?? 0;
  }
  return ways;
}

function layConflicts(movements: readonly MovementInput[]) {
  const conflictStart = new Int32Array(movements.length + 1);
  for (const [index, { conflicts }] of movements.entries())
    conflictStart[index + 1] = conflictStart[index] + (conflicts?.length ?? 0);
  const all = movements.flatMap(({ conflicts }) => conflicts ?? []);
  const isWatched = new Uint8Array(movements.length);
  for (const conflict of all) if (conflict.yields) isWatched[conflict.with] = 1;
  return {
    isWatched,
    conflictStart,
    conflictWith: Int32Array.from(all, (conflict) => conflict.with),
    conflictM: Float32Array.from(
      all.flatMap(({ mineFromM, mineToM, theirsFromM, theirsToM }) => [mineFromM, mineToM, theirsFromM, theirsToM]),
    ),
    conflictKind: Uint8Array.from(
      all,
      (conflict) => (conflict.isMerge ? IS_MERGE : 0) | (conflict.yields ? GIVES_WAY : 0),
    ),
  };
}

function layIncoming(movementTo: Int32Array, laneCount: number) {
  const lists: number[][] = Array.from({ length: laneCount }, () => []);
  for (const [movement, to] of movementTo.entries()) lists[to].push(movement);
  return { incomingStart: startsOf(lists), incoming: Int32Array.from(lists.flat()) };
}

function laySignals(movementSignal: Int32Array, signals: number) {
  const lists: number[][] = Array.from({ length: signals }, () => []);
  for (const [movement, signal] of movementSignal.entries()) if (signal >= 0) lists[signal].push(movement);
  return { signalStart: startsOf(lists), signalMovements: Int32Array.from(lists.flat()) };
}

function layLaneMovements(movementFrom: Int32Array, laneCount: number) {
  const lists: number[][] = Array.from({ length: laneCount }, () => []);
  for (const [movement, from] of movementFrom.entries()) lists[from].push(movement);
  return { laneMovementStart: startsOf(lists), laneMovements: Int32Array.from(lists.flat()) };
}

function startsOf(lists: readonly (readonly number[])[]): Int32Array {
  const starts = new Int32Array(lists.length + 1);
  for (const [index, list] of lists.entries()) starts[index + 1] = starts[index] + list.length;
  return starts;
}
