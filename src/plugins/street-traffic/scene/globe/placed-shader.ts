import {
  Cartesian3,
  Cartesian4,
  CustomShader,
  CustomShaderTranslucencyMode,
  LightingModel,
  Matrix4,
  UniformType,
  VaryingType,
} from '@cesium/engine';
import { quadTexture } from '../../../../view/globe/shader/field-shader.ts';
import type { PictureUniforms } from '../../../../view/globe/shader/picture.ts';
import { FACES_PER_SHAPE, type PlacedLook, type PlacedShape } from '../mesh-parts.ts';

/** The shape once a slot; `row` of a vertex is its slot and its face. */
export function repeated({ positionM, normal, face, index }: PlacedShape, slots: number) {
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

type Uniforms = NonNullable<NonNullable<ConstructorParameters<typeof CustomShader>[0]>['uniforms']>;

const white = () => new Cartesian3(1, 1, 1);

/** Where things are and the haze before them, which all that is drawn of them needs. */
const placedUniforms = (pulledRatio: number): Uniforms => ({
  u_placed: { type: UniformType.SAMPLER_2D, value: quadTexture(new Float32Array(4), 1, 1) },
  u_pulled: { type: UniformType.FLOAT, value: pulledRatio },
  u_haze: { type: UniformType.VEC3, value: white() },
  u_hazeRange: { type: UniformType.VEC4, value: new Cartesian4(1e7, 2e7, 0, 3e7) },
  u_mix: { type: UniformType.VEC3, value: new Cartesian3(1, 0, 0) },
});

/** Things in their colours and the hour's light. */
export function bodyShader(look: PlacedLook, pulledRatio: number): CustomShader {
  return new CustomShader({
    lightingModel: LightingModel.UNLIT,
    uniforms: {
      ...placedUniforms(pulledRatio),
      u_enuFromEye: { type: UniformType.MAT4, value: Matrix4.clone(Matrix4.IDENTITY) },
      u_sun: { type: UniformType.VEC3, value: white() },
      u_sunDirection: { type: UniformType.VEC3, value: new Cartesian3(0, 0, 1) },
      u_ambient: { type: UniformType.VEC3, value: white() },
      u_bounce: { type: UniformType.VEC3, value: white() },
    },
    varyings: { v_look: VaryingType.FLOAT, v_face: VaryingType.FLOAT, v_normal: VaryingType.VEC3 },
    vertexShaderText: `${look.form}${PLACED}${BODY_VERTEX}`,
    fragmentShaderText: `${look.colours}${HAZE}${BODY_FRAGMENT}`,
  });
}

/** Soft and dark, what things take from the light of the ground right under them. */
export function shadowShader(look: PlacedLook, pulledRatio: number): CustomShader {
  return new CustomShader({
    lightingModel: LightingModel.UNLIT,
    translucencyMode: CustomShaderTranslucencyMode.TRANSLUCENT,
    uniforms: placedUniforms(pulledRatio),
    varyings: { v_at: VaryingType.VEC2 },
    vertexShaderText: `${look.form}${PLACED}${SHADOW_VERTEX}`,
    fragmentShaderText: `${HAZE}${SHADOW_FRAGMENT}`,
  });
}

/** Shadows of an hour with less of the day than this are not drawn at all. */
const MIN_DAY_RATIO = 0.02;
const DUSK_RATIO = 0.6;

/** How much of a shadow the hour leaves; none by night, when lamps shine from all sides. */
export function shadowRatio({ x: day, y: dusk }: Cartesian3): number {
  const ratio = day + DUSK_RATIO * dusk;
  return ratio < MIN_DAY_RATIO ? 0 : Math.min(1, ratio);
}

/** What a shader takes whenever the hour or the weather changes. */
export function lightPlaced(shader: CustomShader, picture: PictureUniforms): void {
  const { enuFromEye, haze, hazeRange, sun, sunDirection, ambient, bounce, mix } = picture;
  const all = { haze, hazeRange, mix, enuFromEye, sun, sunDirection, ambient, bounce };
  for (const [name, value] of Object.entries(all))
    if (`u_${name}` in shader.uniforms) shader.setUniform(`u_${name}`, value);
}

/** Pulled to the eye a little, so that no wheel sinks into ground that is drawn coarser than it lies. */
const PLACED = `
vec4 texelOf(int i) {
  ivec2 size = textureSize(u_placed, 0);
  return i < size.x * size.y ? texelFetch(u_placed, ivec2(i % size.x, i / size.x), 0) : vec4(0.0);
}
vec3 placed(vec3 shape, float face, vec4 one, vec4 way) {
  vec3 p = formed(shape, floor((one.w - 1.0) / 16.0), face, way.z);
  float level = sqrt(1.0 - way.w * way.w);
  p = vec3(level * p.x - way.w * p.y, way.w * p.x + level * p.y, p.z);
  vec3 at = one.w > 0.5
    ? one.xyz + vec3(way.x * p.x + way.y * p.z, p.y, -way.y * p.x + way.x * p.z)
    : vec3(0.0);
  vec3 eyeMC = (czm_inverseModelView * vec4(0.0, 0.0, 0.0, 1.0)).xyz;
  return at + (eyeMC - at) * u_pulled;
}`;

const BODY_VERTEX = `
void vertexMain(VertexInput vsInput, inout czm_modelVertexOutput vsOutput) {
  int row = int(floor(vsInput.attributes.row + 0.25));
  int slot = row / ${FACES_PER_SHAPE};
  vec4 one = texelOf(2 * slot);
  vec4 way = texelOf(2 * slot + 1);
  v_face = float(row - ${FACES_PER_SHAPE} * slot);
  v_look = one.w;
  vsOutput.positionMC = placed(vsInput.attributes.positionMC, v_face, one, way);
  vec3 n = vsInput.attributes.normalMC;
  v_normal = vec3(way.x * n.x + way.y * n.z, way.y * n.x - way.x * n.z, n.y);
}`;

const SHADOW_VERTEX = `
void vertexMain(VertexInput vsInput, inout czm_modelVertexOutput vsOutput) {
  int row = int(floor(vsInput.attributes.row + 0.25));
  int slot = row / ${FACES_PER_SHAPE};
  v_at = sign(vsInput.attributes.positionMC.xz);
  float face = float(row - ${FACES_PER_SHAPE} * slot);
  vsOutput.positionMC = placed(vsInput.attributes.positionMC, face, texelOf(2 * slot), texelOf(2 * slot + 1));
}`;

const HAZE = `
float hazeAt(float d) {
  return max(clamp((d - u_hazeRange.x) / (u_hazeRange.y - u_hazeRange.x), 0.0, 1.0) * u_hazeRange.z, smoothstep(u_hazeRange.y, u_hazeRange.w, d));
}`;

const BODY_FRAGMENT = `
void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  vec3 n = normalize(v_normal);
  vec3 light = mix(u_bounce, u_ambient, 0.5 + 0.5 * n.z) + u_sun * max(dot(n, u_sunDirection), 0.0);
  vec3 colour = placedColour(mod(floor(v_look + 0.5) - 1.0, 16.0), v_face) * light * (1.0 - 0.5 * u_mix.z);
  colour = lamps(colour, v_face, u_mix.z + 0.6 * u_mix.y);
  float haze = hazeAt(length(fsInput.attributes.positionEC));
  material.diffuse = czm_srgbToLinear(clamp(mix(colour, u_haze, haze), 0.0, 1.0));
  material.alpha = 1.0;
}`;

/** Whole under the middle, gone at the rim, sooner across than along. */
const SHADOW_FRAGMENT = `
void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  float dark = smoothstep(1.0, 0.72, abs(v_at.x)) * smoothstep(1.0, 0.4, abs(v_at.y));
  float day = min(1.0, u_mix.x + ${DUSK_RATIO} * u_mix.y);
  material.diffuse = czm_srgbToLinear(vec3(0.12, 0.13, 0.16));
  material.alpha = 0.62 * dark * day * (1.0 - hazeAt(length(fsInput.attributes.positionEC)));
}`;
