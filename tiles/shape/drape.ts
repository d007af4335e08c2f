import earcut from 'earcut';
import { RAD_PER_DEG, WGS84_A_M, WGS84_E2 } from '../../model/geo/lon-lat.ts';
import type { ElevationRaster, LayerInput, LineGeometry, PolygonGeometry } from '../model.ts';
import type { Ground } from './ground.ts';
import type { TileMesh } from './mesh.ts';

/**
 * Areas that lie on the terrain: parks, roads, land cover, plans, lakes. The outline is cut into triangles, these along
 * a quadtree of squares that goes down only where the ground is not flat, and every vertex is put on the ground: the
 * mesh stays within 5 cm of the elevation raster, or half its lift where that is more (twice `planeM`: both the ground
 * and the mesh's vertices lie that close to the square's plane). So it can lie a hand's breadth above the terrain.
 *
 * Cutting triangles, not the outline, keeps every step convex: clipping a concave ring with holes by a square leaves
 * bridges along its sides that the triangulator then gets wrong. Where squares of two sizes meet, their common side is
 * at most the same 5 cm apart; the seam is seen from above as the area's own colour.
 */
const MIN_PLANE_M = 0.025;
const MAX_PLANE_M = 0.1;

/** The largest square: the chord of one of this size sags 2.6 mm below the curved earth. */
const MAX_M = 256;

/** Beyond the raster's edge nothing is tested: squares are of this size or the next smaller. */
const BEYOND_M = 32;

/** No square smaller than this, however fine the raster. */
const MIN_EDGE_M = 1;

/** Vertices are counted as one when they agree on this grid, the one that tiles are written on. */
const STEP_M = 1 / 64;

/** Bends of a line up to 91° are mitred, sharper ones rounded: a mitre would be a spike. */
const MITRE_COS = 0.7;
const ROUND_STEP_RAD = Math.PI / 8;

/** Vertices of a level surface (lake, deck) keep their own elevation instead of the ground's. */
export function drapeAreas(layer: LayerInput, rows: Uint32Array, ground: Ground): TileMesh {
  const { geometry } = layer.features;
  const cutter = new Cutter(ground, layer.liftM ?? 0);
  let dropped = 0;
  let droppedFirst = -1;
  for (let f = 0; f < rows.length; f++) {
    cutter.begin(f);
    if (geometry.kind === 'polygon') cutPolygons(geometry, rows[f], ground, cutter);
    else if (geometry.kind === 'line') cutRibbons(geometry, rows[f], ground, cutter);
    else throw new Error(`${layer.id}: expected polygons or lines to lay on the ground, got ${geometry.kind}`);
    if (cutter.end() === 0 && dropped++ === 0) droppedFirst = f;
  }
  return { ...cutter.mesh(), dropped, droppedFirst };
}

function cutPolygons(geometry: PolygonGeometry, row: number, ground: Ground, cutter: Cutter): void {
  const { featurePart, partRing, ringVertex, lonLatDeg, elevationM } = geometry;
  const enu = new Float64Array(3);
  for (let part = featurePart[row]; part < featurePart[row + 1]; part++) {
    const from = ringVertex[partRing[part]];
    const to = ringVertex[partRing[part + 1]];
    const flat: number[] = [];
    for (let i = from; i < to; i++) {
      ground.enu(lonLatDeg[2 * i], lonLatDeg[2 * i + 1], ground.originElevationM, enu, 0);
      flat.push(enu[0], enu[1]);
    }
    const holes: number[] = [];
    for (let ring = partRing[part] + 1; ring < partRing[part + 1]; ring++) holes.push(ringVertex[ring] - from);
    // Relative to the first vertex: earcut's tests lose digits far from zero.
    const near = flat.map((value, i) => value - flat[i % 2]);
    const level = elevationM && !Number.isNaN(elevationM[from]);
    const triangles = earcut(near, holes);
    for (let t = 0; t < triangles.length; t += 3) {
      const a = triangles[t];
      const b = triangles[t + 1];
      const c = triangles[t + 2];
      cutter.triangle(
        ...[flat[2 * a], flat[2 * a + 1], level ? elevationM[from + a] : Number.NaN],
        ...[flat[2 * b], flat[2 * b + 1], level ? elevationM[from + b] : Number.NaN],
        ...[flat[2 * c], flat[2 * c + 1], level ? elevationM[from + c] : Number.NaN],
      );
    }
  }
}

