import {
  Cartesian3,
  Cartesian4,
  CustomShader,
  LightingModel,
  Matrix4,
  type Model,
  ShadowMode,
  UniformType,
  VaryingType,
} from '@cesium/engine';
import type { Quality } from '../../../../twin/quality.ts';
import { quadTexture } from '../../../../view/globe/field-shader.ts';
import { meshGlb } from '../../../../view/globe/glb.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { openOwnModel } from '../../../../view/globe/own-model.ts';
import type { PictureUniforms } from '../../../../view/globe/picture.ts';
import { type CityStage, enuOf } from '../../../../view/globe/stage.ts';
import { PLACED_NUMBERS, type Reach } from '../../placed.ts';
import { FACES_PER_SHAPE, type PlacedLook, type PlacedShape } from '../mesh-parts.ts';

const MOST_ASKED = 6000;
/** Two a thing. */
const TEXELS = 2048;
const BINS = 512;
/** The eye moved so far that others are near. */
const EYE_STEP_M = 4;

/** What is placed, how many at once, and how far from the eye. */
interface PlacedOrder {
  look: PlacedLook;
  slots: Readonly<Record<Quality, number>>;
  reachM: Readonly<Record<Quality, number>>;
  /** Of the way to the eye. */
  pulledRatio: number;
  /** Puts those of now that are within reach into `out`; returns how many. */
  near(reach: Reach, out: Float32Array): number;
}

/** One mesh of as many things as are drawn at once; where each stands is a texture. */
export class PlacedThings {
  private readonly stage: CityStage;
  private readonly host: GlobeHost;
  private readonly order: PlacedOrder;
  private readonly asked = new Float32Array(MOST_ASKED * PLACED_NUMBERS);
  private readonly slots: number;
  private readonly shader: CustomShader;
  private model: Model | null = null;
  private isOver = false;
  private isFailed = false;
  private eyeM: readonly [number, number, number] = [Infinity, 0, 0];

  constructor(host: GlobeHost, order: PlacedOrder) {
    const { stage, picture } = host.globe;
    this.host = host;
    this.stage = stage;
    this.order = order;
    this.slots = order.slots[stage.quality];
    this.shader = placedShader(order);
    this.light(picture.uniforms);
    this.load().catch((error) => {
      this.isFailed = true;
      host.fail(error);
    });
  }

  isWaiting(): boolean {
    return !this.isFailed && !(this.model?.ready ?? false);
  }

  light({ enuFromEye, haze, hazeRange, sun, sunDirection, ambient, bounce, mix }: PictureUniforms): void {
    this.shader.setUniform('u_enuFromEye', enuFromEye);
    this.shader.setUniform('u_haze', haze);
    this.shader.setUniform('u_hazeRange', hazeRange);
    this.shader.setUniform('u_sun', sun);
    this.shader.setUniform('u_sunDirection', sunDirection);
    this.shader.setUniform('u_ambient', ambient);
    this.shader.setUniform('u_bounce', bounce);
    this.shader.setUniform('u_mix', mix);
  }

  followEye(): void {
    this.shader.setUniform('u_enuFromEye', this.host.globe.picture.uniforms.enuFromEye);
    const [x, y, z] = enuOf(this.stage, this.stage.scene.camera.positionWC);
    if (Math.hypot(x - this.eyeM[0], y - this.eyeM[1], z - this.eyeM[2]) > EYE_STEP_M) this.put();
  }

  /** Fills the texture with the nearest of now. */
  put(): void {
    if (!this.model?.ready) return;
    const { stage, asked, slots, order } = this;
    this.eyeM = enuOf(stage, stage.scene.camera.positionWC);
    const [eastM, northM, upM] = this.eyeM;
    const flatM = Math.sqrt(Math.max(0, order.reachM[stage.quality] ** 2 - upM ** 2));
    const count = flatM > 0 ? order.near({ eastM, northM, reachM: flatM }, asked) : 0;
    const mostM = reachOf(asked, count, slots, [eastM, northM], flatM);
    const texels = new Float32Array(4 * TEXELS * Math.ceil((2 * slots) / TEXELS));
    let slot = 0;
    for (let i = 0; i < count && slot < slots; i++) {
      const at = i * PLACED_NUMBERS;
      if (Math.hypot(asked[at] - eastM, asked[at + 1] - northM) > mostM) continue;
      const into = 8 * slot++;
      texels[into] = asked[at];
      texels[into + 1] = asked[at + 2];
      texels[into + 2] = -asked[at + 1];
      texels[into + 3] = 1 + asked[at + 5] * 16 + asked[at + 6];
      texels[into + 4] = asked[at + 3];
      texels[into + 5] = asked[at + 4];
      texels[into + 6] = asked[at + 7];
      texels[into + 7] = asked[at + 8];
    }
    this.shader.setUniform('u_placed', quadTexture(texels, TEXELS, texels.length / 4 / TEXELS));
  }

  end(): void {
    this.isOver = true;
    if (this.model) this.stage.scene.primitives.remove(this.model);
    this.model = null;
  }

  private async load(): Promise<void> {
    const { stage } = this;
    const glb = meshGlb({
      ...repeated(this.order.look.shape, this.slots),
      cornerM: [0, 0, 0],
      low: [-3e4, -3e3, -3e4],
      high: [3e4, 3e3, 3e4],
    });
    const model = await openOwnModel(stage, glb, this.shader, ShadowMode.DISABLED, () => !this.isOver);
    if (!model) return;
    this.model = model;
    model.readyEvent.addEventListener(() => {
      this.put();
      stage.scene.requestRender();
    });
    stage.scene.primitives.add(model);
    stage.scene.requestRender();
  }
}

