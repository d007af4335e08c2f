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

/** Pixels that a widget draws to one of the page, along a side. */
export const drawnPerPagePx = (widget: { readonly resolutionScale: number }): number =>
  widget.resolutionScale * window.devicePixelRatio;

/**
 * How large an error may be in the page's pixels, in which the engine measures it, so that it is `errorPx` where a picture has fewer pixels
 * than the page: on a wall, on a page that is zoomed out. Tiles finer than what is drawn would be loaded for nothing.
 */
export const pageErrorPx = (errorPx: number, perPagePx: number): number => errorPx / Math.min(1, perPagePx);
