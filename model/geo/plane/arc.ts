import type { Point } from './point.ts';

/** A stretch of a circle: its turn from the start is positive to the left. */
export interface Arc {
  centre: Point;
  radius: number;
  startRad: number;
  turnRad: number;
}

/** The most that chords may leave an arc by, in the units of its plane, and the most that they may turn by from one to the next. */
export interface ChordTolerance {
  offset: number;
  turnRad: number;
}

/**
 * Features of maps and plans: 5 mm where the plane is in metres, and 2° in every plane, so that the area of a whole circle is at most 0.02 %
 * too small (a turn of t loses t²/6). GDAL straightens by 4°.
 */
const MAP_CHORDS: ChordTolerance = { offset: 0.005, turnRad: Math.PI / 90 };
/** No arc has more chords: a radius of hundreds of kilometres is a line that was fitted. */
const MAX_CHORDS = 4096;
const WHOLE_TURN_RAD = 2 * Math.PI;

/** How many chords keep to a tolerance. `scale`: units of the tolerance that one of the radius has. */
export function chordsOf({ radius, turnRad }: Arc, tolerance: ChordTolerance, scale = 1): number {
  const reach = Math.max(radius * scale, tolerance.offset);
  const most = Math.min(tolerance.turnRad, 2 * Math.acos(1 - tolerance.offset / reach));
  // A turn that is a whole number of the most but for its rounding takes no chord more.
  return Math.max(1, Math.ceil(Math.abs(turnRad) / most - 1e-9));
}

/** The places along an arc, both ends among them: the one way in which every format's arcs become straight. */
export function arcPlaces(arc: Arc, count = Math.min(MAX_CHORDS, chordsOf(arc, MAP_CHORDS))): Point[] {
  const { centre, radius, startRad, turnRad } = arc;
  return Array.from({ length: count + 1 }, (_, k) => {
    const angle = startRad + (k / count) * turnRad;
    return [centre[0] + radius * Math.cos(angle), centre[1] + radius * Math.sin(angle)];
  });
}

/** The arc from `start` through `middle` to `end`; where start and end are one place, the circle that has `middle` opposite. Null of a line. */
export function arcThrough(start: Point, middle: Point, end: Point): Arc | null {
  const mx = middle[0] - start[0];
  const my = middle[1] - start[1];
  const ex = end[0] - start[0];
  const ey = end[1] - start[1];
  if (ex === 0 && ey === 0)
    return mx === 0 && my === 0 ? null : wholeCircle([start[0] + mx / 2, start[1] + my / 2], start);
  const twice = 2 * (mx * ey - my * ex);
  const m2 = mx * mx + my * my;
  const e2 = ex * ex + ey * ey;
  // A bend of less than a millionth of its length is the rounding of a straight line.
  if (Math.abs(twice) <= 2e-6 * Math.max(m2, e2)) return null;
  const cx = (ey * m2 - my * e2) / twice;
  const cy = (mx * e2 - ex * m2) / twice;
  const centre: Point = [start[0] + cx, start[1] + cy];
  const startRad = Math.atan2(-cy, -cx);
  const left = turnTo(startRad, Math.atan2(ey - cy, ex - cx));
  return { centre, radius: Math.hypot(cx, cy), startRad, turnRad: twice > 0 ? left : left - WHOLE_TURN_RAD };
}

/** The whole circle about a centre that begins and ends at a place, to the left. */
export function wholeCircle(centre: Point, start: Point): Arc {
  const dx = start[0] - centre[0];
  const dy = start[1] - centre[1];
  return { centre, radius: Math.hypot(dx, dy), startRad: Math.atan2(dy, dx), turnRad: WHOLE_TURN_RAD };
}

/** The arc between two places whose bulge is the tangent of a quarter of its turn (DXF, GML's ArcByBulge); to the left where positive. */
export function arcOfBulge([x, y]: Point, [toX, toY]: Point, bulge: number): Arc {
  const off = (1 - bulge * bulge) / (4 * bulge);
  const centre: Point = [(x + toX) / 2 - off * (toY - y), (y + toY) / 2 + off * (toX - x)];
  const dx = x - centre[0];
  const dy = y - centre[1];
  return { centre, radius: Math.hypot(dx, dy), startRad: Math.atan2(dy, dx), turnRad: 4 * Math.atan(bulge) };
}

/** The angle to the left from one direction to another, from 0 to a whole turn. */
export const turnTo = (fromRad: number, toRad: number): number =>
  (((toRad - fromRad) % WHOLE_TURN_RAD) + WHOLE_TURN_RAD) % WHOLE_TURN_RAD;
