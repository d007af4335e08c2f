/** A directed graph as lists of arcs; node numbers run from 0. */
export interface ArcList {
  nodes: number;
  from: Int32Array;
  to: Int32Array;
}

/** Directions along which a part is cut in two: east, north and the diagonals between them. */
const DIRECTIONS = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
] as const;
/** Parts of so few nodes are taken as they come. */
const SMALL = 4;

/**
 * Orders nodes for contraction by nested dissection: each part is cut by the least set of nodes between its first and last quarter along
 * one of four directions (inertial flow, Schild and Sommer 2015, with nodes in place of arcs), and the cut comes last. Returns the nodes
 * from the lowest rank to the highest. x, y: places of the nodes, m. The same graph gives the same order.
 */
export function hierarchyOrder(graph: ArcList, x: ArrayLike<number>, y: ArrayLike<number>): Int32Array {
  const neighbours = neighboursOf(graph);
  const order = new Int32Array(graph.nodes);
  let filled = graph.nodes;
  const place = (nodes: readonly number[]) => {
    for (const node of nodes) order[--filled] = node;
  };
  const partOf = new Int32Array(graph.nodes).fill(-1);
  let parts = 0;
  const stack = componentsOf(
    Array.from({ length: graph.nodes }, (_, node) => node),
    neighbours,
    partOf,
    () => parts++,
  );
  for (let part = stack.pop(); part; part = stack.pop()) {
    if (part.length <= SMALL) {
      place(part);
      continue;
    }
    const cut = leastCut(part, neighbours, partOf, x, y);
    place(cut);
    for (const node of cut) partOf[node] = -1;
    const isCut = new Set(cut);
    const rest = part.filter((node) => !isCut.has(node));
    stack.push(...componentsOf(rest, neighbours, partOf, () => parts++));
  }
  return order;
}

interface Neighbours {
  first: Int32Array;
  node: Int32Array;
}

/** Both directions of each arc, without loops; an arc that stands twice is there twice. */
function neighboursOf({ nodes, from, to }: ArcList): Neighbours {
  const first = new Int32Array(nodes + 1);
  for (let i = 0; i < from.length; i++)
    if (from[i] !== to[i]) {
      first[from[i] + 1]++;
      first[to[i] + 1]++;
    }
  for (let n = 0; n < nodes; n++) first[n + 1] += first[n];
  const next = first.slice();
  const node = new Int32Array(first[nodes]);
  for (let i = 0; i < from.length; i++)
    if (from[i] !== to[i]) {
      node[next[from[i]]++] = to[i];
      node[next[to[i]]++] = from[i];
    }
  return { first, node };
}

/** Nodes that hang together, each lot with a number of its own in `partOf`. */
function componentsOf(
  nodes: readonly number[],
  { first, node }: Neighbours,
  partOf: Int32Array,
  newPart: () => number,
): number[][] {
  const isOpen = new Set(nodes);
  const parts: number[][] = [];
  for (const seed of nodes) {
    if (!isOpen.delete(seed)) continue;
    const id = newPart();
    const part = [seed];
    for (let at = 0; at < part.length; at++) {
      partOf[part[at]] = id;
      for (let i = first[part[at]]; i < first[part[at] + 1]; i++) if (isOpen.delete(node[i])) part.push(node[i]);
    }
    parts.push(part);
  }
  return parts;
}

/** The smallest of the cuts in four directions; of equals the first. */
function leastCut(
  part: readonly number[],
  neighbours: Neighbours,
  partOf: Int32Array,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): number[] {
  let best: number[] | null = null;
  for (const [east, north] of DIRECTIONS) {
    const along = (node: number) => east * x[node] + north * y[node];
    const sorted = [...part].sort((a, b) => along(a) - along(b) || a - b);
    const cut = cutBetweenEnds(sorted, neighbours, partOf, best?.length ?? part.length);
    if (cut && (!best || cut.length < best.length)) best = cut;
  }
  // Even where every node of a quarter would be cut, a quarter is a cut.
  return best ?? part.slice(0, Math.max(1, part.length >> 2));
}

