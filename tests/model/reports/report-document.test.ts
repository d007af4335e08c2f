import { expect, test } from 'vitest';
import type { PageReport } from '../../../model/reports/report.ts';
import { reportDocument } from '../../../model/reports/report-document.ts';

const WORDS = { language: 'en' as const, signatures: 'Signatures', signatureHead: ['What', 'Who', 'When', 'By'] };

const report = (part: Partial<PageReport> = {}): PageReport => ({
  file: 'r',
  title: 'Levee breach',
  facts: [['Log', 'abc123']],
  tables: [{ title: 'Steps', head: ['Step', 'Minutes'], rows: [['Seal', { value: 14.25, digits: 1 }]], note: 'T ≤ L' }],
  signatures: [],
  ...part,
});

test('a report is a document of its own: it is light by its own style and takes nothing from the page', () => {
  const html = reportDocument(report(), 'data:image/jpeg;base64,AA==', WORDS);
  expect(html.startsWith('<!doctype html><html lang="en">')).toBe(true);
  expect(html).toContain(':root { color-scheme: light; background: #fff; }');
  expect(html).not.toMatch(/<link|<script|data-theme|var\(--|@media/);
  expect(html.match(/(?:src|href)="[^"]*"/g)).toEqual(['src="data:image/jpeg;base64,AA=="']);
  expect(html).toContain('<td class="end">14.3</td>');
});

test('what it comes to is said first, then facts, tables, notes and signatures', () => {
  const signatures = [{ what: 'All', who: 'Zhang', at: '2026-11-29', vouched: 'hub' }];
  const html = reportDocument(report({ lead: { figure: '78.6', sentence: 'Sealed late' }, signatures }), null, WORDS);
  const places = ['Levee breach</h1>', '78.6', 'Sealed late', 'abc123', 'Steps', 'T ≤ L', 'Signatures', 'Zhang'];
  const found = places.map((word) => html.indexOf(word));
  expect(found.every((at) => at > 0)).toBe(true);
  expect(found).toEqual([...found].sort((a, b) => a - b));
  expect(html).not.toContain('<img');
});

test('what people wrote is text, never markup', () => {
  const html = reportDocument(report({ title: '<img src=x onerror="a()">&' }), null, WORDS);
  expect(html).toContain('<h1>&lt;img src=x onerror=&quot;a()&quot;&gt;&amp;</h1>');
  expect(html).not.toContain('<img');
});

test('all rows of a long table are on paper', () => {
  const rows = Array.from({ length: 1000 }, (_, i) => [`row ${i}`, i]);
  const html = reportDocument(report({ tables: [{ title: 'All', head: ['Row', 'No'], rows }] }), null, WORDS);
  expect(html.match(/<tr>/g)).toHaveLength(1001);
});

test('a matter stands whole with its sentence, its drawings and its figures, numbered before the tables', () => {
  const matter = {
    title: 'C-001 homes × farmland',
    sentence: 'Both want <it>',
    drawings: [{ svg: '<svg id="one"></svg>', caption: 'Before' }],
    table: { head: ['', 'A', 'B'], rows: [['Use', '0701', 'farmland']] },
  };
  const html = reportDocument(report({ pages: [matter] }), null, WORDS);
  expect(html).toContain('<p>Both want &lt;it&gt;</p>');
  expect(html).toContain('<figure><svg id="one"></svg><figcaption>Before</figcaption></figure>');
  expect(html.indexOf('C-001')).toBeLessThan(html.indexOf('Steps'));
  // Each matter has a page of its own.
  expect(html).toContain('.matter { break-before: page; break-inside: avoid; }');
});

test('a report is laid out for its paper, and its maps are drawn at the scale that was chosen', () => {
  const drawing = { svg: '<svg id="fit"></svg>', atScale: (n: number) => `<svg id="at${n}"></svg>`, caption: 'Map' };
  const pages = [{ title: 'C-001', sentence: '', drawings: [drawing, { svg: '<svg id="place"></svg>', caption: '' }] }];
  const html = reportDocument(report({ pages, mapScale: 2000, paper: 'A3' }), null, WORDS);
  expect(html).toContain('@page { size: A3 landscape; }');
  expect(html).toContain('<figure class="scaled"><svg id="at2000"></svg>');
  expect(html).toContain('<figure><svg id="place"></svg>');
  expect(reportDocument(report({ pages }), null, WORDS)).toContain('<figure><svg id="fit"></svg>');
});
