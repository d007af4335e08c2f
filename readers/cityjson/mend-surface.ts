import earcut, { deviation as deviationOf } from 'earcut';

/** Triangles may cover so much more or less than their surface encloses: rounding alone is a million times less. */
const DEVIATION_RATIO = 1e-3;
/** A corner whose sides run out and back this close to each other, as walls have them where a program cut them: no area, and no triangle. */
const SPIKE_M = 0.005;
/** Widths of the needles that are cut off, the narrowest that helps: rings of surveys are rounded to millimetres or centimetres. */
const NEEDLES_M = [0.005, 0.01, 0.02, 0.05];

/** A surface in space: three numbers a vertex, and where each ring ends. */
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
  if (isConvexQuad(surface, rings) || deviation(surface.at, rings) <= DEVIATION_RATIO)
    return { kept: rings, isCrossing: false };
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

/** Triangles, and four corners whose halves turn alike, cannot cross: nearly all surfaces of a city are such. */
function isConvexQuad({ at }: Surface, [ring, ...holes]: readonly (readonly number[])[]): boolean {
  if (holes.length > 0 || ring.length > 4) return false;
  if (ring.length === 3) return true;
  const [a, b, c] = [1, 2, 3].map((i) => between(at, ring[0], ring[i]));
  const first = cross(a, b);
  const second = cross(b, c);
  return (
    dot(first, second) > 0 && dot(cross(a, c), cross(between(at, ring[1], ring[2]), between(at, ring[1], ring[3]))) > 0
  );
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
  const kept = [...ring];
  for (let i = 0, unchanged = 0; unchanged < kept.length && kept.length > 3; ) {
    const back = between(at, kept[i], kept[(i + kept.length - 1) % kept.length]);
    const on = between(at, kept[i], kept[(i + 1) % kept.length]);
    const longerM = Math.max(Math.hypot(...back), Math.hypot(...on));
    if (dot(back, on) > 0 && Math.hypot(...cross(back, on)) < SPIKE_M * longerM) {
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

/** The ring without vertices that lie within this distance of the line between their neighbours. */
function withoutNeedles(at: Float64Array, ring: readonly number[], widthM: number): number[] {
  const kept = [...ring];
  for (let i = 0, unchanged = 0; unchanged < kept.length && kept.length > 3; ) {
    const before = kept[(i + kept.length - 1) % kept.length];
    const after = kept[(i + 1) % kept.length];
    if (distanceM(at, kept[i], before, after) < widthM) {
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
