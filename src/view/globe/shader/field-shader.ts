import {
  Cartesian2,
  Cartesian3,
  Cartesian4,
  CustomShader,
  CustomShaderTranslucencyMode,
  LightingModel,
  PixelDatatype,
  PixelFormat,
  TextureMagnificationFilter,
  TextureMinificationFilter,
  TextureUniform,
  UniformType,
  VaryingType,
} from '@cesium/engine';
import type { ColourStop } from '../../colour-stop.ts';
import { STOOD_M } from '../../standing-water.ts';
import type { UnitRgb } from '../../tokens.ts';

/** Classes that a map may have. */
export const MAX_CLASSES = 8;

/** A word that this shader has and no other: by it its programs are known (`linkAlongside`). */
export const FIELD_PROGRAM = 'v_cell';

/** Texels a side of the grain that streaks are drawn with. */
const GRAIN = 256;

/**
 * One shader for a sheet of water and for maps of values, chosen by `u_isMap`. Frames are four half floats a cell (depth, velocity east
 * and north, level), linear
 * in the fragment stage, where the shore is the line on which depth crosses the first class; single cells in the vertex stage.
 */
export function fieldShader(): CustomShader {
  return new CustomShader({
    lightingModel: LightingModel.UNLIT,
    translucencyMode: CustomShaderTranslucencyMode.TRANSLUCENT,
    uniforms: {
      u_even: { type: UniformType.SAMPLER_2D, value: frameTexture(new Uint16Array(4), 1, 1) },
      u_odd: { type: UniformType.SAMPLER_2D, value: frameTexture(new Uint16Array(4), 1, 1) },
      u_oddRatio: { type: UniformType.FLOAT, value: 0 },
      u_values: { type: UniformType.SAMPLER_2D, value: valueTexture(new Float32Array(1), 1, 1) },
      u_isMap: { type: UniformType.BOOL, value: false },
      u_first: { type: UniformType.SAMPLER_2D, value: frameTexture(new Uint16Array(4), 1, 1) },
      u_stood: { type: UniformType.VEC3, value: new Cartesian3(-1, 0, 0) },
      u_isStepped: { type: UniformType.BOOL, value: false },
      u_classes: { type: UniformType.SAMPLER_2D, value: classTexture([], () => [0, 0, 0]) },
      u_grain: { type: UniformType.SAMPLER_2D, value: grainTexture() },
      u_sizeM: { type: UniformType.VEC2, value: new Cartesian2(1, 1) },
      u_baseUp: { type: UniformType.FLOAT, value: 0 },
      u_step: { type: UniformType.VEC2, value: new Cartesian2(1, 1) },
      u_opacity: { type: UniformType.FLOAT, value: 1 },
      u_pull: { type: UniformType.FLOAT, value: 0 },
      u_time: { type: UniformType.FLOAT, value: 0 },
      u_paintLight: { type: UniformType.FLOAT, value: 1 },
      u_haze: { type: UniformType.VEC3, value: new Cartesian3(1, 1, 1) },
      u_hazeRange: { type: UniformType.VEC4, value: new Cartesian4(1e7, 2e7, 0, 3e7) },
    },
    varyings: { [FIELD_PROGRAM]: VaryingType.VEC2 },
    vertexShaderText: VERTEX,
    fragmentShaderText: FRAGMENT,
  });
}

/** Four half floats a cell. */
export function frameTexture(cells: Uint16Array, width: number, height: number): TextureUniform {
  return rawTexture(cells, width, height, PixelFormat.RGBA, PixelDatatype.HALF_FLOAT);
}

/** A float a cell. */
export function valueTexture(values: Float32Array, width: number, height: number): TextureUniform {
  return rawTexture(values, width, height, PixelFormat.RED, PixelDatatype.FLOAT);
}

/** Four floats a texel. */
export function quadTexture(texels: Float32Array, width: number, height: number): TextureUniform {
  return rawTexture(texels, width, height, PixelFormat.RGBA, PixelDatatype.FLOAT);
}

