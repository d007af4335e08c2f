import Flatbush from 'flatbush';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import type { ElevationRaster } from '../model.ts';
import { filledElevation } from '../shape/terrain.ts';

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
  const { good, outliers } = levelsOf(points, origin);
  const index = indexOf(good);
  const columns = Math.max(2, Math.ceil((eastM - westM) / cellM) + 1);
  const rows = Math.max(2, Math.ceil((northM - southM) / cellM) + 1);
  const elevationM = new Float32Array(new SharedArrayBuffer(4 * columns * rows));
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const e = westM + column * cellM;
      const n = southM + row * cellM;
      elevationM[row * columns + column] = meanOf(good, index.neighbors(e, n, NEAREST), e, n);
    }
  return { raster: { westM, southM, cellM, columns, rows, elevationM }, used: good.length, outliers };
}

/** Sweeps over what nobody knows: a gap of a hundred cells is level from side to side by then. */
const SWEEPS = 120;
/** Nodes this many cells from a level, or nearer, have it. */
const REACH_CELLS = 1.5;

/**
 * A surface through levels that lie in clusters, as the feet of houses do: nodes beside them have theirs, and between and beyond them it is a
 * membrane (Laplace's equation, free at the raster's edge), so that it slopes evenly from cluster to cluster and goes on level at the rim, from
 * where the land fades to its mean. The eight nearest levels are mostly of one house: a mean of them fell 100 m where the nearest house changed.
 */
export function stretchGround(
  points: GroundPoints,
  origin: LonLat,
  [westM, southM, eastM, northM]: readonly [number, number, number, number],
  cellM: number,
): { raster: ElevationRaster; used: number; outliers: number } {
  const { good, outliers } = levelsOf(points, origin);
  const index = indexOf(good);
  const columns = Math.max(2, Math.ceil((eastM - westM) / cellM) + 1);
  const rows = Math.max(2, Math.ceil((northM - southM) / cellM) + 1);
  const known = new Float32Array(columns * rows).fill(Number.NaN);
  for (const [east, north] of good)
    for (let row = nodeAt(north - southM, cellM, -1, rows); row <= nodeAt(north - southM, cellM, 1, rows); row++)
      for (
        let column = nodeAt(east - westM, cellM, -1, columns);
        column <= nodeAt(east - westM, cellM, 1, columns);
        column++
      ) {
        const at = row * columns + column;
        if (!Number.isNaN(known[at])) continue;
        const e = westM + column * cellM;
        const n = southM + row * cellM;
        const near = index.neighbors(e, n, NEAREST, REACH_CELLS * cellM);
        if (near.length > 0) known[at] = meanOf(good, near, e, n);
      }
  const raster = { westM, southM, cellM, columns, rows, elevationM: known };
  const filled = filledElevation(raster) ?? raster;
  if (filled !== raster) relax(filled, known);
  return { raster: filled, used: good.length, outliers };
}

/** The first (−1) or last (1) node within reach along an axis. */
function nodeAt(placeM: number, cellM: number, side: -1 | 1, count: number): number {
  const place = placeM / cellM + side * REACH_CELLS;
  return Math.min(Math.max(side < 0 ? Math.ceil(place) : Math.floor(place), 0), count - 1);
}

/** Successive over-relaxation of the nodes that are not known; across the edge lies what lies on it. */
function relax({ columns, rows, elevationM: z }: ElevationRaster, known: Float32Array): void {
  const factor = 2 / (1 + Math.sin(Math.PI / Math.max(columns, rows)));
  for (let sweep = 0; sweep < SWEEPS; sweep++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const at = row * columns + column;
        if (!Number.isNaN(known[at])) continue;
        const west = z[column > 0 ? at - 1 : at];
        const east = z[column + 1 < columns ? at + 1 : at];
        const south = z[row > 0 ? at - columns : at];
        const north = z[row + 1 < rows ? at + columns : at];
        z[at] += factor * ((west + east + south + north) / 4 - z[at]);
      }
}

/** Inverse squared distance, softened by 5 m. */
function meanOf(levels: readonly Level[], near: readonly number[], e: number, n: number): number {
  let sum = 0;
  let weights = 0;
  for (const i of near) {
    const weight = 1 / ((levels[i][0] - e) ** 2 + (levels[i][1] - n) ** 2 + 25);
    sum += weight * levels[i][2];
    weights += weight;
  }
  return sum / weights;
}

type Level = [eastM: number, northM: number, elevationM: number];

function levelsOf(points: GroundPoints, origin: LonLat): { good: Level[]; outliers: number } {
  const all = points.elevationM.map((elevationM, i): Level => {
    const lonDeg = points.lonLatDeg[2 * i];
    const latDeg = points.lonLatDeg[2 * i + 1];
    const [e, n] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
    return [e, n, elevationM];
  });
  const good = withoutOutliers(all);
  return { good, outliers: all.length - good.length };
}

function indexOf(points: Level[]): Flatbush {
  const index = new Flatbush(points.length);
  for (const [e, n] of points) index.add(e, n);
  index.finish();
  return index;
}

function withoutOutliers(points: Level[]): Level[] {
  if (points.length <= NEAREST) return points;
  const index = indexOf(points);
  return points.filter(([e, n, level]) => {
    const near = index.neighbors(e, n, NEAREST + 1);
    const levels = near.map((i) => points[i][2]).sort((a, b) => a - b);
    const awayM = near.reduce((sum, i) => sum + Math.hypot(points[i][0] - e, points[i][1] - n), 0) / NEAREST;
    return Math.abs(level - levels[levels.length >> 1]) <= MAX_STEP_M + MAX_SLOPE * awayM;
  });
}
