import type { Enu } from '../../../model/geo/enu.ts';
import { RAD_PER_DEG } from '../../../model/geo/lon-lat.ts';
import { FACTS_EVERY_MS } from '../pace.ts';
import type { PictureFacts } from '../view-api.ts';
import { FOVY_DEG } from './orbit.ts';
import type { TablePane } from './pane.ts';
import type { TableStage } from './stage.ts';

/** Tells its followers, at most ten times a second, what changed with a frame. */
interface TableFacts {
  attach(stage: TableStage): void;
  follow(show: (facts: PictureFacts) => void): () => void;
  close(): void;
}

/** Facts outlive the stage that they are read from. */
export function openTableFacts(tiles: () => PictureFacts['tiles']): TableFacts {
  const followers = new Set<(facts: PictureFacts) => void>();
  let stage: TableStage | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = '';
  const read = (from: TableStage): PictureFacts => ({ metresPerPx: metresPerPx(from), pointer: null, tiles: tiles() });
  const look = (): void => {
    timer = undefined;
    if (!stage) return;
    const now = read(stage);
    const key = JSON.stringify(now);
    if (key === last) return;
    last = key;
    for (const show of followers) show(now);
  };
  return {
    attach(next) {
      stage = next;
      last = '';
      next.after.add(() => {
        if (followers.size > 0) timer ??= setTimeout(look, FACTS_EVERY_MS);
      });
    },
    follow(show) {
      followers.add(show);
      if (stage) show(read(stage));
      return () => followers.delete(show);
    },
    close() {
      clearTimeout(timer);
      stage = null;
      followers.clear();
    },
  };
}

function metresPerPx({ canvas, block, twin }: TableStage): number {
  const { rangeRatio } = twin.getState().tablePose;
  return (2 * rangeRatio * block.sizeM * Math.tan((FOVY_DEG / 2) * RAD_PER_DEG)) / Math.max(1, canvas.clientHeight);
}

/** CSS pixels in the window; null behind the eye. */
export function screenOfTable(pane: TablePane, point: Enu): { xPx: number; yPx: number } | null {
  const at = pane.city()?.sight.projection()(point) ?? null;
  if (!at) return null;
  const box = pane.stage.canvas.getBoundingClientRect();
  return { xPx: at.x + box.left, yPx: at.y + box.top };
}
