import { Cartesian2, ScreenSpaceEventHandler, ScreenSpaceEventType } from '@cesium/engine';
import { endAll } from '../end-all.ts';
import { HOVER_REST_MS } from '../pace.ts';
import type { MountedScene } from '../scene-loop.ts';
import { gidOf } from './picked.ts';
import type { Picture } from './picture.ts';
import type { CityStage } from './stage.ts';

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

function hoverByRest({ scene, twin, widget }: CityStage, drawn: Pointed): () => void {
  const { canvas } = widget;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;
  /** Of the pointer: what was picked before the last of them, the last out of the picture too, is under it no more. */
  let moves = 0;

  function hover(gid: number | null): void {
    if (isClosed) return;
    if (twin.getState().hoveredGid !== gid) twin.getState().hover(gid);
    canvas.style.cursor = gid === null ? '' : 'pointer';
  }

  function look(position: Cartesian2): void {
    if (isClosed || drawn.holdsPointer()) return;
    const asked = moves;
    scene.pickAsync(position).then(
      (picked) => asked === moves && hover(gidOf(picked)),
      () => asked === moves && hover(null),
    );
    scene.requestRender();
  }

  function letGo(): void {
    moves++;
    clearTimeout(rest);
    hover(null);
  }

  const onMove = (event: PointerEvent): void => {
    moves++;
    clearTimeout(rest);
    if (event.pointerType === 'touch' || event.buttons !== 0) return;
    const box = canvas.getBoundingClientRect();
    rest = setTimeout(look, HOVER_REST_MS, new Cartesian2(event.clientX - box.left, event.clientY - box.top));
  };
  canvas.addEventListener('pointermove', onMove);
  canvas.addEventListener('pointerleave', letGo);
  return endAll([
    scene.camera.moveStart.addEventListener(() => hover(null)),
    () => {
      isClosed = true;
      clearTimeout(rest);
      canvas.removeEventListener('pointermove', onMove);
      canvas.removeEventListener('pointerleave', letGo);
    },
  ]);
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
