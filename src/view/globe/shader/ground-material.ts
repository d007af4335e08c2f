import { Cartesian3, Cartesian4, Color, Material, Matrix4 } from '@cesium/engine';
import { LAMP_FULL } from '../../../../model/city/light.ts';
import type { UnitRgb } from '../../tokens.ts';
import { EARTH_SHARE, type Mix, mixed } from '../sky/look.ts';
import { COUNTRY_SHARE, GROUND_RATIO, LAMP_POOL, OPENNESS } from './light.ts';
import { glsl } from './palette.ts';
import type { PictureUniforms } from './picture.ts';
import { SNOW_DUSK, SNOW_NIGHT, SNOW_TONE } from './weather.ts';

/** How bright the imagery below is taken to be: a material may only lay one colour over it, and a tint needs to know over what. */
const LAND_TONE = 0.88;

/** Open and built land of a real city, in shares of bare land; and the shares of the sky that houses take where land begins to be built, and is. */
const OPEN_SHARE: UnitRgb = [0.94, 0.985, 0.86];
const BUILT_SHARE: UnitRgb = [0.93, 0.915, 0.945];
const BUILT_FROM = 0.03;
const BUILT_TO = 0.2;

/**
 * The globe's material: haze by the distance to the eye, and the city's baked light on the ground. It is laid over the imagery as colour
 * and opacity, so a darkening that is tinted is written as the colour which, at the opacity of its greyest channel, leaves each channel its
 * own share.
 */
export function groundMaterial(): Material {
  return new Material({
    translucent: false,
    fabric: {
      type: 'ShapanGround',
      uniforms: {
        haze: new Color(1, 1, 1, 1),
        range: new Cartesian4(2200, 6500, 0.85, 15_000),
        baked: 'czm_defaultImage',
        night: 'czm_defaultImage',
        lamps: 0,
        frame: new Cartesian4(0, 0, 1, 1),
        strength: new Cartesian4(0, 0, 0, 0),
        ambient: new Cartesian3(1, 1, 1),
        sun: new Cartesian3(0, 0, 0),
        // Rows of the matrix from the eye to the city's plane: of a second material of the type the engine copies an array wrong.
        east: new Cartesian4(1, 0, 0, 0),
        north: new Cartesian4(0, 1, 0, 0),
        tone: LAND_TONE,
        earth: new Cartesian3(1, 1, 1),
        // Wet and snow, as all surfaces wear them.
        weather: new Cartesian3(0, 0, 1),
        snowTone: new Cartesian3(1, 1, 1),
        country: 0,
        parts: 0,
      },
      source: `${OPENNESS}${GROUND_RATIO}${LAMP_POOL}
float countryHash(vec2 at) {
  vec3 p = fract(vec3(at.xyx) * vec3(0.1031, 0.1030, 0.0973));
  p += dot(p, p.yzx + 33.33);
  return fract((p.x + p.y) * p.z);
}
// Fields and woods of a made country about its city, in shares of bare land; their mean where a field is narrower than a pixel.
vec3 countryside(vec2 enu, float px) {
  float turn = countryHash(floor(enu / 2600.0)) * 3.14;
  vec2 q = vec2(dot(enu, vec2(cos(turn), sin(turn))), dot(enu, vec2(-sin(turn), cos(turn))));
  float row = floor(q.y / 170.0);
  float field = countryHash(vec2(floor(q.x / 420.0 + countryHash(vec2(row, 3.0))), row));
  vec3 tone = field < 0.2 ? vec3(0.72, 0.79, 0.64) : field < 0.55 ? vec3(0.86, 0.90, 0.75) : field < 0.8 ? vec3(0.95, 0.92, 0.78) : vec3(0.89, 0.86, 0.76);
  return mix(tone, ${glsl(COUNTRY_SHARE)}, smoothstep(40.0, 180.0, px));
}
czm_material czm_getMaterial(czm_materialInput materialInput) {
  czm_material material = czm_getDefaultMaterial(materialInput);
  float d = length(materialInput.positionToEyeEC);
  float near = clamp((d - range.x) / (range.y - range.x), 0.0, 1.0) * range.z;
  float h = mix(near, 1.0, smoothstep(0.0, 1.0, (1.0 - range.y / d) / (1.0 - range.y / range.w)));
  vec4 seen = vec4(-materialInput.positionToEyeEC, 1.0);
  vec2 enu = vec2(dot(east, seen), dot(north, seen));
  vec2 uv = (enu - frame.xy) * frame.zw;
  vec2 within = step(vec2(0.0), uv) * step(uv, vec2(1.0));
  vec4 light = mix(vec4(1.0, 1.0, 0.0, 1.0), texture(baked, clamp(uv, 0.0, 1.0)), within.x * within.y * strength.z);
  vec2 shares = groundShares(light, strength.xy, d);
  vec3 k = (ambient * shares.x + sun * shares.y) / (ambient + sun);
  k *= weather.z;
  vec3 white = snowTone * k;
  if (country > 0.0) {
    vec2 off = max(max(-uv, uv - 1.0), vec2(0.0)) / frame.zw;
    k *= mix(vec3(1.0), countryside(enu, length(fwidth(enu))), country * smoothstep(0.0, 150.0, length(off)));
  }
  // Where nobody says what lies on the ground, the sky that houses take from it tells built land from open.
  float built = smoothstep(${BUILT_FROM.toFixed(2)}, ${BUILT_TO.toFixed(2)}, 1.0 - light.r) * within.x * within.y;
  k *= mix(vec3(1.0), mix(${glsl(OPEN_SHARE)}, ${glsl(BUILT_SHARE)}, built), parts);
  k *= earth * (1.0 - 0.08 * weather.x);
  // Under a closed sky land is grey of its own brightness, as all that stands on it.
  k = mix(k, vec3(dot(k, vec3(0.2126, 0.7152, 0.0722))), 0.45 * weather.x);
  float snow = 0.86 * weather.y;
  float grey = min(k.r, min(k.g, k.b));
  float alpha = 1.0 - grey * (1.0 - h) * (1.0 - snow);
  vec3 pool = vec3(0.0);
  if (lamps > 0.0) {
    float lit = texture(night, clamp(uv, 0.0, 1.0)).r * ${LAMP_FULL.toFixed(2)} * lamps * within.x * within.y;
    pool = lampPool(lit, k * tone) * (1.0 - h);
    // What is added needs some opacity to be laid on with.
    alpha = max(alpha, 0.05 * step(0.001, lit));
  }
  material.alpha = alpha;
  material.diffuse = (haze.rgb * h + ((k - grey) * tone * (1.0 - snow) + white * snow) * (1.0 - h) + pool) / max(alpha, 1e-4);
  return material;
}`,
    },
  });
}

