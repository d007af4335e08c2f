import {
  GROUND_MATTERS,
  type GroundMatter,
  MATTER_HEADING_FROM,
  MATTER_HEADING_STEP_DEG,
} from '../../../../model/city/ground-matter.ts';

const is = (matter: GroundMatter) => `what == ${GROUND_MATTERS.indexOf(matter)}`;

/**
 * What lies on an area, as factors of its colour, so that a token's green stays that green by day and by night. Lines go over into their own
 * mean before they are narrower than a pixel; what an area's own number gives (crop, tone) stays however far off.
 */
export const GROUND_PATTERN = `
// Stripes across x of a period, sharp as the pixel allows; -1 to 1, with the mean 0.
float stripes(float x, float period, float px) {
  float at = abs(fract(x / period) - 0.5) * 2.0;
  float soft = max(2.0 * px / period, 0.08);
  return (smoothstep(0.5 - soft, 0.5 + soft, at) * 2.0 - 1.0) * (1.0 - smoothstep(0.25, 0.6, px / period));
}
// Lines of a width, each period apart: how much of a pixel they fill, less their mean.
float lines(float x, float period, float width, float px) {
  float off = (0.5 - abs(fract(x / period) - 0.5)) * period;
  float w = max(width, px);
  return (1.0 - smoothstep(0.5 * w - 0.5 * px, 0.5 * w + 0.5 * px, off)) * min(1.0, width / px) * (1.0 - smoothstep(0.3, 0.7, px / period));
}
vec3 groundPattern(vec2 p, float px) {
  int packed = int(v_matter + 0.5);
  int what = packed % ${MATTER_HEADING_FROM};
  if (what == 0) return vec3(1.0);
  float heading = radians(float(packed / ${MATTER_HEADING_FROM}) * ${MATTER_HEADING_STEP_DEG.toFixed(2)});
  vec2 q = vec2(dot(p, vec2(cos(heading), sin(heading))), dot(p, vec2(-sin(heading), cos(heading))));
  float chance = v_mark.z;
  vec3 factor = vec3(1.0);
  if (${is('crops')}) {
    // Ripe, green, ploughed: each field has its own, its drills lie along its longest edge and a sprayer's track every 18 m.
    factor = chance < 0.34 ? vec3(1.05, 1.01, 0.91) : chance < 0.72 ? vec3(0.95, 1.0, 0.92) : vec3(1.02, 0.96, 0.91);
    factor *= 1.0 + 0.05 * (fract(chance * 17.0) - 0.5);
    factor *= 1.0 + 0.035 * stripes(q.y, 2.4, px) - 0.07 * lines(q.y, 18.0, 0.7, px);
  } else if (${is('orchard')}) {
    // Rows of bushes, apart as an orchard's are.
    vec2 cell = abs(fract(q / vec2(4.0, 5.0)) - 0.5) * vec2(4.0, 5.0);
    float soft = max(px, 0.25);
    float bush = 1.0 - smoothstep(1.5 - soft, 1.5 + soft, length(vec2(cell.x * 0.8, cell.y)));
    factor *= 1.0 - 0.22 * mix(0.38, bush, 1.0 - smoothstep(0.9, 2.4, px));
  } else if (${is('turf')}) {
    factor *= 1.0 + 0.045 * stripes(q.x, 11.0, px);
  } else if (${is('slabs')}) {
    // Slabs of 3 m in fields of 12 m, whose bands are set in a darker stone.
    vec2 field = floor(q / 12.0);
    float tone = hash(vec3(field, 5.0)) - 0.5;
    float joints = max(lines(q.x, 3.0, 0.16, px), lines(q.y, 3.0, 0.16, px));
    float bands = max(lines(q.x, 12.0, 1.1, px), lines(q.y, 12.0, 1.1, px));
    factor *= 1.0 + 0.035 * tone * (1.0 - smoothstep(2.5, 6.0, px)) - 0.09 * joints - 0.11 * bands;
  } else if (${is('meadow')}) {
    // Tufts and what was mown last: no lawn of a park is one green.
    float wide = noise(p / 23.0) + 0.5 * noise(p / 8.0) - 0.75;
    float tuft = noise(p / 2.1) - 0.5;
    factor *= 1.0 + vec3(0.15, 0.10, 0.11) * wide * (1.0 - smoothstep(1.0, 3.0, px)) + 0.12 * tuft * (1.0 - smoothstep(0.6, 1.6, px));
  }
  return mix(vec3(1.0), factor, u_style.w);
}`;
