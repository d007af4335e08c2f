import type { Crs } from '../../model/geo/crs.ts';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import { heightUnitM, planeUnitM } from '../../model/geo/height-unit.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import { FEET_M } from '../../model/geo/units.ts';
import { readersOf, selectReader } from '../../readers/listed-readers.ts';
import type { Reader } from '../../readers/reader.ts';
import type { ByteSource } from '../../readers/shared/byte-source.ts';
import { Problems, quote, ReadError } from '../../readers/shared/problems.ts';
import { MAX_NODES, type RasterTile } from '../../readers/shared/raster-tile.ts';
import { latinOf } from '../../readers/shared/utf8.ts';
import { factorTo } from '../../readers/shared/value-unit.ts';
import { unpacked } from '../../readers/unpacked.ts';
import { bakeMessage } from '../messages.ts';
import type { ElevationRaster } from '../model.ts';
import { nodeFileSource } from './node-file.ts';
import { reportPlaceDoubts } from './place-doubts.ts';

/** One elevation file as it lies; values in metres. */
export interface DemTile extends Omit<RasterTile, 'values'> {
  elevationM: Float32Array;
  /** The first values that no ground has, in metres, by their place: where the file does not declare them they mean nothing is known. */
  beyond: Map<number, number>;
  /** Metres of the unit that its values were taken for because the file states none; null where it does, or they are metres. */
  assumedUnitM: number | null;
}

/** Lower than any ground and higher than any: values beyond are markers that the file does not declare. */
export const MIN_ELEVATION_M = -12_000;
export const MAX_ELEVATION_M = 9_000;
/** Enough to name the first. */
const MAX_BEYOND = 10_000;

interface DemOptions {
  /** Stands before the file's own system. */
  crs?: string | undefined;
  /** Stands where neither the file nor one beside it names a system. */
  assumedCrs?: string | undefined;
  /** Tells what its numbers are, whatever the file says. */
  unit?: 'm' | 'ft' | undefined;
  /** Unit of the values that come out, as UCUM writes it; null for a quantity whose unit is not told. */
  wanted?: string | null;
  /** Takes what is doubtful of the file. */
  problems?: Problems;
  /** Hears of each file beside it that is read, as one that names its system. */
  onSibling?: (path: string) => void;
}

/** Reads a grid of elevations from any format of rasters, in metres whatever the file's unit is. */
export async function readDem(path: string, options: DemOptions): Promise<DemTile> {
  const source = await unpacked(nodeFileSource(path, options.onSibling));
  const file = source.name;
  const reader = await rasterReaderOf(source);
  const { crs, assumedCrs, problems = new Problems() } = options;
  const read = await reader.read(source, { gives: 'raster', crs, assumedCrs }, problems);
  if (read.gives !== 'raster') throw new ReadError(bakeMessage('not-raster', { file, gives: read.gives }));
  const { values, ...place } = read.raster;
  const { factor, assumedUnitM } = factorOf(read.raster, options);
  const tile: DemTile = { ...place, elevationM: values, beyond: new Map(), assumedUnitM };
  if (tile.columns * tile.rows > MAX_NODES)
    throw new ReadError(bakeMessage('dem-large', { file, most: MAX_NODES, got: tile.columns, rows: tile.rows }));
  const { elevationM } = tile;
  let known = 0;
  for (let i = 0; i < elevationM.length; i++) {
    const value = elevationM[i] * factor;
    elevationM[i] = value >= MIN_ELEVATION_M && value <= MAX_ELEVATION_M ? value : Number.NaN;
    if (Number.isNaN(elevationM[i]) && !Number.isNaN(value) && tile.beyond.size < MAX_BEYOND) tile.beyond.set(i, value);
    if (!Number.isNaN(elevationM[i])) known++;
  }
  if (known === 0) throw new ReadError(bakeMessage('dem-blank', { file }));
  reportPlaceDoubts(tile.crs, file, middleOf(tile), problems);
  return tile;
}

/** The reader by the first bytes; by the name for a format that has none of its own. */
async function rasterReaderOf(source: ByteSource): Promise<Reader> {
  const reader = await selectReader(source, readersOf('raster'));
  if (reader) return reader;
  const start = await source.start();
  const got = start.length === 0 ? { zh: '空文件', en: 'an empty file' } : quote(latinOf(start, 0, 16), 16);
  const names = readersOf('raster').map(({ name }) => name);
  throw new ReadError(bakeMessage('dem-format', { file: source.name, expected: names.join(' or '), got }));
}

