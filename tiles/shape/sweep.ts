import type { LayerInput, LineGeometry } from '../model.ts';
import type { Ground } from './ground.ts';
import type { TileMesh } from './mesh.ts';

/** Depth of the crown below the ground where a pipe has no elevation and its layer states no cover. */
const DEFAULT_COVER_M = 1.2;

/** Depth of the crown of a layer's lines where they have no elevation. */
export const coverOf = ({ coverM }: Pick<LayerInput, 'coverM'>): number => coverM ?? DEFAULT_COVER_M;

/** Successive axis points closer than this are one point; a pipe shorter than this has no triangles. */
export const SAME_POINT_M = 0.01;

/** Bends sharper than 120° (cosine of the half angle below ½) are bevelled: their mitre would be a spike. */
const MITRE_COS = 0.5;

/** Below this half-angle cosine (a bend of 25°) a joint gets two rings of normals, so that it shows as a joint. */
const SMOOTH_COS = 0.976;

/** A box stands upright (its sides vertical) up to this slope, a sine; steeper ones turn with the axis like round pipes. */
const UPRIGHT_SINE = 0.7;

/**
 * Sides of the polygon that stands for a circle, so that its sagitta ½D(1 − cos π/n) stays below 2 cm up to 2 m and
 * below 3 cm for a metro tunnel: 1.9 cm at 0.5 m, 2.0 cm at 1.2 m, 2.9 cm at 3 m and 6.7 m.
 */
export function sidesOfRound(diameterM: number): number {
  if (diameterM <= 0.5) return 8;
  if (diameterM <= 1.2) return 12;
  return diameterM <= 3 ? 16 : 24;
}

/** Unit circle a side count, cos and sin alternating. */
const CIRCLES = new Map<number, Float64Array>(
  [8, 12, 16, 24].map((n) => [
    n,
    Float64Array.from({ length: 2 * n }, (_, i) => {
      const angle = (Math.floor(i / 2) * 2 * Math.PI) / n;
      return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
    }),
  ]),
);

/** Growing flat arrays: one set a tile, no object a pipe. */
interface MeshSink {
  positionM: Float64Array;
  normal: Int8Array;
  featureIndex: Uint16Array;
  index: Uint32Array;
  vertices: number;
  indices: number;
}

/** One line's axis with the frame of each segment, kept between lines so that nothing is allocated a pipe. */
interface Axis {
  points: number;
  /** East, north, up. */
  at: Float64Array;
  /** Unit direction, right and up of segment i, from point i to i + 1. */
  direction: Float64Array;
  right: Float64Array;
  up: Float64Array;
  lengthM: Float64Array;
}

/**
 * Round and box sections swept along their axes: closed at both ends, mitred at bends, round ones with smooth radial
 * normals. The frame is carried along by the least rotation, so that the lines of a section meet in the mitre plane.
 * 600,000 two-point eight-sided pipes per CPU-second warm; loops over the three components cost four times that.
 */
export function sweepPipes(layer: LayerInput, rows: Uint32Array, ground: Ground): TileMesh {
  const { geometry } = layer.features;
  if (geometry.kind !== 'line') throw new Error(`layer ${layer.id}: expected lines to sweep, got ${geometry.kind}`);
  const out = newOut(rows, geometry);
  const axis = newAxis(64);
  const coverM = coverOf(layer);
  for (let feature = 0; feature < rows.length; feature++) {
    const row = rows[feature];
    for (let line = geometry.featureLine[row]; line < geometry.featureLine[row + 1]; line++) {
      const widthM = geometry.widthM[line];
      const heightM = geometry.boxHeightM[line];
      if (!(widthM > 0) || !(heightM >= 0))
        throw new Error(
          `layer ${layer.id}, row ${row}: expected a width > 0 and a box height ≥ 0, got ${widthM} and ${heightM}`,
        );
      readAxis(axis, geometry, line, coverM + (heightM > 0 ? heightM : widthM) / 2, ground);
      if (axis.points < 2) continue;
      if (heightM > 0) sweepBox(out, axis, feature, widthM / 2, heightM / 2);
      else sweepRound(out, axis, feature, widthM / 2);
    }
  }
  return {
    positionM: out.positionM.subarray(0, 3 * out.vertices),
    normal: out.normal.subarray(0, 3 * out.vertices),
    featureIndex: out.featureIndex.subarray(0, out.vertices),
    index: out.index.subarray(0, out.indices),
  };
}