/** How far they are drawn, so that no more than there are slots for lie nearer. */
function reachOf(
  asked: Float32Array,
  count: number,
  slots: number,
  [eastM, northM]: readonly [number, number],
  flatM: number,
): number {
  if (count <= slots) return flatM;
  const counts = new Uint32Array(BINS + 1);
  for (let i = 0; i < count; i++) {
    const at = i * PLACED_NUMBERS;
    counts[Math.floor((Math.hypot(asked[at] - eastM, asked[at + 1] - northM) / flatM) * BINS)]++;
  }
  let bin = 0;
  for (let room = slots; counts[bin] <= room; bin++) room -= counts[bin];
  return (bin / BINS) * flatM;
}

/** The shape once a slot; `row` of a vertex is its slot and its face. */
function repeated({ positionM, normal, face, index }: PlacedShape, slots: number) {
  const vertices = face.length;
  const all = {
    positionM: new Float32Array(positionM.length * slots),
    normal: new Float32Array(normal.length * slots),
    row: new Float32Array(vertices * slots),
    index: new Uint32Array(index.length * slots),
  };
  for (let slot = 0; slot < slots; slot++) {
    all.positionM.set(positionM, slot * positionM.length);
    all.normal.set(normal, slot * normal.length);
    for (let i = 0; i < vertices; i++) all.row[slot * vertices + i] = FACES_PER_SHAPE * slot + face[i];
    for (let i = 0; i < index.length; i++) all.index[slot * index.length + i] = slot * vertices + index[i];
  }
  return all;
}

function placedShader({ look, pulledRatio }: PlacedOrder): CustomShader {
  const white = () => new Cartesian3(1, 1, 1);
  return new CustomShader({
    lightingModel: LightingModel.UNLIT,
    uniforms: {
      u_placed: { type: UniformType.SAMPLER_2D, value: quadTexture(new Float32Array(4), 1, 1) },
      u_pulled: { type: UniformType.FLOAT, value: pulledRatio },
      u_enuFromEye: { type: UniformType.MAT4, value: Matrix4.clone(Matrix4.IDENTITY) },
      u_haze: { type: UniformType.VEC3, value: white() },
      u_hazeRange: { type: UniformType.VEC4, value: new Cartesian4(1e7, 2e7, 0, 3e7) },
      u_sun: { type: UniformType.VEC3, value: white() },
      u_sunDirection: { type: UniformType.VEC3, value: new Cartesian3(0, 0, 1) },
      u_ambient: { type: UniformType.VEC3, value: white() },
      u_bounce: { type: UniformType.VEC3, value: white() },
      u_mix: { type: UniformType.VEC3, value: new Cartesian3(1, 0, 0) },
    },
    varyings: { v_look: VaryingType.FLOAT, v_face: VaryingType.FLOAT, v_normal: VaryingType.VEC3 },
    vertexShaderText: `${look.form}${VERTEX}`,
    fragmentShaderText: `${look.colours}${FRAGMENT}`,
  });
}

/** Pulled to the eye a little, so that no wheel sinks into ground that is drawn coarser than it lies. */
const VERTEX = `
vec4 texelOf(int i) {
  ivec2 size = textureSize(u_placed, 0);
  return i < size.x * size.y ? texelFetch(u_placed, ivec2(i % size.x, i / size.x), 0) : vec4(0.0);
}
void vertexMain(VertexInput vsInput, inout czm_modelVertexOutput vsOutput) {
  int row = int(floor(vsInput.attributes.row + 0.25));
  int slot = row / ${FACES_PER_SHAPE};
  vec4 one = texelOf(2 * slot);
  vec4 way = texelOf(2 * slot + 1);
  v_face = float(row - ${FACES_PER_SHAPE} * slot);
  v_look = one.w;
  vec3 p = formed(vsInput.attributes.positionMC, floor((one.w - 1.0) / 16.0), v_face, way.z);
  float level = sqrt(1.0 - way.w * way.w);
  p = vec3(level * p.x - way.w * p.y, way.w * p.x + level * p.y, p.z);
  vec3 n = vsInput.attributes.normalMC;
  vsOutput.positionMC = one.w > 0.5
    ? one.xyz + vec3(way.x * p.x + way.y * p.z, p.y, -way.y * p.x + way.x * p.z)
    : vec3(0.0);
  v_normal = vec3(way.x * n.x + way.y * n.z, way.y * n.x - way.x * n.z, n.y);
  vec3 eyeMC = (czm_inverseModelView * vec4(0.0, 0.0, 0.0, 1.0)).xyz;
  vsOutput.positionMC += (eyeMC - vsOutput.positionMC) * u_pulled;
}`;

const FRAGMENT = `
void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  vec3 n = normalize(v_normal);
  vec3 light = mix(u_bounce, u_ambient, 0.5 + 0.5 * n.z) + u_sun * max(dot(n, u_sunDirection), 0.0);
  vec3 colour = placedColour(mod(floor(v_look + 0.5) - 1.0, 16.0), v_face) * light * (1.0 - 0.5 * u_mix.z);
  colour = lamps(colour, v_face, u_mix.z + 0.6 * u_mix.y);
  float d = length(fsInput.attributes.positionEC);
  float haze = max(clamp((d - u_hazeRange.x) / (u_hazeRange.y - u_hazeRange.x), 0.0, 1.0) * u_hazeRange.z, smoothstep(u_hazeRange.y, u_hazeRange.w, d));
  material.diffuse = czm_srgbToLinear(clamp(mix(colour, u_haze, haze), 0.0, 1.0));
  material.alpha = 1.0;
}`;
