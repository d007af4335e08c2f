import {
  Cartesian2,
  Cartesian3,
  Cartesian4,
  CustomShader,
  CustomShaderTranslucencyMode,
  LightingModel,
  Matrix4,
  PixelDatatype,
  PixelFormat,
  TextureUniform,
  UniformType,
  VaryingType,
} from '@cesium/engine';
import type { LayerKind } from '../../city/manifest.ts';
import type { UnitRgb } from '../tokens.ts';
import { DAY, DUSK, type Hour, NIGHT } from './look.ts';
import { HOVERED_ALPHA, SELECTED_ALPHA } from './outline.ts';
import { SHADOW_RGB } from './shadow-colour.ts';

/** Texels a row of the tables that are looked up by gid: every WebGL 2 has 2,048 × 2,048, so a layer may have 4,194,304 features (`MOST_FEATURES`). */
const TABLE_WIDTH = 2048;

/** What all shaders are told each frame or whenever the hour, the theme or the selection changes. */
export interface PictureUniforms {
  enuFromEye: Matrix4;
  mix: Cartesian3;
  sunDirection: Cartesian3;
  sun: Cartesian3;
  ambient: Cartesian3;
  haze: Cartesian3;
  /** Start, end, most, and the distance at which nothing is left. */
  hazeRange: Cartesian4;
  sky: Cartesian3;
  accent: Cartesian3;
  litShare: number;
  /** What Cesium multiplies into shadow (1: no shadows), and how far casters shrink against acne, metres. */
  shadow: Cartesian2;
  /** What light leaves of a colour that is painted on the ground. */
  paintLight: number;
  timeS: number;
  selectedGid: number;
  hoveredGid: number;
}

export interface LayerUniforms {
  colour: UnitRgb;
  opacityRatio: number;
  /** Far pipes keep their width on the map: only while the ground does not hide them, else they would break through it. */
  swell: boolean;
  /** At work, late, early; elements only. */
  build: readonly UnitRgb[];
}

/**
 * One shader a layer, the text one a kind: Cesium keeps one program a text. Colour and visibility come from a table by
 * gid, everything else from uniforms, since exchanging a shader rebuilds every tile's commands (21–106 ms at city
 * scale against 0.1 ms for a uniform). Lighting is our own (UNLIT): Cesium's PBR and its sky light wash out plaster.
 */
export interface LayerShader {
  readonly shader: CustomShader;
  setPicture(picture: PictureUniforms): void;
  /** What hangs on the camera, each frame. */
  setFrame(picture: Pick<PictureUniforms, 'enuFromEye' | 'hazeRange' | 'shadow' | 'timeS'>): void;
  setMarks(selectedGid: number, hoveredGid: number): void;
  setLayer(layer: LayerUniforms): void;
  /** RGBA8 a feature of the layer, see `Catalogue.paint`. */
  setPaint(rgba: Uint8Array): void;
  /** Half-way height of each feature above the frame's plane, metres; buildings only. */
  setMiddles(upM: Float32Array): void;
  /** Dates by number of activity (`TaskTable`), elements only; one task or none: no plan. */
  setTasks(texels: Uint8Array): void;
  /** Links of the layer's rows (`LinkTable`), elements only; null: what the tiles say. */
  setLinks(texels: Uint8Array | null): void;
  /** The shown time in the table's units, whether colours tell of the baseline, the marked task (−1: none); elements only. */
  setNow(now: number, byBaseline: boolean, picked: number): void;
}

/** Side of the blocks that an element at work is made of, and the share of them that is there from its first day. */
const GROWN_M = 1.6;
const LEAST_GROWN = 0.12;

/** Of no plan at all: every element stands. */
export const NO_TASKS = new Uint8Array(8).fill(255);

/** As a link: the number that stands in the tile's own table. */
const AS_THE_TILE = 65534;
const tileLinks = (count: number): Uint8Array =>
  new Uint8Array(4 * count).map((_, i) => (i % 2 === 0 ? AS_THE_TILE >> 8 : AS_THE_TILE & 255));

export interface ShaderOptions {
  kind: LayerKind;
  gidBase: number;
  count: number;
  planned: boolean;
  construction: boolean;
  /** Shines at night. */
  lamp: boolean;
  translucent: boolean;
  /** Position among the draped layers: later ones win where two lie on each other. */
  order: number;
}

