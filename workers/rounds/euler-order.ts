/** A segment that a walk passes once, as a street or on the way between streets. */
export interface WalkedEdge {
  from: number;
  to: number;
  segment: number;
  isStreet: boolean;
}

/**
 * Streets as directed segments (2 s along the centre line of segment s, 2 s + 1 against it) in the order of closed walks over all edges, one
 * for each part of the graph (Hierholzer 1873). The edges meet evenly at every junction. A walk goes straight back only where nothing else
 * is left.
 */
export function eulerOrder(edges: readonly WalkedEdge[]): number[] {
  const at = new Map<number, number[]>();
  for (const [edge, { from, to }] of edges.entries())
    for (const junction of from === to ? [from] : [from, to]) at.set(junction, [...(at.get(junction) ?? []), edge]);
  const isUsed = new Uint8Array(edges.length);
  const order: number[] = [];
  for (const [edge, { from }] of edges.entries())
    if (isUsed[edge] === 0) order.push(...walkFrom(edges, at, isUsed, from));
  return order;
}

/** The streets of one closed walk. */
function walkFrom(
  edges: readonly WalkedEdge[],
  at: ReadonlyMap<number, readonly number[]>,
  isUsed: Uint8Array,
  start: number,
): number[] {
  const stack = [{ junction: start, edge: -1, node: -1 }];
  const passed: number[] = [];
  for (let top = stack[0]; top; top = stack[stack.length - 1]) {
    const last = edges[top.edge]?.segment;
    const free = (at.get(top.junction) ?? []).filter((edge) => isUsed[edge] === 0);
    const next = free.find((edge) => edges[edge].segment !== last) ?? free[0];
    if (next === undefined) {
      stack.pop();
      if (edges[top.edge]?.isStreet) passed.push(top.node);
      continue;
    }
    isUsed[next] = 1;
    const { from, to, segment } = edges[next];
    const isForward = from === top.junction;
    stack.push({ junction: isForward ? to : from, edge: next, node: isForward ? 2 * segment : 2 * segment + 1 });
  }
  return passed.reverse();
}
