import { PATTERNS, type Pattern, RAILING, SLENDER_SIZE } from '../../model/city/slender.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { type Face, UNIT_SQUARE, type Xyz } from './solid.ts';

type Vector = readonly [number, number, number];

const minus = (a: Xyz, b: Xyz): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
function unit(v: Vector): Vector {
  const length = Math.hypot(...v);
  return [v[0] / length, v[1] / length, v[2] / length];
}

/** A frame about the way from a to b: u as level as `side` allows, v completes it. */
function frameOf(a: Xyz, b: Xyz, side: Point): [u: Vector, v: Vector] {
  const w = unit(minus(b, a));
  const dot = side[0] * w[0] + side[1] * w[1];
  const across: Vector = [side[0] - dot * w[0], side[1] - dot * w[1], -dot * w[2]];
  const u = Math.hypot(...across) < 1e-6 ? ([-side[1], side[0], 0] as const) : unit(across);
  return [u, cross(w, u)];
}

type Size = readonly [uM: number, vM: number];

/** Corners of a section about a point; the section's are shares of half its size along u and v, anticlockwise seen against the way. */
const ringAt = (at: Xyz, [u, v]: [Vector, Vector], [uM, vM]: Size, section: readonly Point[]): Xyz[] =>
  section.map(
    ([p, q]): Xyz => [
      at[0] + (u[0] * p * uM + v[0] * q * vM) / 2,
      at[1] + (u[1] * p * uM + v[1] * q * vM) / 2,
      at[2] + (u[2] * p * uM + v[2] * q * vM) / 2,
    ],
  );

/** A solid bar between two points that may taper; u of its size lies along `side`. */
export function beam(a: Xyz, b: Xyz, from: Size, to: Size, side: Point): Face[] {
  const frame = frameOf(a, b, side);
  const low = ringAt(a, frame, from, UNIT_SQUARE);
  const high = ringAt(b, frame, to, UNIT_SQUARE);
  const faces: Face[] = low.map((p, i) => {
    const j = (i + 1) % 4;
    return { ring: [p, low[j], high[j], high[i]], surfaceClass: 0 };
  });
  faces.push({ ring: [...low].reverse(), surfaceClass: 0 }, { ring: high, surfaceClass: 0 });
  return faces;
}

/** The numbers of `SLENDER_SIZE` of one vertex after another. */
function slenderNumbers(
  out: readonly Vector[],
  widthM: number,
  pattern: Pattern,
  places: readonly Point[],
): readonly number[] {
  const numbers = out.flatMap((n, i) => [...n, widthM, PATTERNS[pattern], ...places[i]]);
  if (numbers.length !== SLENDER_SIZE * places.length) throw new Error('slender: expected a direction a vertex');
  return numbers;
}

/** The sides of a prism between two rings, widened away from its axis. */
function sides(low: readonly Xyz[], high: readonly Xyz[], widthM: number, pattern: Pattern, lengths: number): Face[] {
  const outwards = (ring: readonly Xyz[]): Vector[] => {
    const middle = [0, 1, 2].map((k) => ring.reduce((sum, p) => sum + p[k], 0) / ring.length) as [
      number,
      number,
      number,
    ];
    return ring.map((p) => unit(minus(p, middle)));
  };
  const from = outwards(low);
  const to = outwards(high);
  const places: readonly Point[] = [
    [0, 0],
    [1, 0],
    [1, lengths],
    [0, lengths],
  ];
  return low.map((p, i): Face => {
    const j = (i + 1) % low.length;
    return {
      ring: [p, low[j], high[j], high[i]],
      surfaceClass: 0,
      slender: slenderNumbers([from[i], from[j], to[j], to[i]], widthM, pattern, places),
    };
  });
}

/** A cable or a rod of one width: four sides, 8 triangles. */
export function bar(a: Xyz, b: Xyz, widthM: number, side: Point): Face[] {
  const frame = frameOf(a, b, side);
  const size: Size = [widthM, widthM];
  return sides(ringAt(a, frame, size, UNIT_SQUARE), ringAt(b, frame, size, UNIT_SQUARE), widthM, 'bar', 0);
}

/** Sections of lattices: a mast's, and a jib's with one chord above two. */
const SECTIONS = {
  square: UNIT_SQUARE,
  triangle: [
    [-1, -1],
    [1, -1],
    [0, 1],
  ],
} as const satisfies Record<string, readonly Point[]>;

/** A lattice of chords, rungs and diagonals that a shader cuts out of its sides: 6 or 8 triangles, whatever its length. */
export function lattice(
  a: Xyz,
  b: Xyz,
  from: Size,
  to: Size,
  side: Point,
  section: keyof typeof SECTIONS = 'square',
): Face[] {
  const frame = frameOf(a, b, side);
  const widthM = Math.min(from[0], from[1]);
  const lengths = 2 * Math.max(1, Math.round(Math.hypot(...minus(b, a)) / widthM / 2));
  const ring = (at: Xyz, size: Size) => ringAt(at, frame, size, SECTIONS[section]);
  return sides(ring(a, from), ring(b, to), widthM, 'lattice', lengths);
}

/** A railing along the foot's line: one upright panel a stretch, seen from both sides. */
export function railing(foot: readonly Xyz[]): Face[] {
  const faces: Face[] = [];
  let fromM = 0;
  for (let i = 1; i < foot.length; i++) {
    const a = foot[i - 1];
    const b = foot[i];
    const toM = fromM + Math.hypot(...minus(b, a));
    const top = ([x, y, z]: Xyz): Xyz => [x, y, z + RAILING.heightM];
    const out = unit([b[1] - a[1], a[0] - b[0], 0]);
    const places: readonly Point[] = [
      [0, fromM / RAILING.postM],
      [0, toM / RAILING.postM],
      [1, toM / RAILING.postM],
      [1, fromM / RAILING.postM],
    ];
    faces.push({
      ring: [a, b, top(b), top(a)],
      surfaceClass: 0,
      slender: slenderNumbers([out, out, out, out], RAILING.heightM, 'railing', places),
    });
    fromM = toM;
  }
  return faces;
}

/** The same faces in a share of their layer's colour: red, green, blue as on a screen, 0 to 1. */
export const painted = (faces: readonly Face[], rgb: readonly [number, number, number]): Face[] =>
  faces.map((face) => ({ ...face, rgb }));