/** Each line of the feature as a strip of its width, square at its ends. */
function cutRibbons(geometry: LineGeometry, row: number, ground: Ground, cutter: Cutter): void {
  const { featureLine, lineVertex, lonLatDeg, elevationM, widthM } = geometry;
  const enu = new Float64Array(3);
  for (let line = featureLine[row]; line < featureLine[row + 1]; line++) {
    const axis: number[] = [];
    for (let i = lineVertex[line]; i < lineVertex[line + 1]; i++) {
      ground.enu(lonLatDeg[2 * i], lonLatDeg[2 * i + 1], ground.originElevationM, enu, 0);
      const last = axis.length - 3;
      if (last >= 0 && Math.hypot(enu[0] - axis[last], enu[1] - axis[last + 1]) < STEP_M) continue;
      axis.push(enu[0], enu[1], elevationM[i]);
    }
    if (axis.length >= 6 && widthM[line] > 0) cutRibbon(axis, widthM[line] / 2, cutter);
  }
}

/**
 * One quadrangle a segment. At a bend both sides meet in a mitre unless it is sharp or the mitre would reach past the
 * shorter segment; then both quadrangles end square and a fan closes the outer side: they overlap on the inner one, at
 * one height and in one colour.
 */
function cutRibbon(axis: readonly number[], halfM: number, cutter: Cutter): void {
  const points = axis.length / 3;
  const segments = points - 1;
  const direction = Array.from({ length: segments }, (_, i) => {
    const dx = axis[3 * i + 3] - axis[3 * i];
    const dy = axis[3 * i + 4] - axis[3 * i + 1];
    const length = Math.hypot(dx, dy);
    return { x: dx / length, y: dy / length, length };
  });
  /** Offset of the left side at both ends of each segment. */
  const start = direction.map((d) => ({ x: -d.y * halfM, y: d.x * halfM }));
  const end = start.map((left) => ({ ...left }));
  for (let i = 1; i < segments; i++) {
    const before = direction[i - 1];
    const after = direction[i];
    const cosBend = before.x * after.x + before.y * after.y;
    const sinBend = before.x * after.y - before.y * after.x;
    if (Math.abs(sinBend) < 1e-9 && cosBend > 0) continue;
    const cosHalf = Math.sqrt(Math.max(0, (1 + cosBend) / 2));
    const reach = (halfM * Math.abs(sinBend)) / Math.max(1 + cosBend, 1e-9);
    if (cosHalf >= MITRE_COS && reach < Math.min(before.length, after.length)) {
      const x = -(before.y + after.y);
      const y = before.x + after.x;
      const scale = halfM / (cosHalf * Math.hypot(x, y));
      end[i - 1] = { x: x * scale, y: y * scale };
      start[i] = end[i - 1];
      continue;
    }
    const side = sinBend > 0 ? -1 : 1;
    const [px, py, pz] = axis.slice(3 * i, 3 * i + 3);
    const from = Math.atan2(side * before.x, side * -before.y);
    const turn = Math.atan2(sinBend, cosBend);
    const steps = Math.max(1, Math.ceil(Math.abs(turn) / ROUND_STEP_RAD));
    for (let k = 0; k < steps; k++) {
      const a = from + (turn * k) / steps;
      const b = from + (turn * (k + 1)) / steps;
      const rim = [a, b].map((angle) => [px + halfM * Math.cos(angle), py + halfM * Math.sin(angle), pz] as const);
      if (side > 0) rim.reverse();
      cutter.triangle(px, py, pz, ...rim[0], ...rim[1]);
    }
  }
  for (let i = 0; i < segments; i++) {
    const [ax, ay, az, bx, by, bz] = axis.slice(3 * i, 3 * i + 6);
    const s = start[i];
    const e = end[i];
    cutter.triangle(ax - s.x, ay - s.y, az, bx - e.x, by - e.y, bz, bx + e.x, by + e.y, bz);
    cutter.triangle(ax - s.x, ay - s.y, az, bx + e.x, by + e.y, bz, ax + s.x, ay + s.y, az);
  }
}

/** Corners of a convex piece: a triangle cut by four sides has at most seven. */
const MAX_CORNERS = 12;

/** Plane of a triangle with a level of its own: elevation at (x, y) and slopes. */
interface Plane {
  x: number;
  y: number;
  z: number;
  slopeX: number;
  slopeY: number;
}

