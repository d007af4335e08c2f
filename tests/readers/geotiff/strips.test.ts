import { describe, expect, test } from 'vitest';
import { readGeoTiff } from '../../../readers/geotiff/geotiff.ts';
import { lercOf, type Packing, packedTiff, setTag, zstdFrame } from './packed-tiff.ts';

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

test.each<Packing>(['zstd', 'lerc'])('strips packed by %s are read to the last bit', async (packing) => {
  const { values } = await readGeoTiff(packedTiff(packing), 'a.tif', undefined);
  expect([...values]).toEqual(NORTH_FIRST);
});

test('a LERC blob of one value fills the strip', async () => {
  const { values } = await readGeoTiff(packedTiff('lerc', undefined, lercOf(8, 8)), 'a.tif', undefined);
  expect([...values]).toEqual(NORTH_FIRST.map(() => 1));
});

const GIGABYTES = zstdFrame(Array.from({ length: 1 << 15 }, () => ({ kind: 'same', times: 128 * 1024 }) as const));

test('zstd that holds more than the strip is refused, not unpacked: 4 GB in 128 KB', async () => {
  const before = process.memoryUsage().rss;
  expect(await messageOf(packedTiff('zstd', undefined, GIGABYTES))).toMatch(/a\.tif: .*zstd.* more than 2048 bytes/);
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
});

test('a broken zstd frame ends', async () => {
  const cut = zstdFrame([{ kind: 'raw', bytes: new Uint8Array(300) }]).subarray(0, 40);
  expect(await messageOf(packedTiff('zstd', undefined, cut))).toMatch(/a\.tif: .*zstd/);
});

test('a LERC blob that announces more than the strip is refused, not unpacked: 14 GB in 62 bytes', async () => {
  expect(await messageOf(packedTiff('lerc', undefined, lercOf(60_000, 60_000)))).toMatch(/60000 × 60000 × 1 values/);
});

test('a LERC blob of no length ends', async () => {
  const blob = lercOf(8, 8);
  blob.writeUInt32LE(0, 26);
  expect(await messageOf(packedTiff('lerc', undefined, blob))).toMatch(/LERC blob of 0 bytes/);
});
