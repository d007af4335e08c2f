import { PbfReader } from 'pbf';
import { inflated } from '../shared/inflate.ts';
import { ReadError } from '../shared/problems.ts';
import { tilesMessage } from './messages.ts';

/** A tile of the usual pyramid of Web Mercator: level, column from the west, row from the north. */
export interface PlacedTile {
  level: number;
  column: number;
  row: number;
  bytes: Uint8Array;
}

/** What an archive of pictures says of itself; numbers as they stand there. */
export interface StatedPictures {
  attribution: string;
  boundsDeg: readonly number[];
}

export const MAX_LEVEL = 26;
/** Greatest number of tiles of the finest level: a city at level 16 has some ten thousand. */
export const MAX_TILES = 200_000;
const MAX_DIRECTORY_BYTES = 64 << 20;
export const MAX_TILE_BYTES = 32 << 20;
/** Greatest size of all tiles, unpacked. */
export const MAX_ALL_BYTES = 2 ** 30;
const MAX_DEPTH = 4;
const HEADER_BYTES = 127;
const PACKINGS = ['unknown', 'none', 'gzip', 'brotli', 'zstd'];
const TYPES = ['unknown', 'mvt', 'PNG', 'JPEG', 'WebP', 'AVIF'];

interface Archive {
  file: string;
  bytes: Uint8Array;
  type: string;
  leavesAt: number;
  tilesAt: number;
  directoryPacking: number;
  tilePacking: number;
  /** The levels that are read. */
  minLevel: number;
  maxLevel: number;
}

interface Entry {
  id: number;
  run: number;
  at: number;
  length: number;
}

/** The tiles of the finest level of an archive (PMTiles 3), unpacked, in the order of the archive. Coarser ones hold the same with less detail. */
export async function tilesOfArchive(bytes: Uint8Array, file: string): Promise<PlacedTile[]> {
  const archive = archiveOf(bytes, file);
  const { type, maxLevel } = archive;
  if (type !== 'mvt') throw new ReadError(tilesMessage('pictures', { file, got: type }));
  const tiles: PlacedTile[] = [];
  await unpackTiles({ ...archive, minLevel: maxLevel }, (tile) => tiles.push(tile));
  return tiles;
}

/** Every picture of an archive (PMTiles 3), of all its levels, one after another; what the archive says of itself. */
export async function picturesOfArchive(
  bytes: Uint8Array,
  file: string,
  onTile: (tile: PlacedTile) => void,
  signal?: AbortSignal,
): Promise<StatedPictures> {
  const archive = archiveOf(bytes, file);
  if (archive.type === 'mvt') throw new ReadError(tilesMessage('features', { file }));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [at, length] = [24, 32].map((where) => Number(view.getBigUint64(where, true)));
  const text = length === 0 ? '{}' : new TextDecoder().decode(await metadataOf(archive, at, length));
  const { attribution } = JSON.parse(text) as { attribution?: unknown };
  await unpackTiles(archive, (tile) => {
    signal?.throwIfAborted();
    onTile(tile);
  });
  const boundsDeg = [102, 106, 110, 114].map((where) => view.getInt32(where, true) / 1e7);
  return { attribution: typeof attribution === 'string' ? attribution : '', boundsDeg };
}

const metadataOf = (archive: Archive, at: number, length: number): Promise<Uint8Array> =>
  unpacked(archive, at, length, archive.directoryPacking, MAX_DIRECTORY_BYTES);

function archiveOf(bytes: Uint8Array, file: string): Archive {
  if (bytes.length < HEADER_BYTES || bytes[7] !== 3)
    throw new ReadError(tilesMessage('version', { file, got: bytes.length < HEADER_BYTES ? bytes.length : bytes[7] }));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const number = (at: number) => Number(view.getBigUint64(at, true));
  return {
    file,
    bytes,
    type: TYPES[bytes[99]] ?? 'unknown',
    leavesAt: number(40),
    tilesAt: number(56),
    directoryPacking: bytes[97],
    tilePacking: bytes[98],
    minLevel: bytes[100],
    maxLevel: bytes[101],
  };
}

