import type { Stage } from '../panes/stage.ts';

/** A picture that nothing has asked for so long rests. */
const REST_AFTER_MS = 2000;
/** Looks of a picture at rest, a second: whether anything came (a tile, a flight that begins). */
const LOOKS_PER_S = 8;
/** As often as the screen asks: no screen is quicker. */
const AWAKE_PER_S = 1000;
const WAKING = ['pointerdown', 'pointermove', 'wheel', 'keydown', 'touchstart'] as const;

/**
 * Cesium's loop asks sixty times a second whether a frame is wanted, and each time walks every tileset: 9 % of a core of a machine that
 * shows a picture at rest. Here it looks seldom until someone asks for a frame or takes the pointer, and then at once.
 */
export function restWhenStill({ widget, scene, element }: Stage): () => void {
  let requestedMs = performance.now();
  const wake = () => {
    requestedMs = performance.now();
    widget.targetFrameRate = AWAKE_PER_S;
  };
  const { requestRender } = scene;
  scene.requestRender = () => {
    wake();
    requestRender.call(scene);
  };
  const ends = [
    scene.preRender.addEventListener(wake),
    scene.preUpdate.addEventListener(() => {
      if (performance.now() - requestedMs > REST_AFTER_MS) widget.targetFrameRate = LOOKS_PER_S;
    }),
  ];
  for (const name of WAKING) element.addEventListener(name, wake, { passive: true });
  return () => {
    for (const end of ends) end();
    for (const name of WAKING) element.removeEventListener(name, wake);
    scene.requestRender = requestRender;
    wake();
  };
}