/** Room for every ring doubled and two caps, which is the most that a line can take. */
function newOut(rows: Uint32Array, geometry: LineGeometry): MeshSink {
  let vertices = 0;
  let indices = 0;
  for (const row of rows) {
    for (let line = geometry.featureLine[row]; line < geometry.featureLine[row + 1]; line++) {
      const sides = geometry.boxHeightM[line] > 0 ? 8 : sidesOfRound(geometry.widthM[line]);
      const points = geometry.lineVertex[line + 1] - geometry.lineVertex[line];
      vertices += sides * (2 * points + 2);
      indices += 6 * sides * (2 * points + 2);
    }
  }
  return {
    positionM: new Float64Array(3 * vertices),
    normal: new Int8Array(3 * vertices),
    featureIndex: new Uint16Array(vertices),
    index: new Uint32Array(indices),
    vertices: 0,
    indices: 0,
  };
}

function newAxis(points: number): Axis {
  const triples = () => new Float64Array(3 * points);
  return {
    points: 0,
    at: triples(),
    direction: triples(),
    right: triples(),
    up: triples(),
    lengthM: new Float64Array(points),
  };
}

function readAxis(axis: Axis, geometry: LineGeometry, line: number, belowM: number, ground: Ground): void {
  const first = geometry.lineVertex[line];
  const last = geometry.lineVertex[line + 1];
  if (3 * (last - first) > axis.at.length) Object.assign(axis, newAxis(2 * (last - first)));
  const { at, direction, lengthM } = axis;
  let points = 0;
  for (let vertex = first; vertex < last; vertex++) {
    const lonDeg = geometry.lonLatDeg[2 * vertex];
    const latDeg = geometry.lonLatDeg[2 * vertex + 1];
    const to = 3 * points;
    let elevationM = geometry.elevationM[vertex];
    if (Number.isNaN(elevationM)) {
      ground.enu(lonDeg, latDeg, 0, at, to);
      elevationM = ground.elevationAt(at[to], at[to + 1]) - belowM;
    }
    ground.enu(lonDeg, latDeg, elevationM, at, to);
    if (points > 0) {
      const x = at[to] - at[to - 3];
      const y = at[to + 1] - at[to - 2];
      const z = at[to + 2] - at[to - 1];
      const length = Math.sqrt(x * x + y * y + z * z);
      if (length < SAME_POINT_M) continue;
      lengthM[points - 1] = length;
      direction[to - 3] = x / length;
      direction[to - 2] = y / length;
      direction[to - 1] = z / length;
    }
    points++;
  }
  axis.points = points;
  if (points > 1) carryFrame(axis);
}

/** The first right is level; each next frame is the last one turned by the least rotation that takes d₀ to d₁. */
function carryFrame({ points, direction: d, right: r, up: u }: Axis): void {
  const flat = Math.sqrt(d[0] * d[0] + d[1] * d[1]);
  r[0] = flat > 1e-6 ? d[1] / flat : 1;
  r[1] = flat > 1e-6 ? -d[0] / flat : 0;
  r[2] = 0;
  for (let i = 0; i < points - 1; i++) {
    const a = 3 * i;
    if (i > 0) {
      // Rotation of r by (d₀ → d₁): r − (d₀ + d₁)(r·d₁)/(1 + d₀·d₁), as r ⟂ d₀ (Rodrigues' formula, reduced).
      const b = a - 3;
      const dot = d[a] * d[b] + d[a + 1] * d[b + 1] + d[a + 2] * d[b + 2];
      const along = r[b] * d[a] + r[b + 1] * d[a + 1] + r[b + 2] * d[a + 2];
      const k = dot > -0.999999 ? along / (1 + dot) : 0;
      for (let c = 0; c < 3; c++) r[a + c] = r[b + c] - (d[a + c] + d[b + c]) * k;
      const length = Math.sqrt(r[a] * r[a] + r[a + 1] * r[a + 1] + r[a + 2] * r[a + 2]);
      for (let c = 0; c < 3; c++) r[a + c] /= length;
    }
    u[a] = r[a + 1] * d[a + 2] - r[a + 2] * d[a + 1];
    u[a + 1] = r[a + 2] * d[a] - r[a] * d[a + 2];
    u[a + 2] = r[a] * d[a + 1] - r[a + 1] * d[a];
  }
}

