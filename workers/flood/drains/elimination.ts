/**
 * Solves the linear system of heads on a network: entries only on the diagonal and between nodes that a link joins.
 * Drains are nearly trees: eliminated from the leaves inwards (least neighbours first; Tinney and Walker 1967) hardly an
 * entry is added, so a solution costs a few operations a pipe, where conjugate gradients needed dozens of sweeps.
 * No pivoting: what enters a node left another, so the matrix is dominated by its diagonal, column by column.
 */
export interface Elimination {
  /** Matrix entries: the diagonal first, then per pair of nodes the entry in the row of the earlier and of the later. */
  values: Float64Array;
  /** Where link's entries are: row of its from-node, row of its to-node; −1 where an end is not unknown. */
  fromRow: Int32Array;
  toRow: Int32Array;
  /** Solves values · x = right, over both. */
  solve(right: Float64Array): void;
}

/** `from` and `to` name unknowns 0…count−1, or −1 for a node whose head is given. */
export function elimination(count: number, from: Int32Array, to: Int32Array): Elimination {
  const neighbours = Array.from({ length: count }, () => new Set<number>());
  for (let link = 0; link < from.length; link++) {
    if (from[link] < 0 || to[link] < 0 || from[link] === to[link]) continue;
    neighbours[from[link]].add(to[link]);
    neighbours[to[link]].add(from[link]);
  }
  const { order, later } = leastFirst(neighbours);
  const rank = new Int32Array(count);
  for (const [at, node] of order.entries()) rank[node] = at;
  const starts = new Int32Array(count + 1);
  for (const [at, node] of order.entries()) starts[at + 1] = starts[at] + later[node].length;
  const pairs = starts[count];
  const other = new Int32Array(pairs);
  const pairOf = new Map<number, number>();
  for (const [at, node] of order.entries()) {
    for (const [i, neighbour] of later[node].entries()) {
      other[starts[at] + i] = neighbour;
      pairOf.set(node * count + neighbour, starts[at] + i);
    }
  }
  const entry = (row: number, column: number): number => {
    if (row === column) return row;
    const first = rank[row] < rank[column];
    const pair = pairOf.get(first ? row * count + column : column * count + row);
    return pair === undefined ? -1 : count + 2 * pair + (first ? 0 : 1);
  };
  const targets: number[] = [];
  for (const node of order)
    for (const row of later[node]) for (const column of later[node]) targets.push(entry(row, column));
  const fill = Int32Array.from(targets);
  const pivots = Int32Array.from(order);
  const values = new Float64Array(count + 2 * pairs);
  const rowsOf = (rows: Int32Array, columns: Int32Array) =>
    Int32Array.from(rows, (row, link) => (row < 0 || columns[link] < 0 ? -1 : entry(row, columns[link])));

  const solve = (right: Float64Array): void => {
    let target = 0;
    for (let at = 0; at < count; at++) {
      const pivot = pivots[at];
      const begin = starts[at];
      const end = starts[at + 1];
      for (let i = begin; i < end; i++) {
        const factor = values[count + 2 * i + 1] / values[pivot];
        right[other[i]] -= factor * right[pivot];
        for (let j = begin; j < end; j++) values[fill[target++]] -= factor * values[count + 2 * j];
      }
    }
    for (let at = count - 1; at >= 0; at--) {
      const pivot = pivots[at];
      let sum = right[pivot];
      for (let i = starts[at]; i < starts[at + 1]; i++) sum -= values[count + 2 * i] * right[other[i]];
      right[pivot] = sum / values[pivot];
    }
  };
  return { values, fromRow: rowsOf(from, to), toRow: rowsOf(to, from), solve };
}

/** Nodes in the order of elimination, and for each those neighbours, fill included, that come after it, ascending. */
function leastFirst(neighbours: readonly Set<number>[]): { order: number[]; later: number[][] } {
  const left = neighbours.map((set) => new Set(set));
  const later: number[][] = left.map(() => []);
  const byDegree: Set<number>[] = [];
  const file = (node: number) => {
    const degree = left[node].size;
    while (byDegree.length <= degree) byDegree.push(new Set());
    byDegree[degree].add(node);
  };
  for (let node = 0; node < left.length; node++) file(node);
  const order: number[] = [];
  while (order.length < left.length) {
    const [node] = (byDegree.find(({ size }) => size > 0) ?? new Set<number>()).values();
    byDegree[left[node].size].delete(node);
    order.push(node);
    later[node] = [...left[node]].sort((a, b) => a - b);
    for (const neighbour of later[node]) {
      byDegree[left[neighbour].size].delete(neighbour);
      left[neighbour].delete(node);
      for (const next of later[node]) if (next !== neighbour) left[neighbour].add(next);
      file(neighbour);
    }
  }
  return { order, later };
}