/** How far along the ray to the eye a draped layer is pulled; what is drawn over it must be pulled more. */
export const pullRatioOf = (order: number): number => 0.0009 + 0.00006 * order;

export function createLayerShader(options: ShaderOptions): LayerShader {
  const { kind, gidBase, count } = options;
  const draped = kind === 'area' || kind === 'water';
  const shader = new CustomShader({
    lightingModel: LightingModel.UNLIT,
    translucencyMode: options.translucent
      ? CustomShaderTranslucencyMode.TRANSLUCENT
      : CustomShaderTranslucencyMode.OPAQUE,
    uniforms: {
      u_table: { type: UniformType.SAMPLER_2D, value: tableOf(new Uint8Array(count * 4).fill(254)) },
      ...(kind === 'building'
        ? { u_middle: { type: UniformType.SAMPLER_2D, value: tableOf(new Uint8Array(count * 4)) } }
        : {}),
      u_gidBase: { type: UniformType.INT, value: gidBase },
      u_selected: { type: UniformType.INT, value: -1 },
      u_hovered: { type: UniformType.INT, value: -1 },
      u_enuFromEye: { type: UniformType.MAT4, value: Matrix4.clone(Matrix4.IDENTITY) },
      u_mix: { type: UniformType.VEC3, value: new Cartesian3(1, 0, 0) },
      u_sunDirection: { type: UniformType.VEC3, value: new Cartesian3(0, 0, 1) },
      u_sun: { type: UniformType.VEC3, value: new Cartesian3() },
      u_ambient: { type: UniformType.VEC3, value: new Cartesian3(1, 1, 1) },
      u_haze: { type: UniformType.VEC3, value: new Cartesian3(1, 1, 1) },
      u_hazeRange: { type: UniformType.VEC4, value: new Cartesian4(1e7, 2e7, 0, 3e7) },
      u_sky: { type: UniformType.VEC3, value: new Cartesian3(1, 1, 1) },
      u_accent: { type: UniformType.VEC3, value: new Cartesian3() },
      u_colour: { type: UniformType.VEC3, value: new Cartesian3(1, 1, 1) },
      ...(kind === 'element'
        ? {
            u_tasks: { type: UniformType.SAMPLER_2D, value: tableOf(NO_TASKS) },
            u_links: { type: UniformType.SAMPLER_2D, value: tableOf(tileLinks(count)) },
            u_taskCount: { type: UniformType.INT, value: 1 },
            u_now: { type: UniformType.FLOAT, value: 0 },
            u_byBaseline: { type: UniformType.FLOAT, value: 0 },
            u_picked: { type: UniformType.INT, value: -1 },
            u_active: { type: UniformType.VEC3, value: new Cartesian3() },
            u_late: { type: UniformType.VEC3, value: new Cartesian3() },
            u_early: { type: UniformType.VEC3, value: new Cartesian3() },
          }
        : {}),
      ...(kind === 'pipe' ? { u_swell: { type: UniformType.FLOAT, value: 0 } } : {}),
      u_opacity: { type: UniformType.FLOAT, value: 1 },
      u_shadow: { type: UniformType.VEC2, value: new Cartesian2(1, 0) },
      u_litShare: { type: UniformType.FLOAT, value: 0 },
      ...(kind === 'area' ? { u_paintLight: { type: UniformType.FLOAT, value: 1 } } : {}),
      u_time: { type: UniformType.FLOAT, value: 0 },
      u_state: { type: UniformType.INT, value: options.planned ? 1 : options.construction ? 2 : options.lamp ? 3 : 0 },
      u_pull: { type: UniformType.FLOAT, value: pullRatioOf(options.order) },
    },
    varyings: {
      v_paint: VaryingType.VEC4,
      v_mark: VaryingType.VEC3,
      ...(kind === 'building' ? { v_body: VaryingType.VEC4 } : {}),
      ...(kind === 'element' ? { v_built: VaryingType.VEC3 } : {}),
    },
    vertexShaderText: vertexText(kind, draped),
    fragmentShaderText: FRAGMENT_HEAD + SURFACE[kind] + fragmentMain(THIN.has(kind)),
  });
  const vec3 = (name: string, [x, y, z]: UnitRgb) => shader.setUniform(name, new Cartesian3(x, y, z));
  return {
    shader,
    setPicture(picture) {
      shader.setUniform('u_mix', picture.mix);
      shader.setUniform('u_sunDirection', picture.sunDirection);
      shader.setUniform('u_sun', picture.sun);
      shader.setUniform('u_ambient', picture.ambient);
      shader.setUniform('u_haze', picture.haze);
      shader.setUniform('u_sky', picture.sky);
      shader.setUniform('u_accent', picture.accent);
      shader.setUniform('u_litShare', picture.litShare);
      if (kind === 'area') shader.setUniform('u_paintLight', picture.paintLight);
      this.setMarks(picture.selectedGid, picture.hoveredGid);
      this.setFrame(picture);
    },
    setFrame(picture) {
      shader.setUniform('u_enuFromEye', picture.enuFromEye);
      shader.setUniform('u_hazeRange', picture.hazeRange);
      shader.setUniform('u_shadow', picture.shadow);
      if (kind === 'water') shader.setUniform('u_time', picture.timeS);
    },
    setMarks(selectedGid, hoveredGid) {
      shader.setUniform('u_selected', selectedGid);
      shader.setUniform('u_hovered', hoveredGid);
    },
    setTasks(texels) {
      if (kind !== 'element') return;
      shader.setUniform('u_tasks', tableOf(texels));
      shader.setUniform('u_taskCount', texels.length / 8);
    },
    setLinks(texels) {
      if (kind === 'element') shader.setUniform('u_links', tableOf(texels ?? tileLinks(count)));
    },
    setNow(now, byBaseline, picked) {
      if (kind !== 'element') return;
      shader.setUniform('u_now', now);
      shader.setUniform('u_byBaseline', byBaseline ? 1 : 0);
      shader.setUniform('u_picked', picked);
    },
    setLayer({ colour, opacityRatio, swell, build }) {
      if (kind === 'element') for (const [i, name] of ['u_active', 'u_late', 'u_early'].entries()) vec3(name, build[i]);
      if (kind === 'pipe') shader.setUniform('u_swell', swell ? 1 : 0);
      vec3('u_colour', colour);
      shader.setUniform('u_opacity', opacityRatio);
    },
    setPaint(rgba) {
      shader.setUniform('u_table', tableOf(rgba));
    },
    setMiddles(upM) {
      if (kind === 'building') shader.setUniform('u_middle', tableOf(packMetres(upM)));
    },
  };
}

