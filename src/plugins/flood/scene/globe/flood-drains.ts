import { CustomShader, LightingModel, type Model, ShadowMode, UniformType, VaryingType } from '@cesium/engine';
import { themeOf } from '../../../../twin/appearance.ts';
import { datumUpM } from '../../../../view/globe/layers/cell-mesh.ts';
import { openOwnModel } from '../../../../view/globe/layers/own-model.ts';
import type { CityStage } from '../../../../view/globe/panes/stage.ts';
import { classTexture, MAX_CLASSES, valueTexture } from '../../../../view/globe/shader/field-shader.ts';
import { tokenColour } from '../../../../view/tokens.ts';
import { DRAIN_STOPS, NODE_VALUE } from '../../flood-colours.ts';
import type { DrainsLaid, DrainsSeen } from '../../slice.ts';
import { drainsGlb } from './flood-drains-mesh.ts';

/** Texels a row of the values: 2,048 is the least that every WebGL 2 has. */
const VALUE_TEXELS = 2048;

/** The storm drains of one run on one stage: how full the pipes are, which manholes are under pressure or spill. */
export interface FloodDrains {
  readonly geometry: DrainsLaid;
  show(drainFrame: DrainsSeen | null): void;
  takeColours(): void;
  isWaiting(): boolean;
  close(): void;
}

/** One model for all of them; an instant is a texture of a few thousand values, so the clock costs no more than that. */
export function openDrains(stage: CityStage, geometry: DrainsLaid, fail: (reason: unknown) => void): FloodDrains {
  const { scene, city } = stage;
  const pipes = geometry.conduits.length / 7;
  const rows = Math.ceil((pipes + geometry.nodes.length / 4) / VALUE_TEXELS);
  const shader = drainsShader(rows);
  let model: Model | null = null;
  let failed = false;
  let closed = false;
  let shown: DrainsSeen | null = null;

  takeColours();
  load().catch((error) => {
    failed = true;
    fail(error);
  });

  async function load(): Promise<void> {
    const glb = drainsGlb(geometry, datumUpM(city.origin, city.datum.geoidUndulationM));
    model = await openOwnModel(stage, glb, shader, ShadowMode.DISABLED, () => !closed);
    if (!model) return;
    scene.primitives.add(model);
    scene.requestRender();
  }

  function takeColours(): void {
    const theme = themeOf(stage.twin.getState());
    shader.setUniform(
      'u_classes',
      classTexture(DRAIN_STOPS, (token) => tokenColour(theme, token)),
    );
  }

  return {
    geometry,
    show(drainFrame) {
      if (!drainFrame || drainFrame === shown) return;
      shown = drainFrame;
      const values = new Float32Array(VALUE_TEXELS * rows);
      for (let i = 0; i < pipes; i++) values[i] = drainFrame.conduits[i] / 255;
      for (let i = 0; i < drainFrame.nodes.length; i++) values[pipes + i] = NODE_VALUE + drainFrame.nodes[i];
      shader.setUniform('u_values', valueTexture(values, VALUE_TEXELS, rows));
      scene.requestRender();
    },
    takeColours,
    isWaiting: () => !failed && !(model?.ready ?? false),
    close() {
      closed = true;
      if (model) scene.primitives.remove(model);
      model = null;
    },
  };
}

function drainsShader(rows: number): CustomShader {
  return new CustomShader({
    lightingModel: LightingModel.UNLIT,
    uniforms: {
      u_values: {
        type: UniformType.SAMPLER_2D,
        value: valueTexture(new Float32Array(VALUE_TEXELS * rows), VALUE_TEXELS, rows),
      },
      u_classes: { type: UniformType.SAMPLER_2D, value: classTexture([], () => [0, 0, 0]) },
    },
    varyings: { v_value: VaryingType.FLOAT },
    vertexShaderText: VERTEX,
    fragmentShaderText: FRAGMENT,
  });
}

/** Pipes are at least as wide as a thousandth of their distance, or a city's would be hairs; what spills stands out of the street. */
const VERTEX = `
void vertexMain(VertexInput vsInput, inout czm_modelVertexOutput vsOutput) {
  int id = int(floor(vsInput.attributes.row + 0.25));
  bool isUpper = vsInput.attributes.row > float(id) + 0.25;
  v_value = texelFetch(u_values, ivec2(id % ${VALUE_TEXELS}, id / ${VALUE_TEXELS}), 0).r;
  float d = length((czm_modelView * vec4(vsInput.attributes.positionMC, 1.0)).xyz);
  float isNode = step(${NODE_VALUE.toFixed(1)}, v_value);
  vsOutput.positionMC += vsInput.attributes.normalMC * d * mix(0.0009, 0.0025, isNode);
  if (isUpper && v_value > ${(NODE_VALUE + 1.5).toFixed(1)}) vsOutput.positionMC.y += max(3.0, d * 0.02);
}`;

const FRAGMENT = `
void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  vec3 colour = vec3(-1.0);
  for (int i = 0; i < ${MAX_CLASSES}; i++) {
    vec4 one = texelFetch(u_classes, ivec2(i, 0), 0);
    if (v_value < one.a) break;
    colour = one.rgb;
  }
  if (colour.r < 0.0) discard;
  material.diffuse = czm_srgbToLinear(colour);
  material.alpha = 1.0;
}`;
