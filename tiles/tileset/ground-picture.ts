import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Manifest } from '../../model/city/manifest.ts';
import { M_PER_DEG } from '../../model/geo/earth.ts';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import { RAD_PER_DEG, WGS84_A_M, WGS84_E2 } from '../../model/geo/lon-lat.ts';
import { UNKNOWN_COVER } from '../grid/land-cover.ts';
import type { CityInput, ElevationRaster } from '../model.ts';
import type { Ground } from '../shape/ground.ts';
import { coverOf, type PictureCover } from './picture-cover.ts';
import { encodePalettePngs, type Rgba, TILE_PX } from './png.ts';

interface PictureOptions {
  maxLevel?: number;
  signal?: AbortSignal;
  onTile?: (done: number, total: number) => void;
}

type GroundInfo = NonNullable<Manifest['ground']>;
type Themes = readonly ['plan', 'command'];
const THEMES: Themes = ['plan', 'command'];

/** The picture withdraws to the globe's own colour over this last stretch before the city's edge. */
const EDGE_M = 250;
const ALPHA_STEPS = 16;
/** Opacity of a share of 0 … 16 of the picture over the bare globe. */
const MIX_STEPS = 8;

/** Light from the north-west at 45°, as maps have it, on relief twice too high; a flat place is left as it is. */
const LIGHT = { east: -0.5, north: 0.5, up: Math.SQRT1_2 };
const RELIEF = 2;
const SHADE_SHARE = 0.3;
const SHADE_LOW = 0.8;
const SHADE_HIGH = 1.1;
/** A slope in full sun is not yet paper white: bare land would be the ground of the page. */
const BRIGHTEST_HILL = 244;
const SHADE_STEPS = 30;
const FLAT_SHADE = Math.round(((1 - SHADE_LOW) / (SHADE_HIGH - SHADE_LOW)) * SHADE_STEPS);

/**
 * Contours 18 m apart, every fifth heavier, brown at 42 %. Only where the land rises 4 % over 200 m: on flat ground one
 * line would be a lake, and along a levee or a river bank it would be a fence.
 */
const CONTOUR_M = 18;
const MIN_CONTOUR_SLOPE = 0.04;
const CONTOUR_BASE_M = 100;
/** `classPair`'s factor of a class. */
const CLASS_STEP = MIX_STEPS + 1;
const CONTOUR_STEPS = 3;
/** Pixels farther than this from a contour's line, along the slope, are not looked at. */
const CONTOUR_REACH_M = 30;
const SHADE_CELL_M = 4;
const CONTOUR: { [theme in Themes[number]]: { rgb: readonly [number, number, number]; share: number } } = {
  plan: { rgb: [139, 101, 62], share: 0.42 },
  command: { rgb: [166, 130, 92], share: 0.3 },
};

/**
 * Writes `ground/plan` and `ground/command`, z/x/y.png from the south-west: land cover in muted atlas colours with
 * smoothed edges, hill shade and contours. Both themes are one picture in two palettes, so that pixels are computed and
 * packed once. Null where the city has neither land cover, areas nor elevation: nothing would be in the picture.
 *
 * A pixel is a key of what it shows (two classes and the share of the second, shade, contour, opacity); a tile's keys
 * become its palette. Where there are more than 256, shares and shades are told apart less finely.
 */
