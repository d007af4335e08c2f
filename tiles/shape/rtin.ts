/**
 * Right-triangulated irregular networks (Evans, Kirkpatrick & Townsend 2001) over all tiles of one level at once.
 *
 * Per-tile meshers (martini) see one tile only, so that two neighbours choose different vertices on their common edge.
 * Here the split errors live on one lattice for the whole level and run across tile borders: where either side needs a
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

/** Mean radius, for the sag of a chord below the curved ground: d² / 8R. */
const EARTH_RADIUS_M = 6371000;

/**
 * At every node the error made when the triangle pair around it is not split there, never less than that of any node
 * that depends on it. In the error counts what the eye meets: height, and the chord's sag below the curved earth
 * (7.5 m across a 20 km tile), so that the same rule meshes the globe far away and the levee near by.
 *
 * Nodes of scale s: an edge node lies midway on an axis-parallel hypotenuse of length 2s, a centre node midway on the
 * diagonal of a square of side 2s. Order of dependence from fine to coarse: edge(1), centre(1), edge(2), centre(2) ….
 */
export function splitErrors(lattice: Lattice, nodeSpacingM: number, errors = new Float32Array(lattice.heightM.length)) {
  const { cells, columns, rows, heightM: z } = lattice;
  for (let s = 1; s < cells; s *= 2) {
    const sag = (2 * s * nodeSpacingM) ** 2 / (8 * EARTH_RADIUS_M);
    edgeErrors(errors, z, columns, rows, s, sag);
    centreErrors(errors, z, columns, rows, s, 2 * sag, 2 * s === cells);
  }
  return errors;
}

function edgeErrors(errors: Float32Array, z: Float32Array, columns: number, rows: number, s: number, sag: number) {
  const half = s >> 1;
  for (let y = 0; y < rows; y += s) {
    const horizontal = y % (2 * s) === 0;
    const stride = horizontal ? s : s * columns;
    const south = half > 0 && y > 0;
    const north = half > 0 && y < rows - 1;
    for (let x = horizontal ? s : 0; x < columns; x += 2 * s) {
      const at = y * columns + x;
      let error = Math.abs(z[at] - 0.5 * (z[at - stride] + z[at + stride]) + sag);
      if (south) {
        const below = at - half * columns;
        if (x > 0 && errors[below - half] > error) error = errors[below - half];
        if (x < columns - 1 && errors[below + half] > error) error = errors[below + half];
      }
      if (north) {
        const above = at + half * columns;
        if (x > 0 && errors[above - half] > error) error = errors[above - half];
        if (x < columns - 1 && errors[above + half] > error) error = errors[above + half];
      }
      errors[at] = error;
    }
  }
}

function centreErrors(
  errors: Float32Array,
  z: Float32Array,
  columns: number,
  rows: number,
  s: number,
  sag: number,
  whole: boolean,
) {
  const rise = s * columns;
  for (let y = s; y < rows; y += 2 * s) {
    for (let x = s; x < columns; x += 2 * s) {
      const at = y * columns + x;
      const up = whole || (((x - s) / (2 * s) + (y - s) / (2 * s)) & 1) === 0;
      const ends = up ? z[at - rise - s] + z[at + rise + s] : z[at - rise + s] + z[at + rise - s];
      let error = Math.abs(z[at] - 0.5 * ends + sag);
      if (errors[at - s] > error) error = errors[at - s];
      if (errors[at + s] > error) error = errors[at + s];
      if (errors[at - rise] > error) error = errors[at - rise];
      if (errors[at + rise] > error) error = errors[at + rise];
      errors[at] = error;
    }
  }
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

/** A mesher for tiles of `cells` × `cells`; its memory is used again for every tile. */
export function createMesher(cells: number) {
  const side = cells + 1;
  const mark = new Uint32Array(side * side);
  const tile: TileTriangles = {
    nodeCount: 0,
    nodeX: new Uint16Array(side * side),
    nodeY: new Uint16Array(side * side),
    triangleCount: 0,
    index: new Uint32Array(cells * cells * 6),
  };
  let errors: Float32Array = new Float32Array(0);
  let [columns, origin, limit] = [0, 0, 0];

  const node = (x: number, y: number) => {
    const at = y * side + x;
    if (mark[at] === 0) {
      tile.nodeX[tile.nodeCount] = x;
      tile.nodeY[tile.nodeCount] = y;
      mark[at] = ++tile.nodeCount;
    }
    tile.index[tile.triangleCount++] = mark[at] - 1;
  };
  /** a → b is the hypotenuse, c the right angle; a, c, b is anticlockwise here, so they are emitted in that order. */
  const walk = (ax: number, ay: number, bx: number, by: number, cx: number, cy: number): void => {
    const mx = (ax + bx) >> 1;
    const my = (ay + by) >> 1;
    if (Math.abs(ax - cx) + Math.abs(ay - cy) > 1 && errors[origin + my * columns + mx] > limit) {
      walk(cx, cy, ax, ay, mx, my);
      walk(bx, by, cx, cy, mx, my);
      return;
    }
    node(ax, ay);
    node(cx, cy);
    node(bx, by);
  };

  return (lattice: Lattice, latticeErrors: Float32Array, tileX: number, tileY: number, maxErrorM: number) => {
    mark.fill(0);
    errors = latticeErrors;
    columns = lattice.columns;
    origin = tileY * cells * columns + tileX * cells;
    limit = maxErrorM;
    tile.nodeCount = 0;
    tile.triangleCount = 0;
    walk(0, 0, cells, cells, cells, 0);
    walk(cells, cells, 0, 0, 0, cells);
    tile.triangleCount /= 3;
    return tile;
  };
}