/** Centimetres above −10,000 m in 24 bits: a float texture would need 32-bit samplers that phones may round. */
function packMetres(upM: Float32Array): Uint8Array {
  const bytes = new Uint8Array(upM.length * 4);
  for (let i = 0; i < upM.length; i++) {
    const cm = Math.round((upM[i] + 10_000) * 100);
    bytes[4 * i] = cm >> 16;
    bytes[4 * i + 1] = (cm >> 8) & 255;
    bytes[4 * i + 2] = cm & 255;
  }
  return bytes;
}

function tableOf(rgba: Uint8Array): TextureUniform {
  const height = Math.max(1, Math.ceil(rgba.length / 4 / TABLE_WIDTH));
  const typedArray = new Uint8Array(TABLE_WIDTH * height * 4);
  typedArray.set(rgba);
  return new TextureUniform({
    typedArray,
    width: TABLE_WIDTH,
    height,
    repeat: false,
    pixelFormat: PixelFormat.RGBA,
    pixelDatatype: PixelDatatype.UNSIGNED_BYTE,
  });
}

/**
 * Hidden features collapse to a point. Draped meshes are pulled towards the eye along the view ray, so that they win
 * over coarse far terrain without moving on screen; buildings keep their true depth.
 */
function vertexText(kind: LayerKind, draped: boolean): string {
  // Instances carry gid as their second feature id: Cesium gives a shader no table of instances.
  const gid = kind === 'tree' || kind === 'point' ? 'vsInput.featureIds.gid' : 'vsInput.metadata.gid';
  const body =
    kind === 'building'
      ? `
  vec4 middle = texelFetch(u_middle, at, 0);
  float middleM = (floor(middle.r * 255.0 + 0.5) * 65536.0 + floor(middle.g * 255.0 + 0.5) * 256.0 + floor(middle.b * 255.0 + 0.5)) / 100.0 - 10000.0;
  float heightM = max(float(vsInput.metadata.height), 1.0);
  float storeys = float(vsInput.metadata.storeys);
  if (storeys < 1.0) storeys = max(1.0, floor(heightM / 3.0 + 0.5));
  float facade = float(vsInput.metadata.facade);
  v_body = vec4(middleM - heightM * 0.5, heightM, heightM / storeys, facade > 4.5 ? 1.0 : facade);`
      : kind === 'element'
        ? ELEMENT_STATE
        : '';
  const pull = draped
    ? `
  vec3 eyeMC = (czm_inverseModelView * vec4(0.0, 0.0, 0.0, 1.0)).xyz;
  vec3 ray = eyeMC - vsOutput.positionMC;
  vsOutput.positionMC += ray * u_pull;`
    : '';
  // Cesium's own bias is made for small models: walls of a city striped themselves. Casters shrink along their normals instead.
  const shrink = draped
    ? ''
    : `
  if (czm_projection[3][3] > 0.5) vsOutput.positionMC -= (vsInput.attributes.normalMC + vec3(0.0, 0.7, 0.0)) * u_shadow.y / length(czm_model[0].xyz);`;
  // A far pipe keeps 2, 3, 5 or 8 px by diameter (LOOK §3), as on a map; near the eye it has its true size.
  const swell =
    kind === 'pipe'
      ? `
  float dn = float(vsInput.metadata.dn);
  float leastPx = dn < 300.0 ? 1.0 : dn < 600.0 ? 1.5 : dn < 1200.0 ? 2.2 : 3.2;
  vec4 axisEC = czm_modelView * vec4(vsOutput.positionMC, 1.0);
  float lackM = leastPx * czm_metersPerPixel(axisEC) - dn / 2000.0;
  vsOutput.positionMC += vsInput.attributes.normalMC * clamp(lackM, 0.0, 14.0) * u_swell / length(czm_model[0].xyz);`
      : '';
  return `
void vertexMain(VertexInput vsInput, inout czm_modelVertexOutput vsOutput) {
  int gid = int(${gid});
  int row = gid - u_gidBase;
  ivec2 at = ivec2(row % ${TABLE_WIDTH}, row / ${TABLE_WIDTH});
  v_paint = texelFetch(u_table, at, 0);
  float chance = (float((uint(row) * 2654435761u) >> 20) + 0.5) / 4096.0;
  v_mark = vec3(gid == u_selected ? 1.0 : 0.0, gid == u_hovered ? 1.0 : 0.0, chance);${body}
  ${pull}${shrink}${swell}
  if (v_paint.a < 0.5${kind === 'element' ? ' || v_built.x < 0.5' : ''}) vsOutput.positionMC = vec3(0.0);
}`;
}

