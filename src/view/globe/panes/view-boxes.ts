import type { ViewBox } from '../../../twin/compare.ts';
import type { InsetsPx } from '../../view-api.ts';

interface SizePx {
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * Where so many pictures stand, CSS pixels of the window. Two share all of it, as a swipe does; more share what panels leave free: three
 * in a row, or one above another where that is higher than wide, four in two rows.
 */
export function viewBoxes(count: number, window: SizePx, insets: InsetsPx): ViewBox[] {
  const all: ViewBox = { leftPx: 0, topPx: 0, ...window };
  if (count <= 2) return grid(all, count, 1);
  const free: ViewBox = {
    leftPx: insets.leftPx,
    topPx: insets.topPx,
    widthPx: window.widthPx - insets.leftPx - insets.rightPx,
    heightPx: window.heightPx - insets.topPx - insets.bottomPx,
  };
  if (count === 4) return grid(free, 2, 2);
  return free.widthPx >= free.heightPx ? grid(free, count, 1) : grid(free, 1, count);
}

/** Row by row. */
function grid({ leftPx, topPx, widthPx, heightPx }: ViewBox, columns: number, rows: number): ViewBox[] {
  const size = { widthPx: widthPx / columns, heightPx: heightPx / rows };
  return Array.from({ length: columns * rows }, (_, i) => ({
    leftPx: leftPx + (i % columns) * size.widthPx,
    topPx: topPx + Math.floor(i / columns) * size.heightPx,
    ...size,
  }));
}
