import type { Database } from '@sqlite.org/sqlite-wasm';
import { openMemory } from '../geopackage/memory-database.ts';
import { inflated } from '../shared/inflate.ts';
import { ReadError } from '../shared/problems.ts';
import { tilesMessage } from './messages.ts';
import { MAX_ALL_BYTES, MAX_LEVEL, MAX_TILE_BYTES, MAX_TILES, type PlacedTile } from './pmtiles.ts';

/** What the format calls tiles of features (MVT). */
const FEATURES = 'pbf';
const GZIP = [0x1f, 0x8b];

/** The tiles of the finest level of an archive (MBTiles 1.3), unpacked, by column and row. Its rows count from the south. */
export async function tilesOfMbtiles(bytes: Uint8Array, file: string, signal?: AbortSignal): Promise<PlacedTile[]> {
  const opened = await openMemory(bytes);
  try {
    const { db } = opened;
    const format = String(db.selectValue("SELECT value FROM metadata WHERE name = 'format'") ?? 'unknown');
    if (format !== FEATURES) throw new ReadError(tilesMessage('mbtiles-pictures', { file, got: format }));
    const level = Number(db.selectValue('SELECT max(zoom_level) FROM tiles') ?? -1);
    if (!(Number.isInteger(level) && level >= 0 && level <= MAX_LEVEL)) throw new RangeError(`a level of ${level}`);
    return await unpackLevel(db, opened.step, level, file, signal);
  } finally {
    opened.close();
  }
}

async function unpackLevel(
  db: Database,
  step: () => void,
  level: number,
  file: string,
  signal: AbortSignal | undefined,
): Promise<PlacedTile[]> {
  const tiles: PlacedTile[] = [];
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
      if (tiles.length === MAX_TILES || total > MAX_ALL_BYTES)
        throw new ReadError(tilesMessage('mbtiles-many', { file, most: tiles.length }));
      tiles.push({ level, column: Number(column), row, bytes: content });
    }
  } finally {
    statement.finalize();
  }
  return tiles;
}