export async function bakeGroundPicture(
  input: Pick<CityInput, 'origin' | 'extentM' | 'elevation' | 'landCover' | 'layers'>,
  ground: Ground,
  folder: string,
  options: PictureOptions = {},
): Promise<GroundInfo | null> {
  const cover = coverOf(input, ground);
  if (!cover) return null;
  const painter = createTilePainter(input, cover);
  const [west, south, east, north] = input.extentM;
  const border = [0, 0.25, 0.5, 0.75, 1].flatMap((t) =>
    [
      [west + t * (east - west), south],
      [west + t * (east - west), north],
      [west, south + t * (north - south)],
      [east, south + t * (north - south)],
    ].map(([e, n]) => lonLatFromEnu(input.origin, [e, n, -(e * e + n * n) / (2 * 6371000)])),
  );
  const westDeg = Math.min(...border.map((p) => p.lonDeg));
  const eastDeg = Math.max(...border.map((p) => p.lonDeg));
  const southDeg = Math.min(...border.map((p) => p.latDeg));
  const northDeg = Math.max(...border.map((p) => p.latDeg));
  const rangeAt = (level: number) => {
    const sizeDeg = 180 / 2 ** level;
    return {
      startX: Math.floor((westDeg + 180) / sizeDeg),
      endX: Math.ceil((eastDeg + 180) / sizeDeg) - 1,
      startY: Math.floor((southDeg + 90) / sizeDeg),
      endY: Math.ceil((northDeg + 90) / sizeDeg) - 1,
    };
  };
  const count = (level: number) => {
    const r = rangeAt(level);
    return (r.endX - r.startX + 1) * (r.endY - r.startY + 1);
  };
  const maxLevel = options.maxLevel ?? pictureLevel(cover.cellM, count);
  let minLevel = maxLevel;
  while (minLevel > 0 && count(minLevel) > 4) minLevel--;
  let total = 0;
  for (let level = minLevel; level <= maxLevel; level++) total += count(level);

  let done = 0;
  for (let level = minLevel; level <= maxLevel; level++) {
    const { startX, endX, startY, endY } = rangeAt(level);
    for (let x = startX; x <= endX; x++) {
      const columns = THEMES.map((theme) => join(folder, 'ground', theme, String(level), String(x)));
      for (const column of columns) mkdirSync(column, { recursive: true });
      for (let y = startY; y <= endY; y++) {
        for (const [t, png] of painter(level, x, y).entries()) writeFileSync(join(columns[t], `${y}.png`), png);
        done++;
      }
      options.signal?.throwIfAborted();
      options.onTile?.(done, total);
      await nextTurn();
    }
  }
  return { plan: 'ground/plan', command: 'ground/command', minLevel, maxLevel, westDeg, southDeg, eastDeg, northDeg };
}

/**
 * The finest level, 17 at most: pixels a quarter larger than the cover's cells or smaller, 2,000 tiles at most. One level
 * more cost 3.4 times as much and showed nothing that the meshes of roads, green and water do not show better.
 */
function pictureLevel(cellM: number, count: (level: number) => number): number {
  let level = 11;
  while (level < 17 && (180 / 2 ** level / TILE_PX) * M_PER_DEG > cellM * 1.25 && count(level + 1) <= 2000) level++;
  return level;
}

