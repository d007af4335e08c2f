import type { LayerInfo } from '../../model/city/manifest.ts';
import type { EngineId } from '../../model/runs/engine-id.ts';
import type { PictureStyle } from '../../model/scenarios/picture-style.ts';
import type { Theme } from './appearance.ts';
import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends CompareSlice {}
}

/**
 * `swipe`: one picture, a line between two sides of its layers and runs. `curtain`: two pictures on one another, the right one seen from
 * that line on, for what one scene cannot hold twice, as a ground that is graded. `split`: two to four pictures beside one another.
 */
type CompareMode = 'off' | 'swipe' | 'curtain' | 'split';

/** Each is a scene of its own, with linked cameras. */
export const hasManyPictures = (mode: CompareMode): boolean => mode === 'curtain' || mode === 'split';

export const VIEW_COUNTS = [2, 3, 4] as const;
type ViewCount = (typeof VIEW_COUNTS)[number];

/** What one picture of several shows otherwise than the page; the first has no more of its own than layers. */
export interface OwnOfView {
  /** Null: the page's. */
  readonly theme: Theme | null;
  /** Null: the page's. */
  readonly style: PictureStyle | null;
  /** Only layers of these states; null: as the page filters them. */
  readonly states: LayerInfo['state'][] | null;
  /** By layer: shown or not. A layer that is not named is as the page has it. */
  readonly layers: Readonly<Record<string, boolean>>;
  /** By engine: the run, or none. An engine that is not named shows the page's run, on the second picture the one compared with it. */
  readonly runs: Readonly<Record<EngineId, string | null>>;
}

export const AS_THE_PAGE: OwnOfView = { theme: null, style: null, states: null, layers: {}, runs: {} };

/** Where a picture stands, CSS pixels of the window. */
export interface ViewBox {
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface CompareSlice {
  compare: CompareMode;
  swipeRatio: number;
  /** Number of pictures of a split. */
  viewCount: ViewCount;
  /** By picture, the page's own first; as many as there can be. */
  views: readonly OwnOfView[];
  /** Which of the pictures this state is seen by; the page is the first. */
  viewIndex: number;
  /** Places of three and more pictures, as the engine arranges them between the panels; else none. */
  viewBoxes: readonly ViewBox[];
  setCompare(mode: CompareSlice['compare']): void;
  setSwipe(ratio: number): void;
  setViewCount(count: ViewCount): void;
  setView(index: number, part: Partial<OwnOfView>): void;
  placeViews(boxes: readonly ViewBox[]): void;
}

export const compareSlice: Slice<CompareSlice> = (set) => ({
  compare: 'off',
  swipeRatio: 0.5,
  viewCount: 2,
  views: [AS_THE_PAGE, AS_THE_PAGE, AS_THE_PAGE, AS_THE_PAGE],
  viewIndex: 0,
  viewBoxes: [],
  setCompare: (compare) => set({ compare }),
  setSwipe: (ratio) => set({ swipeRatio: Math.min(1, Math.max(0, ratio)) }),
  setViewCount: (viewCount) => set({ viewCount }),
  setView: (index, part) =>
    set(({ views }) => ({ views: views.map((own, i) => (i === index ? { ...own, ...part } : own)) })),
  placeViews: (boxes) => set(({ viewBoxes }) => (boxes.length + viewBoxes.length > 0 ? { viewBoxes: boxes } : {})),
});

/** How many pictures there are now. */
export function pictureCount({ compare, viewCount }: Pick<CompareSlice, 'compare' | 'viewCount'>): number {
  if (compare === 'split') return viewCount;
  return compare === 'curtain' ? 2 : 1;
}
