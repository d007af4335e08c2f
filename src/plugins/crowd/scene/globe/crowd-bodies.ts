import {
  Cartesian3,
  CustomShader,
  LightingModel,
  type Model,
  ShadowMode,
  UniformType,
  VaryingType,
} from '@cesium/engine';
import { themeOf } from '../../../../twin/appearance.ts';
import { datumUpM, dropM } from '../../../../view/globe/layers/cell-mesh.ts';
import { meshGlb } from '../../../../view/globe/layers/glb.ts';
import { openOwnModel } from '../../../../view/globe/layers/own-model.ts';
import type { CityStage } from '../../../../view/globe/panes/stage.ts';
import { classTexture, MAX_CLASSES, quadTexture } from '../../../../view/globe/shader/field-shader.ts';
import { tokenColour } from '../../../../view/tokens.ts';
import { CROWD_STOPS } from '../../crowd-colours.ts';
import { facingRad, frameAt } from '../../crowd-moment.ts';
import type { CrowdPicture } from '../../slice.ts';
import { bodies, HIP_M, PARTS, PARTS_A_BODY, SHOULDER_M } from './crowd-body.ts';
import { type Eye, nearestPeople } from './crowd-near.ts';

/** Bodies drawn at once, and sides of a limb; two texels a body, so that all lie in one row of a texture. */
const SLOTS = { fine: 1024, medium: 512, fast: 256 };
const SIDES = { fine: 6, medium: 5, fast: 4 };

/** Speed from which on a walker swings legs in full. */
const FULL_SWING_MPS = 1.3;
/** Two steps: 1.9 a second at 1.34 m/s (Weidmann 1993 after Nelson). */
const STRIDES_PER_S = 0.95;

/** Where the frame of the mesh begins, and how wide it may be moved. */
export interface PeopleFrame {
  cornerM: readonly [number, number, number];
  low: readonly number[];
  high: readonly number[];
}

/** People near the eye, as bodies that walk. */
export class CrowdBodies {
  private readonly stage: CityStage;
  private readonly frame: PeopleFrame;
  private readonly near: Uint32Array;
  private readonly upM: number;
  private readonly shader = bodyShader();
  private model: Model | null = null;
  private isFailed = false;
  private isClosed = false;

  constructor(stage: CityStage, frame: PeopleFrame, ready: () => void, fail: (reason: unknown) => void) {
    const { origin, datum } = stage.city;
    this.stage = stage;
    this.frame = frame;
    this.near = new Uint32Array(SLOTS[stage.quality]);
    this.upM = datumUpM(origin, datum.geoidUndulationM);
    this.load(ready).catch((error) => {
      this.isFailed = true;
      fail(error);
    });
  }

  /** Takes the nearest of `places` (`peopleAt`); returns who they are, nobody before the mesh is there. */
  show(picture: CrowdPicture, places: Float32Array, timeMs: number): Uint32Array {
    const { near } = this;
    if (!this.model?.ready) return near.subarray(0, 0);
    const count = nearestPeople(places, this.eye(), near);
    const timeS = (timeMs - picture.startMs) / 1000;
    const { low } = frameAt(picture.frames, timeS);
    const texels = new Float32Array(8 * near.length).fill(-1);
    for (let slot = 0; slot < count; slot++) {
      const id = near[slot];
      this.putPlace(texels, 8 * slot, places, 4 * id);
      texels[8 * slot + 3] = id === picture.pickedPerson ? PICKED : places[4 * id + 3];
      putPose(texels, 8 * slot + 4, picture, low, id, timeS);
    }
    this.shader.setUniform('u_bodies', quadTexture(texels, 2 * near.length, 1));
    return near.subarray(0, count);
  }

  takeColours(colour: CrowdPicture['colour']): void {
    const theme = themeOf(this.stage.twin.getState());
    this.shader.setUniform(
      'u_classes',
      classTexture(CROWD_STOPS[colour], (token) => tokenColour(theme, token)),
    );
  }

  isWaiting(): boolean {
    return !this.isFailed && !(this.model?.ready ?? false);
  }

  close(): void {
    this.isClosed = true;
    if (this.model) this.stage.scene.primitives.remove(this.model);
    this.model = null;
  }

  private async load(ready: () => void): Promise<void> {
    const { stage } = this;
    const glb = meshGlb({ ...bodies(this.near.length, SIDES[stage.quality]), ...this.frame });
    this.model = await openOwnModel(stage, glb, this.shader, ShadowMode.DISABLED, () => !this.isClosed);
    if (!this.model) return;
    this.model.readyEvent.addEventListener(ready);
    stage.scene.primitives.add(this.model);
    stage.scene.requestRender();
  }

  /** In the frame of the places: east, north, above the datum. */
  private eye(): Eye {
    const { camera } = this.stage.scene;
    const at = multiplied(this.stage.enuFromEcef, camera.positionWC, 1);
    const towards = multiplied(this.stage.enuFromEcef, camera.directionWC, 0);
    return { at: [at.x, at.y, at.z - this.upM + dropM(at.x, at.y)], towards: [towards.x, towards.y, towards.z] };
  }

  private putPlace(texels: Float32Array, into: number, places: Float32Array, from: number): void {
    const [cornerX, cornerY, cornerZ] = this.frame.cornerM;
    texels[into] = places[from] - cornerX;
    texels[into + 1] = places[from + 2] + this.upM - dropM(places[from], places[from + 1]) - cornerY;
    texels[into + 2] = -places[from + 1] - cornerZ;
  }
}

