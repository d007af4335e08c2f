import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Manifest } from '../../model/city/manifest.ts';
import { M_PER_DEG } from '../../model/geo/earth.ts';
import { type Ecef, ecefFromLonLat, lonLatFromEnu } from '../../model/geo/enu.ts';
import { RAD_PER_DEG } from '../../model/geo/lon-lat.ts';
import type { CityLand, ElevationRaster } from '../model.ts';
import { farElevationM } from '../shape/ground.ts';
import { createMesher, type Lattice, splitNodes, type TileTriangles } from '../shape/rtin.ts';
import { filledElevation, ROOT_TILE_DEG, sampleLattice, snap, tileRanges } from '../shape/terrain.ts';
import { writeCompressed } from './precompress.ts';
import { encodeQuantizedMesh, occlusionPoint, QUANTIZED_MAX, tilePoints, writeOctNormal } from './quantized-mesh.ts';

interface TerrainOptions {
  /** Cells along a tile's side. */
  cells?: number;
  maxLevel?: number;
  /** Largest error of the finest level, see `levelErrorM`. */
  errorM?: number;
  signal?: AbortSignal;
  onTile?: (done: number, total: number) => void;
}

interface TerrainInfo {
  manifest: NonNullable<Manifest['terrain']>;
  tiles: number;
  triangles: number;
  bytes: number;
  gzipBytes: number;
}

type Range = { startX: number; startY: number; endX: number; endY: number };

/**
 * 129 × 129 nodes: CesiumJS chooses levels by number alone, so a tile with four times the nodes shows a levee from twice as far,
 * in a quarter of the requests. The demo city: 64 cells 3,736 tiles in 3.9 CPU-s, 128 cells 1,112 in 2.7, 256 cells 419 in 3.0.
 */
const DEFAULT_CELLS = 128;
/**
 * RTIN tests the middles of hypotenuses; nodes between lay up to 1.3 × this off. With as much sink the terrain then lies
 * 1.5 cm above the raster at most and 12 cm below: at 10 cm without sink it stood out of lawns that lie 6 cm over it.
 */
const DEFAULT_ERROR_M = 0.05;
/** CesiumJS asks for level L + 1 when level L's assumed error, 77,067 m / 2^L for such tiles, exceeds 2 px. */
const CESIUM_LEVEL_ZERO_ERROR_M = 77_067;
/** A level is meshed as a whole, five bytes a node: 250 MB at most. Beyond, the finest level is left out. */
const MAX_NODES = 50_000_000;
/** Down to this level the fade around the raster has tiles of its own; below, CesiumJS upsamples: it is smooth. */
const FADE_LEVEL = 13;
/**
 * Tiles are a few kB: a 4 kB window has less to clear, and finds more from the short hashes of a small memory. Korea's 3,665 in
 * MB and µs each: gzip 3 6.35 103, 4 6.22 112, 5 6.08 136, 4 in a 32 kB window 6.35 106; brotli 2 6.56 69, 3 6.33 91, 4 5.96 147: a second
 * copy by brotli would be longer at that price.
 * From 16 kB on the larger window wins.
 */
const GZIP_SMALL = { level: 4, windowBits: 12, memLevel: 5 };
const GZIP_LARGE = { level: 5 };
const LARGE_BYTES = 16_384;
/** Smallest step of heights, 1/256 m; a power of two, so that headers in float32 and sums are exact. */
const MIN_STEP_M = 1 / 256;
/** A tile's own step, finer where its relief is small: with 14 bits of whole metres it still fits a float32. */
const MIN_TILE_STEP_M = 1 / 1024;

/**
 * The level's error: the finest's doubles with each level up, but stays below 1 m down to level 12 because roads and
 * land lie on this ground as meshes; above that a fifth of what CesiumJS assumes, 0.4 px.
 */
export function levelErrorM(level: number, maxLevel: number, finestM: number): number {
  if (level >= 12) return Math.min(finestM * 2 ** (maxLevel - level), 1);
  return CESIUM_LEVEL_ZERO_ERROR_M / 5 / 2 ** level;
}

/**
 * Every level lies lower by its error, so that it errs to one side: seen from where CesiumJS shows it that is a third of
 * a pixel, and roads and lawns that lie a hand's breadth over the ground do not drown in patches.
 */
function levelSinkM(errorM: number): number {
  return Math.min(errorM, 1);
}

