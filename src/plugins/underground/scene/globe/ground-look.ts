import type { GlobeHost } from '../../../../view/globe/host.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import type { GroundLook } from '../ground-look.ts';

const WHOLE: GroundLook = { sight: 'off', opacityRatio: 1 };

/** Looking below the ground: through it (translucent), or from below it (the globe is not drawn, and the camera may go under it). */
export function openGroundLook({ globe: { stage } }: GlobeHost): SceneDrawing<GroundLook> {
  const { scene } = stage;
  const { globe } = scene;
  function show(look: GroundLook | null): void {
    const { sight, opacityRatio } = look ?? WHOLE;
    globe.show = sight !== 'below';
    globe.translucency.enabled = sight === 'translucent';
    globe.translucency.frontFaceAlpha = opacityRatio;
    globe.translucency.backFaceAlpha = opacityRatio;
    scene.screenSpaceCameraController.enableCollisionDetection = sight !== 'below';
    scene.requestRender();
  }
  return { show, close() {} };
}
