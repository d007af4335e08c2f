import type { GaussKruger } from '../../model/geo/gauss-kruger.ts';
import type { Polygons } from '../shared/geos.ts';

/**
 * Area on the ellipsoid of polygons in a plane: each triangle from the first corner times 1/k² at the middles of its edges, exact for what
 * changes by the square of the distance. Within 2e-8 of the exact area of a graticule's cell 10 km wide.
 */
export function ellipsoidalAreaM2(
  polygons: Polygons,
  plane: GaussKruger,
  [shiftX, shiftY]: readonly [number, number],
): number {
  let sum = 0;
  const ratio = (x: number, y: number) => plane.ellipsoidalRatio(x + shiftX, y + shiftY);
  for (const rings of polygons)
    for (const [n, ring] of rings.entries()) {
      const [ox, oy] = ring[0];
      let areaM2 = 0;
      let planeM2 = 0;
      for (let i = 1; i + 1 < ring.length; i++) {
        const [ax, ay] = ring[i];
        const [bx, by] = ring[i + 1];
        const triangle = ((ax - ox) * (by - oy) - (bx - ox) * (ay - oy)) / 2;
        planeM2 += triangle;
        areaM2 +=
          (triangle *
            (ratio((ox + ax) / 2, (oy + ay) / 2) +
              ratio((ox + bx) / 2, (oy + by) / 2) +
              ratio((ax + bx) / 2, (ay + by) / 2))) /
          3;
      }
      // Rings of GEOS may run either way: the first is the outer one.
      sum += (n === 0 ? 1 : -1) * Math.sign(planeM2) * areaM2;
    }
  return sum;
}
