import type { TableStage } from './stage.ts';

/** A hall's table turns so fast while nobody is near. */
const TURN_DEG_PER_S = 0.6;
const MAX_STEP_MS = 100;

/** Turns the table by so much time; not at all for who asked for less motion. */
export function turnBy({ twin }: TableStage, elapsedMs: number): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const { tablePose, poseTable } = twin.getState();
  poseTable({ ...tablePose, turnDeg: tablePose.turnDeg + (TURN_DEG_PER_S * elapsedMs) / 1000 });
}

/** While somebody wants the picture to attract, it turns. */
export function turnTable(stage: TableStage, isAttracting: () => boolean): () => void {
  let lastMs = performance.now();
  const step = (): void => {
    const nowMs = performance.now();
    const elapsedMs = Math.min(MAX_STEP_MS, nowMs - lastMs);
    lastMs = nowMs;
    if (!isAttracting()) return;
    turnBy(stage, elapsedMs);
    stage.requestFrame();
  };
  stage.before.add(step);
  return () => stage.before.delete(step);
}
