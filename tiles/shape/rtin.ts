import { EARTH_RADIUS_M } from '../../model/geo/earth.ts';
/**
 * Right-triangulated irregular networks (Evans, Kirkpatrick & Townsend 2001) over all tiles of one level at once.
 *
 * Per-tile meshers (martini) see one tile only, so that two neighbours choose different vertices on their common edge.
 * Here the splits live on one lattice for the whole level and run across tile borders: where either side needs a
 * vertex, both have it, and the level is one conforming mesh. No tile is a special case, and no coordinate table is
 * needed: the type of a vertex follows from its position.
 */
export interface Lattice {
  /** Cells along a tile's side, a power of two. */
  cells: number;
  tilesX: number;
  tilesY: number;
  /** tilesX · cells + 1 nodes a row, from the south-west. */
  columns: number;
  rows: number;
  heightM: Float32Array;
}

/**
 * Which nodes a mesh within `maxErrorM` needs: 1 where the triangle pair around a node must be split there, because it errs
 * by more or because a node that depends on it is split. In the error counts what the eye meets: height, and the chord's
 * sag below the curved earth (7.5 m across a 20 km tile), so that one rule meshes the globe far away and the levee near by.
 *
 * Nodes of scale s: an edge node lies midway on an axis-parallel hypotenuse of length 2s, a centre node midway on the
 * diagonal of a square of side 2s. Order of dependence from fine to coarse: edge(1), centre(1), edge(2), centre(2) ….
 * A pyramid of errors, as martini keeps it, serves any limit; a level has one, so that a byte a node will do, marked upwards from the
 * few nodes that err (5 % in Korea at 1 m): a quarter of the memory in the same time.
 */
export function splitNodes(
  lattice: Lattice,
  nodeSpacingM: number,
  maxErrorM: number,
  split = new Uint8Array(lattice.heightM.length),
): Uint8Array {
  split.fill(0);
  for (let s = 1; s < lattice.cells; s *= 2) {
    const sagM = (2 * s * nodeSpacingM) ** 2 / (8 * EARTH_RADIUS_M);
    testEdges(split, lattice, s, sagM, maxErrorM);
    testCentres(split, lattice, s, 2 * sagM, maxErrorM);
  }
  return split;
}

function testEdges(split: Uint8Array, lattice: Lattice, s: number, sagM: number, maxErrorM: number): void {
  const { columns, rows, heightM: z } = lattice;
  for (let y = 0; y < rows; y += s) {
    const horizontal = y % (2 * s) === 0;
    const half = horizontal ? s : s * columns;
    for (let x = horizontal ? s : 0; x < columns; x += 2 * s) {
      const at = y * columns + x;
      if (Math.abs(z[at] - 0.5 * (z[at - half] + z[at + half]) + sagM) > maxErrorM) splitEdge(split, lattice, x, y, s);
    }
  }
}

function testCentres(split: Uint8Array, lattice: Lattice, s: number, sagM: number, maxErrorM: number): void {
  const { columns, rows, heightM: z } = lattice;
  for (let y = s; y < rows; y += 2 * s) {
    for (let x = s; x < columns; x += 2 * s) {
      const at = y * columns + x;
      const half = s * columns + rise(lattice, x, y, s);
      if (Math.abs(z[at] - 0.5 * (z[at - half] + z[at + half]) + sagM) > maxErrorM)
        splitCentre(split, lattice, x, y, s);
    }
  }
}

/** s where the diagonal through a centre node runs north-east, −s where it runs north-west. */
function rise({ cells }: Lattice, x: number, y: number, s: number): number {
  return 2 * s === cells || ((x + y - 2 * s) & (2 * s)) === 0 ? s : -s;
}

/** Marks an edge node and, of the squares on both sides of its hypotenuse, the centres. */
function splitEdge(split: Uint8Array, lattice: Lattice, x: number, y: number, s: number): void {
  const { columns, rows } = lattice;
  const at = y * columns + x;
  if (split[at] === 1) return;
  split[at] = 1;
  if (y % (2 * s) === 0) {
    if (y > 0) splitCentre(split, lattice, x, y - s, s);
    if (y < rows - 1) splitCentre(split, lattice, x, y + s, s);
  } else {
    if (x > 0) splitCentre(split, lattice, x - s, y, s);
    if (x < columns - 1) splitCentre(split, lattice, x + s, y, s);
  }
}

/** Marks a centre node and the ends of the other diagonal, the middles of hypotenuses twice as long; a tile's own middle has none. */
function splitCentre(split: Uint8Array, lattice: Lattice, x: number, y: number, s: number): void {
  const at = y * lattice.columns + x;
  if (split[at] === 1) return;
  split[at] = 1;
  if (2 * s === lattice.cells) return;
  const across = rise(lattice, x, y, s);
  splitEdge(split, lattice, x + s, y - across, 2 * s);
  splitEdge(split, lattice, x - s, y + across, 2 * s);
}

/** Nodes of one tile's mesh in the order of their first use, and anticlockwise triangles over them. */
export interface TileTriangles {
  nodeCount: number;
  /** Column and row within the tile, 0 … cells. Views on memory that the next tile overwrites. */
  nodeX: Uint16Array;
  nodeY: Uint16Array;
  triangleCount: number;
  index: Uint32Array;
}

/**
 * A mesher for tiles of `cells` × `cells`; its memory is used again for every tile. Nodes are numbers in the tile, row by
 * row, so that the middle of two is half their sum.
 *
 * Halves are visited in turns, as Sierpiński's curve runs, so that each triangle lies at the last one's side and begins
 * where that ended: vertices and indices then pack a fifth smaller (Korea's 3,665 tiles 6.1 MB by gzip, 7.7 MB with the
 * halves always in one order), and faster.
 */
export function createMesher(cells: number) {
  const side = cells + 1;
  const deepest = 2 * Math.log2(cells);
  const isSplit = new Uint8Array(side * side);
  const mark = new Uint32Array(side * side);
  const tile: TileTriangles = {
    nodeCount: 0,
    nodeX: new Uint16Array(side * side),
    nodeY: new Uint16Array(side * side),
    triangleCount: 0,
    index: new Uint32Array(cells * cells * 6),
  };
  let corners = 0;

  const corner = (node: number) => {
    if (mark[node] === 0) {
      tile.nodeX[tile.nodeCount] = node % side;
      tile.nodeY[tile.nodeCount] = Math.floor(node / side);
      mark[node] = ++tile.nodeCount;
    }
    tile.index[corners++] = mark[node] - 1;
  };
  /** a → b is the hypotenuse, c the right angle; a, c, b is anticlockwise. */
  const walk = (a: number, b: number, c: number, depth: number): void => {
    const middle = (a + b) >> 1;
    const odd = (depth & 1) === 1;
    if (depth < deepest && isSplit[middle] === 1) {
      if (odd) walk(b, c, middle, depth + 1);
      walk(c, a, middle, depth + 1);
      if (!odd) walk(b, c, middle, depth + 1);
      return;
    }
    if (odd) corner(b);
    corner(a);
    corner(c);
    if (!odd) corner(b);
  };

  return ({ columns }: Lattice, split: Uint8Array, tileX: number, tileY: number): TileTriangles => {
    for (let y = 0; y < side; y++) {
      const from = (tileY * cells + y) * columns + tileX * cells;
      isSplit.set(split.subarray(from, from + side), y * side);
    }
    mark.fill(0);
    tile.nodeCount = 0;
    corners = 0;
    walk(0, side * side - 1, cells, 0);
    walk(side * side - 1, 0, cells * side, 0);
    tile.triangleCount = corners / 3;
    return tile;
  };
}
