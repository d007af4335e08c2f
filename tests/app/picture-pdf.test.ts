import { expect, test } from 'vitest';
import { pdfOfPicture } from '../../src/app/shell/picture-pdf.ts';

const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 0xff, 0xd9);
const PAGE = {
  jpeg: JPEG,
  widthPx: 1754,
  heightPx: 1240,
  widthPt: 841.92,
  heightPt: 595.2,
  title: '澄川 (规划)',
  madeMs: Date.UTC(2026, 10, 25, 14, 0, 5),
};

test('every object stands where the table of the file says, and the picture is in it byte by byte', () => {
  const bytes = pdfOfPicture(PAGE);
  const text = Buffer.from(bytes).toString('latin1');
  expect(text.startsWith('%PDF-1.4\n')).toBe(true);
  const tableAt = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  expect(text.slice(tableAt, tableAt + 9)).toBe('xref\n0 7\n');
  const rows = [...text.slice(tableAt).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, at]) => Number(at));
  expect(rows.map((at) => text.slice(at, at + 7))).toEqual([1, 2, 3, 4, 5, 6].map((n) => `${n} 0 obj`));
  const streamAt = text.indexOf('stream\n', rows[3]) + 'stream\n'.length;
  expect([...bytes.slice(streamAt, streamAt + JPEG.length)]).toEqual([...JPEG]);
  expect(text).toContain(`/Length ${JPEG.length} `);
});

test('the page has the size of its paper, and its title any letters', () => {
  const text = Buffer.from(pdfOfPicture(PAGE)).toString('latin1');
  expect(text).toContain('/MediaBox [0 0 841.92 595.20]');
  expect(text).toContain('/Width 1754 /Height 1240');
  // 澄 川, a blank, ( 规 划 ) in UTF-16.
  expect(text).toContain('/Title <feff6f845ddd0020002889c452120029>');
  expect(text).toContain('(D:20261125140005Z)');
});
