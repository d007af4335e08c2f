import type { RoadNetwork } from '../../../model/roads/road-network.ts';
import { NO_WAY_MS } from '../../shared/hierarchy.ts';
import type { RoadGraph } from '../../shared/road-graph.ts';

/** Junctions nearer to each other than this are one, where both have a signal. */
const JOINED_M = 25;
/** No junction is wider. */
const WIDEST_M = 60;

/** Tells which junctions of the data are one junction of the street, and which directed segments lie within it. */
export interface JoinedJunctions {
  /** The first junction of those that are one, for each. */
  junctionOf: Int32Array;
  isWithin: Uint8Array;
}

/**
 * Joins junctions with signals that a short road connects: data draw a wide crossing as several, and signals so near to each other without a
 * common plan would let few vehicles through.
 */
export function joinedJunctions(
  { network: { segments, junctions }, lengthM }: Pick<RoadGraph, 'network' | 'lengthM'>,
  hasSignal: (junction: number) => boolean,
): JoinedJunctions {
  const junctionOf = Int32Array.from(junctions.keys());
  const members = junctions.map((_, junction) => [junction]);
  const isShort = segments.map(({ from, to }, i) => lengthM[i] < JOINED_M && hasSignal(from) && hasSignal(to));
  for (const [i, { from, to }] of segments.entries()) {
    const [a, b] = [junctionOf[from], junctionOf[to]].sort((x, y) => x - y);
    if (!isShort[i] || a === b) continue;
    const both = [...members[a], ...members[b]];
    if (widthM(junctions, both) > WIDEST_M) continue;
    members[a] = both;
    for (const junction of members[b]) junctionOf[junction] = a;
  }
  const isWithin = new Uint8Array(2 * segments.length);
  for (const [i, { from, to }] of segments.entries())
    if (isShort[i] && junctionOf[from] === junctionOf[to]) isWithin.fill(1, 2 * i, 2 * i + 2);
  return { junctionOf, isWithin };
}

function widthM(junctions: RoadNetwork['junctions'], of: readonly number[]): number {
  const [east, north] = [0, 1].map((axis) => of.map((junction) => junctions[junction][axis]));
  return Math.max(Math.max(...east) - Math.min(...east), Math.max(...north) - Math.min(...north));
}

/** Returns the turns between roads about joined junctions: ways over the roads within one are turns themselves, as far as those are open. */
export function turnsAcross(graph: RoadGraph, { isWithin }: JoinedJunctions, travelMs: Int32Array): RoadGraph {
  const next: number[][] = Array.from({ length: graph.nodes }, () => []);
  for (const [arc, from] of graph.from.entries()) next[from].push(graph.to[arc]);
  const arcs: { from: number[]; to: number[] } = { from: [], to: [] };
  for (let node = 0; node < graph.nodes; node++) {
    if (isWithin[node] === 1) continue;
    for (const to of reachedFrom(next[node], next, isWithin, travelMs)) {
      arcs.from.push(node);
      arcs.to.push(to);
    }
  }
  return { ...graph, from: Int32Array.from(arcs.from), to: Int32Array.from(arcs.to) };
}

/** Returns the roads about a junction that some directed segments are, or lead to over roads within it. */
export function reachedFrom(
  first: readonly number[],
  next: readonly (readonly number[])[],
  isWithin: Uint8Array,
  travelMs: Int32Array,
): Set<number> {
  const seen = new Set(first);
  for (const node of seen) {
    if (isWithin[node] === 0) continue;
    if (travelMs[node] < NO_WAY_MS) for (const to of next[node]) seen.add(to);
  }
  return new Set([...seen].filter((node) => isWithin[node] === 0));
}
