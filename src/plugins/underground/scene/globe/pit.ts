import type { Point } from '../../../../../model/geo/plane/point.ts';
import { isInRing, signedAreaM2 } from '../../../../../model/geo/plane/ring.ts';
import { meshGlb } from '../../../../view/globe/layers/glb.ts';

/** Walls and floor of an excavation in the city's frame: metres, z up. */
interface PitMesh {
  positionM: Float32Array;
  normal: Float32Array;
  index: Uint32Array;
  floorUpM: number;
}

/** Corners with more between them, so that the rim follows the ground: no edge is longer than `stepM`. */
export function densified(ring: readonly Point[], stepM: number): Point[] {
  return ring.flatMap(([x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length];
    const pieces = Math.max(1, Math.ceil(Math.hypot(nextX - x, nextY - y) / stepM));
    return Array.from(
      { length: pieces },
      (_, k): Point => [x + ((nextX - x) * k) / pieces, y + ((nextY - y) * k) / pieces],
    );
  });
}

/** Points of a square grid inside a ring, about `most` of them; one in the middle of the first edges when the ring is thin. */
export function gridInside(ring: readonly Point[], most: number): Point[] {
  const stepM = Math.max(0.5, Math.sqrt(Math.abs(signedAreaM2(ring)) / most));
  const west = Math.min(...ring.map(([x]) => x));
  const east = Math.max(...ring.map(([x]) => x));
  const south = Math.min(...ring.map(([, y]) => y));
  const north = Math.max(...ring.map(([, y]) => y));
  const points: Point[] = [];
  for (let x = west + stepM / 2; x < east; x += stepM)
    for (let y = south + stepM / 2; y < north; y += stepM) if (isInRing(ring, x, y)) points.push([x, y]);
  return points.length > 0 ? points : [...ring];
}

/** Ground taken away: area times the mean height of the ground over a level floor. */
export function pitVolumeM3(ring: readonly Point[], groundUpM: readonly number[], floorUpM: number): number {
  const mean = groundUpM.reduce((sum, up) => sum + up, 0) / Math.max(1, groundUpM.length);
  return Math.abs(signedAreaM2(ring)) * (mean - floorUpM);
}

/** Walls from the rim's own heights down to the level floor, facing inwards; the ring runs anticlockwise. */
export function pitMesh(ring: readonly Point[], rimUpM: readonly number[], floorUpM: number): PitMesh {
  const n = ring.length;
  const floor = triangulated(ring);
  const positionM = new Float32Array((4 * n + n) * 3);
  const normal = new Float32Array(positionM.length);
  const index = new Uint32Array(6 * n + floor.length);
  for (let i = 0; i < n; i++) {
    const j = (i + 1) % n;
    const [x0, y0] = ring[i];
    const [x1, y1] = ring[j];
    const length = Math.hypot(x1 - x0, y1 - y0) || 1;
    const inward = [-(y1 - y0) / length, (x1 - x0) / length, 0];
    positionM.set([x0, y0, rimUpM[i], x1, y1, rimUpM[j], x1, y1, floorUpM, x0, y0, floorUpM], 12 * i);
    for (let k = 0; k < 4; k++) normal.set(inward, 12 * i + 3 * k);
    const v = 4 * i;
    index.set([v, v + 1, v + 2, v, v + 2, v + 3], 6 * i);
    positionM.set([x0, y0, floorUpM], 12 * n + 3 * i);
    normal.set([0, 0, 1], 12 * n + 3 * i);
  }
  index.set(
    floor.map((corner) => 4 * n + corner),
    6 * n,
  );
  return { positionM, normal, index, floorUpM };
}

/** Ear clipping, quadratic: rings here have some hundred corners at most. A ring that crosses itself is cut as far as it goes. */
export function triangulated(ring: readonly Point[]): number[] {
  const left = ring.map((_, i) => i);
  if (signedAreaM2(ring) < 0) left.reverse();
  const triangles: number[] = [];
  while (left.length > 3) {
    const ear = left.findIndex((_, i) => isEar(ring, left, i));
    if (ear < 0) return triangles;
    const before = left[(ear + left.length - 1) % left.length];
    triangles.push(before, left[ear], left[(ear + 1) % left.length]);
    left.splice(ear, 1);
  }
  return [...triangles, ...left];
}

function isEar(ring: readonly Point[], left: readonly number[], at: number): boolean {
  const before = left[(at + left.length - 1) % left.length];
  const here = left[at];
  const after = left[(at + 1) % left.length];
  const a = ring[before];
  const b = ring[here];
  const c = ring[after];
  const turn = cross(a, b, c);
  if (turn < 0) return false;
  if (turn === 0) return true;
  return left.every((corner) => {
    if (corner === before || corner === here || corner === after) return true;
    const p = ring[corner];
    return cross(a, b, p) < 0 || cross(b, c, p) < 0 || cross(c, a, p) < 0;
  });
}

function cross([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

/** The pit's mesh about its first corner, in glTF's axes. */
export function pitGlb(mesh: PitMesh): Uint8Array<ArrayBuffer> {
  const count = mesh.positionM.length / 3;
  const cornerEast = mesh.positionM[0];
  const cornerNorth = mesh.positionM[1];
  const cornerUp = mesh.floorUpM;
  const positionM = new Float32Array(count * 3);
  const normal = new Float32Array(count * 3);
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < count; i++) {
    const [e, n, u] = mesh.positionM.subarray(3 * i, 3 * i + 3);
    positionM.set([e - cornerEast, u - cornerUp, -(n - cornerNorth)], 3 * i);
    const [ne, nn, nu] = mesh.normal.subarray(3 * i, 3 * i + 3);
    normal.set([ne, nu, -nn], 3 * i);
    for (let k = 0; k < 3; k++) {
      low[k] = Math.min(low[k], positionM[3 * i + k]);
      high[k] = Math.max(high[k], positionM[3 * i + k]);
    }
  }
  return meshGlb({ positionM, normal, index: mesh.index, cornerM: [cornerEast, cornerUp, -cornerNorth], low, high });
}
