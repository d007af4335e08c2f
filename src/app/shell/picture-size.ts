import type { PictureSize } from '../../view/view-api.ts';

/** Longer side of a picture; what a browser's canvas holds ends not far above. */
export const MAX_SIDE_PX = 8192;
export const MIN_SIDE_PX = 320;

const MM_PER_INCH = 25.4;
/** CSS pixels of the page in an inch. */
const PAGE_DPI = 96;

/** What a picture is for: paper at a fineness, or a screen. */
export interface SizeChoice {
  readonly id: 'a4-150' | 'a4-300' | 'a3-150' | 'a3-300' | '4k' | '8k' | 'own';
  readonly size: PictureSize;
  /** Drawn pixels to one of the page: how large letters stand on it. */
  readonly scale: number;
}

/** A landscape sheet of ISO 216. */
function sheet(id: SizeChoice['id'], widthMm: number, heightMm: number, dpi: number): SizeChoice {
  const px = (mm: number) => Math.round((mm / MM_PER_INCH) * dpi);
  return { id, size: { widthPx: px(widthMm), heightPx: px(heightMm) }, scale: dpi / PAGE_DPI };
}

/** Letters on a screen are as large as on an A3 sheet that fills it. */
const A3_PAGE_PX = (420 / MM_PER_INCH) * PAGE_DPI;

/** A screen, or a size of one's own. */
export const sized = (id: SizeChoice['id'], widthPx: number, heightPx: number): SizeChoice => ({
  id,
  size: { widthPx, heightPx },
  scale: widthPx / A3_PAGE_PX,
});

export const SIZES: readonly SizeChoice[] = [
  sheet('a4-150', 297, 210, 150),
  sheet('a4-300', 297, 210, 300),
  sheet('a3-150', 420, 297, 150),
  sheet('a3-300', 420, 297, 300),
  sized('4k', 3840, 2160),
  sized('8k', 7680, 4320),
];