/**
 * State of an element at `u_now`: 0 not there, 1 built, 2 at work, 3 due by its baseline and not begun; against the baseline −1 early,
 * 1 late, 0 as planned (within a day's unit of rounding); and how much of it is there: it grows by its task and shrinks by the one that
 * takes it away. NEVER (65535) is no date.
 */
const ELEMENT_STATE = `
  v_built = vec3(1.0, 0.0, 1.0);
  vec4 link = floor(texelFetch(u_links, at, 0) * 255.0 + 0.5);
  int task = int(link.r * 256.0 + link.g), gone = int(link.b * 256.0 + link.a);
  if (task == ${AS_THE_TILE}) task = int(vsInput.metadata.task);
  if (gone == ${AS_THE_TILE}) gone = int(vsInput.metadata.removal);
  if (u_picked >= 0 && (task == u_picked || gone == u_picked)) v_mark.x = 1.0;
  if (u_taskCount > 1 && task < u_taskCount) {
    vec4 planned = floor(texelFetch(u_tasks, ivec2((2 * task) % ${TABLE_WIDTH}, (2 * task) / ${TABLE_WIDTH}), 0) * 255.0 + 0.5);
    vec4 real = floor(texelFetch(u_tasks, ivec2((2 * task + 1) % ${TABLE_WIDTH}, (2 * task + 1) / ${TABLE_WIDTH}), 0) * 255.0 + 0.5);
    float planStart = planned.r * 256.0 + planned.g, planEnd = planned.b * 256.0 + planned.a;
    float start = real.r * 256.0 + real.g, end = real.b * 256.0 + real.a;
    bool known = start < 65535.0, based = planEnd < 65535.0;
    if (known) {
      v_built.x = u_now >= end ? 1.0 : u_now >= start ? 2.0 : based && u_now >= planEnd ? 3.0 : 0.0;
      if (based) v_built.y = end > planEnd + 2.0 ? 1.0 : end < planEnd - 2.0 ? -1.0 : 0.0;
      if (u_now >= start && u_now < end) v_built.z = (u_now - start) / (end - start);
    }
  }
  if (u_taskCount > 1 && gone < u_taskCount) {
    vec4 real = floor(texelFetch(u_tasks, ivec2((2 * gone + 1) % ${TABLE_WIDTH}, (2 * gone + 1) / ${TABLE_WIDTH}), 0) * 255.0 + 0.5);
    float start = real.r * 256.0 + real.g, end = real.b * 256.0 + real.a;
    if (start < 65535.0 && u_now >= start) {
      v_built.x = u_now >= end ? 0.0 : 2.0;
      v_built.z = min(v_built.z, (end - u_now) / max(end - start, 1.0));
    }
  }`;

