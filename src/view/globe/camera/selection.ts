import { type Cartesian2, ScreenSpaceEventHandler, ScreenSpaceEventType } from '@cesium/engine';
import { endAll } from '../../end-all.ts';
import type { MountedScene } from '../../scene-loop.ts';
import type { CityStage } from '../panes/stage.ts';
import type { Picture } from '../shader/picture.ts';
import { hoverByRest } from './hover.ts';
import { gidOf } from './picked.ts';

/** Scene layers are offered a click before the city is. */
type Pointed = Pick<MountedScene, 'click' | 'holdsPointer'>;

/** A click selects what no scene layer takes, a rest of the pointer hovers; shaders mark both by gid. */
export function showSelection(stage: CityStage, picture: Picture, scene: Pointed): () => void {
  return endAll([selectByClick(stage, scene), hoverByRest(stage, scene), markSelection(stage, picture)]);
}

function selectByClick({ scene, twin, widget }: CityStage, drawn: Pointed): () => void {
  const { canvas } = widget;
  const handler = new ScreenSpaceEventHandler(canvas);
  handler.setInputAction(({ position }: { position: Cartesian2 }) => {
    canvas.classList.add('by-pointer');
    canvas.focus({ preventScroll: true });
    const isHeld = drawn.holdsPointer();
    const isTaken = drawn.click({ x: position.x, y: position.y });
    if (!isHeld) twin.getState().select(isTaken ? null : gidOf(scene.pick(position)));
  }, ScreenSpaceEventType.LEFT_CLICK);
  const onKey = (): void => canvas.classList.remove('by-pointer');
  canvas.addEventListener('keydown', onKey);
  return () => {
    canvas.removeEventListener('keydown', onKey);
    handler.destroy();
  };
}

function markSelection({ twin }: CityStage, picture: Picture): () => void {
  return twin.follow(
    ({ selectedGid, hoveredGid }) => `${selectedGid} ${hoveredGid}`,
    (_, { selectedGid, hoveredGid }) => {
      picture.uniforms.selectedGid = selectedGid ?? -1;
      picture.uniforms.hoveredGid = hoveredGid ?? -1;
      picture.changed();
    },
  );
}
