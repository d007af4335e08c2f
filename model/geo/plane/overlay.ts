import { orient2d } from 'robust-predicates';
import { turnTo } from './arc.ts';
import type { Point, Polygon } from './point.ts';
import { isInRing, passesLevel, signedAreaM2 } from './ring.ts';

/** Places are put on a grid of a binary millimetre, so that what touches is known to touch; numbers of 8 million metres stay exact on it. */
const STEPS_PER_M = 1024;
/** A corner nearer to an edge than this, in steps, is on it: half a diagonal of the grid. */
const ON_EDGE = 0.71;
/** Each pass cuts edges where they meet; cuts move them by less than a step, which may make them meet once more. */
const MAX_PASSES = 12;
const MAX_BUCKETS = 4096;

/** Tells what counts as inside of an arrangement of rings. */
interface Overlay {
  /** Their rings touch in corners at most; outer ones run anticlockwise, holes clockwise. */
  polygons: Polygon[];
  areaM2: number;
}

/**
 * The area that lies in a winding of `inside`, as polygons (an arrangement of edges on a grid, after Hobby 1999). `rings` are open, each with
 * the group that it counts for: the winding number of each group is what `isInside` is given. Corners that were there come back as they were.
 */
export function overlay(
  rings: readonly { ring: readonly Point[]; group: number }[],
  groups: number,
  isInside: (windings: readonly number[]) => boolean,
): Overlay | null {
  const net = new EdgeNet(groups);
  for (const { ring, group } of rings) net.addRing(ring, group);
  if (!net.cutWhereTheyMeet()) return null;
  return net.polygons(isInside);
}

interface Edge {
  from: number;
  to: number;
  /** How often the edge is run through from `from` to `to` less the other way, by group. */
  runs: number[];
}

class EdgeNet {
  readonly #groups: number;
  readonly #x: number[] = [];
  readonly #y: number[] = [];
  /** Corners of the rings as they were given; undefined of places where edges were cut. */
  readonly #given: (Point | undefined)[] = [];
  readonly #byPlace = new Map<string, number>();
  #edges = new Map<string, Edge>();

  constructor(groups: number) {
    this.#groups = groups;
  }

