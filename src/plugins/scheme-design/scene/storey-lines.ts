import { signedAreaM2 } from '../../../../model/geo/plane/ring.ts';
import type { SchemeBuilding } from '../../../../model/schemes/scheme.ts';
import { edgeOf } from '../../../../model/schemes/site-geometry.ts';

/** Lines are drawn so far before their wall. */
const BEFORE_WALL_M = 0.08;

/** Lines in the city's plane: pairs of points, east, north and up of each. */
export type StoreyLines = Float64Array;

/** Returns where the floors of volumes meet their walls: a line around each but at its foot and its roof. `upM`: of the ground of each. */
export function storeyLines(
  buildings: readonly Pick<SchemeBuilding, 'ringM' | 'baseM' | 'heightM' | 'storeys'>[],
  upM: readonly number[],
): StoreyLines {
  const points: number[] = [];
  for (const [b, { ringM, baseM, heightM, storeys }] of buildings.entries()) {
    const outward = signedAreaM2(ringM) < 0 ? -1 : 1;
    for (let i = 0; i < ringM.length; i++) {
      const [[ax, ay], [bx, by]] = edgeOf(ringM, i);
      const lengthM = Math.hypot(bx - ax, by - ay);
      if (lengthM === 0) continue;
      const x = (outward * BEFORE_WALL_M * (by - ay)) / lengthM;
      const y = (-outward * BEFORE_WALL_M * (bx - ax)) / lengthM;
      for (let storey = 1; storey < storeys; storey++) {
        const up = upM[b] + baseM + (heightM * storey) / storeys;
        points.push(ax + x, ay + y, up, bx + x, by + y, up);
      }
    }
  }
  return Float64Array.from(points);
}