/** Cuts triangles at the ground's own squares, as far as the ground bends there, and lays the pieces on it. */
class Cutter {
  private readonly ground: Ground;
  private readonly liftM: number;
  private readonly squares: Squares;
  private readonly place: ReturnType<typeof placerOf>;
  private readonly positionM: number[] = [];
  private readonly normal: number[] = [];
  private readonly featureIndex: number[] = [];
  private readonly index: number[] = [];
  private readonly known = new Map<number, number>();
  private readonly pieces: Float64Array[];
  private readonly whole = new Float64Array(2 * MAX_CORNERS);
  private readonly strip: Float64Array;
  private readonly square: Float64Array;
  private readonly rest = [new Float64Array(2 * MAX_CORNERS), new Float64Array(2 * MAX_CORNERS)];
  private feature = 0;
  private before = 0;
  /** Plane of the triangle at hand; null where it lies on the ground. */
  private plane: Plane | null = null;

  constructor(ground: Ground, liftM: number) {
    this.ground = ground;
    this.liftM = liftM;
    this.squares = squaresOf(ground, Math.min(Math.max(liftM / 4, MIN_PLANE_M), MAX_PLANE_M));
    this.place = placerOf(ground);
    const { depth } = this.squares;
    this.pieces = Array.from({ length: 4 * (depth + 2) }, () => new Float64Array(2 * MAX_CORNERS));
    this.strip = this.pieces[4 * (depth + 1)];
    this.square = this.pieces[4 * (depth + 1) + 1];
  }

  begin(feature: number): void {
    this.feature = feature;
    this.before = this.index.length;
    this.known.clear();
  }

  /** One anticlockwise triangle; an elevation of NaN is the ground's. */
  triangle(
    ax: number,
    ay: number,
    az: number,
    bx: number,
    by: number,
    bz: number,
    cx: number,
    cy: number,
    cz: number,
  ): void {
    const area2 = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    if (Math.abs(area2) < STEP_M * STEP_M) return;
    this.whole.set(area2 > 0 ? [ax, ay, bx, by, cx, cy] : [ax, ay, cx, cy, bx, by]);
    this.plane = null;
    if (!Number.isNaN(az + bz + cz)) {
      const slopeX = ((bz - az) * (cy - ay) - (cz - az) * (by - ay)) / area2;
      const slopeY = ((cz - az) * (bx - ax) - (bz - az) * (cx - ax)) / area2;
      this.plane = { x: ax, y: ay, z: az, slopeX, slopeY };
    }
    this.cut(
      this.squares.columnOf(Math.min(ax, bx, cx)),
      this.squares.columnOf(Math.max(ax, bx, cx)),
      this.squares.rowOf(Math.min(ay, by, cy)),
      this.squares.rowOf(Math.max(ay, by, cy)),
    );
  }

  /** Triangles of the feature. */
  end(): number {
    return (this.index.length - this.before) / 3;
  }

  mesh(): TileMesh {
    return {
      positionM: Float64Array.from(this.positionM),
      normal: Int8Array.from(this.normal),
      featureIndex: Uint16Array.from(this.featureIndex),
      index: Uint32Array.from(this.index),
    };
  }

  /** The triangle at hand, cut at the sides of the largest squares that it touches. */
  private cut(fromX: number, toX: number, fromY: number, toY: number): void {
    const { squares, whole, strip, square, rest } = this;
    const top = squares.depth;
    if (fromX === toX && fromY === toY) {
      this.descend(top, fromX, fromY, whole, 3);
      return;
    }
    for (let column = fromX; column <= toX; column++) {
      const a = clip(whole, 3, 0, squares.xOf(top, column), true, rest[0]);
      const b = a < 3 ? 0 : clip(rest[0], a, 0, squares.xOf(top, column + 1), false, strip);
      if (b < 3) continue;
      for (let row = fromY; row <= toY; row++) {
        const c = clip(strip, b, 1, squares.yOf(top, row), true, rest[1]);
        const d = c < 3 ? 0 : clip(rest[1], c, 1, squares.yOf(top, row + 1), false, square);
        if (d >= 3) this.descend(top, column, row, square, d);
      }
    }
  }

