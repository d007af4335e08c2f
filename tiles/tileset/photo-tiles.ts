import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BaseMap } from '../../model/city/base-maps.ts';
import type { GroundPhoto } from '../../readers/geotiff/photo.ts';
import { encodeRgbaPng, TILE_PX } from './png.ts';

type PhotoMap = Extract<BaseMap, { kind: 'photo' }>;

interface PhotoOptions {
  signal?: AbortSignal | undefined;
  onTile?: (done: number, total: number) => void;
}

/** Returns the length of a tile's side in degrees: the geographic TMS scheme has two tiles at level 0. */
const sideDeg = (level: number): number => 180 / 2 ** level;
/** A pixel of some 6 cm: no photograph of a city is finer. */
const MAX_LEVEL = 21;
/** The coarsest level has as few tiles as fit in this many a side. */
const TOP_TILES = 2;
/** Between these pixels of a tile the way from degrees to the photograph is straight to far below a pixel. */
const KNOT_PX = 16;

/** West, south, east, north of the corners and edges of photographs. */
function boundsOfPhotos(photos: readonly GroundPhoto[]): [number, number, number, number] {
  const bounds: [number, number, number, number] = [180, 90, -180, -90];
  for (const { crs, columns, rows, west, north, pixelX, pixelY } of photos) {
    const rim: number[] = [];
    for (let i = 0; i <= RIM_STEPS; i++) {
      const x = west + (i / RIM_STEPS) * columns * pixelX;
      const y = north - (i / RIM_STEPS) * rows * pixelY;
      rim.push(x, north, x, north - rows * pixelY, west, y, west + columns * pixelX, y);
    }
    const lonLat = Float64Array.from(rim);
    crs.toLonLat(lonLat, 0, rim.length / 2);
    for (let i = 0; i < lonLat.length; i += 2) {
      bounds[0] = Math.min(bounds[0], lonLat[i]);
      bounds[1] = Math.min(bounds[1], lonLat[i + 1]);
      bounds[2] = Math.max(bounds[2], lonLat[i]);
      bounds[3] = Math.max(bounds[3], lonLat[i + 1]);
    }
  }
  return bounds;
}
const RIM_STEPS = 16;

/**
 * Writes photographs as tiles z/x/y.png from the south-west into `folder`, from the level at which a pixel is as small as theirs up to one
 * of a few tiles; what lies between photographs is clear. Where they overlap the last one is on top. Coarser tiles are the mean of four.
 */
export async function writePhotoTiles(
  photos: readonly GroundPhoto[],
  folder: string,
  { signal, onTile = () => undefined }: PhotoOptions = {},
): Promise<Pick<PhotoMap, 'boundsDeg' | 'minLevel' | 'maxLevel'>> {
  const boundsDeg = boundsOfPhotos(photos);
  const maxLevel = levelOf(Math.min(...photos.map(pixelDeg)));
  const top = topLevel(boundsDeg, maxLevel);
  const [fromX, fromY, toX, toY] = tilesOf(boundsDeg, top);
  const [west, south, east, north] = tilesOf(boundsDeg, maxLevel);
  const total = (east - west + 1) * (north - south + 1);
  let done = 0;
  const make = async (level: number, x: number, y: number): Promise<Uint8Array | null> => {
    signal?.throwIfAborted();
    const [left, bottom, right, up] = tilesOf(boundsDeg, level);
    if (x < left || x > right || y < bottom || y > up) return null;
    const picture = level === maxLevel ? await sampled(photos, level, x, y) : await meanOfFour(level, x, y);
    if (level === maxLevel) onTile(++done, total);
    write(folder, level, x, y, picture ?? CLEAR);
    return picture;
  };
  const meanOfFour = async (level: number, x: number, y: number): Promise<Uint8Array | null> => {
    const quarters: (Uint8Array | null)[] = [];
    for (const [right, up] of QUARTERS) quarters.push(await make(level + 1, 2 * x + right, 2 * y + up));
    return quarters.every((quarter) => quarter === null) ? null : halved(quarters);
  };
  for (let y = fromY; y <= toY; y++) for (let x = fromX; x <= toX; x++) await make(top, x, y);
  return { boundsDeg, minLevel: top, maxLevel };
}

