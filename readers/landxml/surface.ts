import type { ByteSource } from '../shared/byte-source.ts';
import { crsOf } from '../shared/crs.ts';
import { ReadError } from '../shared/problems.ts';
import type { RasterTile } from '../shared/raster-tile.ts';
import type { ReadWatch } from '../shared/raw-features.ts';
import { type LandFile, type LandSurface, landFileOf, planeFactor } from './land-file.ts';
import { landXmlMessage } from './messages.ts';

interface SurfaceWish extends ReadWatch {
  crs?: string | undefined;
  assumedCrs?: string | undefined;
  encoding?: string | undefined;
}

/** What the ground as it is today is called among designs. */
const EXISTING = /\bEG\b|exist|topo|bestand|urgel|现状|原地|地形/i;
const MAX_VALUES = 4_000_000;
/** Further apart than this the corners of one surface are no survey's. */
const MAX_ACROSS_M = 1e6;
/** Finer than this no survey is. */
const MIN_CELL_M = 0.25;

/** The triangles of the surface as a grid of elevations in metres: each value lies on its triangle, NaN where there is none. */
export async function rasterOfLandXml(source: ByteSource, wish: SurfaceWish): Promise<RasterTile> {
  const land = await landFileOf(source, wish);
  const { file, heightUnitM } = land;
  const surface = surfaceOf(land);
  const name = wish.crs ?? land.crs ?? wish.assumedCrs;
  if (name === undefined) throw new ReadError(landXmlMessage('crs', { file }));
  const crs = await crsOf(name, file);
  const factor = planeFactor(land, crs);
  const east = surface.east.view().map((value) => value * factor);
  const north = surface.north.view().map((value) => value * factor);
  const [west, eastMost] = rangeOf(east);
  const [south, northMost] = rangeOf(north);
  const unitM = land.unitM / factor;
  const acrossM = Math.max(eastMost - west, northMost - south) * unitM;
  if (!(acrossM <= MAX_ACROSS_M))
    throw new ReadError(
      landXmlMessage('surface-extent', { file, name: surface.name, most: MAX_ACROSS_M, got: acrossM }),
    );
  const cell = cellOf(surface, eastMost - west, northMost - south, MIN_CELL_M / unitM);
  const columns = Math.max(2, Math.ceil((eastMost - west) / cell) + 1);
  const rows = Math.max(2, Math.ceil((northMost - south) / cell) + 1);
  const y0 = south + (rows - 1) * cell;
  const raster = { file, crs, columns, rows, x0: west, y0, stepX: cell, stepY: cell };
  const values = new Float32Array(columns * rows).fill(Number.NaN);
  const corners = surface.corners.view();
  const up = surface.up.view();
  for (let i = 0; i + 2 < corners.length; i += 3) {
    const [a, b, c] = corners.subarray(i, i + 3);
    const at = (k: number): Corner => [(east[k] - west) / cell, (y0 - north[k]) / cell, up[k] * heightUnitM];
    fillTriangle(raster, values, at(a), at(b), at(c));
  }
  return { ...raster, values, unit: { name: 'm', code: 'm', sign: 1 }, vertical: null };
}

/** Column, row and elevation. */
type Corner = readonly [u: number, v: number, z: number];

/** Room for rounding: a value on the edge of two triangles is in both rather than in none. */
const EDGE = -1e-9;

function fillTriangle(
  { columns, rows }: Pick<RasterTile, 'columns' | 'rows'>,
  values: Float32Array,
  [au, av, az]: Corner,
  [bu, bv, bz]: Corner,
  [cu, cv, cz]: Corner,
): void {
  const area = (bu - au) * (cv - av) - (cu - au) * (bv - av);
  if (area === 0) return;
  const lastRow = Math.min(rows - 1, Math.floor(Math.max(av, bv, cv) + 1e-9));
  const lastColumn = Math.min(columns - 1, Math.floor(Math.max(au, bu, cu) + 1e-9));
  for (let v = Math.max(0, Math.ceil(Math.min(av, bv, cv) - 1e-9)); v <= lastRow; v++)
    for (let u = Math.max(0, Math.ceil(Math.min(au, bu, cu) - 1e-9)); u <= lastColumn; u++) {
      const a = ((bu - u) * (cv - v) - (cu - u) * (bv - v)) / area;
      const b = ((cu - u) * (av - v) - (au - u) * (cv - v)) / area;
      const c = 1 - a - b;
      if (a >= EDGE && b >= EDGE && c >= EDGE) values[v * columns + u] = a * az + b * bz + c * cz;
    }
}

function surfaceOf({ file, surfaces }: LandFile): LandSurface {
  const whole = surfaces.filter(({ corners }) => corners.length > 0);
  if (whole.length === 0) throw new ReadError(landXmlMessage('no-surface', { file }));
  const existing = whole.filter(({ name }) => EXISTING.test(name));
  if (whole.length === 1) return whole[0];
  if (existing.length === 1) return existing[0];
  const names = whole.map(({ name }) => name).join(', ');
  throw new ReadError(landXmlMessage('surfaces', { file, count: whole.length, names }));
}

/** About half a side of the triangles, as far as the grid stays small enough. */
function cellOf({ corners }: LandSurface, width: number, height: number, least: number): number {
  const boxArea = width * height;
  const side = Math.sqrt((2 * boxArea) / (corners.length / 3));
  // A strip has two rows at least, so that its length alone can be too much.
  return Math.max(side / 2, least, Math.sqrt(boxArea / MAX_VALUES), (2 * Math.max(width, height)) / MAX_VALUES);
}

function rangeOf(values: Float64Array): [least: number, most: number] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}
