import { expect, test } from 'vitest';
import { NO_VALUE } from '../../../model/city/column.ts';
import { Field, numberOf } from '../../../readers/shared/properties.ts';

function field(...values: (number | string | null)[]): Field {
  const made = new Field('f', 8);
  values.forEach((value, row) => {
    if (typeof value === 'number') made.addNumber(row, value);
    else if (value !== null) made.addString(row, value);
  });
  return made;
}

test('a column is typed by all of its values', () => {
  const rows = Uint32Array.of(0, 1, 2);
  expect(field(1, 2, 70000).column('a', rows, 3)).toMatchObject({
    type: 'uint32',
    values: Uint32Array.of(1, 2, 70000),
  });
  expect(field(1, null, 2.5).column('a', rows, 3)).toMatchObject({
    type: 'float32',
    values: Float32Array.of(1, Number.NaN, 2.5),
  });
  expect(field(1, null, 2).column('a', rows, 3)).toMatchObject({
    type: 'uint32',
    values: Uint32Array.of(1, NO_VALUE, 2),
  });
  expect(field(-1, 2, 3).column('a', rows, 3).type).toBe('float32');
  expect(field(1, 'unknown', 3).column('a', rows, 3).type).toBe('string');
  expect(field(1622760728000, 2, 3).column('a', rows, 3).type).toBe('string');
});

test('rows that were left out leave no gap, and empty ones are empty', () => {
  const column = field('甲', null, 'c', 1.5).column('a', Uint32Array.of(1, 2, 3), 4);
  if (column.type !== 'string') throw new Error('expected words');
  expect([...column.values.offsets]).toEqual([0, 0, 1, 4]);
  expect(Buffer.from(column.values.bytes).toString()).toBe('c1.5');
});

test('rows taken back are forgotten, words and numbers alike', () => {
  const made = field(1, 'x', 'y', 4);
  made.rollBack(2);
  made.addString(2, 'z');
  const words = made.words(3);
  expect([0, 1, 2].map((row) => words.text(row))).toEqual(['1', 'x', 'z']);
});

test.each([
  ['6', 6],
  ['12 m', 12],
  ["40'", 12.192],
  ['6;7', 6],
  ['-3,5', -3.5],
  ['about 6', Number.NaN],
  ['', Number.NaN],
])('%j reads as %d', (text, value) => {
  if (Number.isNaN(value)) expect(numberOf(text)).toBeNaN();
  else expect(numberOf(text)).toBeCloseTo(value, 9);
});

test('numbers written as words are written back digit by digit', () => {
  const values = [0, 7, 10, 99, 100, 259759695, -42, 2 ** 53 - 1, 0.5];
  const words = field(...values).words(values.length);
  expect(values.map((_, row) => words.text(row))).toEqual(values.map(String));
});
