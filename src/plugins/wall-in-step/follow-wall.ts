import type { StoreApi } from 'zustand/vanilla';
import { wallTopic } from '../../../model/hub/topics.ts';
import { LEADER_LOST_MS, parseWallStep, type WallShown, type WallStep } from '../../../model/walls/wall-step.ts';
import type { App } from '../../kit/plugin.ts';
import { HUB_TOPICS } from '../../twin/live/hub-topics.ts';
import { takeShown } from './shown.ts';
import type { WallStatus } from './status.ts';

/** How often the page looks how old the last step is. */
const LOOK_EVERY_MS = 500;

/**
 * Shows what the leader of the wall shows. By the page's own clock alone is told how old a step is: machines of a wall need not have the same
 * time. A leader that is silent stops the clock, so that no screen plays on alone; the next step sets all again.
 */
export function followWall(
  app: Pick<App, 'twin' | 'service' | 'report'>,
  wall: string,
  status: StoreApi<WallStatus>,
): () => void {
  const { twin } = app;
  let last: Pick<WallStep, 'leader' | 'seq' | 'by'> | null = null;
  let shown: WallShown | null = null;
  let receivedMs = performance.now();
  let isConnected = false;
  let isBack = false;
  let isLost = false;
  let missing: readonly string[] = [];

  function tell(): void {
    const ageMs = performance.now() - receivedMs;
    status.setState({ kind: 'follows', by: last?.by ?? null, ageMs, isConnected, isBack, missing }, true);
  }

  function take(json: unknown): void {
    let step: WallStep;
    try {
      step = parseWallStep(json);
    } catch (error) {
      app.report('wall', error);
      return;
    }
    if (last?.leader === step.leader && step.seq <= last.seq) return;
    const isChanged = isLost || last?.by !== step.by;
    isBack ||= isLost;
    isLost = false;
    last = step;
    receivedMs = performance.now();
    missing = takeShown(app, step.shown, shown) ?? missing;
    shown = step.shown;
    if (isChanged) tell();
  }

  const leave = app.service(HUB_TOPICS)?.follow(wallTopic(wall), {
    connected(isOpen) {
      isConnected = isOpen;
      tell();
    },
    take,
  });
  const timer = setInterval(() => {
    isLost = last !== null && performance.now() - receivedMs > LEADER_LOST_MS;
    if (isLost) {
      isBack = false;
      if (twin.getState().playing) twin.getState().play(false);
    }
    tell();
  }, LOOK_EVERY_MS);
  tell();
  return () => {
    clearInterval(timer);
    leave?.();
    twin.getState().takeLedCamera(null);
  };
}
