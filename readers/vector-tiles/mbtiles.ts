import type { Database } from '@sqlite.org/sqlite-wasm';
import { openMemory } from '../geopackage/memory-database.ts';
import { inflated } from '../shared/inflate.ts';
import { ReadError } from '../shared/problems.ts';
import { tilesMessage } from './messages.ts';
import {
  MAX_ALL_BYTES,
  MAX_LEVEL,
  MAX_TILE_BYTES,
  MAX_TILES,
  type PlacedTile,
  type StatedPictures,
} from './pmtiles.ts';

/** What the format calls tiles of features (MVT). */
const FEATURES = 'pbf';
const GZIP = [0x1f, 0x8b];

/** The tiles of the finest level of an archive (MBTiles 1.3), unpacked, by column and row. Its rows count from the south. */
export async function tilesOfMbtiles(bytes: Uint8Array, file: string, signal?: AbortSignal): Promise<PlacedTile[]> {
  const opened = await openMemory(bytes);
  try {
    const { db } = opened;
    const format = metadataOf(db, 'format') || 'unknown';
    if (format !== FEATURES) throw new ReadError(tilesMessage('pictures', { file, got: format }));
    const level = Number(db.selectValue('SELECT max(zoom_level) FROM tiles') ?? -1);
    if (!(Number.isInteger(level) && level >= 0 && level <= MAX_LEVEL)) throw new RangeError(`a level of ${level}`);
    const tiles: PlacedTile[] = [];
    await unpackLevel({ ...opened, level, file, signal }, (tile) => tiles.push(tile));
    return tiles;
  } finally {
    opened.close();
  }
}

/** Every picture of an archive (MBTiles 1.3), of all its levels, one after another; what the archive says of itself. */
export async function picturesOfMbtiles(
  bytes: Uint8Array,
  file: string,
  onTile: (tile: PlacedTile) => void,
  signal?: AbortSignal,
): Promise<StatedPictures> {
  const opened = await openMemory(bytes);
  try {
    const { db } = opened;
    if (metadataOf(db, 'format') === FEATURES) throw new ReadError(tilesMessage('features', { file }));
    const levels = db.selectValues('SELECT DISTINCT zoom_level FROM tiles ORDER BY zoom_level').map(Number);
    let given = 0;
    let total = 0;
    for (const level of levels) {
      if (!(Number.isInteger(level) && level >= 0 && level <= MAX_LEVEL)) throw new RangeError(`a level of ${level}`);
      await unpackLevel({ ...opened, level, file, signal }, (tile) => {
        total += tile.bytes.length;
        if (++given > MAX_TILES || total > MAX_ALL_BYTES)
          throw new ReadError(tilesMessage('many-pictures', { file, most: MAX_TILES }));
        onTile(tile);
      });
    }
    const boundsDeg = metadataOf(db, 'bounds')
      .split(',')
      .map((text) => (text.trim() === '' ? Number.NaN : Number(text)));
    return { attribution: metadataOf(db, 'attribution'), boundsDeg };
  } finally {
    opened.close();
  }
}

const metadataOf = (db: Database, name: string): string =>
  String(db.selectValue('SELECT value FROM metadata WHERE name = ?', [name]) ?? '');

interface Level {
  db: Database;
  step(): void;
  level: number;
  file: string;
  signal: AbortSignal | undefined;
}

async function unpackLevel(
  { db, step, level, file, signal }: Level,
  onTile: (tile: PlacedTile) => void,
): Promise<void> {
  let given = 0;
  let total = 0;
  const statement = db.prepare(
    'SELECT tile_column, tile_row, tile_data FROM tiles WHERE zoom_level = ? ORDER BY tile_column, tile_row DESC',
  );
  try {
    statement.bind([level]);
    while (statement.step()) {
      step();
      signal?.throwIfAborted();
      const column = statement.get(0);
      const fromSouth = statement.get(1);
      const data = statement.get(2);
      const row = 2 ** level - 1 - Number(fromSouth);
      const isPlaced = [Number(column), row].every(
        (value) => Number.isInteger(value) && value >= 0 && value < 2 ** level,
      );
      if (!isPlaced || !(data instanceof Uint8Array)) throw new RangeError(`a tile at ${column}, ${fromSouth}`);
      // Its authors ask for gzip, and some programs leave it out.
      const isPacked = GZIP.every((byte, i) => data[i] === byte);
      const content = isPacked ? await inflated(data, 'gzip', MAX_TILE_BYTES, file) : data.slice();
      total += content.length;
      if (++given > MAX_TILES || total > MAX_ALL_BYTES)
        throw new ReadError(tilesMessage('mbtiles-many', { file, most: given - 1 }));
      onTile({ level, column: Number(column), row, bytes: content });
    }
  } finally {
    statement.finalize();
  }
}
