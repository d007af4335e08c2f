import type { Point } from '../geo/plane/point.ts';
import { isInRing, signedAreaM2 } from '../geo/plane/ring.ts';
import type { Triangle } from './layer-areas.ts';

/** Corners nearer than this are one: tiles round them to about a millimetre. */
const WELD_M = 0.002;
/** Rings below this are seams between triangles, not ground. */
const MIN_RING_M2 = 0.01;
/** Outlines that miss more of the ground than this are given up. */
const MAX_LOSS_RATIO = 0.001;

/**
 * Polygons that triangles cover, as GeoJSON nests them: outer rings anticlockwise, holes clockwise, not closed. Edges that two triangles share fall
 * away, the others run around. Where that does not come to the same ground, each triangle is a polygon of its own.
 */
export function outlineOf(triangles: readonly Triangle[]): Point[][][] {
  const wholeM2 = triangles.reduce((sum, triangle) => sum + signedAreaM2(triangle), 0);
  const rings = chained(openEdges(triangles)).filter((ring) => Math.abs(signedAreaM2(ring)) > MIN_RING_M2);
  const foundM2 = rings.reduce((sum, ring) => sum + signedAreaM2(ring), 0);
  if (Math.abs(foundM2 - wholeM2) > MAX_LOSS_RATIO * wholeM2) return triangles.map((triangle) => [[...triangle]]);
  const outer = rings.filter((ring) => signedAreaM2(ring) > 0).map((ring) => [ring]);
  for (const hole of rings.filter((ring) => signedAreaM2(ring) < 0)) {
    const owner = outer.find(([ring]) => isInRing(ring, ...hole[0])) ?? outer[0];
    owner?.push(hole);
  }
  return outer;
}

const keyOf = ([x, y]: Point): string => `${Math.round(x / WELD_M)} ${Math.round(y / WELD_M)}`;

/** Edges of one triangle alone, by the key of their first corner. */
function openEdges(triangles: readonly Triangle[]): Map<string, { from: Point; to: string }[]> {
  const edges = new Map<string, { from: Point; start: string; to: string }>();
  for (const triangle of triangles)
    for (let i = 0; i < 3; i++) {
      const from = triangle[i];
      const start = keyOf(from);
      const to = keyOf(triangle[(i + 1) % 3]);
      if (start === to || edges.delete(`${to}>${start}`)) continue;
      edges.set(`${start}>${to}`, { from, start, to });
    }
  const byStart = new Map<string, { from: Point; to: string }[]>();
  for (const { from, start, to } of edges.values()) {
    const known = byStart.get(start);
    if (known) known.push({ from, to });
    else byStart.set(start, [{ from, to }]);
  }
  return byStart;
}

/** Edges one behind the other until they close. */
function chained(edges: Map<string, { from: Point; to: string }[]>): Point[][] {
  const rings: Point[][] = [];
  for (const start of edges.keys())
    for (let edge = edges.get(start)?.pop(); edge; edge = edges.get(start)?.pop()) {
      const ring: Point[] = [];
      for (
        let next: typeof edge | undefined = edge;
        next;
        next = next.to === start ? undefined : edges.get(next.to)?.pop()
      )
        ring.push(next.from);
      if (ring.length > 2) rings.push(ring);
    }
  return rings;
}
