import { STRATA } from '../../strata.ts';

const colourOf = (rgb: readonly number[]): string => `vec3(${rgb.map((part) => (part / 255).toFixed(3)).join(', ')})`;

/** The bands as one chain of choices by `depthM`. */
const BANDS = STRATA.map(({ toM, rgb }) =>
  toM < Number.POSITIVE_INFINITY ? `depthM < ${toM.toFixed(1)} ? ${colourOf(rgb)} : ` : colourOf(rgb),
).join('');

/** Earth in layers by depth below the lowest point of the rim, from which the floor's depth counts too; a fine line a metre and a strong one every five; the floor is plain. */
export const STRATA_SHADER = `
float grain(vec2 p) { return fract(sin(dot(p, vec2(12.9898, 78.233))) * 43758.5453); }
vec3 layer(float depthM) {
  return ${BANDS};
}
void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  vec3 positionEC = fsInput.attributes.positionEC;
  vec3 enu = (u_enuFromEye * vec4(positionEC, 1.0)).xyz;
  vec3 n = normalize(mat3(u_enuFromEye) * fsInput.attributes.normalEC);
  float depthM = u_rim - enu.z;
  bool wall = abs(n.z) < 0.5;
  float along = dot(enu.xy, vec2(-n.y, n.x));
  float wave = 0.22 * sin(along * 0.21) + 0.13 * sin(along * 0.53 + 1.7);
  vec3 colour = wall ? layer(depthM + wave) : vec3(0.80, 0.75, 0.66);
  if (wall) {
    float fw = max(fwidth(depthM), 1e-4);
    float metre = 1.0 - smoothstep(0.5 * fw, 1.3 * fw, abs(fract(depthM + 0.5) - 0.5));
    float five = 1.0 - smoothstep(0.8 * fw, 1.8 * fw, abs(fract(depthM / 5.0 + 0.5) - 0.5) * 5.0);
    colour *= 1.0 - metre * 0.10 * (1.0 - smoothstep(0.15, 0.4, fw)) - five * 0.28;
    colour *= 0.97 + 0.05 * grain(floor(vec2(along, depthM) * 4.0));
  }
  colour *= 0.80 + 0.20 * max(dot(n, u_sunDirection), 0.0) + (wall ? 0.0 : 0.12);
  colour *= u_mix.x + 0.66 * u_mix.y + 0.34 * u_mix.z;
  float d = length(positionEC);
  float haze = max(clamp((d - u_hazeRange.x) / (u_hazeRange.y - u_hazeRange.x), 0.0, 1.0) * u_hazeRange.z, smoothstep(u_hazeRange.y, u_hazeRange.w, d));
  material.diffuse = czm_srgbToLinear(mix(colour, u_haze, haze));
  material.alpha = 1.0;
}`;
