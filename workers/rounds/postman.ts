import type { RoadNetwork } from '../../model/roads/road-network.ts';
import { NO_WAY_MS, openHierarchy, WeightedHierarchy } from '../shared/hierarchy.ts';
import type { VehicleRoads } from '../shared/vehicle-roads.ts';
import { eulerOrder, type WalkedEdge } from './euler-order.ts';
import { perfectMatching } from './perfect-matching.ts';

/** How streets may be driven along, each once, and what no way of doing so undercuts. */
interface Postman {
  /** Milliseconds beside the streets themselves. */
  boundMs: number;
  /** Directed segments of the streets, in the order of a closed walk over all of them. */
  order: number[];
}

/**
 * The undirected rural postman by Christofides (1976): where an odd number of streets meet, a tour must pass once more, so that the odd
 * junctions are joined in pairs, at the least by the cheapest pairing of all. One-way streets count both ways in the quicker direction and
 * bans of turns do not count, which only lowers the bound. What is apart after that is joined by the shortest ways there and back.
 */
export function postman({ graph, roads }: VehicleRoads, streets: readonly number[]): Postman {
  const { segments } = graph.network;
  const ways = openJunctions(graph.network, (segment) =>
    Math.min(roads.travelMs(2 * segment), roads.travelMs(2 * segment + 1)),
  );
  const edges: WalkedEdge[] = streets.map((segment) => ({ ...endsOf(segments[segment]), segment, isStreet: true }));
  const paired = pairOdd(ways, oddJunctions(edges));
  const between = (from: number, to: number): WalkedEdge[] =>
    ways.between(from, to).map((segment) => ({ ...endsOf(segments[segment]), segment, isStreet: false }));
  for (const [from, to] of paired.pairs) edges.push(...between(from, to));
  for (const [from, to] of joinParts(ways, edges)) edges.push(...between(from, to), ...between(from, to));
  return { boundMs: paired.ms, order: eulerOrder(edges) };
}

const endsOf = ({ from, to }: { from: number; to: number }) => ({ from, to });

function oddJunctions(edges: readonly WalkedEdge[]): number[] {
  const odd = new Set<number>();
  for (const { from, to } of edges) for (const junction of [from, to]) if (!odd.delete(junction)) odd.add(junction);
  return [...odd].sort((a, b) => a - b);
}

/** Ways between junctions over segments in any direction. */
interface JunctionWays {
  /** Milliseconds, row by row; NO_WAY_MS where there is no way. */
  table(junctions: readonly number[]): Int32Array;
  /** The segments of a quickest way; none where there is no way. */
  between(from: number, to: number): number[];
}

function openJunctions({ junctions, segments }: RoadNetwork, msOf: (segment: number) => number): JunctionWays {
  const graph = {
    nodes: junctions.length,
    from: Int32Array.from(segments.flatMap(({ from, to }) => [from, to])),
    to: Int32Array.from(segments.flatMap(({ from, to }) => [to, from])),
  };
  const east = junctions.map(([x]) => x);
  const north = junctions.map(([, y]) => y);
  const weights = Int32Array.from(graph.from, (_, arc) => msOf(arc >> 1));
  const weighted = new WeightedHierarchy(openHierarchy(graph, east, north), weights);
  const terminal = (node: number) => [{ node, ms: 0 }];
  return {
    table: (wanted) => weighted.matrix(wanted.map(terminal), wanted.map(terminal)),
    between: (from, to) => weighted.way(terminal(from), terminal(to))?.arcs.map((arc) => arc >> 1) ?? [],
  };
}

/** The cheapest pairing of junctions, and what its pairs that have a way cost together. */
function pairOdd(ways: JunctionWays, odd: readonly number[]): { ms: number; pairs: [number, number][] } {
  const table = ways.table(odd);
  const dearest = table.reduce((most, ms) => (ms < NO_WAY_MS ? Math.max(most, ms) : most), 1);
  // A pair without a way is dearer than all pairs that have one.
  const costs = Float64Array.from(table, (ms) => (ms < NO_WAY_MS ? ms : odd.length * dearest));
  const mates = perfectMatching(costs, odd.length);
  const pairs = [...mates.entries()].filter(([at, mate]) => at < mate && table[at * odd.length + mate] < NO_WAY_MS);
  return {
    ms: pairs.reduce((sum, [at, mate]) => sum + table[at * odd.length + mate], 0),
    pairs: pairs.map(([at, mate]) => [odd[at], odd[mate]]),
  };
}

/** Pairs of junctions by which parts of a graph are joined, the nearest first (Kruskal 1956). */
function joinParts(ways: JunctionWays, edges: readonly WalkedEdge[]): [number, number][] {
  const junctions = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const partOf = new Map(junctions.map((junction) => [junction, junction]));
  const rootOf = (junction: number): number => {
    let root = junction;
    for (let next = partOf.get(root); next !== undefined && next !== root; next = partOf.get(root)) root = next;
    return root;
  };
  for (const { from, to } of edges) partOf.set(rootOf(from), rootOf(to));
  const roots = junctions.map(rootOf);
  if (new Set(roots).size < 2) return [];
  const table = ways.table(junctions);
  const candidates = [...junctions.keys()].flatMap((row) =>
    [...junctions.keys()].flatMap((column) => {
      const ms = table[row * junctions.length + column];
      return row < column && roots[row] !== roots[column] && ms < NO_WAY_MS ? [{ row, column, ms }] : [];
    }),
  );
  candidates.sort((a, b) => a.ms - b.ms || a.row - b.row || a.column - b.column);
  const joins: [number, number][] = [];
  for (const { row, column } of candidates) {
    const from = rootOf(junctions[row]);
    const to = rootOf(junctions[column]);
    if (from === to) continue;
    partOf.set(from, to);
    joins.push([junctions[row], junctions[column]]);
  }
  return joins;
}