const FRAGMENT_HEAD = `
float hash(vec3 p) {
  p = fract(p * vec3(0.1031, 0.1030, 0.0973));
  p += dot(p, p.yzx + 33.33);
  return fract((p.x + p.y) * p.z);
}
float noise(vec2 p) {
  vec2 i = floor(p);
  vec2 f = fract(p);
  f = f * f * (3.0 - 2.0 * f);
  float a = hash(vec3(i, 1.0)), b = hash(vec3(i + vec2(1.0, 0.0), 1.0)), c = hash(vec3(i + vec2(0.0, 1.0), 1.0)), d = hash(vec3(i + vec2(1.0, 1.0), 1.0));
  return mix(mix(a, b, f.x), mix(c, d, f.x), f.y);
}
vec3 light(vec3 n) { return u_ambient + u_sun * max(dot(n, u_sunDirection), 0.0); }
// Light relative to level ground: 1 on the flat, so that drawn colours stay what the tokens say.
vec3 relief(vec3 n) { return light(n) / light(vec3(0.0, 0.0, 1.0)); }
float hazeRatio(float d) {
  float near = clamp((d - u_hazeRange.x) / (u_hazeRange.y - u_hazeRange.x), 0.0, 1.0) * u_hazeRange.z;
  float far = smoothstep(u_hazeRange.y, u_hazeRange.w, d);
  return max(near, far);
}
struct Surface { vec3 enu; vec3 n; vec3 view; float d; };
`;

/** `thin` things show more outline than body and often lie under translucent ground: their body is coloured too. */
const fragmentMain = (thin: boolean) => `
void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  Surface s;
  vec3 positionEC = fsInput.attributes.positionEC;
  s.enu = (u_enuFromEye * vec4(positionEC, 1.0)).xyz;
  s.n = normalize(mat3(u_enuFromEye) * fsInput.attributes.normalEC);
  s.view = normalize(mat3(u_enuFromEye) * -positionEC);
  s.d = length(positionEC);
  float alpha = u_opacity;
  vec3 colour = surface(s, v_paint.rgb, v_paint.a > 0.998, alpha);
  // Faces turned from the sun are dark by their own light already: what the shadow pass takes from them is given back.
  float unshaded = max(clamp(dot(s.n, u_sunDirection) / 0.05, 0.0, 1.0), u_shadow.x);
  colour = (colour - ${glsl(SHADOW_RGB)} * (1.0 - unshaded)) / unshaded;
  bool selected = v_mark.x > 0.5, hovered = v_mark.y > 0.5;
  colour = mix(colour, u_accent, selected ? ${thin ? '0.62' : '0.20'} : hovered ? ${thin ? '0.30' : '0.0'} : 0.0);
  colour = mix(colour, u_haze, hazeRatio(s.d));
  material.diffuse = czm_srgbToLinear(clamp(colour, 0.0, 1.0));
  material.alpha = u_opacity < 1.0 ? alpha : selected ? ${SELECTED_ALPHA} : hovered ? ${HOVERED_ALPHA} : alpha;
}`;