  addRing(ring: readonly Point[], group: number): void {
    const corners = ring.map((at) =>
      this.#corner(Math.round(at[0] * STEPS_PER_M), Math.round(at[1] * STEPS_PER_M), at),
    );
    const runs = Array.from({ length: this.#groups }, (_, one) => (one === group ? 1 : 0));
    for (const [i, corner] of corners.entries()) addEdge(this.#edges, corner, corners[(i + 1) % corners.length], runs);
  }

  #corner(x: number, y: number, given?: Point): number {
    const key = `${x},${y}`;
    const known = this.#byPlace.get(key);
    if (known !== undefined) {
      this.#given[known] ??= given;
      return known;
    }
    this.#byPlace.set(key, this.#x.length);
    this.#x.push(x);
    this.#y.push(y);
    this.#given.push(given);
    return this.#x.length - 1;
  }

  /** Cuts edges until they meet in corners alone; false where rounding moves them for ever. */
  cutWhereTheyMeet(): boolean {
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      const edges = [...this.#edges.values()];
      const cuts = this.#cutsOf(edges);
      if (cuts.size === 0) return true;
      const next = new Map<string, Edge>();
      for (const [i, { from, to, runs }] of edges.entries()) {
        let before = from;
        for (const corner of this.#along(from, cuts.get(i) ?? [])) {
          addEdge(next, before, corner, runs);
          before = corner;
        }
        addEdge(next, before, to, runs);
      }
      this.#edges = next;
    }
    return false;
  }

  #along(from: number, corners: readonly number[]): number[] {
    const away = (corner: number): number =>
      (this.#x[corner] - this.#x[from]) ** 2 + (this.#y[corner] - this.#y[from]) ** 2;
    return [...new Set(corners)].sort((a, b) => away(a) - away(b));
  }

  /** By edge, the corners at which others meet it: a sweep along x, each edge asked about those that begin before it ends. */
  #cutsOf(edges: readonly Edge[]): Map<number, number[]> {
    const x = this.#x;
    const y = this.#y;
    const cuts = new Map<number, number[]>();
    const cut = (edge: number, corner: number): void => {
      if (edges[edge].from !== corner && edges[edge].to !== corner) cuts.set(edge, [...(cuts.get(edge) ?? []), corner]);
    };
    const low = (values: readonly number[], { from, to }: Edge): number => Math.min(values[from], values[to]);
    const high = (values: readonly number[], { from, to }: Edge): number => Math.max(values[from], values[to]);
    const order = edges.map((_, i) => i).sort((a, b) => low(x, edges[a]) - low(x, edges[b]));
    for (const [k, i] of order.entries()) {
      const a = edges[i];
      const east = high(x, a) + 1;
      for (let n = k + 1; n < order.length && low(x, edges[order[n]]) <= east; n++) {
        const j = order[n];
        const b = edges[j];
        if (low(y, b) > high(y, a) + 1 || high(y, b) < low(y, a) - 1) continue;
        let isTouched = false;
        for (const [edge, other, corner] of [
          [i, a, b.from],
          [i, a, b.to],
          [j, b, a.from],
          [j, b, a.to],
        ] as const) {
          if (!this.#isOn(corner, other)) continue;
          isTouched = true;
          cut(edge, corner);
        }
        if (isTouched) continue;
        const corner = this.#crossing(a, b);
        if (corner === null) continue;
        cut(i, corner);
        cut(j, corner);
      }
    }
    return cuts;
  }

  /** Whether a corner lies on an edge, at one of its ends too. */
  #isOn(corner: number, { from, to }: Edge): boolean {
    if (corner === from || corner === to) return true;
    const x = this.#x;
    const y = this.#y;
    const dx = x[to] - x[from];
    const dy = y[to] - y[from];
    const px = x[corner] - x[from];
    const py = y[corner] - y[from];
    const along = px * dx + py * dy;
    const long2 = dx * dx + dy * dy;
    return along > 0 && along < long2 && Math.abs(dx * py - dy * px) <= ON_EDGE * Math.sqrt(long2);
  }

  #crossing(a: Edge, b: Edge): number | null {
    const x = this.#x;
    const y = this.#y;
    const side = ({ from, to }: Edge, at: number): number => orient2d(x[from], y[from], x[to], y[to], x[at], y[at]);
    const c = side(a, b.from);
    const d = side(a, b.to);
    if (c > 0 === d > 0 || side(b, a.from) > 0 === side(b, a.to) > 0) return null;
    const t = c / (c - d);
    return this.#corner(
      Math.round(x[b.from] + t * (x[b.to] - x[b.from])),
      Math.round(y[b.from] + t * (y[b.to] - y[b.from])),
    );
  }

  polygons(isInside: (windings: readonly number[]) => boolean): Overlay {
    const edges = [...this.#edges.values()];
    const x = this.#x;
    const y = this.#y;
    const rows = { byNorth: new Rows(edges, y), byEast: new Rows(edges, x) };
    const next = new Map<number, number[]>();
    for (const edge of edges) {
      if (edge.runs.every((run) => run === 0)) continue;
      const { left, right } = this.#sidesOf(edge, rows);
      if (isInside(left) === isInside(right)) continue;
      const [from, to] = isInside(left) ? [edge.from, edge.to] : [edge.to, edge.from];
      next.set(from, [...(next.get(from) ?? []), to]);
    }
    return polygonsOf(this.#ringsOf(next).map((corners) => corners.map((at) => this.#placeOf(at))));
  }

  /** Winding numbers on both sides of an edge: a ray from its middle, to the east of an edge that goes up or down, else to the north. */
  #sidesOf(
    { from, to, runs }: Edge,
    { byNorth, byEast }: { byNorth: Rows; byEast: Rows },
  ): { left: number[]; right: number[] } {
    const isLevel = this.#y[from] === this.#y[to];
    // Turned by a quarter to the right, a level edge goes down or up.
    const u = isLevel ? this.#y : this.#x;
    const v = isLevel ? this.#x : this.#y;
    const turn = isLevel ? -1 : 1;
    const middleU = (u[from] + u[to]) / 2;
    const middleV = (turn * (v[from] + v[to])) / 2;
    const windings = runs.map(() => 0);
    for (const other of (isLevel ? byEast : byNorth).at(turn * middleV)) {
      const a = other.from;
      const b = other.to;
      if ((a === from && b === to) || !passesLevel(turn * v[a], turn * v[b], middleV)) continue;
      const isUp = turn * v[b] > turn * v[a];
      const side = orient2d(u[a], turn * v[a], u[b], turn * v[b], middleU, middleV);
      // `orient2d` is negative where the point lies to the left of the way from a to b.
      const isEast = isUp ? side < 0 : side > 0;
      if (isEast) for (const [group, run] of other.runs.entries()) windings[group] += isUp ? run : -run;
    }
    const isUp = turn * v[to] > turn * v[from];
    const west = windings.map((winding, group) => winding + (isUp ? runs[group] : -runs[group]));
    return isUp ? { left: west, right: windings } : { left: windings, right: west };
  }

  /** Rings of edges one behind the other, each with its inside to the left; one that comes back to a corner is cut there. */
  #ringsOf(next: Map<number, number[]>): number[][] {
    const rings: number[][] = [];
    for (const start of next.keys())
      while ((next.get(start)?.length ?? 0) > 0) {
        const way: number[] = [start];
        const at = new Map([[start, 0]]);
        for (let corner = this.#step(next, start, null); corner !== null; ) {
          let from = way.at(-1) ?? null;
          const before = at.get(corner);
          if (before !== undefined) {
            const ring = way.splice(before);
            for (const one of ring) at.delete(one);
            rings.push(ring);
            from = ring.at(-1) ?? null;
          }
          at.set(corner, way.length);
          way.push(corner);
          corner = this.#step(next, corner, from);
        }
      }
    return rings.filter((ring) => ring.length > 2);
  }

  /** Takes the way on from a corner: of several the first to the right of the way back, which goes round the same inside. */
  #step(next: Map<number, number[]>, corner: number, from: number | null): number | null {
    const ways = next.get(corner) ?? [];
    if (ways.length < 2 || from === null) return ways.pop() ?? null;
    const angle = (to: number): number => Math.atan2(this.#y[to] - this.#y[corner], this.#x[to] - this.#x[corner]);
    const back = angle(from);
    const rightTurn = (to: number): number => turnTo(angle(to), back);
    const taken = ways.reduce((best, to) => (rightTurn(to) < rightTurn(best) ? to : best));
    ways.splice(ways.indexOf(taken), 1);
    return taken;
  }

  #placeOf(corner: number): Point {
    return this.#given[corner] ?? [this.#x[corner] / STEPS_PER_M, this.#y[corner] / STEPS_PER_M];
  }
}

