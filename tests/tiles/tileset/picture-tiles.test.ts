import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBaseMap } from '../../../tiles/read/base-maps.ts';
import { copyPictureTiles } from '../../../tiles/tileset/picture-tiles.ts';
import { encodeRgbaPng } from '../../../tiles/tileset/png.ts';
import { mbtilesOf } from '../../readers/vector-tiles/write-tiles.ts';

const LABEL = { zh: '影像', en: 'Aerial' };

test('pictures of an archive lie below the city by level, column and row from the north, and the manifest tells where', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-pictures-'));
  try {
    const pictures = [90, 160, 230].map((value) => encodeRgbaPng(2, 2, new Uint8Array(16).fill(value)));
    const rows = pictures.map((bytes, i) => [2, 2 + (i % 2), i < 2 ? 3 : 2, bytes] as const);
    writeFileSync(join(folder, 'map.mbtiles'), await mbtilesOf('png', rows, { attribution: '© <b>Survey</b>' }));
    const source = { name: LABEL, licence: 'CC0-1.0' };
    const stated = { id: 'aerial', label: LABEL, source };
    const input = readBaseMap({ kind: 'tiles', ...stated, file: join(folder, 'map.mbtiles') });
    if (input.kind !== 'tiles') throw new Error(`expected tiles, got ${input.kind}`);
    const map = await copyPictureTiles(input, folder, 'ground/aerial', {
      signal: undefined,
      onProgress: () => undefined,
    });
    expect(map).toMatchObject({
      ...stated,
      kind: 'tiles',
      url: 'ground/aerial/{z}/{x}/{y}.png',
      minLevel: 2,
      maxLevel: 2,
      attribution: '© Survey',
      // Of two columns and two rows one tile is not there.
      absent: 1,
    });
    const at = (place: string) => new Uint8Array(readFileSync(join(folder, `ground/aerial/${place}.png`)));
    expect([at('2/2/0'), at('2/3/0'), at('2/2/1')]).toEqual(pictures.map((bytes) => new Uint8Array(bytes)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
