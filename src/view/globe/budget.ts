import type { LayerTilesets } from './layers.ts';
import type { Stage } from './stage.ts';

/** Bytes of all tilesets together: half of what Cesium allows a single one. */
export const TILE_BUDGET_BYTES = 512 * 1024 * 1024;

const EVERY_MS = 400;
const FINEST_ERROR_PX = 16;
const COARSEST_ERROR_PX = 128;

/** The budget as one rule: what error is asked for when so many bytes are held. */
export function nextErrorPx(errorPx: number, bytes: number, budgetBytes: number): number {
  if (bytes > budgetBytes) return Math.min(COARSEST_ERROR_PX, errorPx * 1.3);
  if (bytes < budgetBytes * 0.7) return Math.max(FINEST_ERROR_PX, errorPx / 1.15);
  return errorPx;
}

/**
 * One byte budget over all tilesets of all panes. Cesium knows a cache a tileset; here each may keep what the others
 * leave, unseen tiles beyond that are dropped, and when what is seen alone is too much, all are drawn coarser.
 */
export function keepBudget(
  panes: () => readonly { stage: Stage; layers: LayerTilesets }[],
  budgetBytes: () => number,
): () => void {
  let errorPx = FINEST_ERROR_PX;
  const timer = setInterval(() => {
    const open = panes().filter(({ stage }) => !stage.widget.isDestroyed());
    const tilesets = open.flatMap(({ layers }) => layers.all().map(({ tileset }) => tileset));
    const bytes = tilesets.reduce((sum, tileset) => sum + tileset.totalMemoryUsageInBytes, 0);
    const budget = budgetBytes();
    const next = nextErrorPx(errorPx, bytes, budget);
    for (const tileset of tilesets) {
      const others = bytes - tileset.totalMemoryUsageInBytes;
      tileset.cacheBytes = tileset.show ? Math.max(0, budget - others) : 0;
      tileset.maximumCacheOverflowBytes = budget;
      tileset.maximumScreenSpaceError = next;
    }
    if (next === errorPx && bytes <= budget) return;
    errorPx = next;
    for (const { stage } of open) stage.scene.requestRender();
  }, EVERY_MS);
  return () => clearInterval(timer);
}