/** Edges by the rows along one axis that they pass, so that a ray is asked about few. */
class Rows {
  readonly #rows: Edge[][] = [];
  readonly #low: number;
  readonly #step: number;

  constructor(edges: readonly Edge[], along: readonly number[]) {
    let low = Infinity;
    let high = -Infinity;
    for (const { from, to } of edges) {
      low = Math.min(low, along[from], along[to]);
      high = Math.max(high, along[from], along[to]);
    }
    const count = Math.min(MAX_BUCKETS, Math.max(1, edges.length >> 2));
    this.#low = low;
    this.#step = (high - low) / count || 1;
    for (const edge of edges) {
      const a = this.#row(Math.min(along[edge.from], along[edge.to]));
      const b = this.#row(Math.max(along[edge.from], along[edge.to]));
      for (let row = a; row <= b; row++) {
        this.#rows[row] ??= [];
        this.#rows[row].push(edge);
      }
    }
  }

  at(value: number): readonly Edge[] {
    return this.#rows[this.#row(value)] ?? [];
  }

  #row(value: number): number {
    return Math.floor((value - this.#low) / this.#step);
  }
}

function addEdge(edges: Map<string, Edge>, a: number, b: number, runs: readonly number[]): void {
  if (a === b) return;
  const [from, to] = a < b ? [a, b] : [b, a];
  const key = `${from},${to}`;
  const known = edges.get(key);
  const sign = a < b ? 1 : -1;
  if (known) for (const [group, run] of runs.entries()) known.runs[group] += sign * run;
  else edges.set(key, { from, to, runs: runs.map((run) => sign * run) });
}

/** Holes go to the smallest outer ring that holds them. */
function polygonsOf(rings: readonly Point[][]): Overlay {
  const outers = rings
    .map((ring) => ({ ring, areaM2: signedAreaM2(ring) }))
    .filter(({ areaM2 }) => areaM2 > 0)
    .sort((a, b) => a.areaM2 - b.areaM2)
    .map(({ ring, areaM2 }) => ({ areaM2, polygon: { outer: ring, holes: [] as Point[][] } }));
  let sum = outers.reduce((total, { areaM2 }) => total + areaM2, 0);
  for (const ring of rings) {
    const areaM2 = signedAreaM2(ring);
    if (areaM2 >= 0) continue;
    const home = outers.find((outer) => outer.areaM2 >= -areaM2 && holds(outer.polygon.outer, ring));
    if (!home) continue;
    home.polygon.holes.push(ring);
    sum += areaM2;
  }
  return { polygons: outers.map(({ polygon }) => polygon), areaM2: sum };
}

/** Whether a ring holds another that touches it in corners at most: most middles of its edges lie inside. */
function holds(outer: readonly Point[], ring: readonly Point[]): boolean {
  let inside = 0;
  for (const [i, [x, y]] of ring.entries()) {
    const [toX, toY] = ring[(i + 1) % ring.length];
    if (isInRing(outer, (x + toX) / 2, (y + toY) / 2)) inside++;
  }
  return 2 * inside > ring.length;
}
