import type { ReportPaper } from '../../model/reports/report.ts';

/** Sizes of the papers that reports are laid out for, in millimetres. */
export const REPORT_PAPERS: Readonly<Record<ReportPaper, { widthMm: number; heightMm: number }>> = {
  A4: { widthMm: 210, heightMm: 297 },
  A3: { widthMm: 420, heightMm: 297 },
};

/** Margins of the page box, as the style of the printed document has them. */
export const MARGIN_TOP_MM = 14;
const MARGIN_BOTTOM_MM = 16;
export const MARGIN_SIDE_MM = 12;

/** A piece of a report that no page break cuts; of a part with heads, rows and notes each is one. */
export interface ReportBlock {
  /** Title of its part; empty: the front. */
  readonly part: string;
  readonly kind: 'text' | 'picture' | 'row';
  readonly heightMm: number;
  readonly startsPage: boolean;
}

export interface PlacedBlock extends ReportBlock {
  /** From 1. */
  readonly page: number;
  readonly topMm: number;
}

/** Height of the text on a page. */
export const textHeightMm = (paper: ReportPaper): number =>
  REPORT_PAPERS[paper].heightMm - MARGIN_TOP_MM - MARGIN_BOTTOM_MM;

/** Lays blocks on pages as a browser prints them: what does not fit goes to the next page, what is higher than a page goes on there. */
export function laidOnPages(blocks: readonly ReportBlock[], paper: ReportPaper): PlacedBlock[] {
  const roomMm = textHeightMm(paper);
  let page = 1;
  let topMm = 0;
  return blocks.map((block) => {
    if (topMm > 0 && (block.startsPage || topMm + block.heightMm > roomMm)) {
      page++;
      topMm = 0;
    }
    const placed = { ...block, page, topMm };
    const endMm = topMm + block.heightMm;
    page += Math.max(0, Math.ceil(endMm / roomMm) - 1);
    topMm = endMm > roomMm ? endMm % roomMm : endMm;
    return placed;
  });
}

/** The first and the last page of a part; null: it is on none. */
export function pagesOfPart(
  blocks: readonly PlacedBlock[],
  part: string,
): readonly [first: number, last: number] | null {
  const own = blocks.filter((block) => block.part === part).map(({ page }) => page);
  return own.length === 0 ? null : [Math.min(...own), Math.max(...own)];
}

/** Reads the blocks of a report from its document as it is laid out. */
export function blocksOf(report: Document, paper: ReportPaper): ReportBlock[] {
  const { body } = report;
  const frame = body.getBoundingClientRect();
  const mmPerPx = REPORT_PAPERS[paper].widthMm / frame.width;
  const blockOf = (element: Element, part: string, kind: ReportBlock['kind'], startsPage = false): ReportBlock => {
    const { top, bottom } = element.getBoundingClientRect();
    const next = element.nextElementSibling?.getBoundingClientRect().top;
    // With the space to what follows it, which a page has too.
    const end = next !== undefined && next >= bottom ? next : bottom;
    return { part, kind, heightMm: (end - top) * mmPerPx, startsPage };
  };
  return [...body.children].flatMap((element) => {
    const part = element.getAttribute('data-part') ?? '';
    if (element.matches('.matter')) return [blockOf(element, part, 'picture', true)];
    if (!element.matches('section')) {
      const hasPicture = element.querySelector('img') !== null;
      return [blockOf(element, part, hasPicture ? 'picture' : 'text')];
    }
    const startsPage = element.previousElementSibling?.matches('.matter') ?? false;
    const pieces = [...element.querySelectorAll('h2, tr, .note')];
    return pieces.map((piece, at) =>
      blockOf(piece, part, piece.matches('tr') ? 'row' : 'text', startsPage && at === 0),
    );
  });
}
