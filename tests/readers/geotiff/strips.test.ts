import { describe, expect, test } from 'vitest';
import { readGeoTiff } from '../../../readers/geotiff/geotiff.ts';
import { type Packing, packedTiff, setTag } from './packed-tiff.ts';

const NORTH_FIRST = Array.from({ length: 64 }, (_, i) => 340 + (8 * (7 - Math.floor(i / 8)) + (i % 8)) / 8);
const messageOf = (bytes: Uint8Array): Promise<string> =>
  readGeoTiff(bytes, 'a.tif', undefined).then(
    () => 'taken',
    ({ message }: Error) => message,
  );

describe.each<Packing>(['lzw', 'deflate', 'packBits'])('strips packed by %s', (packing) => {
  test('are read to the last bit', async () => {
    const { values } = await readGeoTiff(packedTiff(packing), 'a.tif', undefined);
    expect([...values]).toEqual(NORTH_FIRST);
  });

  test('that hold more than their cells give their cells', async () => {
    const { values } = await readGeoTiff(packedTiff(packing, new Uint8Array(1e5)), 'a.tif', undefined);
    expect([...values]).toEqual(NORTH_FIRST.map(() => 0));
  });
});

test('strings of LZW of all widths come back: the table is filled, cleared and filled again', async () => {
  const cells = Uint8Array.from({ length: 60_000 }, (_, i) => (i * i) >> 7);
  const bytes = packedTiff('lzw', cells);
  setTag(bytes, 'columns', 250);
  setTag(bytes, 'rows', 60);
  const { values } = await readGeoTiff(bytes, 'a.tif', undefined);
  const wanted = new Float32Array(cells.buffer);
  expect(values.every((value, i) => Object.is(value, wanted[i]))).toBe(true);
});

test('a size that the file cannot hold is refused before memory is asked for', async () => {
  const large = packedTiff('deflate');
  setTag(large, 'columns', 60_000);
  setTag(large, 'rows', 60_000);
  expect(await messageOf(large)).toMatch(/^a\.tif: expected at most 67108864 bytes after decompression, got \d+$/);
  const cut = packedTiff('lzw');
  setTag(cut, 'stripBytes', 40);
  expect(await messageOf(cut)).toMatch(/^a\.tif: expected a whole GeoTIFF/);
});
