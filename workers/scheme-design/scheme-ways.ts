import type { Point } from '../../model/geo/plane/point.ts';
import type { RoadClass, RoadNetwork } from '../../model/roads/road-network.ts';
import { mayUse, VEHICLES } from '../../model/roads/vehicles.ts';
import type { SchemeRoad } from '../../model/schemes/scheme.ts';
import type { RoadOnFoot } from '../../model/schemes/site-figures.ts';
import {
  isWaitedAt,
  partOfWay,
  type WalkingGraph,
  type WalkingNet,
  type Way,
  waitOfMs,
  wayOf,
} from '../shared/walking-times.ts';
import { lineLengthM, WayIndex, type WayPlace } from '../shared/way-index.ts';
import {
  type Joint,
  jointsOf,
  type LinePlace,
  MERGE_M,
  type Streets,
  type WalkedRoad,
  walkedRoad,
} from './scheme-joints.ts';

/** As streets of the city are ranked: whether crossings are waited at goes by it, and whether anybody walks there. */
const CLASS_OF: Readonly<Record<SchemeRoad['class'], RoadClass>> = {
  expressway: 'expressway',
  arterial: 'primary',
  collector: 'secondary',
  local: 'local',
  lane: 'lane',
};

/** The ways of a city as a scheme leaves them. */
export interface SchemeWays {
  graph: WalkingGraph;
  /** A place of the city's own ways, or one of the scheme's that is nearer to where it was asked for. */
  moved(place: WayPlace | null, at: Point, reachM: number): WayPlace | null;
  roads: RoadOnFoot[];
}

/** The city's streets with what a net of them needs to be added to. */
export interface SchemeStreets extends Streets {
  net: WalkingNet;
  crossingWaitS: number;
}

/**
 * The scheme's centre lines as ways of the city. The city's net stays as it is and is laid under: only the segments that a road meets are cut,
 * so that an edit costs what the scheme has of roads. Both come to what a network that is built anew with these roads comes to.
 */
export function schemeWays(drawn: readonly SchemeRoad[], streets: SchemeStreets): SchemeWays {
  const foot = VEHICLES.find(({ id }) => id === 'foot');
  const isWalked = (road: SchemeRoad) => foot !== undefined && mayUse(foot, CLASS_OF[road.class], false);
  const walked = drawn
    .filter(isWalked)
    .map(walkedRoad)
    .filter(({ lengthM }) => lengthM > 0);
  const { joints, apart, gapsM } = jointsOf(walked, streets);
  const reached = reachedFromCity(walked.length, joints);
  const kept = joints.filter(({ one }) => reached[one.line] === 1);
  const { graph, cuts, index, firstWay } = layOver(walked, reached, kept, streets);
  return {
    graph,
    moved(place, at, reachM) {
      const own = index.placeOf(at, place ? Math.min(place.offM, reachM) : reachM, () => true);
      if (own && (!place || own.offM < place.offM)) return { ...own, segment: firstWay + own.segment };
      return place && cutPlace(place, cuts.get(place.segment));
    },
    roads: drawn.map((road): RoadOnFoot => {
      const at = walked.findIndex((one) => one.road === road);
      const state = !isWalked(road) ? 'not-walked' : reached[at] === 1 ? 'joined' : 'alone';
      const count = joints.filter(({ one, other }) => isOfRoad(one, at) || isOfRoad(other, at)).length;
      return { road: road.id, state, joints: count, apart: apart[at]?.size ?? 0, gapsM: gapsM[at] ?? [] };
    }),
  };
}

const isOfRoad = ({ of, line }: LinePlace, road: number): boolean => of === 'scheme' && line === road;

/** Roads that lead to a street of the city, by one another if not themselves. */
function reachedFromCity(count: number, joints: readonly Joint[]): Uint8Array {
  const reached = new Uint8Array(count);
  const isReached = ({ of, line }: LinePlace) => of === 'city' || reached[line] === 1;
  for (let isSpreading = true; isSpreading; ) {
    isSpreading = false;
    for (const { one, other } of joints) {
      if (isReached(one) === isReached(other)) continue;
      // A segment of the city is reached as it is: what is not, is a road.
      reached[isReached(one) ? other.line : one.line] = 1;
      isSpreading = true;
    }
  }
  return reached;
}

interface Cut {
  alongM: number;
  node: number;
}

/** A piece of a segment, and the way that it became. */
interface Piece {
  fromM: number;
  toM: number;
  longM: number;
  way: number;
}