const BUILDING = `
${paletteText('WALL_DAY', DAY, 'wall')}
${paletteText('WALL_DUSK', DUSK, 'wall')}
${paletteText('WALL_NIGHT', NIGHT, 'wall')}
${paletteText('ROOF_DAY', DAY, 'roof')}
${paletteText('ROOF_DUSK', DUSK, 'roof')}
${paletteText('ROOF_NIGHT', NIGHT, 'roof')}
const vec3 LAMP[4] = vec3[4](vec3(0.914, 0.745, 0.510), vec3(0.851, 0.663, 0.396), vec3(0.953, 0.867, 0.710), vec3(0.725, 0.761, 0.824));

vec3 surface(Surface s, vec3 paint, bool painted, inout float alpha) {
  float footM = v_body.x, heightM = v_body.y, storeyM = max(v_body.z, 1.5);
  int facade = clamp(int(v_body.w + 0.5), 0, 4);
  float chance = v_mark.z;
  bool roof = s.n.z > 0.35;
  float wall = roof ? 0.0 : 1.0;
  float y = s.enu.z - footM;
  vec3 base = roof
    ? ROOF_DAY[facade] * u_mix.x + ROOF_DUSK[facade] * u_mix.y + ROOF_NIGHT[facade] * u_mix.z
    : WALL_DAY[facade] * u_mix.x + WALL_DUSK[facade] * u_mix.y + WALL_NIGHT[facade] * u_mix.z;
  base *= 1.0 + (chance - 0.5) * 0.045;
  vec3 line = vec3(0.235, 0.259, 0.298);
  if (u_state == 1) { base = mix(vec3(1.0), vec3(0.29, 0.31, 0.36), u_mix.z); line = u_accent; }
  if (u_state == 2) base = mix(vec3(0.80, 0.79, 0.77), vec3(0.26, 0.27, 0.29), u_mix.z);
  if (painted) base = paint;
  // relief() of a roof is 1, as LOOK's light is .70 + .42 n·s + .06 up: roofs come near their own colour.
  vec3 shade = light(s.n) + 0.06 * max(s.n.z, 0.0);
  vec3 colour = base * min(shade, vec3(1.06));
  float floorNumber = y / storeyM;
  float bayWidthM = facade == 2 ? 1.8 : facade == 3 ? 6.0 : 3.0;
  float along = dot(s.enu.xy, vec2(-s.n.y, s.n.x)) / bayWidthM;
  float floorFw = max(fwidth(floorNumber), 1e-4);
  float bayFw = max(fwidth(along), 1e-4);
  float legible = wall * (1.0 - smoothstep(0.22, 0.42, floorFw));
  float edge = 1.0 - smoothstep(0.6 * floorFw, 1.6 * floorFw, abs(fract(floorNumber + 0.5) - 0.5));
  float lineInk = facade == 3 ? 0.08 : 0.16;
  if (u_state == 1) lineInk = 0.55;
  if (facade == 2) {
    float mullion = (1.0 - smoothstep(0.6 * bayFw, 1.6 * bayFw, abs(fract(along + 0.5) - 0.5))) * (1.0 - smoothstep(0.15, 0.35, bayFw));
    edge = max(edge, mullion * 0.6);
    float facing = 1.0 - max(dot(s.view, s.n), 0.0);
    colour = mix(colour, u_sky, wall * (0.10 + 0.45 * facing * facing * facing) * (painted ? 0.0 : 1.0));
  }
  // Panes: seen by day as a cooler tone, by night as light behind some of them.
  float u = fract(along), v = fract(floorNumber);
  vec2 half_ = facade == 2 ? vec2(0.46, 0.42) : facade == 3 ? vec2(0.40, 0.16) : vec2(0.27, 0.26);
  vec2 mid = vec2(0.5, facade == 3 ? 0.72 : 0.52);
  vec2 inside = smoothstep(half_ + vec2(bayFw, floorFw) * 0.7, half_ - vec2(bayFw, floorFw) * 0.7, abs(vec2(u, v) - mid));
  float pane = inside.x * inside.y;
  float panesLegible = wall * (1.0 - smoothstep(0.28, 0.6, max(bayFw, floorFw)));
  if (u_state == 0 && facade != 2) colour = mix(colour, colour * vec3(0.845, 0.875, 0.905), pane * panesLegible * 0.75 * (1.0 - u_mix.z * 0.5));
  if (u_litShare > 0.0 && u_state == 0) {
    // Far away several windows are drawn as one, so that towers keep their sparkle at two pixels a window.
    float coarse = clamp(ceil(log2(max(bayFw, floorFw) / 0.34)), 0.0, 3.0);
    float group = exp2(coarse);
    vec2 place = vec2(along, floorNumber) / group;
    vec2 soft = vec2(bayFw, floorFw) / group * 0.7;
    vec2 glass = smoothstep(half_ + soft, half_ - soft, abs(fract(place) - mid));
    vec3 cell = vec3(floor(place), floor(chance * 4096.0));
    float share = u_litShare * (facade == 3 ? 0.3 : facade == 2 ? 1.15 : 1.0);
    float lit = step(hash(cell), share) * step(0.0, y) * step(y, heightM);
    vec3 lamp = LAMP[int(floor(hash(cell + 7.0) * 3.999))];
    float seen = wall * (1.0 - smoothstep(0.34, 0.7, max(bayFw, floorFw) / group));
    colour = mix(colour, LAMP[0], wall * (1.0 - seen) * share * 0.22);
    colour = mix(colour, lamp, glass.x * glass.y * lit * seen * 0.92 * exp2(-0.35 * coarse));
  }
  colour = mix(colour, mix(line, vec3(0.0), u_mix.z * (u_state == 1 ? 0.0 : 1.0)), edge * legible * lineInk);
  // Rim and foot: an inked outline for what is only planned, a darkening contact for what stands.
  float yFw = max(fwidth(y), 1e-3);
  if (u_state == 1) {
    float rim = wall * (1.0 - smoothstep(0.8 * yFw, 2.2 * yFw, abs(y - heightM)));
    float dash = step(0.45, fract(dot(s.enu.xy, vec2(-s.n.y, s.n.x)) / 6.0));
    float sill = wall * dash * (1.0 - smoothstep(1.0 * yFw, 2.6 * yFw, abs(y)));
    colour = mix(colour, u_accent, max(rim, sill) * 0.9);
  }
  colour *= 1.0 - 0.13 * wall * (1.0 - smoothstep(0.0, 5.0, y)) ;
  return colour;
}`;