  private descend(level: number, column: number, row: number, piece: Float64Array, corners: number): void {
    const { squares } = this;
    if (this.plane || level === 0 || squares.isFlat(level, column, row)) {
      this.emit(piece, corners);
      return;
    }
    const middleX = squares.xOf(level - 1, 2 * column + 1);
    const middleY = squares.yOf(level - 1, 2 * row + 1);
    const half = this.pieces[4 * level];
    const quarter = this.pieces[4 * level + 1];
    for (let east = 0; east < 2; east++) {
      const halfCorners = clip(piece, corners, 0, middleX, east === 1, half);
      if (halfCorners < 3) continue;
      for (let north = 0; north < 2; north++) {
        const quarterCorners = clip(half, halfCorners, 1, middleY, north === 1, quarter);
        if (quarterCorners < 3) continue;
        this.descend(level - 1, 2 * column + east, 2 * row + north, quarter, quarterCorners);
      }
    }
  }

  private emit(piece: Float64Array, corners: number): void {
    const first = this.vertex(piece[0], piece[1]);
    let last = this.vertex(piece[2], piece[3]);
    for (let i = 2; i < corners; i++) {
      const next = this.vertex(piece[2 * i], piece[2 * i + 1]);
      if (first !== last && last !== next && next !== first && !this.isTurned(first, last, next))
        this.index.push(first, last, next);
      last = next;
    }
  }

  /**
   * Does a triangle look into the ground once its corners are on the grid? On a slope slivers of a step or two do: they are left out, since
   * what they cover lies under their neighbours.
   */
  private isTurned(a: number, b: number, c: number): boolean {
    const { positionM: p, normal: n } = this;
    const step = (v: number, axis: number) => Math.floor(p[3 * v + axis] / STEP_M + 0.5);
    const side = (v: number) => [0, 1, 2].map((axis) => step(v, axis) - step(a, axis));
    const [ux, uy, uz] = side(b);
    const [vx, vy, vz] = side(c);
    const sum = (axis: number) => n[3 * a + axis] + n[3 * b + axis] + n[3 * c + axis];
    return (uy * vz - uz * vy) * sum(0) + (uz * vx - ux * vz) * sum(1) + (ux * vy - uy * vx) * sum(2) < 0;
  }

  private vertex(x: number, y: number): number {
    const key = (Math.round(x / STEP_M) + 2 ** 25) * 2 ** 26 + Math.round(y / STEP_M) + 2 ** 25;
    const old = this.known.get(key);
    if (old !== undefined) return old;
    const at = this.featureIndex.length;
    this.known.set(key, at);
    this.featureIndex.push(this.feature);
    const { plane, ground, liftM, positionM, normal } = this;
    if (plane) {
      this.place(x, y, plane.z + plane.slopeX * (x - plane.x) + plane.slopeY * (y - plane.y) + liftM, positionM);
      normal.push(0, 0, 127);
      return at;
    }
    this.place(x, y, ground.elevationAt(x, y) + liftM, positionM);
    const slopeM = this.squares.leafM;
    const east = (ground.elevationAt(x + slopeM, y) - ground.elevationAt(x - slopeM, y)) / (2 * slopeM);
    const north = (ground.elevationAt(x, y + slopeM) - ground.elevationAt(x, y - slopeM)) / (2 * slopeM);
    const up = 127 / Math.sqrt(1 + east * east + north * north);
    normal.push(Math.round(-east * up), Math.round(-north * up), Math.round(up));
    return at;
  }
}

/**
 * The part of a convex piece on one side of a line across an axis; returns its corners. A crossing is computed from its
 * lower end whichever way the side runs, so that two pieces with a common side are cut at the same point to the bit.
 */
function clip(piece: Float64Array, corners: number, axis: 0 | 1, at: number, above: boolean, out: Float64Array) {
  let count = 0;
  for (let i = 0; i < corners; i++) {
    const j = i + 1 === corners ? 0 : i + 1;
    const p = piece[2 * i + axis];
    const q = piece[2 * j + axis];
    if (above ? p >= at : p <= at) {
      out[2 * count] = piece[2 * i];
      out[2 * count + 1] = piece[2 * i + 1];
      count++;
    }
    const isCut = (p < at && q > at) || (p > at && q < at);
    if (!isCut) continue;
    const [low, high] = p < q ? [i, j] : [j, i];
    const t = (at - piece[2 * low + axis]) / (piece[2 * high + axis] - piece[2 * low + axis]);
    const other = piece[2 * low + 1 - axis] + t * (piece[2 * high + 1 - axis] - piece[2 * low + 1 - axis]);
    out[2 * count + axis] = at;
    out[2 * count + 1 - axis] = other;
    count++;
  }
  return count;
}

