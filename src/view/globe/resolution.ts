/** How fine a picture may be at most. */
interface FinestPicture {
  /** Drawn pixels to one of the page, along a side. */
  readonly maxPerPagePx: number;
  readonly maxDrawnPx: number;
  /** On a side, by the card. */
  readonly maxSidePx: number;
}

/** Drawn pixels to one of the screen, for a picture of so many of the page's pixels. */
export function resolutionScale(
  widthPx: number,
  heightPx: number,
  devicePixelRatio: number,
  { maxPerPagePx, maxDrawnPx, maxSidePx }: FinestPicture,
): number {
  const perPagePx = Math.min(
    devicePixelRatio,
    maxPerPagePx,
    Math.sqrt(maxDrawnPx / Math.max(1, widthPx * heightPx)),
    maxSidePx / Math.max(1, widthPx, heightPx),
  );
  return perPagePx / devicePixelRatio;
}