/** The finest level whose nodes lie no closer than the raster's (a quarter closer is let pass), from 13 to 18. */
export function finestLevel(cellM: number, cells: number): number {
  let level = 13;
  while (level < 18 && (ROOT_TILE_DEG / 2 ** (level + 1) / cells) * M_PER_DEG * 1.25 >= cellM) level++;
  return level;
}

/**
 * Writes `terrain/layer.json` and `terrain/z/x/y.terrain` with `.gz` beside each: the geographic scheme, from
 * the south-west, heights above the ellipsoid. Around the raster the land fades to a far level that holds everywhere.
 *
 * Levels 0–2 cover the globe and levels 3–9 the city's tile with its eight neighbours, so that the seam to upsampled
 * tiles lies far outside; from level 10 only tiles that touch the raster and, down to level 13, its fade.
 */
export async function bakeTerrain(input: CityLand, folder: string, options: TerrainOptions = {}): Promise<TerrainInfo> {
  const cells = options.cells ?? DEFAULT_CELLS;
  const raster = groundRaster(input);
  const { origin, datum } = input;
  const undulationM = datum.geoidUndulationM;
  const farM = farElevationM(raster, origin.heightM - undulationM);
  const nodesOf = ({ startX, endX, startY, endY }: Range) =>
    ((endX - startX + 1) * cells + 1) * ((endY - startY + 1) * cells + 1);
  let maxLevel = options.maxLevel ?? finestLevel(raster.cellM, cells);
  while (nodesOf(levelRange(maxLevel, raster, origin)) > MAX_NODES) maxLevel--;
  const ranges = Array.from({ length: maxLevel + 1 }, (_, level) => levelRange(level, raster, origin));
  const total = ranges.reduce((sum, r) => sum + (r.endX - r.startX + 1) * (r.endY - r.startY + 1), 0);
  const root = join(folder, 'terrain');
  const mesh = createMesher(cells);
  const nodes = Math.max(...ranges.map(nodesOf));
  const heights = new Float32Array(nodes);
  const split = new Uint8Array(nodes);
  const info = { tiles: 0, triangles: 0, bytes: 0, gzipBytes: 0 };

  for (const [level, range] of ranges.entries()) {
    const tilesX = range.endX - range.startX + 1;
    const tilesY = range.endY - range.startY + 1;
    const errorM = levelErrorM(level, maxLevel, options.errorM ?? DEFAULT_ERROR_M);
    const place = { level, tileX: range.startX, tileY: range.startY };
    const shape = { cells, tilesX, tilesY, columns: tilesX * cells + 1, rows: tilesY * cells + 1 };
    const lattice: Lattice = {
      ...shape,
      heightM: heights.subarray(0, shape.columns * shape.rows),
    };
    const sinkM = levelSinkM(errorM);
    sampleLattice(raster, origin, undulationM - sinkM, farM, place, lattice);
    const tileRangesM = tileRanges(lattice);
    const stepM = heightStepM(tileRangesM, errorM);
    snap(lattice.heightM, stepM);
    snap(tileRangesM, stepM);
    const nodeDeg = ROOT_TILE_DEG / 2 ** level / cells;
    splitNodes(lattice, nodeDeg * M_PER_DEG, errorM, split);
    const normals = normalFrame(lattice, place, nodeDeg);
    for (let x = 0; x < tilesX; x++) {
      const column = join(root, String(level), String(range.startX + x));
      mkdirSync(column, { recursive: true });
      for (let y = 0; y < tilesY; y++) {
        const triangles = mesh(lattice, split, x, y);
        const at = 2 * (y * tilesX + x);
        const lowHigh: [number, number] = [tileRangesM[at], tileRangesM[at + 1]];
        const bytes = encodeTile(lattice, place, x, y, lowHigh, triangles, normals);
        const packed = gzipSync(bytes, bytes.length < LARGE_BYTES ? GZIP_SMALL : GZIP_LARGE);
        const path = join(column, `${range.startY + y}.terrain`);
        writeFileSync(path, bytes);
        writeFileSync(`${path}.gz`, packed);
        info.tiles++;
        info.triangles += triangles.triangleCount;
        info.bytes += bytes.length;
        info.gzipBytes += packed.length;
      }
      options.signal?.throwIfAborted();
      options.onTile?.(info.tiles, total);
      await nextTurn();
    }
  }
  writeLayerJson(root, input, ranges, maxLevel);
  return {
    manifest: {
      url: 'terrain',
      minLevel: 0,
      maxLevel,
      source: input.elevationSource ?? { zh: input.datum.vertical, en: input.datum.vertical },
    },
    ...info,
  };
}