interface Squares {
  /** Levels above the smallest squares, which are one or a few cells of the raster. */
  depth: number;
  leafM: number;
  xOf(level: number, column: number): number;
  yOf(level: number, row: number): number;
  /** At the largest size. */
  columnOf(x: number): number;
  rowOf(y: number): number;
  isFlat(level: number, column: number, row: number): boolean;
}

/** Squares of one raster by tolerance, with what is known of their flatness; kept as long as the ground is. */
const SQUARES = new WeakMap<Ground, Map<number, Squares>>();

function squaresOf(ground: Ground, planeM: number): Squares {
  const known = SQUARES.get(ground) ?? new Map<number, Squares>();
  SQUARES.set(ground, known);
  const squares = known.get(planeM) ?? makeSquares(ground, planeM);
  known.set(planeM, squares);
  return squares;
}

function makeSquares(ground: Ground, planeM: number): Squares {
  const raster: ElevationRaster | null = ground.raster;
  let step = 1;
  while (raster && raster.cellM * step < MIN_EDGE_M) step *= 2;
  const leafM = raster ? raster.cellM * step : MAX_M;
  let depth = 0;
  while (leafM * 2 ** (depth + 1) <= MAX_M) depth++;
  const west = raster?.westM ?? 0;
  const south = raster?.southM ?? 0;
  const sizeM = (level: number) => leafM * 2 ** level;
  const known: Map<number, boolean>[] = Array.from({ length: depth + 1 }, () => new Map());

  /** Every node against the plane through the square's middle, with the slopes of its corners. */
  const test = (level: number, column: number, row: number): boolean => {
    if (!raster) return true;
    const { columns, rows, elevationM: z } = raster;
    const span = step * 2 ** level;
    const fromX = column * span;
    const fromY = row * span;
    // Beyond the raster the ground fades over kilometres, but not level: squares of 32 m follow it.
    if (fromX < 0 || fromY < 0 || fromX + span >= columns || fromY + span >= rows) {
      if (sizeM(level) > BEYOND_M) return false;
    }
    const x = (i: number) => Math.min(Math.max(fromX + i, 0), columns - 1);
    const y = (j: number) => Math.min(Math.max(fromY + j, 0), rows - 1) * columns;
    const sw = z[y(0) + x(0)];
    const se = z[y(0) + x(span)];
    const nw = z[y(span) + x(0)];
    const ne = z[y(span) + x(span)];
    const slopeX = (se - sw + ne - nw) / (2 * span);
    const slopeY = (nw - sw + ne - se) / (2 * span);
    const corner = (sw + se + nw + ne) / 4 - (span / 2) * (slopeX + slopeY);
    for (let j = 0; j <= span; j++) {
      const line = y(j);
      const base = corner + slopeY * j;
      for (let i = 0; i <= span; i++) if (Math.abs(z[line + x(i)] - base - slopeX * i) > planeM) return false;
    }
    return true;
  };
  return {
    depth,
    leafM,
    xOf: (level, column) => west + column * sizeM(level),
    yOf: (level, row) => south + row * sizeM(level),
    columnOf: (x) => Math.floor((x - west) / sizeM(depth)),
    rowOf: (y) => Math.floor((y - south) / sizeM(depth)),
    isFlat(level, column, row) {
      const key = (row + 2 ** 20) * 2 ** 21 + column + 2 ** 20;
      const flat = known[level].get(key) ?? test(level, column, row);
      known[level].set(key, flat);
      return flat;
    },
  };
}

/**
 * Writes the ENU position of a point that lies at an elevation above (x, y) of the plane. The ellipsoid falls away from
 * its tangent plane by e²/2N + n²/2M, and verticals spread by the height over the radius: within 1 mm of `ground.enu`
 * up to 15 km from the origin.
 */
function placerOf(ground: Ground) {
  const sin = Math.sin(ground.origin.latDeg * RAD_PER_DEG);
  const primeVerticalM = WGS84_A_M / Math.sqrt(1 - WGS84_E2 * sin * sin) + ground.origin.heightM;
  const meridianM = (WGS84_A_M * (1 - WGS84_E2)) / (1 - WGS84_E2 * sin * sin) ** 1.5 + ground.origin.heightM;
  return (x: number, y: number, elevationM: number, out: number[]) => {
    const rise = elevationM - ground.originElevationM;
    const fall = (x * x) / (2 * primeVerticalM) + (y * y) / (2 * meridianM);
    out.push(x * (1 + rise / primeVerticalM), y * (1 + rise / meridianM), rise * (1 - fall / meridianM) - fall);
  };
}
