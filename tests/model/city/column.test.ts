import { describe, expect, test } from 'vitest';
import { decodeColumn, encodeColumn, encodeTexts, NO_VALUE } from '../../../model/city/column.ts';

describe('column files', () => {
  test('numbers keep their bits, also off an eight-byte boundary', () => {
    const values = new Float32Array([1.5, Number.NaN, -3]);
    const bytes = encodeColumn({ type: 'float32', values });
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeColumn(shifted.subarray(3))).toEqual({ type: 'float32', values });
  });

  test('strings come back with their codes, Chinese and missing ones too', () => {
    const column = { type: 'string', codes: new Uint32Array([1, 0, NO_VALUE, 1]), distinct: ['老城', 'a'] } as const;
    const back = decodeColumn(encodeColumn({ ...column, distinct: [...column.distinct] }));
    expect(back).toEqual(column);
  });

  test('texts that all differ come back in their order, and a cut file says what it lacks', () => {
    const bytes = encodeTexts(Uint32Array.of(0, 3, 6, 9), new TextEncoder().encode('b-2a-1塔'));
    expect(decodeColumn(bytes)).toEqual({
      type: 'string',
      codes: Uint32Array.of(0, 1, 2),
      distinct: ['b-2', 'a-1', '塔'],
    });
    expect(() => decodeColumn(bytes.subarray(0, 36), 'id.bin')).toThrow(
      expect.objectContaining({ name: 'ColumnError', message: 'id.bin: expected 9 bytes of text, got 8' }),
    );
  });

  test('texts that overlap are refused: a small file of them would be gigabytes', () => {
    const bytes = encodeColumn({ type: 'string', codes: Uint32Array.of(0, 1, 2), distinct: ['ab', 'cd', 'ef'] });
    new Uint32Array(bytes.buffer, 16, 4).set([0, 6, 0, 6]);
    expect(() => decodeColumn(bytes, 'name.bin')).toThrow(
      'name.bin: text 1: expected an end behind its start, got one before it',
    );
  });

  test('a cut file says how many bytes it lacks', () => {
    const bytes = encodeColumn({ type: 'uint32', values: new Uint32Array([1, 2, 3]) });
    expect(() => decodeColumn(bytes.subarray(0, 20), 'dn.bin')).toThrow(
      expect.objectContaining({ name: 'ColumnError', message: 'dn.bin: expected 28 bytes or more, got 20' }),
    );
    expect(() => decodeColumn(new Uint8Array(32), 'dn.bin')).toThrow('dn.bin: not a column file');
  });
});
