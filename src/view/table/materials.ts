import { DoubleSide, FrontSide, MeshLambertMaterial, type Plane } from 'three';
import type { LayerInfo } from '../../../model/city/manifest.ts';
import { SURVEYED_FACADE } from '../../../model/city/surveyed-facade.ts';
import { TREE_KINDS } from '../../../model/city/tree-kinds.ts';
import { isDataColoured } from '../data-coloured.ts';
import { SEASONED } from '../season.ts';
import { SLENDER_LEFT } from '../slender.ts';
import type { UnitRgb } from '../tokens.ts';
import { IS_IN_GAP } from './gaps.ts';
import { isAcrylic, PLASTER, type PlasterKind } from './plaster.ts';
import { colourOf, PAINT_TEXELS, type TableUniforms } from './uniforms.ts';

/** What a layer's plaster is made with. */
interface PlasterWish {
  readonly info: LayerInfo;
  readonly kind: PlasterKind;
  /** Among draped layers, see `drapeOrders`: a later one lies over an earlier one. */
  readonly order: number;
  readonly colour: UnitRgb;
  readonly saw: readonly Plane[];
  readonly uniforms: TableUniforms;
}

/** Plaster of one layer: lit by the studio, cut by the saw, marked by gid. One program a kind, whatever the layer. */
export function plaster({ info, kind, order, colour, saw, uniforms }: PlasterWish): MeshLambertMaterial {
  const isFlat = kind === 'draped' || kind === 'water';
  const isGlass = isAcrylic(info);
  const isData = isGlass || isDataColoured(info);
  const material = new MeshLambertMaterial({
    color: colourOf(colour),
    side: kind === 'tree' ? FrontSide : DoubleSide,
    clippingPlanes: [...saw],
    clipShadows: true,
    polygonOffset: isFlat,
    polygonOffsetFactor: -2 - order,
    polygonOffsetUnits: -8 - 8 * order,
    transparent: isGlass,
    opacity: isGlass ? 0.72 : 1,
  });
  material.defines = {
    [`KIND_${kind.toUpperCase()}`]: 1,
    ...(isGlass ? { IS_ACRYLIC: 1 } : {}),
    ...(isData ? { IS_DATA: 1 } : {}),
  };
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, uniforms);
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', `#include <common>\n${VERTEX_HEAD}`)
      .replace('#include <project_vertex>', `#include <project_vertex>\n${VERTEX}`);
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', `#include <common>\n${FRAGMENT_HEAD}`)
      .replace('#include <color_fragment>', `#include <color_fragment>\n${FRAGMENT_COLOUR}`)
      .replace('#include <opaque_fragment>', `${FRAGMENT_MARK}\n#include <opaque_fragment>`);
  };
  material.customProgramCacheKey = () => `plaster ${kind} ${isGlass} ${isData}`;
  return material;
}

const VERTEX_HEAD = `
attribute float gid;
attribute vec4 body;
uniform float u_flat, u_baseUp, u_isPainted, u_swell;
uniform sampler2D u_paint;
varying float v_gid;
varying vec4 v_body;
varying vec3 v_place;
varying vec3 v_upright;
varying vec4 v_paint;
#ifdef KIND_STRUCTURE
  varying vec4 v_slender;
  #ifndef USE_UV1
    attribute vec2 uv1;
  #endif
#endif
`;

const VERTEX = `
#ifdef USE_INSTANCING
  vec4 place = modelMatrix * instanceMatrix * vec4(transformed, 1.0);
  vec3 upright = mat3(modelMatrix) * mat3(instanceMatrix) * objectNormal;
#else
  vec4 place = modelMatrix * vec4(transformed, 1.0);
  vec3 upright = mat3(modelMatrix) * objectNormal;
#endif
v_gid = gid;
v_body = body;
v_place = place.xyz;
v_upright = normalize(upright);
v_paint = vec4(0.0, 0.0, 0.0, 0.996);
#ifdef KIND_STRUCTURE
  v_slender = vec4(uv, uv1);
#endif
if (u_isPainted > 0.5) {
  int row = int(gid + 0.5);
  v_paint = texelFetch(u_paint, ivec2(row % ${PAINT_TEXELS}, row / ${PAINT_TEXELS}), 0);
}
#if defined(KIND_PIPE)
  gl_Position = projectionMatrix * viewMatrix * vec4(place.xyz + v_upright * u_swell, 1.0);
#endif
#if defined(KIND_BUILDING)
  if (u_flat > 0.5) gl_Position = projectionMatrix * viewMatrix * vec4(place.x, body.x - u_baseUp + 0.4, place.z, 1.0);
#endif
`;

const rgbText = ([red, green, blue]: UnitRgb): string =>
  `vec3(${[red, green, blue].map((part) => linear(part).toFixed(4)).join(', ')})`;

/** A channel as light, which shaders reckon with. */
function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

