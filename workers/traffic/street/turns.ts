import { type Line, lineOf } from '../../../model/geo/plane/line.ts';
import type { Point } from '../../../model/geo/plane/point.ts';
import type { StreetLink } from './street-links.ts';

/** Bends of less than this are straight on, as the sine of the angle. */
const STRAIGHT_SINE = 0.4;
const OPPOSITE_COSINE = -0.7;
/** Speeds through a junction by how sharply one turns: assumed. */
const TURN_MPS = { bend: 10, left: 7.5, right: 6, back: 4 } as const;
/** Parts of the curve of a turn. */
const CURVE_PARTS = 8;

/** Tells which way a turn goes. */
export type TurnKind = 'right' | 'through' | 'left';

/** Describes a turn from one link into another, with the vehicles an hour that take it. */
export interface StreetTurn {
  from: number;
  to: number;
  perH: number;
  kind: TurnKind;
  /** Rises from the sharpest right turn over straight on to turning back, −2 … 2. */
  bend: number;
}

/** Returns how a turn bends without any angle: the sine where it goes on, beyond that where it goes back. */
export function bendOf([ax, ay]: Point, [bx, by]: Point): number {
  const sine = ax * by - ay * bx;
  const cosine = ax * bx + ay * by;
  if (cosine >= 0) return sine;
  return sine >= -1e-9 ? 2 - sine : -2 - sine;
}

/** Returns whether two directions are as good as opposite. */
export const isFacing = (a: Point, b: Point): boolean => a[0] * b[0] + a[1] * b[1] < OPPOSITE_COSINE;

/** Returns which way a bend goes; vehicles keep to the right, so that who goes back turns left. */
export const turnKind = (bend: number): TurnKind =>
  bend < -STRAIGHT_SINE ? 'right' : bend > STRAIGHT_SINE ? 'left' : 'through';

/** Returns the speed of a turn between two limits. */
export function turnMps(bend: number, limitMps: number): number {
  if (Math.abs(bend) < STRAIGHT_SINE / 2) return limitMps;
  const kind = turnKind(bend);
  if (kind === 'through') return Math.min(limitMps, TURN_MPS.bend);
  return Math.min(limitMps, bend > 1.7 ? TURN_MPS.back : TURN_MPS[kind]);
}

/** Draws the curve of a turn between two lanes: straight at either end (a cubic curve of Bézier). */
export function turnCurve(from: StreetLink, fromLane: number, to: StreetLink, toLane: number): Line {
  const { points: before } = from.laneLines[fromLane];
  const a = before[before.length - 1];
  const b = to.laneLines[toLane].points[0];
  const chordM = Math.sqrt((b[0] - a[0]) * (b[0] - a[0]) + (b[1] - a[1]) * (b[1] - a[1]));
  if (chordM < 0.05) return lineOf([a, [a[0] + 0.05 * from.endsTo[0], a[1] + 0.05 * from.endsTo[1]]]);
  const armM = 0.4 * chordM;
  const p: Point = [a[0] + armM * from.endsTo[0], a[1] + armM * from.endsTo[1]];
  const q: Point = [b[0] - armM * to.startsTo[0], b[1] - armM * to.startsTo[1]];
  return lineOf(
    Array.from({ length: CURVE_PARTS + 1 }, (_, k): Point => {
      const u = k / CURVE_PARTS;
      const w = 1 - u;
      const along = (i: 0 | 1) => w * w * w * a[i] + 3 * w * w * u * p[i] + 3 * w * u * u * q[i] + u * u * u * b[i];
      return [along(0), along(1)];
    }),
  );
}
