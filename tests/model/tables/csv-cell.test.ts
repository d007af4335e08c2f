import fc from 'fast-check';
import { parse } from 'papaparse';
import { expect, test } from 'vitest';
import { csvOfObjects, csvText, unguardedText } from '../../../model/tables/csv-cell.ts';

test('the keys of the first row are the headings, and each row ends in a line break', () => {
  const rows = [
    { id: 'a', volumeM3: 1.5 },
    { id: 'b', volumeM3: -2 },
  ];
  expect(csvOfObjects(rows)).toBe('id,volumeM3\na,1.5\nb,-2\n');
  expect(csvOfObjects(rows, '\r\n')).toBe('id,volumeM3\r\na,1.5\r\nb,-2\r\n');
});

test('no rows are an empty file', () => {
  expect(csvOfObjects([])).toBe('');
});

test('what is not known is an empty cell: null, undefined, NaN and infinity', () => {
  expect(csvOfObjects([{ a: null, b: undefined, c: Number.NaN, d: Number.POSITIVE_INFINITY, e: false }])).toBe(
    'a,b,c,d,e\n,,,,false\n',
  );
});

test('a text that a spreadsheet would compute is marked as a text, a negative number is not', () => {
  expect(csvOfObjects([{ a: '=SUM(A1)', b: '-1+2', c: '@x', d: -5 }])).toBe("a,b,c,d\n'=SUM(A1),'-1+2,'@x,-5\n");
});

test.each(['-Hoist', '=Slab', "'-Hoist", "''=x", "it's", "'quoted'", "'"])('%s comes back as it was', (text) => {
  const cell = csvText(text);
  expect(cell).not.toMatch(/^[=+\-@]/);
  expect(unguardedText(cell)).toBe(text);
});

test('any texts come back as they were through another reader of CSV', () => {
  const texts = fc.oneof(fc.string(), fc.stringMatching(/^'{0,2}[=+\-@]?.{0,4}$/));
  fc.assert(
    fc.property(fc.array(fc.tuple(texts, texts), { minLength: 1 }), (pairs) => {
      const csv = csvOfObjects(
        pairs.map(([left, right]) => ({ left, right })),
        '\r\n',
      );
      const { data } = parse<string[]>(csv, { newline: '\r\n', delimiter: ',', transform: unguardedText });
      expect(data.slice(1, -1)).toEqual(pairs);
    }),
  );
});
