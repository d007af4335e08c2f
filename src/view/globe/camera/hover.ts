import { Cartesian2 } from '@cesium/engine';
import { endAll } from '../../end-all.ts';
import { HOVER_REST_MS } from '../../pace.ts';
import type { MountedScene } from '../../scene-loop.ts';
import type { CityStage } from '../panes/stage.ts';
import { gidOf } from './picked.ts';

/** A pointer at rest marks what is under it, until it moves on, or the camera does. */
export function hoverByRest(
  { scene, twin, widget }: Pick<CityStage, 'scene' | 'twin' | 'widget'>,
  drawn: Pick<MountedScene, 'holdsPointer'>,
): () => void {
  const { canvas } = widget;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;
  /** Number of the pointer's moves: what was picked before the last of them, the last out of the picture too, is under it no more. */
  let moves = 0;

  function hover(gid: number | null): void {
    if (isClosed) return;
    if (twin.getState().hoveredGid !== gid) twin.getState().hover(gid);
    canvas.style.cursor = gid === null ? '' : 'pointer';
  }

  function look(position: Cartesian2): void {
    if (isClosed || drawn.holdsPointer()) return;
    const movesBefore = moves;
    scene.pickAsync(position).then(
      (picked) => movesBefore === moves && hover(gidOf(picked)),
      () => movesBefore === moves && hover(null),
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
