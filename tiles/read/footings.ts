import { GROUND } from '../../model/city/surface-class.ts';
import type { Text } from '../../model/text/text.ts';
import type { RawSurfaces } from '../../readers/shared/raw-features.ts';
import type { GroundPoints } from './ground-points.ts';

/** The feet of what stands on the ground lie within this height of a model's lowest point; the soffit of a balcony does not. */
const STEP_M = 2;

/**
 * Finds where the ground is by the models that stand on it: the lines in which a model meets the terrain, where its file states them, else the
 * corners of its ground surfaces. `rows`: the features that were kept.
 */
export function footingsOf(read: RawSurfaces, rows: Uint32Array): GroundPoints {
  const { ground, geometry, lowestM, isRoofEdge, lod } = read;
  const { featureSurface, surfaceRing, ringVertex, lonLatDeg, elevationM, surfaceClass } = geometry;
  const points: GroundPoints = { lonLatDeg: [], elevationM: [] };
  const isKept = new Uint8Array(read.raw.count);
  const isStated = new Uint8Array(read.raw.count);
  for (const row of rows) isKept[row] = 1;
  for (const [i, row] of ground.row.entries()) {
    if (isKept[row] === 0) continue;
    isStated[row] = 1;
    points.lonLatDeg.push(ground.lonLatDeg[2 * i], ground.lonLatDeg[2 * i + 1]);
    points.elevationM.push(ground.elevationM[i]);
  }
  for (const row of rows) {
    if (isStated[row] === 1 || isRoofEdge[row] === 1) continue;
    for (let surface = featureSurface[row]; surface < featureSurface[row + 1]; surface++) {
      if (surfaceClass[surface] !== GROUND && lod[row] >= 1) continue;
      const outer = surfaceRing[surface];
      for (let v = ringVertex[outer]; v < ringVertex[outer + 1]; v++) {
        if (elevationM[v] > lowestM[row] + STEP_M) continue;
        points.lonLatDeg.push(lonLatDeg[2 * v], lonLatDeg[2 * v + 1]);
        points.elevationM.push(elevationM[v]);
      }
    }
  }
  return points;
}

/** Tells what a city says its ground is from. */
export const FOOTINGS_SOURCE: Text = { zh: '模型底面（推断）', en: 'feet of the models (inferred)' };

/** Feet that lie nearer to one level than this are those of a plain, which stays flat. */
const MIN_RELIEF_M = 2;
/** Share of the lowest and of the highest feet that the relief leaves out: cellars and masts. */
const EXTREME_SHARE = 0.02;
/** Terrain lines have a vertex a metre; more of them than this add nothing to cells of metres. */
const MAX_FOOTINGS = 200_000;

/** The feet of all layers together, where they tell of hills; null of a plain, or where there are none. */
export function hillyFootings(all: readonly GroundPoints[]): GroundPoints | null {
  const elevationM = all.flatMap((points) => points.elevationM);
  const ascending = [...elevationM].sort((a, b) => a - b);
  const at = (share: number): number => ascending[Math.round(share * (ascending.length - 1))];
  if (!(at(1 - EXTREME_SHARE) - at(EXTREME_SHARE) > MIN_RELIEF_M)) return null;
  const lonLatDeg = all.flatMap((points) => points.lonLatDeg);
  const step = Math.ceil(elevationM.length / MAX_FOOTINGS);
  const kept = Array.from({ length: Math.floor((elevationM.length - 1) / step) + 1 }, (_, i) => i * step);
  return {
    lonLatDeg: kept.flatMap((i) => [lonLatDeg[2 * i], lonLatDeg[2 * i + 1]]),
    elevationM: kept.map((i) => elevationM[i]),
  };
}

/** Cells of a ground that is known at buildings: as fine as their sites, of large cities as coarse as keeps them to a million. */
export const footingsCellM = ([westM, southM, eastM, northM]: readonly [number, number, number, number]): number =>
  Math.max(5, Math.max(eastM - westM, northM - southM) / 1000);