/** Also what lies between photographs is a tile: a page asks for all within the bounds. */
const CLEAR = new Uint8Array(4 * TILE_PX * TILE_PX);

/** East and north, in the order of `halved`. */
const QUARTERS = [
  [0, 1],
  [1, 1],
  [0, 0],
  [1, 0],
] as const;

function write(folder: string, level: number, x: number, y: number, picture: Uint8Array): void {
  const column = join(folder, String(level), String(x));
  mkdirSync(column, { recursive: true });
  writeFileSync(join(column, `${y}.png`), encodeRgbaPng(TILE_PX, TILE_PX, picture));
}

/** A pixel of a photograph along its meridian, degrees. */
function pixelDeg({ crs, columns, rows, west, north, pixelX, pixelY }: GroundPhoto): number {
  const x = west + (columns / 2) * pixelX;
  const y = north - (rows / 2) * pixelY;
  const lonLat = Float64Array.of(x, y, x, y - pixelY);
  crs.toLonLat(lonLat, 0, 2);
  return Math.abs(lonLat[1] - lonLat[3]);
}

/** A photograph is not shown coarser than a tenth more than it is. */
const levelOf = (deg: number): number =>
  Math.min(MAX_LEVEL, Math.max(0, Math.ceil(Math.log2(180 / (TILE_PX * deg * 1.1)))));

function topLevel(boundsDeg: PhotoMap['boundsDeg'], maxLevel: number): number {
  for (let level = maxLevel; level > 0; level--) {
    const [west, south, east, north] = tilesOf(boundsDeg, level);
    if (east - west < TOP_TILES && north - south < TOP_TILES) return level;
  }
  return 0;
}

/** West, south, east, north-most tile of a level that the bounds touch. */
function tilesOf([west, south, east, north]: PhotoMap['boundsDeg'], level: number): [number, number, number, number] {
  const side = sideDeg(level);
  return [
    Math.floor((west + 180) / side),
    Math.floor((south + 90) / side),
    Math.ceil((east + 180) / side) - 1,
    Math.ceil((north + 90) / side) - 1,
  ];
}

/** A tile of the finest level out of the photographs below it; null where there is none. */
async function sampled(
  photos: readonly GroundPhoto[],
  level: number,
  x: number,
  y: number,
): Promise<Uint8Array | null> {
  const side = sideDeg(level);
  const westDeg = -180 + x * side;
  const northDeg = -90 + (y + 1) * side;
  let out: Uint8Array | null = null;
  for (const photo of photos) {
    const knots = knotsOf(photo, westDeg, northDeg, side / TILE_PX);
    const window = windowOf(photo, knots);
    if (!window) continue;
    out ??= new Uint8Array(4 * TILE_PX * TILE_PX);
    lay(await photo.read(window), window, knots, out);
  }
  return out?.some((value, i) => i % 4 === 3 && value > 0) ? out : null;
}

const KNOTS = TILE_PX / KNOT_PX + 1;

/** Columns and rows of the photograph at every so many pixels of the tile, row by row from the north. */
function knotsOf(
  { crs, west, north, pixelX, pixelY }: GroundPhoto,
  westDeg: number,
  northDeg: number,
  degPerPx: number,
): Float64Array {
  const knots = new Float64Array(2 * KNOTS * KNOTS);
  for (let j = 0; j < KNOTS; j++)
    for (let i = 0; i < KNOTS; i++) {
      const [x, y] = crs.fromLonLat(westDeg + i * KNOT_PX * degPerPx, northDeg - j * KNOT_PX * degPerPx);
      knots[2 * (j * KNOTS + i)] = (x - west) / pixelX;
      knots[2 * (j * KNOTS + i) + 1] = (north - y) / pixelY;
    }
  return knots;
}

type Window = readonly [fromColumn: number, fromRow: number, toColumn: number, toRow: number];

/** What of the photograph lies below the tile, with the neighbours that are mixed in; null where nothing does. */
function windowOf({ columns, rows }: GroundPhoto, knots: Float64Array): Window | null {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let i = 0; i < knots.length; i += 2) {
    left = Math.min(left, knots[i]);
    right = Math.max(right, knots[i]);
    top = Math.min(top, knots[i + 1]);
    bottom = Math.max(bottom, knots[i + 1]);
  }
  const window: Window = [
    Math.max(0, Math.floor(left) - 1),
    Math.max(0, Math.floor(top) - 1),
    Math.min(columns, Math.ceil(right) + 1),
    Math.min(rows, Math.ceil(bottom) + 1),
  ];
  return window[2] > window[0] && window[3] > window[1] ? window : null;
}