/** Paints the tile in every theme. */
function createTilePainter(
  input: Pick<CityInput, 'origin' | 'extentM' | 'elevation'>,
  cover: PictureCover,
): (level: number, tileX: number, tileY: number) => Uint8Array[] {
  const { origin, extentM, elevation } = input;
  const relief = elevation && reliefOf(elevation);
  const frame = separableFrame(origin);
  const keys = new Uint32Array(TILE_PX * TILE_PX);
  const indices = new Uint8Array(TILE_PX * TILE_PX);
  const sinColumn = new Float64Array(TILE_PX);
  const cosColumn = new Float64Array(TILE_PX);
  const seen = new Float64Array(32);
  const [west, south, east, north] = extentM;
  const { edge, cells, columns, rows, westM: coverWestM, southM: coverSouthM, level } = cover;
  const shades = relief?.shades ?? new Uint8Array(0);

  return (zoom, tileX, tileY) => {
    const pixelDeg = 180 / 2 ** zoom / TILE_PX;
    const pixelM = pixelDeg * M_PER_DEG;
    const perCell = 1 / cover.cellM;
    const reach = Math.ceil((pixelM * perCell) / 2 + 0.5);
    const contours = relief !== null && pixelM < CONTOUR_M;
    for (let i = 0; i < TILE_PX; i++) {
      const lon = (-180 + (tileX * TILE_PX + i + 0.5) * pixelDeg - origin.lonDeg) * RAD_PER_DEG;
      sinColumn[i] = Math.sin(lon);
      cosColumn[i] = Math.cos(lon);
    }
    for (let j = 0; j < TILE_PX; j++) {
      // PNG rows run from the north.
      const latDeg = -90 + ((tileY + 1) * TILE_PX - j - 0.5) * pixelDeg;
      const { radiusM, northM } = frame(latDeg);
      const du = pixelM * Math.cos(latDeg * RAD_PER_DEG) * perCell;
      const perPixel = 1 / du;
      /** Pixels before this one in the row have the class of the last one looked up: no edge is that near. */
      let known = 0;
      let classes = 0;
      for (let i = 0; i < TILE_PX; i++) {
        const e = radiusM * sinColumn[i];
        const n = northM(cosColumn[i]);
        const besideM = e - west < east - e ? e - west : east - e;
        const beyondM = n - south < north - n ? n - south : north - n;
        const insideM = besideM < beyondM ? besideM : beyondM;
        if (insideM <= 0) {
          keys[j * TILE_PX + i] = 0;
          known = 0;
          continue;
        }
        let alpha = ALPHA_STEPS;
        if (insideM < EDGE_M) {
          const t = insideM / EDGE_M;
          alpha = Math.round(t * t * (3 - 2 * t) * ALPHA_STEPS);
        }
        if (i >= known) {
          const u = (e - coverWestM) * perCell;
          const v = (n - coverSouthM) * perCell;
          const cell = u < 0 || v < 0 || u >= columns || v >= rows ? -1 : (v | 0) * columns + (u | 0);
          const away = cell < 0 ? 0 : edge[cell];
          if (away > reach) {
            classes = (cells[cell] * 256 + cells[cell]) * CLASS_STEP;
            known = i + Math.floor((away - reach) * perPixel);
          } else {
            classes = classPair(cover, u, v, pixelM * perCell, seen);
          }
        }
        let shade = FLAT_SHADE;
        let contour = 0;
        if (relief && !level[(classes / CLASS_STEP) >> 8]) {
          const su = (e - relief.westM) * relief.perCell;
          const sv = (n - relief.southM) * relief.perCell;
          const si = su < 0 ? 0 : su >= relief.columns - 1 ? relief.columns - 2 : su | 0;
          const sj = sv < 0 ? 0 : sv >= relief.rows - 1 ? relief.rows - 2 : sv | 0;
          const at = sj * relief.columns + si;
          const a = shades[at];
          const b = shades[at + 1];
          const c = shades[at + relief.columns];
          const d = shades[at + relief.columns + 1];
          shade = a & 63;
          if (a !== b || b !== c || c !== d) {
            const fu = su - si;
            const fv = sv - sj;
            const low = (a & 63) * (1 - fu) + (b & 63) * fu;
            shade = (low + ((c & 63) * (1 - fu) + (d & 63) * fu - low) * fv + 0.5) | 0;
          }
          if (contours && a > 63) contour = relief.contourAt(e, n, pixelM);
        }
        keys[j * TILE_PX + i] =
          ((classes * (SHADE_STEPS + 1) + shade) * (CONTOUR_STEPS + 1) + contour) * (ALPHA_STEPS + 1) + alpha;
      }
    }
    return encodePalettePngs(TILE_PX, TILE_PX, indices, palettesOf(keys, indices, cover));
  };
}

/**
 * Class, second class and the second's share in eighths, as one number; the second is the first where there is one.
 *
 * Pixels down to twice the cells' size weigh the four cells around them: `sharpness` cells a pixel narrow the mix to
 * one pixel, and edges run diagonally where cells have steps. Larger pixels count the cells below a few points.
 */