/** Where a body faces and how far its legs swing. */
function putPose(
  texels: Float32Array,
  into: number,
  picture: CrowdPicture,
  low: number,
  id: number,
  timeS: number,
): void {
  const { ground, frames } = picture;
  const facing = facingRad(picture, low, id) ?? id;
  const isSeated = ground.populations[ground.populationOf[id]]?.profile === 'wheelchair';
  const swing = Math.min(1, (frames[low].speeds[id] * ground.speedStepMps) / FULL_SWING_MPS);
  texels[into] = Math.cos(facing);
  texels[into + 1] = Math.sin(facing);
  texels[into + 2] = isSeated ? SEATED : swing * Math.sin(2 * Math.PI * (STRIDES_PER_S * timeS + (id % 16) / 16));
  texels[into + 3] = 1;
}

/** A point (`w` 1) or a direction (`w` 0). */
function multiplied(m: ArrayLike<number>, { x, y, z }: Cartesian3, w: 0 | 1): Cartesian3 {
  const row = (i: number) => m[i] * x + m[i + 4] * y + m[i + 8] * z + m[i + 12] * w;
  return new Cartesian3(row(0), row(1), row(2));
}

/** Values that no class has: who was picked; whose legs do not swing. */
const PICKED = 1e9;
const SEATED = 2;

function bodyShader(): CustomShader {
  return new CustomShader({
    lightingModel: LightingModel.UNLIT,
    uniforms: {
      u_bodies: { type: UniformType.SAMPLER_2D, value: quadTexture(new Float32Array(8).fill(-1), 2, 1) },
      u_classes: { type: UniformType.SAMPLER_2D, value: classTexture([], () => [0, 0, 0]) },
    },
    varyings: { v_value: VaryingType.FLOAT, v_shade: VaryingType.FLOAT, v_pale: VaryingType.FLOAT },
    vertexShaderText: VERTEX,
    fragmentShaderText: FRAGMENT,
  });
}

/**
 * Limbs swing about hip and shoulder, opposite ones together; who sits in a wheelchair has thighs forward, everyone else no wheels.
 * Pulled to the eye as the pins are, so that nobody changes place when they change form.
 */
const VERTEX = `
vec3 swung(vec3 p, float jointM, float angle) {
  float c = cos(angle), s = sin(angle), down = p.y - jointM;
  return vec3(p.x * c - down * s, jointM + p.x * s + down * c, p.z);
}
void vertexMain(VertexInput vsInput, inout czm_modelVertexOutput vsOutput) {
  int row = int(floor(vsInput.attributes.row + 0.25));
  int slot = row / ${PARTS_A_BODY};
  int part = row - slot * ${PARTS_A_BODY};
  ivec2 size = textureSize(u_bodies, 0);
  vec4 one = 2 * slot < size.x ? texelFetch(u_bodies, ivec2(2 * slot, 0), 0) : vec4(-1.0);
  vec4 pose = 2 * slot < size.x ? texelFetch(u_bodies, ivec2(2 * slot + 1, 0), 0) : vec4(-1.0);
  vec3 p = vsInput.attributes.positionMC;
  vec3 n = vsInput.attributes.normalMC;
  bool isSeated = pose.z > 1.5;
  bool isLeg = part == ${PARTS.leftLeg} || part == ${PARTS.rightLeg};
  bool isArm = part == ${PARTS.leftArm} || part == ${PARTS.rightArm};
  float side = part == ${PARTS.leftLeg} || part == ${PARTS.rightArm} ? 1.0 : -1.0;
  if (isLeg) {
    if (isSeated) {
      p.y = ${HIP_M} - (${HIP_M} - p.y) * 0.6;
      p = swung(p, ${HIP_M}, 1.35);
      n = swung(n, 0.0, 1.35);
    } else p = swung(p, ${HIP_M}, side * pose.z * 0.5);
  }
  if (isArm) p = swung(p, ${SHOULDER_M}, isSeated ? 0.5 : side * pose.z * 0.4);
  if (isSeated && part != ${PARTS.wheel}) p.y -= 0.36;
  v_value = one.w;
  bool isThere = one.w >= 0.0 && (isSeated || part != ${PARTS.wheel});
  vec3 turned = vec3(pose.x * p.x + pose.y * p.z, p.y, -pose.y * p.x + pose.x * p.z);
  vec3 facing = vec3(pose.x * n.x + pose.y * n.z, n.y, -pose.y * n.x + pose.x * n.z);
  v_shade = part == ${PARTS.wheel} ? 0.35 : 0.66 + 0.34 * clamp(0.5 + 0.5 * dot(facing, vec3(-0.52, 0.69, 0.5)), 0.0, 1.0);
  v_pale = part == ${PARTS.rest} && vsInput.attributes.positionMC.y > 1.47 ? 0.5 : isLeg ? -0.25 : 0.0;
  vsOutput.positionMC = isThere ? one.xyz + turned : vec3(0.0);
  vec3 eyeMC = (czm_inverseModelView * vec4(0.0, 0.0, 0.0, 1.0)).xyz;
  vsOutput.positionMC += (eyeMC - vsOutput.positionMC) * 0.004;
}`;

/** Heads are paler than the coat that tells the class, legs darker: a figure is read at a glance, and its class too. */
const FRAGMENT = `
void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  vec3 colour = vec3(1.0);
  if (v_value < 1e8) {
    colour = vec3(-1.0);
    for (int i = 0; i < ${MAX_CLASSES}; i++) {
      vec4 one = texelFetch(u_classes, ivec2(i, 0), 0);
      if (v_value < one.a) break;
      colour = one.rgb;
    }
    if (colour.r < 0.0) discard;
  }
  colour = v_pale > 0.0 ? mix(colour, vec3(0.96, 0.9, 0.84), v_pale) : colour * (1.0 + v_pale);
  material.diffuse = czm_srgbToLinear(colour * v_shade);
  material.alpha = 1.0;
}`;
