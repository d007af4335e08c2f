import type { ShownLayer } from '../layers/layer-tileset.ts';
import type { LayerTilesets } from '../layers/layers.ts';
import type { Stage } from '../panes/stage.ts';
import type { FrameMeter } from './meter.ts';

const MIB = 1024 * 1024;

/** Bytes of all tilesets together: half of what Cesium allows a single one. */
export const TILE_BUDGET_BYTES = 512 * MIB;

const EVERY_MS = 400;
const FRAMES_A_STEP = 4;
const COARSEST = 64;

/** `?budget=` in the address, MiB: for machines that have less to give, and to see what then happens. */
export function requestedBudgetBytes(search: string): number {
  const mib = Number(new URLSearchParams(search).get('budget') ?? Number.NaN);
  return mib >= 1 && mib <= 8192 ? mib * MIB : TILE_BUDGET_BYTES;
}

/** How many times coarser than wanted tiles are drawn, and the last that was too fine for this view (0: none yet). */
export interface Pace {
  coarseness: number;
  tooFine: number;
}

const AS_WANTED: Pace = { coarseness: 1, tooFine: 0 };

/**
 * The budget as one rule: coarser while too much is held, finer again while there is room. What was too fine is not
 * tried again: tiles come in lumps, and without that memory a lump that fits neither way came and went for ever.
 */
export function nextPace({ coarseness, tooFine }: Pace, bytes: number, budgetBytes: number): Pace {
  if (bytes > budgetBytes) return { coarseness: Math.min(COARSEST, coarseness * 1.3), tooFine: coarseness };
  const finer = Math.max(1, coarseness / 1.15);
  return bytes < budgetBytes * 0.7 && finer > tooFine ? { coarseness: finer, tooFine } : { coarseness, tooFine };
}

/**
 * One byte budget over all tilesets of all panes. Cesium knows a cache a tileset; here each may keep what the others
 * leave, unseen tiles beyond that are dropped, and when what is seen alone is too much, all are drawn coarser. A step
 * is judged after some frames, since that is when tiles go; another view or other layers are a new question.
 */
export function keepBudget(
  panes: () => readonly { stage: Stage; layers: LayerTilesets; meter: FrameMeter }[],
  budgetBytes: number,
): { coarseness(): number; close(): void } {
  let pace = AS_WANTED;
  let judgedFrames = 0;
  let judgedView = '';
  const timer = setInterval(() => {
    const open = panes().filter(({ stage }) => !stage.widget.isDestroyed());
    const held = open.flatMap(({ layers }) => layers.all());
    const bytes = held.reduce((sum, { tileset }) => sum + tileset.totalMemoryUsageInBytes, 0);
    const frames = open.reduce((sum, { meter }) => sum + meter.stats().frames, 0);
    const before = pace.coarseness;
    const view = viewKey(open, held);
    if (view !== judgedView) pace = { ...pace, tooFine: 0 };
    judgedView = view;
    if (Math.abs(frames - judgedFrames) >= FRAMES_A_STEP) {
      judgedFrames = frames;
      pace = nextPace(pace, bytes, budgetBytes);
    }
    let isOther = false;
    for (const { tileset, coarsen } of held) {
      const others = bytes - tileset.totalMemoryUsageInBytes;
      tileset.cacheBytes = tileset.show ? Math.max(0, budgetBytes - others) : 0;
      tileset.maximumCacheOverflowBytes = budgetBytes;
      isOther = coarsen(pace.coarseness) || isOther;
    }
    const mayGoOn = nextPace(pace, bytes, budgetBytes).coarseness !== pace.coarseness;
    if (pace.coarseness === before && !mayGoOn && !isOther) return;
    for (const { stage } of open) stage.scene.requestRender();
  }, EVERY_MS);
  return { coarseness: () => pace.coarseness, close: () => clearInterval(timer) };
}

function viewKey(open: readonly { stage: Stage }[], held: readonly ShownLayer[]): string {
  const { x = 0, y = 0, z = 0 } = open.at(0)?.stage.scene.camera.positionWC ?? {};
  const drawn = held.filter(({ tileset }) => tileset.show).length;
  return `${open.length} ${drawn} ${Math.round(x)} ${Math.round(y)} ${Math.round(z)}`;
}
