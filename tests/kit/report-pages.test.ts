import { describe, expect, test } from 'vitest';
import { laidOnPages, pagesOfPart, type ReportBlock, textHeightMm } from '../../src/kit/report-pages.ts';

const block = (part: string, heightMm: number, startsPage = false): ReportBlock => ({
  part,
  kind: 'row',
  heightMm,
  startsPage,
});

describe('the pages of a report', () => {
  test('hold what fits between the margins: A4 has 267 mm, and A3 lies with as many', () => {
    expect([textHeightMm('A4'), textHeightMm('A3')]).toEqual([267, 267]);
    const laid = laidOnPages([block('', 200), block('Rules', 67), block('Rules', 1)], 'A4');
    expect(laid.map(({ page, topMm }) => [page, topMm])).toEqual([
      [1, 0],
      [1, 200],
      [2, 0],
    ]);
    expect(pagesOfPart(laid, 'Rules')).toEqual([1, 2]);
    expect(pagesOfPart(laid, 'Other')).toBeNull();
  });

  test('begin where a matter does, and go on with what is higher than a page', () => {
    const laid = laidOnPages(
      [block('', 20), block('C-001', 100, true), block('C-002', 300, true), block('All', 10)],
      'A4',
    );
    expect(laid.map(({ page }) => page)).toEqual([1, 2, 3, 4]);
    expect(laid[3].topMm).toBeCloseTo(33, 6);
  });
});
