import type { Point, Polygon } from '../../model/geo/plane/point.ts';
import { isInRing, signedAreaM2 } from '../../model/geo/plane/ring.ts';

/** Triangles of one element, metres, z up. */
export interface Solid {
  positionM: Float64Array;
  index: Uint32Array;
}

/** Ends of cuts that are nearer than this are one corner. */
const CORNER_M = 1e-3;
/** A corner this near to the line between its neighbours is none. */
const STRAIGHT_M = 2e-3;
/** A ring of less is a sliver. */
const MIN_RING_M2 = 1e-3;

/** The closed lines in which a level plane cuts a solid; open ones, of a surface that does not close, are left out. */
export function ringsAt({ positionM, index }: Solid, levelM: number): Point[][] {
  const next = new Map<string, { to: string; place: Point }[]>();
  const add = (from: Point, to: Point) => {
    const a = keyOf(from);
    const b = keyOf(to);
    if (a === b) return;
    const ways = next.get(a) ?? [];
    next.set(a, [...ways, { to: b, place: to }]);
  };
  for (let i = 0; i + 2 < index.length; i += 3) {
    const corners = [0, 1, 2].map((k) => 3 * index[i + k]);
    const ends: Point[] = [];
    let isUp = false;
    for (let k = 0; k < 3; k++) {
      const a = corners[k];
      const b = corners[(k + 1) % 3];
      const isBelow = positionM[a + 2] < levelM;
      if (isBelow === positionM[b + 2] < levelM) continue;
      const t = (levelM - positionM[a + 2]) / (positionM[b + 2] - positionM[a + 2]);
      ends.push([
        positionM[a] + t * (positionM[b] - positionM[a]),
        positionM[a + 1] + t * (positionM[b + 1] - positionM[a + 1]),
      ]);
      if (ends.length === 1) isUp = isBelow;
    }
    if (ends.length !== 2) continue;
    if (isUp) add(ends[0], ends[1]);
    else add(ends[1], ends[0]);
  }
  return chained(next);
}

const keyOf = ([x, y]: Point): string => `${Math.round(x / CORNER_M)} ${Math.round(y / CORNER_M)}`;

/** Follows cuts from end to end: all run the same way about what is solid. */
function chained(next: Map<string, { to: string; place: Point }[]>): Point[][] {
  const rings: Point[][] = [];
  for (const start of [...next.keys()]) {
    for (;;) {
      const ring: Point[] = [];
      let at = start;
      for (;;) {
        const way = next.get(at)?.pop();
        if (!way) break;
        ring.push(way.place);
        at = way.to;
        if (at === start) break;
      }
      if (ring.length === 0) break;
      const simple = straightened(ring);
      if (at === start && simple.length > 2 && Math.abs(signedAreaM2(simple)) > MIN_RING_M2) rings.push(simple);
    }
  }
  return rings;
}

function straightened(ring: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const [i, place] of ring.entries()) {
    const before = kept.at(-1) ?? ring[ring.length - 1];
    if (offLineM(before, ring[(i + 1) % ring.length], place) > STRAIGHT_M) kept.push(place);
  }
  return kept;
}

function offLineM([ax, ay]: Point, [bx, by]: Point, [x, y]: Point): number {
  const lengthM = Math.hypot(bx - ax, by - ay);
  if (lengthM === 0) return Math.hypot(x - ax, y - ay);
  return Math.abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / lengthM;
}

/** Rings as areas: one within an odd number of others is a hole of the narrowest of them. */
export function polygonsOf(rings: readonly Point[][]): Polygon[] {
  const sorted = [...rings].sort((a, b) => Math.abs(signedAreaM2(b)) - Math.abs(signedAreaM2(a)));
  const areas = new Map<number, Polygon>();
  for (const [k, ring] of sorted.entries()) {
    const around = [...sorted.keys()].slice(0, k).filter((other) => isInRing(sorted[other], ...within(ring)));
    if (around.length % 2 === 0) areas.set(k, { outer: ring, holes: [] });
    else areas.get(around[around.length - 1])?.holes.push(ring);
  }
  return [...areas.values()];
}

/** Beside the middle of the first side, a hair inwards. */
function within(ring: readonly Point[]): Point {
  const [[ax, ay], [bx, by]] = ring;
  const lengthM = Math.hypot(bx - ax, by - ay);
  const inwards = (Math.sign(signedAreaM2(ring)) * CORNER_M) / lengthM;
  return [(ax + bx) / 2 - inwards * (by - ay), (ay + by) / 2 + inwards * (bx - ax)];
}
