import { Axis, type CustomShader, Model, type ShadowMode } from '@cesium/engine';
import type { CityStage } from '../panes/stage.ts';
import { NO_ENVIRONMENT } from '../sky/environment.ts';

/**
 * A mesh made here (`meshGlb`) as a model in the city's frame, drawn by its own shader and never picked; not yet in the scene.
 * Null when nobody wants it any more once it is read.
 */
export async function openOwnModel(
  { scene, ecefFromEnu }: CityStage,
  glb: Uint8Array<ArrayBuffer>,
  customShader: CustomShader,
  shadows: ShadowMode,
  isWanted: () => boolean,
): Promise<Model | null> {
  const url = URL.createObjectURL(new Blob([glb], { type: 'model/gltf-binary' }));
  const model = await Model.fromGltfAsync({
    url,
    modelMatrix: ecefFromEnu,
    upAxis: Axis.Y,
    forwardAxis: Axis.X,
    customShader,
    allowPicking: false,
    backFaceCulling: false,
    environmentMapOptions: NO_ENVIRONMENT,
    shadows,
  });
  model.readyEvent.addEventListener(() => {
    URL.revokeObjectURL(url);
    scene.requestRender();
  });
  if (isWanted() && !scene.isDestroyed()) return model;
  URL.revokeObjectURL(url);
  model.destroy();
  return null;
}
