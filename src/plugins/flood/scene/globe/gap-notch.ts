import {
  Cartesian3,
  Cartesian4,
  CustomShader,
  LightingModel,
  Matrix4,
  type Model,
  ShadowMode,
  UniformType,
} from '@cesium/engine';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { datumUpM } from '../../../../view/globe/layers/cell-mesh.ts';
import { meshGlb } from '../../../../view/globe/layers/glb.ts';
import { openOwnModel } from '../../../../view/globe/layers/own-model.ts';
import { ecefOf } from '../../../../view/globe/panes/stage.ts';
import type { FloodGap } from '../../slice.ts';
import { gapMesh, gapPlaces, gapRing } from './gap-mesh.ts';

/** Bare earth of a levee's core, its ends a little darker; hour, haze and sun are the picture's. */
const EARTH_SHADER = `
void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  vec3 positionEC = fsInput.attributes.positionEC;
  vec3 n = normalize(mat3(u_enuFromEye) * fsInput.attributes.normalEC);
  vec3 colour = abs(n.z) < 0.5 ? vec3(0.62, 0.52, 0.40) : vec3(0.70, 0.61, 0.48);
  colour *= 0.80 + 0.20 * max(dot(n, u_sunDirection), 0.0);
  colour *= u_mix.x + 0.66 * u_mix.y + 0.34 * u_mix.z;
  float d = length(positionEC);
  float haze = max(clamp((d - u_hazeRange.x) / (u_hazeRange.y - u_hazeRange.x), 0.0, 1.0) * u_hazeRange.z, smoothstep(u_hazeRange.y, u_hazeRange.w, d));
  material.diffuse = czm_srgbToLinear(mix(colour, u_haze, haze));
  material.alpha = 1.0;
}`;

/** Name under which the gaps cut the ground. */
const CUTTER = 'flood gaps';

/** The drawn levee where the run has it open: its ground is cut away along the gap, and what is left of it stands there. */
export interface Notches {
  /** In place of those before. */
  show(gaps: readonly FloodGap[]): Promise<void>;
  close(): void;
}

export function openNotches(host: GlobeHost): Notches {
  const { stage, picture, cut } = host.globe;
  const { city, scene } = stage;
  const shader = earth();
  let models: Model[] = [];
  let serial = 0;

  const light = () => {
    const { mix, haze, hazeRange, sunDirection } = picture.uniforms;
    shader.setUniform('u_mix', mix);
    shader.setUniform('u_haze', haze);
    shader.setUniform('u_hazeRange', hazeRange);
    shader.setUniform('u_sunDirection', sunDirection);
  };
  const endFollowing = picture.follow(light);
  const endTurning = scene.preRender.addEventListener(() => {
    if (models.length > 0) shader.setUniform('u_enuFromEye', picture.uniforms.enuFromEye);
  });

  function put(next: Model[]): void {
    for (const model of models) scene.primitives.remove(model);
    models = next;
    for (const model of models) scene.primitives.add(model);
  }

  async function show(gaps: readonly FloodGap[]): Promise<void> {
    const own = ++serial;
    const places = gaps.map(gapPlaces);
    const ground = await host.groundUpM(places.flat());
    const rise = datumUpM(city.origin, city.datum.geoidUndulationM);
    const built: Model[] = [];
    let next = 0;
    for (const [i, gap] of gaps.entries()) {
      const ups = ground.slice(next, next + places[i].length);
      next += places[i].length;
      const glb = meshGlb(gapMesh(places[i], ups, gap.sillM + rise));
      const model = await openOwnModel(stage, glb, shader, ShadowMode.RECEIVE_ONLY, () => own === serial);
      if (!model) return;
      built.push(model);
    }
    if (own !== serial) return;
    put(built);
    light();
    const rings = places.map((each) => gapRing(each).map(([east, north]) => ecefOf(stage, [east, north, ground[0]])));
    cut.setGaps(CUTTER, rings);
    scene.requestRender();
  }

  return {
    show,
    close() {
      serial++;
      put([]);
      cut.setGaps(CUTTER, []);
      endFollowing();
      endTurning();
    },
  };
}

const earth = (): CustomShader =>
  new CustomShader({
    lightingModel: LightingModel.UNLIT,
    uniforms: {
      u_enuFromEye: { type: UniformType.MAT4, value: Matrix4.clone(Matrix4.IDENTITY) },
      u_mix: { type: UniformType.VEC3, value: new Cartesian3(1, 0, 0) },
      u_haze: { type: UniformType.VEC3, value: new Cartesian3(1, 1, 1) },
      u_hazeRange: { type: UniformType.VEC4, value: new Cartesian4(1e7, 2e7, 0, 3e7) },
      u_sunDirection: { type: UniformType.VEC3, value: new Cartesian3(0, 0, 1) },
    },
    fragmentShaderText: EARTH_SHADER,
  });
