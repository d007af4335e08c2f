import { expect, test } from 'vitest';
import { halfFloats, packHalves } from '../../../workers/shared/half-floats.ts';

function halvesOf(...values: number[]): number[] {
  const halves = new Uint16Array(values.length);
  packHalves(new Uint32Array(Float32Array.from(values).buffer), halves, 0);
  return [...halves];
}

test('known values', () => {
  expect(halvesOf(0, -0, 1, -2, 65504, 2 ** -14, 2 ** -24)).toEqual([0, 0x8000, 0x3c00, 0xc000, 0x7bff, 0x0400, 1]);
  expect(halvesOf(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e6, 65520)).toEqual([
    0x7c00, 0xfc00, 0x7c00, 0x7c00,
  ]);
  expect(halvesOf(Number.NaN)[0] & 0x7fff).toBeGreaterThan(0x7c00);
});

test('every half is itself again', () => {
  const values = halfFloats();
  for (let half = 0; half < 65536; half++) {
    if (!Number.isNaN(values[half])) expect(halvesOf(values[half])[0]).toBe(half);
  }
});

test('between two halves the nearer, in the middle the even', () => {
  const values = halfFloats();
  for (let half = 0; half < 0x7bff; half++) {
    const middle = (values[half] + values[half + 1]) / 2;
    const even = half % 2 === 0 ? half : half + 1;
    expect(halvesOf(middle)[0]).toBe(even);
    const off = (values[half + 1] - values[half]) / 256;
    expect(halvesOf(middle - off, middle + off)).toEqual([half, half + 1]);
  }
});
