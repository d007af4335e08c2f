import { expect, test } from 'vitest';
import { packed, unpacked } from '../../../model/scene-files/packing.ts';

async function throughBytes(value: unknown): Promise<unknown> {
  const { json, pieces } = packed(value);
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  return unpacked(JSON.parse(JSON.stringify(json)), bytes, 'part');
}

test('arrays of numbers, endless numbers, files and keys with a dollar come back as they were', async () => {
  const value = {
    depthM: Float32Array.of(0.5, Number.NaN, 2),
    cells: Uint16Array.of(1, 65_535),
    never: Number.POSITIVE_INFINITY,
    before: Number.NEGATIVE_INFINITY,
    $bytes: ['Float32Array', 0, 400],
    lists: [[1, 2], [], { text: '水' }],
    nothing: null,
  };
  expect(await throughBytes(value)).toEqual(value);
  const file = (await throughBytes({ blob: new Blob(['河']) })) as { blob: Blob };
  expect(await file.blob.text()).toBe('河');
});

test('a piece of shared memory is written without what lies around it', async () => {
  const all = new Float32Array(new SharedArrayBuffer(40)).fill(1);
  all[3] = 7;
  expect(await throughBytes(all.subarray(2, 5))).toEqual(Float32Array.of(1, 7, 1));
});

test('what names bytes that are not there, or of no known kind, is refused by its place', () => {
  const bytes = new Uint8Array(8);
  const read = (named: unknown) => () => unpacked({ record: { bed: { $bytes: named } } }, bytes, 'a.zip#flood');
  expect(read(['Float32Array', 4, 8])).toThrow('a.zip#flood.record.bed');
  expect(read(['Float32Array', -4, 8])).toThrow('a.zip#flood.record.bed');
  expect(read(['Float32Array', 0, 6])).toThrow('a.zip#flood.record.bed');
  expect(read(['constructor', 0, 8])).toThrow('a.zip#flood.record.bed');
  expect(read('x')).toThrow('a.zip#flood.record.bed');
});

test('data nested deeper than any part has is refused', () => {
  let deep: unknown = 1;
  for (let i = 0; i < 5000; i++) deep = [deep];
  expect(() => unpacked(deep, new Uint8Array(), 'part')).toThrow('nested deeper than 64');
});

test('what is no plain data is a fault of the one who saves', () => {
  expect(() => packed({ when: new Date(0) })).toThrow('expected plain data');
  expect(() => packed({ act: () => 1 })).toThrow('expected plain data');
});
