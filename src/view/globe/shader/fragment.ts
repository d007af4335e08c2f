import type { LayerKind } from '../../../../model/city/manifest.ts';
import { SLENDER_LEFT } from '../../slender.ts';
import { SHADOW_RGB } from '../sky/look.ts';
import { glassText } from './glass.ts';
import { BAKED_LIGHT, isBakedLit } from './light.ts';
import { HOVERED_ALPHA, SELECTED_ALPHA } from './mark-alpha.ts';
import { glsl } from './palette.ts';
import { STRIPS } from './strips.ts';
import { PATTERNED_AREA, SURFACE } from './surfaces.ts';
import { type AreaDress, hasSlender } from './vertex.ts';
import { WEATHER_TEXT } from './weather.ts';

/** What a camera may stand inside of: its walls dissolve where they are nearer than this, metres. */
const ENTERED = new Set<LayerKind>(['building', 'element']);
const DISSOLVES_M = 5;

/** Power of the tone curve by day, on colours as a screen has them: .7 becomes .63, .9 becomes .87. */
const GRADE_POWER = 1.3;

const THIN = new Set<LayerKind>(['pipe', 'point', 'tree']);

/** The fragment stage of a kind of layer: its surface in light, shadow, marks and haze. It names no engine but by the engine's own words. */
export function fragmentText(kind: LayerKind, { isStrips, hasMatter }: AreaDress = {}): string {
  const surface = isStrips ? STRIPS : hasMatter ? PATTERNED_AREA : SURFACE[kind];
  return (
    FRAGMENT_HEAD +
    (isBakedLit(kind) ? BAKED_LIGHT : '') +
    (hasSlender(kind) ? SLENDER_LEFT : '') +
    surface +
    glassText(kind) +
    fragmentMain(THIN.has(kind), ENTERED.has(kind) ? DISSOLVED : '', hasSlender(kind) ? FADED : NO_FADE)
  );
}

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
// From above the sky, from below what ground and walls throw back; open is the share of it, sun that of the sun, that gets there.
vec3 hemisphere(vec3 n) { return mix(u_bounce, u_ambient, 0.5 + 0.5 * n.z); }
vec3 light(vec3 n, float open, float sun) { return hemisphere(n) * open + u_sun * max(dot(n, u_sunDirection), 0.0) * sun; }
vec3 light(vec3 n) { return light(n, 1.0, 1.0); }
// Light relative to level ground: 1 on the flat, so that drawn colours stay what the tokens say.
vec3 relief(vec3 n) { return light(n) / light(vec3(0.0, 0.0, 1.0)); }
float hazeRatio(float d) {
  float near = clamp((d - u_hazeRange.x) / (u_hazeRange.y - u_hazeRange.x), 0.0, 1.0) * u_hazeRange.z;
  // By the share of the picture's height: of so low a sight the last kilometres are a hair, and haze that closes in them is an edge.
  float far = smoothstep(0.0, 1.0, (1.0 - u_hazeRange.y / d) / (1.0 - u_hazeRange.y / u_hazeRange.w));
  return mix(near, 1.0, far);
}
// Haze lies low: towers nearer than some kilometres stand out of it.
float hazeAt(vec3 enu, float d) { return hazeRatio(d) * mix(1.0, 0.62, smoothstep(15.0, 160.0, enu.z) * (1.0 - smoothstep(5500.0, 7500.0, d))); }
// u_style: façades, lines, colour, and the matter of the kind (grain, streaks, crowns), each 0 to 1.
vec3 toned(vec3 colour) { return mix(vec3(dot(colour, vec3(0.2126, 0.7152, 0.0722))), colour, u_style.z); }
// A photograph's tone curve, by day and where matter is drawn: middle tones deeper and fuller, light warm, shade cool; white stays white.
vec3 graded(vec3 colour) {
  vec3 deep = pow(max(colour, vec3(0.0)), vec3(${GRADE_POWER.toFixed(2)}));
  float tone = dot(deep, vec3(0.2126, 0.7152, 0.0722));
  deep = mix(vec3(tone), deep, 1.06) * mix(vec3(0.95, 0.99, 1.06), vec3(1.025, 1.005, 0.97), smoothstep(0.15, 0.75, tone));
  return mix(colour, deep, u_mix.x * u_style.w);
}
struct Surface { vec3 enu; vec3 n; vec3 view; float d; };
${WEATHER_TEXT}`;

/** Grain by grain, so that an opaque layer stays one; nothing is left half a metre away. */
const DISSOLVED = `
  if (hash(vec3(gl_FragCoord.xy, 1.0)) > (s.d - 0.5) / ${(DISSOLVES_M - 0.5).toFixed(1)}) discard;`;

/** A slender thing goes over into grains and into the haze behind it; what is marked stays whole, and a lamp by night shines farther than it is wide. */
const FADED = {
  grains: `
  float shine = u_state == 3 ? 1.0 + 5.0 * min(1.0, u_litShare * 6.0) * step(0.5, abs(s.n.z)) : 1.0;
  float left = v_mark.x + v_mark.y > 0.5 ? 1.0 : slenderLeft(v_slender, czm_metersPerPixel(vec4(positionEC, 1.0)) / shine);
  if (isSlenderGrain(left, gl_FragCoord.xy)) discard;`,
  haze: `
  colour = slenderColour(colour, u_haze * 0.86, left);`,
};
const NO_FADE = { grains: '', haze: '' };

/** `thin` things show more outline than body and often lie under translucent ground: their body is coloured too. */
const fragmentMain = (thin: boolean, dissolved: string, faded: typeof NO_FADE) => `
void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  Surface s;
  vec3 positionEC = fsInput.attributes.positionEC;
  s.enu = (u_enuFromEye * vec4(positionEC, 1.0)).xyz;
  s.n = normalize(mat3(u_enuFromEye) * fsInput.attributes.normalEC);
  s.view = normalize(mat3(u_enuFromEye) * -positionEC);
  s.d = length(positionEC);${dissolved}${faded.grains}
  float alpha = u_opacity;
  bool painted = v_paint.a > 0.998 || (v_paint.a > 0.986 && v_paint.a < 0.994);
  vec3 colour = surface(s, v_paint.rgb, painted, alpha);
  // What is painted by data, planned or at work keeps its colour.
  if (!painted && u_state == 0) colour = graded(toned(colour));
  // Faces turned from the sun are dark by their own light already: what the shadow pass takes from them is given back.
  float unshaded = max(clamp(dot(s.n, u_sunDirection) / 0.05, 0.0, 1.0), u_shadow.x);
  colour = (colour - ${glsl(SHADOW_RGB)} * (1.0 - unshaded)) / unshaded;${faded.haze}
  bool isData = v_paint.a > 0.998 || (v_paint.a > 0.990 && v_paint.a < 0.994);
  if (u_glass > 0.5 && !isData) colour = throughGlass(colour, s, alpha);
  bool selected = v_mark.x > 0.5, hovered = v_mark.y > 0.5;
  colour = mix(colour, u_accent, selected ? ${thin ? '0.62' : '0.20'} : hovered ? ${thin ? '0.30' : '0.0'} : 0.0);
  colour = mix(colour, u_haze, hazeAt(s.enu, s.d));
  material.diffuse = czm_srgbToLinear(clamp(colour, 0.0, 1.0));
  material.alpha = u_opacity < 1.0 ? alpha : selected ? ${SELECTED_ALPHA} : hovered ? ${HOVERED_ALPHA} : alpha;
}`;
