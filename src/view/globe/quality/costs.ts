import type { Quality } from '../../../twin/quality.ts';

/** What a frame of the globe costs that can be changed while it is shown: no tile, texture or scene is made anew for it. */
interface GlobeCosts {
  /** Drawn pixels to one of the page, along a side: finer than two no eye tells. */
  readonly maxPerPagePx: number;
  /** Drawn pixels of one picture. */
  readonly maxDrawnPx: number;
  /** Samples a pixel at edges: four cost a software renderer 60 % of its frame. */
  readonly edgeSamples: number;
  /** Side of a cascade of the shadow. */
  readonly shadowPx: number;
  readonly softShadows: boolean;
  /** Error that tiles of the ground may have on the screen, px. */
  readonly groundErrorPx: number;
  /** In so many directions a marked object's line is looked for. */
  readonly outlineDirections: number;
}

/**
 * How pictures of the ground are read where they are seen aslant. Without a GPU a tile that reaches to the horizon took six seconds a frame:
 * the processor goes over all that lies under a pixel, which there is half the tile.
 */
export const slantedOf = ({
  isSoftware,
  quality,
}: {
  isSoftware: boolean;
  quality: Quality;
}): { maximumAnisotropy?: number } => (isSoftware && quality !== 'fine' ? { maximumAnisotropy: 1 } : {});

/**
 * Those of a 4K screen. A scene keeps some eight buffers of its picture's size, a quarter of a gigabyte with these; a wall of
 * 7,680 × 2,160 pixels would take twice that, more than many a card's driver gives a page before it takes the context away. Such a wall is
 * drawn at 0.71 and put on all its pixels; labels and panels are the page's own and stay sharp.
 */
export const MAX_DRAWN_PX = 3840 * 2160;

export const GLOBE_COSTS: Readonly<Record<Quality, GlobeCosts>> = {
  fast: {
    maxPerPagePx: 1,
    maxDrawnPx: 1920 * 1080,
    edgeSamples: 1,
    shadowPx: 1024,
    softShadows: false,
    groundErrorPx: 3,
    outlineDirections: 8,
  },
  medium: {
    maxPerPagePx: 1.5,
    maxDrawnPx: 2560 * 1440,
    edgeSamples: 2,
    shadowPx: 1536,
    softShadows: false,
    groundErrorPx: 2.2,
    outlineDirections: 12,
  },
  fine: {
    maxPerPagePx: 2,
    maxDrawnPx: MAX_DRAWN_PX,
    edgeSamples: 4,
    shadowPx: 2048,
    softShadows: true,
    groundErrorPx: 1.6,
    outlineDirections: 16,
  },
};
