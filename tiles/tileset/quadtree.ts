import type { Places } from './places.ts';

/** A node of the tree; its content is order[from … to). Children are in the order SW, SE, NW, NE, empty ones left out. */
export interface TreeNode {
  /** 'r' and a digit a level: the file's name. */
  name: string;
  from: number;
  to: number;
  /** Largest size among all features below this node, without its own; 0 for a leaf. */
  droppedM: number;
  /** Largest size at or below this node. */
  largestM: number;
  children: TreeNode[];
}

export interface Tree {
  /** Rows, tile after tile; within a tile ascending. */
  order: Uint32Array;
  root: TreeNode;
  nodes: TreeNode[];
}

interface TreeLimits {
  features: number;
  vertices: number;
}

/**
 * 2,000 footprints are up to 220 kB gzipped, within the 100–300 kB where a request's cost and a tile's weight balance. New York: 144
 * tiles of 73.9 B a building, of which 130 keep 16-bit indices; at 1,000, 258 tiles of 76.8 B and 0.1 CPU-s more.
 * 24,000 vertices of the source become some 120,000 when extruded, about 400 kB.
 *
 * No tile's table may be longer than 2,048: the engine keeps it as a texture, one texel wide a row, and where it has no room the whole
 * picture stops (168,000 elements in two tiles did). Every WebGL 2 has this many.
 */
export const TILE_LIMITS: TreeLimits = { features: 2000, vertices: 24_000 };

/**
 * Quadtree with ADD refinement: a node that holds too much keeps its largest features and hands the others to its four
 * quarters. Size falls along every path, so the geometric error does. A node between one and five tiles' worth shares
 * evenly with its children instead of leaving them crumbs.
 */
export function buildTree({ places, sizeM, weight }: Places, limits: TreeLimits = TILE_LIMITS): Tree {
  const count = sizeM.length;
  const order = descending(sizeM);
  const scratch = new Uint32Array(count);
  const [cx, cy, half] = square(places);
  const nodes: TreeNode[] = [];

  const build = (name: string, from: number, to: number, x: number, y: number, h: number): TreeNode => {
    const node: TreeNode = { name, from, to, droppedM: 0, largestM: from < to ? sizeM[order[from]] : 0, children: [] };
    nodes.push(node);
    const own = from + withinSpan(order, places, from, share(order, weight, from, to, limits));
    node.to = own;
    if (own === to) {
      order.subarray(from, to).sort();
      return node;
    }
    node.droppedM = sizeM[order[own]];
    const ends = splitInFour(order, scratch, places, own, to, x, y);
    order.subarray(from, own).sort();
    for (let quarter = 0, start = own; quarter < 4; quarter++) {
      if (ends[quarter] > start) {
        const qx = x + (quarter % 2 === 0 ? -h / 2 : h / 2);
        const qy = y + (quarter < 2 ? -h / 2 : h / 2);
        node.children.push(build(name + quarter, start, ends[quarter], qx, qy, h / 2));
      }
      start = ends[quarter];
    }
    return node;
  };
  const root = build('r', 0, count, cx, cy, half);
  return { order, root, nodes };
}

/** How many of the rows the node keeps. At least one, so that features in one place end too. */
function share(order: Uint32Array, weight: Uint32Array, from: number, to: number, limits: TreeLimits): number {
  const count = to - from;
  let total = 0;
  for (let i = from; i < to; i++) total += weight[order[i]];
  const tiles = Math.max(count / limits.features, total / limits.vertices);
  if (tiles <= 1) return count;
  const most =
    tiles >= 5 ? limits : { features: limits.features * (tiles / 5), vertices: limits.vertices * (tiles / 5) };
  let sum = 0;
  let kept = 0;
  while (kept < count && kept + 1 <= Math.ceil(most.features)) {
    sum += weight[order[from + kept]];
    if (kept > 0 && sum > most.vertices) break;
    kept++;
  }
  return kept;
}

/**
 * Positions of a tile are exact to its step up to some 131 km (`FLOAT32_MANTISSA`). Of a layer that reaches farther a tile holds no more rows
 * than lie within this of each other: rivers of a province stay some tiles, where one could hold them by number.
 */
const MAX_SPAN_M = 120_000;

/** How many of the first `count` rows lie so near to each other; one at least. */
function withinSpan(order: Uint32Array, places: Float32Array, from: number, count: number): number {
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  for (let i = 0; i < count; i++) {
    const at = 4 * order[from + i];
    for (const axis of [0, 1]) {
      low[axis] = Math.min(low[axis], places[at + axis] - places[at + 3]);
      high[axis] = Math.max(high[axis], places[at + axis] + places[at + 3]);
    }
    if (i > 0 && Math.max(high[0] - low[0], high[1] - low[1]) > MAX_SPAN_M) return i;
  }
  return count;
}

/** Stable, so that each quarter stays sorted by size; returns where each quarter ends. */
function splitInFour(
  order: Uint32Array,
  scratch: Uint32Array,
  places: Float32Array,
  from: number,
  to: number,
  x: number,
  y: number,
): Uint32Array {
  const ends = countQuarters(order, places, from, to, x, y);
  moveToQuarters(order, scratch, places, from, to, x, y, ends);
  order.set(scratch.subarray(from, to), from);
  return ends;
}

/** Where each quarter begins. */
function countQuarters(
  order: Uint32Array,
  places: Float32Array,
  from: number,
  to: number,
  x: number,
  y: number,
): Uint32Array {
  const counts = new Uint32Array(4);
  for (let i = from; i < to; i++) {
    const at = 4 * order[i];
    counts[(places[at] < x ? 0 : 1) + (places[at + 1] < y ? 0 : 2)]++;
  }
  return Uint32Array.of(from, from + counts[0], from + counts[0] + counts[1], to - counts[3]);
}

function moveToQuarters(
  order: Uint32Array,
  out: Uint32Array,
  places: Float32Array,
  from: number,
  to: number,
  x: number,
  y: number,
  starts: Uint32Array,
): void {
  for (let i = from; i < to; i++) {
    const at = 4 * order[i];
    out[starts[(places[at] < x ? 0 : 1) + (places[at + 1] < y ? 0 : 2)]++] = order[i];
  }
}

function square(places: Float32Array): [number, number, number] {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (let i = 0; i < places.length; i += 4) {
    west = Math.min(west, places[i]);
    east = Math.max(east, places[i]);
    south = Math.min(south, places[i + 1]);
    north = Math.max(north, places[i + 1]);
  }
  return [(west + east) / 2, (south + north) / 2, Math.max(east - west, north - south, 1) / 2];
}

/** Rows by size, largest first, equal ones by row: a radix sort over the bits of the float32. */
function descending(sizeM: Float32Array): Uint32Array {
  const bits = new Uint32Array(sizeM.slice().buffer);
  let order = new Uint32Array(bits.length);
  let other = new Uint32Array(bits.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  for (let shift = 0; shift < 32; shift += 8) {
    sortByByte(bits, shift, order, other);
    [order, other] = [other, order];
  }
  return order;
}

function sortByByte(bits: Uint32Array, shift: number, order: Uint32Array, out: Uint32Array): void {
  const ends = new Uint32Array(257);
  for (let i = 0; i < bits.length; i++) ends[256 - ((bits[i] >>> shift) & 255)]++;
  for (let b = 0; b < 256; b++) ends[b + 1] += ends[b];
  for (let i = 0; i < order.length; i++) out[ends[255 - ((bits[order[i]] >>> shift) & 255)]++] = order[i];
}
