import Flatbush from 'flatbush';
import {
  besideOf,
  crossingsWith,
  emptyGround,
  type LaidPipes,
  layPipe,
  type Pipe,
  type PipeRules,
  verticalNeedM,
} from './clearance.ts';
import type { DemoCity } from './demo-city.ts';
import type { Xyz } from './emit.ts';
import { type Line, lineOf, nearestOn, type Point, pointAt } from './line.ts';
import { manholeSpacingM, numbered, type TrunkLine } from './pipes.ts';
import type { District } from './plan.ts';
import { boundsOf, isInside, rectangle } from './polygon.ts';
import { randomOf, wholeNumber } from './random.ts';
import { type StreetEdge, type StreetNet, streetNet } from './streets.ts';

/** Where a street's sewer runs into a trunk: the trunk gets a manhole there. */
export interface Tap {
  trunk: string;
  chainageM: number;
  at: Point;
}

/** A manhole or chamber of a branch, or a blind head. */
export interface BranchNode {
  id: string;
  at: Point;
  /** Of the lowest pipe that meets here. */
  invertM: number;
}

export interface GravityBranches {
  pipes: Pipe[];
  nodes: BranchNode[];
  taps: Tap[];
}

/** Inside heights (mm) and the least slope that each keeps clean at (plan.json `minSlope`). */
const SIZES: readonly { dnMm: number; slope: number }[] = [
  { dnMm: 300, slope: 0.003 },
  { dnMm: 400, slope: 0.002 },
  { dnMm: 600, slope: 0.0015 },
  { dnMm: 800, slope: 0.001 },
];

/** Slope by rank of street (local, collector, arterial): storm lies flat and wide in the low city, where levels are dear. */
const LEAST_SLOPE = { YS: [0.0015, 0.001, 0.001], WS: [0.003, 0.002, 0.002] } as const;

/** Smallest branch. */
const SMALLEST_MM = { YS: 400, WS: 300 } as const;

/** Largest branch; the space for it is kept free wherever a branch goes. */
const LARGEST_MM = { YS: 800, WS: 600 } as const;

/** Where the ground climbs a sewer climbs with it at this depth of its crown: storm shallow, sanitary under it. */
const CROWN_DEPTH_M = { YS: 1.1, WS: 2.6 } as const;

const wallOf = (dnMm: number) => dnMm / 10000;

/** Ground drained by a metre of street, ha: both sides to half the next street. */
const HA_PER_M = 0.006;

/** plan.json `pipe-building`, and half a sewer of 800. */
const FROM_WALL_M = 2.5 + 0.48;

