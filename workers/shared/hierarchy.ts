import { type ArcList, hierarchyOrder } from './hierarchy-order.ts';

/** Closed, or not to be reached; twice it still fits 32 bits. Weights are whole milliseconds below it. */
export const NO_WAY_MS = 0x3fffffff;

/** Where a way begins or ends, and how long it takes from or to there, ms. */
export interface Terminal {
  node: number;
  ms: number;
}

/** A shortest way: how long, and its arcs in order. */
interface Way {
  ms: number;
  arcs: number[];
}

/**
 * The part of a customizable contraction hierarchy (Dibbelt, Strasser and Wagner 2016) that no weight touches: made once for a network,
 * shared by all weights. Nodes go by rank: `first[v]` to `first[v + 1]` are the edges from v up to `high`, sorted.
 */
export interface Hierarchy {
  rankOf: Int32Array;
  first: Int32Array;
  high: Int32Array;
  /** The lowest upper neighbour; −1 at a root. */
  parent: Int32Array;
  /** Edge between the two of each pair of upper neighbours of each node, in order. */
  triangles: Int32Array;
  /** The edge that each arc lies on, −1 for loops; whether it runs from the lower rank to the higher. */
  edgeOf: Int32Array;
  runsUp: Uint8Array;
}

/** Contracts a graph in the order of least cuts. x, y: places of the nodes, m. */
export function openHierarchy(graph: ArcList, x: ArrayLike<number>, y: ArrayLike<number>): Hierarchy {
  const order = hierarchyOrder(graph, x, y);
  const rankOf = new Int32Array(graph.nodes);
  for (const [rank, node] of order.entries()) rankOf[node] = rank;
  const above = contract(graph, rankOf);
  const first = new Int32Array(graph.nodes + 1);
  for (const [v, list] of above.entries()) first[v + 1] = first[v] + list.length;
  const high = Int32Array.from(above.flatMap((list) => [...list]));
  const parent = Int32Array.from(above, (list) => (list.length > 0 ? list[0] : -1));
  const edgeOf = new Int32Array(graph.from.length).fill(-1);
  const runsUp = new Uint8Array(graph.from.length);
  for (let arc = 0; arc < edgeOf.length; arc++) {
    const a = rankOf[graph.from[arc]];
    const b = rankOf[graph.to[arc]];
    if (a === b) continue;
    edgeOf[arc] = edgeBetween(first, high, Math.min(a, b), Math.max(a, b));
    runsUp[arc] = a < b ? 1 : 0;
  }
  return { rankOf, first, high, parent, triangles: trianglesOf(first, high), edgeOf, runsUp };
}

/** Upper neighbours by rank: what a node is joined to from below joins its lowest upper neighbour to the rest. */
function contract({ nodes, from, to }: ArcList, rankOf: Int32Array): Int32Array[] {
  const sets = Array.from({ length: nodes }, () => new Set<number>());
  for (let i = 0; i < from.length; i++) {
    const a = rankOf[from[i]];
    const b = rankOf[to[i]];
    if (a !== b) sets[Math.min(a, b)].add(Math.max(a, b));
  }
  return sets.map((set) => {
    const list = Int32Array.from(set).sort();
    for (let i = 1; i < list.length; i++) sets[list[0]].add(list[i]);
    return list;
  });
}

function trianglesOf(first: Int32Array, high: Int32Array): Int32Array {
  let count = 0;
  for (let v = 0; v + 1 < first.length; v++) {
    const degree = first[v + 1] - first[v];
    count += (degree * (degree - 1)) / 2;
  }
  const triangles = new Int32Array(count);
  let k = 0;
  for (let v = 0; v + 1 < first.length; v++)
    for (let i = first[v]; i < first[v + 1]; i++)
      for (let j = i + 1; j < first[v + 1]; j++) triangles[k++] = edgeBetween(first, high, high[i], high[j]);
  return triangles;
}

/** The edge between two ranks that are joined. */
function edgeBetween(first: Int32Array, high: Int32Array, lower: number, upper: number): number {
  let low = first[lower];
  let top = first[lower + 1] - 1;
  while (low < top) {
    const middle = (low + top) >> 1;
    if (high[middle] < upper) low = middle + 1;
    else top = middle;
  }
  return low;
}

