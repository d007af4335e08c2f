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

test('a fraction that seven digits do not hold is a double, and none is rounded', () => {
  const rows = Uint32Array.of(0, 1, 2);
  const area = field(38518547.8606, 1234567.891, null).column('a', rows, 3);
  expect(area).toMatchObject({ type: 'float64', values: Float64Array.of(38518547.8606, 1234567.891, Number.NaN) });
  expect(field(12.34, 0.1, 1234.567).column('a', rows, 3).type).toBe('float32');
  expect(field(8589973.5, 1, 2).column('a', rows, 3).type).toBe('float64');
  expect(field(1e-7, 2.5e-12, 3.25).column('a', rows, 3).type).toBe('float32');
  expect(field(113.956789123, 1, 2).column('a', rows, 3).type).toBe('float64');
});

test('a row that became several objects is there for each of them', () => {
  const rows = Uint32Array.of(0, 2, 2, 2);
  const words = field('甲', 'b', 'c').column('a', rows, 3);
  if (words.type !== 'string') throw new Error('expected words');
  expect(Buffer.from(words.values.bytes).toString()).toBe('甲ccc');
  expect(field(1, 2, 3).column('a', rows, 3)).toMatchObject({ values: Uint32Array.of(1, 3, 3, 3) });
  expect(field(1.5, 2, 3.5).column('a', rows, 3)).toMatchObject({ values: Float32Array.of(1.5, 3.5, 3.5, 3.5) });
});

test.each([
  [
    ['1,200', '12,5'],
    [1.2, 12.5],
  ],
  [
    ['1,200', '12.5'],
    [1200, 12.5],
  ],
  [
    ['1,200', '1,200.5'],
    [1200, 1200.5],
  ],
  [
    ['1.200', '1.200,5'],
    [1200, 1200.5],
  ],
  [
    ['1.200', '12.5'],
    [1.2, 12.5],
  ],
  [
    ['1 200', '1\u202f200,5', "1'200.5"],
    [1200, 1200.5, 1200.5],
  ],
  [
    ['0,200', '1,200'],
    [0.2, 1.2],
  ],
  [
    ['1,200', '900'],
    [Number.NaN, 900],
  ],
  [
    ['1,234,567', '1,200'],
    [1234567, 1200],
  ],
  [
    ['1,2,3', '12.3.4', '1,20.5'],
    [Number.NaN, Number.NaN, Number.NaN],
  ],
])('%j as one property reads as %j', (texts, values) => {
  const bad: string[] = [];
  const numbers = [...field(...texts).numbers(texts.length, [], (_, text) => bad.push(text))];
  expect(numbers).toEqual(values);
  expect(bad).toEqual(texts.filter((_, i) => Number.isNaN(values[i])));
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
  ['about 6', 6],
  ['about a storey', Number.NaN],
  ['', Number.NaN],
  // As the wiki of OpenStreetMap allows them, and as they are written in China.
  [`12'6"`, 3.81],
  [`12' 6"`, 3.81],
  ['12 ft 6 in', 3.81],
  ['12′6″', 3.81],
  ['35 ft', 10.668],
  ['35 feet', 10.668],
  ['35ft.', 10.668],
  ['15米', 15],
  ['约15', 15],
  ['约 15.5 米', 15.5],
  ['１５米左右', 15],
  ['~15 m', 15],
  ['150 cm', 1.5],
  ["1'200", 1200],
  ["1'200'", 365.76],
  ['15 storeys', Number.NaN],
  ['10-12', Number.NaN],
])('%j reads as %d', (text, value) => {
  if (Number.isNaN(value)) expect(numberOf(text)).toBeNaN();
  else expect(numberOf(text)).toBeCloseTo(value, 9);
});

test('words that state a unit come in the unit of their property, those that state none are in it', () => {
  const feet = field('12', '3.048 m', "40'", 100).numbers(4, [], () => undefined, 0.3048);
  expect([...feet].map((value) => Number(value.toFixed(9)))).toEqual([12, 10, 40, 100]);
  const millimetres = field('300', '0.3 m', '12"').numbers(3, [], () => undefined, 0.001);
  expect([...millimetres].map((value) => Number(value.toFixed(6)))).toEqual([300, 300, 304.8]);
});

test('numbers written as words are written back digit by digit', () => {
  const values = [0, 7, 10, 99, 100, 259759695, -42, 2 ** 53 - 1, 0.5];
  const words = field(...values).words(values.length);
  expect(values.map((_, row) => words.text(row))).toEqual(values.map(String));
});
