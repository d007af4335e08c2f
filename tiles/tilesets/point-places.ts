import type { Crs } from '../../model/geo/crs.ts';
import { ecefFromEnuMatrix, enuFromLonLat } from '../../model/geo/enu.ts';
import { planeUnitM } from '../../model/geo/height-unit.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import { lasMessage } from '../../readers/las/messages.ts';
import type { PointCloud } from '../../readers/las/point-cloud.ts';
import { ReadError } from '../../readers/shared/problems.ts';

/** Over a cell this wide a plane through its corners is off by a quarter of a millimetre: width² / (16 × radius of the Earth). */
const CELL_M = 150;
const MAX_CELLS = 1500;

/** Extent of a cloud in its own coordinates: least and most of x, y, z. */
export function extentOfCloud({ xyz, scale, offset }: PointCloud): { least: number[]; most: number[] } {
  const least = [Infinity, Infinity, Infinity];
  const most = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < xyz.length; i += 3)
    for (let k = 0; k < 3; k++) {
      if (xyz[i + k] < least[k]) least[k] = xyz[i + k];
      if (xyz[i + k] > most[k]) most[k] = xyz[i + k];
    }
  const ends = [least, most].map((corner) => corner.map((value, k) => value * scale[k] + offset[k]));
  return {
    least: ends[0].map((value, k) => Math.min(value, ends[1][k])),
    most: ends[0].map((value, k) => Math.max(value, ends[1][k])),
  };
}

/** Degrees of one place of a cloud; a ReadError where its system gives none. */
export function lonLatOf(crs: Crs, x: number, y: number, file: string): [lonDeg: number, latDeg: number] {
  const xy = Float64Array.of(x, y);
  crs.toLonLat(xy, 0, 1);
  const [lonDeg, latDeg] = xy;
  if (!(Math.abs(lonDeg) <= 180 && Math.abs(latDeg) <= 90))
    throw new ReadError(lasMessage('place', { file, crs: crs.name, x, y }));
  return [lonDeg, latDeg];
}

/** Metres on the ground of one unit of the coordinates eastwards; a ReadError where the system has no place there. */
export function groundUnitM(crs: Crs, x: number, y: number, file: string): number {
  lonLatOf(crs, x, y, file);
  return planeUnitM(crs, x, y);
}

/**
 * Every point in millimetres east, north and up of the origin. The way from the cloud's system to there is worked out at the corners of a
 * grid and taken as plane between them; heights are exact, since up at a place is one direction.
 */
export function enuMillimetres(
  cloud: PointCloud,
  crs: Crs,
  origin: LonLat,
  heights: { unitM: number; undulationM: number },
): Int32Array {
  const { xyz, scale, offset, count } = cloud;
  const grid = gridOf(cloud, crs, origin);
  const { at, columns, rows, west, south, cellX, cellY } = grid;
  const out = new Int32Array(3 * count);
  for (let i = 0; i < 3 * count; i += 3) {
    const x = (xyz[i] * scale[0] + offset[0] - west) / cellX;
    const y = (xyz[i + 1] * scale[1] + offset[1] - south) / cellY;
    const heightM = (xyz[i + 2] * scale[2] + offset[2]) * heights.unitM + heights.undulationM;
    const column = Math.max(0, Math.min(columns - 1, Math.floor(x)));
    const row = Math.max(0, Math.min(rows - 1, Math.floor(y)));
    const fx = x - column;
    const fy = y - row;
    const a = (row * (columns + 1) + column) * GRID_NUMBERS;
    const b = a + GRID_NUMBERS;
    const c = a + (columns + 1) * GRID_NUMBERS;
    const d = c + GRID_NUMBERS;
    const wa = (1 - fx) * (1 - fy);
    const wb = fx * (1 - fy);
    const wc = (1 - fx) * fy;
    const wd = fx * fy;
    for (let k = 0; k < 3; k++) {
      const base = at[a + k] * wa + at[b + k] * wb + at[c + k] * wc + at[d + k] * wd;
      const up = at[a + 3 + k] * wa + at[b + 3 + k] * wb + at[c + 3 + k] * wc + at[d + 3 + k] * wd;
      out[i + k] = Math.round((base + up * heightM) * 1000);
    }
  }
  return out;
}

/** East, north, up of the ellipsoid, then the direction of up there. */
const GRID_NUMBERS = 6;

interface PlaceGrid {
  at: Float64Array;
  columns: number;
  rows: number;
  west: number;
  south: number;
  cellX: number;
  cellY: number;
}

function gridOf(cloud: PointCloud, crs: Crs, origin: LonLat): PlaceGrid {
  const { least, most } = extentOfCloud(cloud);
  const unitM = groundUnitM(crs, least[0], least[1], cloud.file);
  const cellsOf = (k: number): number =>
    Math.max(1, Math.min(MAX_CELLS, Math.ceil(((most[k] - least[k]) * unitM) / CELL_M)));
  const columns = cellsOf(0);
  const rows = cellsOf(1);
  const cellX = (most[0] - least[0]) / columns || 1;
  const cellY = (most[1] - least[1]) / rows || 1;
  const at = new Float64Array((columns + 1) * (rows + 1) * GRID_NUMBERS);
  for (let row = 0, to = 0; row <= rows; row++)
    for (let column = 0; column <= columns; column++, to += GRID_NUMBERS) {
      const [lonDeg, latDeg] = lonLatOf(crs, least[0] + column * cellX, least[1] + row * cellY, cloud.file);
      at.set(enuFromLonLat(origin, { lonDeg, latDeg, heightM: 0 }), to);
      at.set(upAt(origin, lonDeg, latDeg), to + 3);
    }
  return { at, columns, rows, west: least[0], south: least[1], cellX, cellY };
}

/** The ellipsoid's normal at a place, in the frame of the origin. */
function upAt(origin: LonLat, lonDeg: number, latDeg: number): number[] {
  const frame = ecefFromEnuMatrix(origin);
  const up = ecefFromEnuMatrix({ lonDeg, latDeg, heightM: 0 }).slice(8, 11);
  return [0, 4, 8].map((axis) => frame[axis] * up[0] + frame[axis + 1] * up[1] + frame[axis + 2] * up[2]);
}
