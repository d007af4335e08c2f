import { basename } from 'node:path';
import { parseEsriGrid } from '../../src/city/esri-grid.ts';
import type { Crs } from '../../src/geo/crs.ts';
import { lonLatFromEnu } from '../../src/geo/enu.ts';
import type { LonLat } from '../../src/geo/lon-lat.ts';
import type { ElevationRaster } from '../model.ts';
import { crsOf } from './crs.ts';
import { quote, ReadError } from './problems.ts';
import { readWhole } from './source.ts';

/** One elevation file as it lies: row-major from the north-west, values at the middles of cells, NaN = none. */
export interface DemTile {
  file: string;
  crs: Crs;
  columns: number;
  rows: number;
  /** Of the north-western value. */
  x0: number;
  y0: number;
  /** East and south from value to value, in the system's units. */
  stepX: number;
  stepY: number;
  elevationM: Float32Array;
}

/** Above this a raster would not fit beside the rest of a bake. */
export const MAX_NODES = 64_000_000;
const FEET_M = 0.3048;
/** Lower than any ground and higher than any: values beyond are markers that the file does not declare. */
const LEAST_M = -12_000;
const MOST_M = 9_000;

export async function readDem(
  path: string,
  options: { crs?: string | undefined; unit?: 'm' | 'ft' | undefined },
): Promise<DemTile> {
  const bytes = readWhole(path);
  const file = basename(path);
  if (bytes.length === 0) throw new ReadError(`${file}: expected a GeoTIFF or an ESRI ASCII grid, got an empty file`);
  const start = bytes.toString('latin1', 0, 16);
  const isTiff = /^(II[*+]\0|MM\0[*+])/.test(start);
  if (!isTiff && !/^\s*(ncols|nrows)/i.test(start))
    throw new ReadError(`${file}: expected a GeoTIFF or an ESRI ASCII grid, got ${quote(start, 16)}`);
  const tile = isTiff ? await readGeoTiff(bytes, file, options.crs) : await readAsciiGrid(bytes, file, options.crs);
  if (tile.columns * tile.rows > MAX_NODES)
    throw new ReadError(`${file}: expected at most ${MAX_NODES} values, got ${tile.columns} × ${tile.rows}`);
  const { elevationM } = tile;
  const scale = options.unit === 'ft' ? FEET_M : 1;
  let known = 0;
  for (let i = 0; i < elevationM.length; i++) {
    const value = elevationM[i] * scale;
    elevationM[i] = value >= LEAST_M && value <= MOST_M ? value : Number.NaN;
    if (!Number.isNaN(elevationM[i])) known++;
  }
  if (known === 0) throw new ReadError(`${file}: expected elevations, got a grid without one`);
  return tile;
}

async function readGeoTiff(bytes: Buffer, file: string, named: string | undefined): Promise<DemTile> {
  const { fromArrayBuffer } = await import('geotiff');
  try {
    const copy = new ArrayBuffer(bytes.length);
    new Uint8Array(copy).set(bytes);
    const tiff = await fromArrayBuffer(copy);
    const image = await tiff.getImage();
    const [columns, rows] = [image.getWidth(), image.getHeight()];
    const keys: Record<string, unknown> = { ...image.getGeoKeys() };
    const crs = await crsOf(named ?? crsOfKeys(keys, file), file);
    const raster = await image.readRasters({ samples: [0], interleave: true });
    const elevationM = new Float32Array(columns * rows);
    if (raster.length < elevationM.length)
      throw new ReadError(`${file}: expected ${elevationM.length} values, got ${raster.length}`);
    for (let i = 0; i < elevationM.length; i++) elevationM[i] = raster[i];
    const noData = image.getGDALNoData();
    if (noData !== null)
      for (let i = 0; i < elevationM.length; i++) if (raster[i] === noData) elevationM[i] = Number.NaN;
    const [west, north] = image.getOrigin();
    const [stepX, stepY] = image.getResolution();
    if (!(stepX > 0) || !(stepY < 0))
      throw new ReadError(
        `${file}: expected rows from north to south and columns eastward, got steps ${stepX}, ${stepY}`,
      );
    // GTRasterTypeGeoKey 2: the tie point is a value's place; else it is the corner of a cell.
    const half = keys.GTRasterTypeGeoKey === 2 ? 0 : 0.5;
    return {
      file,
      crs,
      columns,
      rows,
      x0: west + half * stepX,
      y0: north + half * stepY,
      stepX,
      stepY: -stepY,
      elevationM,
    };
  } catch (error) {
    if (error instanceof ReadError) throw error;
    throw new ReadError(`${file}: expected a whole GeoTIFF, got "${error instanceof Error ? error.message : error}"`);
  }
}