/**
 * The least set of nodes that parts the first quarter of `sorted` from its last (a node of a quarter may be in it): a flow in which each
 * node carries one unit (Menger). Null as soon as the flow reaches `most`. In the residual graph node i is 2 i where it is entered and
 * 2 i + 1 where it is left.
 */
function cutBetweenEnds(
  sorted: readonly number[],
  { first, node }: Neighbours,
  partOf: Int32Array,
  most: number,
): number[] | null {
  const count = sorted.length;
  const quarter = Math.max(1, count >> 2);
  const local = new Map(sorted.map((each, i) => [each, i]));
  const id = partOf[sorted[0]];
  /** Node from which flow comes into a node and node to which it goes; −1: none, −2: the source or the sink. */
  const flowFrom = new Int32Array(count).fill(-1);
  const flowTo = new Int32Array(count).fill(-1);
  const reachedBy = new Int32Array(2 * count);
  const around = sorted.map((each) => {
    const list: number[] = [];
    for (let i = first[each]; i < first[each + 1]; i++)
      if (partOf[node[i]] === id) list.push(local.get(node[i]) as number);
    return list;
  });
  for (let flow = 0; ; flow++) {
    const end = findPath(around, quarter, flowFrom, flowTo, reachedBy);
    if (end < 0) break;
    if (flow + 1 >= most) return null;
    augment(end, flowFrom, flowTo, reachedBy);
  }
  return sorted.filter((_, i) => reachedBy[2 * i] !== -1 && reachedBy[2 * i + 1] === -1);
}

/** Breadth first through the residual graph; the place (left side) in the last quarter that it came to, or −1. */
function findPath(
  around: readonly (readonly number[])[],
  quarter: number,
  flowFrom: Int32Array,
  flowTo: Int32Array,
  reachedBy: Int32Array,
): number {
  const count = around.length;
  reachedBy.fill(-1);
  const queue: number[] = [];
  const reach = (place: number, by: number) => {
    if (reachedBy[place] !== -1) return;
    reachedBy[place] = by;
    queue.push(place);
  };
  for (let i = 0; i < quarter; i++) reach(2 * i, -2);
  for (let at = 0; at < queue.length; at++) {
    const place = queue[at];
    const i = place >> 1;
    const isLeft = (place & 1) === 1;
    if (!isLeft) {
      // Through the node where it carries nothing, else back along what it carries.
      if (flowFrom[i] === -1) reach(place + 1, place);
      else if (flowFrom[i] >= 0) reach(2 * flowFrom[i] + 1, place);
    } else {
      if (i >= count - quarter && flowTo[i] !== -2) return place;
      for (const other of around[i]) if (flowTo[i] !== other) reach(2 * other, place);
      // Back through the node itself.
      if (flowFrom[i] !== -1) reach(place - 1, place);
    }
  }
  return -1;
}

/** One unit more along the path that ends at `end`. */
function augment(end: number, flowFrom: Int32Array, flowTo: Int32Array, reachedBy: Int32Array): void {
  const path: number[] = [];
  for (let place = end; place !== -2; place = reachedBy[place]) path.push(place);
  path.reverse();
  const steps: { take: boolean; from: number; to: number }[] = [{ take: true, from: -2, to: path[0] >> 1 }];
  for (let k = 1; k < path.length; k++) {
    const a = path[k - 1];
    const b = path[k];
    if (a >> 1 === b >> 1) continue;
    // Left side to entered side is new flow; entered side to left side takes back what came from there.
    if ((a & 1) === 1) steps.push({ take: true, from: a >> 1, to: b >> 1 });
    else steps.push({ take: false, from: b >> 1, to: a >> 1 });
  }
  steps.push({ take: true, from: end >> 1, to: -2 });
  for (const { take, from, to } of steps)
    if (!take) {
      if (flowTo[from] === to) flowTo[from] = -1;
      if (flowFrom[to] === from) flowFrom[to] = -1;
    }
  for (const { take, from, to } of steps)
    if (take) {
      if (from >= 0) flowTo[from] = to;
      if (to >= 0) flowFrom[to] = from;
    }
}