/** True where a wall of the ring comes nearer to the straight a→b than the limit, or holds its start. */
function comesNear(ring: readonly Point[], a: Point, b: Point, limitM: number): boolean {
  if (isInside(ring, a[0], a[1])) return true;
  const to = (p: Point, q: Point, r: Point) => {
    const [dx, dy] = [q[0] - p[0], q[1] - p[1]];
    const t = Math.min(1, Math.max(0, ((r[0] - p[0]) * dx + (r[1] - p[1]) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(r[0] - p[0] - t * dx, r[1] - p[1] - t * dy);
  };
  const side = (p: Point, q: Point, r: Point) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  return ring.some((c, i) => {
    const d = ring[(i + 1) % ring.length];
    if (Math.min(to(a, b, c), to(c, d, a), to(c, d, b)) < limitM) return true;
    return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
  });
}

/** Ground that no branch enters: houses and what is kept free about them, rivers and levees, station boxes, underpasses, the construction site. */
export function closedGround(city: DemoCity): (a: Point, b: Point) => boolean {
  const known = CLOSED.get(city);
  if (known) return known;
  const made = makeClosedGround(city);
  CLOSED.set(city, made);
  return made;
}

const CLOSED = new WeakMap<DemoCity, (a: Point, b: Point) => boolean>();

function makeClosedGround(city: DemoCity): (a: Point, b: Point) => boolean {
  const { plan, ground, trenches } = city;
  const rings: Point[][] = [plan.construction.pit.siteFence];
  for (const { at, boxM } of plan.metro.stations) rings.push(rectangle(at[0], at[1], boxM[0] + 6, boxM[1] + 10));
  for (const trench of trenches) {
    const [x, y] = trench.underpass.at;
    rings.push(rectangle(x, y, trench.halfWidthM * 2 + 5, trench.reachM * 2 + 5));
  }
  const boxes = rings.map((ring) => ({
    ring,
    minX: Math.min(...ring.map((p) => p[0])),
    maxX: Math.max(...ring.map((p) => p[0])),
    minY: Math.min(...ring.map((p) => p[1])),
    maxY: Math.max(...ring.map((p) => p[1])),
  }));
  const walls = city.buildings.flatMap((building) => building.parts.map((part) => part.ring));
  const wallBoxes = new Flatbush(walls.length);
  for (const ring of walls) {
    const { minX, minY, maxX, maxY } = boundsOf(ring);
    wallBoxes.add(minX, minY, maxX, maxY);
  }
  wallBoxes.finish();
  return (a, b) => {
    const [minX, maxX] = [Math.min(a[0], b[0]) - FROM_WALL_M, Math.max(a[0], b[0]) + FROM_WALL_M];
    const [minY, maxY] = [Math.min(a[1], b[1]) - FROM_WALL_M, Math.max(a[1], b[1]) + FROM_WALL_M];
    if (wallBoxes.search(minX, minY, maxX, maxY, (i) => comesNear(walls[i], a, b, FROM_WALL_M)).length > 0) return true;
    const steps = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / 8));
    for (let k = 0; k <= steps; k++) {
      const x = a[0] + ((b[0] - a[0]) * k) / steps;
      const y = a[1] + ((b[1] - a[1]) * k) / steps;
      if (Math.abs(ground.nearestMain(x, y).offsetM) < 208) return true;
      if (Math.abs(ground.nearestTributary(x, y).offsetM) < 60) return true;
      for (const box of boxes)
        if (x > box.minX && x < box.maxX && y > box.minY && y < box.maxY && isInside(box.ring, x, y)) return true;
    }
    return false;
  };
}

/** A trunk within reach of an edge's end: how far on the street's line must go to meet it. */
const TAP_REACH_M = 36;

/** Streets that meet a trunk nearer to each other than this share a manhole on it. */
const SAME_TAP_M = 1.5;

interface WorkEdge {
  edge: StreetEdge;
  /** Ends: a junction, or a tap when negative (−1 − index into taps). */
  ends: [number, number];
  points: Point[];
  line: Line;
}

/** Cuts the street edges where they cross a trunk of their own system, draws them out to it, drops those beside it. */
function tapped(
  net: StreetNet,
  trunks: readonly TrunkLine[],
  isClosed: (a: Point, b: Point) => boolean,
): { edges: WorkEdge[]; taps: Tap[] } {
  const taps: Tap[] = [];
  const edges: WorkEdge[] = [];
  const boxes = trunks.map(({ line }) => ({
    minX: Math.min(...line.points.map((p) => p[0])) - 40,
    maxX: Math.max(...line.points.map((p) => p[0])) + 40,
    minY: Math.min(...line.points.map((p) => p[1])) - 40,
    maxY: Math.max(...line.points.map((p) => p[1])) + 40,
  }));
  const tap = (t: TrunkLine, chainageM: number): number => {
    const known = taps.findIndex((q) => q.trunk === t.trunk.id && Math.abs(q.chainageM - chainageM) < SAME_TAP_M);
    if (known >= 0) return -1 - known;
    taps.push({ trunk: t.trunk.id, chainageM, at: pointAt(t.line, chainageM) });
    return -taps.length;
  };
  const push = (edge: StreetEdge, ends: [number, number], points: Point[]) => {
    const line = lineOf(points);
    if (line.lengthM < 4) return;
    for (let i = 0; i + 1 < points.length; i++) if (isClosed(points[i], points[i + 1])) return;
    edges.push({ edge, ends, points, line });
  };
  for (const edge of net.edges) {
    const near = trunks.filter((_, i) => {
      const b = boxes[i];
      return edge.points.some((p) => p[0] > b.minX && p[0] < b.maxX && p[1] > b.minY && p[1] < b.maxY);
    });
    const line = lineOf(edge.points);
    const middle = pointAt(line, line.lengthM / 2);
    if (near.some((t) => runsBeside(t.line, edge.points, middle))) continue;
    const hit = near.map((t) => ({ t, hit: firstMeeting(edge.points, t.line) })).find((m) => m.hit);
    if (hit?.hit) {
      const { i, chainageM } = hit.hit;
      const end = tap(hit.t, chainageM);
      const { at } = taps[-1 - end];
      for (const [ends, points] of [
        [
          [edge.from, end],
          [...edge.points.slice(0, i + 1), at],
        ],
        [
          [end, edge.to],
          [at, ...edge.points.slice(i + 1)],
        ],
      ] as [[number, number], Point[]][])
        if (lineOf(points).lengthM > TAP_REACH_M) push(edge, ends, points);
      continue;
    }
    const ends: [number, number] = [edge.from, edge.to];
    const points = [...edge.points];
    for (const side of [0, 1] as const) {
      const [p, q] = side === 0 ? [points[0], points[1]] : [points[points.length - 1], points[points.length - 2]];
      const h = Math.hypot(p[0] - q[0], p[1] - q[1]);
      const far: Point = [p[0] + ((p[0] - q[0]) / h) * TAP_REACH_M, p[1] + ((p[1] - q[1]) / h) * TAP_REACH_M];
      const on = near.map((t) => ({ t, hit: firstMeeting([p, far], t.line) })).find((m) => m.hit);
      if (!on?.hit) continue;
      ends[side] = tap(on.t, on.hit.chainageM);
      const { at } = taps[-1 - ends[side]];
      if (side === 0) points.unshift(at);
      else points.push(at);
    }
    push(edge, ends, points);
  }
  return { edges, taps };
}

function runsBeside(trunk: Line, points: readonly Point[], middle: Point): boolean {
  const place = nearestOn(trunk, middle[0], middle[1]);
  if (Math.abs(place.offsetM) > TAP_REACH_M) return false;
  if (place.chainageM < 3 || place.chainageM > trunk.lengthM - 3) return false;
  const [a, b] = [points[0], points[points.length - 1]];
  const [p, q] = [pointAt(trunk, place.chainageM - 2), pointAt(trunk, place.chainageM + 2)];
  const cos =
    ((b[0] - a[0]) * (q[0] - p[0]) + (b[1] - a[1]) * (q[1] - p[1])) /
    (Math.hypot(b[0] - a[0], b[1] - a[1]) * Math.hypot(q[0] - p[0], q[1] - p[1]));
  return Math.abs(cos) > 0.9;
}

/** First place along the path where it meets the trunk at more than 25°, away from its ends. */
function firstMeeting(points: readonly Point[], trunk: Line): { i: number; at: Point; chainageM: number } | undefined {
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b] = [points[i], points[i + 1]];
    const [ux, uy] = [b[0] - a[0], b[1] - a[1]];
    let best: { i: number; at: Point; chainageM: number; t: number } | undefined;
    for (let j = 0; j + 1 < trunk.points.length; j++) {
      const [c, d] = [trunk.points[j], trunk.points[j + 1]];
      const [vx, vy] = [d[0] - c[0], d[1] - c[1]];
      const den = ux * vy - uy * vx;
      const length = Math.hypot(ux, uy) * Math.hypot(vx, vy);
      if (Math.abs(den) < 0.42 * length) continue;
      const t = ((c[0] - a[0]) * vy - (c[1] - a[1]) * vx) / den;
      const u = ((c[0] - a[0]) * uy - (c[1] - a[1]) * ux) / den;
      if (t < 0 || t > 1 || u < 0 || u > 1 || (best && best.t <= t)) continue;
      const chainageM = trunk.chainageM[j] + u * (trunk.chainageM[j + 1] - trunk.chainageM[j]);
      if (chainageM < 1 || chainageM > trunk.lengthM - 1) continue;
      best = { i, at: [a[0] + t * ux, a[1] + t * uy], chainageM, t };
    }
    if (best) return best;
  }
  return undefined;
}

