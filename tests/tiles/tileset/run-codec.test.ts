import { MeshoptDecoder } from 'meshoptimizer/decoder';
import { MeshoptEncoder } from 'meshoptimizer/encoder';
import { beforeAll, expect, test } from 'vitest';
import { expandRuns, RUN, type Runs } from '../../../tiles/shape/runs.ts';
import { encodeVertices, meshoptReady } from '../../../tiles/tileset/meshopt.ts';
import { encodeRuns, encodeSequence } from '../../../tiles/tileset/run-codec.ts';

beforeAll(async () => {
  await meshoptReady;
  await MeshoptDecoder.ready;
});

/** Bytes that take every width, and groups that are as short in one as in another. */
function vertices(count: number, stride: number): Uint8Array {
  let state = 7;
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const reach = [1, 2, 3, 4, 9, 12, 40, 256];
  return Uint8Array.from({ length: count * stride }, (_, i) => random(reach[(i * 7 + (i >> 6)) % 8]));
}

const CASES: [name: string, stride: number, alone: number, runs: Runs][] = [
  ['five runs of two', 8, 77, { order: [0, 0, 1, 1, 1], stretches: 3 }],
  ['five runs of three', 12, 300, { order: [0, 1, 0, 1, 2], stretches: 2 }],
  ['one run five times', 4, 0, { order: [0, 0, 0, 0, 0], stretches: 4 }],
  ['vertices that stand for themselves', 4, 1000, { order: [0, 0], stretches: 0 }],
  ['fewer than a group', 4, 5, { order: [0, 0], stretches: 0 }],
];

for (const [name, stride, alone, runs] of CASES) {
  test(`${name}: as short as the library writes them out, and read back`, () => {
    const distinct = Math.max(...runs.order) + 1;
    const bytes = vertices(runs.stretches * distinct * RUN + alone, stride);
    const written = expandRuns(bytes, stride, runs);
    const count = runs.stretches * runs.order.length * RUN + alone;
    expect(written.length).toBe(count * stride);
    const encoded = encodeRuns(bytes, stride, runs);
    expect(encoded.length).toBe(encodeVertices(written, count, stride).length);
    const decoded = new Uint8Array(count * stride);
    MeshoptDecoder.decodeGltfBuffer(decoded, count, stride, encoded, 'ATTRIBUTES');
    expect(decoded).toEqual(written);
  });
}

test('runs that share a byte are told apart by the others', () => {
  const bytes = vertices(2 * RUN, 4);
  for (let v = 0; v < RUN; v++) bytes[4 * (v + RUN)] = bytes[4 * v];
  const runs = { order: [0, 1, 1, 0], stretches: 1 };
  const decoded = new Uint8Array(16 * RUN);
  MeshoptDecoder.decodeGltfBuffer(decoded, 4 * RUN, 4, encodeRuns(bytes, 4, runs), 'ATTRIBUTES');
  expect(decoded).toEqual(expandRuns(bytes, 4, runs));
});

test('a sequence of near and far indices is written as the library writes it', () => {
  const far = [0, 1, 29, 59, 60, 30, 4_000_000, 4_000_001, 0, 31, 4_000_030, 70_000, 2, 70_001, 1, 1];
  const index = Uint32Array.from({ length: 3000 }, (_, i) => far[(i * 7) % far.length] + (i >> 4));
  const bytes = new Uint8Array(index.buffer);
  expect(encodeSequence(index)).toEqual(MeshoptEncoder.encodeIndexSequence(bytes, index.length, 4));
});
