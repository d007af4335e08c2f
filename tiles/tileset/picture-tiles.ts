import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BaseMap } from '../../model/city/base-maps.ts';
import type { PlacedTile } from '../../readers/vector-tiles/pmtiles.ts';
import type { BakeContext } from '../bake-context.ts';
import type { BaseMapInput } from '../model.ts';

type TilesInput = Extract<BaseMapInput, { kind: 'tiles' }>;

/** A progress for every tile would be more work than the tile. */
const TILES_BETWEEN_REPORTS = 200;

/**
 * Copies the pictures of an archive below the city's folder as z/x/y, rows from the north; all of them have the ending of the first, since
 * a browser looks at the bytes. The base map as the manifest has it.
 */
export async function copyPictureTiles(
  { read, ...stated }: TilesInput,
  folder: string,
  url: string,
  { signal, onProgress }: Pick<BakeContext, 'signal' | 'onProgress'>,
): Promise<BaseMap> {
  let ending = '';
  let count = 0;
  const write = ({ level, column, row, bytes }: PlacedTile): void => {
    ending ||= ENDINGS[bytes[0]] ?? 'png';
    const path = join(folder, url, String(level), String(column), `${row}.${ending}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    if (++count % TILES_BETWEEN_REPORTS === 0) onProgress({ stage: stated.id, done: count, total: count });
  };
  const { boundsDeg, minLevel, maxLevel, attribution, absent } = await read(write, signal);
  const base = { ...stated, boundsDeg, minLevel, maxLevel, absent, url: `${url}/{z}/{x}/{y}.${ending}` };
  return attribution === '' ? base : { ...base, attribution };
}

/** By the first byte; the reader has looked at the rest. */
const ENDINGS: Readonly<Record<number, string>> = { 137: 'png', 255: 'jpg', 82: 'webp' };