/** Nodes that are one; of those in the city and new ones the city's stays, and two of the city's never become one. */
class Merged {
  private readonly parent: number[];
  private readonly city: number;

  constructor(city: number) {
    this.city = city;
    this.parent = [];
  }

  fresh(): number {
    this.parent.push(this.city + this.parent.length);
    return this.city + this.parent.length - 1;
  }

  root(node: number): number {
    let at = node;
    while (at >= this.city && this.parent[at - this.city] !== at) at = this.parent[at - this.city];
    return at;
  }

  merge(one: number, other: number): void {
    const [low, high] = [this.root(one), this.root(other)].sort((a, b) => a - b);
    if (low !== high && high >= this.city) this.parent[high - this.city] = low;
  }
}

/** A straight way from the end of a road to the middle of the carriageway that it joins. */
interface Link {
  ends: readonly [number, number];
  points: readonly [Point, Point];
  road: number;
}

/** The lines that joints cut, and the links between them. */
function cutLines(roads: readonly WalkedRoad[], joints: readonly Joint[], network: RoadNetwork, nodes: Merged) {
  const ofRoad = roads.map(({ lengthM }): Cut[] => [0, lengthM].map((alongM) => ({ alongM, node: nodes.fresh() })));
  const ofCity = new Map<number, Cut[]>();
  const endsOf = (line: number): Cut[] => {
    const { from, to, points } = network.segments[line];
    const end = { alongM: lineLengthM(points), node: to };
    return [{ alongM: 0, node: from }, end];
  };
  const cutAt = ({ of, line, alongM }: LinePlace, node: number) => {
    if (of === 'scheme') ofRoad[line].push({ alongM, node });
    else ofCity.set(line, [...(ofCity.get(line) ?? endsOf(line)), { alongM, node }]);
  };
  const links: Link[] = [];
  for (const { one, other, link } of joints) {
    const node = nodes.fresh();
    const there = link ? nodes.fresh() : node;
    cutAt(one, node);
    cutAt(other, there);
    if (link) links.push({ ends: [node, there], points: link, road: one.line });
  }
  for (const list of [...ofCity.values(), ...ofRoad]) mergeNear(list, nodes);
  return { ofRoad, ofCity, links };
}

function layOver(roads: readonly WalkedRoad[], reached: Uint8Array, joints: readonly Joint[], streets: SchemeStreets) {
  const { network, net, groundAt, crossingWaitS } = streets;
  const nodes = new Merged(net.junctions);
  const { ofRoad, ofCity, links } = cutLines(roads, joints, network, nodes);
  const graph = new GrownGraph(net, nodes, crossingWaitS);
  const cuts = new Map<number, Piece[]>();
  for (const [line, list] of [...ofCity].sort(([a], [b]) => a - b)) {
    const way = net.ways[line];
    const parts = partsOf(list, nodes);
    if (way && parts.length > 1)
      cuts.set(line, graph.cutSegment(line, way, parts, isWaitedAt(network.segments[line].class)));
  }
  const firstWay = graph.ways.length;
  const lines: (readonly Point[])[] = [];
  const addLine = (ends: readonly [number, number], points: readonly Point[], road: number) => {
    graph.add(wayOf({ ...graph.endsOf(...ends), points }, groundAt), isWaitedAt(CLASS_OF[roads[road].road.class]));
    lines.push(points);
  };
  for (const [r, road] of roads.entries()) {
    if (reached[r] === 0) continue;
    for (const { from, to, fromM, toM } of partsOf(ofRoad[r], nodes))
      addLine([from, to], stretchOf(road, fromM, toM), r);
  }
  for (const { ends, points, road } of links)
    if (nodes.root(ends[0]) !== nodes.root(ends[1])) addLine(ends, points, road);
  return { graph: graph.done(), cuts, index: new WayIndex(lines), firstWay };
}

/** Sorts the cuts of a line, and makes those one that lie beside each other. */
function mergeNear(cuts: Cut[], nodes: Merged): void {
  cuts.sort((a, b) => a.alongM - b.alongM || a.node - b.node);
  for (let i = 1; i < cuts.length; i++)
    if (cuts[i].alongM - cuts[i - 1].alongM <= MERGE_M) nodes.merge(cuts[i - 1].node, cuts[i].node);
}

/** A stretch of a line between two nodes. */
interface Part {
  from: number;
  to: number;
  fromM: number;
  toM: number;
}