/**
 * Storm or sanitary branches: from the taps on the trunks outwards, each junction reached by the way that keeps its
 * crown lowest (Dijkstra over levels), at the least slope or with the ground where it climbs. A street is left out where
 * the sewer would lack cover, or clearance against what is `laid` or will lie `beside` it. Streets between two reached junctions get a blind length
 * that drains to the lower one.
 */
export function gravityBranches(
  city: DemoCity,
  system: 'YS' | 'WS',
  trunks: readonly TrunkLine[],
  laid: LaidPipes,
  beside: LaidPipes,
  rules: PipeRules,
): GravityBranches {
  const { ground } = city;
  const own = trunks.filter((t) => t.trunk.system === system);
  const { edges: wanted, taps } = tapped(streetNet(city, system), own, closedGround(city));
  const edges = withoutOwnCrossings(wanted, rules, system);
  const largest = LARGEST_MM[system] / 1000;
  const wall = wallOf(LARGEST_MM[system]);
  const cover = rules.coverM[system] + 0.03;
  const around = new Map<number, number[]>();
  for (const [k, { ends }] of edges.entries()) for (const end of ends) around.set(end, [...(around.get(end) ?? []), k]);

  /** Crown at the far end when the sewer leaves the near end at `crownM`; undefined where it cannot be built. */
  const climb = (k: number, fromSide: 0 | 1, crownM: number, stopM = 0): number | undefined => {
    const { edge, points, line } = edges[k];
    const slope = LEAST_SLOPE[system][edge.rank];
    const far = fromSide === 0 ? points[points.length - 1] : points[0];
    const length = line.lengthM - stopM;
    const top = ground.elevationAt(far[0], far[1]);
    const up = Math.max(crownM + slope * length, Math.min(top - CROWN_DEPTH_M[system], crownM + 0.08 * length));
    const levelAt = (s: number) => crownM + ((up - crownM) * (fromSide === 0 ? s : line.lengthM - s)) / length;
    const [s0, s1] = fromSide === 0 ? [0, length] : [stopM, line.lengthM];
    const steps = Math.max(1, Math.ceil(length / 20));
    for (let i = 0; i <= steps; i++) {
      const s = s0 + ((s1 - s0) * i) / steps;
      const [x, y] = pointAt(line, s);
      if (ground.elevationAt(x, y) - levelAt(s) - wall < cover) return undefined;
    }
    const half = largest / 2 + wall;
    for (let i = 0; i + 1 < points.length; i++) {
      const [a, b] = [line.chainageM[i], line.chainageM[i + 1]];
      if (b < s0 || a > s1) continue;
      for (const hit of crossingsWith(laid, points[i], points[i + 1])) {
        const s = a + hit.ratio * (b - a);
        if (s < s0 - 1 || s > s1 + 1 || hit.pipe.system === system) continue;
        const z = levelAt(s);
        const need = verticalNeedM(rules, system, hit.pipe.system) + 0.01;
        if (z + wall + need > hit.bottomM && z - largest - wall - need < hit.topM) return undefined;
      }
      const start: Xyz = [...points[i], levelAt(a) - largest / 2];
      const end: Xyz = [...points[i + 1], levelAt(b) - largest / 2];
      if (besideOf(laid, rules, start, end, system, half, 2 * half).some((pipe) => pipe.system !== system))
        return undefined;
      if (besideOf(beside, rules, start, end, system, half, 2 * half).length > 0) return undefined;
    }
    return up;
  };

  const crown = new Map<number, number>();
  const down = new Map<number, { edge: number; side: 0 | 1; to: number }>();
  const done = new Set<number>();
  const queue: [number, number][] = [];
  for (const [i, tap] of taps.entries()) {
    const t = own.find((candidate) => candidate.trunk.id === tap.trunk);
    if (!t) continue;
    const level = t.invertM(tap.chainageM, 1) + t.insideM(tap.chainageM);
    crown.set(-1 - i, level);
    heapPush(queue, [level, -1 - i]);
  }
  while (queue.length > 0) {
    const [level, at] = heapPop(queue);
    if (done.has(at)) continue;
    done.add(at);
    for (const k of around.get(at) ?? []) {
      const { ends } = edges[k];
      const side = ends[0] === at ? 0 : 1;
      const far = ends[1 - side];
      if (far < 0 || done.has(far)) continue;
      const up = climb(k, side, level);
      if (up === undefined || up >= (crown.get(far) ?? Number.POSITIVE_INFINITY)) continue;
      crown.set(far, up);
      down.set(far, { edge: k, side, to: at });
      heapPush(queue, [up, far]);
    }
  }
  return shaped(city, system, edges, taps, crown, down, done, climb);
}