/** A hierarchy under one set of weights, with room for questions. Not to be asked by two at once. */
export class WeightedHierarchy {
  private readonly hierarchy: Hierarchy;
  private readonly up: Int32Array;
  private readonly down: Int32Array;
  /** What an edge stands for: ~arc, or the lower node of the two edges that it is short for. */
  private readonly viaUp: Int32Array;
  private readonly viaDown: Int32Array;
  private readonly fromMs: Int32Array;
  private readonly toMs: Int32Array;
  /** The edge by which a node was reached going up, −1 at terminals. */
  private readonly fromEdge: Int32Array;
  private readonly toEdge: Int32Array;

  constructor(hierarchy: Hierarchy, weightsMs: Int32Array) {
    this.hierarchy = hierarchy;
    const edges = hierarchy.high.length;
    const nodes = hierarchy.parent.length;
    this.up = new Int32Array(edges);
    this.down = new Int32Array(edges);
    this.viaUp = new Int32Array(edges);
    this.viaDown = new Int32Array(edges);
    this.fromMs = new Int32Array(nodes).fill(NO_WAY_MS);
    this.toMs = new Int32Array(nodes).fill(NO_WAY_MS);
    this.fromEdge = new Int32Array(nodes);
    this.toEdge = new Int32Array(nodes);
    this.customize(weightsMs);
  }

  /** Takes new weights, one for each arc, ms; NO_WAY_MS closes it. Of parallel arcs the least counts, of equals the first. */
  customize(weightsMs: Int32Array): void {
    const { edgeOf, runsUp, first, triangles } = this.hierarchy;
    const { up, down, viaUp, viaDown } = this;
    up.fill(NO_WAY_MS);
    down.fill(NO_WAY_MS);
    for (let arc = 0; arc < edgeOf.length; arc++) {
      const edge = edgeOf[arc];
      if (edge < 0) continue;
      const [weight, via] = runsUp[arc] === 1 ? [up, viaUp] : [down, viaDown];
      if (weightsMs[arc] >= weight[edge]) continue;
      weight[edge] = weightsMs[arc];
      via[edge] = ~arc;
    }
    let k = 0;
    for (let v = 0; v + 1 < first.length; v++)
      for (let i = first[v]; i < first[v + 1]; i++)
        for (let j = i + 1; j < first[v + 1]; j++) {
          const edge = triangles[k++];
          const upMs = down[i] + up[j];
          if (upMs < up[edge]) {
            up[edge] = upMs;
            viaUp[edge] = v;
          }
          const downMs = down[j] + up[i];
          if (downMs < down[edge]) {
            down[edge] = downMs;
            viaDown[edge] = v;
          }
        }
  }

  /** The shortest way from any of the starts to any of the ends, or null where there is none. Empty arcs: both are one node. */
  way(starts: readonly Terminal[], ends: readonly Terminal[]): Way | null {
    const { fromMs, toMs, fromEdge, toEdge } = this;
    this.climb(starts, this.up, fromMs, fromEdge);
    this.climb(ends, this.down, toMs, toEdge);
    let ms = NO_WAY_MS;
    let top = -1;
    for (const { node } of ends)
      for (let v = this.hierarchy.rankOf[node]; v >= 0; v = this.hierarchy.parent[v])
        if (fromMs[v] + toMs[v] < ms) {
          ms = fromMs[v] + toMs[v];
          top = v;
        }
    const arcs: number[] = [];
    if (top >= 0) {
      const rising: number[] = [];
      for (let v = top; fromEdge[v] >= 0; v = this.lowOf(fromEdge[v])) rising.push(fromEdge[v]);
      for (const edge of rising.reverse()) this.unpack(edge, true, arcs);
      for (let v = top; toEdge[v] >= 0; v = this.lowOf(toEdge[v])) this.unpack(toEdge[v], false, arcs);
    }
    this.forget(starts, fromMs);
    this.forget(ends, toMs);
    return top < 0 ? null : { ms, arcs };
  }