/** Stretches between cuts of different junctions. */
function partsOf(cuts: readonly Cut[], nodes: Merged): Part[] {
  const parts: Part[] = [];
  let last = cuts[0];
  for (const cut of cuts) {
    if (nodes.root(cut.node) === nodes.root(last.node) && cut.alongM - last.alongM <= MERGE_M) continue;
    parts.push({ from: last.node, to: cut.node, fromM: last.alongM, toM: cut.alongM });
    last = cut;
  }
  // A cut beside the line's end is the end: the stretch before it runs through.
  const end = cuts[cuts.length - 1].alongM;
  return parts.map((part, i) => (i === parts.length - 1 ? { ...part, toM: end } : part));
}

function stretchOf({ points, chainageM }: WalkedRoad, fromM: number, toM: number): Point[] {
  const at = (alongM: number): Point => {
    const next = chainageM.findIndex((each) => each >= alongM);
    const k = next < 0 ? points.length - 1 : Math.max(1, next);
    const a = points[k - 1];
    const b = points[k];
    const share = (alongM - chainageM[k - 1]) / (chainageM[k] - chainageM[k - 1]);
    return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
  };
  return [at(fromM), ...points.filter((_, i) => chainageM[i] > fromM && chainageM[i] < toM), at(toM)];
}

function cutPlace(place: WayPlace, pieces: readonly Piece[] | undefined): WayPlace {
  if (!pieces) return place;
  const alongM = place.share * pieces[0].longM;
  const piece = pieces.find(({ toM }) => alongM <= toM) ?? pieces[pieces.length - 1];
  const share = (alongM - piece.fromM) / (piece.toM - piece.fromM);
  return { ...place, segment: piece.way, share: Math.min(1, Math.max(0, share)) };
}

/** A copy of a net's lists that shares all that does not change. */
class GrownGraph {
  readonly ways: (Way | null)[];
  private readonly leaving: (readonly number[])[];
  private readonly legs = new Map<number, { count: number; isWide: boolean }>();
  private readonly fresh = new Map<number, number>();
  private readonly net: WalkingNet;
  private readonly nodes: Merged;
  private readonly crossingWaitS: number;

  constructor(net: WalkingNet, nodes: Merged, crossingWaitS: number) {
    this.net = net;
    this.nodes = nodes;
    this.crossingWaitS = crossingWaitS;
    this.ways = [...net.ways];
    this.leaving = [...net.leaving];
  }

  /** Two nodes as junctions of this graph. */
  endsOf(from: number, to: number): { from: number; to: number } {
    return { from: this.junctionOf(from), to: this.junctionOf(to) };
  }

  /** Its parts in place of a segment. */
  cutSegment(segment: number, way: Way, parts: readonly Part[], isWide: boolean): Piece[] {
    const longM = way.chainageM[way.chainageM.length - 1];
    this.ways[segment] = null;
    for (const end of [way.from, way.to]) {
      this.leaving[end] = this.leaving[end].filter((each) => each !== segment);
      const legs = this.legsOf(end);
      this.legs.set(end, { ...legs, count: legs.count - 1 });
    }
    return parts.map(({ from, to, fromM, toM }, i) => {
      const endM = i === parts.length - 1 ? longM : toM;
      return { fromM, toM: endM, longM, way: this.add(partOfWay(way, this.endsOf(from, to), fromM, endM), isWide) };
    });
  }

  add(way: Way, isWide: boolean): number {
    const id = this.ways.push(way) - 1;
    for (const end of [way.from, way.to]) {
      this.leaving[end] = [...(this.leaving[end] ?? []), id];
      const legs = this.legsOf(end);
      this.legs.set(end, { count: legs.count + 1, isWide: legs.isWide || isWide });
    }
    return id;
  }

  done(): WalkingGraph {
    const junctions = this.net.junctions + this.fresh.size;
    const waitMs = new Int32Array(junctions);
    waitMs.set(this.net.waitMs);
    for (const [junction, { count, isWide }] of this.legs)
      waitMs[junction] = waitOfMs(count, isWide, this.crossingWaitS);
    const leaving = Array.from({ length: junctions }, (_, j) => this.leaving[j] ?? []);
    return { junctions, ways: this.ways, leaving, waitMs };
  }

  private legsOf(junction: number): { count: number; isWide: boolean } {
    const { legs, wide } = this.net;
    return this.legs.get(junction) ?? { count: legs[junction] ?? 0, isWide: wide[junction] === 1 };
  }

  private junctionOf(node: number): number {
    const root = this.nodes.root(node);
    if (root < this.net.junctions) return root;
    const known = this.fresh.get(root) ?? this.net.junctions + this.fresh.size;
    this.fresh.set(root, known);
    return known;
  }
}
