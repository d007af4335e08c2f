import { endAll } from '../end-all.ts';
import { HOVER_REST_MS } from '../pace.ts';
import type { MountedScene } from '../scene-loop.ts';
import { openHand } from './hand.ts';
import type { Lens } from './lens.ts';
import type { Sight } from './sight.ts';
import type { TableStage } from './stage.ts';

interface PointingOptions {
  readonly stage: TableStage;
  readonly sight: Sight;
  readonly lens: Lens;
  /** Scene layers are offered a click before the city is. */
  readonly scene: Pick<MountedScene, 'click' | 'holdsPointer'>;
  taken(): void;
}

/** A click selects what no scene layer takes, a rest of the pointer hovers: the same object, the same card as on the globe. */
export function pointAt(options: PointingOptions): () => void {
  const { stage, lens, scene, sight, taken } = options;
  const { canvas, twin } = stage;
  const hand = openHand({
    canvas,
    twin,
    isOnLens: lens.holds,
    moveLens: ({ x, y }) =>
      twin.getState().changeLens({ xRatio: x / canvas.clientWidth, yRatio: y / canvas.clientHeight }),
    click(at) {
      canvas.focus({ preventScroll: true });
      const isHeld = scene.holdsPointer();
      const isTaken = scene.click(at);
      if (!isHeld) twin.getState().select(isTaken ? null : (sight.seenAt(at)?.gid ?? null));
    },
    taken,
  });
  return endAll([hand.close, hoverByRest(options)]);
}

function hoverByRest({ stage, sight, scene }: PointingOptions): () => void {
  const { canvas, twin } = stage;
  let rest: ReturnType<typeof setTimeout> | undefined;
  const hover = (gid: number | null): void => {
    if (twin.getState().hoveredGid !== gid) twin.getState().hover(gid);
    canvas.style.cursor = gid === null ? '' : 'pointer';
  };
  const onMove = (event: PointerEvent): void => {
    clearTimeout(rest);
    if (event.pointerType === 'touch' || event.buttons !== 0) return;
    const box = canvas.getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    rest = setTimeout(() => {
      if (!scene.holdsPointer()) hover(sight.seenAt(at)?.gid ?? null);
    }, HOVER_REST_MS);
  };
  const onLeave = (): void => {
    clearTimeout(rest);
    hover(null);
  };
  canvas.addEventListener('pointermove', onMove);
  canvas.addEventListener('pointerleave', onLeave);
  return () => {
    clearTimeout(rest);
    canvas.removeEventListener('pointermove', onMove);
    canvas.removeEventListener('pointerleave', onLeave);
  };
}
