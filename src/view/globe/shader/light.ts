import { LAMP_FULL } from '../../../../model/city/light.ts';
import type { LayerKind } from '../../../../model/city/manifest.ts';
import type { UnitRgb } from '../../tokens.ts';
import { DAY, EARTH_SHARE } from '../sky/look.ts';

const LIT = new Set<LayerKind>(['building', 'area', 'water', 'tree', 'bridge']);

/** Which kinds of layers read the city's baked light (`model/city/light.ts`). */
export const isBakedLit = (kind: LayerKind): boolean => LIT.has(kind);

/** What ground and walls of plaster throw back of the light that falls on them. */
const ALBEDO = 0.75;

/**
 * Far off the smallest houses are not drawn, but the darkness that they bake into the ground stays: between these distances the ground
 * loses this much of it, metres and share.
 */
const GROUND_FADES = { fromM: 1800, toM: 4200, ratio: 0.6 };

/**
 * Share of light from the sky that the sky's view alone does not tell: the closed sum of all bounces between surfaces of one albedo. Plain
 * multiplication left the courts of an old town at a quarter of their light.
 */
export const OPENNESS = `
float openness(float view) { return view / (1.0 - ${ALBEDO.toFixed(2)} * (1.0 - view)); }`;

/** How the ground is darkened, of the same channels, for the layers that lie on it and for the globe under them. */
export const GROUND_RATIO = `
vec2 groundShares(vec4 baked, vec2 strength, float d) {
  float near = 1.0 - ${GROUND_FADES.ratio.toFixed(1)} * smoothstep(${GROUND_FADES.fromM.toFixed(1)}, ${GROUND_FADES.toM.toFixed(1)}, d);
  return vec2(mix(1.0, openness(baked.r), strength.y * near), mix(1.0, baked.g, strength.x * near));
}`;

/** Bare land beyond the city by day, as the ground's own material draws it. */
export const BARE_LAND = DAY.land.map((part, i) => part * EARTH_SHARE[i]) as UnitRgb;

/** The mean of the fields and woods that are made up about a city that is nobody's, in shares of bare land. */
export const COUNTRY_SHARE: UnitRgb = [0.86, 0.88, 0.74];

/** Over so much of its edge the city goes over into what is beyond. */
const EDGE_M = 500;

/** What street lamps shine in, and what of it asphalt, grass and plaster of a night's tone throw back. */
export const LAMP_TEXT = 'vec3(1.0, 0.79, 0.50)';

/** Light of lamps thrown back by a surface whose colour a night's palette has darkened already: pools are told from the dark between them. */
export const LAMP_POOL = `
vec3 lampPool(float lit, vec3 base) { return ${LAMP_TEXT} * (0.05 + 0.85 * base) * lit; }`;

/** What lies on the ground has the light of its lamps, carriageways also that of decks: they are drawn at the height that they lie in. */
export const ROAD_LAMPS = `
float roadLampsAt(vec2 enu) {
  vec2 levels = lampLevels(enu);
  return max(levels.x, levels.y * u_onDecks);
}`;

/** Reads of the baked light by place; where there is none everything is open and in the sun. */
export const BAKED_LIGHT = `${OPENNESS}${GROUND_RATIO}${LAMP_POOL}
vec4 bakedAt(vec2 enu) {
  vec2 uv = (enu - u_lightFrame.xy) * u_lightFrame.zw;
  vec2 within = step(vec2(0.0), uv) * step(uv, vec2(1.0));
  return mix(vec4(1.0, 1.0, 0.0, 1.0), texture(u_light, clamp(uv, 0.0, 1.0)), within.x * within.y);
}
// Light of lamps on the ground and on decks, 1 under one of them; nothing is read by day.
vec2 lampLevels(vec2 enu) {
  if (u_lamps <= 0.0) return vec2(0.0);
  vec2 uv = (enu - u_lightFrame.xy) * u_lightFrame.zw;
  vec2 within = step(vec2(0.0), uv) * step(uv, vec2(1.0));
  return texture(u_night, clamp(uv, 0.0, 1.0)).rb * ${LAMP_FULL.toFixed(2)} * u_lamps * within.x * within.y;
}
float lampsAt(vec2 enu) { return lampLevels(enu).x; }
float deckLampsAt(vec2 enu) { return lampLevels(enu).y; }
// What lies on the ground goes over into bare land by day, else into the haze, before the city's data ends, so that the map has no hard edge.
vec3 edged(vec3 colour, vec2 enu) {
  vec2 sizeM = 1.0 / u_lightFrame.zw;
  vec2 inM = min(enu - u_lightFrame.xy, u_lightFrame.xy + sizeM - enu);
  float fadeM = min(${EDGE_M.toFixed(1)}, 0.12 * min(sizeM.x, sizeM.y));
  vec3 beyond = mix(u_haze, u_beyond, u_mix.x);
  return mix(colour, beyond, 0.75 * (1.0 - smoothstep(0.0, fadeM, min(inM.x, inM.y))) * step(0.01, u_baked.y));
}
float shadowHeight(float code) { float root = code * 255.0 / 16.0; return root * root; }
// Share of the sun at a height above the ground: each of four cells is compared first, then they are mixed.
float sunAt(vec2 enu, float heightM, float softM) {
  ivec2 size = textureSize(u_light, 0);
  vec2 place = (enu - u_lightFrame.xy) * u_lightFrame.zw * vec2(size) - 0.5;
  ivec2 at = ivec2(floor(place));
  vec2 f = fract(place);
  ivec2 most = size - 1;
  vec4 shadow = vec4(
    shadowHeight(texelFetch(u_light, clamp(at, ivec2(0), most), 0).b),
    shadowHeight(texelFetch(u_light, clamp(at + ivec2(1, 0), ivec2(0), most), 0).b),
    shadowHeight(texelFetch(u_light, clamp(at + ivec2(0, 1), ivec2(0), most), 0).b),
    shadowHeight(texelFetch(u_light, clamp(at + ivec2(1, 1), ivec2(0), most), 0).b));
  vec4 lit = smoothstep(-softM, softM, heightM - shadow);
  return mix(mix(lit.x, lit.y, f.x), mix(lit.z, lit.w, f.x), f.y);
}
// 1 on the sunlit flat under a clear sky, so that drawn colours keep what the tokens say.
vec3 groundLight(vec2 shares) {
  vec3 up = vec3(0.0, 0.0, 1.0);
  return light(up, shares.x, shares.y) / light(up) * u_weather.z;
}`;
