import { ReadError } from '../shared/problems.ts';
import { picturesOfMbtiles } from './mbtiles.ts';
import { tilesMessage } from './messages.ts';
import { type PlacedTile, picturesOfArchive } from './pmtiles.ts';

/** What an archive of pictures holds. */
export interface PictureTiles {
  /** By the first tile; archives may mix types, and a browser looks at the bytes. */
  type: PictureType;
  /** West, south, east, north of what the finest level covers, within the bounds that the archive states. */
  boundsDeg: [number, number, number, number];
  minLevel: number;
  maxLevel: number;
  /** As the archive states it, without marks of HTML. */
  attribution: string;
  tiles: number;
  /** How many tiles there are none of within the bounds, over all levels. */
  absent: number;
}

type PictureType = 'png' | 'jpg' | 'webp';

/** Finest level of a base map in a manifest. */
const MAX_PICTURE_LEVEL = 24;

/**
 * Reads a base map of ready-made pictures in the usual pyramid of Web Mercator: MBTiles 1.3 (rows from the south) or PMTiles 3; PNG, JPEG
 * or WebP. Each tile is given once, level by level or in the order of the archive, its row counted from the north. A tile that is no
 * picture is refused by its place.
 */
export async function readPictureTiles(
  bytes: Uint8Array,
  file: string,
  onTile: (tile: PlacedTile) => void,
  signal?: AbortSignal,
): Promise<PictureTiles> {
  const places: [level: number, column: number, row: number][] = [];
  const types: PictureType[] = [];
  const take = (tile: PlacedTile): void => {
    const { level, column, row } = tile;
    if (level > MAX_PICTURE_LEVEL)
      throw new ReadError(tilesMessage('picture-level', { file, most: MAX_PICTURE_LEVEL, got: level }));
    const type = typeOf(tile.bytes);
    if (type === null) {
      const got = [...tile.bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
      throw new ReadError(tilesMessage('picture-type', { file, tile: `${level}/${column}/${row}`, got: got || '–' }));
    }
    if (types.length === 0) types.push(type);
    places.push([level, column, row]);
    onTile(tile);
  };
  try {
    const { attribution, boundsDeg: stated } = await readerOf(bytes, file)(bytes, file, take, signal);
    const [type] = types;
    if (type === undefined) throw new ReadError(tilesMessage('no-pictures', { file }));
    const levels = places.map(([level]) => level);
    const minLevel = levels.reduce((least, level) => Math.min(least, level));
    const maxLevel = levels.reduce((most, level) => Math.max(most, level));
    const covered = coverOf(places.filter(([level]) => level === maxLevel));
    const boundsDeg = commonOf(covered, stated);
    const absent = absentOf(places, boundsDeg, minLevel, maxLevel);
    const plain = attribution.replace(/<[^>]*>/g, '').trim();
    return { type, boundsDeg, minLevel, maxLevel, attribution: plain, tiles: places.length, absent };
  } catch (error) {
    if (error instanceof ReadError || signal?.aborted) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReadError(tilesMessage('broken', { file, what: `${bytes.length} bytes`, reason }));
  }
}

function readerOf(bytes: Uint8Array, file: string) {
  const text = String.fromCharCode(...bytes.subarray(0, 7));
  if (text.startsWith('SQLite')) return picturesOfMbtiles;
  if (text === 'PMTiles') return picturesOfArchive;
  throw new ReadError(tilesMessage('picture-archive', { file }));
}

const MARKS: readonly (readonly [type: PictureType, at: number, bytes: readonly number[]])[] = [
  ['png', 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['jpg', 0, [0xff, 0xd8, 0xff]],
  ['webp', 8, [0x57, 0x45, 0x42, 0x50]],
];

const typeOf = (picture: Uint8Array): PictureType | null =>
  MARKS.find(([, at, mark]) => mark.every((byte, i) => picture[at + i] === byte))?.[0] ?? null;

/** Bounds of tiles of one level. */
function coverOf(
  places: readonly (readonly [level: number, column: number, row: number])[],
): PictureTiles['boundsDeg'] {
  const [level] = places[0];
  const columns = places.map(([, column]) => column);
  const rows = places.map(([, , row]) => row);
  const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b));
  const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b));
  return [
    lonOf(level, least(columns)),
    latOf(level, most(rows) + 1),
    lonOf(level, most(columns) + 1),
    latOf(level, least(rows)),
  ];
}

/** What the archive states narrows what its tiles cover; where the two have nothing in common, the tiles are right. */
function commonOf(covered: PictureTiles['boundsDeg'], stated: readonly number[]): PictureTiles['boundsDeg'] {
  if (stated.length !== 4 || !stated.every(Number.isFinite)) return covered;
  const west = Math.max(covered[0], stated[0]);
  const south = Math.max(covered[1], stated[1]);
  const east = Math.min(covered[2], stated[2]);
  const north = Math.min(covered[3], stated[3]);
  return west < east && south < north ? [west, south, east, north] : covered;
}

function absentOf(
  places: readonly (readonly [level: number, column: number, row: number])[],
  [west, south, east, north]: PictureTiles['boundsDeg'],
  minLevel: number,
  maxLevel: number,
): number {
  const known = new Map(places.map((place) => [place.join('/'), place]));
  let absent = 0;
  for (let level = minLevel; level <= maxLevel; level++) {
    const left = Math.floor(columnOf(level, west));
    const right = Math.ceil(columnOf(level, east)) - 1;
    const top = Math.floor(rowOf(level, north));
    const bottom = Math.ceil(rowOf(level, south)) - 1;
    absent += (right - left + 1) * (bottom - top + 1);
    for (const [of, column, row] of known.values())
      if (of === level && column >= left && column <= right && row >= top && row <= bottom) absent--;
  }
  return absent;
}

/** An edge that a tile ends at is not that of the next one for the last bits of its degrees. */
const EDGE = 1e-9;
const steady = (value: number): number => (Math.abs(value - Math.round(value)) < EDGE ? Math.round(value) : value);

const lonOf = (level: number, column: number): number => (360 * column) / 2 ** level - 180;
const latOf = (level: number, row: number): number =>
  (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / 2 ** level))) * 180) / Math.PI;
const columnOf = (level: number, lonDeg: number): number => steady(((lonDeg + 180) / 360) * 2 ** level);
const rowOf = (level: number, latDeg: number): number =>
  steady(((1 - Math.asinh(Math.tan((latDeg * Math.PI) / 180)) / Math.PI) / 2) * 2 ** level);
