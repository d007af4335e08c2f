import type { LayerTilesets } from './layers.ts';
import { endAll, type Stage } from './stage.ts';

/** What frames cost, and whether the picture is complete. */
export interface FrameMeter {
  stats(): FrameStats;
  /** Frames drawn since ground and all shown layers were complete. */
  settledFrames(): number;
  close(): void;
}

export interface FrameStats {
  frames: number;
  /** Median and 95th percentile of script in the last 120 frames, without the GPU's time. */
  scriptMs: number;
  scriptP95Ms: number;
  /** Since navigation. */
  firstFrameMs: number | null;
  /** First frame that shows buildings or any other layer of the city. */
  firstCityMs: number | null;
}

const KEPT = 120;
/** A complete picture is drawn so often, so that who waits for `settledFrames` sees it settle. */
const SETTLING = 4;

export function meterFrames({ scene }: Stage, layers: LayerTilesets): FrameMeter {
  const times: number[] = [];
  let [frames, startMs, settled] = [0, 0, 0];
  let firstFrameMs: number | null = null;
  let firstCityMs: number | null = null;
  const loading = () => layers.all().some(({ tileset }) => tileset.show && !tileset.tilesLoaded);
  const end = endAll([
    scene.preUpdate.addEventListener(() => {
      startMs = performance.now();
    }),
    scene.postRender.addEventListener(() => {
      const nowMs = performance.now();
      frames++;
      times.push(nowMs - startMs);
      if (times.length > KEPT) times.shift();
      firstFrameMs ??= nowMs;
      if (firstCityMs === null && layers.all().some(({ tileset }) => tileset.totalMemoryUsageInBytes > 0))
        firstCityMs = nowMs;
      settled = scene.globe.tilesLoaded && !loading() && !layers.isWaiting() ? settled + 1 : 0;
      if (settled < SETTLING) scene.requestRender();
    }),
  ]);
  return {
    settledFrames: () => settled,
    stats() {
      const sorted = [...times].sort((a, b) => a - b);
      const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
      return { frames, scriptMs: at(0.5), scriptP95Ms: at(0.95), firstFrameMs, firstCityMs };
    },
    close: end,
  };
}