/** The system that GeoTIFF keys name by code or spell out by parameters (transverse Mercator, Lambert with two parallels). */
function crsOfKeys(keys: Record<string, unknown>, file: string): string {
  const key = (name: string): number | null => {
    const value = keys[name];
    return typeof value === 'number' && value !== 32767 ? value : null;
  };
  const code = key('ProjectedCSTypeGeoKey') ?? (key('GTModelTypeGeoKey') === 2 ? key('GeographicTypeGeoKey') : null);
  if (code) return `EPSG:${code}`;
  const a = key('GeogSemiMajorAxisGeoKey') ?? 6378137;
  const rf = key('GeogInvFlatteningGeoKey') ?? 298.257223563;
  const given = (name: string, otherwise: number): number => key(name) ?? otherwise;
  const tail = `+x_0=${given('ProjFalseEastingGeoKey', 0)} +y_0=${given('ProjFalseNorthingGeoKey', 0)} +a=${a} +rf=${rf} +towgs84=0,0,0,0,0,0,0 +units=m +no_defs`;
  const [lat0, lon0] = [given('ProjNatOriginLatGeoKey', 0), given('ProjNatOriginLongGeoKey', 0)];
  const transform = key('ProjCoordTransGeoKey');
  if (transform === 1)
    return `+proj=tmerc +lat_0=${lat0} +lon_0=${lon0} +k=${given('ProjScaleAtNatOriginGeoKey', 1)} ${tail}`;
  if (transform === 8)
    return `+proj=lcc +lat_1=${given('ProjStdParallel1GeoKey', lat0)} +lat_2=${given('ProjStdParallel2GeoKey', lat0)} +lat_0=${given('ProjFalseOriginLatGeoKey', lat0)} +lon_0=${given('ProjFalseOriginLongGeoKey', lon0)} ${tail}`;
  throw new ReadError(`${file}: expected a coordinate system in the GeoTIFF keys, got none; --crs EPSG:… names it`);
}

async function readAsciiGrid(bytes: Buffer, file: string, named: string | undefined): Promise<DemTile> {
  if (!named)
    throw new ReadError(
      `${file}: expected a coordinate system (an ASCII grid names none), got none; --crs EPSG:… names it`,
    );
  const { columns, rows, cell, west, south, values } = parseEsriGrid(bytes, file, MAX_NODES, ReadError);
  const crs = await crsOf(named, file);
  return {
    file,
    crs,
    columns,
    rows,
    x0: west,
    y0: south + (rows - 1) * cell,
    stepX: cell,
    stepY: cell,
    elevationM: values,
  };
}

/** Bilinear at a place in the tile's own units; NaN outside and where one of the four values is none. */
export function sampleTile(tile: DemTile, x: number, y: number): number {
  return valueAt(tile, (x - tile.x0) / tile.stepX, (tile.y0 - y) / tile.stepY);
}

/** The same, in cells from the north-western value. */
function valueAt({ columns, rows, elevationM: z }: DemTile, u: number, v: number): number {
  if (!(u >= 0 && v >= 0 && u <= columns - 1 && v <= rows - 1)) return Number.NaN;
  const i = Math.min(Math.floor(u), columns - 2);
  const j = Math.min(Math.floor(v), rows - 2);
  const fu = u - i;
  const at = j * columns + i;
  const north = z[at] + (z[at + 1] - z[at]) * fu;
  const south = z[at + columns] + (z[at + columns + 1] - z[at + columns]) * fu;
  return north + (south - north) * (v - j);
}

/** West, south, east, north in degrees of what the tiles cover. */
export function boundsOfDem(tiles: readonly DemTile[]): [number, number, number, number] {
  const bounds: [number, number, number, number] = [180, 90, -180, -90];
  for (const tile of tiles) {
    const corners = new Float64Array(8);
    const [east, south] = [tile.x0 + (tile.columns - 1) * tile.stepX, tile.y0 - (tile.rows - 1) * tile.stepY];
    corners.set([tile.x0, tile.y0, east, tile.y0, tile.x0, south, east, south]);
    tile.crs.toLonLat(corners, 0, 4);
    for (let i = 0; i < 8; i += 2) {
      if (!(Math.abs(corners[i]) <= 180 && Math.abs(corners[i + 1]) <= 90))
        throw new ReadError(
          `${tile.file}: expected a place on Earth in ${tile.crs.name}, got ${tile.x0}, ${tile.y0}; --crs names another system`,
        );
      bounds[0] = Math.min(bounds[0], corners[i]);
      bounds[1] = Math.min(bounds[1], corners[i + 1]);
      bounds[2] = Math.max(bounds[2], corners[i]);
      bounds[3] = Math.max(bounds[3], corners[i + 1]);
    }
  }
  return bounds;
}

/** Metres between the values of the finest tile. */
export function cellOfDem(tiles: readonly DemTile[], latDeg: number): number {
  const sizes = tiles.map((tile) =>
    tile.crs.geographic ? Math.min(tile.stepX * Math.cos((latDeg * Math.PI) / 180), tile.stepY) * 111_320 : tile.stepX,
  );
  return Math.min(...sizes);
}

export function elevationAtLonLat(tiles: readonly DemTile[], lonDeg: number, latDeg: number): number {
  for (const tile of tiles) {
    const value = sampleTile(tile, ...tile.crs.fromLonLat(lonDeg, latDeg));
    if (!Number.isNaN(value)) return value;
  }
  return Number.NaN;
}