/** Bilinear between the middles of pixels, and between knots. */
function lay(pixels: Uint8Array, [left, top, right, bottom]: Window, knots: Float64Array, out: Uint8Array): void {
  const columns = right - left;
  const rows = bottom - top;
  for (let py = 0; py < TILE_PX; py++)
    for (let px = 0; px < TILE_PX; px++) {
      const u = between(knots, px + 0.5, py + 0.5, 0) - left - 0.5;
      const v = between(knots, px + 0.5, py + 0.5, 1) - top - 0.5;
      if (u < -0.5 || v < -0.5 || u > columns - 0.5 || v > rows - 0.5) continue;
      mix(pixels, columns, rows, u, v, out, 4 * (py * TILE_PX + px));
    }
}

function between(knots: Float64Array, px: number, py: number, axis: 0 | 1): number {
  const i = Math.min(KNOTS - 2, Math.floor(px / KNOT_PX));
  const j = Math.min(KNOTS - 2, Math.floor(py / KNOT_PX));
  const fu = px / KNOT_PX - i;
  const fv = py / KNOT_PX - j;
  const at = 2 * (j * KNOTS + i) + axis;
  const below = at + 2 * KNOTS;
  return (
    (knots[at] * (1 - fu) + knots[at + 2] * fu) * (1 - fv) + (knots[below] * (1 - fu) + knots[below + 2] * fu) * fv
  );
}

/** Clear pixels give no colour. What lies there already shows through by what is not opaque. */
function mix(
  pixels: Uint8Array,
  columns: number,
  rows: number,
  u: number,
  v: number,
  out: Uint8Array,
  at: number,
): void {
  const i = Math.floor(u);
  const j = Math.floor(v);
  let opacity = 0;
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let k = 0; k < 4; k++) {
    const column = Math.min(columns - 1, Math.max(0, i + (k & 1)));
    const row = Math.min(rows - 1, Math.max(0, j + (k >> 1)));
    const share = (k & 1 ? u - i : 1 - (u - i)) * (k >> 1 ? v - j : 1 - (v - j));
    const from = 4 * (row * columns + column);
    const weight = share * pixels[from + 3];
    opacity += weight;
    red += weight * pixels[from];
    green += weight * pixels[from + 1];
    blue += weight * pixels[from + 2];
  }
  if (opacity < 0.5) return;
  const under = (out[at + 3] * (255 - opacity)) / 255;
  const whole = opacity + under;
  out[at] = Math.round((red + under * out[at]) / whole);
  out[at + 1] = Math.round((green + under * out[at + 1]) / whole);
  out[at + 2] = Math.round((blue + under * out[at + 2]) / whole);
  out[at + 3] = Math.round(whole);
}

/** One tile of four: north-west, north-east, south-west, south-east. */
function halved(quarters: readonly (Uint8Array | null)[]): Uint8Array {
  const out = new Uint8Array(4 * TILE_PX * TILE_PX);
  const half = TILE_PX / 2;
  for (const [q, quarter] of quarters.entries()) {
    if (!quarter) continue;
    for (let y = 0; y < half; y++)
      for (let x = 0; x < half; x++) {
        const from = 4 * (2 * y * TILE_PX + 2 * x);
        const at = 4 * ((y + (q >> 1) * half) * TILE_PX + x + (q & 1) * half);
        meanOf(quarter, [from, from + 4, from + 4 * TILE_PX, from + 4 * TILE_PX + 4], out, at);
      }
  }
  return out;
}

function meanOf(pixels: Uint8Array, from: readonly number[], out: Uint8Array, at: number): void {
  let opacity = 0;
  for (const i of from) opacity += pixels[i + 3];
  if (opacity === 0) return;
  for (let c = 0; c < 3; c++) {
    let sum = 0;
    for (const i of from) sum += pixels[i + c] * pixels[i + 3];
    out[at + c] = Math.round(sum / opacity);
  }
  out[at + 3] = Math.round(opacity / 4);
}
