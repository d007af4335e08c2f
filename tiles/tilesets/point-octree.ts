/** A node's own points are [from, to) of the order; its children have the rest. */
export interface PointNode {
  name: string;
  from: number;
  to: number;
  /** Distance of the points that the node shows of what lies below it; 0 at leaves, which hold all. */
  spacingM: number;
  children: PointNode[];
}

/** Cells a side of which a node keeps one point each: some thousand points of a surface. */
const CELLS = 64;
/** A node with as many points or fewer keeps all. */
export const LEAF_POINTS = 16_384;
/** Half a metre of a cube of 30 km; what lies closer is one leaf. */
const MAX_DEPTH = 16;

/**
 * An octree in which every point is in one node: a node keeps the first point of each of its cells, its children what is left, so that
 * tiles add up. `order` is sorted by node.
 */
export function buildPointTree(enuMm: Int32Array): { order: Uint32Array; root: PointNode } {
  const count = enuMm.length / 3;
  const low = [0, 1, 2].map((k) => extreme(enuMm, k, Math.min, Infinity));
  const high = [0, 1, 2].map((k) => extreme(enuMm, k, Math.max, -Infinity));
  const sideMm = Math.max(1, high[0] - low[0], high[1] - low[1], high[2] - low[2]) + 1;
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const tree = new TreeBuilder(enuMm, order);
  return { order, root: tree.node('r', 0, count, low, sideMm, 0) };
}

function extreme(values: Int32Array, from: number, of: (a: number, b: number) => number, start: number): number {
  let all = start;
  for (let i = from; i < values.length; i += 3) all = of(all, values[i]);
  return all;
}

class TreeBuilder {
  readonly #enuMm: Int32Array;
  readonly #order: Uint32Array;
  readonly #scratch: Uint32Array;
  readonly #taken = new Uint32Array(CELLS ** 3 / 32);

  constructor(enuMm: Int32Array, order: Uint32Array) {
    this.#enuMm = enuMm;
    this.#order = order;
    this.#scratch = new Uint32Array(order.length);
  }

  node(name: string, from: number, to: number, low: readonly number[], sideMm: number, depth: number): PointNode {
    if (to - from <= LEAF_POINTS || depth === MAX_DEPTH) return { name, from, to, spacingM: 0, children: [] };
    const ends = this.#split(from, to, low, sideMm);
    const children: PointNode[] = [];
    const half = sideMm / 2;
    for (let octant = 0; octant < 8; octant++) {
      const start = ends[octant];
      const end = ends[octant + 1];
      if (start === end) continue;
      const corner = low.map((value, k) => value + ((octant >> k) & 1) * half);
      children.push(this.node(name + octant, start, end, corner, half, depth + 1));
    }
    return { name, from, to: ends[0], spacingM: sideMm / 1000 / CELLS, children };
  }

  /** Puts a point of each cell first, the rest by octant behind; gives where each octant begins, and the end. */
  #split(from: number, to: number, low: readonly number[], sideMm: number): number[] {
    const order = this.#order;
    const scratch = this.#scratch;
    const enuMm = this.#enuMm;
    const taken = this.#taken.fill(0);
    const half = sideMm / 2;
    const perCell = CELLS / sideMm;
    const counts = new Uint32Array(8);
    let kept = from;
    let rest = 0;
    for (let i = from; i < to; i++) {
      const point = order[i];
      const x = enuMm[3 * point] - low[0];
      const y = enuMm[3 * point + 1] - low[1];
      const z = enuMm[3 * point + 2] - low[2];
      const cell = (Math.floor(z * perCell) * CELLS + Math.floor(y * perCell)) * CELLS + Math.floor(x * perCell);
      const bit = 1 << (cell & 31);
      if ((taken[cell >> 5] & bit) === 0) {
        taken[cell >> 5] |= bit;
        order[kept++] = point;
      } else {
        counts[(x >= half ? 1 : 0) + (y >= half ? 2 : 0) + (z >= half ? 4 : 0)]++;
        scratch[rest++] = point;
      }
    }
    const ends = [kept];
    for (const n of counts) ends.push(ends[ends.length - 1] + n);
    const next = ends.slice();
    for (let i = 0; i < rest; i++) {
      const point = scratch[i];
      const east = enuMm[3 * point] - low[0] >= half ? 1 : 0;
      const north = enuMm[3 * point + 1] - low[1] >= half ? 2 : 0;
      const up = enuMm[3 * point + 2] - low[2] >= half ? 4 : 0;
      order[next[east + north + up]++] = point;
    }
    return ends;
  }
}
