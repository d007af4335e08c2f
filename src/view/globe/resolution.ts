/** Finer than two drawn pixels to one of the page no eye tells. */
const MAX_PER_PAGE_PX = 2;
/**
 * Of one picture: those of a 4K screen. A scene keeps some eight buffers of its size, a quarter of a gigabyte with these; a wall of
 * 7,680 × 2,160 pixels would take twice that, more than many a card's driver gives a page before it takes the context away. Such a wall is
 * drawn at 0.71 and put on all its pixels; labels and panels are the page's own and stay sharp.
 */
export const MAX_DRAWN_PX = 3840 * 2160;

/**
 * Drawn pixels to one of the screen, for a picture of so many of the page's pixels: never more than {@link MAX_DRAWN_PX} in all, nor more on a
 * side than the card's `maxSidePx`.
 */
export function resolutionScale(
  widthPx: number,
  heightPx: number,
  devicePixelRatio: number,
  maxSidePx: number,
): number {
  const perPagePx = Math.min(
    devicePixelRatio,
    MAX_PER_PAGE_PX,
    Math.sqrt(MAX_DRAWN_PX / Math.max(1, widthPx * heightPx)),
    maxSidePx / Math.max(1, widthPx, heightPx),
  );
  return perPagePx / devicePixelRatio;
}
