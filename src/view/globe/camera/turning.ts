import { TURN_DEG_PER_S, turned } from '../../path.ts';
import type { CityStage } from '../panes/stage.ts';
import { setView, viewOf } from './camera-view.ts';

/** Turns the picture about its middle; not at all for who asked for less motion. */
export function turnSlowly({ scene, city }: CityStage, elapsedMs: number): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const groundM = scene.globe.getHeight(scene.camera.positionCartographic) ?? city.origin.heightM;
  setView(scene.camera, turned(viewOf(scene.camera), (elapsedMs / 1000) * TURN_DEG_PER_S, groundM));
  scene.requestRender();
}

/** While the hall's cover is shown the picture turns and wears no names. */
export function attract(stage: CityStage, isAttracting: () => boolean): () => void {
  let lastMs = performance.now();
  return stage.scene.preUpdate.addEventListener(() => {
    const nowMs = performance.now();
    const attracting = isAttracting();
    stage.element.classList.toggle('attracting', attracting);
    if (attracting) turnSlowly(stage, Math.min(nowMs - lastMs, MAX_TURN_STEP_MS));
    lastMs = nowMs;
  });
}

/** A picture that stood still for longer (a hidden tab, a first frame) does not jump. */
const MAX_TURN_STEP_MS = 500;
