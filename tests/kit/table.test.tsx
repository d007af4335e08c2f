import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, expect, test } from 'vitest';
import type { TableColumn } from '../../src/kit/table/column.ts';
import { findRows, orderedRows } from '../../src/kit/table/rows.ts';
import { Table } from '../../src/kit/table/table.tsx';
import { words } from '../../src/kit/words.ts';
import { attributeOf, readable, tagsOf } from './rendered.tsx';

interface Pipe {
  id: string;
  widthM: number | null;
}

const PIPES: Pipe[] = [
  { id: 'p10', widthM: 0.3 },
  { id: 'p9', widthM: null },
  { id: 'P1', widthM: 1.25 },
];
const columns: TableColumn<Pipe>[] = [
  { head: 'Pipe', value: ({ id }) => id },
  { head: 'Width', unit: 'm', value: ({ widthM }) => widthM, digits: 2 },
];
const many = (count: number): Pipe[] => Array.from({ length: count }, (_, i) => ({ id: `p${i}`, widthM: i }));

const markupOf = (props: Partial<Parameters<typeof Table<Pipe>>[0]> = {}) =>
  renderToStaticMarkup(<Table rows={PIPES} columns={columns} rowKey={({ id }) => id} {...props} />);
const bodyRows = (markup: string) => markup.slice(markup.indexOf('<tbody>')).match(/<tr/g)?.length ?? 0;

beforeEach(() => void words.changeLanguage('en'));

test('a small table has a name, heads that sort, a head of each row, numbers at the end and a mark for no value', () => {
  const markup = markupOf();
  expect(attributeOf(tagsOf(markup, 'table')[0], 'aria-label')).toBe('Pipe');
  expect(tagsOf(markup, 'th').map((tag) => attributeOf(tag, 'scope'))).toEqual(['col', 'col', 'row', 'row', 'row']);
  expect(
    tagsOf(markup, 'th')
      .slice(0, 2)
      .map((tag) => attributeOf(tag, 'aria-sort')),
  ).toEqual(['none', 'none']);
  expect(tagsOf(markup, 'td').map((tag) => attributeOf(tag, 'class'))).toEqual(['to-end', 'to-end', 'to-end']);
  expect(readable(markup)).toBe('Pipe Width m p10 0.30 p9 — P1 1.25');
  expect(tagsOf(markup, 'input')).toHaveLength(0);
});

test('rows that are a scale keep their order: their heads are no buttons', () => {
  const markup = markupOf({ isFixed: true });
  expect(tagsOf(markup, 'button')).toHaveLength(0);
  expect(markup).not.toContain('aria-sort');
});

test('more than twenty rows are searched by text, up to sixty all of them stand', () => {
  const markup = markupOf({ rows: many(60) });
  expect(tagsOf(markup, 'input')).toHaveLength(1);
  expect(readable(markup)).toContain('60 rows');
  expect(bodyRows(markup)).toBe(60);
  expect(markup).not.toContain('windowed');
});

test('of a thousand rows those in sight are in the document, and each knows its place', () => {
  const markup = markupOf({ rows: many(1000) });
  expect(attributeOf(tagsOf(markup, 'table')[0], 'aria-rowcount')).toBe('1001');
  expect(bodyRows(markup)).toBeLessThan(60);
  expect(markup).toContain('aria-rowindex="2"');
});

test('numbers in names sort as numbers, and rows without a value come last either way', () => {
  const ids = (rows: readonly Pipe[]) => rows.map(({ id }) => id);
  expect(ids(orderedRows(PIPES, ({ id }) => id, { direction: 'ascending' }, 'en'))).toEqual(['P1', 'p9', 'p10']);
  const byWidth = (direction: 'ascending' | 'descending') =>
    ids(orderedRows(PIPES, ({ widthM }) => widthM, { direction }, 'en'));
  expect(byWidth('descending')).toEqual(['P1', 'p10', 'p9']);
  expect(byWidth('ascending')).toEqual(['p10', 'P1', 'p9']);
});

test('a row is found by any column that holds the text', () => {
  expect(findRows(PIPES, columns, ' P1 ').map(({ id }) => id)).toEqual(['p10', 'P1']);
  expect(findRows(PIPES, columns, '1.25').map(({ id }) => id)).toEqual(['P1']);
});