/** Colour and lower limit of each class; red below 0: nothing is drawn. */
export function classTexture(stops: readonly ColourStop[], colourOf: (token: string) => UnitRgb): TextureUniform {
  const texels = new Float32Array(4 * MAX_CLASSES);
  for (let i = 0; i < MAX_CLASSES; i++) {
    const { from, token } = stops[i] ?? { from: 1e30, token: null };
    texels.set([...(token ? colourOf(token) : [-1, 0, 0]), Math.max(-1e30, from)], 4 * i);
  }
  return rawTexture(texels, MAX_CLASSES, 1, PixelFormat.RGBA, PixelDatatype.FLOAT);
}

/** Cesium's declaration says bytes; it hands on whatever the texel's type asks for. Filtering 32-bit floats is an extension of WebGL. */
function rawTexture(
  texels: Uint16Array | Float32Array,
  width: number,
  height: number,
  pixelFormat: PixelFormat,
  pixelDatatype: PixelDatatype,
): TextureUniform {
  const isFiltered = pixelDatatype === PixelDatatype.HALF_FLOAT;
  return new TextureUniform({
    typedArray: texels as ArrayBufferView as Uint8Array,
    width,
    height,
    pixelFormat,
    pixelDatatype,
    repeat: false,
    minificationFilter: isFiltered ? TextureMinificationFilter.LINEAR : TextureMinificationFilter.NEAREST,
    magnificationFilter: isFiltered ? TextureMagnificationFilter.LINEAR : TextureMagnificationFilter.NEAREST,
  });
}

/** Noise from an integer hash (Wang), the same in every picture. */
function grainTexture(): TextureUniform {
  const texels = new Uint8Array(4 * GRAIN * GRAIN);
  for (let i = 0; i < texels.length; i++) {
    let x = Math.imul(i ^ 61 ^ (i >>> 16), 9);
    x = Math.imul(x ^ (x >>> 4), 0x27d4eb2d);
    texels[i] = (x ^ (x >>> 15)) & 255;
  }
  return new TextureUniform({ typedArray: texels, width: GRAIN, height: GRAIN, repeat: true });
}

/**
 * Lifts the sheet to the level, between two frames at the height between theirs. A vertex whose cell knows no level (depth −1)
 * takes that of a neighbour: with fewer vertices than cells the fringe of a frame may end before the next vertex. With none it
 * goes below the ground, where its fragments cost nothing. Then all is pulled to the eye as draped layers are, a little more.
 */
const VERTEX = `
bool isFar(float depth) { return abs(depth + 1.0) < 0.0005; }
float levelOf(sampler2D frame, ivec2 cell) {
  ivec2 last = textureSize(frame, 0) - 1;
  vec4 here = texelFetch(frame, clamp(cell, ivec2(0), last), 0);
  if (!isFar(here.x)) return here.w;
  for (int j = -1; j <= 1; j++) for (int i = -1; i <= 1; i++) {
    vec4 near = texelFetch(frame, clamp(cell + ivec2(vec2(i, j) * u_step), ivec2(0), last), 0);
    if (!isFar(near.x)) return near.w;
  }
  return here.w - 4.0;
}
void vertexMain(VertexInput vsInput, inout czm_modelVertexOutput vsOutput) {
  vec3 p = vsInput.attributes.positionMC;
  v_cell = vec2(0.5 + p.x / u_sizeM.x, 0.5 - p.z / u_sizeM.y);
  float up = 0.0;
  if (!u_isMap) {
    ivec2 cell = ivec2(v_cell * vec2(textureSize(u_even, 0)));
    up = u_baseUp + mix(levelOf(u_even, cell), levelOf(u_odd, cell), u_oddRatio);
  } else up = u_baseUp;
  vsOutput.positionMC.y += up;
  vec3 eyeMC = (czm_inverseModelView * vec4(0.0, 0.0, 0.0, 1.0)).xyz;
  vsOutput.positionMC += (eyeMC - vsOutput.positionMC) * u_pull;
}`;

/**
 * Classes with sharp edges, the more opaque the higher, so that streets show through what is shallow. Streaks are grain smeared
 * along the velocity (line integral convolution, seven places: grain turned into the flow's own axes swirled wherever the flow
 * bends), carried along in two phases that fade into each other; as long on the screen from near as from far. Night takes half
 * of what it takes from other painted ground: six classes of blue could no longer be told apart. Where water stood in `u_first` it has
 * the colour of waters, and a map leaves it as it is.
 */