/** Without elevation the ground is flat at the origin's: two by two nodes over the extent. */
function groundRaster(input: CityLand): ElevationRaster {
  const filled = input.elevation && filledElevation(input.elevation);
  if (filled) return filled;
  const [west, south, east, north] = input.extentM;
  const levelM = input.origin.heightM - input.datum.geoidUndulationM;
  return {
    westM: west,
    southM: south,
    cellM: Math.max(east - west, north - south, 1),
    columns: 2,
    rows: 2,
    elevationM: new Float32Array(4).fill(levelM),
  };
}

function levelRange(level: number, raster: ElevationRaster, origin: CityLand['origin']): Range {
  const lastX = 2 ** (level + 1) - 1;
  const lastY = 2 ** level - 1;
  if (level <= 2) return { startX: 0, startY: 0, endX: lastX, endY: lastY };
  const margin = level >= 10 && level <= FADE_LEVEL ? 3000 : 0;
  const west = raster.westM - margin;
  const south = raster.southM - margin;
  const east = raster.westM + (raster.columns - 1) * raster.cellM + margin;
  const north = raster.southM + (raster.rows - 1) * raster.cellM + margin;
  const border = [0, 0.25, 0.5, 0.75, 1].flatMap((t) =>
    [
      [west + t * (east - west), south],
      [west + t * (east - west), north],
      [west, south + t * (north - south)],
      [east, south + t * (north - south)],
    ].map(([e, n]) => lonLatFromEnu(origin, [e, n, -(e * e + n * n) / (2 * 6371000)])),
  );
  const sizeDeg = ROOT_TILE_DEG / 2 ** level;
  const tile = (deg: number, from: number, last: number) =>
    Math.min(Math.max(Math.floor((deg - from) / sizeDeg), 0), last);
  const ring = level < 10 ? 1 : 0;
  const lons = border.map((p) => p.lonDeg);
  const lats = border.map((p) => p.latDeg);
  return {
    startX: Math.max(tile(Math.min(...lons), -180, lastX) - ring, 0),
    startY: Math.max(tile(Math.min(...lats), -90, lastY) - ring, 0),
    endX: Math.min(tile(Math.max(...lons), -180, lastX) + ring, lastX),
    endY: Math.min(tile(Math.max(...lats), -90, lastY) + ring, lastY),
  };
}

/** A 32nd of the level's error or finer, but wide enough for the tile with the most relief. */
function heightStepM(rangesM: Float64Array, errorM: number): number {
  let widestM = 0;
  for (let i = 0; i < rangesM.length; i += 2) widestM = Math.max(widestM, rangesM[i + 1] - rangesM[i]);
  let stepM = MIN_STEP_M;
  while (stepM * 64 <= errorM || stepM * (QUANTIZED_MAX - 1) < widestM) stepM *= 2;
  return stepM;
}

interface NormalFrame {
  /** One over the metres between nodes along a row (by row) and between rows. */
  perRowM: Float64Array;
  perM: number;
  sinLon: Float64Array;
  cosLon: Float64Array;
  sinLat: Float64Array;
  cosLat: Float64Array;
}

function normalFrame(lattice: Lattice, place: { tileX: number; tileY: number }, nodeDeg: number): NormalFrame {
  const lon = Float64Array.from(
    { length: lattice.columns },
    (_, i) => (-180 + (place.tileX * lattice.cells + i) * nodeDeg) * RAD_PER_DEG,
  );
  const lat = Float64Array.from(
    { length: lattice.rows },
    (_, j) => (-90 + (place.tileY * lattice.cells + j) * nodeDeg) * RAD_PER_DEG,
  );
  return {
    perRowM: lat.map((a) => 1 / Math.max(nodeDeg * M_PER_DEG * Math.cos(a), 1e-3)),
    perM: 1 / (nodeDeg * M_PER_DEG),
    sinLon: lon.map(Math.sin),
    cosLon: lon.map(Math.cos),
    sinLat: lat.map(Math.sin),
    cosLat: lat.map(Math.cos),
  };
}