/** How segment `i` and the next meet at point i + 1. */
type Joint = 'smooth' | 'mitre' | 'bevel';

/** A mitre reaches `reachM · tan(half angle)` back along both segments and must stay within them. */
function jointAfter({ direction: d, lengthM }: Axis, segment: number, reachM: number): Joint {
  const a = 3 * segment;
  const b = 3 * segment + 3;
  const dot = d[a] * d[b] + d[a + 1] * d[b + 1] + d[a + 2] * d[b + 2];
  const cosHalf = Math.sqrt(Math.max(0, (1 + dot) / 2));
  if (cosHalf < MITRE_COS) return 'bevel';
  const tanHalf = Math.sqrt(Math.max(0, 1 - cosHalf * cosHalf)) / cosHalf;
  if (reachM * tanHalf > Math.min(lengthM[segment], lengthM[segment + 1])) return 'bevel';
  return cosHalf >= SMOOTH_COS ? 'smooth' : 'mitre';
}

/**
 * Moves each vertex of the ring that starts at `ring` from the plane across segment `segment` at point `point` along the
 * segment into the plane that halves the bend there.
 */
function slideToMitre(out: MeshSink, ring: number, sides: number, axis: Axis, segment: number, point: number): void {
  const { at, direction: d } = axis;
  const s = 3 * segment;
  const p = 3 * point;
  const e = p - 3;
  const f = p;
  const tx = d[e] + d[f];
  const ty = d[e + 1] + d[f + 1];
  const tz = d[e + 2] + d[f + 2];
  const across = d[s] * tx + d[s + 1] * ty + d[s + 2] * tz;
  const { positionM } = out;
  for (let v = 3 * ring; v < 3 * (ring + sides); v += 3) {
    const k =
      ((positionM[v] - at[p]) * tx + (positionM[v + 1] - at[p + 1]) * ty + (positionM[v + 2] - at[p + 2]) * tz) /
      across;
    positionM[v] -= d[s] * k;
    positionM[v + 1] -= d[s + 1] * k;
    positionM[v + 2] -= d[s + 2] * k;
  }
}

function sweepRound(out: MeshSink, axis: Axis, feature: number, radiusM: number): void {
  const circle = CIRCLES.get(sidesOfRound(2 * radiusM)) as Float64Array;
  const sides = circle.length / 2;
  const segments = axis.points - 1;
  let ring = roundRing(out, axis, feature, 0, 0, radiusM, circle);
  capRing(out, ring, sides, axis, feature, 0, -1);
  for (let segment = 0; segment < segments; segment++) {
    let end = roundRing(out, axis, feature, segment, segment + 1, radiusM, circle);
    joinRings(out, ring, end, sides);
    if (segment === segments - 1) {
      capRing(out, end, sides, axis, feature, segment, 1);
      return;
    }
    const joint = jointAfter(axis, segment, radiusM);
    if (joint !== 'bevel') slideToMitre(out, end, sides, axis, segment, segment + 1);
    if (joint !== 'smooth') {
      const start = roundRing(out, axis, feature, segment + 1, segment + 1, radiusM, circle);
      if (joint === 'mitre') out.positionM.copyWithin(3 * start, 3 * end, 3 * (end + sides));
      else joinRings(out, end, start, sides);
      end = start;
    }
    ring = end;
  }
}