  /** Times from each of many starts to each of many ends, row by row; NO_WAY_MS where there is no way. */
  matrix(starts: readonly (readonly Terminal[])[], ends: readonly (readonly Terminal[])[]): Int32Array {
    const { rankOf, parent } = this.hierarchy;
    const { fromMs, toMs, fromEdge, toEdge } = this;
    const waiting = new Map<number, number[]>();
    for (const [column, terminals] of ends.entries()) {
      this.climb(terminals, this.down, toMs, toEdge);
      for (const { node } of terminals)
        for (let v = rankOf[node]; v >= 0; v = parent[v]) {
          if (toMs[v] >= NO_WAY_MS) continue;
          const list = waiting.get(v) ?? [];
          list.push(column, toMs[v]);
          waiting.set(v, list);
        }
      this.forget(terminals, toMs);
    }
    const times = new Int32Array(starts.length * ends.length).fill(NO_WAY_MS);
    for (const [row, terminals] of starts.entries()) {
      this.climb(terminals, this.up, fromMs, fromEdge);
      for (const { node } of terminals)
        for (let v = rankOf[node]; v >= 0; v = parent[v]) {
          const list = waiting.get(v);
          if (!list || fromMs[v] >= NO_WAY_MS) continue;
          for (let i = 0; i < list.length; i += 2) {
            const at = row * ends.length + list[i];
            times[at] = Math.min(times[at], fromMs[v] + list[i + 1]);
          }
        }
      this.forget(terminals, fromMs);
    }
    return times;
  }

  /** Times from the starts to every node, or, asked `backwards`, from every node to them; NO_WAY_MS where there is no way. */
  toAll(starts: readonly Terminal[], backwards = false): Int32Array {
    const { rankOf, first, high } = this.hierarchy;
    const [climbing, falling] = backwards ? [this.down, this.up] : [this.up, this.down];
    const ms = new Int32Array(rankOf.length).fill(NO_WAY_MS);
    this.climb(starts, climbing, ms, this.fromEdge);
    for (let v = rankOf.length - 1; v >= 0; v--)
      for (let edge = first[v]; edge < first[v + 1]; edge++) ms[v] = Math.min(ms[v], ms[high[edge]] + falling[edge]);
    return Int32Array.from(rankOf, (rank) => Math.min(ms[rank], NO_WAY_MS));
  }

  /** Along the elimination tree: every way up from a node passes its ancestors only, in their order. */
  private climb(terminals: readonly Terminal[], weight: Int32Array, ms: Int32Array, edgeTo: Int32Array): void {
    const { rankOf, parent, first, high } = this.hierarchy;
    for (const { node, ms: atMs } of terminals) {
      if (atMs < ms[rankOf[node]]) {
        ms[rankOf[node]] = atMs;
        edgeTo[rankOf[node]] = -1;
      }
      for (let v = rankOf[node]; v >= 0; v = parent[v]) {
        if (ms[v] >= NO_WAY_MS) continue;
        for (let edge = first[v]; edge < first[v + 1]; edge++) {
          const throughMs = ms[v] + weight[edge];
          if (throughMs >= ms[high[edge]]) continue;
          ms[high[edge]] = throughMs;
          edgeTo[high[edge]] = edge;
        }
      }
    }
  }

  private forget(terminals: readonly Terminal[], ms: Int32Array): void {
    const { rankOf, parent } = this.hierarchy;
    for (const { node } of terminals) for (let v = rankOf[node]; v >= 0; v = parent[v]) ms[v] = NO_WAY_MS;
  }

  private lowOf(edge: number): number {
    const { first } = this.hierarchy;
    let low = 0;
    let top = first.length - 2;
    while (low < top) {
      const middle = (low + top + 1) >> 1;
      if (first[middle] <= edge) low = middle;
      else top = middle - 1;
    }
    return low;
  }

  /** The arcs that an edge stands for, in the direction in which it is gone. */
  private unpack(edge: number, isUp: boolean, arcs: number[]): void {
    const { first, high } = this.hierarchy;
    const via = isUp ? this.viaUp[edge] : this.viaDown[edge];
    if (via < 0) {
      arcs.push(~via);
      return;
    }
    const low = this.lowOf(edge);
    const toLow = edgeBetween(first, high, via, low);
    const toHigh = edgeBetween(first, high, via, high[edge]);
    this.unpack(isUp ? toLow : toHigh, false, arcs);
    this.unpack(isUp ? toHigh : toLow, true, arcs);
  }
}