const AREA = `
vec3 surface(Surface s, vec3 paint, bool painted, inout float alpha) {
  vec3 base = painted ? paint : u_colour;
  return base * mix(vec3(1.0), relief(s.n), 0.6) * (painted ? u_paintLight : 1.0);
}`;

/** Slow streaks that move with the clock, broad pale bands like waterlines of an engraved map; no mirror, no waves. */
const WATER = `
vec3 surface(Surface s, vec3 paint, bool painted, inout float alpha) {
  vec3 base = painted ? paint : u_colour;
  vec2 p = s.enu.xy;
  float fw = max(fwidth(p.x), fwidth(p.y));
  vec2 warp = vec2(noise(p / 90.0), noise(p / 90.0 + 31.0)) * 26.0;
  vec2 q = p + warp + vec2(u_time * 0.6, 0.0);
  float bands = noise(vec2(q.x / 110.0, q.y / 9.0)) * 0.65 + noise(vec2(q.x / 41.0, q.y / 3.6)) * 0.35;
  float streak = smoothstep(0.60, 0.72, bands) * (1.0 - smoothstep(2.0, 7.0, fw));
  vec3 colour = mix(base, mix(base, vec3(1.0), 0.55), streak * (0.34 - 0.24 * u_mix.z));
  float facing = 1.0 - max(s.view.z, 0.0);
  float glance = pow(facing, 5.0);
  return mix(colour, u_sky, glance * 0.38);
}`;

