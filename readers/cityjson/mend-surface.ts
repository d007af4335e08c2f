import earcut, { deviation as deviationOf } from 'earcut';

/** Triangles may cover so much more or less than their surface encloses: rounding alone is a million times less. */
const DEVIATION_RATIO = 1e-3;
/** A corner whose sides run out and back this close to each other, as walls have them where a program cut them: no area, and no triangle. */
const SPIKE_M = 0.005;
/** Widths of the needles that are cut off, the narrowest that helps: rings of surveys are rounded to millimetres or centimetres. */
const NEEDLES_M = [0.005, 0.01, 0.02, 0.05];

/** A surface in space: three numbers a vertex from the first, which lies at zero, and where each ring ends. */
interface Surface {
  at: Float64Array;
  ends: readonly number[];
}

/**
 * Which vertices of a surface give triangles that cover what its rings enclose: all, or those that are left when needles are cut off, whose
 * sides cross by a rounding of the file. `isCrossing`: its rings cross beyond that, and no triangles are right.
 */
export function mendedVertices(surface: Surface): { kept: readonly number[][]; isCrossing: boolean } {
  const rings = ringsOf(surface).map((ring) => withoutSpikes(surface.at, ring));
  if (deviation(surface.at, rings) <= DEVIATION_RATIO) return { kept: rings, isCrossing: false };
  for (const widthM of NEEDLES_M) {
    const kept = rings.map((ring) => withoutNeedles(surface.at, ring, widthM));
    if (kept[0].length < 3) break;
    const usable = kept.filter((ring) => ring.length >= 3);
    if (deviation(surface.at, usable) <= DEVIATION_RATIO) return { kept: usable, isCrossing: false };
  }
  return { kept: rings, isCrossing: true };
}

const ringsOf = ({ ends }: Surface): number[][] =>
  ends.map((end, r) => {
    const from = r === 0 ? 0 : ends[r - 1];
    return Array.from({ length: end - from }, (_, i) => from + i);
  });

type Vector = readonly [x: number, y: number, z: number];

/** From one vertex to another. */
const between = (at: Float64Array, a: number, b: number): Vector => [
  at[3 * b] - at[3 * a],
  at[3 * b + 1] - at[3 * a + 1],
  at[3 * b + 2] - at[3 * a + 2],
];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/**
 * Does one ring turn all the way around one way, sides that go on straight allowed? Then it cannot cross itself, and nearly all surfaces of a
 * city are such: this comes first, and takes no memory.
 */
export function isConvex(at: Float64Array, count: number): boolean {
  let nx = 0;
  let ny = 0;
  let nz = 0;
  for (let i = 0; i < count; i++) {
    const a = 3 * i;
    const b = 3 * ((i + 1) % count);
    nx += at[a + 1] * at[b + 2] - at[a + 2] * at[b + 1];
    ny += at[a + 2] * at[b] - at[a] * at[b + 2];
    nz += at[a] * at[b + 1] - at[a + 1] * at[b];
  }
  const size = Math.hypot(nx, ny, nz);
  if (!(size > 0)) return false;
  for (let i = 0; i < count; i++) {
    const before = 3 * ((i + count - 1) % count);
    const v = 3 * i;
    const after = 3 * ((i + 1) % count);
    const ax = at[v] - at[before];
    const ay = at[v + 1] - at[before + 1];
    const az = at[v + 2] - at[before + 2];
    const bx = at[after] - at[v];
    const by = at[after + 1] - at[v + 1];
    const bz = at[after + 2] - at[v + 2];
    const turn = (nx * (ay * bz - az * by) + ny * (az * bx - ax * bz) + nz * (ax * by - ay * bx)) / size;
    const leastM2 = SPIKE_M * Math.sqrt(Math.max(ax * ax + ay * ay + az * az, bx * bx + by * by + bz * bz));
    const isStraight = ax * bx + ay * by + az * bz > 0;
    if (turn < (isStraight ? -leastM2 : leastM2)) return false;
    // The ring is told from the first corner: a star with five points turns one way, but twice around.
    const fan =
      nx * (at[v + 1] * at[after + 2] - at[v + 2] * at[after + 1]) +
      ny * (at[v + 2] * at[after] - at[v] * at[after + 2]) +
      nz * (at[v] * at[after + 1] - at[v + 1] * at[after]);
    if (fan < -leastM2 * size) return false;
  }
  return true;
}

/** By how much the triangles' area differs from that of the rings, as a part of it. */
function deviation(at: Float64Array, rings: readonly (readonly number[])[]): number {
  const [outer] = rings;
  const normal = outer.reduce<Vector>((sum, v, i) => {
    const turn = cross(between(at, outer[0], v), between(at, outer[0], outer[(i + 1) % outer.length]));
    return [sum[0] + turn[0], sum[1] + turn[1], sum[2] + turn[2]];
  }, ORIGIN);
  const sizes = normal.map(Math.abs);
  const drop = sizes.indexOf(Math.max(...sizes));
  const u = (drop + 1) % 3;
  const v = (drop + 2) % 3;
  const flat = rings.flatMap((ring) =>
    ring.flatMap((vertex) => [at[3 * vertex + u] - at[3 * outer[0] + u], at[3 * vertex + v] - at[3 * outer[0] + v]]),
  );
  const holes: number[] = [];
  for (let r = 1, sum = outer.length; r < rings.length; r++) {
    holes.push(sum);
    sum += rings[r].length;
  }
  return deviationOf(flat, holes, 2, earcut(flat, holes, 2));
}

const ORIGIN: Vector = [0, 0, 0];

/** The ring without corners whose sides lie on each other. */
function withoutSpikes(at: Float64Array, ring: readonly number[]): number[] {
  return without(ring, (before, vertex, after) => {
    const back = between(at, vertex, before);
    const on = between(at, vertex, after);
    const longerM = Math.max(Math.hypot(...back), Math.hypot(...on));
    return dot(back, on) > 0 && Math.hypot(...cross(back, on)) < SPIKE_M * longerM;
  });
}

/** The ring without vertices that lie within this distance of the line between their neighbours. */
function withoutNeedles(at: Float64Array, ring: readonly number[], widthM: number): number[] {
  return without(ring, (before, vertex, after) => distanceM(at, vertex, before, after) < widthM);
}

/** The ring without vertices that go by their neighbours, asked until none goes; a triangle stays. */
function without(ring: readonly number[], goes: (before: number, vertex: number, after: number) => boolean): number[] {
  const kept = [...ring];
  for (let i = 0, unchanged = 0; unchanged < kept.length && kept.length > 3; ) {
    const count = kept.length;
    if (goes(kept[(i + count - 1) % count], kept[i], kept[(i + 1) % count])) {
      kept.splice(i, 1);
      unchanged = 0;
    } else {
      unchanged++;
      i++;
    }
    i %= kept.length;
  }
  return kept;
}

/** Distance of a vertex from the line through two others. */
function distanceM(at: Float64Array, vertex: number, from: number, to: number): number {
  const along = between(at, from, to);
  const out = between(at, from, vertex);
  const lengthM = Math.hypot(...along);
  return lengthM < 1e-6 ? 0 : Math.hypot(...cross(out, along)) / lengthM;
}
