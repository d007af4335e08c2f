import type { LayerKind } from '../../../model/city/manifest.ts';
import { DAY, DUSK, NIGHT } from './look.ts';
import { constantText, paletteText } from './shader-palette.ts';

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

/** What a file colours keeps its colour in the light of its layer: white is the layer's own plaster, by day and by night. */
const structureOf = (own: string): string => `
vec3 surface(Surface s, vec3 paint, bool painted, inout float alpha) {
  vec3 base = painted ? paint : mix(u_colour, u_colour * 1.06, step(0.7, s.n.z))${own};
  if (u_state == 1 && !painted) base = mix(vec3(1.0), u_accent, 0.18);
  vec3 colour = base * (light(s.n) + 0.06 * max(s.n.z, 0.0));
  // A lamp shines by its arm and head, which lie level; its pole stands dark.
  float lit = u_state == 3 ? min(1.0, u_litShare * 6.0) : 0.0;
  colour = mix(colour, abs(s.n.z) > 0.5 ? vec3(0.94, 0.77, 0.51) : colour * 0.4, lit * 0.85);
  return colour;
}`;

/**
 * Plaster; what is at work in the accent, what is late in the warning's colour, what is due and missing hatched. What is at work stands from
 * its foot up to the level that is done; one looks into it from above, so what is seen of its inside is its cut, flat.
 */
const ELEMENT = `
vec3 surface(Surface s, vec3 paint, bool painted, inout float alpha) {
  vec3 base = painted ? paint : mix(u_colour, u_colour * 1.06, step(0.7, s.n.z)) * v_own;
  // What is marked stays whole where its layer steps back.
  if (v_paint.a > 0.990 && v_paint.a < 0.994) alpha = 1.0;
  int state = int(v_built.x + 0.5);
  if (s.enu.z > v_built.w) discard;
  if (!painted && u_byBaseline > 0.5) base = v_built.y > 0.5 ? mix(base, u_late, 0.75) : v_built.y < -0.5 ? mix(base, u_early, 0.75) : base;
  if (!painted && state == 2) base = mix(base, u_active, 0.8);
  if (state == 3 && !painted) {
    if (fract((s.enu.x + s.enu.y + s.enu.z) / 2.4) > 0.3) discard;
    base = u_late;
  }
  if (state == 2 && !gl_FrontFacing) return base;
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

const STRUCTURE = structureOf('');

/** `surface()` of each kind of layer: its colour before shadow, marks and haze. */
export const SURFACE: Record<LayerKind, string> = {
  building: BUILDING,
  element: ELEMENT,
  bridge: structureOf(' * v_own'),
  tunnel: STRUCTURE,
  area: AREA,
  water: WATER,
  pipe: PIPE,
  tree: TREE,
  point: STRUCTURE,
};
