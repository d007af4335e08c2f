import { gzipSync } from 'node:zlib';
import { PbfWriter } from 'pbf';
import { openSqlite } from '../../../readers/geopackage/memory-database.ts';

/** A feature as a tile has it: lines of x, y in turn in the tile's units; polygons' rings without their last point. */
export interface WrittenFeature {
  id?: number | undefined;
  type: 1 | 2 | 3;
  lines: number[][];
  properties?: Record<string, string | number>;
}

/** A tile of layers by their names, so many steps wide. */
export function mvtOf(
  layers: Readonly<Record<string, readonly WrittenFeature[]>>,
  { extent = 4096, version = 2 }: { extent?: number; version?: number } = {},
): Uint8Array {
  const tile = new PbfWriter();
  for (const [name, features] of Object.entries(layers)) {
    const keys = [...new Set(features.flatMap(({ properties = {} }) => Object.keys(properties)))];
    const values = [...new Set(features.flatMap(({ properties = {} }) => Object.values(properties)))];
    const layer = new PbfWriter();
    layer.writeStringField(1, name);
    for (const { id, type, lines, properties = {} } of features) {
      const feature = new PbfWriter();
      if (id !== undefined) feature.writeVarintField(1, id);
      feature.writePackedVarint(
        2,
        Object.entries(properties).flatMap(([key, value]) => [keys.indexOf(key), values.indexOf(value)]),
      );
      feature.writeVarintField(3, type);
      feature.writePackedVarint(4, commandsOf(type, lines));
      layer.writeBytesField(2, feature.finish());
    }
    for (const key of keys) layer.writeStringField(3, key);
    for (const value of values) {
      const one = new PbfWriter();
      if (typeof value === 'string') one.writeStringField(1, value);
      else one.writeDoubleField(3, value);
      layer.writeBytesField(4, one.finish());
    }
    if (extent !== 4096) layer.writeVarintField(5, extent);
    layer.writeVarintField(15, version);
    tile.writeBytesField(3, layer.finish());
  }
  return tile.finish();
}

function commandsOf(type: 1 | 2 | 3, lines: readonly number[][]): number[] {
  const commands: number[] = [];
  let x = 0;
  let y = 0;
  const step = (line: readonly number[], i: number): number[] => {
    const [dx, dy] = [line[i] - x, line[i + 1] - y];
    x = line[i];
    y = line[i + 1];
    return [(dx << 1) ^ (dx >> 31), (dy << 1) ^ (dy >> 31)];
  };
  for (const line of lines) {
    const count = line.length / 2;
    const moves = type === 1 ? count : 1;
    commands.push((moves << 3) | 1);
    for (let i = 0; i < moves; i++) commands.push(...step(line, 2 * i));
    if (count > moves) commands.push(((count - moves) << 3) | 2);
    for (let i = moves; i < count; i++) commands.push(...step(line, 2 * i));
    if (type === 3) commands.push((1 << 3) | 7);
  }
  return commands;
}

/** An archive of tiles by their numbers, ascending: directories and tiles in gzip, the second half of the tiles behind a leaf. */
export function pmTilesOf(maxLevel: number, tiles: readonly (readonly [id: number, bytes: Uint8Array])[]): Uint8Array {
  const packed = tiles.map(([, bytes]) => gzipSync(bytes));
  const ids = tiles.map(([id]) => id);
  const half = Math.ceil(tiles.length / 2);
  const at = packed.map((_, i) => packed.slice(0, i).reduce((sum, { length }) => sum + length, 0));
  const row = (i: number) => ({ id: ids[i], run: 1, length: packed[i].length, at: at[i] });
  const all = ids.map((_, i) => row(i));
  const leaf = all.length > half ? directoryOf(all.slice(half)) : Buffer.alloc(0);
  const toLeaf = leaf.length > 0 ? [{ id: ids[half], run: 0, length: leaf.length, at: 0 }] : [];
  const root = directoryOf([...all.slice(0, half), ...toLeaf]);
  const header = Buffer.alloc(127);
  header.write('PMTiles');
  header[7] = 3;
  const number = (where: number, value: number) => header.writeBigUInt64LE(BigInt(value), where);
  number(8, 127);
  number(16, root.length);
  number(40, 127 + root.length);
  number(48, leaf.length);
  number(56, 127 + root.length + leaf.length);
  header.set([1, 2, 2, 1, 0, maxLevel], 96);
  return new Uint8Array(Buffer.concat([header, root, leaf, ...packed]));
}

function directoryOf(rows: readonly { id: number; run: number; length: number; at: number }[]): Buffer {
  const pbf = new PbfWriter();
  pbf.writeVarint(rows.length);
  for (const [i, { id }] of rows.entries()) pbf.writeVarint(id - (i > 0 ? rows[i - 1].id : 0));
  for (const { run } of rows) pbf.writeVarint(run);
  for (const { length } of rows) pbf.writeVarint(length);
  for (const { at } of rows) pbf.writeVarint(at + 1);
  return gzipSync(pbf.finish());
}

type Row = readonly [level: number, column: number, rowFromSouth: number, data: Uint8Array];

/** An MBTiles archive as its specification asks for it. */
export async function mbtilesOf(
  format: string,
  rows: readonly Row[],
  metadata: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  const { oo1, capi } = await openSqlite();
  const db = new oo1.DB(':memory:');
  db.exec('CREATE TABLE metadata (name text, value text)');
  db.exec('CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)');
  for (const pair of Object.entries({ format, ...metadata }))
    db.exec({ sql: 'INSERT INTO metadata VALUES (?, ?)', bind: [...pair] });
  for (const row of rows) db.exec({ sql: 'INSERT INTO tiles VALUES (?, ?, ?, ?)', bind: [...row] });
  const bytes = capi.sqlite3_js_db_export(db);
  db.close();
  return bytes;
}
