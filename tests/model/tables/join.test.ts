import { expect, test } from 'vitest';
import { joinByKey } from '../../../model/tables/join.ts';
import { columnOfCells } from '../../../model/tables/table-column.ts';

test('each thing and each row is counted once on its side, with the keys by name', () => {
  const things = ['a', 'b', 'b', 'x', null, ' '];
  const rows = ['b', 'a', 'a', 'y', '', undefined];
  const { rowOf, report } = joinByKey(things, rows);
  expect([...rowOf]).toEqual([1, 0, 0, -1, -1, -1]);
  expect(report.things).toEqual({ all: 6, matched: 3, unmatched: 1, blank: 2, ambiguous: 0, doubled: 2 });
  expect(report.rows).toEqual({ all: 6, used: 2, unused: 1, blank: 2, doubled: 1 });
  expect(report.examples).toEqual({
    unmatchedThings: [{ key: 'x', count: 1 }],
    unusedRows: [{ key: 'y', count: 1 }],
    doubledRows: [{ key: 'a', count: 1 }],
    doubledThings: [{ key: 'b', count: 2 }],
    ambiguous: [],
  });
});

test('a key is found in another width, with blanks and without leading zeros, and the report says which', () => {
  const { rowOf, report } = joinByKey(['1007', '310 101', '0042', '５'], ['１００７', ' 310101', '42', '05']);
  expect([...rowOf]).toEqual([0, 1, 2, 3]);
  expect(report.by).toEqual({ exact: 0, width: 2, zeros: 2 });
});

test('a key that fits two spellings is joined to neither, one that fits a row letter by letter is', () => {
  const { rowOf, report } = joinByKey(['7', '07', '0007'], ['07', '007']);
  expect([...rowOf]).toEqual([-1, 0, -1]);
  expect(report.things).toMatchObject({ matched: 1, ambiguous: 2, unmatched: 0 });
  // Both spellings were there: the one that nobody used is told.
  expect(report.rows).toMatchObject({ used: 1, unused: 1 });
});

test('a column holds numbers where all its cells are, with all their digits; codes with leading zeros stay words', () => {
  expect(columnOfCells(['1,234.5', null, '—', '20000000001'])).toEqual({
    type: 'number',
    column: { type: 'float64', values: Float64Array.of(1234.5, Number.NaN, Number.NaN, 20_000_000_001) },
    range: [1234.5, 20_000_000_001],
  });
  expect(columnOfCells(['007', '12']).type).toBe('code');
  expect(columnOfCells(['3', '无', '4'])).toMatchObject({ type: 'integer', range: [3, 4] });
  expect(columnOfCells([null, '']).type).toBe('code');
});
