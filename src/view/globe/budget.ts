import type { LayerTilesets } from './layers.ts';
import type { Stage } from './stage.ts';

const MIB = 1024 * 1024;

/** Bytes of all tilesets together: half of what Cesium allows a single one. */
export const TILE_BUDGET_BYTES = 512 * MIB;

const EVERY_MS = 400;
const COARSEST = 8;

/** `?budget=` in the address, MiB: for machines that have less to give, and to see what then happens. */
export function askedBudgetBytes(search: string): number {
  const mib = Number(new URLSearchParams(search).get('budget') ?? Number.NaN);
  return mib >= 1 && mib <= 8192 ? mib * MIB : TILE_BUDGET_BYTES;
}

/** The budget as one rule: how many times coarser than it would like each layer is drawn when so many bytes are held. */
export function nextCoarseness(coarseness: number, bytes: number, budgetBytes: number): number {
  if (bytes > budgetBytes) return Math.min(COARSEST, coarseness * 1.3);
  if (bytes < budgetBytes * 0.7) return Math.max(1, coarseness / 1.15);
  return coarseness;
}

/**
 * One byte budget over all tilesets of all panes. Cesium knows a cache a tileset; here each may keep what the others
 * leave, unseen tiles beyond that are dropped, and when what is seen alone is too much, all are drawn coarser.
 */
export function keepBudget(
  panes: () => readonly { stage: Stage; layers: LayerTilesets }[],
  budgetBytes: number,
): { coarseness(): number; close(): void } {
  let coarseness = 1;
  const timer = setInterval(() => {
    const open = panes().filter(({ stage }) => !stage.widget.isDestroyed());
    const held = open.flatMap(({ layers }) => layers.all());
    const bytes = held.reduce((sum, { tileset }) => sum + tileset.totalMemoryUsageInBytes, 0);
    const next = nextCoarseness(coarseness, bytes, budgetBytes);
    for (const { tileset, finestErrorPx } of held) {
      const others = bytes - tileset.totalMemoryUsageInBytes;
      tileset.cacheBytes = tileset.show ? Math.max(0, budgetBytes - others) : 0;
      tileset.maximumCacheOverflowBytes = budgetBytes;
      tileset.maximumScreenSpaceError = finestErrorPx * next;
    }
    if (next === coarseness && bytes <= budgetBytes) return;
    coarseness = next;
    for (const { stage } of open) stage.scene.requestRender();
  }, EVERY_MS);
  return { coarseness: () => coarseness, close: () => clearInterval(timer) };
}
