import type { Ray } from 'three';
import { endAll } from '../end-all.ts';
import { HOVER_REST_MS } from '../pace.ts';
import type { CanvasPoint } from '../scene.ts';
import type { MountedScene } from '../scene-loop.ts';
import { openHand } from './hand.ts';
import type { Lens } from './lens.ts';
import type { Seen, Sight } from './sight.ts';
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
  const { stage, lens, sight, taken } = options;
  const { canvas, twin } = stage;
  const hand = openHand({
    canvas,
    twin,
    isOnLens: lens.holds,
    moveLens: ({ x, y }) =>
      twin.getState().changeLens({ xRatio: x / canvas.clientWidth, yRatio: y / canvas.clientHeight }),
    click(at) {
      canvas.focus({ preventScroll: true });
      choose(options, at, () => sight.seenAt(at));
    },
    taken,
  });
  return endAll([hand.close, hoverByRest(options)]);
}

/** Scene layers first, as they are drawn over the city; one that holds the pointer leaves nothing to select. */
function choose(
  { stage, scene }: Pick<PointingOptions, 'stage' | 'scene'>,
  at: CanvasPoint | null,
  seen: () => Seen | null,
): void {
  const isHeld = scene.holdsPointer();
  const isTaken = at !== null && scene.click(at);
  if (!isHeld) stage.twin.getState().select(isTaken ? null : (seen()?.gid ?? null));
}

/**
 * A click along a ray, as of a hand in a headset. Scene layers are offered the place that it meets, as the eye has it on its picture. False: it
 * goes by the block.
 */
export function chooseAlong(options: Pick<PointingOptions, 'stage' | 'sight' | 'scene'>, ray: Ray): boolean {
  const seen = options.sight.seenAlong(ray);
  choose(options, seen && options.sight.projection()(seen.enu), () => seen);
  return seen !== null;
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
