import { markSpan } from '../../../twin/user-timing.ts';
import type { LayerTilesets } from '../layers/layers.ts';
import type { Stage } from '../panes/stage.ts';

/** How many frames were drawn, and whether the picture is complete. */
export interface FrameMeter {
  stats(): FrameStats;
  /** Frames drawn since ground and all shown layers were complete. */
  settledFrames(): number;
  /** Ground, a shown layer or something that is drawn over them is still to come. */
  isLoading(): boolean;
  close(): void;
}

/** Frames of a stage since it was opened, and the first ones, ms since navigation. */
export interface FrameStats {
  frames: number;
  /** Since navigation. */
  firstFrameMs: number | null;
  /** First frame that shows buildings or any other layer of the city. */
  firstCityMs: number | null;
}

/** A complete picture is drawn so often, so that who waits for `settledFrames` sees it settle. */
const SETTLING = 4;

/** Counts frames of a stage, and asks for the few more that show a complete picture to have settled. */
export function meterFrames({ scene }: Stage, isWaiting: () => boolean, layers: LayerTilesets): FrameMeter {
  let frames = 0;
  let settled = 0;
  let isComplete = false;
  let firstFrameMs: number | null = null;
  let firstCityMs: number | null = null;
  const loading = () => layers.all().some(({ tileset }) => tileset.show && !tileset.tilesLoaded);
  let beganMs = 0;
  const endBegin = scene.preUpdate.addEventListener(() => {
    beganMs = performance.now();
  });
  const end = scene.postRender.addEventListener(() => {
    markSpan('draw', beganMs);
    const nowMs = performance.now();
    frames++;
    firstFrameMs ??= nowMs;
    if (firstCityMs === null && layers.all().some(({ tileset }) => tileset.totalMemoryUsageInBytes > 0))
      firstCityMs = nowMs;
    isComplete = scene.globe.tilesLoaded && !loading() && !isWaiting();
    settled = isComplete ? settled + 1 : 0;
    if (settled < SETTLING) scene.requestRender();
  });
  return {
    settledFrames: () => settled,
    isLoading: () => !isComplete,
    stats: () => ({ frames, firstFrameMs, firstCityMs }),
    close() {
      endBegin();
      end();
    },
  };
}