/**
 * Returns what makes the wanted unit of a raster's numbers: by the unit that somebody named, else by the file's, else, for heights, by that of the
 * coordinates, as in point clouds; `assumedUnitM` is then not null.
 */
function factorOf(
  { file, crs, unit, x0, y0 }: RasterTile,
  { unit: named, wanted = 'm' }: DemOptions,
): { factor: number; assumedUnitM: number | null } {
  if (named) return { factor: named === 'ft' ? FEET_M : 1, assumedUnitM: null };
  if (unit) {
    const factor = wanted === null ? (FEET.test(unit.name) ? null : 1) : factorTo(wanted, unit);
    if (factor === null)
      throw new ReadError(bakeMessage('raster-unit', { file, expected: wanted ?? NO_UNIT, got: unit.name }));
    return { factor, assumedUnitM: null };
  }
  const assumedUnitM = wanted === 'm' ? heightUnitM(crs, planeUnitM(crs, x0, y0)) : 1;
  return { factor: assumedUnitM, assumedUnitM: assumedUnitM === 1 ? null : assumedUnitM };
}

/** Coefficients of friction have units of roots of metres, which are written in many ways; only feet are told from them. */
const FEET = /ft|foot|feet/i;
const NO_UNIT = { zh: '国际单位制', en: 'a unit of metres' };

/** The middle of a tile, degrees. */
function middleOf({ crs, columns, rows, x0, y0, stepX, stepY }: DemTile): Float64Array {
  const lonLatDeg = Float64Array.of(x0 + ((columns - 1) / 2) * stepX, y0 - ((rows - 1) / 2) * stepY);
  crs.toLonLat(lonLatDeg, 0, 1);
  return lonLatDeg;
}

/** Bilinear at a place in the tile's own units; NaN outside and where one of the four values is none. */
function sampleTile(tile: DemTile, x: number, y: number): number {
  return valueAt(tile, (x - tile.x0) / tile.stepX, (tile.y0 - y) / tile.stepY);
}

/** The same, in cells from the north-western value. */
function valueAt({ columns, rows, elevationM: z }: DemTile, u: number, v: number): number {
  if (!(u >= 0 && v >= 0 && u <= columns - 1 && v <= rows - 1)) return Number.NaN;
  const i = Math.min(Math.floor(u), columns - 2);
  const j = Math.min(Math.floor(v), rows - 2);
  const fu = u - i;
  const at = j * columns + i;
  const between = (from: number, to: number, share: number) => (share === 0 ? from : from + (to - from) * share);
  return between(between(z[at], z[at + 1], fu), between(z[at + columns], z[at + columns + 1], fu), v - j);
}