async function unpackTiles(archive: Archive, onTile: (tile: PlacedTile) => void): Promise<void> {
  const { file, bytes, tilesAt, tilePacking } = archive;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries: Entry[] = [];
  await gather(archive, Number(view.getBigUint64(8, true)), Number(view.getBigUint64(16, true)), entries, 0);
  let total = 0;
  let given = 0;
  for (const { id, run, at, length } of entries) {
    const content = await unpacked(archive, tilesAt + at, length, tilePacking, MAX_TILE_BYTES);
    total += content.length;
    if (total > MAX_ALL_BYTES) throw new ReadError(tilesMessage('many', { file, most: given }));
    for (let k = 0; k < run; k++) onTile({ ...placeOf(id + k), bytes: content });
    given += run;
  }
}

/** Tiles of the levels that are read, by the directories: the first number of a level is that of all coarser tiles together. */
async function gather(archive: Archive, at: number, length: number, into: Entry[], depth: number): Promise<void> {
  const { file, minLevel, maxLevel, leavesAt } = archive;
  if (depth > MAX_DEPTH) throw new RangeError('directories in directories');
  const first = firstOfLevel(minLevel);
  const bytes = await unpacked(archive, at, length, archive.directoryPacking, MAX_DIRECTORY_BYTES);
  let count = into.reduce((sum, { run }) => sum + run, 0);
  const entries = entriesOf(bytes);
  for (const [i, entry] of entries.entries()) {
    if (entry.run === 0) {
      const next = entries[i + 1]?.id ?? Number.POSITIVE_INFINITY;
      if (next > first) await gather(archive, leavesAt + entry.at, entry.length, into, depth + 1);
      continue;
    }
    if (entry.id < first || entry.id >= firstOfLevel(maxLevel + 1)) continue;
    count += entry.run;
    if (count > MAX_TILES || into.length > MAX_TILES)
      throw new ReadError(tilesMessage('many', { file, most: MAX_TILES }));
    into.push(entry);
  }
}

function entriesOf(bytes: Uint8Array): Entry[] {
  const pbf = new PbfReader(bytes);
  const count = pbf.readVarint();
  if (count > bytes.length) throw new RangeError(`a directory of ${count} tiles in ${bytes.length} bytes`);
  const entries: Entry[] = Array.from({ length: count }, () => ({ id: 0, run: 0, at: 0, length: 0 }));
  let id = 0;
  for (const entry of entries) {
    id += pbf.readVarint();
    entry.id = id;
  }
  for (const entry of entries) entry.run = pbf.readVarint();
  for (const entry of entries) entry.length = pbf.readVarint();
  for (const [i, entry] of entries.entries()) {
    const value = pbf.readVarint();
    // Zero: right behind the one before.
    entry.at = value === 0 && i > 0 ? entries[i - 1].at + entries[i - 1].length : value - 1;
  }
  return entries;
}

async function unpacked(
  { bytes, file }: Archive,
  at: number,
  length: number,
  packing: number,
  most: number,
): Promise<Uint8Array> {
  if (!(at >= 0 && length >= 0 && at + length <= bytes.length)) throw new RangeError(`${length} bytes at ${at}`);
  const packed = bytes.subarray(at, at + length);
  const name = PACKINGS[packing] ?? `${packing}`;
  if (name === 'none') return packed;
  if (name !== 'gzip') throw new ReadError(tilesMessage('packing', { file, got: name }));
  return await inflated(packed, 'gzip', most, file);
}

/** Returns the number of all tiles of the coarser levels. */
const firstOfLevel = (level: number): number => (4 ** level - 1) / 3;

/** Column and row of a tile by its number along Hilbert's curve. */
function placeOf(id: number): Pick<PlacedTile, 'level' | 'column' | 'row'> {
  let level = 0;
  while (id >= firstOfLevel(level + 1)) level++;
  let rest = id - firstOfLevel(level);
  let column = 0;
  let row = 0;
  for (let side = 1; side < 2 ** level; side *= 2) {
    const east = Math.floor(rest / 2) % 2;
    const south = (rest % 2) ^ east;
    if (south === 0) {
      if (east === 1) {
        column = side - 1 - column;
        row = side - 1 - row;
      }
      const swapped = column;
      column = row;
      row = swapped;
    }
    column += side * east;
    row += side * south;
    rest = Math.floor(rest / 4);
  }
  return { level, column, row };
}
