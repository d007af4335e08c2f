import { clippedByConvex } from '../../model/geo/plane/clip.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { doOverlap, edgeOf, pointToEdgeM, ringToEdgeM } from '../../model/schemes/site-geometry.ts';
import { facetElevationM, type LimitSurface } from './surfaces.ts';

/** A part of a building as limits see it: its outline, and elevations of its ground and top. */
interface LimitedPart {
  ringM: readonly Point[];
  groundM: number;
  topM: number;
}

/** Less than this above a limit is on it. */
export const ON_LIMIT_M = 1e-3;

/** Elevation of a surface over a part, where it is lowest; null: no place of the part lies under the surface. Exact for each shape. */
export function limitOver(surface: LimitSurface, { ringM, groundM }: LimitedPart): number | null {
  if (surface.shape === 'area') {
    if (!doOverlap(ringM, surface.ringM)) return null;
    return surface.heightM + (surface.above === 'ground' ? groundM : 0);
  }
  if (surface.shape === 'facet') {
    const under = clippedByConvex(ringM, surface.ringM);
    if (under.length < 3) return null;
    return under.reduce((least, at) => Math.min(least, facetElevationM(surface, at)), Number.POSITIVE_INFINITY);
  }
  const { line, fromM, toM, elevationM, ratio } = surface;
  const nearM = distanceM(ringM, line);
  if (nearM >= toM) return null;
  const farM = ringM.reduce((most, at) => Math.max(most, pointToEdgeM(at, line)), 0);
  if (farM <= fromM) return null;
  return elevationM + ratio * (Math.max(nearM, fromM) - fromM);
}

/** From a line to an outline with what is in it. */
function distanceM(ringM: readonly Point[], line: readonly [Point, Point]): number {
  const isAcross = ringM.some((_, i) => crosses(edgeOf(ringM, i), line));
  return isAcross ? 0 : ringToEdgeM(ringM, line);
}

const side = ([ax, ay]: Point, [bx, by]: Point, [x, y]: Point) => (bx - ax) * (y - ay) - (by - ay) * (x - ax);

const crosses = ([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): boolean =>
  side(a, b, c) > 0 !== side(a, b, d) > 0 && side(c, d, a) > 0 !== side(c, d, b) > 0;