const FRAGMENT_HEAD = `
#ifdef KIND_DRAPED
${IS_IN_GAP}
#endif
uniform float u_selected, u_hovered, u_night, u_lit, u_flat, u_baseUp, u_pale, u_deep;
uniform float u_facade, u_ground, u_edges, u_ambient, u_colour, u_water, u_trees;
uniform vec3 u_accent;
varying float v_gid;
varying vec4 v_body;
varying vec3 v_place;
varying vec3 v_upright;
varying vec4 v_paint;
const vec3 WALL[5] = vec3[5](${PLASTER.wall.map(rgbText).join(', ')});
const vec3 ROOF[5] = vec3[5](${PLASTER.roof.map(rgbText).join(', ')});
const vec3 TREE[2] = vec3[2](${PLASTER.tree.map(rgbText).join(', ')});
const vec3 CUT = ${rgbText(PLASTER.cut)};
const vec3 LAMP = ${rgbText(PLASTER.lamp)};
#ifdef KIND_STRUCTURE
varying vec4 v_slender;
${SLENDER_LEFT}
#endif
#ifdef KIND_TREE
uniform vec3 u_season;
${SEASONED}
#endif
float hashOf(vec3 p) { p = fract(p * 0.1031); p += dot(p, p.yzx + 33.33); return fract((p.x + p.y) * p.z); }
float noiseOf(vec2 p) {
  vec2 i = floor(p), f = fract(p);
  f = f * f * (3.0 - 2.0 * f);
  float a = hashOf(vec3(i, 1.0)), b = hashOf(vec3(i + vec2(1.0, 0.0), 1.0)), c = hashOf(vec3(i + vec2(0.0, 1.0), 1.0)), d = hashOf(vec3(i + 1.0, 1.0));
  return mix(mix(a, b, f.x), mix(c, d, f.x), f.y);
}
`;