function classPair(
  { cells, columns, rows }: PictureCover,
  u: number,
  v: number,
  span: number,
  seen: Float64Array,
): number {
  let kinds = 0;
  const points = span > 2 ? (span > 4 ? 4 : 3) : 2;
  const spread = span > 2 ? span : 2;
  const i0 = Math.floor(u - 0.5);
  const j0 = Math.floor(v - 0.5);
  const fu = u - 0.5 - i0;
  const fv = v - 0.5 - j0;
  for (let b = 0; b < points; b++)
    for (let a = 0; a < points; a++) {
      let i = i0 + a;
      let j = j0 + b;
      let weight = 1;
      if (points === 2) weight = (a === 0 ? 1 - fu : fu) * (b === 0 ? 1 - fv : fv);
      else {
        i = Math.floor(u + ((a + 0.5) / points - 0.5) * spread);
        j = Math.floor(v + ((b + 0.5) / points - 0.5) * spread);
      }
      const value = i < 0 || j < 0 || i >= columns || j >= rows ? UNKNOWN_COVER : cells[j * columns + i];
      let k = 0;
      while (k < kinds && seen[2 * k] !== value) k++;
      if (k === kinds) {
        seen[2 * k] = value;
        seen[2 * k + 1] = 0;
        kinds++;
      }
      seen[2 * k + 1] += weight;
    }
  let first = 0;
  for (let k = 1; k < kinds; k++) if (comesBefore(seen, k, first)) first = k;
  const most = seen[2 * first];
  if (kinds === 1) return (most * 256 + most) * CLASS_STEP;
  let second = first === 0 ? 1 : 0;
  for (let k = 0; k < kinds; k++) if (k !== first && comesBefore(seen, k, second)) second = k;
  const sharpness = points === 2 && span < 1 ? 1 / span : 1;
  const share = 0.5 + (seen[2 * second + 1] / (seen[2 * first + 1] + seen[2 * second + 1]) - 0.5) * sharpness;
  return (most * 256 + seen[2 * second]) * CLASS_STEP + Math.round(Math.max(share, 0) * MIX_STEPS);
}

/** More weight first, then the lower class. */
function comesBefore(seen: Float64Array, k: number, other: number): boolean {
  const more = seen[2 * k + 1] - seen[2 * other + 1];
  return more > 0 || (more === 0 && seen[2 * k] < seen[2 * other]);
}

/** Finest first; what they mean is in `coarser`. */
const COARSER = [
  { shade: 1, mix: 1, contour: 1, alpha: 1 },
  { shade: 2, mix: 2, contour: 1, alpha: 2 },
  { shade: 3, mix: 2, contour: 3, alpha: 4 },
  { shade: 5, mix: 4, contour: 3, alpha: 4 },
  { shade: 10, mix: 4, contour: 3, alpha: 8 },
  { shade: 30, mix: 8, contour: 3, alpha: 8 },
];

/** An open table of a tile's keys: a Map took half of the stage's time. */
const HASH_SIZE = 1 << 15;
const HASH_SHIFT = 17;
const NO_KEY = 0xffffffff;
const hashKeys = new Uint32Array(HASH_SIZE);
const hashIndices = new Uint8Array(HASH_SIZE);

/** Fills in each pixel's index and returns the themes' palettes; coarser steps until they fit. */
function palettesOf(keys: Uint32Array, indices: Uint8Array, cover: PictureCover): Rgba[][] {
  for (const coarse of COARSER) {
    hashKeys.fill(NO_KEY);
    const coloured = new Map<number, number>();
    const palettes: Rgba[][] = THEMES.map(() => []);
    let last = NO_KEY;
    let index = 0;
    let different = 0;
    let i = 0;
    for (; i < keys.length; i++) {
      const key = keys[i];
      if (key !== last) {
        last = key;
        let slot = Math.imul(key, 0x9e3779b1) >>> HASH_SHIFT;
        while (hashKeys[slot] !== key && hashKeys[slot] !== NO_KEY) slot = (slot + 1) & (HASH_SIZE - 1);
        if (hashKeys[slot] === NO_KEY) {
          if (++different > HASH_SIZE / 2) break;
          const pixel = coarser(unpack(key), coarse);
          const name = pack(pixel);
          const same = coloured.get(name);
          if (same === undefined) {
            if (coloured.size === 256) break;
            for (const [t, theme] of THEMES.entries()) palettes[t].push(colourOf(pixel, cover, theme));
            coloured.set(name, coloured.size);
          }
          hashKeys[slot] = key;
          hashIndices[slot] = same ?? coloured.size - 1;
        }
        index = hashIndices[slot];
      }
      indices[i] = index;
    }
    if (i === keys.length) return palettes;
  }
  throw new Error(
    `ground picture: expected 256 colours a tile at the coarsest steps, got more: ${cover.classes.length} classes`,
  );
}

