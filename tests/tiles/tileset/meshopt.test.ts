import { MeshoptEncoder } from 'meshoptimizer/encoder';
import { expect, test } from 'vitest';
import { encodeSequence, meshoptReady } from '../../../tiles/tileset/meshopt.ts';

test('index sequences are the bytes that the library writes', async () => {
  await meshoptReady;
  const random = Uint32Array.from({ length: 3000 }, (_, i) => (i * 7919) % 70_001);
  const walls = Uint32Array.from({ length: 3000 }, (_, i) => [0, 257, 769, 769, 512, 0][i % 6] + Math.floor(i / 6));
  for (const index of [random, walls, Uint32Array.of(0, 29, 30, 60, 1, 31, 2 ** 24)]) {
    const expected = MeshoptEncoder.encodeIndexSequence(new Uint8Array(index.buffer), index.length, 4);
    expect(encodeSequence(index)).toEqual(expected);
  }
});