/**
 * Takes what hangs on hour, camera and the city's light, each frame; `earthRatio`: how far bare land wears its own tone, `isMade`: the city is nobody's,
 * and so may be the country about it.
 */
export function lightGround(
  { uniforms }: Material,
  { light, night, lampRatio, lightFrame, baked, ambient, sun, sunDirection, enuFromEye, weather }: PictureUniforms,
  mix: Mix,
  earthRatio: number,
  isMade: boolean,
): void {
  if (light && uniforms.baked !== light) uniforms.baked = light;
  if (night && uniforms.night !== night) uniforms.night = night;
  uniforms.lamps = night ? lampRatio : 0;
  uniforms.frame = lightFrame;
  uniforms.strength = new Cartesian4(baked.x, baked.y, light ? 1 : 0, 0);
  uniforms.ambient = ambient;
  uniforms.sun = Cartesian3.multiplyByScalar(sun, sunDirection.z, new Cartesian3());
  uniforms.east = Matrix4.getRow(enuFromEye, 0, new Cartesian4());
  uniforms.north = Matrix4.getRow(enuFromEye, 1, new Cartesian4());
  uniforms.weather = weather;
  const whiteRatio = mix[0] + SNOW_DUSK * mix[1] + SNOW_NIGHT * mix[2];
  uniforms.snowTone = Cartesian3.multiplyByScalar(Cartesian3.fromArray([...SNOW_TONE]), whiteRatio, new Cartesian3());
  const bare = earthRatio * (mix[0] + 0.5 * mix[1]);
  uniforms.earth = Cartesian3.fromArray(EARTH_SHARE.map((share) => 1 - bare * (1 - share)));
  const [red, green, blue] = mixed((hour) => hour.land, mix);
  uniforms.country = isMade ? bare : 0;
  uniforms.parts = isMade ? 0 : bare;
  uniforms.tone = (LAND_TONE * (red + green + blue)) / 3;
}
