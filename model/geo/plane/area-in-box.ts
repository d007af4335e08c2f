import { type Box, isInBox } from './box.ts';
import { around, cornersBetween, edgeOf, isOne, lineInBox, placeOnEdge, ringOfBox } from './box-edges.ts';
import type { Point } from './point.ts';
import { isInRing } from './ring.ts';

type Ring = Point[];

/** Tells what of an area's boundary lies in a box: whole rings, and pieces that go from edge to edge. Both are of outer rings and of holes alike. */
interface BoundaryInBox {
  rings: Ring[];
  pieces: Ring[];
  /** Ends of pieces that lie in the midst of the box: the boundary is not known there. */
  openEnds: Point[];
}

/** Cuts chains (closed ones repeat their first corner) to a box. */
export function boundaryInBox(chains: readonly (readonly Point[])[], box: Box): BoundaryInBox {
  const out: BoundaryInBox = { rings: [], pieces: [], openEnds: [] };
  for (const chain of chains) {
    const isClosed = chain.length > 3 && isOne(chain[0], chain[chain.length - 1]);
    if (isClosed && chain.every((place) => isInBox(place, box))) {
      out.rings.push([...chain]);
      continue;
    }
    for (const piece of lineInBox(isClosed ? fromOutside(chain, box) : chain, box)) {
      out.pieces.push(piece);
      for (const end of [piece[0], piece[piece.length - 1]]) if (edgeOf(end, box) === null) out.openEnds.push(end);
    }
  }
  return out;
}

/** The same ring, begun at a corner outside the box, so that no piece of it in there is cut in two. */
export function fromOutside(ring: readonly Point[], box: Box): Ring {
  const first = ring.findIndex((place) => !isInBox(place, box));
  return first < 0 ? [...ring] : [...ring.slice(first), ...ring.slice(1, first + 1)];
}

/**
 * The two areas of a box that pieces of a boundary part: the edge of the box is in and out of the area by turns from end to end of them, so
 * that one bit is open. `first` has the stretch of the edge behind the first end anticlockwise from the south-western corner, `second` the
 * next one. Without pieces the first is the whole box, the second empty. Null where a piece ends in the midst of the box.
 */
export function areasBesides(pieces: readonly Ring[], box: Box): { first: Ring[]; second: Ring[] } | null {
  if (pieces.length === 0) return { first: [ringOfBox(box)], second: [] };
  const ends = pieces.flatMap((piece, p) => [
    { p, isStart: true, at: edgeOf(piece[0], box) },
    { p, isStart: false, at: edgeOf(piece[piece.length - 1], box) },
  ]);
  const placed = ends.flatMap(({ at, ...end }) => (at === null ? [] : [{ at, ...end }]));
  if (placed.length < ends.length) return null;
  placed.sort((a, b) => a.at - b.at);
  return { first: ringsAlong(pieces, placed, 0, box), second: ringsAlong(pieces, placed, 1, box) };
}

interface End {
  p: number;
  isStart: boolean;
  at: number;
}

/** Rings of pieces and of every other stretch of the edge, beginning with the end `from`. */
function ringsAlong(pieces: readonly Ring[], ends: readonly End[], from: 0 | 1, box: Box): Ring[] {
  const count = ends.length;
  const indexOf = new Map(ends.map(({ p, isStart }, i) => [2 * p + Number(isStart), i]));
  const left = new Set(pieces.keys());
  const rings: Ring[] = [];
  for (const start of pieces.keys()) {
    if (!left.has(start)) continue;
    const ring: Ring = [];
    let p = start;
    let isForward = true;
    do {
      left.delete(p);
      ring.push(...(isForward ? pieces[p] : pieces[p].toReversed()));
      const end: number = indexOf.get(2 * p + Number(!isForward)) ?? 0;
      const isAhead = end % 2 === from;
      const next: End = ends[(end + (isAhead ? 1 : count - 1)) % count];
      const corners = isAhead
        ? cornersBetween(ends[end].at, next.at, box)
        : cornersBetween(next.at, ends[end].at, box).reverse();
      ring.push(...corners);
      p = next.p;
      isForward = next.isStart;
    } while (left.has(p));
    ring.push(ring[0]);
    rings.push(ring.filter((place, i) => i === 0 || !isOne(place, ring[i - 1])));
  }
  return rings.filter((ring) => ring.length > 3);
}

/** Parts of polygons out of outer rings and holes, each hole in the ring around it. */
export function partsOfRings(outers: readonly Ring[], holes: readonly Ring[]): Ring[][] {
  const parts = outers.map((outer) => [outer]);
  for (const hole of holes) parts.find(([outer]) => isInRing(outer, ...hole[0]))?.push(hole);
  return parts;
}

/** Returns what of a polygon (an outer ring and its holes, closed) lies in a box, without edges that run to and fro along its sides. */
export function polygonInBox(polygon: readonly (readonly Point[])[], box: Box): Ring[][] {
  const { rings, pieces } = boundaryInBox(polygon, box);
  const isInside = ([x, y]: Point) => polygon.filter((ring) => isInRing(ring, x, y)).length % 2 === 1;
  const outer = polygon[0] ?? [];
  const isOuterWhole = outer.every((place) => isInBox(place, box)) && outer.length > 3;
  if (isOuterWhole) return partsOfRings([[...outer]], rings.slice(1));
  const both = areasBesides(pieces, box);
  if (!both) return [];
  const widest = stretchesBesides(pieces, box).reduce((best, one) => (one.length > best.length ? one : best));
  return partsOfRings(isInside(widest.middle) === widest.isFirst ? both.first : both.second, rings);
}

/** A stretch of the edge of a box between two ends of pieces: its middle, its length in sides, and which of the two areas it bounds. */
interface Stretch {
  middle: Point;
  length: number;
  isFirst: boolean;
}

/** The stretches of the edge, anticlockwise; without pieces its four sides, all of the first area. */
export function stretchesBesides(pieces: readonly Ring[], box: Box): Stretch[] {
  if (pieces.length === 0)
    return [0, 1, 2, 3].map((side) => ({ middle: placeOnEdge(side + 0.5, box), length: 1, isFirst: true }));
  const ends = pieces
    .flatMap((piece) => [edgeOf(piece[0], box) ?? 0, edgeOf(piece[piece.length - 1], box) ?? 0])
    .sort((a, b) => a - b);
  return ends.map((at, i) => {
    const length = around(ends[(i + 1) % ends.length] - at);
    return { middle: placeOnEdge(at + length / 2, box), length, isFirst: i % 2 === 0 };
  });
}