/** Edges that cross or crowd one another anywhere but at a common end: the wider street's stays. */
function withoutOwnCrossings(edges: readonly WorkEdge[], rules: PipeRules, system: 'YS' | 'WS'): WorkEdge[] {
  const laid = emptyGround();
  const half = LARGEST_MM[system] / 2000 + wallOf(LARGEST_MM[system]);
  const order = edges.map((_, k) => k).sort((a, b) => edges[b].edge.rank - edges[a].edge.rank || a - b);
  const kept = new Set<number>();
  for (const k of order) {
    const { points, ends } = edges[k];
    const axis = points.map(([x, y]): Xyz => [x, y, 0]);
    const shares = (pipe: Pipe) => pipe.joins.some((end) => ends.includes(Number(end)));
    let clear = true;
    for (let i = 0; clear && i + 1 < points.length; i++) {
      const [a, b] = [points[i], points[i + 1]];
      clear = crossingsWith(laid, a, b).every((hit) => {
        const at = [a[0] + hit.ratio * (b[0] - a[0]), a[1] + hit.ratio * (b[1] - a[1])];
        const isEnd = [points[0], points[points.length - 1]].some((p) => Math.hypot(p[0] - at[0], p[1] - at[1]) < 0.6);
        return isEnd && shares(hit.pipe);
      });
      clear &&= besideOf(laid, rules, axis[i], axis[i + 1], system, half, 2).length === 0;
    }
    if (!clear) continue;
    kept.add(k);
    layPipe(laid, {
      id: '',
      system,
      line: `${k}`,
      trunk: false,
      axis,
      widthM: 2 * half,
      heightM: 2,
      boxHeightM: 0,
      dnMm: 0,
      wallM: 0,
      material: '',
      year: 0,
      pressureMPa: undefined,
      barrels: 1,
      joins: ends.map(String),
      river: false,
    });
  }
  return edges.filter((_, k) => kept.has(k));
}

