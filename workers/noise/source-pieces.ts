import { lengthOf, type Place } from './place.ts';

/** A straight piece of road that stands for one point in its middle. */
export interface SourcePiece {
  at: Place;
  lengthM: number;
  /** Sum of 1/d² over the piece, exactly: free sound without the constant 11 dB. */
  divergencePerM: number;
}

/** A piece is no longer than this part of its distance, unless it is as short as this. */
const LENGTH_PER_DISTANCE = 0.6;
const SHORTEST_M = 6;

/** Cuts a straight piece of road into pieces that are short for their distance from a receiver, and hands over each within reach, in order. */
export function eachPiece(
  from: Place,
  to: Place,
  receiver: Place,
  reachM: number,
  visit: (piece: SourcePiece) => void,
): void {
  const lengthM = lengthOf(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
  if (lengthM === 0) return;
  const at: Place = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2, (from[2] + to[2]) / 2];
  const nearestM = distanceToPiece(from, to, receiver);
  if (nearestM > reachM) return;
  if (lengthM <= Math.max(SHORTEST_M, LENGTH_PER_DISTANCE * nearestM)) {
    const middleM = lengthOf(at[0] - receiver[0], at[1] - receiver[1], 0);
    if (middleM <= reachM) visit({ at, lengthM, divergencePerM: divergencePerM(from, to, receiver, lengthM) });
    return;
  }
  eachPiece(from, at, receiver, reachM, visit);
  eachPiece(at, to, receiver, reachM, visit);
}

function distanceToPiece(from: Place, to: Place, receiver: Place): number {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const square = dx * dx + dy * dy;
  const along = square > 0 ? ((receiver[0] - from[0]) * dx + (receiver[1] - from[1]) * dy) / square : 0;
  const t = Math.min(1, Math.max(0, along));
  return lengthOf(from[0] + t * dx - receiver[0], from[1] + t * dy - receiver[1], 0);
}

/** The integral of 1/d² over a piece: the angle under which it is seen, by the distance of its line. */
export function divergencePerM(from: Place, to: Place, receiver: Place, lengthM: number): number {
  const ax = from[0] - receiver[0];
  const ay = from[1] - receiver[1];
  const az = from[2] - receiver[2];
  const bx = to[0] - receiver[0];
  const by = to[1] - receiver[1];
  const bz = to[2] - receiver[2];
  const cross = lengthOf(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx);
  const dot = ax * bx + ay * by + az * bz;
  const product = lengthOf(ax, ay, az) * lengthOf(bx, by, bz);
  // Seen end on, the angle is none and the distance of the line too: the piece is short for its distance then.
  return cross < 1e-6 * product ? lengthM / product : (Math.atan2(cross, dot) * lengthM) / cross;
}
