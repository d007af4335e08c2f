import type { View } from '../../../../model/city/manifest.ts';
import { poseByKey } from '../../key-poses.ts';
import type { CityStage } from '../panes/stage.ts';
import { viewOf } from './camera-view.ts';

/** How long a step by a key or a button of the map takes. */
export const STEP_MS = 180;

/** Lower than this a step is not made smaller. */
const MIN_HEIGHT_M = 30;
const STEP_SHARE = 0.18;

/** Arrows shift the ground, with Shift they turn; Page Up and Down tilt, + and − zoom, Home goes home. */
export function steerByKeys(
  stage: CityStage,
  to: { zoom(factor: number): void; fly(view: View, durationMs: number): unknown },
): () => void {
  const { canvas } = stage.widget;
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const view = viewOf(stage.scene.camera);
    const heightM = Math.max(MIN_HEIGHT_M, view.heightM - stage.city.origin.heightM);
    const pose = poseByKey(view, event, heightM * STEP_SHARE);
    if (pose) to.fly(pose, STEP_MS);
    else if (event.key === '+' || event.key === '=') to.zoom(0.5);
    else if (event.key === '-') to.zoom(2);
    else if (event.key === 'Home') stage.twin.getState().flyHome();
    else return;
    event.preventDefault();
  };
  canvas.addEventListener('keydown', onKey);
  return () => canvas.removeEventListener('keydown', onKey);
}
