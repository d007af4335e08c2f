import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { isCityPath } from '../../model/city/city-types.ts';
import { type Ecef, ecefFromEnuMatrix, ecefFromLonLat, enuFromEcef, lonLatFromEcef } from '../../model/geo/enu.ts';
import { DEG_PER_RAD, type LonLat } from '../../model/geo/lon-lat.ts';
import { isObject, type Json } from '../../readers/shared/json.ts';
import { ReadError } from '../../readers/shared/problems.ts';
import { linksOfContent } from '../../readers/tiles3d/content-links.ts';
import { tilesetMessage } from '../../readers/tiles3d/messages.ts';
import { readTilesetFile, type TilesetFile } from '../../readers/tiles3d/tileset-file.ts';
import type { Box } from '../tileset/mesh-glb.ts';
import { writeCompressed } from '../tileset/precompress.ts';

/** A tileset that was made elsewhere, with all the files that it is made of, before it is copied into a city. */
interface GivenTileset {
  folder: string;
  /** Relative to the folder, with `/`; the first is the tileset itself. */
  files: string[];
  head: TilesetFile;
  /** Corners of what it covers, on the Earth. */
  corners: Ecef[];
  /** Column-major, from its own frame to the Earth; null: it stands there already. */
  placed: number[] | null;
  hash: string;
}

/** Where a tileset about its own zero point stands. */
interface TilesetPlace extends LonLat {
  headingDeg?: number | undefined;
}

/** The tileset.json that a path means: itself, or the one in the folder. */
function tilesetPathOf(path: string): string {
  return existsSync(path) && statSync(path).isDirectory() ? join(path, 'tileset.json') : path;
}

/**
 * Follows a tileset.json to every file that it needs: external tilesets, contents, subtrees, pictures. One that is outside the folder, by
 * its name or through a link of the file system, is refused, and so is one that is not there.
 */
export function readGivenTileset(path: string, place: TilesetPlace | undefined): GivenTileset {
  const main = tilesetPathOf(resolve(path));
  const folder = dirname(main);
  const name = basename(main);
  const walk = new Walk(folder);
  const head = walk.tileset(name);
  walk.finish(name);
  // One that stands on the Earth by itself stays there: a place is for those about the zero point of their frame.
  const own = cornersOf(head.root, null, name);
  const placed = place && !isOnEarth(own) ? matrixOf(place) : null;
  const corners = placed ? cornersOf(head.root, placed, name) : own;
  if (!isOnEarth(corners)) throw new ReadError(tilesetMessage('no-place', { file: name }));
  return { folder, files: walk.files, head, corners, placed, hash: walk.hash() };
}

/** All files that a baked copy names, relative to it, and those of them that are not there. */
export function filesOfGiven(path: string): { files: string[]; missing: string[] } {
  const walk = new Walk(dirname(path));
  walk.tileset(basename(path));
  return walk;
}

