import type { WallPlace } from '../../twin/table.ts';

/** The part of a large picture that one window draws, in pixels of that picture. */
interface WallShare {
  readonly fullWidthPx: number;
  readonly fullHeightPx: number;
  readonly leftPx: number;
  readonly topPx: number;
}

/**
 * Returns the share of one screen in a wall of N × M windows of this size: strips that the frames of the screens cover belong to the
 * picture, so that a straight edge goes on straight behind them.
 */
export function wallShare(
  { columns, rows, column, row, bezelXRatio, bezelYRatio }: WallPlace,
  widthPx: number,
  heightPx: number,
): WallShare {
  return {
    fullWidthPx: widthPx * (columns + (columns - 1) * bezelXRatio),
    fullHeightPx: heightPx * (rows + (rows - 1) * bezelYRatio),
    leftPx: column * widthPx * (1 + bezelXRatio),
    topPx: row * heightPx * (1 + bezelYRatio),
  };
}
