import type { PlanShapeState } from '../../../model/plans/plan-edits.ts';
import type { ShapeNow } from '../../../workers/plans/proposals.ts';

/** A place in degrees. */
export type LonLatPair = readonly [lonDeg: number, latDeg: number];

/** A shape that somebody draws, corner by corner, on the picture. Its rings lie here: they change with every move. */
export interface Drawing {
  /** Null: none is drawn. */
  shape(): DrawnShape | null;
  begin(side: 'a' | 'b', own: ShapeNow, neighbours: readonly ShapeNow[]): void;
  /** Moves a corner to a place, or to what lies within `reachDeg` of it. */
  move(at: CornerPlace, to: LonLatPair, reachDeg: number): void;
  /** A corner between this one and the next. */
  split(at: CornerPlace): void;
  /** Three corners stay. */
  remove(at: CornerPlace): void;
  end(): void;
}

/** Which corner: of which part, of which of its rings. */
export interface CornerPlace {
  part: number;
  ring: number;
  corner: number;
}

/** The shape as it is drawn now; rings are not closed. */
export interface DrawnShape {
  side: 'a' | 'b';
  parts: LonLatPair[][][];
  neighbours: readonly LonLatPair[][];
  /** The last corner that was moved lies on a corner or an edge of a neighbour. */
  snap: 'corner' | 'edge' | null;
}

export function openDrawing(changed: (step: number | null) => void): Drawing {
  let drawn: DrawnShape | null = null;
  let step = 0;
  const change = (work: (shape: DrawnShape) => void) => {
    if (!drawn) return;
    work(drawn);
    changed(++step);
  };
  const ringAt = (shape: DrawnShape, { part, ring }: CornerPlace) => shape.parts[part][ring];
  return {
    shape: () => drawn,
    begin(side, own, neighbours) {
      const parts = partsOf(own.state.geometry).map((rings) => rings.map(opened));
      const rings = neighbours.flatMap(({ state }) => partsOf(state.geometry).flat().map(opened));
      drawn = { side, parts, neighbours: rings, snap: null };
      changed(++step);
    },
    move: (at, to, reachDeg) =>
      change((shape) => {
        const found = snapped(to, shape.neighbours, reachDeg);
        ringAt(shape, at)[at.corner] = found.at;
        shape.snap = found.snap;
      }),
    split: (at) =>
      change((shape) => {
        const ring = ringAt(shape, at);
        const one = ring[at.corner];
        const next = ring[(at.corner + 1) % ring.length];
        ring.splice(at.corner + 1, 0, [(one[0] + next[0]) / 2, (one[1] + next[1]) / 2]);
      }),
    remove: (at) =>
      change((shape) => {
        const ring = ringAt(shape, at);
        if (ring.length > 3) ring.splice(at.corner, 1);
      }),
    end() {
      if (!drawn) return;
      drawn = null;
      changed(null);
    },
  };
}

/** What a drawing comes to. */
export function geometryOf({ parts }: DrawnShape): PlanShapeState['geometry'] {
  const coordinates = parts.map((rings) => rings.map((ring) => [...ring, ring[0]].map((at) => [...at])));
  return coordinates.length === 1
    ? { type: 'Polygon', coordinates: coordinates[0] }
    : { type: 'MultiPolygon', coordinates };
}

const partsOf = (geometry: PlanShapeState['geometry']): number[][][][] =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;

const opened = (ring: readonly number[][]): LonLatPair[] => ring.slice(0, -1).map(([lon, lat]) => [lon, lat]);

interface Snapped {
  at: LonLatPair;
  snap: DrawnShape['snap'];
}

/** The nearest corner within reach, else the nearest place on an edge, else the place itself. */
function snapped(to: LonLatPair, rings: readonly LonLatPair[][], reachDeg: number): Snapped {
  // A degree of longitude is shorter than one of latitude.
  const shrink = Math.cos((to[1] * Math.PI) / 180);
  const farOf = (at: LonLatPair) => Math.hypot((at[0] - to[0]) * shrink, at[1] - to[1]);
  let corner: LonLatPair | null = null;
  let edge: LonLatPair | null = null;
  for (const ring of rings)
    for (const [i, one] of ring.entries()) {
      if (farOf(one) <= Math.min(reachDeg, corner ? farOf(corner) : reachDeg)) corner = one;
      const on = onEdge(to, one, ring[(i + 1) % ring.length], shrink);
      if (farOf(on) <= Math.min(reachDeg, edge ? farOf(edge) : reachDeg)) edge = on;
    }
  if (corner) return { at: corner, snap: 'corner' };
  return edge ? { at: edge, snap: 'edge' } : { at: to, snap: null };
}

function onEdge(to: LonLatPair, from: LonLatPair, end: LonLatPair, shrink: number): LonLatPair {
  const dx = (end[0] - from[0]) * shrink;
  const dy = end[1] - from[1];
  const along = (to[0] - from[0]) * shrink * dx + (to[1] - from[1]) * dy;
  const share = Math.min(1, Math.max(0, along / (dx * dx + dy * dy || 1)));
  return [from[0] + share * (end[0] - from[0]), from[1] + share * (end[1] - from[1])];
}