const STRUCTURE = `
vec3 surface(Surface s, vec3 paint, bool painted, inout float alpha) {
  vec3 base = painted ? paint : mix(u_colour, u_colour * 1.06, step(0.7, s.n.z));
  if (u_state == 1 && !painted) base = mix(vec3(1.0), u_accent, 0.18);
  vec3 colour = base * (light(s.n) + 0.06 * max(s.n.z, 0.0));
  // A lamp shines by its arm and head, which lie level; its pole stands dark.
  float lit = u_state == 3 ? min(1.0, u_litShare * 6.0) : 0.0;
  colour = mix(colour, abs(s.n.z) > 0.5 ? vec3(0.94, 0.77, 0.51) : colour * 0.4, lit * 0.85);
  return colour;
}`;

/**
 * Plaster; what is at work in the accent, what is late in the warning's colour, what is due and missing hatched. What is at work is there
 * block by block, as much as is done of it.
 */
const ELEMENT = `
vec3 surface(Surface s, vec3 paint, bool painted, inout float alpha) {
  vec3 base = painted ? paint : mix(u_colour, u_colour * 1.06, step(0.7, s.n.z));
  int state = int(v_built.x + 0.5);
  if (v_built.z < 0.999 && hash(floor(s.enu / ${GROWN_M.toFixed(1)} + 0.37)) > max(v_built.z, ${LEAST_GROWN})) discard;
  if (!painted && u_byBaseline > 0.5) base = v_built.y > 0.5 ? mix(base, u_late, 0.75) : v_built.y < -0.5 ? mix(base, u_early, 0.75) : base;
  if (!painted && state == 2) base = mix(base, u_active, 0.8);
  if (state == 3) {
    if (fract((s.enu.x + s.enu.y + s.enu.z) / 2.4) > 0.3) discard;
    base = u_late;
  }
  return base * (light(s.n) + 0.06 * max(s.n.z, 0.0));
}`;

/** Tubes with a pale rim, so that a dark sewer reads on dark earth (LOOK §3: white casing); deeper is dimmer. */
const PIPE = `
vec3 surface(Surface s, vec3 paint, bool painted, inout float alpha) {
  vec3 base = painted ? paint : u_colour;
  float facing = abs(dot(s.view, s.n));
  vec3 colour = base * (0.72 + 0.36 * max(s.n.z, 0.0));
  float rim = smoothstep(0.45, 0.1, facing);
  return mix(colour, vec3(1.0), rim * (0.5 - 0.3 * u_mix.z));
}`;

const TREE = `
${constantText('DARK', 'treeDark')}
${constantText('LIGHT', 'treeLight')}
vec3 surface(Surface s, vec3 paint, bool painted, inout float alpha) {
  float tone = smoothstep(-0.1, 0.45, dot(s.n, normalize(u_sunDirection + vec3(0.0, 0.0, 0.6))));
  vec3 dark = DARK_DAY * u_mix.x + DARK_DUSK * u_mix.y + DARK_NIGHT * u_mix.z;
  vec3 pale = LIGHT_DAY * u_mix.x + LIGHT_DUSK * u_mix.y + LIGHT_NIGHT * u_mix.z;
  vec3 colour = mix(dark, pale, tone) * (0.95 + 0.1 * v_mark.z);
  return painted ? paint * (0.8 + 0.3 * tone) : colour;
}`;

const THIN = new Set<LayerKind>(['pipe', 'point', 'tree']);

const SURFACE: Record<LayerKind, string> = {
  building: BUILDING,
  element: ELEMENT,
  bridge: STRUCTURE,
  tunnel: STRUCTURE,
  area: AREA,
  water: WATER,
  pipe: PIPE,
  tree: TREE,
  point: STRUCTURE,
};

function glsl([r, g, b]: readonly [number, number, number]): string {
  return `vec3(${r.toFixed(4)}, ${g.toFixed(4)}, ${b.toFixed(4)})`;
}

function paletteText(name: string, hour: Hour, part: 'wall' | 'roof'): string {
  return `const vec3 ${name}[5] = vec3[5](${hour[part].map(glsl).join(', ')});`;
}

function constantText(name: string, part: 'treeDark' | 'treeLight'): string {
  return `const vec3 ${name}_DAY = ${glsl(DAY[part])}; const vec3 ${name}_DUSK = ${glsl(DUSK[part])}; const vec3 ${name}_NIGHT = ${glsl(NIGHT[part])};`;
}
