import type { Point } from '../../model/geo/plane/point.ts';
import type { VehicleClass } from '../../model/roads/vehicles.ts';
import { type Hierarchy, NO_WAY_MS, openHierarchy, type Terminal, WeightedHierarchy } from './hierarchy.ts';
import { type RoadConditions, type RoadGraph, travelMs, turnMs } from './road-graph.ts';
import { REACH_M, type RoadShape, segmentsIn } from './segments-in.ts';
import { WayIndex, type WayPlace } from './way-index.ts';

/** A way by road: how long, how far, its line in the city's plane, and the segments passed, in order. */
interface Route {
  ms: number;
  lengthM: number;
  line: Point[];
  /** Whole milliseconds from the start to each point of the line, each segment at its own speed; the last is `ms`. */
  passedMs: number[];
  segments: number[];
}

/** A directed segment, left at its end and reached at its beginning, or a place on one. */
export type Stretch = number | WayPlace;

const DEAR_MS = 5_000_000;

/** Routes on one network: weights by vehicle and conditions, places by nearest segment. */
export class Router {
  private readonly graph: RoadGraph;
  private readonly hierarchy: Hierarchy;
  private readonly index: WayIndex;

  constructor(graph: RoadGraph) {
    this.graph = graph;
    this.hierarchy = openHierarchy(graph, graph.x, graph.y);
    this.index = new WayIndex(graph.network.segments.map(({ points }) => points));
  }

  /** The network as one kind of vehicle finds it now. */
  for(vehicle: VehicleClass, conditions: RoadConditions = {}): VehicleRouter {
    return new VehicleRouter(this.graph, this.hierarchy, travelMs(this.graph, vehicle, conditions));
  }

  /**
   * The network as if what is closed now could be passed, each closed segment as dear as a way of 83 minutes: a quickest way passes no more
   * of them than it must, and those it passes are what cuts the places off from each other.
   */
  throughClosures(vehicle: VehicleClass, conditions: RoadConditions): VehicleRouter {
    const open = travelMs(this.graph, vehicle);
    const now = travelMs(this.graph, vehicle, conditions);
    const dear = now.map((ms, node) => (ms >= NO_WAY_MS && open[node] < NO_WAY_MS ? open[node] + DEAR_MS : ms));
    return new VehicleRouter(this.graph, this.hierarchy, dear);
  }

  /** Segments that a shape meets. */
  segmentsIn(points: readonly Point[], kind: RoadShape): number[] {
    return segmentsIn(this.index, points, kind);
  }

  /** Returns the nearest place on a segment that `isOpen`; null beyond `reachM`, metres. */
  placeOf(at: Point, isOpen: (segment: number) => boolean = () => true, reachM = REACH_M): WayPlace | null {
    return this.index.placeOf(at, reachM, isOpen);
  }
}

/** Routes, tables of times and reach for one kind of vehicle under one set of conditions. */
export class VehicleRouter {
  private readonly graph: RoadGraph;
  private readonly travel: Int32Array;
  private readonly weighted: WeightedHierarchy;
  private readonly leaving: Map<number, number[]> = new Map();

  constructor(graph: RoadGraph, hierarchy: Hierarchy, travel: Int32Array) {
    this.graph = graph;
    this.travel = travel;
    this.weighted = new WeightedHierarchy(hierarchy, turnMs(graph, travel));
    for (const [arc, node] of graph.from.entries()) {
      const list = this.leaving.get(node) ?? [];
      list.push(arc);
      this.leaving.set(node, list);
    }
  }

  /** Whether it may go on a segment, in one direction at least. */
  isOpen(segment: number): boolean {
    return this.travel[2 * segment] < NO_WAY_MS || this.travel[2 * segment + 1] < NO_WAY_MS;
  }

  /** The quickest way between two places, or null where there is none. */
  route(from: WayPlace, to: WayPlace): Route | null {
    const straight = this.within(from, to);
    const way = this.weighted.way(this.starts(from), this.ends(to));
    if (straight && (!way || straight.ms <= way.ms)) return straight;
    if (!way) return null;
    const { starts, node: first } = this.firstOf(from, way.arcs, to);
    const nodes = [first, ...starts];
    return this.routeOver(nodes, from, to, way.ms);
  }

  /** Seconds are whole milliseconds, row by row from each place to each other; NO_WAY_MS where there is no way. */
  table(from: readonly WayPlace[], to: readonly WayPlace[]): Int32Array {
    const times = this.weighted.matrix(
      from.map((place) => this.starts(place)),
      to.map((place) => this.ends(place)),
    );
    for (const [row, start] of from.entries())
      for (const [column, end] of to.entries()) {
        const ms = this.withinMs(start, end);
        const at = row * to.length + column;
        times[at] = Math.min(times[at], ms);
      }
    return times;
  }

