import { ROOF, WALL } from '../../model/city/surface-class.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { anticlockwise } from '../../model/geo/plane/ring.ts';

/** Metres east and north, and elevation above the vertical datum: never ENU "up" (CITY.md §1). */
export type Xyz = readonly [x: number, y: number, elevationM: number];

/** A plane face of a solid: one ring, anticlockwise seen from outside. */
export interface Face {
  ring: readonly Xyz[];
  surfaceClass: 0 | 1 | 2 | 3;
  /** `SLENDER_SIZE` numbers a vertex of the ring; absent: solid. */
  slender?: readonly number[];
  /** Share of the layer's colour, as on a screen; absent: all of it. */
  rgb?: readonly [number, number, number];
}

const OTHER = 0;

/** One level of a loft: how far the unit outline is drawn out east and north, and its elevation. */
export type LoftLevel = readonly [scaleX: number, scaleY: number, elevationM: number];

/** Corners of a regular outline of radius 1, anticlockwise. */
export function unitRing(corners: number, fromDeg = 0): Point[] {
  return Array.from({ length: corners }, (_, i): Point => {
    const a = ((fromDeg + (360 * i) / corners) * Math.PI) / 180;
    return [Math.cos(a), Math.sin(a)];
  });
}

export const UNIT_SQUARE: Point[] = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
];

/**
 * The skin that an outline sweeps through its levels, closed by the first and last level. Level by level the outside lies
 * right of the way from one level to the next seen along the outline: up an outer wall, inwards over a roof, down inside.
 * Quads are cut in two, since outlines drawn out unequally do not stay plane.
 */
export function loft(at: Point, outline: readonly Point[], levels: readonly LoftLevel[], turnDeg = 0): Face[] {
  const cos = Math.cos((turnDeg * Math.PI) / 180);
  const sin = Math.sin((turnDeg * Math.PI) / 180);
  const ring = ([sx, sy, z]: LoftLevel): Xyz[] =>
    outline.map(([x, y]): Xyz => [at[0] + x * sx * cos - y * sy * sin, at[1] + x * sx * sin + y * sy * cos, z]);
  const rings = levels.map(ring);
  const faces: Face[] = [];
  const n = outline.length;
  for (let k = 1; k < rings.length; k++) {
    const low = rings[k - 1];
    const high = rings[k];
    const steep = Math.abs(levels[k][2] - levels[k - 1][2]) > Math.abs(levels[k][0] - levels[k - 1][0]);
    const surfaceClass = steep ? WALL : ROOF;
    for (let i = 0; i < n; i++) {
      const j = (i + 1) % n;
      for (const triangle of [
        [low[i], low[j], high[j]],
        [low[i], high[j], high[i]],
      ]) {
        if (areaOfTriangle(triangle) > 1e-6) faces.push({ ring: triangle, surfaceClass });
      }
    }
  }
  const first = levels[0];
  const last = levels[levels.length - 1];
  if (first[0] > 0) faces.push({ ring: [...rings[0]].reverse(), surfaceClass: OTHER });
  if (last[0] > 0) faces.push({ ring: rings[rings.length - 1], surfaceClass: ROOF });
  return faces;
}

function areaOfTriangle([a, b, c]: readonly Xyz[]): number {
  const ux = b[0] - a[0];
  const uy = b[1] - a[1];
  const uz = b[2] - a[2];
  const vx = c[0] - a[0];
  const vy = c[1] - a[1];
  const vz = c[2] - a[2];
  return Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx) / 2;
}

/** A ring drawn up from one elevation to another, with floor and roof. */
export function prism(ring: readonly Point[], fromM: number, toM: number): Face[] {
  const points = anticlockwise(ring);
  const low = points.map(([x, y]): Xyz => [x, y, fromM]);
  const high = points.map(([x, y]): Xyz => [x, y, toM]);
  const faces: Face[] = low.map((p, i) => {
    const j = (i + 1) % low.length;
    return { ring: [p, low[j], high[j], high[i]], surfaceClass: WALL };
  });
  faces.push({ ring: high, surfaceClass: ROOF }, { ring: [...low].reverse(), surfaceClass: OTHER });
  return faces;
}

/**
 * A body along stations: at each the cross-section, corners (offset to the left, elevation) anticlockwise seen along the
 * way. Both ends are closed. For decks, arches and vaults.
 */
export function sweep(
  stations: readonly { at: Point; direction: Point; section: readonly Point[] }[],
  surfaceClass: 0 | 2 | 3 = OTHER,
): Face[] {
  const rings = stations.map(({ at, direction, section }) =>
    section.map(([d, z]): Xyz => [at[0] - direction[1] * d, at[1] + direction[0] * d, z]),
  );
  const faces: Face[] = [];
  for (let k = 1; k < rings.length; k++) {
    const back = rings[k - 1];
    const front = rings[k];
    for (let i = 0; i < back.length; i++) {
      const j = (i + 1) % back.length;
      for (const triangle of [
        [back[i], front[i], front[j]],
        [back[i], front[j], back[j]],
      ]) {
        if (areaOfTriangle(triangle) > 1e-6) faces.push({ ring: triangle, surfaceClass });
      }
    }
  }
  faces.push({ ring: rings[0], surfaceClass: WALL });
  faces.push({ ring: [...rings[rings.length - 1]].reverse(), surfaceClass: WALL });
  return faces;
}
