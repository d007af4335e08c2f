import { massRing } from '../../../../model/schemes/massing.ts';
import { type Geos, GeosArena, type Polygons } from '../../../../workers/shared/geos.ts';

/** East, north and up, three numbers a point. */
export type Points = ArrayLike<number>;

/** Seen from above, a triangle this narrow is a wall. */
const UPRIGHT_M2 = 1e-6;

/** Gaps of rounding between parts that touch are closed by this where the exact union falls apart at them. */
const CLOSING_M = 0.01;
const QUARTER_SEGMENTS = 2;

/**
 * What some triangles cover of the plan, exactly: the union of their shadows straight down. Parts with their holes, rings not closed. Where
 * rounding leaves slits that make a ring useless, those are closed: edges are then good to a centimetre.
 */
export function outlineOf(geos: Geos, pointM: Points, corners: Iterable<readonly [number, number, number]>): Polygons {
  const bench = new GeosArena(geos);
  const triangles: number[] = [];
  for (const [a, b, c] of corners) {
    const [ax, ay, bx, by, cx, cy] = [a, a, b, b, c, c].map((v, i) => pointM[3 * v + (i % 2)]);
    const twiceM2 = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    if (Math.abs(twiceM2) < UPRIGHT_M2) continue;
    triangles.push(
      bench.polygon([
        [ax, ay],
        [bx, by],
        [cx, cy],
      ]),
    );
  }
  if (triangles.length === 0) return [];
  const all = bench.collection(triangles);
  const union = bench.need(geos.GEOSUnaryUnion(all), 'union');
  let polygons = bench.polygons(union, UPRIGHT_M2);
  if (!polygons.every(([outer]) => massRing(outer, []))) {
    const wider = bench.need(geos.GEOSBuffer(union, CLOSING_M, QUARTER_SEGMENTS), 'buffer');
    const closed = bench.need(geos.GEOSBuffer(wider, -CLOSING_M, QUARTER_SEGMENTS), 'buffer');
    polygons = bench.polygons(closed, UPRIGHT_M2);
    geos.GEOSGeom_destroy(wider);
    geos.GEOSGeom_destroy(closed);
  }
  geos.GEOSGeom_destroy(union);
  geos.GEOSGeom_destroy(all);
  return polygons;
}
