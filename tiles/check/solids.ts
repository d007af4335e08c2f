/** Triangles of one primitive on the grid of its positions: y is up. */
export interface GridMesh {
  /** Three a vertex, whole numbers. */
  position: ArrayLike<number>;
  /** Three a vertex. */
  normal: ArrayLike<number>;
  feature: ArrayLike<number>;
  index: ArrayLike<number>;
  features: number;
}

/** A feature that is not closed, or whose roof does not cover its foot. */
interface SolidReport {
  /** Edges left open, a feature. */
  openEdges: Uint32Array;
  /** Unsigned plan area of what looks up, and the plan area that it must have, grid units², a feature. */
  roofArea: Float64Array;
  footArea: Float64Array;
  /** The first vertex of the feature in the same place, a vertex. */
  point: Uint32Array;
}

/**
 * Whether every edge of every feature is run through as often one way as the other. Of upright solids (`hasFoot`) the
 * foot ring stays open: level edges with all their triangles above them. The area inside those edges (by the shoelace
 * formula) and the areas of bottoms that hang in the air are what the roofs must cover: triangles that overlap, or that
 * fold back, cover more.
 */
export function checkSolids({ position, normal, feature, index, features }: GridMesh, hasFoot: boolean): SolidReport {
  const point = weld(position, feature);
  const edges = collectEdges(position, point, index);
  const openEdges = new Uint32Array(features);
  const roofArea = new Float64Array(features);
  const footArea = new Float64Array(features);
  for (let e = 0; e < edges.size; e++) {
    const balance = edges.balance[e];
    if (balance === 0) continue;
    const a = edges.low[e];
    const b = edges.high[e];
    const level = isLevel(position, a, b);
    if (!hasFoot || !level || edges.leastThirdUp[e] < position[3 * a + 1]) {
      openEdges[feature[a]]++;
      continue;
    }
    footArea[feature[a]] += (balance * cross(position, a, b)) / 2;
  }
  if (hasFoot) addLevelAreas(position, normal, feature, index, roofArea, footArea);
  return { openEdges, roofArea, footArea, point };
}

/** Level where it stands: far from the city's origin the plumb line leans by up to 1 in 60 (100 km), and each end is rounded to the grid. */
function isLevel(position: ArrayLike<number>, a: number, b: number): boolean {
  const rise = Math.abs(position[3 * a + 1] - position[3 * b + 1]);
  if (rise === 0) return true;
  const long = Math.hypot(position[3 * a] - position[3 * b], position[3 * a + 2] - position[3 * b + 2]);
  return rise <= 1 + long / 60;
}

/** Plan coordinates are x east and −z north. */
function cross(position: ArrayLike<number>, a: number, b: number): number {
  return position[3 * b] * position[3 * a + 2] - position[3 * a] * position[3 * b + 2];
}

function addLevelAreas(
  position: ArrayLike<number>,
  normal: ArrayLike<number>,
  feature: ArrayLike<number>,
  index: ArrayLike<number>,
  roofArea: Float64Array,
  footArea: Float64Array,
): void {
  for (let i = 0; i < index.length; i += 3) {
    const a = index[i];
    const b = index[i + 1];
    const c = index[i + 2];
    const up = normal[3 * a + 1];
    if (up === 0) continue;
    const area = Math.abs(cross(position, a, b) + cross(position, b, c) + cross(position, c, a)) / 2;
    if (up > 0) roofArea[feature[a]] += area;
    else footArea[feature[a]] += area;
  }
}

function sizeFor(count: number): number {
  let size = 16;
  while (size < 2 * count) size *= 2;
  return size;
}

/** Vertex → the first vertex of its feature in the same place; open addressing on flat arrays. */
function weld(position: ArrayLike<number>, feature: ArrayLike<number>): Uint32Array {
  const count = feature.length;
  const slots = new Int32Array(sizeFor(count)).fill(-1);
  const mask = slots.length - 1;
  const point = new Uint32Array(count);
  for (let v = 0; v < count; v++) {
    const x = position[3 * v];
    const y = position[3 * v + 1];
    const z = position[3 * v + 2];
    const f = feature[v];
    let slot = mix(Math.imul(x, 73856093) ^ Math.imul(y, 19349663) ^ Math.imul(z, 83492791) ^ Math.imul(f, 50331653));
    for (slot &= mask; ; slot = (slot + 1) & mask) {
      const other = slots[slot];
      if (other < 0) {
        slots[slot] = v;
        point[v] = v;
        break;
      }
      if (position[3 * other] !== x || position[3 * other + 1] !== y || position[3 * other + 2] !== z) continue;
      if (feature[other] !== f) continue;
      point[v] = other;
      break;
    }
  }
  return point;
}

function mix(hash: number): number {
  const folded = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (folded ^ (folded >>> 15)) >>> 0;
}

interface Edges {
  size: number;
  low: Uint32Array;
  high: Uint32Array;
  /** Runs from low to high less runs from high to low. */
  balance: Int32Array;
  /** Lowest third vertex of the edge's triangles. */
  leastThirdUp: Float64Array;
}

function collectEdges(position: ArrayLike<number>, point: Uint32Array, index: ArrayLike<number>): Edges {
  const slots = new Int32Array(sizeFor(index.length)).fill(-1);
  const mask = slots.length - 1;
  const edges: Edges = {
    size: 0,
    low: new Uint32Array(index.length),
    high: new Uint32Array(index.length),
    balance: new Int32Array(index.length),
    leastThirdUp: new Float64Array(index.length).fill(Infinity),
  };
  const { low, high, balance, leastThirdUp } = edges;
  for (let i = 0; i < index.length; i += 3) {
    for (let corner = 0; corner < 3; corner++) {
      const from = point[index[i + corner]];
      const to = point[index[i + ((corner + 1) % 3)]];
      if (from === to) continue;
      const a = from < to ? from : to;
      const b = from < to ? to : from;
      let slot = mix(Math.imul(a, 73856093) ^ Math.imul(b, 19349663)) & mask;
      while (slots[slot] >= 0 && (low[slots[slot]] !== a || high[slots[slot]] !== b)) slot = (slot + 1) & mask;
      let e = slots[slot];
      if (e < 0) {
        e = edges.size++;
        slots[slot] = e;
        low[e] = a;
        high[e] = b;
      }
      balance[e] += from === a ? 1 : -1;
      const thirdUp = position[3 * index[i + ((corner + 2) % 3)] + 1];
      if (thirdUp < leastThirdUp[e]) leastThirdUp[e] = thirdUp;
    }
  }
  return edges;
}
