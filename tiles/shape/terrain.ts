import { type LonLat, RAD_PER_DEG, WGS84_A_M, WGS84_E2 } from '../../model/geo/lon-lat.ts';
import type { ElevationRaster } from '../model.ts';
import { FADE_M } from './ground.ts';
import type { Lattice } from './rtin.ts';

/** Level 0 of the geographic scheme has 2 × 1 tiles of this size. */
export const ROOT_TILE_DEG = 180;

/**
 * The same raster with every missing node filled, from coarse to fine: each hole takes the mean of the known nodes
 * around it at the smallest power of two at which there are any (push-pull, Gortler et al. 1996), so that gaps between
 * DEM tiles and the corners of a turned one continue the land about them. Null where no node has a value.
 */
export function filledElevation(raster: ElevationRaster): ElevationRaster | null {
  const { columns, rows, elevationM } = raster;
  if (missingOf(raster) === 0) return raster;
  const levels = [{ columns, rows, z: sharedCopy(elevationM) }];
  for (let last = levels[0]; last.columns > 1 || last.rows > 1; last = levels[levels.length - 1]) {
    const w = (last.columns + 1) >> 1;
    const h = (last.rows + 1) >> 1;
    const z = new Float32Array(w * h);
    for (let j = 0; j < h; j++)
      for (let i = 0; i < w; i++) {
        let sum = 0;
        let count = 0;
        for (let y = 2 * j; y < Math.min(2 * j + 2, last.rows); y++)
          for (let x = 2 * i; x < Math.min(2 * i + 2, last.columns); x++) {
            const value = last.z[y * last.columns + x];
            if (Number.isNaN(value)) continue;
            sum += value;
            count++;
          }
        z[j * w + i] = count > 0 ? sum / count : Number.NaN;
      }
    levels.push({ columns: w, rows: h, z });
  }
  if (Number.isNaN(levels[levels.length - 1].z[0])) return null;
  for (let k = levels.length - 2; k >= 0; k--) {
    const fine = levels[k];
    const coarse = levels[k + 1];
    for (let y = 0; y < fine.rows; y++)
      for (let x = 0; x < fine.columns; x++) {
        const at = y * fine.columns + x;
        if (Number.isNaN(fine.z[at])) fine.z[at] = smoothFrom(coarse, x, y);
      }
  }
  return { ...raster, elevationM: levels[0].z };
}