interface Pixel {
  first: number;
  second: number;
  share: number;
  shade: number;
  contour: number;
  alpha: number;
}

function unpack(key: number): Pixel {
  const alpha = key % (ALPHA_STEPS + 1);
  let rest = Math.floor(key / (ALPHA_STEPS + 1));
  const contour = rest % (CONTOUR_STEPS + 1);
  rest = Math.floor(rest / (CONTOUR_STEPS + 1));
  const shade = rest % (SHADE_STEPS + 1);
  rest = Math.floor(rest / (SHADE_STEPS + 1));
  const share = rest % CLASS_STEP;
  rest = Math.floor(rest / CLASS_STEP);
  return { first: rest >> 8, second: rest & 255, share, shade, contour, alpha };
}

function pack({ first, second, share, shade, contour, alpha }: Pixel): number {
  const classes = (first * 256 + second) * CLASS_STEP + share;
  return ((classes * (SHADE_STEPS + 1) + shade) * (CONTOUR_STEPS + 1) + contour) * (ALPHA_STEPS + 1) + alpha;
}

function coarser(pixel: Pixel, coarse: { shade: number; mix: number; contour: number; alpha: number }): Pixel {
  if (pixel.alpha === 0) return { first: 0, second: 0, share: 0, shade: 0, contour: 0, alpha: 0 };
  const round = (value: number, step: number) => Math.round(value / step) * step;
  const share = round(pixel.share, coarse.mix);
  return {
    first: pixel.first,
    second: share === 0 ? pixel.first : pixel.second,
    share: pixel.second === pixel.first ? 0 : share,
    shade: FLAT_SHADE + round(pixel.shade - FLAT_SHADE, coarse.shade),
    contour: round(pixel.contour, coarse.contour),
    alpha: Math.max(round(pixel.alpha, coarse.alpha), 1),
  };
}

function colourOf(pixel: Pixel, cover: PictureCover, theme: Themes[number]): Rgba {
  // Not black: filtering mixes the colour of clear pixels into their neighbours, a dark line round the city.
  if (pixel.alpha === 0) return [...cover.colour(UNKNOWN_COVER, theme), 0];
  const a = cover.colour(pixel.first, theme);
  const b = cover.colour(pixel.second, theme);
  const share = pixel.share / MIX_STEPS;
  const light = SHADE_LOW + (pixel.shade / SHADE_STEPS) * (SHADE_HIGH - SHADE_LOW);
  const { rgb, share: ink } = CONTOUR[theme];
  const line = (ink * pixel.contour) / CONTOUR_STEPS;
  const channel = (k: 0 | 1 | 2) => {
    const flat = a[k] + (b[k] - a[k]) * share;
    const land = Math.min(Math.max(flat, BRIGHTEST_HILL), flat * light);
    return Math.min(255, Math.round(land + (rgb[k] - land) * line));
  };
  return [channel(0), channel(1), channel(2), Math.round((pixel.alpha / ALPHA_STEPS) * 255)];
}

/** East and north of a row of pixels without trigonometry a pixel: see `sampleLattice`. */
function separableFrame(origin: CityInput['origin']) {
  const sin0 = Math.sin(origin.latDeg * RAD_PER_DEG);
  const cos0 = Math.cos(origin.latDeg * RAD_PER_DEG);
  const n0 = WGS84_A_M / Math.sqrt(1 - WGS84_E2 * sin0 * sin0);
  const r0 = (n0 + origin.heightM) * cos0;
  const z0 = (n0 * (1 - WGS84_E2) + origin.heightM) * sin0;
  return (latDeg: number) => {
    const sin = Math.sin(latDeg * RAD_PER_DEG);
    const n = WGS84_A_M / Math.sqrt(1 - WGS84_E2 * sin * sin);
    const radiusM = (n + origin.heightM) * Math.cos(latDeg * RAD_PER_DEG);
    const constant = sin0 * r0 + cos0 * ((n * (1 - WGS84_E2) + origin.heightM) * sin - z0);
    return { radiusM, northM: (cosLon: number) => constant - sin0 * radiusM * cosLon };
  };
}

