import { type LonLat, RAD_PER_DEG, WGS84_A_M, WGS84_E2 } from '../../model/geo/lon-lat.ts';
import type { ElevationRaster } from '../model.ts';

/** The city's frame and its bare ground, as shapers ask for them. */
export interface Ground {
  origin: LonLat;
  /** What `elevationAt` reads; null where the city has none and is flat. */
  raster: ElevationRaster | null;
  /** Elevation of the origin above the vertical datum. */
  originElevationM: number;
  /** Writes ENU east, north, up of (lon, lat, elevation) to out[at…at + 2]. */
  enu(lonDeg: number, latDeg: number, elevationM: number, out: Float64Array, at: number): void;
  /** Elevation above the vertical datum at an ENU east and north; outside the raster see `fadedElevation`. */
  elevationAt(eastM: number, northM: number): number;
}

/** Where the raster's nodes have no value, or there is no raster, the origin's elevation holds. */
export function groundOf(origin: LonLat, geoidUndulationM: number, raster: ElevationRaster | null): Ground {
  const level = origin.heightM - geoidUndulationM;
  const far = raster ? farElevationM(raster, level) : level;
  return {
    origin,
    raster,
    originElevationM: level,
    enu: enuWriter(origin, geoidUndulationM),
    elevationAt: (eastM, northM) => (raster ? fadedElevation(raster, eastM, northM, level, far) : level),
  };
}

/** Up to here the series of `enuWriter` are exact to the last bits of a double; 3°, which is farther than a city reaches. */
const NEAR_RAD = 0.05;

/**
 * Turns places into the frame of an origin, in the plane of its meridian: the sines of a place near the origin are those of the origin
 * turned by a small angle, whose series take a quarter of the time of `Math.sin`. Every vertex of a city passes here five times.
 */
function enuWriter(origin: LonLat, geoidUndulationM: number): Ground['enu'] {
  const sinOrigin = Math.sin(origin.latDeg * RAD_PER_DEG);
  const cosOrigin = Math.cos(origin.latDeg * RAD_PER_DEG);
  const originN = WGS84_A_M / Math.sqrt(1 - WGS84_E2 * sinOrigin * sinOrigin);
  const originOutM = (originN + origin.heightM) * cosOrigin;
  const originUpM = (originN * (1 - WGS84_E2) + origin.heightM) * sinOrigin;
  return (lonDeg, latDeg, elevationM, out, at) => {
    const lat = (latDeg - origin.latDeg) * RAD_PER_DEG;
    const lon = (lonDeg - origin.lonDeg) * RAD_PER_DEG;
    const isNear = lat < NEAR_RAD && lat > -NEAR_RAD && lon < NEAR_RAD && lon > -NEAR_RAD;
    const sin = isNear ? smallSin(lat) : Math.sin(lat);
    const cos = isNear ? smallCos(lat) : Math.cos(lat);
    const sinLat = sinOrigin * cos + cosOrigin * sin;
    const cosLat = cosOrigin * cos - sinOrigin * sin;
    const n = WGS84_A_M / Math.sqrt(1 - WGS84_E2 * sinLat * sinLat);
    const h = elevationM + geoidUndulationM;
    const fromAxisM = (n + h) * cosLat;
    const outM = fromAxisM * (isNear ? smallCos(lon) : Math.cos(lon)) - originOutM;
    const upM = (n * (1 - WGS84_E2) + h) * sinLat - originUpM;
    out[at] = fromAxisM * (isNear ? smallSin(lon) : Math.sin(lon));
    out[at + 1] = cosOrigin * upM - sinOrigin * outM;
    out[at + 2] = cosOrigin * outM + sinOrigin * upM;
  };
}

/** Factors of the series, since a division takes as long as four multiplications. */
const SIN_3 = -1 / 6;
const SIN_5 = 1 / 120;
const SIN_7 = -1 / 5040;
const SIN_9 = 1 / 362_880;
const COS_4 = 1 / 24;
const COS_6 = -1 / 720;
const COS_8 = 1 / 40_320;

function smallSin(x: number): number {
  const x2 = x * x;
  return x + x * x2 * (SIN_3 + x2 * (SIN_5 + x2 * (SIN_7 + x2 * SIN_9)));
}

function smallCos(x: number): number {
  const x2 = x * x;
  return 1 - 0.5 * x2 + x2 * x2 * (COS_4 + x2 * (COS_6 + x2 * COS_8));
}

/** Outside its raster the land runs from the nearest edge's elevation to the far level over this distance: no cliffs. */
export const FADE_M = 3000;

/** The level far away: the mean along the raster's edge, so that the fade has the least to do. */
export function farElevationM(raster: ElevationRaster, missing: number): number {
  const { columns, rows, elevationM: z } = raster;
  let sum = 0;
  let count = 0;
  const add = (value: number) => {
    if (Number.isNaN(value)) return;
    sum += value;
    count++;
  };
  for (let i = 0; i < columns; i++) {
    add(z[i]);
    add(z[(rows - 1) * columns + i]);
  }
  for (let j = 0; j < rows; j++) {
    add(z[j * columns]);
    add(z[j * columns + columns - 1]);
  }
  return count > 0 ? sum / count : missing;
}

/** As the terrain's tiles have it, so that what stands beyond the raster's edge stands on them. */
function fadedElevation(raster: ElevationRaster, eastM: number, northM: number, missing: number, far: number): number {
  const inside = sampleElevation(raster, eastM, northM, missing);
  const beyondX = Math.max(raster.westM - eastM, eastM - raster.westM - (raster.columns - 1) * raster.cellM, 0);
  const beyondY = Math.max(raster.southM - northM, northM - raster.southM - (raster.rows - 1) * raster.cellM, 0);
  if (beyondX === 0 && beyondY === 0) return inside;
  const t = Math.hypot(beyondX, beyondY) / FADE_M;
  return t >= 1 ? far : inside + (far - inside) * t * t * (3 - 2 * t);
}

/** Bilinear; `missing` where there is no raster or one of the four nodes has no value. */
export function sampleElevation(
  raster: ElevationRaster | null,
  eastM: number,
  northM: number,
  missing: number,
): number {
  if (!raster) return missing;
  const { columns, rows, elevationM: z } = raster;
  const u = Math.min(Math.max((eastM - raster.westM) / raster.cellM, 0), columns - 1);
  const v = Math.min(Math.max((northM - raster.southM) / raster.cellM, 0), rows - 1);
  const i = Math.min(Math.floor(u), columns - 2);
  const j = Math.min(Math.floor(v), rows - 2);
  const fu = u - i;
  const fv = v - j;
  const at = j * columns + i;
  const value =
    (z[at] * (1 - fu) + z[at + 1] * fu) * (1 - fv) + (z[at + columns] * (1 - fu) + z[at + columns + 1] * fu) * fv;
  return Number.isNaN(value) ? missing : value;
}
