import Flatbush from 'flatbush';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import type { ElevationRaster } from '../model.ts';

/** Ground levels known at single places. */
export interface GroundPoints {
  lonLatDeg: number[];
  elevationM: number[];
}

const NEAREST = 8;
/** A level this far from the median of its eight neighbours, and steeper than hills are, is an error of the data. */
const MAX_STEP_M = 25;
const MAX_SLOPE = 0.3;

/**
 * A surface through levels known at points (manhole rims, ground at buildings): inverse squared distance over the eight
 * nearest, softened by 5 m. It holds between points and flattens beyond them; it is no survey, and the manifest says so.
 */
export function interpolateGround(
  points: GroundPoints,
  origin: LonLat,
  [westM, southM, eastM, northM]: readonly [number, number, number, number],
  cellM: number,
): { raster: ElevationRaster; used: number; outliers: number } {
  const all = points.elevationM.map((elevationM, i): [number, number, number] => {
    const lonDeg = points.lonLatDeg[2 * i];
    const latDeg = points.lonLatDeg[2 * i + 1];
    const [e, n] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
    return [e, n, elevationM];
  });
  const good = withoutOutliers(all);
  const index = indexOf(good);
  const columns = Math.max(2, Math.ceil((eastM - westM) / cellM) + 1);
  const rows = Math.max(2, Math.ceil((northM - southM) / cellM) + 1);
  const elevationM = new Float32Array(new SharedArrayBuffer(4 * columns * rows));
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const e = westM + column * cellM;
      const n = southM + row * cellM;
      let sum = 0;
      let weights = 0;
      for (const i of index.neighbors(e, n, NEAREST)) {
        const weight = 1 / ((good[i][0] - e) ** 2 + (good[i][1] - n) ** 2 + 25);
        sum += weight * good[i][2];
        weights += weight;
      }
      elevationM[row * columns + column] = sum / weights;
    }
  return {
    raster: { westM, southM, cellM, columns, rows, elevationM },
    used: good.length,
    outliers: all.length - good.length,
  };
}

function indexOf(points: [number, number, number][]): Flatbush {
  const index = new Flatbush(points.length);
  for (const [e, n] of points) index.add(e, n);
  index.finish();
  return index;
}

function withoutOutliers(points: [number, number, number][]): [number, number, number][] {
  if (points.length <= NEAREST) return points;
  const index = indexOf(points);
  return points.filter(([e, n, level]) => {
    const near = index.neighbors(e, n, NEAREST + 1);
    const levels = near.map((i) => points[i][2]).sort((a, b) => a - b);
    const awayM = near.reduce((sum, i) => sum + Math.hypot(points[i][0] - e, points[i][1] - n), 0) / NEAREST;
    return Math.abs(level - levels[levels.length >> 1]) <= MAX_STEP_M + MAX_SLOPE * awayM;
  });
}