/** Normals come from the level's whole lattice by central differences, so that they agree across tile borders too. */
function encodeTile(
  lattice: Lattice,
  place: { level: number; tileX: number; tileY: number },
  tileX: number,
  tileY: number,
  [low, high]: [number, number],
  mesh: TileTriangles,
  frame: NormalFrame,
): Uint8Array<ArrayBuffer> {
  const { cells, columns, rows, heightM: z } = lattice;
  const { nodeCount, nodeX, nodeY } = mesh;
  let stepM = MIN_TILE_STEP_M;
  while (stepM * QUANTIZED_MAX < high - low) stepM *= 2;

  const u = new Uint16Array(nodeCount);
  const v = new Uint16Array(nodeCount);
  const height = new Uint16Array(nodeCount);
  const octNormal = new Uint8Array(2 * nodeCount);
  const edges = { west: [] as number[], south: [] as number[], east: [] as number[], north: [] as number[] };
  const { perRowM, perM, sinLon, cosLon, sinLat, cosLat } = frame;
  const perCell = QUANTIZED_MAX / cells;
  const perStep = 1 / stepM;
  for (let i = 0; i < nodeCount; i++) {
    const x = nodeX[i];
    const y = nodeY[i];
    if (x === 0) edges.west.push(i);
    else if (x === cells) edges.east.push(i);
    if (y === 0) edges.south.push(i);
    else if (y === cells) edges.north.push(i);
    const cx = tileX * cells + x;
    const cy = tileY * cells + y;
    const at = cy * columns + cx;
    u[i] = x * perCell + 0.5;
    v[i] = y * perCell + 0.5;
    height[i] = (z[at] - low) * perStep + 0.5;
    const w = cx > 0 ? 1 : 0;
    const e = cx < columns - 1 ? 1 : 0;
    const s = cy > 0 ? columns : 0;
    const n = cy < rows - 1 ? columns : 0;
    const slopeX = (z[at + e] - z[at - w]) * perRowM[cy] * (w === e ? 0.5 : 1);
    const slopeY = (z[at + n] - z[at - s]) * perM * (s === n ? 0.5 : 1);
    const outward = cosLat[cy] + slopeY * sinLat[cy];
    writeOctNormal(
      outward * cosLon[cx] + slopeX * sinLon[cx],
      outward * sinLon[cx] - slopeX * cosLon[cx],
      sinLat[cy] - slopeY * cosLat[cy],
      octNormal,
      2 * i,
    );
  }
  const sizeDeg = ROOT_TILE_DEG / 2 ** place.level;
  const west = -180 + (place.tileX + tileX) * sizeDeg;
  const south = -90 + (place.tileY + tileY) * sizeDeg;
  const maxHeightM = low + stepM * QUANTIZED_MAX;
  const centre = ecefFromLonLat({ lonDeg: west + sizeDeg / 2, latDeg: south + sizeDeg / 2, heightM: (low + high) / 2 });
  var { sphereRadiusM, top } = enclosingSphere(place, west, south, sizeDeg, high, low, centre);
  return encodeQuantizedMesh({
    centre,
    sphereRadiusM,
    occlusion: occlusionPoint(centre, top),
    minHeightM: low,
    maxHeightM,
    u,
    v,
    height,
    octNormal,
    index: mesh.index.subarray(0, 3 * mesh.triangleCount),
    ...edges,
  });
}

/** The points of a tile at its lowest and highest, and the radius of the sphere about its centre that holds them. */
function enclosingSphere(
  place: { level: number; tileX: number; tileY: number },
  west: number,
  south: number,
  sizeDeg: number,
  high: number,
  low: number,
  centre: Ecef,
) {
  const parts = place.level < 10 ? 4 : 1;
  const top = tilePoints(west, south, sizeDeg, high, parts).map(ecefFromLonLat);
  const all = [...top, ...tilePoints(west, south, sizeDeg, low, parts).map(ecefFromLonLat)];
  let sphereRadiusM = 0;
  for (const [px, py, pz] of all)
    sphereRadiusM = Math.max(sphereRadiusM, Math.hypot(px - centre[0], py - centre[1], pz - centre[2]));
  return { sphereRadiusM, top };
}

function writeLayerJson(root: string, input: CityLand, ranges: Range[], maxLevel: number) {
  const layer = {
    tilejson: '2.1.0',
    name: input.id,
    description: input.name.en,
    version: '1.0.0',
    format: 'quantized-mesh-1.0',
    attribution: input.about.en,
    scheme: 'tms',
    projection: 'EPSG:4326',
    tiles: ['{z}/{x}/{y}.terrain'],
    extensions: ['octvertexnormals'],
    bounds: [-180, -90, 180, 90],
    minzoom: 0,
    maxzoom: maxLevel,
    available: ranges.map((range) => [range]),
    heights: 'metres above the WGS 84 ellipsoid',
    verticalDatum: input.datum.vertical,
    geoidUndulationM: input.datum.geoidUndulationM,
  };
  writeCompressed(join(root, 'layer.json'), Buffer.from(`${JSON.stringify(layer, null, 1)}\n`));
}
