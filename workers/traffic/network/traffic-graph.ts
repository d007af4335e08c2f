import { NO_WAY_MS } from '../../shared/hierarchy.ts';
import type { RoadGraph } from '../../shared/road-graph.ts';
import type { WayPlace } from '../../shared/way-index.ts';
import { BPR_POWER, bprSlope, type DelayNetwork } from '../assignment/delay-network.ts';
import { partsOf, reachedVertices } from './largest-part.ts';
import type { RoadCapacity } from './road-capacity.ts';

/** Where trips begin and end: a place on a road, or the end of a road at the edge of the network. */
type TripEnd = { place: WayPlace } | { junction: number };

/** Vertices of a trip end: trips come out of one and go into the other. */
interface EndVertices {
  source: number;
  sink: number;
}

/**
 * Roads as the assignment takes them. The first links are the directed segments of the road graph in their order. A junction is one vertex,
 * but where a turn is banned: there every road has vertices of its own, joined by the turns that are allowed.
 */
export class TrafficGraph {
  readonly graph: RoadGraph;
  private vertices: number;
  private readonly from: number[] = [];
  private readonly to: number[] = [];
  private readonly freeS: number[] = [];
  /** Vertices by which a junction is left and entered. */
  private readonly leaving: number[][];
  private readonly entering: number[][];

  /** `travelMs`: of every directed segment with all roads open, those among them that are to be opened. */
  constructor(graph: RoadGraph, travelMs: Int32Array) {
    const { segments, junctions, turnBans } = graph.network;
    this.graph = graph;
    this.vertices = junctions.length;
    const banned = new Set(turnBans.map(({ via }) => via));
    this.leaving = junctions.map((_, junction) => (banned.has(junction) ? [] : [junction]));
    this.entering = junctions.map((_, junction) => (banned.has(junction) ? [] : [junction]));
    for (let node = 0; node < 2 * segments.length; node++) {
      const { from, to } = segments[node >> 1];
      const [start, end] = (node & 1) === 0 ? [from, to] : [to, from];
      const isDriven = travelMs[node] < NO_WAY_MS;
      this.from.push(banned.has(start) && isDriven ? this.own(this.leaving[start]) : start);
      this.to.push(banned.has(end) && isDriven ? this.own(this.entering[end]) : end);
      this.freeS.push(isDriven ? travelMs[node] / 1000 : Number.POSITIVE_INFINITY);
    }
    for (const [arc, node] of graph.from.entries()) {
      const next = graph.to[arc];
      const isDriven = travelMs[node] < NO_WAY_MS && travelMs[next] < NO_WAY_MS;
      if (isDriven && this.to[node] !== this.from[next]) this.link(this.to[node], this.from[next], 0);
    }
  }

  private own(list: number[]): number {
    list.push(this.vertices);
    return this.vertices++;
  }

  private link(from: number, to: number, freeS: number): void {
    this.from.push(from);
    this.to.push(to);
    this.freeS.push(freeS);
  }

  /** Marks the directed segments in the largest part of the network from which every place reaches every other. */
  joined(travelMs: Int32Array): Uint8Array {
    const { from, to } = this.openLinks(travelMs);
    const { partOf, largest } = partsOf(this.vertices, from, to);
    return Uint8Array.from(travelMs, (ms, node) =>
      Number(ms < NO_WAY_MS && partOf[this.from[node]] === largest && partOf[this.to[node]] === largest),
    );
  }

  /** Marks the directed segments that the largest part reaches, and those from which it can be reached: 1 and 2, 3 for both. */
  reached(travelMs: Int32Array): Uint8Array {
    const { from, to } = this.openLinks(travelMs);
    const { partOf, largest } = partsOf(this.vertices, from, to);
    const isMain = Uint8Array.from(partOf, (part) => Number(part === largest));
    const after = reachedVertices(isMain, from, to);
    const before = reachedVertices(isMain, to, from);
    return Uint8Array.from(travelMs, (ms, node) =>
      ms < NO_WAY_MS ? after[this.from[node]] + 2 * before[this.to[node]] : 0,
    );
  }

  /** Lists both ends of the links that are open. */
  private openLinks(travelMs: Int32Array): { from: Int32Array; to: Int32Array } {
    const isThere = (link: number) => (link < travelMs.length ? travelMs[link] < NO_WAY_MS : true);
    const open = this.freeS.flatMap((_, link) => (isThere(link) ? [link] : []));
    return {
      from: Int32Array.from(open, (link) => this.from[link]),
      to: Int32Array.from(open, (link) => this.to[link]),
    };
  }

  /** Adds a place at which trips begin and end. A place on a road is joined to the junctions at either end of it, also while the road itself is closed. */
  addEnd(end: TripEnd): EndVertices {
    const source = this.vertices++;
    const sink = this.vertices++;
    for (const [junction, seconds] of this.nearJunctions(end)) {
      for (const vertex of this.leaving[junction]) this.link(source, vertex, seconds);
      for (const vertex of new Set([...this.entering[junction], ...this.leaving[junction]]))
        this.link(vertex, sink, seconds);
    }
    return { source, sink };
  }

  /** Adds a place on a road at which trips begin; of the junctions at either end those that are wished alone, where one is. */
  addSource(place: WayPlace, isWished: (junction: number) => boolean): number {
    const source = this.vertices++;
    const near = this.nearJunctions({ place });
    const wished = near.filter(([junction]) => isWished(junction));
    for (const [junction, seconds] of wished.length > 0 ? wished : near)
      for (const vertex of this.leaving[junction]) this.link(source, vertex, seconds);
    return source;
  }

  /** Adds one place at which trips end that come to any of these junctions. */
  addSink(junctions: Iterable<number>): number {
    const sink = this.vertices++;
    for (const junction of junctions)
      for (const vertex of new Set([...this.entering[junction], ...this.leaving[junction]])) this.link(vertex, sink, 0);
    return sink;
  }

  private nearJunctions(end: TripEnd): [junction: number, seconds: number][] {
    if ('junction' in end) return [[end.junction, 0]];
    const { segment, share } = end.place;
    const { from, to, speedKmPerH } = this.graph.network.segments[segment];
    const wholeS = (this.graph.lengthM[segment] * 3.6) / speedKmPerH;
    return [
      [from, share * wholeS],
      [to, (1 - share) * wholeS],
    ];
  }

  /** The network with times and capacities under one state of the roads; what is closed is not there. */
  network(travelMs: Int32Array, { capacity, waitS }: RoadCapacity): DelayNetwork {
    const free = Float64Array.from(this.freeS);
    const slope = new Float64Array(free.length);
    for (let node = 0; node < travelMs.length; node++) {
      free[node] = travelMs[node] < NO_WAY_MS ? travelMs[node] / 1000 + waitS[node] : Number.POSITIVE_INFINITY;
      if (travelMs[node] < NO_WAY_MS) slope[node] = bprSlope(free[node], capacity[node]);
    }
    return {
      vertices: this.vertices,
      from: Int32Array.from(this.from),
      to: Int32Array.from(this.to),
      free,
      slope,
      power: BPR_POWER,
    };
  }
}
