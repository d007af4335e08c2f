import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256 } from '../../model/sha256.ts';

test('the hash of "abc" is that of FIPS 180-4', () => {
  const bytes = new TextEncoder().encode('abc');
  expect(sha256([bytes])).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('every length is hashed as Node does, whole or in parts', () => {
  for (let length = 0; length < 200; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 7) % 256);
    const theirs = createHash('sha256').update(bytes).digest('hex');
    expect(sha256([bytes])).toBe(theirs);
    expect(sha256([bytes.subarray(0, length / 3), bytes.subarray(length / 3)])).toBe(theirs);
  }
});
