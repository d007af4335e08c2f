import { expect, test } from 'vitest';
import { decodeColumn, NO_VALUE } from '../../../model/city/column.ts';
import { encodeUtf8, numberRange, sortIds } from '../../../tiles/tileset/columns.ts';

function utf8(texts: string[]) {
  const encoded = texts.map((text) => new TextEncoder().encode(text));
  const offsets = new Uint32Array(texts.length + 1);
  for (let i = 0; i < encoded.length; i++) offsets[i + 1] = offsets[i] + encoded[i].length;
  return { offsets, bytes: Uint8Array.from(encoded.flatMap((bytes) => [...bytes])) };
}

test('equal texts share a code, an empty text is no value', () => {
  const column = decodeColumn(encodeUtf8(utf8(['住宅', '', 'shop', '住宅', 'shop'])));
  if (column.type !== 'string') throw new Error('expected strings');
  expect(column.distinct).toEqual(['住宅', 'shop']);
  expect([...column.codes]).toEqual([0, NO_VALUE, 1, 0, 1]);
});

test('rows are sorted by the bytes of their ids, shorter first', () => {
  expect([...sortIds(utf8(['b', 'ab', '塔', 'a', 'B', 'abc']), 'x')]).toEqual([4, 3, 1, 5, 0, 2]);
});

test('ten thousand numbers in a scramble come out as texts sort', () => {
  const texts = Array.from({ length: 10_000 }, (_, i) => String((i * 7919) % 10_007));
  const order = sortIds(utf8(texts), 'x');
  expect([...order].map((row) => texts[row])).toEqual(texts.toSorted());
});

test('an id that occurs twice or is empty is an error', () => {
  expect(() => sortIds(utf8(['a', 'b', 'a']), 'roads')).toThrow(
    'roads: expected every id once, got "a" more than once',
  );
  expect(() => sortIds(utf8(Array.from({ length: 200 }, (_, i) => `k${i % 100}`)), 'roads')).toThrow('more than once');
  expect(() => sortIds(utf8(['a', '']), 'roads')).toThrow('roads: row 1: expected an id, got none');
});

test('the range of a column leaves out what is missing', () => {
  expect(numberRange({ name: 'h', type: 'float32', values: Float32Array.of(3, Number.NaN, -1) })).toEqual([-1, 3]);
  expect(numberRange({ name: 'n', type: 'uint32', values: Uint32Array.of(NO_VALUE, 5) })).toEqual([5, 5]);
  expect(numberRange({ name: 'n', type: 'uint32', values: Uint32Array.of(NO_VALUE) })).toBeNull();
});