/** Nodes between which the way from the plane to the file's system is taken for linear: 1 mm over 16 × 5 m. */
const BLOCK = 16;
/** Where tiles overlap they fade into each other over this many of their cells. */
const FADE_CELLS = 16;

/**
 * All tiles on one grid of the city's plane. Overlapping tiles are averaged, each by how far inside it a place lies, so
 * that sheets that differ by decimetres leave no step (the Korean sheets overlap by 24 cells and differ by up to 1 m).
 */
export function mosaic(
  tiles: readonly DemTile[],
  origin: LonLat,
  [westM, southM, eastM, northM]: readonly [number, number, number, number],
  cellM: number,
): ElevationRaster {
  const columns = Math.max(2, Math.ceil((eastM - westM) / cellM) + 1);
  const rows = Math.max(2, Math.ceil((northM - southM) / cellM) + 1);
  if (columns * rows > MAX_NODES)
    throw new ReadError(
      `terrain: expected at most ${MAX_NODES} nodes, got ${columns} × ${rows} at ${cellM} m; "cellM" in the recipe makes it coarser`,
    );
  const elevationM = new Float32Array(new SharedArrayBuffer(4 * columns * rows));
  const weight = new Float32Array(columns * rows);
  const byCrs = new Map<string, DemTile[]>();
  for (const tile of tiles) byCrs.set(tile.crs.name, [...(byCrs.get(tile.crs.name) ?? []), tile]);
  for (const same of byCrs.values()) {
    const corner = cornersOf(same[0].crs, origin, westM, southM, cellM, columns, rows);
    for (const tile of same) addTile(tile, corner, columns, rows, elevationM, weight);
  }
  for (let i = 0; i < elevationM.length; i++) elevationM[i] = weight[i] > 0 ? elevationM[i] / weight[i] : Number.NaN;
  return { westM, southM, cellM, columns, rows, elevationM };
}

interface Corners {
  across: number;
  x: Float64Array;
  y: Float64Array;
}

/** The plane's places in the file's system at every 16th node. */
function cornersOf(
  crs: Crs,
  origin: LonLat,
  westM: number,
  southM: number,
  cellM: number,
  columns: number,
  rows: number,
): Corners {
  const across = Math.ceil(columns / BLOCK) + 1;
  const down = Math.ceil(rows / BLOCK) + 1;
  const x = new Float64Array(across * down);
  const y = new Float64Array(across * down);
  for (let j = 0; j < down; j++)
    for (let i = 0; i < across; i++) {
      const [eastM, northM] = [westM + i * BLOCK * cellM, southM + j * BLOCK * cellM];
      // The plane leaves the ellipsoid by d² / 2R; the point meant is on the origin's height, not on the plane.
      const upM = -(eastM * eastM + northM * northM) / (2 * 6_371_000);
      const { lonDeg, latDeg } = lonLatFromEnu(origin, [eastM, northM, upM]);
      [x[j * across + i], y[j * across + i]] = crs.fromLonLat(lonDeg, latDeg);
    }
  return { across, x, y };
}

/** Adds a tile's values and weights, block by block: those that lie wholly outside it are passed over. */
function addTile(
  tile: DemTile,
  { across, x, y }: Corners,
  columns: number,
  rows: number,
  sumM: Float32Array,
  weight: Float32Array,
): void {
  const lastU = tile.columns - 1;
  const lastV = tile.rows - 1;
  const u = x.map((each) => (each - tile.x0) / tile.stepX);
  const v = y.map((each) => (tile.y0 - each) / tile.stepY);
  const misses = (values: Float64Array, at: number, last: number) => {
    const [a, b, c, d] = [values[at], values[at + 1], values[at + across], values[at + across + 1]];
    return Math.max(a, b, c, d) < 0 || Math.min(a, b, c, d) > last;
  };
  for (let row = 0; row < rows; row++) {
    const j = Math.floor(row / BLOCK);
    const fv = row / BLOCK - j;
    for (let from = 0; from < columns; from += BLOCK) {
      const at = j * across + from / BLOCK;
      if (misses(u, at, lastU) || misses(v, at, lastV)) continue;
      const westU = u[at] + (u[at + across] - u[at]) * fv;
      const westV = v[at] + (v[at + across] - v[at]) * fv;
      const perColumnU = (u[at + 1] + (u[at + across + 1] - u[at + 1]) * fv - westU) / BLOCK;
      const perColumnV = (v[at + 1] + (v[at + across + 1] - v[at + 1]) * fv - westV) / BLOCK;
      const to = Math.min(from + BLOCK, columns);
      for (let column = from; column < to; column++) {
        const cu = westU + (column - from) * perColumnU;
        const cv = westV + (column - from) * perColumnV;
        const value = valueAt(tile, cu, cv);
        if (Number.isNaN(value)) continue;
        const inside = Math.min(cu, cv, lastU - cu, lastV - cv, FADE_CELLS) + 0.01;
        sumM[row * columns + column] += value * inside;
        weight[row * columns + column] += inside;
      }
    }
  }
}
