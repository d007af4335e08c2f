import { pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { Xyz } from '../../tiles/shape/solid.ts';
import type { DemoCity } from '../demo-city.ts';
import { closedGround } from '../people/closed-ground.ts';
import { heapPop, heapPush } from '../shape/heap.ts';
import { streetNet } from '../streets/streets.ts';
import {
  crossingsWith,
  neighboursOf,
  noPipes,
  type Pipe,
  type PipeRules,
  type PlacedPipes,
  placePipe,
  verticalNeedM,
} from './clearance.ts';
import type { TrunkLine } from './pipes.ts';
import { shaped } from './reaches.ts';
import type { Ways } from './sewer.ts';
import { type GravityBranches, type Lift, MAX_MM, type SewerTree, wallOf } from './sewer.ts';
import { tapped, type WorkEdge } from './taps.ts';

/** Slope by rank of street (local, collector, arterial): storm lies flat and wide in the low city, where levels are dear. */
const MIN_SLOPE = { YS: [0.0015, 0.001, 0.001], WS: [0.003, 0.002, 0.002] } as const;

/**
 * Where the ground climbs a sewer climbs with it at this depth of its crown: storm shallow, sanitary under it. At 1.1 and
 * 2.6 m storm reached 71 km of streets and sanitary 83: a few hundred metres on, level ground had no cover left for a
 * sewer that must rise. At 3.2 and 5 m it is 143 and 104 km.
 */
const CROWN_DEPTH_M = { YS: 2.8, WS: 4.6 } as const;

/** Of a sewer that begins anew at a lift station. */
const LIFT_CROWN_M = { YS: 4.8, WS: 6 } as const;

/** A lift station is worth so much street at least. */
const MIN_LIFT_M = 600;

/** Cover of a rising main over what its system needs: the first that passes whatever crosses the street. */
const RISING_MORE_COVER_M = [0.3, 1, 1.8, 2.6, 3.4];

/** A pressure trunk may yet dip to whatever crosses it: beside it no depth is free. */
const ANY_DEPTH_M = 40;

/** A crossing with the own trunk this near a tap is the tap. */
const TAP_NEAR_M = 2;

/**
 * Storm or sanitary branches: from the taps on the trunks outwards, each junction reached by the way that keeps its
 * crown lowest (Dijkstra over levels), at the least slope or with the ground where it climbs. A street is left out where
 * the sewer would lack cover, or clearance against what is `laid` or will lie `beside` it. Where no street is left by
 * which a sewer falls, a lift station begins a net of its own, lowest ground first, as long as it is worth one. Streets
 * between two reached junctions get a blind length that drains to the lower one.
 */
export function gravityBranches(
  city: DemoCity,
  system: 'YS' | 'WS',
  trunks: readonly TrunkLine[],
  placed: PlacedPipes,
  beside: PlacedPipes,
  rules: PipeRules,
): GravityBranches {
  const { ground } = city;
  const own = trunks.filter((t) => t.trunk.system === system);
  const { edges: wanted, taps } = tapped(streetNet(city, system), own, closedGround(city));
  const edges = withoutOwnCrossings(wanted, rules, system);
  const ways = waysOf(city, system, edges, placed, beside, rules);
  const search = new SewerSearch(edges, ways);
  for (const [i, tap] of taps.entries()) {
    const t = own.find((candidate) => candidate.trunk.id === tap.trunk);
    if (t) search.begin(-1 - i, t.invertM(tap.chainageM, 1) + t.insideM(tap.chainageM));
  }
  search.reachOut();
  const hopeless = new Set<number>();
  for (;;) {
    const lift = lowestLift(city, edges, search.done, hopeless, ways);
    if (!lift) break;
    if (search.tryLift(lift, ground.elevationAt(...lift.at) - LIFT_CROWN_M[system]) >= MIN_LIFT_M) continue;
    search.undo();
    hopeless.add(lift.edge);
  }
  return shaped(city, system, edges, taps, search.tree, ways);
}

/** Dijkstra over crown levels, from whatever junctions it is begun at; the last lift station can be taken back with all that it reached. */
class SewerSearch {
  readonly tree: SewerTree = { crown: new Map(), down: new Map(), lifts: new Map(), settled: [] };
  readonly done = new Set<number>();
  private readonly edges: readonly WorkEdge[];
  private readonly ways: Ways;
  /** Edges that meet in each junction. */
  private readonly around = new Map<number, number[]>();
  private readonly queue: [number, number][] = [];
  private settledBefore = 0;

  constructor(edges: readonly WorkEdge[], ways: Ways) {
    this.edges = edges;
    this.ways = ways;
    for (const [k, { ends }] of edges.entries())
      for (const end of ends) this.around.set(end, [...(this.around.get(end) ?? []), k]);
  }

  begin(at: number, level: number): void {
    this.tree.crown.set(at, level);
    heapPush(this.queue, [level, at]);
  }

  reachOut(): void {
    const { crown, down, settled } = this.tree;
    while (this.queue.length > 0) {
      const [level, at] = heapPop(this.queue);
      if (this.done.has(at)) continue;
      this.done.add(at);
      settled.push(at);
      for (const k of this.around.get(at) ?? []) {
        const { ends } = this.edges[k];
        const side = ends[0] === at ? 0 : 1;
        const far = ends[1 - side];
        if (far < 0 || this.done.has(far)) continue;
        const up = this.ways.climb(k, side, level);
        if (up === undefined || up >= (crown.get(far) ?? Number.POSITIVE_INFINITY)) continue;
        down.set(far, { edge: k, side, to: at });
        this.begin(far, up);
      }
    }
  }

  /** Begins a net at a lift station; returns how much street it serves. */
  tryLift(lift: Lift, crownM: number): number {
    const { down, lifts, settled } = this.tree;
    this.settledBefore = settled.length;
    lifts.set(lift.from, lift);
    this.begin(lift.from, crownM);
    this.reachOut();
    return settled.slice(this.settledBefore).reduce((sum, at) => {
      const way = down.get(at);
      return way ? sum + this.edges[way.edge].line.lengthM : sum;
    }, 0);
  }

  undo(): void {
    for (const at of this.tree.settled.splice(this.settledBefore)) {
      this.done.delete(at);
      this.tree.crown.delete(at);
      this.tree.down.delete(at);
      this.tree.lifts.delete(at);
    }
  }
}

/** The street from a served junction to an unserved one that lies lowest; undefined when none is left to try. */
function lowestLift(
  { ground }: DemoCity,
  edges: readonly WorkEdge[],
  done: ReadonlySet<number>,
  hopeless: Set<number>,
  { rise }: Ways,
): Lift | undefined {
  let best: Lift | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  for (const [k, { ends, points }] of edges.entries()) {
    if (hopeless.has(k) || done.has(ends[0]) === done.has(ends[1])) continue;
    const side = done.has(ends[0]) ? 0 : 1;
    const at = side === 0 ? points[points.length - 1] : points[0];
    const level = ground.elevationAt(...at);
    if (ends[1 - side] < 0 || level >= lowest) continue;
    const topM = rise(k);
    if (!topM) {
      hopeless.add(k);
      continue;
    }
    lowest = level;
    best = { edge: k, from: ends[1 - side], to: ends[side], at, topM };
  }
  return best;
}

function waysOf(
  { ground }: DemoCity,
  system: 'YS' | 'WS',
  edges: readonly WorkEdge[],
  placed: PlacedPipes,
  beside: PlacedPipes,
  rules: PipeRules,
): Ways {
  const wall = wallOf(MAX_MM[system]);
  const cover = rules.coverM[system] + 0.03;
  const outsideM = MAX_MM[system] / 1000 + 2 * wall;
  const isClear = clearanceAlong(ground, system, edges, placed, beside, rules, cover);

  return {
    climb(k, side, crownM, stopM = 0) {
      const { edge, points, line } = edges[k];
      const far = side === 0 ? points[points.length - 1] : points[0];
      const length = line.lengthM - stopM;
      const deepest = ground.elevationAt(...far) - CROWN_DEPTH_M[system];
      const up = Math.max(crownM + MIN_SLOPE[system][edge.rank] * length, Math.min(deepest, crownM + 0.08 * length));
      const crownAt = (s: number) => crownM + ((up - crownM) * (side === 0 ? s : line.lengthM - s)) / length;
      const [s0, s1] = side === 0 ? [0, length] : [stopM, line.lengthM];
      return isClear(k, s0, s1, (s) => crownAt(s) + wall, outsideM) ? up : undefined;
    },
    rise(k) {
      const { points, line } = edges[k];
      for (const more of RISING_MORE_COVER_M) {
        const topOf = ([x, y]: Point) => ground.elevationAt(x, y) - cover - more;
        const first = topOf(points[0]);
        const last = topOf(points[points.length - 1]);
        const topAt = (s: number) => first + ((last - first) * s) / line.lengthM;
        if (isClear(k, 0, line.lengthM, topAt, outsideM)) return [first, last];
      }
      return undefined;
    },
  };
}

/** Whether a pipe with this top between two chainages of an edge has cover and keeps clear of all that lies there. */
type IsClear = (k: number, s0: number, s1: number, topAt: (s: number) => number, heightM: number) => boolean;

function clearanceAlong(
  ground: DemoCity['ground'],
  system: 'YS' | 'WS',
  edges: readonly WorkEdge[],
  placed: PlacedPipes,
  beside: PlacedPipes,
  rules: PipeRules,
  coverM: number,
): IsClear {
  const isOwn = (k: number, pipe: Pipe) =>
    pipe.system === system && (!pipe.trunk || edges[k].ends.some((end) => end < 0));
  /** Sewers of one system meet in manholes; a trunk's stand at the ends that tap it. */
  const isJoin = (k: number, pipe: Pipe, s: number) => {
    if (!pipe.trunk || pipe.system !== system) return pipe.system === system;
    const { ends, line } = edges[k];
    return (ends[0] < 0 && s < TAP_NEAR_M) || (ends[1] < 0 && s > line.lengthM - TAP_NEAR_M);
  };

  return (k, s0, s1, topAt, heightM) => {
    const { points, line } = edges[k];
    const steps = Math.max(1, Math.ceil((s1 - s0) / 20));
    for (let i = 0; i <= steps; i++) {
      const s = s0 + ((s1 - s0) * i) / steps;
      if (ground.elevationAt(...pointAt(line, s)) - topAt(s) < coverM) return false;
    }
    for (let i = 0; i + 1 < points.length; i++) {
      const a = line.chainageM[i];
      const b = line.chainageM[i + 1];
      if (b < s0 || a > s1) continue;
      for (const hit of crossingsWith(placed, points[i], points[i + 1])) {
        const s = a + hit.ratio * (b - a);
        if (s < s0 - 1 || s > s1 + 1 || isJoin(k, hit.pipe, s)) continue;
        const need = verticalNeedM(rules, system, hit.pipe.system) + 0.01;
        if (topAt(s) + need > hit.bottomM && topAt(s) - heightM - need < hit.topM) return false;
      }
      const start: Xyz = [...points[i], topAt(a) - heightM / 2];
      const end: Xyz = [...points[i + 1], topAt(b) - heightM / 2];
      if (neighboursOf(placed, rules, start, end, system, heightM / 2, heightM).some((pipe) => !isOwn(k, pipe)))
        return false;
      if (neighboursOf(beside, rules, start, end, system, heightM / 2, ANY_DEPTH_M).length > 0) return false;
    }
    return true;
  };
}

/** Edges that cross or crowd one another anywhere but at a common end: the wider street's stays. */
function withoutOwnCrossings(edges: readonly WorkEdge[], rules: PipeRules, system: 'YS' | 'WS'): WorkEdge[] {
  const placed = noPipes();
  const half = MAX_MM[system] / 2000 + wallOf(MAX_MM[system]);
  const order = edges.map((_, k) => k).sort((a, b) => edges[b].edge.rank - edges[a].edge.rank || a - b);
  const kept = new Set<number>();
  for (const k of order) {
    const { points, ends } = edges[k];
    const axis = points.map(([x, y]): Xyz => [x, y, 0]);
    const shares = (pipe: Pipe) => pipe.joins.some((end) => ends.includes(Number(end)));
    let clear = true;
    for (let i = 0; clear && i + 1 < points.length; i++) {
      const a = points[i];
      const b = points[i + 1];
      clear = crossingsWith(placed, a, b).every((hit) => {
        const at = [a[0] + hit.ratio * (b[0] - a[0]), a[1] + hit.ratio * (b[1] - a[1])];
        const isEnd = [points[0], points[points.length - 1]].some((p) => Math.hypot(p[0] - at[0], p[1] - at[1]) < 0.6);
        return isEnd && shares(hit.pipe);
      });
      clear &&= neighboursOf(placed, rules, axis[i], axis[i + 1], system, half, 2).length === 0;
    }
    if (!clear) continue;
    kept.add(k);
    placePipe(placed, {
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
