import { expect, test } from 'vitest';
import { type Columns, csvOf, number, parametersOf, tableOf, text, word } from '../../../model/tables/data-table.ts';

interface Row {
  name: string;
  state: string | null;
  topM: number | null;
  count: number;
}

const COLUMNS = {
  name: text(({ name }) => name),
  state: word(({ state }) => state),
  top_m: number(({ topM }) => topM, 2),
  count: number(({ count }) => count),
} satisfies Columns<Row>;

test('texts of the data are quoted, a formula stays a text, no value is an empty cell', () => {
  const rows: Row[] = [
    { name: 'a "b", c', state: 'planned', topM: 1.005, count: 0.5 },
    { name: '=SUM(A1)', state: null, topM: null, count: Number.NaN },
    { name: '', state: 'x,y', topM: -2, count: 3 },
  ];
  expect(csvOf(tableOf(COLUMNS, rows)).split('\n')).toEqual([
    'name,state,top_m,count',
    '"a ""b"", c",planned,1.00,0.5',
    `"'=SUM(A1)",,,`,
    '"","x,y",-2.00,3',
    '',
  ]);
});

test('the page ends lines by CRLF, and parameters carry their own decimals', () => {
  const table = parametersOf([
    ['length_m', { value: 2.5, digits: 2 }],
    ['hash', 'ab12'],
    ['least', null],
  ]);
  expect(csvOf(table, '\r\n')).toBe('parameter,value\r\nlength_m,2.50\r\nhash,ab12\r\nleast,\r\n');
});