/** Binary heap by the first number, ties by the second. */
function heapPush(heap: [number, number][], item: [number, number]): void {
  let i = heap.push(item) - 1;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (!isLess(heap[i], heap[parent])) break;
    [heap[i], heap[parent]] = [heap[parent], heap[i]];
    i = parent;
  }
}

function heapPop(heap: [number, number][]): [number, number] {
  const top = heap[0];
  const last = heap[heap.length - 1];
  heap.length--;
  if (heap.length === 0) return top;
  heap[0] = last;
  for (let i = 0; ; ) {
    let least = i;
    for (const child of [2 * i + 1, 2 * i + 2])
      if (child < heap.length && isLess(heap[child], heap[least])) least = child;
    if (least === i) return top;
    [heap[i], heap[least]] = [heap[least], heap[i]];
    i = least;
  }
}

const isLess = (a: [number, number], b: [number, number]) => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);

interface Reach {
  k: number;
  /** End of the edge that is downstream. */
  side: 0 | 1;
  downNode: number;
  /** Undefined: a blind head. */
  upNode: number | undefined;
  lowM: number;
  highM: number;
  stopM: number;
  dnMm: number;
}

/** A blind length stops this far before the junction that it does not reach. */
const BLIND_STOP_M = 9;

function shaped(
  city: DemoCity,
  system: 'YS' | 'WS',
  edges: readonly WorkEdge[],
  taps: readonly Tap[],
  crown: ReadonlyMap<number, number>,
  down: ReadonlyMap<number, { edge: number; side: 0 | 1; to: number }>,
  done: ReadonlySet<number>,
  climb: (k: number, side: 0 | 1, crownM: number, stopM?: number) => number | undefined,
): GravityBranches {
  const level = (at: number) => crown.get(at) ?? Number.NaN;
  const reaches: Reach[] = [];
  const used = new Set<number>();
  // Highest first: whatever drains into a reach has been sized before it.
  const order = [...down.entries()].sort((a, b) => level(b[0]) - level(a[0]) || a[0] - b[0]);
  for (const [, { edge }] of order) used.add(edge);
  for (const [k, { ends, line }] of edges.entries()) {
    if (used.has(k) || line.lengthM < 40) continue;
    const sides = ([0, 1] as const).filter((side) => done.has(ends[side]));
    sides.sort((a, b) => level(ends[a]) - level(ends[b]));
    for (const side of sides) {
      const high = climb(k, side, level(ends[side]), BLIND_STOP_M);
      if (high === undefined) continue;
      reaches.push({
        k,
        side,
        downNode: ends[side],
        upNode: undefined,
        lowM: level(ends[side]),
        highM: high,
        stopM: BLIND_STOP_M,
        dnMm: 0,
      });
      break;
    }
  }
  const area = new Map<number, number>();
  const widest = new Map<number, number>();
  const pass = (reach: Reach, fromHa: number, fromMm: number) => {
    const ha = fromHa + edges[reach.k].line.lengthM * HA_PER_M;
    const byArea = system === 'YS' ? (ha > 9 ? 800 : ha > 2.5 ? 600 : 400) : ha > 45 ? 600 : ha > 15 ? 400 : 300;
    const slope = (reach.highM - reach.lowM) / (edges[reach.k].line.lengthM - reach.stopM) + 1e-9;
    const bySlope = SIZES.find((size) => slope >= size.slope)?.dnMm ?? LARGEST_MM[system];
    reach.dnMm = Math.min(LARGEST_MM[system], Math.max(SMALLEST_MM[system], byArea, bySlope, fromMm));
    area.set(reach.downNode, (area.get(reach.downNode) ?? 0) + ha);
    widest.set(reach.downNode, Math.max(widest.get(reach.downNode) ?? 0, reach.dnMm));
  };
  for (const reach of reaches) pass(reach, 0, 0);
  for (const [node, { edge: k, side, to }] of order) {
    const reach: Reach = {
      k,
      side,
      downNode: to,
      upNode: node,
      lowM: level(to),
      highM: level(node),
      stopM: 0,
      dnMm: 0,
    };
    pass(reach, area.get(node) ?? 0, widest.get(node) ?? 0);
    reaches.push(reach);
  }
  return cutReaches(city, system, edges, taps, reaches);
}

