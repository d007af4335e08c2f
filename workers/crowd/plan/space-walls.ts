import type { Point } from '../../../model/geo/plane/point.ts';
import { isInPolygon, signedAreaM2 } from '../../../model/geo/plane/ring.ts';
import { boxOf, cutAt, distanceToSegmentM, type Polygon, ringsOf } from './polygon.ts';

/** Areas that meet within this distance are one floor; an opening in the rim lies within it of the edge that it opens. */
const MEETS_M = 0.02;
/** Side of one bin of the index; walkable areas of a city are some tens of metres long. */
const BIN_M = 20;

/** A segment at which the edges of areas stand open although areas end there, as at the doors of a building. */
export interface Opening {
  from: Point;
  to: Point;
  /** Opens edges as far away as this; a finger's breadth where nothing is said. */
  reachM?: number;
}

const reachOf = ({ reachM }: Opening): number => reachM ?? 2 * MEETS_M;

type Segment = [Point, Point];

/** `joined`: areas that touch are one floor. `apart`: an edge that two areas share is a wall but for its openings. */
export type Touching = 'joined' | 'apart';

/**
 * Walls of a floor made of several areas: their edges, less what lies inside another area (where they touch: as `touching` says) and
 * less the openings. The union of the polygons by a clipping library would give the same rings, but no place for openings.
 */
export function wallsOf(
  areas: readonly Polygon[],
  touching: Touching,
  openings: readonly Opening[],
  barriers: readonly Point[][],
): Float32Array {
  const bins = binned(areas);
  const walls: number[] = [];
  for (const [own, area] of areas.entries())
    for (const [which, ring] of ringsOf(area).entries()) {
      // The floor is at the left of an outer ring that turns anticlockwise, at the right of a hole that does.
      const outward = signedAreaM2(ring) > 0 === (which === 0) ? 1 : -1;
      for (let i = 0; i < ring.length; i++)
        for (const [from, to] of rest(
          ring[i],
          ring[(i + 1) % ring.length],
          outward,
          own,
          areas,
          bins,
          openings,
          touching,
        ))
          walls.push(...from, ...to);
    }
  for (const line of barriers) for (let i = 1; i < line.length; i++) walls.push(...line[i - 1], ...line[i]);
  return Float32Array.from(walls);
}

function rest(
  from: Point,
  to: Point,
  outward: number,
  own: number,
  areas: readonly Polygon[],
  bins: ReadonlyMap<string, number[]>,
  openings: readonly Opening[],
  touching: Touching,
): Segment[] {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const lengthM = Math.hypot(dx, dy);
  if (lengthM < 1e-6) return [];
  const at = (t: number): Point => [from[0] + t * dx, from[1] + t * dy];
  const off: Point = [(outward * dy * MEETS_M) / lengthM, (-outward * dx * MEETS_M) / lengthM];
  const others = [...near(from, to, bins)].filter((other) => other !== own);
  const along = openings.filter((opening) => runsAlong(opening, from, to));
  if (others.length === 0 && along.length === 0) return [[from, to]];
  const cuts = [0, 1];
  const cutBy = (c: Point, d: Point, reachM: number): void => {
    const crossed = cutAt(from, to, c, d);
    if (crossed !== null) cuts.push(crossed);
    for (const end of [c, d]) {
      const t = ((end[0] - from[0]) * dx + (end[1] - from[1]) * dy) / lengthM ** 2;
      if (t > 0 && t < 1 && distanceToSegmentM(...end, ...from, ...to) < reachM) cuts.push(t);
    }
  };
  for (const other of others)
    for (const ring of ringsOf(areas[other]))
      for (let i = 0; i < ring.length; i++) cutBy(ring[i], ring[(i + 1) % ring.length], 2 * MEETS_M);
  for (const opening of along) cutBy(opening.from, opening.to, reachOf(opening));
  cuts.sort((a, b) => a - b);
  const left: Segment[] = [];
  for (let k = 1; k < cuts.length; k++) {
    if ((cuts[k] - cuts[k - 1]) * lengthM < 1e-6) continue;
    const [x, y] = at((cuts[k] + cuts[k - 1]) / 2);
    const within = (other: number, side: 1 | -1) => isInPolygon(areas[other], x + side * off[0], y + side * off[1]);
    if (others.some((other) => within(other, 1) && (touching === 'joined' || within(other, -1)))) continue;
    if (along.some((opening) => lieBefore(opening, x, y))) continue;
    left.push([at(cuts[k - 1]), at(cuts[k])]);
  }
  return left;
}

function runsAlong(opening: Opening, a: Point, b: Point): boolean {
  const { from, to } = opening;
  const ux = to[0] - from[0];
  const uy = to[1] - from[1];
  const vx = b[0] - a[0];
  const vy = b[1] - a[1];
  // Curved rims are drawn as chords, doors as tangents: up to 17 degrees between them.
  if (Math.abs(ux * vy - uy * vx) > 0.3 * Math.hypot(ux, uy) * Math.hypot(vx, vy)) return false;
  const ends = [distanceToSegmentM(...from, ...a, ...b), distanceToSegmentM(...to, ...a, ...b)];
  const back = [distanceToSegmentM(...a, ...from, ...to), distanceToSegmentM(...b, ...from, ...to)];
  return Math.min(...ends, ...back) < reachOf(opening);
}

/** Whether a place lies in the strip that an opening opens. */
function lieBefore(opening: Opening, x: number, y: number): boolean {
  const [ax, ay] = opening.from;
  const [bx, by] = opening.to;
  const dx = bx - ax;
  const dy = by - ay;
  const t = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
  return t > 0 && t < 1 && Math.abs((x - ax) * dy - (y - ay) * dx) < reachOf(opening) * Math.hypot(dx, dy);
}

function binned(areas: readonly Polygon[]): Map<string, number[]> {
  const bins = new Map<string, number[]>();
  for (const [index, { outer }] of areas.entries()) {
    const box = boxOf(outer);
    for (const key of keysOf(box.westM, box.southM, box.eastM, box.northM)) {
      const bin = bins.get(key);
      if (bin) bin.push(index);
      else bins.set(key, [index]);
    }
  }
  return bins;
}

function near(from: Point, to: Point, bins: ReadonlyMap<string, number[]>): Set<number> {
  const { westM, southM, eastM, northM } = boxOf([from, to]);
  return new Set([...keysOf(westM, southM, eastM, northM)].flatMap((key) => bins.get(key) ?? []));
}

function* keysOf(westM: number, southM: number, eastM: number, northM: number): Generator<string> {
  for (let row = Math.floor((southM - MEETS_M) / BIN_M); row <= Math.floor((northM + MEETS_M) / BIN_M); row++)
    for (let column = Math.floor((westM - MEETS_M) / BIN_M); column <= Math.floor((eastM + MEETS_M) / BIN_M); column++)
      yield `${column},${row}`;
}