class Walk {
  readonly files: string[] = [];
  readonly missing: string[] = [];
  readonly #folder: string;
  readonly #seen = new Set<string>();
  readonly #hash = createHash('blake2b512');
  #all: string[] | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  hash(): string {
    return this.#hash.digest('hex');
  }

  finish(name: string): void {
    if (this.missing.length === 0) return;
    throw new ReadError(tilesetMessage('missing', { file: name, got: this.missing[0], count: this.missing.length }));
  }

  tileset(file: string): TilesetFile {
    const bytes = this.#read(file);
    if (!bytes) throw new ReadError(tilesetMessage('missing', { file, got: file, count: 1 }));
    const head = readTilesetFile(bytes, file);
    for (const link of head.links) this.#content(this.#resolved(link, file));
    for (const template of head.templates)
      for (const match of this.#matching(this.#resolved(template, file))) this.#content(match);
    return head;
  }

  #content(file: string): void {
    if (this.#seen.has(file)) return;
    if (/\.json$/i.test(file)) {
      if (existsSync(join(this.#folder, file))) this.tileset(file);
      else this.#read(file);
      return;
    }
    const bytes = this.#read(file);
    if (!bytes || /\.(subtree|pnts|png|jpe?g|webp|ktx2)$/i.test(file)) return;
    for (const link of linksOfContent(bytes)) this.#content(this.#resolved(link, file));
  }

  #read(file: string): Uint8Array | null {
    this.#seen.add(file);
    const path = join(this.#folder, file);
    if (!existsSync(path) || !statSync(path).isFile()) {
      this.missing.push(file);
      return null;
    }
    const real = realpathSync(path);
    if (!real.startsWith(realpathSync(this.#folder) + sep))
      throw new ReadError(tilesetMessage('outside', { file: basename(this.#folder), got: file }));
    if (!isCityPath(file))
      throw new ReadError(tilesetMessage('type', { file: basename(this.#folder), got: basename(file) }));
    this.files.push(file);
    const bytes = readFileSync(path);
    this.#hash.update(file).update(bytes);
    return bytes;
  }

  /** Relative to the tileset's folder, of a link that stands in `from`. */
  #resolved(link: string, from: string): string {
    const plain = decoded(link.replace(/[?#].*$/, ''));
    const path = resolve(this.#folder, dirname(from), plain);
    if (/^[a-z][a-z0-9+.-]*:/i.test(plain) || plain.startsWith('/') || !path.startsWith(this.#folder + sep))
      throw new ReadError(tilesetMessage('outside', { file: from, got: link }));
    return relative(this.#folder, path).split(sep).join('/');
  }

  /** Files that a template of implicit tiling may mean: numbers stand for the names in braces. */
  #matching(template: string): string[] {
    this.#all ??= filesBelow(this.#folder);
    const pattern = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(level|x|y|z)\}/g, '\\d+');
    const matches = new RegExp(`^${pattern}$`);
    return this.#all.filter((file) => matches.test(file));
  }
}

function decoded(link: string): string {
  try {
    return decodeURIComponent(link);
  } catch {
    return link;
  }
}

function filesBelow(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below))
    .sort()
    .flatMap((name) => {
      const path = below === '' ? name : `${below}/${name}`;
      const info = lstatSync(join(folder, path));
      if (info.isDirectory()) return filesBelow(folder, path);
      return info.isFile() ? [path] : [];
    });
}

/** East, north, up at the place, turned clockwise by the heading. */
function matrixOf({ headingDeg = 0, ...place }: TilesetPlace): number[] {
  const frame = ecefFromEnuMatrix(place);
  const turn = (headingDeg * Math.PI) / 180;
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const east = frame.slice(0, 4);
  const north = frame.slice(4, 8);
  return [
    ...east.map((value, i) => value * cos - north[i] * sin),
    ...east.map((value, i) => value * sin + north[i] * cos),
    ...frame.slice(8),
  ];
}

/** Nearer to the centre of the Earth nothing stands on it. */
const MIN_EARTH_RADIUS_M = 6_300_000;

function cornersOf(root: Json, placed: number[] | null, file: string): Ecef[] {
  const { region } = volumeOf(root, file);
  if (region) {
    const [west, south, east, north, low, high] = region;
    return [west, east].flatMap((lon) =>
      [south, north].flatMap((lat) =>
        [low, high].map((heightM) => ecefFromLonLat({ lonDeg: lon * DEG_PER_RAD, latDeg: lat * DEG_PER_RAD, heightM })),
      ),
    );
  }
  return boxCorners(volumeOf(root, file).box ?? []).map((corner) => moved(moved(corner, matrixIn(root)), placed));
}

const isOnEarth = (corners: readonly Ecef[]): boolean =>
  corners.every((corner) => Math.hypot(...corner) >= MIN_EARTH_RADIUS_M);

function matrixIn({ transform }: Json): number[] | null {
  return Array.isArray(transform) && transform.length === 16 && transform.every(Number.isFinite)
    ? (transform as number[])
    : null;
}

function moved([x, y, z]: Ecef, m: readonly number[] | null): Ecef {
  if (!m) return [x, y, z];
  return [
    m[0] * x + m[4] * y + m[8] * z + m[12],
    m[1] * x + m[5] * y + m[9] * z + m[13],
    m[2] * x + m[6] * y + m[10] * z + m[14],
  ];
}

/** A sphere as the box about it. */
function volumeOf(root: Json, file: string): { region?: number[]; box?: number[] } {
  const volume = isObject(root.boundingVolume) ? root.boundingVolume : {};
  const numbers = (value: unknown, length: number): number[] | null =>
    Array.isArray(value) && value.length === length && value.every(Number.isFinite) ? (value as number[]) : null;
  const region = numbers(volume.region, 6);
  if (region) return { region };
  const box = numbers(volume.box, 12);
  if (box) return { box };
  const sphere = numbers(volume.sphere, 4);
  if (!sphere) throw new ReadError(tilesetMessage('volume', { file }));
  const [x, y, z, r] = sphere;
  return { box: [x, y, z, r, 0, 0, 0, r, 0, 0, 0, r] };
}

function boxCorners([x, y, z, ...axes]: readonly number[]): Ecef[] {
  const signs = [-1, 1];
  return signs.flatMap((a) =>
    signs.flatMap((b) =>
      signs.map(
        (c): Ecef => [
          x + a * axes[0] + b * axes[3] + c * axes[6],
          y + a * axes[1] + b * axes[4] + c * axes[7],
          z + a * axes[2] + b * axes[5] + c * axes[8],
        ],
      ),
    ),
  );
}

/** West, south, east, north in degrees and the lowest height of a tileset. */
export function boundsOfGiven({ corners }: GivenTileset): {
  boundsDeg: [number, number, number, number];
  lowestM: number;
} {
  const places = corners.map((corner) => lonLatFromEcef(corner));
  const least = (values: number[]) => Math.min(...values);
  const most = (values: number[]) => Math.max(...values);
  const lon = places.map(({ lonDeg }) => lonDeg);
  const lat = places.map(({ latDeg }) => latDeg);
  return {
    boundsDeg: [least(lon), least(lat), most(lon), most(lat)],
    lowestM: least(places.map(({ heightM }) => heightM)),
  };
}

/** Where the copy lies below its layer. */
const GIVEN = 'given';

/**
 * Copies a tileset below a layer's folder and writes a tileset.json of one tile before it, in the city's own frame: it places what has no
 * place, keeps the axis that is up (CesiumJS asks only the first tileset for it), and bounds what it holds.
 */
export function writeGivenTileset(
  given: GivenTileset,
  folder: string,
  origin: LonLat,
): { box: Box; bytes: number; gzipBytes: number; tiles: number } {
  let bytes = 0;
  let gzipBytes = 0;
  for (const file of given.files) {
    const content = readFileSync(join(given.folder, file));
    mkdirSync(dirname(join(folder, GIVEN, file)), { recursive: true });
    bytes += content.length;
    gzipBytes += writeCompressed(join(folder, GIVEN, file), content).gzipBytes;
  }
  const box = enuBox(given.corners, origin);
  const { head, placed } = given;
  const corners = { boundingVolume: boxVolume(box, origin) };
  const tile = {
    ...corners,
    geometricError: head.geometricError,
    refine: 'ADD',
    content: { uri: `${GIVEN}/${given.files[0]}` },
  };
  // A placed tileset is moved as a whole; the volume about it stays where it is.
  const root = placed
    ? { ...corners, geometricError: head.geometricError, refine: 'ADD', children: [{ ...tile, ...localTile(given) }] }
    : tile;
  const asset = { version: '1.1', ...(head.gltfUpAxis === undefined ? {} : { gltfUpAxis: head.gltfUpAxis }) };
  const text = Buffer.from(JSON.stringify({ asset, geometricError: 2 * head.geometricError, root }));
  gzipBytes += writeCompressed(join(folder, 'tileset.json'), text).gzipBytes;
  return { box, bytes: bytes + text.length, gzipBytes, tiles: given.files.length };
}

/** A tile in the frame of the tileset that is placed. */
function localTile({ head, placed }: GivenTileset): object {
  const { box = [] } = volumeOf(head.root, '');
  const local = boxCorners(box).map((corner) => moved(corner, matrixIn(head.root)));
  const low = [0, 1, 2].map((k) => Math.min(...local.map((corner) => corner[k])));
  const high = [0, 1, 2].map((k) => Math.max(...local.map((corner) => corner[k])));
  const half = low.map((value, k) => (high[k] - value) / 2);
  const middle = low.map((value, k) => (high[k] + value) / 2);
  return {
    transform: placed,
    boundingVolume: { box: [...middle, half[0], 0, 0, 0, half[1], 0, 0, 0, half[2]] },
  };
}

function enuBox(corners: readonly Ecef[], origin: LonLat): Box {
  const enu = corners.map((corner) => enuFromEcef(origin, corner));
  const least = (k: number) => Math.min(...enu.map((point) => point[k]));
  const most = (k: number) => Math.max(...enu.map((point) => point[k]));
  return [least(0), least(1), least(2), most(0), most(1), most(2)];
}

/** The box about a box of the city's frame, in the frame of the Earth. */
function boxVolume([west, south, low, east, north, high]: Box, origin: LonLat): { box: number[] } {
  const m = ecefFromEnuMatrix(origin);
  const middle = moved([(west + east) / 2, (south + north) / 2, (low + high) / 2], m);
  const axis = (c: number, half: number): number[] => [0, 1, 2].map((k) => m[4 * c + k] * half);
  return {
    box: [...middle, ...axis(0, (east - west) / 2), ...axis(1, (north - south) / 2), ...axis(2, (high - low) / 2)],
  };
}