function cutReaches(
  city: DemoCity,
  system: 'YS' | 'WS',
  edges: readonly WorkEdge[],
  taps: readonly Tap[],
  reaches: readonly Reach[],
): GravityBranches {
  const { plan, roads } = city;
  const sorted = [...reaches].sort((a, b) => edges[a.k].edge.segment - edges[b.k].edge.segment || a.k - b.k);
  const nodes: BranchNode[] = [];
  const ids = new Map<number, number>();
  const addNode = (at: Point, invertM: number) =>
    nodes.push({ id: numbered(`mh-${system}-`, nodes.length + 1), at, invertM }) - 1;
  const nodeOf = (junction: number, at: Point, invertM: number): string => {
    if (junction < 0) return tapId(taps[-1 - junction]);
    const known = ids.get(junction);
    if (known === undefined) {
      const made = addNode(at, invertM);
      ids.set(junction, made);
      return nodes[made].id;
    }
    nodes[known].invertM = Math.min(nodes[known].invertM, invertM);
    return nodes[known].id;
  };
  const pipes: Pipe[] = [];
  const usedTaps = new Set<number>();
  for (const { k, side, downNode, upNode, lowM, highM, stopM, dnMm } of sorted) {
    const { edge, points, line } = edges[k];
    const segment = roads.segments[edge.segment];
    const inside = dnMm / 1000;
    const wall = wallOf(dnMm);
    // Chainage counted from the downstream end.
    const along = (d: number) => pointAt(line, side === 0 ? d : line.lengthM - d);
    const length = line.lengthM - stopM;
    const crownAt = (d: number) => lowM + ((highM - lowM) * d) / length;
    const bends = points
      .slice(1, -1)
      .map((_, i) => (side === 0 ? line.chainageM[i + 1] : line.lengthM - line.chainageM[i + 1]));
    const stops = [0, ...bends.filter((d) => d > 2 && d < length - 2).sort((a, b) => a - b), length];
    const cuts = [0];
    for (let i = 1; i < stops.length; i++) {
      const parts = Math.max(1, Math.ceil((stops[i] - stops[i - 1]) / manholeSpacingM(inside)));
      for (let q = 1; q <= parts; q++) cuts.push(stops[i - 1] + ((stops[i] - stops[i - 1]) * q) / parts);
    }
    const random = randomOf(plan.city.seed, `pipe-${system}`, segment.id);
    const year = streetYear(city, segment.district, random);
    if (downNode < 0) usedTaps.add(-1 - downNode);
    let lower = nodeOf(downNode, along(0), lowM - inside);
    for (let i = 1; i < cuts.length; i++) {
      const [d0, d1] = [cuts[i - 1], cuts[i]];
      const last = i === cuts.length - 1;
      const upper =
        last && upNode !== undefined
          ? nodeOf(upNode, along(d1), crownAt(d1) - inside)
          : nodes[addNode(along(d1), crownAt(d1) - inside)].id;
      pipes.push({
        id: '',
        system,
        line: `${segment.id}/${system}`,
        trunk: false,
        axis: [
          [...along(d1), crownAt(d1) - inside / 2],
          [...along(d0), crownAt(d0) - inside / 2],
        ],
        widthM: inside + 2 * wall,
        heightM: inside + 2 * wall,
        boxHeightM: 0,
        dnMm,
        wallM: wall,
        material: dnMm >= 600 ? 'RCP' : 'HDPE',
        year,
        pressureMPa: undefined,
        barrels: 1,
        joins: downNode < 0 && i === 1 ? [taps[-1 - downNode].trunk] : [],
        nodes: [upper, lower],
        river: false,
      });
      lower = upper;
    }
  }
  for (const [i, pipe] of pipes.entries()) pipe.id = numbered(`pipe-${system}-`, i + 1);
  return { pipes, nodes, taps: taps.filter((_, i) => usedTaps.has(i)) };
}

