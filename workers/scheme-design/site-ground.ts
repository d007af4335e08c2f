import type { RasterPlace } from '../../model/city/raster.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { SchemeParcel } from '../../model/schemes/scheme.ts';
import type { ParcelEarthwork } from '../../model/schemes/site-figures.ts';
import { balanceM, earthworkOf, piecesOf, surfaceOf } from '../shared/earthwork.ts';

/** Cut and fill of a parcel's grading on the ground of the city, as the terrain analysis integrates it; null: it has no ground there. */
export async function gradedParcel(
  { grid, elevationM }: { grid: RasterPlace; elevationM: Float32Array },
  { id, ringM, grading }: SchemeParcel,
  fillPerCutRatio: number,
): Promise<ParcelEarthwork | null> {
  if (!grading) return null;
  const ring: readonly Point[] = ringM;
  const pieces = await piecesOf(ring, surfaceOf(grid, elevationM), grading, async () => false);
  if (!pieces || pieces.pieces.length === 0) return null;
  const raisedM = grading.elevationM === null ? balanceM(pieces, fillPerCutRatio) : 0;
  const { cutM3, fillM3 } = earthworkOf(pieces, raisedM);
  return {
    parcel: id,
    cutM3,
    fillM3,
    areaM2: pieces.areaM2,
    uncoveredM2: pieces.uncoveredM2,
    elevationM: grading.elevationM ?? raisedM,
  };
}
