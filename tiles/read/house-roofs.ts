import { metresPerDegree } from '../../model/geo/metres-per-degree.ts';
import type { PolygonGeometry } from '../model.ts';
import { FLAT, GABLE } from '../shape/roof.ts';

/** A house by its outline: four corners near right angles, of this size; what is larger is as likely flat. */
const MIN_HOUSE_M2 = 12;
const MAX_HOUSE_M2 = 420;
const MAX_WIDTH_M = 16;
const MAX_LENGTH_TO_WIDTH = 4;
/** Cosine of the corner that is farthest from a right angle. */
const MAX_CORNER_COSINE = 0.2;
/** Taller than three storeys and a loft it is a block. */
const MAX_HOUSE_HEIGHT_M = 14;
/** A pitch of some 35°, unless the walls under it would be lower than this, or than half of the house. */
const RISE_TO_WIDTH = 0.35;
const MAX_RISE_RATIO = 0.45;
const MIN_WALL_M = 2.4;

/**
 * Gables over the houses of a layer whose data say nothing of roofs, within the height that stands there: the ridge is as high as the flat
 * top was, the eaves are lower. Ridges run along the longer side. Changes the geometry and returns how many parts have one now.
 */
export function pitchHouses(geometry: PolygonGeometry, count: number, isHouse: (row: number) => boolean): number {
  const { featurePart, partBaseM, partTopM } = geometry;
  if (!partTopM) return 0;
  const parts = partTopM.length;
  const roof = geometry.partRoof ?? new Uint8Array(new SharedArrayBuffer(parts)).fill(FLAT);
  const riseM = geometry.partRoofM ?? new Float32Array(new SharedArrayBuffer(4 * parts));
  let pitched = 0;
  for (let row = 0; row < count; row++) {
    if (!isHouse(row)) continue;
    for (let part = featurePart[row]; part < featurePart[row + 1]; part++) {
      const widthM =
        (partBaseM && partBaseM[part] > 0) || roof[part] !== FLAT ? Number.NaN : houseWidthM(geometry, part);
      const topM = partTopM[part];
      const rise = Math.min(RISE_TO_WIDTH * widthM, MAX_RISE_RATIO * topM, topM - MIN_WALL_M);
      if (!(rise > 0) || topM > MAX_HOUSE_HEIGHT_M) continue;
      roof[part] = GABLE;
      riseM[part] = rise;
      partTopM[part] = topM - rise;
      pitched++;
    }
  }
  geometry.partRoof = roof;
  geometry.partRoofM = riseM;
  return pitched;
}

/** Length of the shorter side of an outline that is a house's; NaN of any other. */
function houseWidthM({ partRing, ringVertex, lonLatDeg }: PolygonGeometry, part: number): number {
  const ring = partRing[part];
  const from = ringVertex[ring];
  if (partRing[part + 1] - ring !== 1 || ringVertex[ring + 1] - from !== 4) return Number.NaN;
  const metres = metresPerDegree(lonLatDeg[2 * from + 1]);
  const sides = [0, 1, 2, 3].map((i) => {
    const p = 2 * (from + i);
    const q = 2 * (from + ((i + 1) % 4));
    return [(lonLatDeg[q] - lonLatDeg[p]) * metres[0], (lonLatDeg[q + 1] - lonLatDeg[p + 1]) * metres[1]];
  });
  const lengths = sides.map(([east, north]) => Math.hypot(east, north));
  const isSquared = sides.every(([east, north], i) => {
    const [nextEast, nextNorth] = sides[(i + 1) % 4];
    return Math.abs(east * nextEast + north * nextNorth) <= MAX_CORNER_COSINE * lengths[i] * lengths[(i + 1) % 4];
  });
  const width = Math.min(lengths[0] + lengths[2], lengths[1] + lengths[3]) / 2;
  const length = Math.max(lengths[0] + lengths[2], lengths[1] + lengths[3]) / 2;
  const areaM2 = width * length;
  const isHouse =
    areaM2 >= MIN_HOUSE_M2 && areaM2 <= MAX_HOUSE_M2 && width <= MAX_WIDTH_M && length <= MAX_LENGTH_TO_WIDTH * width;
  return isSquared && isHouse ? width : Number.NaN;
}
