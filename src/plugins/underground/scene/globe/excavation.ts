import {
  Cartesian3,
  Cartesian4,
  Cartographic,
  CustomShader,
  LightingModel,
  Matrix4,
  type Model,
  ShadowMode,
  UniformType,
} from '@cesium/engine';
import { signedAreaM2 } from '../../../../../model/geo/plane/ring.ts';
import type { DugFacts, Excavation, Pit } from '../../../../twin/underground.ts';
import { endAll } from '../../../../view/end-all.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { openOwnModel } from '../../../../view/globe/layers/own-model.ts';
import { type CityStage, ecefOf } from '../../../../view/globe/panes/stage.ts';
import type { PictureUniforms } from '../../../../view/globe/shader/picture.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import { densified, gridInside, pitGlb, pitMesh, pitVolumeM3 } from './pit.ts';
import { PitScale } from './pit-scale.ts';
import { STRATA_SHADER } from './pit-shader.ts';

/** Rim points are this far apart at most, and the ground inside is sampled at about this many places. */
const RIM_STEP_M = 8;
const GROUND_SAMPLES = 300;

/** A model that stands this little in the ground stands on it. */
const MIN_CUT_M = 0.1;

/** A pit as the ground lets it be dug. */
interface Plan {
  ringM: Excavation['ringM'];
  rim: ReturnType<typeof densified>;
  rimUpM: number[];
  floorUpM: number;
  volumeM3: number;
}

/**
 * A pit is one ring that cuts globe and tilesets (`Cut`), and an own mesh of walls and floor from the same ring. The leading pane
 * reports what is dug.
 */
export function openExcavation(host: GlobeHost): SceneDrawing<Excavation | Pit> {
  const { stage, picture, cut } = host.globe;
  const scale = new PitScale(host);
  let pit: { model: Model; shader: CustomShader } | null = null;
  let wanted = 0;

  function report(dug: DugFacts | null): void {
    const state = host.twin.getState();
    if (host.leads && (dug || state.dug)) state.reportDug(dug);
  }

  function fill(): void {
    if (pit) stage.scene.primitives.remove(pit.model);
    pit = null;
    cut.set(null);
    scale.show(null);
  }

  async function dig(excavation: Excavation | Pit): Promise<void> {
    const serial = ++wanted;
    const plan = await planOf(host, excavation);
    if (serial !== wanted) return;
    if (!plan) {
      fill();
      report(null);
      return;
    }
    const glb = pitGlb(pitMesh(plan.rim, plan.rimUpM, plan.floorUpM));
    const rimUpM = Math.min(...plan.rimUpM);
    const shader = strata(rimUpM);
    const model = await openOwnModel(stage, glb, shader, ShadowMode.RECEIVE_ONLY, () => serial === wanted);
    if (!model) return;
    fill();
    pit = { model, shader };
    stage.scene.primitives.add(model);
    scale.show({ ringM: plan.ringM, rimUpM, floorUpM: plan.floorUpM });
    takePicture();
    cut.set(plan.ringM.map(([east, north]) => ecefOf(stage, [east, north, plan.rimUpM[0]])));
    report(factsOf(stage, plan));
  }

  const takePicture = () => pit && light(pit.shader, picture.uniforms);

  return {
    show(excavation) {
      if (excavation) {
        dig(excavation).catch(host.fail);
        return;
      }
      wanted++;
      fill();
      report(null);
    },
    close: endAll([
      () => {
        wanted++;
        fill();
        scale.close();
      },
      picture.follow(takePicture),
      stage.scene.preRender.addEventListener(() => {
        pit?.shader.setUniform('u_enuFromEye', picture.uniforms.enuFromEye);
        scale.place();
      }),
    ]),
  };
}

/** The hour, the haze and the sun of the picture. */
function light(shader: CustomShader, { mix, haze, hazeRange, sunDirection }: PictureUniforms): void {
  shader.setUniform('u_mix', mix);
  shader.setUniform('u_haze', haze);
  shader.setUniform('u_hazeRange', hazeRange);
  shader.setUniform('u_sunDirection', sunDirection);
}

/** Null: the ground lies below the floor already. */
async function planOf(host: GlobeHost, excavation: Excavation | Pit): Promise<Plan | null> {
  const { ringM } = excavation;
  const rim = densified(ringM, RIM_STEP_M);
  const inside = gridInside(ringM, GROUND_SAMPLES);
  const ground = await host.groundUpM([...rim, ...inside]);
  const rimUpM = ground.slice(0, rim.length);
  const lowestRimUpM = Math.min(...rimUpM);
  const isOnGround = 'floorUpM' in excavation && excavation.floorUpM >= Math.max(...ground) - MIN_CUT_M;
  if (isOnGround) return null;
  const floorUpM =
    'depthM' in excavation ? lowestRimUpM - excavation.depthM : Math.min(excavation.floorUpM, lowestRimUpM);
  return { ringM, rim, rimUpM, floorUpM, volumeM3: pitVolumeM3(ringM, ground.slice(rim.length), floorUpM) };
}

function factsOf(stage: CityStage, { ringM, rimUpM, floorUpM, volumeM3 }: Plan): DugFacts {
  const [eastM, northM] = ringM[0];
  const { height } = Cartographic.fromCartesian(ecefOf(stage, [eastM, northM, floorUpM]));
  const floorElevationM = height - stage.city.datum.geoidUndulationM;
  return {
    ringM,
    areaM2: Math.abs(signedAreaM2(ringM)),
    volumeM3,
    rimElevationM: floorElevationM + Math.min(...rimUpM) - floorUpM,
    floorElevationM,
  };
}

function strata(rimUpM: number): CustomShader {
  return new CustomShader({
    lightingModel: LightingModel.UNLIT,
    uniforms: {
      u_enuFromEye: { type: UniformType.MAT4, value: Matrix4.clone(Matrix4.IDENTITY) },
      u_rim: { type: UniformType.FLOAT, value: rimUpM },
      u_mix: { type: UniformType.VEC3, value: new Cartesian3(1, 0, 0) },
      u_haze: { type: UniformType.VEC3, value: new Cartesian3(1, 1, 1) },
      u_hazeRange: { type: UniformType.VEC4, value: new Cartesian4(1e7, 2e7, 0, 3e7) },
      u_sunDirection: { type: UniformType.VEC3, value: new Cartesian3(0, 0, 1) },
    },
    fragmentShaderText: STRATA_SHADER,
  });
}
