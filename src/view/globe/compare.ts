import { endAll } from '../end-all.ts';
import type { CityStage } from './stage.ts';

/** The line of a swipe; layers know their own side. A stage that shows one side shows it whole. */
export function showSwipe({ scene, twin, side }: CityStage): () => void {
  return twin.follow(
    ({ compare, swipeRatio }) => (compare === 'swipe' && side() === 'both' ? swipeRatio : 1),
    (ratio) => {
      scene.splitPosition = ratio;
      scene.requestRender();
    },
  );
}

/** The right one of two pictures: beside the other, or over it from the line on. What it does not show takes no pointer. */
export function drawCurtain({ element, twin }: CityStage): () => void {
  return twin.follow(
    ({ compare, swipeRatio }) => (compare === 'curtain' ? swipeRatio : null),
    (ratio) => {
      element.classList.toggle('stage-split-right', ratio === null);
      element.classList.toggle('stage-curtain', ratio !== null);
      element.style.setProperty('--shown-from', `${ratio ?? 0}`);
    },
  );
}

/** Two panes look from one place: the one that was touched last leads, the other takes its pose before its next frame. */
export function linkCameras(one: CityStage, other: CityStage): () => void {
  let leader = one;
  let last = '';
  const follow = (from: CityStage, to: CityStage) => (): void => {
    if (leader !== from) return;
    const { positionWC, directionWC, upWC } = from.scene.camera;
    const key = `${positionWC} ${directionWC} ${upWC}`;
    if (key === last) return;
    last = key;
    to.scene.camera.setView({ destination: positionWC, orientation: { direction: directionWC, up: upWC } });
    to.scene.requestRender();
  };
  const lead = (stage: CityStage) => (): void => {
    leader = stage;
  };
  const leadOne = lead(one);
  const leadOther = lead(other);
  const touches = ['pointerdown', 'wheel', 'keydown'] as const;
  for (const type of touches) {
    one.widget.canvas.addEventListener(type, leadOne, { passive: true });
    other.widget.canvas.addEventListener(type, leadOther, { passive: true });
  }
  follow(one, other)();
  return endAll([
    one.scene.postRender.addEventListener(follow(one, other)),
    other.scene.postRender.addEventListener(follow(other, one)),
    one.twin.follow(({ flight }) => flight, leadOne),
    () => {
      for (const type of touches) {
        one.widget.canvas.removeEventListener(type, leadOne);
        other.widget.canvas.removeEventListener(type, leadOther);
      }
    },
  ]);
}
