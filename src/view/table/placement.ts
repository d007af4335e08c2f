import { RAD_PER_DEG } from '../../../model/geo/lon-lat.ts';
import { FRAME_FOOT_RATIO } from './strata.ts';

/** A point of the room that a headset stands in: x right, y up from the floor, z towards where the viewer came from, metres. */
export type RoomPoint = readonly [xM: number, yM: number, zM: number];

/** How the block of a table stands in a room. */
export interface Placement {
  /** The block's middle at the table's zero. */
  readonly at: RoomPoint;
  /** By which the table's axes are turned into the room's: about the vertical, counterclockwise from above. */
  readonly turnRad: number;
  /** Width of the block in the room. */
  readonly widthM: number;
}

/** As wide as a table round which people stand; whatever of the city is on it. */
export const BLOCK_WIDTH_M = 1.2;
/** A desk's usual height, on which the frame of the block stands, and how far ahead of the viewer the block's middle is. */
const DESK_M = 0.74;
const AHEAD_M = 1.05;
/** Smaller than a hand and larger than a room no block becomes; its zero stays between floor and ceiling. */
const WIDTH_M = [0.3, 6] as const;
const HEIGHT_M = [0, 2.4] as const;
/** A stick that is pushed all the way turns and lifts so fast; one that is hardly pushed does nothing. */
const TURN_RADPS = 60 * RAD_PER_DEG;
const LIFT_MPS = 0.4;
const DEAD_RATIO = 0.15;
/** Hands that are nearer than this say no scale; one above the other they say no direction. */
const MIN_APART_M = 0.02;
const MIN_ACROSS_M = 0.05;

/** Before a viewer who looks that way, as one who steps up to a table: they see the block along the bearing that the page shows it by. */
export function firstPlacement([x, , z]: RoomPoint, yawRad: number, bearingDeg: number): Placement {
  return {
    at: [x - AHEAD_M * Math.sin(yawRad), DESK_M + FRAME_FOOT_RATIO * BLOCK_WIDTH_M, z - AHEAD_M * Math.cos(yawRad)],
    turnRad: yawRad + bearingDeg * RAD_PER_DEG,
    widthM: BLOCK_WIDTH_M,
  };
}

/** Where a look points to, about the vertical, counterclockwise from −z: of a unit quaternion. */
export function yawOf({ x, y, z, w }: { x: number; y: number; z: number; w: number }): number {
  return Math.atan2(2 * (x * z + w * y), 1 - 2 * (x * x + y * y));
}

/**
 * The room as the table's frame has it: the viewer is made so many times larger and stands there, and the city, its saw and its lamp stay
 * as they are.
 */
export function rigOf({ at, turnRad, widthM }: Placement, sizeM: number) {
  const times = sizeM / widthM;
  const [x, z] = turned(-at[0], -at[2], -turnRad);
  return { position: [x * times, -at[1] * times, z * times] as RoomPoint, turnRad: -turnRad, times };
}

/** One hand holds the block and went from one point to another. */
export function moved(placement: Placement, from: RoomPoint, to: RoomPoint): Placement {
  const [x, y, z] = placement.at;
  return limited({ ...placement, at: [x + to[0] - from[0], y + to[1] - from[1], z + to[2] - from[2]] });
}

/** Two hands hold the block: it is shifted with their middle, turned with the line between them and as much larger as they parted. */
export function gripped(
  placement: Placement,
  from: readonly [RoomPoint, RoomPoint],
  to: readonly [RoomPoint, RoomPoint],
): Placement {
  const was = lineOf(from);
  const is = lineOf(to);
  if (was.apartM < MIN_APART_M || is.apartM < MIN_APART_M) return placement;
  const widthM = within((placement.widthM * is.apartM) / was.apartM, WIDTH_M);
  const times = widthM / placement.widthM;
  const turnRad = Math.min(was.acrossM, is.acrossM) < MIN_ACROSS_M ? 0 : is.yawRad - was.yawRad;
  const [x, y, z] = placement.at;
  const [east, south] = turned(x - was.middle[0], z - was.middle[2], turnRad);
  return limited({
    at: [is.middle[0] + east * times, is.middle[1] + (y - was.middle[1]) * times, is.middle[2] + south * times],
    turnRad: placement.turnRad + turnRad,
    widthM,
  });
}

/** A stick to the right turns the near side of the block to the right, one pushed away lifts it: as fast at any rate of frames. */
export function steered(placement: Placement, rightRatio: number, backRatio: number, elapsedS: number): Placement {
  const [right, back] = [rightRatio, backRatio].map((ratio) => (Math.abs(ratio) < DEAD_RATIO ? 0 : ratio));
  if (right === 0 && back === 0) return placement;
  const [x, y, z] = placement.at;
  return limited({
    ...placement,
    at: [x, y - back * LIFT_MPS * elapsedS, z],
    turnRad: placement.turnRad + right * TURN_RADPS * elapsedS,
  });
}

/** The frame of the block stands on a surface of the room, its middle over that point. */
export function putOn(placement: Placement, [x, y, z]: RoomPoint): Placement {
  return limited({ ...placement, at: [x, y + FRAME_FOOT_RATIO * placement.widthM, z] });
}

function limited(placement: Placement): Placement {
  const [x, y, z] = placement.at;
  return { ...placement, at: [x, within(y, HEIGHT_M), z] };
}

function within(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value));
}

/** Two points on the ground plane as a line: turns that are not about the vertical are no turns of a table. */
function lineOf([[ax, ay, az], [bx, by, bz]]: readonly [RoomPoint, RoomPoint]) {
  return {
    middle: [(ax + bx) / 2, (ay + by) / 2, (az + bz) / 2] as RoomPoint,
    yawRad: Math.atan2(-(bz - az), bx - ax),
    acrossM: Math.hypot(bx - ax, bz - az),
    apartM: Math.hypot(bx - ax, by - ay, bz - az),
  };
}

/** About the vertical, counterclockwise from above. */
function turned(xM: number, zM: number, turnRad: number): [number, number] {
  const cos = Math.cos(turnRad);
  const sin = Math.sin(turnRad);
  return [xM * cos + zM * sin, zM * cos - xM * sin];
}
