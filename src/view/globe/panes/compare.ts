import { TOUCHES } from '../../dom.ts';
import { endAll } from '../../end-all.ts';
import type { CityStage } from './stage.ts';

/** The line of a swipe; layers know their own side. */
export function showSwipe({ scene, twin }: CityStage): () => void {
  return twin.follow(
    ({ compare, swipeRatio }) => (compare === 'swipe' ? swipeRatio : 1),
    (ratio) => {
      scene.splitPosition = ratio;
      scene.requestRender();
    },
  );
}

/** The second of two pictures may lie over the first, from the line on. What it does not show takes no pointer. */
export function drawCurtain({ element, twin }: CityStage): () => void {
  return twin.follow(
    ({ compare, swipeRatio }) => (compare === 'curtain' ? swipeRatio : null),
    (ratio) => {
      element.classList.toggle('stage-curtain', ratio !== null);
      element.style.setProperty('--shown-from', `${ratio ?? 0}`);
    },
  );
}

/** All panes look from one place: the one that was touched last leads, the others take its pose before their next frame. */
export function linkCameras(stages: readonly CityStage[]): () => void {
  let [leader] = stages;
  let last = '';
  const lead = (stage: CityStage) => (): void => {
    leader = stage;
  };
  const follow = (from: CityStage) => (): void => {
    if (leader !== from) return;
    const { positionWC, directionWC, upWC } = from.scene.camera;
    const key = `${positionWC} ${directionWC} ${upWC}`;
    if (key === last) return;
    last = key;
    for (const { scene } of stages) {
      if (scene === from.scene) continue;
      scene.camera.setView({ destination: positionWC, orientation: { direction: directionWC, up: upWC } });
      scene.requestRender();
    }
  };
  follow(leader)();
  return endAll([
    ...stages.flatMap((stage) => [
      stage.scene.postRender.addEventListener(follow(stage)),
      onTouch(stage.widget.canvas, lead(stage)),
    ]),
    leader.twin.follow(({ flight }) => flight, lead(leader)),
  ]);
}

function onTouch(canvas: HTMLCanvasElement, lead: () => void): () => void {
  for (const type of TOUCHES) canvas.addEventListener(type, lead, { passive: true });
  return () => {
    for (const type of TOUCHES) canvas.removeEventListener(type, lead);
  };
}