const FRAGMENT_COLOUR = `
if (v_paint.a < 0.01) discard;
#ifdef KIND_STRUCTURE
  // Edge samples draw a thin bar as faint as it is; only lattices and railings have to be cut.
  if (v_slender.y > 0.5) {
    float left = slenderLeft(v_slender, min(length(dFdx(v_place)), length(dFdy(v_place))));
    if (isSlenderGrain(left, gl_FragCoord.xy)) discard;
  }
#endif
#ifdef KIND_DRAPED
  if (isInGap(v_place.xz)) discard;
#endif
#ifdef KIND_PIPE
  // The ground over a pipe, and its lowest place: one that goes deeper than one looks is left out whole.
  if (v_body.y - v_body.x > u_deep) discard;
#endif
float lightOfWindows = 0.0;
#ifdef KIND_BUILDING
  bool isSurveyed = int(v_body.w + 0.5) == ${SURVEYED_FACADE};
  int facade = isSurveyed ? 1 : clamp(int(v_body.w + 0.5), 0, 4);
  float wallShare = v_upright.y > 0.35 ? 0.0 : 1.0;
  float above = v_place.y + u_baseUp - v_body.x;
  float chance = hashOf(vec3(floor(v_gid + 0.5), 3.0, 7.0));
  #ifndef IS_ACRYLIC
    diffuseColor.rgb = wallShare > 0.5 ? WALL[facade] : ROOF[facade];
    diffuseColor.rgb *= 1.0 + u_facade * (0.05 * (chance - 0.5) + (fract(chance * 57.0) - 0.5) * vec3(0.02, 0.0, -0.02));
  #endif
  float storey = above / max(v_body.z, 1.8);
  float along = dot(v_place.xz, vec2(v_upright.z, -v_upright.x)) / (facade == 3 ? 6.0 : 3.2);
  float storeyFw = max(fwidth(storey), 1e-4);
  float alongFw = max(fwidth(along), 1e-4);
  // On surveyed walls no storey and no window is made up.
  float line = isSurveyed ? 0.0 : 1.0 - smoothstep(0.5 * storeyFw, 1.5 * storeyFw, abs(fract(storey + 0.5) - 0.5));
  vec2 opening = facade == 3 ? vec2(0.36, 0.16) : vec2(0.27, 0.26);
  vec2 openingFw = vec2(alongFw, storeyFw) * 0.7;
  vec2 glass = smoothstep(opening + openingFw, opening - openingFw, abs(fract(vec2(along, storey)) - 0.5));
  float isGlass = isSurveyed ? 0.0 : glass.x * glass.y * wallShare * step(0.0, above) * (1.0 - smoothstep(0.28, 0.6, max(alongFw, storeyFw)));
  diffuseColor.rgb *= mix(vec3(1.0), vec3(0.58, 0.64, 0.70), 0.8 * u_facade * isGlass);
  diffuseColor.rgb *= 1.0 - 0.15 * u_edges * line * wallShare * (1.0 - smoothstep(0.2, 0.42, storeyFw));
  // The foot of a wall stands in its own shade, and the rim of a roof catches it.
  diffuseColor.rgb *= 1.0 - 0.16 * u_ambient * wallShare * (1.0 - smoothstep(0.0, 7.0, above));
  if (u_lit > 0.0 && !isSurveyed) {
    float group = exp2(clamp(ceil(log2(max(storeyFw, alongFw) / 0.34)), 0.0, 3.0));
    vec2 cell = vec2(along, storey) / group;
    vec2 soft = vec2(alongFw, storeyFw) / group * 0.7;
    vec2 pane = smoothstep(vec2(0.30) + soft, vec2(0.30) - soft, abs(fract(cell) - 0.5));
    float isLit = step(hashOf(vec3(floor(cell), floor(chance * 4096.0))), u_lit * 1.2) * step(0.4, above) * step(above, v_body.y - 0.4);
    lightOfWindows = pane.x * pane.y * isLit * wallShare * (1.0 - smoothstep(0.4, 0.8, max(storeyFw, alongFw) / group));
  }
  if (u_flat > 0.5) diffuseColor = vec4(mix(vec3(0.80), vec3(0.72), chance), 1.0);
  else if (!gl_FrontFacing) diffuseColor.rgb = CUT;
#endif
#ifdef KIND_TREE
  diffuseColor.rgb = mix(TREE[0], TREE[1], clamp(0.5 + 0.6 * v_upright.y + 0.25 * u_trees * (hashOf(vec3(floor(v_gid + 0.5), 1.0, 2.0)) - 0.5), 0.0, 1.0));
  diffuseColor.rgb *= 1.0 + u_trees * (hashOf(vec3(floor(v_gid + 0.5), 5.0, 4.0)) - 0.5) * vec3(0.22, 0.12, 0.10);
  // The season's shares are of colours as a screen has them.
  float chanceOfTree = hashOf(vec3(floor(v_gid + 0.5), 8.0, 3.0));
  diffuseColor.rgb = pow(seasoned(pow(diffuseColor.rgb, vec3(1.0 / 2.2)), clamp(int(v_body.x + 0.5), 0, ${TREE_KINDS.length - 1}), chanceOfTree, u_trees), vec3(2.2));
#endif
#ifdef KIND_WATER
  // Tinted glass: brighter where it mirrors the wall of the room, with the engraved lines of an old map.
  vec3 toEye = normalize(cameraPosition - v_place);
  float mirror = pow(1.0 - clamp(toEye.y, 0.0, 1.0), 3.0);
  float wave = noiseOf(v_place.xz / vec2(90.0, 14.0)) * 0.6 + noiseOf(v_place.xz / vec2(34.0, 5.0)) * 0.4;
  float lineFw = max(fwidth(v_place.x), fwidth(v_place.z));
  diffuseColor.rgb = mix(diffuseColor.rgb, vec3(0.86, 0.90, 0.91), 0.45 * u_water * mirror);
  diffuseColor.rgb = mix(diffuseColor.rgb, vec3(1.0), 0.10 * u_water * smoothstep(0.60, 0.72, wave) * (1.0 - smoothstep(4.0, 14.0, lineFw)));
#endif
#if defined(KIND_DRAPED) && !defined(IS_DATA)
  diffuseColor.rgb *= 1.0 + u_ground * 0.09 * (noiseOf(v_place.xz / 46.0) * 0.6 + noiseOf(v_place.xz / 17.0) * 0.4 - 0.5);
#endif
#if defined(KIND_DRAPED) || defined(KIND_WATER)
  diffuseColor.rgb = mix(diffuseColor.rgb, vec3(0.84, 0.83, 0.80), 0.55 * u_pale);
#endif
#ifndef IS_DATA
  diffuseColor.rgb = mix(vec3(dot(diffuseColor.rgb, vec3(0.2126, 0.7152, 0.0722))), diffuseColor.rgb, u_colour);
#endif
float isPainted = v_paint.a > 0.997 || (v_paint.a > 0.986 && v_paint.a < 0.994) ? 1.0 : 0.0;
if (isPainted > 0.5) diffuseColor.rgb = v_paint.rgb * v_paint.rgb;
float isMarked = abs(v_gid - u_selected) < 0.5 ? 1.0 : abs(v_gid - u_hovered) < 0.5 ? 0.35 : 0.0;
diffuseColor.rgb = mix(diffuseColor.rgb, u_accent, 0.82 * isMarked);
`;

const FRAGMENT_MARK = `
// The lamp is turned down by night, and colours of data still say what the legend says.
outgoingLight = mix(outgoingLight, diffuseColor.rgb * (0.66 + 0.24 * max(v_upright.y, 0.0)), 0.85 * u_night * isPainted);
outgoingLight = mix(outgoingLight, max(outgoingLight, LAMP), lightOfWindows);
#ifdef KIND_PIPE
  // Dark sewers read on dark earth by a pale rim (LOOK §3: white casing).
  float facing = abs(dot(normalize(vViewPosition), normalize(vNormal)));
  outgoingLight = mix(diffuseColor.rgb * (0.72 + 0.36 * max(v_upright.y, 0.0)), vec3(1.0), 0.5 * smoothstep(0.45, 0.1, facing));
#endif
outgoingLight = mix(outgoingLight, u_accent, 0.25 * isMarked);
`;
