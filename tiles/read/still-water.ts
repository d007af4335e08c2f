import type { LonLat } from '../../model/geo/lon-lat.ts';
import { boundsOf } from '../../model/geo/plane/box.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import { partsOf } from '../infer/area-rings.ts';
import type { ElevationRaster, LayerInput } from '../model.ts';

/** A ground model knows no bed; the surface lies clear of it by this much, and not so far that a flood pours in. */
const BED_BELOW_M = 1;

/**
 * Ground models see waves, moored ships and the cliffs beside as ground: under water whose level is told, nodes that stand higher than its
 * bed are lowered to it, in place. How many were.
 */
export function lowerUnderWater(
  { westM, southM, cellM, columns, rows, elevationM }: ElevationRaster,
  layers: readonly LayerInput[],
  origin: LonLat,
): number {
  let lowered = 0;
  for (const layer of layers) {
    const { kind, state, features } = layer;
    if (kind !== 'water' || state !== 'existing' || features.geometry.kind !== 'polygon') continue;
    const [levelM] = features.geometry.elevationM ?? [];
    if (levelM === undefined) continue;
    for (const { rings } of partsOf(layer, origin)) {
      const [outer, ...holes] = rings;
      const { minX, minY, maxX, maxY } = boundsOf(outer);
      const first = (m: number, from: number) => Math.max(0, Math.ceil((m - from) / cellM));
      const last = (m: number, from: number, count: number) => Math.min(count - 1, Math.floor((m - from) / cellM));
      for (let row = first(minY, southM); row <= last(maxY, southM, rows); row++)
        for (let column = first(minX, westM); column <= last(maxX, westM, columns); column++) {
          const at = row * columns + column;
          if (!(elevationM[at] > levelM - BED_BELOW_M)) continue;
          const x = westM + column * cellM;
          const y = southM + row * cellM;
          if (!isInRing(outer, x, y) || holes.some((hole) => isInRing(hole, x, y))) continue;
          elevationM[at] = levelM - BED_BELOW_M;
          lowered++;
        }
    }
  }
  return lowered;
}
