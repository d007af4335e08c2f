import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { LayerInput } from '../model.ts';

/** The rings of a polygon layer's parts on the city's plane, with the row that each is of. */
export function* partsOf({ features }: LayerInput, origin: LonLat): Generator<{ row: number; rings: Point[][] }> {
  const { geometry, count } = features;
  if (geometry.kind !== 'polygon') return;
  const { featurePart, partRing, ringVertex, lonLatDeg } = geometry;
  const pointAt = (v: number): Point => {
    const [lonDeg, latDeg] = lonLatDeg.subarray(2 * v, 2 * v + 2);
    const [x, y] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
    return [x, y];
  };
  for (let row = 0; row < count; row++)
    for (let part = featurePart[row]; part < featurePart[row + 1]; part++) {
      const rings: Point[][] = [];
      for (let ring = partRing[part]; ring < partRing[part + 1]; ring++) {
        const points: Point[] = [];
        for (let v = ringVertex[ring]; v < ringVertex[ring + 1]; v++) points.push(pointAt(v));
        rings.push(points);
      }
      yield { row, rings };
    }
}
