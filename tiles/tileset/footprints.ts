import { dirname, join } from 'node:path';
import type { LayerInfo } from '../../src/city/manifest.ts';
import { RAD_PER_DEG, WGS84_A_M, WGS84_E2 } from '../../src/geo/lon-lat.ts';
import type { PolygonGeometry } from '../model.ts';

/** Beside the layer's places, a float32 a row: nothing draws from it, `verify` holds roofs against it. */
export function footprintsFile({ places }: Pick<LayerInfo, 'places'>): string {
  return join(dirname(places), 'footprints.bin');
}

/**
 * Ground area in m² that each feature's rings enclose in the source, the sum of its parts, by the shoelace formula in degrees and
 * the ellipsoid's two radii at the feature: none of the way that its roof takes (frame, grid, triangles), within 0.01 % of it for
 * a feature of 1 km. Rings that run through each other count as they turn. New York's take 10 ms warm and 15 ms to write, 1 % of its bake.
 */
export function footprintAreas({ featurePart, partRing, ringVertex, lonLatDeg }: PolygonGeometry): Float32Array {
  const areas = new Float32Array(featurePart.length - 1);
  for (let row = 0; row < areas.length; row++) {
    const first = partRing[featurePart[row]];
    const last = partRing[featurePart[row + 1]];
    if (first === last) continue;
    const [lon0, lat0] = [lonLatDeg[2 * ringVertex[first]], lonLatDeg[2 * ringVertex[first] + 1]];
    let doubledDeg2 = 0;
    for (let ring = first; ring < last; ring++) {
      const end = ringVertex[ring + 1];
      let ax = lonLatDeg[2 * end - 2] - lon0;
      let ay = lonLatDeg[2 * end - 1] - lat0;
      for (let v = ringVertex[ring]; v < end; v++) {
        const bx = lonLatDeg[2 * v] - lon0;
        const by = lonLatDeg[2 * v + 1] - lat0;
        doubledDeg2 += ax * by - bx * ay;
        ax = bx;
        ay = by;
      }
    }
    const sin = Math.sin(lat0 * RAD_PER_DEG);
    const k = 1 - WGS84_E2 * sin * sin;
    const northM = (WGS84_A_M * (1 - WGS84_E2)) / (k * Math.sqrt(k));
    const eastM = (WGS84_A_M / Math.sqrt(k)) * Math.sqrt(1 - sin * sin);
    areas[row] = (doubledDeg2 / 2) * eastM * northM * RAD_PER_DEG * RAD_PER_DEG;
  }
  return areas;
}