  /** Whole milliseconds from each stretch to each other, row by row; NO_WAY_MS where there is no way. */
  stretchTable(stretches: readonly Stretch[]): Int32Array {
    return this.weighted.matrix(
      stretches.map((stretch) => this.startsOf(stretch)),
      stretches.map((stretch) => this.endsOf(stretch)),
    );
  }

  /** The quickest way from one stretch to another, neither of them itself gone along; null where there is none. */
  stretchRoute(from: Stretch, to: Stretch): Route | null {
    const starts = this.startsOf(from);
    const ends = this.endsOf(to);
    const way = this.weighted.way(starts, ends);
    if (!way) return null;
    const { graph } = this;
    const [first] = way.arcs;
    const passed =
      first === undefined ? [meetingOf(starts, ends)] : [graph.from[first], ...way.arcs.map((arc) => graph.to[arc])];
    const left = typeof from === 'number' ? from : this.leftBy(from, passed[0]);
    return this.routeOver([left, ...passed], placeAt(from, 1), placeAt(to, 0), way.ms);
  }

  private startsOf(stretch: Stretch): Terminal[] {
    if (typeof stretch !== 'number') return this.starts(stretch);
    return (this.leaving.get(stretch) ?? []).map((arc) => ({ node: this.graph.to[arc], ms: 0 }));
  }

  private endsOf(stretch: Stretch): Terminal[] {
    return typeof stretch === 'number' ? [{ node: stretch, ms: 0 }] : this.ends(stretch);
  }

  /** The direction in which a place is left for a directed segment that is entered next. */
  private leftBy(place: WayPlace, next: number): number {
    const joined = this.directed(place).filter(
      (node) =>
        this.travel[node] < NO_WAY_MS && (this.leaving.get(node) ?? []).some((arc) => this.graph.to[arc] === next),
    );
    return joined.sort((a, b) => this.shareLeft(place, a) - this.shareLeft(place, b))[0];
  }

  /** When each segment is entered, in its quicker direction, from a place; NO_WAY_MS where it is not. */
  reach(from: WayPlace): Int32Array {
    const ms = this.weighted.toAll(this.starts(from));
    const out = Int32Array.from({ length: ms.length / 2 }, (_, i) =>
      Math.min(
        this.travel[2 * i] < NO_WAY_MS ? ms[2 * i] : NO_WAY_MS,
        this.travel[2 * i + 1] < NO_WAY_MS ? ms[2 * i + 1] : NO_WAY_MS,
      ),
    );
    out[from.segment] = 0;
    return out;
  }

  /** When each directed segment can be entered at its beginning from a place: 2 i along the centre line, 2 i + 1 against it. */
  entries(from: WayPlace): Int32Array {
    return this.weighted.toAll(this.starts(from));
  }

  /** Returns the milliseconds from the beginning of each directed segment to a place; NO_WAY_MS where there is no way. */
  exits(to: WayPlace): Int32Array {
    return this.weighted.toAll(this.ends(to), true);
  }

  /** Milliseconds over a directed segment; NO_WAY_MS where it is closed. */
  travelMs(node: number): number {
    return this.travel[node];
  }

  /** Off a closed segment one may drive: its travel is then as long as nothing. */
  private partMs(node: number, share: number): number {
    const ms = this.travel[node];
    return ms >= NO_WAY_MS ? NO_WAY_MS : Math.round(ms * share);
  }

  private shareLeft({ share }: WayPlace, node: number): number {
    return (node & 1) === 0 ? 1 - share : share;
  }

  /** Returns the directed segments that are entered next from a place, and how long that takes. */
  starts(place: WayPlace): Terminal[] {
    return this.directed(place).flatMap((node) => {
      const ms = this.partMs(node, this.shareLeft(place, node));
      return ms >= NO_WAY_MS ? [] : (this.leaving.get(node) ?? []).map((arc) => ({ node: this.graph.to[arc], ms }));
    });
  }

  /** Returns the directed segments that a place lies on, and how long it is from their beginning. */
  ends(place: WayPlace): Terminal[] {
    return this.directed(place).flatMap((node) => {
      const ms = this.partMs(node, 1 - this.shareLeft(place, node));
      return ms >= NO_WAY_MS ? [] : [{ node, ms }];
    });
  }

  private directed({ segment }: WayPlace): number[] {
    return [2 * segment, 2 * segment + 1];
  }

  /** Returns milliseconds along one segment without leaving it; NO_WAY_MS between two segments, or against the way that is open. */
  withinMs(from: WayPlace, to: WayPlace): number {
    return from.segment === to.segment
      ? this.partMs(nodeBetween(from, to), Math.abs(to.share - from.share))
      : NO_WAY_MS;
  }

  private within(from: WayPlace, to: WayPlace): Route | null {
    const ms = this.withinMs(from, to);
    return ms >= NO_WAY_MS ? null : this.routeOver([nodeBetween(from, to)], from, to, ms);
  }

