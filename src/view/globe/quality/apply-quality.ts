import type { CityStage } from '../panes/stage.ts';
import { GLOBE_COSTS } from './costs.ts';
import { drawnPerPagePx, pageErrorPx } from './resolution.ts';

/**
 * The picture of a stage as fine as the twin has it, from one frame to the next: edges, shadow, ground and resolution here; layers, outline
 * and what plug-ins draw ask the stage. In between a shader or two is linked anew.
 */
export function applyQuality(stage: CityStage): () => void {
  const { scene, twin } = stage;
  const fitGround = scene.preUpdate.addEventListener(() => {
    const { groundErrorPx } = GLOBE_COSTS[stage.quality];
    scene.globe.maximumScreenSpaceError = pageErrorPx(groundErrorPx, drawnPerPagePx(stage.widget));
  });
  const end = twin.follow(
    ({ quality }) => quality,
    (quality) => {
      const { edgeSamples, shadowPx, softShadows } = GLOBE_COSTS[quality];
      scene.msaaSamples = edgeSamples;
      const { shadowMap } = scene;
      if (shadowMap.size !== shadowPx) shadowMap.size = shadowPx;
      // The engine links shaders anew only for what was set last.
      if (shadowMap.softShadows !== softShadows) shadowMap.softShadows = softShadows;
      stage.fitResolution(quality);
      scene.requestRender();
    },
  );
  return () => {
    end();
    fitGround();
  };
}