/** A ring across `segment` at `point` with its radial normals; returns its first vertex. */
function roundRing(
  out: MeshSink,
  axis: Axis,
  feature: number,
  segment: number,
  point: number,
  radiusM: number,
  circle: Float64Array,
): number {
  const { at, right: r, up: u } = axis;
  const { positionM, normal, featureIndex } = out;
  const s = 3 * segment;
  const p = 3 * point;
  const first = out.vertices;
  let v = 3 * first;
  for (let i = 0; i < circle.length; i += 2) {
    const cos = circle[i];
    const sin = circle[i + 1];
    const x = r[s] * cos + u[s] * sin;
    const y = r[s + 1] * cos + u[s + 1] * sin;
    const z = r[s + 2] * cos + u[s + 2] * sin;
    positionM[v] = at[p] + x * radiusM;
    positionM[v + 1] = at[p + 1] + y * radiusM;
    positionM[v + 2] = at[p + 2] + z * radiusM;
    normal[v] = Math.round(x * 127);
    normal[v + 1] = Math.round(y * 127);
    normal[v + 2] = Math.round(z * 127);
    v += 3;
  }
  out.vertices = v / 3;
  featureIndex.fill(feature, first, out.vertices);
  return first;
}

/** Rings run from right to up: clockwise seen against the direction of the axis. */
function joinRings(out: MeshSink, from: number, to: number, sides: number): void {
  const { index } = out;
  let i = out.indices;
  for (let side = 0; side < sides; side++) {
    const next = side + 1 === sides ? 0 : side + 1;
    index[i++] = from + side;
    index[i++] = to + next;
    index[i++] = from + next;
    index[i++] = from + side;
    index[i++] = to + side;
    index[i++] = to + next;
  }
  out.indices = i;
}

/** Copies a ring with the axis as its normal and fills it: `sense` 1 looks forward, −1 back. */
function capRing(
  out: MeshSink,
  ring: number,
  sides: number,
  axis: Axis,
  feature: number,
  segment: number,
  sense: 1 | -1,
): void {
  const { positionM, normal, featureIndex, index } = out;
  const first = out.vertices;
  const x = Math.round(axis.direction[3 * segment] * 127) * sense;
  const y = Math.round(axis.direction[3 * segment + 1] * 127) * sense;
  const z = Math.round(axis.direction[3 * segment + 2] * 127) * sense;
  positionM.copyWithin(3 * first, 3 * ring, 3 * (ring + sides));
  for (let v = 3 * first; v < 3 * (first + sides); v += 3) {
    normal[v] = x;
    normal[v + 1] = y;
    normal[v + 2] = z;
  }
  out.vertices += sides;
  featureIndex.fill(feature, first, out.vertices);
  let i = out.indices;
  for (let side = 1; side < sides - 1; side++) {
    index[i++] = first;
    index[i++] = first + (sense > 0 ? side + 1 : side);
    index[i++] = first + (sense > 0 ? side : side + 1);
  }
  out.indices = i;
}

/** Corner i of a box: right, up; and the two normals of face i, from corner i to the next. */
const CORNERS = [
  [1, -1],
  [1, 1],
  [-1, 1],
  [-1, -1],
];
const FACES = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
];

function sweepBox(out: MeshSink, axis: Axis, feature: number, halfWidthM: number, halfHeightM: number): void {
  const segments = axis.points - 1;
  const { direction: d, right: r, up: u } = axis;
  let upright = true;
  for (let s = 0; s < 3 * segments; s += 3) upright &&= Math.abs(d[s + 2]) <= UPRIGHT_SINE;
  for (let s = 0; upright && s < 3 * segments; s += 3) {
    const flat = Math.sqrt(d[s] * d[s] + d[s + 1] * d[s + 1]);
    r[s] = d[s + 1] / flat;
    r[s + 1] = -d[s] / flat;
    r[s + 2] = 0;
    u[s] = 0;
    u[s + 1] = 0;
    u[s + 2] = 1;
  }
  let ring = boxRing(out, axis, feature, 0, 0, halfWidthM, halfHeightM);
  capBox(out, ring, axis, feature, 0, -1);
  for (let segment = 0; segment < segments; segment++) {
    const end = boxRing(out, axis, feature, segment, segment + 1, halfWidthM, halfHeightM);
    joinBox(out, ring, end);
    if (segment === segments - 1) {
      capBox(out, end, axis, feature, segment, 1);
      return;
    }
    const a = 3 * segment;
    const b = 3 * segment + 3;
    const cosInPlan = r[a] * r[b] + r[a + 1] * r[b + 1];
    const bevel =
      jointAfter(axis, segment, Math.max(halfWidthM, halfHeightM)) === 'bevel' || (upright && cosInPlan < -0.5);
    const start = boxRing(out, axis, feature, segment + 1, segment + 1, halfWidthM, halfHeightM);
    if (bevel) {
      joinBox(out, end, start);
    } else {
      if (upright) squareToMitre(out, end, axis, segment + 1);
      else slideToMitre(out, end, 8, axis, segment, segment + 1);
      out.positionM.copyWithin(3 * start, 3 * end, 3 * (end + 8));
    }
    ring = start;
  }
}

