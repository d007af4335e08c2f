import fc from 'fast-check';
import { parse } from 'papaparse';
import { expect, test } from 'vitest';
import { rowsAsCsv } from '../../../src/plugins/build/space-csv.ts';

test('the keys of the first row are the headings, and each row ends in a line break', () => {
  expect(
    rowsAsCsv([
      { id: 'a', volumeM3: 1.5 },
      { id: 'b', volumeM3: 2 },
    ]),
  ).toBe('id,volumeM3\r\na,1.5\r\nb,2\r\n');
});

test('no rows are an empty file', () => {
  expect(rowsAsCsv([])).toBe('');
});

test('what is not known is an empty cell: null, undefined, NaN and infinity', () => {
  expect(rowsAsCsv([{ a: null, b: undefined, c: Number.NaN, d: Number.POSITIVE_INFINITY, e: false }])).toBe(
    'a,b,c,d,e\r\n,,,,false\r\n',
  );
});

test('a text that a spreadsheet would compute is marked as a text', () => {
  expect(rowsAsCsv([{ a: '=SUM(A1)', b: '-1+2', c: '@x', d: -5 }])).toBe("a,b,c,d\r\n'=SUM(A1),'-1+2,'@x,-5\r\n");
});

test('any texts are read back by another reader of CSV', () => {
  const texts = fc.string().filter((text) => !/^[=+\-@\t\r]/.test(text));
  fc.assert(
    fc.property(fc.array(fc.tuple(texts, texts), { minLength: 1 }), (pairs) => {
      const csv = rowsAsCsv(pairs.map(([left, right]) => ({ left, right })));
      const { data } = parse<string[]>(csv, { newline: '\r\n', delimiter: ',' });
      expect(data.slice(1, -1)).toEqual(pairs);
    }),
  );
});
