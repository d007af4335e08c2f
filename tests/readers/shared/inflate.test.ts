import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { inflateLimit } from '../../../model/inflate-limit.ts';
import { blobSource } from '../../../readers/shared/byte-source.ts';
import { inflated } from '../../../readers/shared/inflate.ts';

const plain = new TextEncoder().encode('sand table '.repeat(1000));

describe('what was compressed', () => {
  test('comes back whole, of either kind', async () => {
    expect(await inflated(gzipSync(plain), 'gzip', 20_000, 'a.gz')).toEqual(plain);
    expect(await inflated(deflateSync(plain), 'deflate', 20_000, 'a.z')).toEqual(plain);
  });

  test('is refused by name where more comes out than was allowed', async () => {
    await expect(inflated(gzipSync(plain), 'gzip', 500, 'bomb.gz')).rejects.toThrow(/bomb\.gz/);
  });

  test('is refused where a small file becomes a hundred times what it was, whatever its reader takes', async () => {
    const bomb = gzipSync(new Uint8Array(80 * 2 ** 20));
    await expect(inflated(bomb, 'gzip', 2 ** 30, 'bomb.gz')).rejects.toThrow(/at most 67108864 bytes/);
    const whole = blobSource(new Blob([bomb]), 'bomb.gz').whole();
    await expect(whole).rejects.toThrow(/at most 67108864 bytes/);
    const stream = blobSource(new Blob([bomb]), 'bomb.gz').open();
    const readAll = async () => {
      for (const into = new Uint8Array(1 << 20); (await stream.read(into)) > 0; );
    };
    await expect(readAll()).rejects.toThrow(/at most 67108864 bytes/);
    expect(inflateLimit(2 ** 20, 2 ** 30)).toBe(100 * 2 ** 20);
    expect(inflateLimit(2 ** 20, 2 ** 10)).toBe(2 ** 10);
  });

  test('is unpacked once, and up to a larger limit where a reader has one', async () => {
    const blob = new Blob([gzipSync(new Uint8Array(80 * 2 ** 20))]);
    const opened = vi.spyOn(blob, 'stream');
    const source = blobSource(blob, 'bomb.gz');
    const pass = () => source.open().read(new Uint8Array(1));
    await expect(source.whole(2 ** 20)).rejects.toThrow(/at most 1048576 bytes/);
    expect(await pass()).toBe(1);
    const whole = source.open();
    const into = new Uint8Array(1 << 20);
    await expect(
      (async () => {
        while ((await whole.read(into)) > 0);
      })(),
    ).rejects.toThrow(/at most 67108864 bytes/);
    opened.mockClear();
    await expect(pass()).rejects.toThrow(/at most 67108864 bytes/);
    await expect(source.whole()).rejects.toThrow(/at most 67108864 bytes/);
    expect(opened).not.toHaveBeenCalled();
  });

  test('is read up to a size where only its start is wanted', async () => {
    expect(await inflated(gzipSync(plain), 'gzip', 22, 'a.gz', 'start')).toEqual(plain.subarray(0, 22));
  });

  test('and was cut is refused as a whole, while its start can still be read', async () => {
    const noise = Uint8Array.from({ length: 50_000 }, (_, i) => (i * i * 31 + (i >> 3) * 7) & 255);
    const whole = gzipSync(noise);
    const cut = whole.subarray(0, whole.length >> 1);
    await expect(inflated(cut, 'gzip', 100_000, 'cut.gz')).rejects.toThrow(/cut\.gz/);
    expect(await inflated(cut, 'gzip', 100, 'cut.gz', 'start')).toEqual(noise.subarray(0, 100));
  });

  test('a stream of several members is all of them', async () => {
    const noise = Uint8Array.from({ length: 60_000 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24);
    const members = [noise, plain, new Uint8Array(0), noise.subarray(0, 20_000)];
    const packed = Buffer.concat(members.map((member) => gzipSync(member)));
    expect(await inflated(packed, 'gzip', 1e6, 'two.gz')).toEqual(new Uint8Array(Buffer.concat(members)));
  });

  test('is refused where it is nothing of the kind', async () => {
    await expect(inflated(plain, 'gzip', 1e6, 'plain.txt')).rejects.toThrow(/plain\.txt/);
  });
});