/** Worker threads see it without another copy. */
function sharedCopy(values: Float32Array): Float32Array {
  const copy = new Float32Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

/** Nodes without a value. */
export function missingOf({ elevationM }: ElevationRaster): number {
  let missing = 0;
  for (let i = 0; i < elevationM.length; i++) if (Number.isNaN(elevationM[i])) missing++;
  return missing;
}

/** Bilinear between the four nearest nodes of the coarser level: blocks of it would show as steps. */
function smoothFrom(coarse: { columns: number; rows: number; z: Float32Array }, x: number, y: number): number {
  const u = Math.min(Math.max((x - 0.5) / 2, 0), coarse.columns - 1);
  const v = Math.min(Math.max((y - 0.5) / 2, 0), coarse.rows - 1);
  const i = Math.floor(u);
  const j = Math.floor(v);
  const fu = u - i;
  const fv = v - j;
  const i1 = Math.min(i + 1, coarse.columns - 1);
  const j1 = Math.min(j + 1, coarse.rows - 1);
  const at = (a: number, b: number) => coarse.z[b * coarse.columns + a];
  return (at(i, j) * (1 - fu) + at(i1, j) * fu) * (1 - fv) + (at(i, j1) * (1 - fu) + at(i1, j1) * fu) * fv;
}

/** Where a lattice lies: its first tile and what makes a node of its (column, row) at a level. */
interface LatticePlace {
  level: number;
  tileX: number;
  tileY: number;
}

/**
 * Fills in heights above the ellipsoid at every node of a level's tiles. A node's longitude and latitude come from its number on the globe, never from its tile, and its east and north from
 * products of a term of its column and a term of its row: exact, without trigonometry in the loop.
 */
export function sampleLattice(
  raster: ElevationRaster,
  origin: LonLat,
  geoidUndulationM: number,
  farM: number,
  place: LatticePlace,
  { columns, rows, cells, heightM }: Lattice,
): void {
  const nodeDeg = ROOT_TILE_DEG / 2 ** place.level / cells;
  const sinColumn = new Float64Array(columns);
  const cosColumn = new Float64Array(columns);
  for (let i = 0; i < columns; i++) {
    const lon = (-180 + (place.tileX * cells + i) * nodeDeg - origin.lonDeg) * RAD_PER_DEG;
    sinColumn[i] = Math.sin(lon);
    cosColumn[i] = Math.cos(lon);
  }
  const sin0 = Math.sin(origin.latDeg * RAD_PER_DEG);
  const cos0 = Math.cos(origin.latDeg * RAD_PER_DEG);
  const n0 = WGS84_A_M / Math.sqrt(1 - WGS84_E2 * sin0 * sin0);
  const r0 = (n0 + origin.heightM) * cos0;
  const z0 = (n0 * (1 - WGS84_E2) + origin.heightM) * sin0;

  const { westM, southM, cellM, columns: width, rows: depth, elevationM: z } = raster;
  const maxU = width - 1;
  const maxV = depth - 1;
  const perCell = 1 / cellM;
  const fadeCells2 = (FADE_M / cellM) ** 2;
  const far = farM + geoidUndulationM;
  for (let j = 0; j < rows; j++) {
    const lat = -90 + (place.tileY * cells + j) * nodeDeg;
    const sin = Math.sin(lat * RAD_PER_DEG);
    const n = WGS84_A_M / Math.sqrt(1 - WGS84_E2 * sin * sin);
    const r = (n + origin.heightM) * Math.cos(lat * RAD_PER_DEG);
    const northConstant = sin0 * r0 + cos0 * ((n * (1 - WGS84_E2) + origin.heightM) * sin - z0);
    const at = j * columns;
    if (Math.abs(lat - origin.latDeg) > 5) {
      heightM.fill(far, at, at + columns);
      continue;
    }
    for (let i = 0; i < columns; i++) {
      if (cosColumn[i] < 0.98) {
        heightM[at + i] = far;
        continue;
      }
      const u = (r * sinColumn[i] - westM) * perCell;
      const v = (northConstant - sin0 * r * cosColumn[i] - southM) * perCell;
      const cu = u < 0 ? 0 : u > maxU ? maxU : u;
      const cv = v < 0 ? 0 : v > maxV ? maxV : v;
      const beyond2 = (u - cu) * (u - cu) + (v - cv) * (v - cv);
      if (beyond2 >= fadeCells2) {
        heightM[at + i] = far;
        continue;
      }
      const iu = cu < maxU ? cu | 0 : maxU - 1;
      const iv = cv < maxV ? cv | 0 : maxV - 1;
      const fu = cu - iu;
      const k = iv * width + iu;
      const low = z[k] + (z[k + 1] - z[k]) * fu;
      const high = z[k + width] + (z[k + width + 1] - z[k + width]) * fu;
      let value = low + (high - low) * (cv - iv);
      if (beyond2 > 0) {
        const t = Math.sqrt(beyond2 / fadeCells2);
        value += (farM - value) * t * t * (3 - 2 * t);
      }
      heightM[at + i] = value + geoidUndulationM;
    }
  }
}

/** Lowest and highest node of each tile, tile (x, y) at 2 (y · tilesX + x). */
export function tileRanges({ cells, tilesX, tilesY, columns, heightM }: Lattice): Float64Array {
  const ranges = new Float64Array(2 * tilesX * tilesY);
  for (let y = 0; y < tilesY; y++)
    for (let x = 0; x < tilesX; x++) {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      for (let j = y * cells; j <= (y + 1) * cells; j++) {
        const from = j * columns + x * cells;
        for (let at = from; at <= from + cells; at++) {
          const h = heightM[at];
          if (h < low) low = h;
          if (h > high) high = h;
        }
      }
      ranges[2 * (y * tilesX + x)] = low;
      ranges[2 * (y * tilesX + x) + 1] = high;
    }
  return ranges;
}

/**
 * Rounds values to multiples of a power of two: neighbouring tiles then quantize a common node to the same height
 * whatever their own ranges are, and deltas have few bits. A double that is 2^52 steps and more holds whole steps only,
 * so that adding and taking away such a number rounds (3 ns a node; `Math.round` took 12).
 */
export function snap(values: Float32Array | Float64Array, stepM: number): void {
  const magnet = 1.5 * 2 ** 52 * stepM;
  for (let i = 0; i < values.length; i++) values[i] = values[i] + magnet - magnet;
}
