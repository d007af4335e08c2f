import type { Point } from '../geo/plane/point.ts';
import { isInRing, signedAreaM2 } from '../geo/plane/ring.ts';
import { edgeOf, isSimpleRing, type Ring, ringToEdgeM } from './site-geometry.ts';

/** An edge of the ring that shrinks: where it lies, which way it runs, and how far it has to go yet. */
interface Moving {
  at: Point;
  along: Point;
  leftM: number;
}

/** Corners are tenths of a micrometre exact. */
const EXACT_M = 1e-7;
const PARALLEL = 1e-9;

/**
 * What is left of a parcel when each edge moves inwards by its own setback: an edge that shrinks to nothing goes, as in a straight skeleton.
 * Exact for every convex parcel, and for others where nothing falls apart into two; what comes out is held against the setbacks, and is null
 * where they do not hold or nothing is left. `ring` runs anticlockwise.
 */
export function envelopeOf(ring: Ring, setbacksM: readonly number[]): Point[] | null {
  let edges = mergedEdges(ring, setbacksM);
  for (let rounds = edges.length; rounds >= 0; rounds--) {
    if (edges.length < 3) return null;
    const gone = firstGone(edges);
    const share = gone?.share ?? 1;
    edges = edges.map((edge) => moved(edge, share * edge.leftM));
    if (!gone) break;
    edges = withoutParallels(edges.filter((_, i) => i !== gone.edge));
  }
  const shrunk = cornersOf(edges);
  return shrunk && isWithin(shrunk, ring, setbacksM) ? shrunk : null;
}

/** Edges that run on straight are one, with the larger setback of the two. */
function mergedEdges(ring: Ring, setbacksM: readonly number[]): Moving[] {
  const edges = ring.map((_, i): Moving => {
    const [at, [bx, by]] = edgeOf(ring, i);
    const length = Math.hypot(bx - at[0], by - at[1]) || 1;
    return { at, along: [(bx - at[0]) / length, (by - at[1]) / length], leftM: setbacksM[i] };
  });
  return withoutParallels(edges);
}

/** Removes the outer one of two neighbours on one line, or so near to parallel that they meet nowhere. */
function withoutParallels(edges: readonly Moving[]): Moving[] {
  const kept: Moving[] = [];
  for (const edge of edges) {
    const last = kept.at(-1);
    if (last && isStraight(last, edge)) kept[kept.length - 1] = inner(last, edge);
    else kept.push(edge);
  }
  const first = kept[0];
  const last = kept.at(-1);
  if (kept.length > 2 && first && last && isStraight(last, first)) {
    kept[0] = inner(last, first);
    kept.pop();
  }
  return kept;
}

const isStraight = (one: Moving, other: Moving): boolean =>
  Math.abs(cross(one.along, other.along)) < PARALLEL && dot(one.along, other.along) > 0;

function inner(one: Moving, other: Moving): Moving {
  const beyondM = cross(one.along, [other.at[0] - one.at[0], other.at[1] - one.at[1]]);
  return other.leftM + beyondM > one.leftM ? other : one;
}

/** Which edge is the first to have no length, and after which share of the way; null: none on the whole way. */
function firstGone(edges: readonly Moving[]): { edge: number; share: number } | null {
  const now = cornersOf(edges);
  const then = cornersOf(edges.map((edge) => moved(edge, edge.leftM)));
  if (!now || !then) return null;
  let first: { edge: number; share: number } | null = null;
  for (const [i, edge] of edges.entries()) {
    const nowM = lengthAlong(edge, now, i);
    const thenM = lengthAlong(edge, then, i);
    if (thenM > EXACT_M || nowM <= thenM) continue;
    const share = Math.min(1, Math.max(0, nowM / (nowM - thenM)));
    if (!first || share < first.share) first = { edge: i, share };
  }
  return first;
}

/** Point i lies where edge i begins. */
function cornersOf(edges: readonly Moving[]): Point[] | null {
  const corners: Point[] = [];
  for (const [i, edge] of edges.entries()) {
    const before = edges[(i + edges.length - 1) % edges.length];
    const sine = cross(before.along, edge.along);
    if (Math.abs(sine) < PARALLEL) return null;
    const along = cross([edge.at[0] - before.at[0], edge.at[1] - before.at[1]], edge.along) / sine;
    corners.push([before.at[0] + along * before.along[0], before.at[1] + along * before.along[1]]);
  }
  return corners;
}

function lengthAlong({ along }: Moving, corners: readonly Point[], i: number): number {
  const [[ax, ay], [bx, by]] = edgeOf(corners, i);
  return dot(along, [bx - ax, by - ay]);
}

/** To the left, where the inside is. */
const moved = ({ at: [x, y], along: [u, v], leftM }: Moving, byM: number): Moving => ({
  at: [x - v * byM, y + u * byM],
  along: [u, v],
  leftM: leftM - byM,
});

function isWithin(shrunk: Ring, ring: Ring, setbacksM: readonly number[]): boolean {
  if (signedAreaM2(shrunk) <= EXACT_M || !isSimpleRing(shrunk)) return false;
  const isFar = setbacksM.every((setbackM, i) => ringToEdgeM(shrunk, edgeOf(ring, i)) >= setbackM - 10 * EXACT_M);
  const touches = setbacksM.some((setbackM) => setbackM <= EXACT_M);
  return isFar && (touches || shrunk.every(([x, y]) => isInRing(ring, x, y)));
}

const cross = ([ax, ay]: Point, [bx, by]: Point): number => ax * by - ay * bx;
const dot = ([ax, ay]: Point, [bx, by]: Point): number => ax * bx + ay * by;