/** Two vertices a corner, one a face: corner i of face i, then corner i + 1 of face i. */
function boxRing(
  out: MeshSink,
  axis: Axis,
  feature: number,
  segment: number,
  point: number,
  halfWidthM: number,
  halfHeightM: number,
): number {
  const { at, right: r, up: u } = axis;
  const { positionM, normal, featureIndex } = out;
  const s = 3 * segment;
  const p = 3 * point;
  const first = out.vertices;
  for (let i = 0; i < 8; i++) {
    const corner = CORNERS[((i + 1) >> 1) % 4];
    const face = FACES[i >> 1];
    const v = 3 * out.vertices;
    for (let c = 0; c < 3; c++) {
      positionM[v + c] = at[p + c] + r[s + c] * corner[0] * halfWidthM + u[s + c] * corner[1] * halfHeightM;
      normal[v + c] = Math.round((r[s + c] * face[0] + u[s + c] * face[1]) * 127);
    }
    featureIndex[out.vertices++] = feature;
  }
  return first;
}

/** An upright box is mitred in plan: its corners move along the level direction of the segment before the bend. */
function squareToMitre(out: MeshSink, ring: number, { at, direction: d }: Axis, point: number): void {
  const p = 3 * point;
  const flatBefore = Math.sqrt(d[p - 3] * d[p - 3] + d[p - 2] * d[p - 2]);
  const flatAfter = Math.sqrt(d[p] * d[p] + d[p + 1] * d[p + 1]);
  const bx = d[p - 3] / flatBefore;
  const by = d[p - 2] / flatBefore;
  const tx = bx + d[p] / flatAfter;
  const ty = by + d[p + 1] / flatAfter;
  const across = bx * tx + by * ty;
  const { positionM } = out;
  for (let v = 3 * ring; v < 3 * (ring + 8); v += 3) {
    const k = ((positionM[v] - at[p]) * tx + (positionM[v + 1] - at[p + 1]) * ty) / across;
    positionM[v] -= bx * k;
    positionM[v + 1] -= by * k;
  }
}

function joinBox(out: MeshSink, from: number, to: number): void {
  const { index } = out;
  let i = out.indices;
  for (let face = 0; face < 8; face += 2) {
    index[i++] = from + face;
    index[i++] = to + face + 1;
    index[i++] = from + face + 1;
    index[i++] = from + face;
    index[i++] = to + face;
    index[i++] = to + face + 1;
  }
  out.indices = i;
}

function capBox(out: MeshSink, ring: number, axis: Axis, feature: number, segment: number, sense: 1 | -1): void {
  const { positionM, normal, featureIndex, index } = out;
  const first = out.vertices;
  for (let corner = 0; corner < 4; corner++) {
    for (let c = 0; c < 3; c++) {
      positionM[3 * (first + corner) + c] = positionM[3 * (ring + 2 * corner) + c];
      normal[3 * (first + corner) + c] = Math.round(axis.direction[3 * segment + c] * 127 * sense);
    }
    featureIndex[first + corner] = feature;
  }
  out.vertices += 4;
  const [b, c] = sense > 0 ? [2, 1] : [1, 2];
  index.set([first, first + b, first + c, first, first + b + 1, first + c + 1], out.indices);
  out.indices += 6;
}
