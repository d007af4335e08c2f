import type { WallPlace } from '../twin/table.ts';

/** The part of a large picture that one window draws, in pixels of that picture. */
interface WallShare {
  readonly fullWidthPx: number;
  readonly fullHeightPx: number;
  readonly leftPx: number;
  readonly topPx: number;
}

/** A part of a larger picture, all of it seen by one eye. */
export interface PicturePart {
  /** Tangents of half the angle that the part's width and height would take in the middle. */
  halfWidthTan: number;
  halfHeightTan: number;
  /** Offset of the part's middle from the middle of the whole, to the right and up, tangents. */
  rightTan: number;
  upTan: number;
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

/** A wall is seen no wider than by this angle on either side of its middle, where a flat picture draws its edges out already. */
const MAX_HALF_TAN = Math.tan(Math.PI / 3);

/**
 * Returns the part that one screen draws of what an eye sees whose opening along the longer side of a single screen has this tangent. A wall
 * holds all that a single screen would show, and what lies beside it: the shorter way of the wall keeps the opening of the screen.
 */
export function wallPart(place: WallPlace, widthPx: number, heightPx: number, halfLongTan: number): PicturePart {
  const { fullWidthPx, fullHeightPx, leftPx, topPx } = wallShare(place, widthPx, heightPx);
  const tanOfScreen = (2 * halfLongTan) / Math.max(widthPx, heightPx);
  const kept = tanOfScreen * Math.max(widthPx / fullWidthPx, heightPx / fullHeightPx);
  const tanPerPx = Math.min(kept, (2 * MAX_HALF_TAN) / Math.max(fullWidthPx, fullHeightPx));
  return {
    halfWidthTan: (widthPx * tanPerPx) / 2,
    halfHeightTan: (heightPx * tanPerPx) / 2,
    rightTan: (leftPx + widthPx / 2 - fullWidthPx / 2) * tanPerPx,
    upTan: (fullHeightPx / 2 - topPx - heightPx / 2) * tanPerPx,
  };
}