/** Name of the manhole that a tap asks for, until the trunk's own numbering replaces it. */
export const tapId = (tap: Tap) => `${tap.trunk}@${tap.chainageM.toFixed(2)}`;

const OLD: ReadonlySet<District['kind']> = new Set(['old-town', 'slab', 'village', 'mixed']);

export function streetYear(city: DemoCity, districtId: string | null, random: () => number): number {
  const kind = city.plan.districts.find((d) => d.id === districtId)?.kind;
  return kind !== undefined && OLD.has(kind) ? wholeNumber(random, 1986, 2012) : wholeNumber(random, 2004, 2024);
}

/** Pressure pipes and cables of the streets: outside size by rank of street, and the cover that they are laid at. */
interface StreetPipe {
  dnMm: readonly [number, number];
  outsideM: readonly [number, number];
  box: boolean;
  /**
   * Every system has a depth of its own, so that the dozens of crossings of one junction mostly pass each other as they
   * are, and only what meets a sewer or a trunk has to move.
   */
  coverM: number;
  material: readonly [string, string];
  pressureMPa: number | undefined;
}

const STREET_PIPES: Readonly<Record<'RL' | 'JS' | 'RQ' | 'DL' | 'TX', StreetPipe>> = {
  RL: {
    dnMm: [200, 250],
    outsideM: [0.315, 0.4],
    box: false,
    coverM: 2.7,
    material: ['pre-insulated steel', 'pre-insulated steel'],
    pressureMPa: 1.0,
  },
  JS: {
    dnMm: [200, 300],
    outsideM: [0.22, 0.33],
    box: false,
    coverM: 2.2,
    material: ['ductile iron', 'ductile iron'],
    pressureMPa: 0.3,
  },
  RQ: {
    dnMm: [150, 200],
    outsideM: [0.16, 0.22],
    box: false,
    coverM: 1.8,
    material: ['PE100', 'PE100'],
    pressureMPa: 0.2,
  },
  DL: {
    dnMm: [300, 300],
    outsideM: [0.3, 0.3],
    box: true,
    coverM: 1.25,
    material: ['cable duct', 'cable duct'],
    pressureMPa: undefined,
  },
  TX: {
    dnMm: [200, 200],
    outsideM: [0.2, 0.2],
    box: true,
    coverM: 0.9,
    material: ['duct', 'duct'],
    pressureMPa: undefined,
  },
};

export type StreetSystem = keyof typeof STREET_PIPES;

export const streetPipe = (system: StreetSystem) => STREET_PIPES[system];

/** Lengths of street that a pressure system wants, drawn out to its own trunk where one runs along the next street. */
export function pressureEdges(city: DemoCity, system: StreetSystem, trunks: readonly TrunkLine[]): WorkEdge[] {
  const own = trunks.filter((t) => t.trunk.system === system);
  return tapped(streetNet(city, system), own, closedGround(city)).edges;
}

/** Copies of what is laid as one fresh index: the solver's own, when pipes have been taken out. */
export function groundOfPipes(pipes: readonly Pipe[]): LaidPipes {
  const laid = emptyGround();
  for (const pipe of pipes) layPipe(laid, pipe);
  return laid;
}

export type { WorkEdge };