/** Shade on a grid of its own, made once: 4 m or the raster's cells where they are larger. */
function reliefOf(raster: ElevationRaster) {
  const { westM, southM, cellM, columns, rows, elevationM: z } = raster;
  const stride = Math.max(1, Math.round(SHADE_CELL_M / cellM));
  const base = Math.max(1, Math.round(CONTOUR_BASE_M / cellM));
  const wide = Math.ceil(columns / stride);
  const high = Math.ceil(rows / stride);
  /** Shade in the low six bits; 64 where a contour may pass. */
  const shades = new Uint8Array(wide * high);
  for (let j = 0; j < high; j++) {
    const y = Math.min(j * stride, rows - 1);
    const s = Math.max(y - stride, 0);
    const n = Math.min(y + stride, rows - 1);
    for (let i = 0; i < wide; i++) {
      const x = Math.min(i * stride, columns - 1);
      const w = Math.max(x - stride, 0);
      const e = Math.min(x + stride, columns - 1);
      const slopeX = (z[y * columns + e] - z[y * columns + w]) / ((e - w) * cellM);
      const slopeY = (z[n * columns + x] - z[s * columns + x]) / ((n - s) * cellM);
      const square = slopeX * slopeX + slopeY * slopeY;
      const lit = LIGHT.up - RELIEF * (LIGHT.east * slopeX + LIGHT.north * slopeY);
      const light = 1 + SHADE_SHARE * (Math.max(lit, 0) / Math.sqrt(RELIEF * RELIEF * square + 1) / LIGHT.up - 1);
      const step = Math.round(((light - SHADE_LOW) / (SHADE_HIGH - SHADE_LOW)) * SHADE_STEPS);
      shades[j * wide + i] = step < 0 ? 0 : step > SHADE_STEPS ? SHADE_STEPS : step;
      const here = z[y * columns + x];
      const away = Math.abs(here - Math.round(here / CONTOUR_M) * CONTOUR_M);
      if (away >= Math.sqrt(square) * CONTOUR_REACH_M) continue;
      const w2 = Math.max(x - base, 0);
      const e2 = Math.min(x + base, columns - 1);
      const s2 = Math.max(y - base, 0);
      const n2 = Math.min(y + base, rows - 1);
      const riseX = (z[y * columns + e2] - z[y * columns + w2]) / ((e2 - w2) * cellM);
      const riseY = (z[n2 * columns + x] - z[s2 * columns + x]) / ((n2 - s2) * cellM);
      if (riseX * riseX + riseY * riseY >= MIN_CONTOUR_SLOPE ** 2) shades[j * wide + i] |= 64;
    }
  }
  return {
    westM,
    southM,
    perCell: 1 / (cellM * stride),
    columns: wide,
    rows: high,
    shades,
    /** Coverage of the pixel by a line of one pixel's width, two for every fifth, in thirds. */
    contourAt(e: number, n: number, pixelM: number): number {
      const i = Math.min(Math.max(Math.floor((e - westM) / cellM), 0), columns - 2);
      const j = Math.min(Math.max(Math.floor((n - southM) / cellM), 0), rows - 2);
      const at = j * columns + i;
      const slopeX = (z[at + 1] - z[at] + z[at + columns + 1] - z[at + columns]) / (2 * cellM);
      const slopeY = (z[at + columns] - z[at] + z[at + columns + 1] - z[at + 1]) / (2 * cellM);
      const slope = Math.sqrt(slopeX * slopeX + slopeY * slopeY);
      if (slope < MIN_CONTOUR_SLOPE / 2) return 0;
      const here = z[at] + slopeX * (e - westM - i * cellM) + slopeY * (n - southM - j * cellM);
      const line = Math.round(here / CONTOUR_M);
      const awayPx = Math.abs(here - line * CONTOUR_M) / slope / pixelM;
      const halfPx = line % 5 === 0 ? 0.9 : 0.4;
      return Math.round(Math.min(Math.max(halfPx + 0.5 - awayPx, 0), 1) * CONTOUR_STEPS);
    },
  };
}
