import type { Triangle } from '../../model/city/layer-areas.ts';
import { outlineOf } from '../../model/city/outline-of.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import type { Point } from '../../model/geo/plane/point.ts';

/** Returns the polygons of each district, rings open and without corners on a straight side; cells of no district are −1. */
export function districtOutlines(place: RasterPlace, districtAt: Int32Array, districts: number): Point[][][][] {
  const triangles: Triangle[][] = Array.from({ length: districts }, () => []);
  const { westM, southM, cellM, columns } = place;
  for (const [cell, district] of districtAt.entries()) {
    if (district < 0) continue;
    const west = westM + (cell % columns) * cellM;
    const south = southM + Math.floor(cell / columns) * cellM;
    const corners: [Point, Point, Point, Point] = [
      [west, south],
      [west + cellM, south],
      [west + cellM, south + cellM],
      [west, south + cellM],
    ];
    const [sw, se, ne, nw] = corners;
    triangles[district].push([sw, se, ne], [sw, ne, nw]);
  }
  return triangles.map((own) => outlineOf(own).map((rings) => rings.map(straightened)));
}

/** Leaves out corners at which a ring does not turn. */
function straightened(ring: readonly Point[]): Point[] {
  return ring.filter(([x, y], i) => {
    const [beforeX, beforeY] = ring[(i + ring.length - 1) % ring.length];
    const [nextX, nextY] = ring[(i + 1) % ring.length];
    return (x - beforeX) * (nextY - y) !== (y - beforeY) * (nextX - x);
  });
}
