/** Nine numbers of a buffer from `at` on: three corners. */
export type Corners = Float64Array;

const P = new Float64Array(3);
const Q = new Float64Array(3);
const R = new Float64Array(3);

/** Signed distances of triangle b's corners from the plane of a: how far b reaches to both sides, whichever is less. ≤ 0: one side. */
function straddle(a: Corners, i: number, b: Corners, j: number): number {
  const ux = a[i + 3] - a[i];
  const uy = a[i + 4] - a[i + 1];
  const uz = a[i + 5] - a[i + 2];
  const vx = a[i + 6] - a[i];
  const vy = a[i + 7] - a[i + 1];
  const vz = a[i + 8] - a[i + 2];
  const nx = uy * vz - uz * vy;
  const ny = uz * vx - ux * vz;
  const nz = ux * vy - uy * vx;
  const length = Math.hypot(nx, ny, nz);
  if (length === 0) return 0;
  let least = Infinity;
  let most = -Infinity;
  for (let k = 0; k < 9; k += 3) {
    const away = (nx * (b[j + k] - a[i]) + ny * (b[j + k + 1] - a[i + 1]) + nz * (b[j + k + 2] - a[i + 2])) / length;
    if (away < least) least = away;
    if (away > most) most = away;
  }
  return Math.min(-least, most);
}

/** Where along the segment p → p + d it passes triangle b, within both; −1 where it does not (Möller & Trumbore 1997). */
export function passesAt(
  px: number,
  py: number,
  pz: number,
  dx: number,
  dy: number,
  dz: number,
  b: Corners,
  j: number,
): number {
  const ux = b[j + 3] - b[j];
  const uy = b[j + 4] - b[j + 1];
  const uz = b[j + 5] - b[j + 2];
  const vx = b[j + 6] - b[j];
  const vy = b[j + 7] - b[j + 1];
  const vz = b[j + 8] - b[j + 2];
  const hx = dy * vz - dz * vy;
  const hy = dz * vx - dx * vz;
  const hz = dx * vy - dy * vx;
  const det = ux * hx + uy * hy + uz * hz;
  if (det === 0) return -1;
  const sx = px - b[j];
  const sy = py - b[j + 1];
  const sz = pz - b[j + 2];
  const u = (sx * hx + sy * hy + sz * hz) / det;
  if (u < 0 || u > 1) return -1;
  const qx = sy * uz - sz * uy;
  const qy = sz * ux - sx * uz;
  const qz = sx * uy - sy * ux;
  const v = (dx * qx + dy * qy + dz * qz) / det;
  if (v < 0 || u + v > 1) return -1;
  const t = (vx * qx + vy * qy + vz * qz) / det;
  return t >= 0 && t <= 1 ? t : -1;
}

function edgePasses(a: Corners, i: number, b: Corners, j: number): boolean {
  for (let k = 0; k < 9; k += 3) {
    const p = i + k;
    const q = i + ((k + 3) % 9);
    if (passesAt(a[p], a[p + 1], a[p + 2], a[q] - a[p], a[q + 1] - a[p + 1], a[q + 2] - a[p + 2], b, j) >= 0)
      return true;
  }
  return false;
}

/**
 * Whether two triangles pass through one another, each reaching at least `depthM` to both sides of the other's plane. Faces that lie on
 * each other, or edges that graze, do not.
 */
export function cross(a: Corners, i: number, b: Corners, j: number, depthM: number): boolean {
  if (straddle(a, i, b, j) < depthM || straddle(b, j, a, i) < depthM) return false;
  return edgePasses(a, i, b, j) || edgePasses(b, j, a, i);
}

/** Least distance between two triangles, exact: 0 where they cut, else between two edges or a corner and a face (Ericson 2005, 5.1). */
export function distance(a: Corners, i: number, b: Corners, j: number): number {
  if (edgePasses(a, i, b, j) || edgePasses(b, j, a, i)) return 0;
  let least = Infinity;
  for (let k = 0; k < 9; k += 3) {
    least = Math.min(least, cornerToFace(a, i + k, b, j), cornerToFace(b, j + k, a, i));
    for (let l = 0; l < 9; l += 3)
      least = Math.min(least, edgeToEdge(a, i + k, i + ((k + 3) % 9), b, j + l, j + ((l + 3) % 9)));
  }
  return Math.sqrt(least);
}

const clamp = (value: number): number => (value < 0 ? 0 : value > 1 ? 1 : value);

/** Squared. */
function edgeToEdge(a: Corners, p: number, q: number, b: Corners, r: number, s: number): number {
  let aa = 0;
  let bb = 0;
  let ab = 0;
  let aw = 0;
  let bw = 0;
  for (let k = 0; k < 3; k++) {
    const u = a[q + k] - a[p + k];
    const v = b[s + k] - b[r + k];
    const w = a[p + k] - b[r + k];
    P[k] = u;
    Q[k] = v;
    R[k] = w;
    aa += u * u;
    bb += v * v;
    ab += u * v;
    aw += u * w;
    bw += v * w;
  }
  const det = aa * bb - ab * ab;
  let along = det > 0 ? clamp((ab * bw - aw * bb) / det) : 0;
  let other = bb > 0 ? (ab * along + bw) / bb : 0;
  if (other < 0 || other > 1) {
    other = clamp(other);
    along = aa > 0 ? clamp((ab * other - aw) / aa) : 0;
  }
  let sum = 0;
  for (let k = 0; k < 3; k++) sum += (R[k] + along * P[k] - other * Q[k]) ** 2;
  return sum;
}

/** Squared; Infinity where the corner's foot lies beside the face: an edge is nearer then. */
function cornerToFace(a: Corners, p: number, b: Corners, j: number): number {
  let uu = 0;
  let uv = 0;
  let vv = 0;
  let uw = 0;
  let vw = 0;
  let ww = 0;
  for (let k = 0; k < 3; k++) {
    const u = b[j + 3 + k] - b[j + k];
    const v = b[j + 6 + k] - b[j + k];
    const w = a[p + k] - b[j + k];
    uu += u * u;
    uv += u * v;
    vv += v * v;
    uw += u * w;
    vw += v * w;
    ww += w * w;
  }
  const det = uu * vv - uv * uv;
  if (det <= 0) return Infinity;
  const s = (vv * uw - uv * vw) / det;
  const t = (uu * vw - uv * uw) / det;
  if (s < 0 || t < 0 || s + t > 1) return Infinity;
  return Math.max(0, ww - s * uw - t * vw);
}