const FRAGMENT = `
float mapped() {
  vec2 size = vec2(textureSize(u_values, 0));
  if (u_isStepped) return texelFetch(u_values, clamp(ivec2(floor(v_cell * size)), ivec2(0), ivec2(size) - 1), 0).r;
  vec2 at = v_cell * size - 0.5;
  ivec2 corner = ivec2(floor(at));
  vec2 part = fract(at);
  float sum = 0.0, weight = 0.0;
  for (int j = 0; j <= 1; j++) for (int i = 0; i <= 1; i++) {
    float value = texelFetch(u_values, clamp(corner + ivec2(i, j), ivec2(0), ivec2(size) - 1), 0).r;
    if (!(value > -1e29)) continue;
    float w = (i == 0 ? 1.0 - part.x : part.x) * (j == 0 ? 1.0 - part.y : part.y);
    sum += value * w;
    weight += w;
  }
  return weight < 0.5 ? -2e30 : sum / weight;
}
float smear(vec2 p, vec2 along) {
  float sum = 0.0;
  for (int i = -3; i <= 3; i++) sum += texture(u_grain, (p + along * float(i)) / ${GRAIN}.0).r;
  return sum / 7.0;
}
float streaks(vec2 p, vec2 velocity, float pxM) {
  float speed = length(velocity);
  vec2 along = velocity / max(speed, 0.01);
  float grainM = exp2(ceil(log2(clamp(pxM, 0.1, 32.0) * 2.0)));
  vec2 q = p / grainM;
  float cycle = u_time / 6.0;
  vec2 phase = fract(vec2(cycle, cycle + 0.5));
  vec2 run = along * min(speed, 3.0) * 6.0;
  float one = smear(q - run * (phase.x - 0.5), along * 1.3);
  float other = smear(q + 17.0 - run * (phase.y - 0.5), along * 1.3);
  float grain = mix(one, other, abs(1.0 - 2.0 * phase.x));
  return smoothstep(0.55, 0.70, grain) * smoothstep(0.15, 0.6, speed) * (1.0 - 0.7 * smoothstep(1.5, 8.0, pxM));
}
void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  vec4 flow = mix(texture(u_even, v_cell), texture(u_odd, v_cell), u_oddRatio);
  float value = u_isMap ? mapped() : flow.x;
  int kind = -1;
  vec3 colour = vec3(-1.0);
  for (int i = 0; i < ${MAX_CLASSES}; i++) {
    vec4 one = texelFetch(u_classes, ivec2(i, 0), 0);
    if (value < one.a || value < -1e30) break;
    colour = one.rgb;
    kind = i;
  }
  vec2 p = v_cell * u_sizeM;
  float pxM = max(length(dFdx(p)), length(dFdy(p)));
  if (colour.r < 0.0) discard;
  bool stood = texture(u_first, v_cell).x > ${STOOD_M};
  if (stood && u_isMap) discard;
  if (stood && u_stood.r >= 0.0) colour = u_stood;
  float alpha = u_isMap ? 0.86 : min(0.92, 0.62 + 0.07 * float(kind));
  if (!u_isMap) {
    float streak = streaks(p, flow.yz, pxM);
    colour = mix(colour, vec3(1.0), streak * 0.30);
    alpha = mix(alpha, 0.95, streak * 0.3);
  }
  colour *= mix(1.0, u_paintLight, 0.5);
  float d = length(fsInput.attributes.positionEC);
  float near = clamp((d - u_hazeRange.x) / (u_hazeRange.y - u_hazeRange.x), 0.0, 1.0) * u_hazeRange.z;
  float haze = mix(near, 1.0, smoothstep(0.0, 1.0, (1.0 - u_hazeRange.y / d) / (1.0 - u_hazeRange.y / u_hazeRange.w)));
  material.diffuse = czm_srgbToLinear(mix(colour, u_haze, haze));
  material.alpha = alpha * u_opacity;
}`;