/** West, south, east, north in degrees of what the tiles cover. */
export function boundsOfDem(tiles: readonly DemTile[]): [number, number, number, number] {
  const bounds: [number, number, number, number] = [180, 90, -180, -90];
  for (const tile of tiles) {
    const corners = new Float64Array(8);
    const east = tile.x0 + (tile.columns - 1) * tile.stepX;
    const south = tile.y0 - (tile.rows - 1) * tile.stepY;
    corners.set([tile.x0, tile.y0, east, tile.y0, tile.x0, south, east, south]);
    tile.crs.toLonLat(corners, 0, 4);
    for (let i = 0; i < 8; i += 2) {
      if (!(Math.abs(corners[i]) <= 180 && Math.abs(corners[i + 1]) <= 90))
        throw new ReadError(
          bakeMessage('dem-place', { file: tile.file, name: tile.crs.name, got: tile.x0, y0: tile.y0 }),
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
    tile.crs.geographic
      ? Math.min(tile.stepX * Math.cos((latDeg * Math.PI) / 180), tile.stepY) * 111_320
      : tile.stepX * heightUnitM(tile.crs, planeUnitM(tile.crs, tile.x0, tile.y0)),
  );
  return Math.min(...sizes);
}

/** By the first tile that knows the place; where none does, of the value that lies nearest. NaN without any. */
export function elevationNear(tiles: readonly DemTile[], lonDeg: number, latDeg: number): number {
  for (const tile of tiles) {
    const value = sampleTile(tile, ...tile.crs.fromLonLat(lonDeg, latDeg));
    if (!Number.isNaN(value)) return value;
  }
  return nearestElevation(tiles, lonDeg, latDeg);
}

/** Straight across the files' own units. */
function nearestElevation(tiles: readonly DemTile[], lonDeg: number, latDeg: number): number {
  let nearest = Number.NaN;
  let least = Number.POSITIVE_INFINITY;
  for (const tile of tiles) {
    const [x, y] = tile.crs.fromLonLat(lonDeg, latDeg);
    const u = (x - tile.x0) / tile.stepX;
    const v = (tile.y0 - y) / tile.stepY;
    for (let at = 0; at < tile.elevationM.length; at++) {
      if (Number.isNaN(tile.elevationM[at])) continue;
      const across = ((at % tile.columns) - u) * tile.stepX;
      const along = (Math.floor(at / tile.columns) - v) * tile.stepY;
      const distance2 = across * across + along * along;
      if (distance2 >= least) continue;
      least = distance2;
      nearest = tile.elevationM[at];
    }
  }
  return nearest;
}

/** How far off, in cells, two grids may lie and still be one. */
const SAME_GRID = 0.01;

/**
 * Sheets of one grid that end a cell apart, as where a row or column that sheets share was kept in one alone: each takes the neighbours' next
 * values around it, so that the land goes on from one to the other. Sheets that overlap stay as they are.
 */
export function joined(tiles: readonly DemTile[]): DemTile[] {
  return tiles.map((tile) => {
    const beside = tiles.filter((other) => other !== tile && touches(tile, other));
    return beside.length === 0 ? tile : withMargin(tile, beside);
  });
}

/** Cells from the north-western value of `tile` to that of `other`, where both lie on one grid; null where they do not. */
function cellsTo(tile: DemTile, other: DemTile): [number, number] | null {
  const isSame = (a: number, b: number, count: number) => Math.abs(a / b - 1) * count < SAME_GRID;
  if (tile.crs.name !== other.crs.name) return null;
  if (!isSame(other.stepX, tile.stepX, other.columns) || !isSame(other.stepY, tile.stepY, other.rows)) return null;
  const east = (other.x0 - tile.x0) / tile.stepX;
  const south = (tile.y0 - other.y0) / tile.stepY;
  if (Math.abs(east - Math.round(east)) > SAME_GRID || Math.abs(south - Math.round(south)) > SAME_GRID) return null;
  return [Math.round(east), Math.round(south)];
}

/** Do the two lie side by side, with no value in common and none left out between them? */
function touches(tile: DemTile, other: DemTile): boolean {
  const cells = cellsTo(tile, other);
  if (!cells) return false;
  const gap = (from: number, count: number, ownCount: number) => Math.max(from - ownCount, -(from + count));
  const east = gap(cells[0], other.columns, tile.columns);
  const south = gap(cells[1], other.rows, tile.rows);
  return Math.max(east, south) === 0;
}

/** The tile with one more row and column on each side, of its neighbours' values; NaN where they have none. */
function withMargin(tile: DemTile, beside: readonly DemTile[]): DemTile {
  const columns = tile.columns + 2;
  const rows = tile.rows + 2;
  const elevationM = new Float32Array(columns * rows).fill(Number.NaN);
  for (let row = 0; row < tile.rows; row++)
    elevationM.set(tile.elevationM.subarray(row * tile.columns, (row + 1) * tile.columns), (row + 1) * columns + 1);
  for (const other of beside) {
    const [east, south] = cellsTo(tile, other) ?? [0, 0];
    for (let row = Math.max(0, south + 1); row < Math.min(rows, south + 1 + other.rows); row++)
      for (let column = Math.max(0, east + 1); column < Math.min(columns, east + 1 + other.columns); column++)
        elevationM[row * columns + column] = other.elevationM[(row - south - 1) * other.columns + column - east - 1];
  }
  return { ...tile, columns, rows, x0: tile.x0 - tile.stepX, y0: tile.y0 + tile.stepY, elevationM, beyond: new Map() };
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
    throw new ReadError(bakeMessage('terrain-large', { most: MAX_NODES, columns, rows, cellM }));
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
      const eastM = westM + i * BLOCK * cellM;
      const northM = southM + j * BLOCK * cellM;
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
    const a = values[at];
    const b = values[at + 1];
    const c = values[at + across];
    const d = values[at + across + 1];
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
