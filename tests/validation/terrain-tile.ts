import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATA } from './baked.ts';

/** Hills and shore of 2.4 × 2.9 km in cells of 5 m. */
export const DEM = join(DATA, 'city/dem/34707051.tif');
/** Where its cells lie in its own plane. */
export const PLACE = { westM: 245_800, southM: 222_780, cellM: 5, columns: 482, rows: 578 };

/** The heights of the file, south first; `gdal_translate` writes them plain. */
export function elevations(folder: string): Float32Array {
  const raw = join(folder, 'dem.raw');
  execFileSync('gdal_translate', ['-q', '-of', 'ENVI', DEM, raw]);
  return southFirst(new Float32Array(new Uint8Array(readFileSync(raw)).buffer));
}

/** Rows of the tile turned round. */
export function southFirst<T extends Float32Array | Uint8Array>(northFirst: T): T {
  const { columns, rows } = PLACE;
  const out = northFirst.slice() as T;
  for (let row = 0; row < rows; row++)
    out.set(northFirst.subarray((rows - 1 - row) * columns, (rows - row) * columns), row * columns);
  return out;
}
