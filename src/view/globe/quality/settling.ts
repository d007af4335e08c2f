import type { GroundPolylinePrimitive, GroundPrimitive, Primitive } from '@cesium/engine';
import type { GlobeHost } from '../host.ts';

/** What Cesium builds in a worker of its own, a part a frame. */
type Built = Primitive | GroundPrimitive | GroundPolylinePrimitive;

/** Frames after the last one was built: it is drawn in the one after. */
const SETTLING_FRAMES = 3;

/** The primitives of one drawing: shown until they are replaced, waited for until they are on the picture. */
interface Settling {
  /** In place of those before; none: nothing is drawn. */
  replace(solids: readonly Built[], ground?: readonly Built[]): void;
  /** More of the same picture. */
  add(solids: readonly Built[], ground?: readonly Built[]): void;
  isWaiting(): boolean;
  close(): void;
}

/** Keeps a drawing's primitives in the scene, and frames coming until they are drawn. */
export function openSettling(host: GlobeHost): Settling {
  const { scene } = host.globe.stage;
  let solids: Built[] = [];
  let ground: Built[] = [];
  let framesLeft = 0;

  function clear(): void {
    for (const primitive of solids) scene.primitives.remove(primitive);
    for (const primitive of ground) scene.groundPrimitives.remove(primitive);
    solids = [];
    ground = [];
  }

  function add(more: readonly Built[], moreGround: readonly Built[] = []): void {
    for (const primitive of more) scene.primitives.add(primitive);
    for (const primitive of moreGround) scene.groundPrimitives.add(primitive);
    solids = [...solids, ...more];
    ground = [...ground, ...moreGround];
    framesLeft = SETTLING_FRAMES;
    host.requestFrame();
  }

  const end = host.afterFrame(() => {
    const isBuilding = [...solids, ...ground].some(({ ready }) => !ready);
    framesLeft = isBuilding ? SETTLING_FRAMES : Math.max(0, framesLeft - 1);
    if (framesLeft > 0) host.requestFrame();
  });
  return {
    replace(next, nextGround) {
      clear();
      add(next, nextGround);
    },
    add,
    isWaiting: () => framesLeft > 0,
    close() {
      end();
      clear();
    },
  };
}
