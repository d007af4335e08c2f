import { type Box, boxOf } from '../geo/plane/box.ts';
import type { Point } from '../geo/plane/point.ts';
import { anticlockwise } from '../geo/plane/ring.ts';
import type { Ring } from './site-geometry.ts';

/** A convex part of the ground that the same rings cover. */
interface CoveredPiece {
  ring: Point[];
  areaM2: number;
  /** Which of the rings cover it. */
  of: number[];
}

/** An edge from its southern to its northern end; west of one that goes up on an anticlockwise ring is inside. */
interface Edge {
  of: number;
  isUp: boolean;
  ax: number;
  ay: number;
  bx: number;
  by: number;
}

/** Lower strips than this are rounding. */
const MIN_STRIP_M = 1e-9;

/**
 * The ground that rings cover, each part of it once however many cover it: cut into level strips in which no two edges cross, and along the
 * edges within a strip, so that the pieces are trapezoids and their areas exact. A ring covers what it runs around anticlockwise: loops that
 * an edge makes that was moved too far run the other way and cover nothing.
 */
export function coveredPieces(rings: readonly Ring[]): CoveredPiece[] {
  return clustersOf(rings).flatMap((cluster) => piecesOf(cluster, rings));
}

/** The area that rings cover together. */
export const coveredM2 = (rings: readonly Ring[]): number =>
  coveredPieces(rings).reduce((sum, { areaM2 }) => sum + areaM2, 0);

function piecesOf(cluster: readonly number[], rings: readonly Ring[]): CoveredPiece[] {
  const edges = cluster.flatMap((of) => edgesOf(rings[of], of)).sort((one, other) => one.ay - other.ay);
  const levels = levelsOf(edges);
  const pieces: CoveredPiece[] = [];
  for (let i = 0; i + 1 < levels.length; i++) {
    const low = levels[i];
    const high = levels[i + 1];
    if (high - low < MIN_STRIP_M) continue;
    const middle = (low + high) / 2;
    const met = edges
      .filter(({ ay, by }) => ay < middle && by > middle)
      .map((edge) => ({ edge, x: eastAt(edge, middle) }))
      .sort((one, other) => one.x - other.x);
    const turns = new Map<number, number>();
    for (let k = 0; k + 1 < met.length; k++) {
      const { of, isUp } = met[k].edge;
      turns.set(of, (turns.get(of) ?? 0) + (isUp ? -1 : 1));
      const covering = [...turns].flatMap(([ring, turn]) => (turn > 0 ? [ring] : []));
      const areaM2 = (met[k + 1].x - met[k].x) * (high - low);
      if (covering.length === 0 || areaM2 <= 0) continue;
      pieces.push({ ring: between(met[k].edge, met[k + 1].edge, low, high), areaM2, of: covering });
    }
  }
  return pieces;
}

const edgesOf = (given: Ring, of: number): Edge[] => {
  const ring = anticlockwise(given);
  return ring.flatMap(([ax, ay], i): Edge[] => {
    const [bx, by] = ring[(i + 1) % ring.length];
    if (ay === by) return [];
    return [by > ay ? { of, isUp: true, ax, ay, bx, by } : { of, isUp: false, ax: bx, ay: by, bx: ax, by: ay }];
  });
};

/** Norths of all corners and crossings; `edges` by their southern ends. */
function levelsOf(edges: readonly Edge[]): number[] {
  const levels = edges.flatMap(({ ay, by }) => [ay, by]);
  for (let i = 0; i < edges.length; i++)
    for (let j = i + 1; j < edges.length && edges[j].ay < edges[i].by; j++) {
      const north = crossingNorth(edges[i], edges[j]);
      if (north !== null) levels.push(north);
    }
  return [...new Set(levels)].sort((one, other) => one - other);
}

/** Null: they meet at no height that both have, or run along each other. */
function crossingNorth(one: Edge, other: Edge): number | null {
  const low = Math.max(one.ay, other.ay);
  const high = Math.min(one.by, other.by);
  const atLow = eastAt(one, low) - eastAt(other, low);
  const atHigh = eastAt(one, high) - eastAt(other, high);
  if (high <= low || atLow * atHigh >= 0) return null;
  return low + ((high - low) * atLow) / (atLow - atHigh);
}

const eastAt = ({ ax, ay, bx, by }: Edge, north: number): number => ax + ((north - ay) / (by - ay)) * (bx - ax);

const between = (west: Edge, east: Edge, low: number, high: number): Point[] => [
  [eastAt(west, low), low],
  [eastAt(east, low), low],
  [eastAt(east, high), high],
  [eastAt(west, high), high],
];

/** Rings whose boxes meet, directly or by others: those of different clusters cover nothing together. */
function clustersOf(rings: readonly Ring[]): number[][] {
  const boxes = rings.map((ring) => boxOf(ring));
  const left = new Set(rings.keys());
  const clusters: number[][] = [];
  for (const first of rings.keys()) {
    if (!left.delete(first)) continue;
    const cluster = [first];
    for (const one of cluster)
      for (const other of left)
        if (doOverlap(boxes[one], boxes[other])) {
          left.delete(other);
          cluster.push(other);
        }
    clusters.push(cluster);
  }
  return clusters;
}

/** Boxes that touch are apart. */
const doOverlap = ([w, s, e, n]: Box, [west, south, east, north]: Box): boolean =>
  w < east && e > west && s < north && n > south;
