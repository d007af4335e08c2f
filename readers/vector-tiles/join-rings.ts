import { isInFlatRing } from '../../model/geo/plane/ring.ts';

/** A polygon: its outer ring, then its holes; x and y in turn, closed, rows running southward, so that outer rings have a positive area. */
type Part = readonly (readonly number[])[];

type Edge = readonly [x: number, y: number, toX: number, toY: number];

/**
 * Pieces of one feature out of tiles that lie side by side, each cut at its tile's edges, as the polygons that they were: where two run
 * along a tile's edge against each other, both sides go, and what is left is strung together anew. The tiles rounded the same corner each
 * for itself, so that a step of a fraction of a unit may stay where they met. `side`: of a tile. Null: the pieces do not close.
 */
export function joinRings(parts: readonly Part[], side: number): number[][][] | null {
  const edges: Edge[] = [];
  /** Along each edge of tiles how often it is run through from a place on, southward or eastward less the other way. */
  const borders = new Map<string, Map<number, number>>();
  for (const ring of parts.flat())
    for (let i = 0; i + 3 < ring.length; i += 2) {
      const edge: Edge = [ring[i], ring[i + 1], ring[i + 2], ring[i + 3]];
      const axis = borderAxis(edge, side);
      if (axis === null) edges.push(edge);
      else addRun(borders, axis, edge);
    }
  for (const [name, turns] of borders) edges.push(...runsLeft(name, turns));
  const rings = strung(edges);
  return rings && nested(rings);
}

/** 0: it runs along a column's edge, 1: along a row's, null: within a tile. */
function borderAxis([x, y, toX, toY]: Edge, side: number): 0 | 1 | null {
  if (x === toX && x % side === 0) return 0;
  return y === toY && y % side === 0 ? 1 : null;
}

function addRun(borders: Map<string, Map<number, number>>, axis: 0 | 1, edge: Edge): void {
  const name = `${axis} ${edge[axis]}`;
  const turns = borders.get(name) ?? new Map<number, number>();
  borders.set(name, turns);
  const from = edge[1 - axis];
  const to = edge[3 - axis];
  turns.set(from, (turns.get(from) ?? 0) + 1);
  turns.set(to, (turns.get(to) ?? 0) - 1);
}

/** What is run through one way more often than the other is an edge of the whole. */
function runsLeft(name: string, turns: ReadonlyMap<number, number>): Edge[] {
  const [axis, at] = name.split(' ').map(Number);
  const places = [...turns.keys()].sort((a, b) => a - b);
  const left: Edge[] = [];
  let net = 0;
  for (let k = 0; k + 1 < places.length; k++) {
    net += turns.get(places[k]) ?? 0;
    if (net === 0) continue;
    const [from, to] = net > 0 ? [places[k], places[k + 1]] : [places[k + 1], places[k]];
    left.push(axis === 0 ? [at, from, at, to] : [from, at, to, at]);
  }
  return left;
}

/** Closed rings of directed edges; where several go on from a corner, the one that turns most to the inside, so that rings only touch. */
function strung(edges: readonly Edge[]): number[][] | null {
  const from = new Map<string, Edge[]>();
  for (const edge of edges) {
    const corner = `${edge[0]} ${edge[1]}`;
    const others = from.get(corner);
    if (others) others.push(edge);
    else from.set(corner, [edge]);
  }
  const rings: number[][] = [];
  for (const start of from.values())
    while (start.length > 0) {
      const first = start[0];
      const ring = [first[0], first[1]];
      for (let edge: Edge | null = take(start, first); edge; ) {
        ring.push(edge[2], edge[3]);
        if (edge[2] === ring[0] && edge[3] === ring[1]) break;
        const next: Edge[] = from.get(`${edge[2]} ${edge[3]}`) ?? [];
        if (next.length === 0) return null;
        edge = take(next, innermost(edge, next));
      }
      rings.push(ring);
    }
  return rings;
}

function take(among: Edge[], edge: Edge): Edge {
  among.splice(among.indexOf(edge), 1);
  return edge;
}

/** Inside is to the right of an edge, with rows running southward. */
function innermost(edge: Edge, among: readonly Edge[]): Edge {
  const turn = ([x, y, toX, toY]: Edge): number => {
    const ax = edge[2] - edge[0];
    const ay = edge[3] - edge[1];
    const bx = toX - x;
    const by = toY - y;
    return Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
  };
  return among.reduce((best, one) => (turn(one) > turn(best) ? one : best));
}

/** Each hole behind the smallest ring that it lies in; null where one lies in none. */
function nested(rings: readonly number[][]): number[][][] | null {
  const outer = rings.filter((ring) => areaOf(ring) > 0).sort((a, b) => areaOf(a) - areaOf(b));
  const parts = outer.map((ring) => [ring]);
  for (const hole of rings.filter((ring) => areaOf(ring) < 0)) {
    const around = parts.find(([ring]) =>
      isInFlatRing(ring, 0, ring.length / 2, (hole[0] + hole[2]) / 2, (hole[1] + hole[3]) / 2),
    );
    if (!around) return null;
    around.push(hole);
  }
  return parts;
}

/** Twice the area, positive for outer rings: rows run southward. */
export function areaOf(ring: readonly number[]): number {
  let area = 0;
  for (let i = 0; i + 3 < ring.length; i += 2) area += ring[i] * ring[i + 3] - ring[i + 2] * ring[i + 1];
  return area;
}
