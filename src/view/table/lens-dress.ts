import type { Material, Object3D } from 'three';
import type { TableLens } from '../../twin/table.ts';
import type { TableLayer } from './city-layers.ts';
import type { TableStage } from './stage.ts';

/** Below these kinds the lens looks, whatever it shows; houses become their footprints. */
const IN_THE_WAY = new Set(['tree', 'structure']);
/** Pipes are this much thicker under the lens, metres for each kilometre of the block. */
const SWELL_M_PER_KM = 1.7;

/** Makes the scene what the lens shows; the returned function makes it the table's again. */
export function dressForLens(
  { uniforms, block, standing }: TableStage,
  { kind, depthM }: TableLens,
  layers: readonly TableLayer[],
  ground: Object3D & { material: Material },
): () => void {
  const isUnder = kind === 'underground';
  const shown = layers.map(({ group }) => group.visible);
  const lying = layers.filter((layer) => layer.kind === 'draped' || layer.kind === 'water');
  const earth = [ground.material, ...lying.map(({ material }) => material)];
  for (const layer of layers) {
    if (IN_THE_WAY.has(layer.kind)) layer.group.visible = false;
    if (layer.kind === 'pipe') layer.group.visible = isUnder;
    if (layer.info.group === 'plan') layer.group.visible = kind === 'plan' || (layer.group.visible && !isUnder);
  }
  standing.visible = false;
  uniforms.u_flat.value = 1;
  uniforms.u_pale.value = isUnder ? 1 : 0;
  uniforms.u_swell.value = isUnder ? (SWELL_M_PER_KM * block.sizeM) / 1000 : 0;
  uniforms.u_deep.value = depthM;
  if (isUnder) for (const material of earth) material.depthWrite = false;
  return () => {
    layers.forEach((layer, i) => {
      layer.group.visible = shown[i];
    });
    standing.visible = true;
    for (const material of earth) material.depthWrite = true;
    uniforms.u_flat.value = 0;
    uniforms.u_pale.value = 0;
    uniforms.u_swell.value = 0;
  };
}