  /** By which direction the first segment was left, and the segments after it. */
  private firstOf(from: WayPlace, arcs: readonly number[], to: WayPlace): { starts: number[]; node: number } {
    const { graph } = this;
    const after = arcs.length > 0 ? graph.from[arcs[0]] : null;
    const nodes = arcs.length > 0 ? [...arcs.map((arc) => graph.from[arc]), graph.to[arcs[arcs.length - 1]]] : [];
    const candidates = this.directed(from).filter((node) => this.travel[node] < NO_WAY_MS);
    const ends = after === null ? this.directed(to) : [after];
    let best = { node: candidates[0], starts: nodes };
    let bestMs = Number.POSITIVE_INFINITY;
    for (const node of candidates)
      for (const arc of this.leaving.get(node) ?? [])
        for (const end of ends) {
          if (graph.to[arc] !== end) continue;
          const endMs = after === null ? this.partMs(end, 1 - this.shareLeft(to, end)) : 0;
          const ms = this.partMs(node, this.shareLeft(from, node)) + endMs;
          if (ms >= bestMs) continue;
          bestMs = ms;
          best = { node, starts: after === null ? [end] : nodes };
        }
    return best;
  }

  private routeOver(nodes: readonly number[], from: WayPlace, to: WayPlace, ms: number): Route {
    const { network } = this.graph;
    const line: Point[] = [];
    const passedMs: number[] = [];
    let lengthM = 0;
    let enteredMs = 0;
    for (const [i, node] of nodes.entries()) {
      const { points } = network.segments[node >> 1];
      const isAlong = (node & 1) === 0;
      const fromShare = i === 0 ? from.share : isAlong ? 0 : 1;
      const toShare = i === nodes.length - 1 ? to.share : isAlong ? 1 : 0;
      const share = Math.abs(toShare - fromShare);
      const part = partOf(points, fromShare, toShare);
      const chainageM = chainagesM(part);
      const partM = chainageM[chainageM.length - 1];
      const partMs = this.partMs(node, share);
      lengthM += share * this.graph.lengthM[node >> 1];
      for (const [k, point] of part.entries()) {
        const last = line[line.length - 1];
        if (last && last[0] === point[0] && last[1] === point[1]) continue;
        line.push(point);
        passedMs.push(enteredMs + (partM > 0 ? Math.round((partMs * chainageM[k]) / partM) : 0));
      }
      enteredMs += partMs;
    }
    return { ms, lengthM, line, passedMs, segments: nodes.map((node) => node >> 1) };
  }
}

/** The directed segment that ends nearest to where others start. */
function meetingOf(starts: readonly Terminal[], ends: readonly Terminal[]): number {
  const met = starts.flatMap((start) =>
    ends.flatMap((end) => (start.node === end.node ? [{ node: end.node, ms: start.ms + end.ms }] : [])),
  );
  return met.sort((a, b) => a.ms - b.ms)[0].node;
}

/** A stretch as a place: a directed segment by its beginning (0) or its end (1). */
const placeAt = (stretch: Stretch, end: 0 | 1): WayPlace =>
  typeof stretch === 'number'
    ? { segment: stretch >> 1, share: (stretch & 1) === 0 ? end : 1 - end, offM: 0, at: [0, 0] }
    : stretch;

/** Returns the direction in which a place of a segment follows another of it. */
const nodeBetween = (from: WayPlace, to: WayPlace): number => 2 * from.segment + (to.share >= from.share ? 0 : 1);

/** How far along a line each of its points lies, metres. */
function chainagesM(points: readonly Point[]): number[] {
  const chainage = [0];
  for (let i = 1; i < points.length; i++)
    chainage.push(
      chainage[i - 1] + Math.sqrt((points[i][0] - points[i - 1][0]) ** 2 + (points[i][1] - points[i - 1][1]) ** 2),
    );
  return chainage;
}

/** A line from one share of its length to another, backwards where the second is less. */
function partOf(points: readonly Point[], fromShare: number, toShare: number): Point[] {
  const chainage = chainagesM(points);
  const lengthM = chainage[chainage.length - 1];
  const low = Math.min(fromShare, toShare) * lengthM;
  const high = Math.max(fromShare, toShare) * lengthM;
  const at = (s: number): Point => {
    let i = 1;
    while (i < points.length - 1 && chainage[i] < s) i++;
    const t = chainage[i] > chainage[i - 1] ? (s - chainage[i - 1]) / (chainage[i] - chainage[i - 1]) : 0;
    return [
      points[i - 1][0] + t * (points[i][0] - points[i - 1][0]),
      points[i - 1][1] + t * (points[i][1] - points[i - 1][1]),
    ];
  };
  const inside = points.filter((_, i) => chainage[i] > low && chainage[i] < high);
  const part = [at(low), ...inside, at(high)];
  return toShare < fromShare ? part.reverse() : part;
}
