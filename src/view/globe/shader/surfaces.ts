import type { LayerKind } from '../../../../model/city/manifest.ts';
import { TREE_KINDS } from '../../../../model/city/tree-kinds.ts';
import { SEASONED } from '../../season.ts';
import { BUILDING } from './building.ts';
import { GROUND_PATTERN } from './ground-pattern.ts';
import { LAMP_TEXT, ROAD_LAMPS } from './light.ts';
import { MIRROR } from './mirror.ts';
import { constantText } from './palette.ts';

const areaOf = ({ pattern = '', ownPaint = '', patterned = '' } = {}) => `${ROAD_LAMPS}${pattern}
vec3 surface(Surface s, vec3 paint, bool painted, inout float alpha) {
  vec3 base = painted ? paint : u_colour;${ownPaint}
  // Grass, gravel and asphalt are not one flat tone: patches of some metres, grain close by; from where one stands, blades and grit.
  float px = length(fwidth(s.enu.xy));
  if (!painted) {
    float patches = 0.05 * (noise(s.enu.xy / 11.0) - 0.5) * (1.0 - smoothstep(0.7, 2.0, px));
    float grain = 0.04 * (noise(s.enu.xy * 1.7) - 0.5) * (1.0 - smoothstep(0.1, 0.4, px));
    float grit = px < 0.12 ? (0.10 * (noise(s.enu.xy * 8.3) - 0.5) + 0.08 * (hash(vec3(floor(s.enu.xy * 23.0), 7.0)) - 0.5) * (1.0 - smoothstep(0.01, 0.04, px))) * (1.0 - smoothstep(0.03, 0.12, px)) : 0.0;
    base *= 1.0 + u_style.w * (patches + grain + grit * (1.0 + 0.8 * (1.0 - pavedOf(base))));
  }
${patterned}  // What data paints keeps most of its colour: a legend has to be read off it.
  vec2 shares = groundShares(bakedAt(s.enu.xy), painted ? u_baked * 0.35 : u_baked, s.d);
  vec3 colour = base * mix(vec3(1.0), relief(s.n), 0.6) * groundLight(shares) * (painted ? u_paintLight : 1.0);
  if (painted) return colour;
  colour += lampPool(roadLampsAt(s.enu.xy), base);
  float paved = pavedOf(base);
  return edged(snowed(wetted(colour, s, paved), s, mix(1.0, 0.62, paved), groundLight(shares)), s.enu.xy);
}`;

/** `surface()` of areas whose tiles say what lies on each. */
export const PATTERNED_AREA = areaOf({
  pattern: GROUND_PATTERN,
  // Colours of the things themselves are no data: light and weather are theirs too, and by night they recede as grass and asphalt do.
  ownPaint: `
  if (v_paint.a > 0.986 && v_paint.a < 0.990) {
    painted = false;
    base *= pow(u_paintLight, 1.7) * mix(vec3(1.0), vec3(0.95, 1.05, 1.16), min(1.5 * (1.0 - u_paintLight), 1.0));
  }`,
  patterned: '  if (!painted) base *= groundPattern(s.enu.xy, px);\n',
});

/**
 * Water by day: deeper tones away from its shore, small waves that mirror the sky by their angle and glint towards the sun, none finer than a
 * pixel. Where matter is not drawn it is the atlas's: slow streaks and waterlines. By night it mirrors the lights of its banks.
 */
const WATER = `
const vec3 LAMP_TONE = ${LAMP_TEXT};
${MIRROR}
${constantText('SHORE', 'shore')}
float waterline(float shoreM, float atM, float fw) {
  float width = max(0.45, 0.55 * fw);
  return 1.0 - smoothstep(width, width + max(fw, 0.2), abs(shoreM - atM));
}
// Slopes of waves of a length, east and north, about 0; gone before they are finer than a pixel.
vec2 waves(vec2 p, float lengthM, float fw) {
  vec2 q = p / lengthM;
  float at = noise(q);
  vec2 slope = vec2(noise(q + vec2(0.35, 0.0)) - at, noise(q + vec2(0.0, 0.35)) - at);
  return slope * (1.0 - smoothstep(0.25, 0.7, fw / lengthM));
}
vec3 surface(Surface s, vec3 paint, bool painted, inout float alpha) {
  vec3 base = painted ? paint : u_colour;
  vec2 p = s.enu.xy;
  float fw = max(fwidth(p.x), fwidth(p.y));
  vec4 baked = bakedAt(p);
  float shoreM = u_baked.y > 0.0 ? baked.a * 64.0 : 64.0;
  float matter = painted ? 0.0 : u_style.w;
  float day = matter * u_mix.x;
  // Deeper towards the middle: on the atlas a little, by day as one sees through a river of silt.
  float deep = smoothstep(0.5, 34.0, shoreM) * u_baked.y;
  base *= mix(vec3(1.0), vec3(0.86, 0.905, 0.935), smoothstep(4.0, 60.0, shoreM) * u_baked.y * (1.0 - u_mix.z) * (1.0 - day));
  base *= mix(vec3(1.0), mix(vec3(0.86, 0.90, 0.80), vec3(0.68, 0.77, 0.72), deep), day);
  vec3 colour = base;
  if (matter < 0.5 && !painted) {
    vec2 warp = vec2(noise(p / 90.0), noise(p / 90.0 + 31.0)) * 26.0;
    vec2 q = p + warp + vec2(u_time * 0.6, 0.0);
    float bands = noise(vec2(q.x / 110.0, q.y / 9.0)) * 0.65 + noise(vec2(q.x / 41.0, q.y / 3.6)) * 0.35;
    float streak = smoothstep(0.60, 0.72, bands) * (1.0 - smoothstep(2.0, 7.0, fw)) * (1.0 - smoothstep(500.0, 1400.0, s.d));
    colour = mix(base, mix(base, vec3(1.0), 0.55), matter * streak * (0.34 - 0.24 * u_mix.z));
  }
  float lines = 0.60 * waterline(shoreM, 1.2, fw) + (1.0 - day) * (0.30 * waterline(shoreM, 5.0, fw) + 0.19 * waterline(shoreM, 11.0, fw) + 0.11 * waterline(shoreM, 19.5, fw));
  colour = mix(colour, SHORE_DAY * u_mix.x + SHORE_DUSK * u_mix.y + SHORE_NIGHT * u_mix.z, lines * u_style.y * step(0.001, u_baked.y) * (u_mix.x + 0.8 * u_mix.y + 0.7 * u_mix.z) * (1.0 - smoothstep(2.5, 5.0, fw)));
  // Quay walls and tree rows lie on it.
  colour *= mix(vec3(1.0), groundLight(groundShares(baked, u_baked, s.d)), 0.75);
  // Drops take the mirror away and the light with it.
  float drops = u_weather.x * (1.0 - smoothstep(0.3, 2.0, fw));
  colour *= 1.0 - 0.10 * u_weather.x + 0.10 * drops * (noise(p * 2.3 + u_time * 3.0) - 0.5);
  // Gusts ruffle it in patches, the larger the farther one sees.
  vec2 flow = vec2(u_time * 0.6, u_time * 0.23);
  float gust = noise((p + flow) / 130.0) * 0.6 + noise((p + flow) / 37.0) * 0.4;
  vec2 slope = 0.30 * waves(p + flow, 5.3, fw) + 0.22 * waves(p - 0.7 * flow, 1.7, fw) + 0.25 * waves(p + 0.4 * flow, 23.0, fw);
  vec3 n = normalize(vec3(-slope * (0.35 + gust), 1.0));
  float facing = 1.0 - clamp(dot(n, s.view), 0.0, 1.0);
  float mirror = 0.02 + 0.98 * pow(facing, 5.0);
  vec3 way = reflect(-s.view, n);
  vec3 sky = mix(u_haze, u_sky, smoothstep(0.02, 0.55, way.z));
  float share = mix(pow(facing, 5.0) * 0.38, min(0.8, 0.10 + 0.9 * mirror) * (1.0 - 0.5 * u_weather.x), day) * matter;
  colour = mix(colour, sky, share);
  colour *= 1.0 + 0.07 * day * (gust - 0.5);
  float glint = pow(max(dot(way, u_sunDirection), 0.0), 90.0) * day * (1.0 - u_weather.x) * (1.0 - u_weather.y);
  colour += vec3(1.0, 0.97, 0.90) * 0.5 * min(glint, 1.0) * mix(1.0, baked.g, u_baked.x);
  return edged(colour + mirrored(s, fw) * matter, p);
}`;

/** What a file colours keeps its colour in the light of its layer: white is the layer's own plaster, by day and by night. */
const structureOf = (own: string, { top = 'u_colour * 1.06', isTop = '', glow = '', far = '' } = {}): string => `
vec3 surface(Surface s, vec3 paint, bool painted, inout float alpha) {
  vec3 base = painted ? paint : mix(u_colour, ${top}, step(0.7, s.n.z)${isTop})${own};
  if (u_state == 1 && !painted) base = mix(vec3(1.0), u_accent, 0.18);
  vec3 colour = base * (light(s.n) + 0.06 * max(s.n.z, 0.0));
  if (u_state == 0 && !painted) colour = snowed(wetted(colour, s, 1.0), s, 0.7, light(s.n));${glow}${far}
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

/**
 * From so near a crown is leaves: its rim is cut ragged and its tone has clumps of light and dark; from afar, and where matter is not drawn, the
 * ball of its model stays. Metres at which leaves begin to show and are whole.
 */
const LEAVES = { fromM: 420, wholeM: 160 };

const TREE = `
// Clumps of leaves, alike from all sides, and single sprays of them.
float clumpAt(vec3 p) {
  vec3 i = floor(p);
  vec3 f = fract(p);
  f = f * f * (3.0 - 2.0 * f);
  vec4 low = vec4(hash(i), hash(i + vec3(1.0, 0.0, 0.0)), hash(i + vec3(0.0, 1.0, 0.0)), hash(i + vec3(1.0, 1.0, 0.0)));
  i.z += 1.0;
  vec4 high = vec4(hash(i), hash(i + vec3(1.0, 0.0, 0.0)), hash(i + vec3(0.0, 1.0, 0.0)), hash(i + vec3(1.0, 1.0, 0.0)));
  vec4 four = mix(low, high, f.z);
  return mix(mix(four.x, four.y, f.x), mix(four.z, four.w, f.x), f.y);
}
const vec3 BARK = vec3(0.43, 0.37, 0.31);
float clumps(vec3 p, float d) {
  float leaf = d < 45.0 ? mix(clumpAt(p * 4.6), 0.5 * clumpAt(p * 5.2) + 0.5 * clumpAt(p * 13.0), 1.0 - smoothstep(25.0, 45.0, d)) : d < 90.0 ? clumpAt(p * 4.6) : hash(floor(p * 3.2));
  return 0.62 * clumpAt(p * 1.1) + 0.38 * leaf;
}
${constantText('DARK', 'treeDark')}
${constantText('LIGHT', 'treeLight')}
${SEASONED}
vec3 surface(Surface s, vec3 paint, bool painted, inout float alpha) {
  bool bark = v_kind < -0.5;
  float leaves = bark ? 0.0 : u_style.w * (1.0 - smoothstep(${LEAVES.wholeM.toFixed(1)}, ${LEAVES.fromM.toFixed(1)}, s.d));
  float clump = leaves > 0.0 ? clumps(s.enu, s.d) : 0.5;
  float rim = 1.0 - abs(dot(s.n, s.view));
  // Bare twigs: clumps are missing all over the crown.
  float bare = LOSES[clamp(int(v_kind + 0.5), 0, ${TREE_KINDS.length - 1})] * u_season.z;
  if (leaves * bare > 0.0 && clump < 0.3 + 0.28 * bare * leaves) discard;
  if (leaves > 0.0 && rim > mix(1.01, 0.12 + 0.95 * clump, leaves)) discard;
  float tone = smoothstep(-0.1, 0.45, dot(s.n, normalize(u_sunDirection + vec3(0.0, 0.0, 0.6))));
  vec3 dark = DARK_DAY * u_mix.x + DARK_DUSK * u_mix.y + DARK_NIGHT * u_mix.z;
  vec3 pale = LIGHT_DAY * u_mix.x + LIGHT_DUSK * u_mix.y + LIGHT_NIGHT * u_mix.z;
  vec4 baked = bakedAt(s.enu.xy);
  // A crown stands some four metres up: it is in the sun where shadow reaches no higher.
  float sun = mix(1.0, 1.0 - smoothstep(2.5, 7.0, shadowHeight(baked.b)), u_baked.x);
  float open = mix(1.0, 0.45 + 0.55 * openness(baked.r / 0.7), u_baked.y);
  float under = mix(1.0, 0.8 + 0.2 * smoothstep(-0.6, 0.3, s.n.z), u_baked.y);
  int kind = clamp(int(v_kind + 0.5), 0, ${TREE_KINDS.length - 1});
  vec3 hue = 1.0 + u_style.w * vec3(0.14, 0.05, -0.05) * (v_mark.z - 0.5);
  vec3 colour = mix(dark, pale, tone * mix(0.3, 1.0, sun)) * hue * (1.0 + u_style.w * 0.1 * (fract(v_mark.z * 31.0) - 0.5)) * min(open, 1.0) * under * mix(0.84, 1.0, sun) * u_weather.z;
  // In a wood they stand in each other's shade.
  colour *= mix(vec3(1.0), u_colour, u_mix.x);
  colour = seasoned(colour, kind, v_mark.z, u_style.w);
  // Lamps stand under the crowns: their light gets into what looks down and to the side.
  colour += lampPool(lampsAt(s.enu.xy) * (0.75 - 0.5 * s.n.z), colour);
  colour *= 1.0 + leaves * mix(0.9, 0.7, smoothstep(25.0, 90.0, s.d)) * (clump - 0.5);
  if (bark) colour = BARK * (0.35 + 0.65 * u_mix.x) * light(s.n, open, sun) * u_weather.z;
  return painted ? paint * (0.8 + 0.3 * tone) : snowed(colour, s, 0.8, vec3(mix(0.9, 1.0, tone)));
}`;

/** What one drives on, beside plaster: as roads are to walls by day and by night, so that a road on a deck does not flicker white. */
const ASPHALT_DECK = 'u_colour * mix(0.78, 0.92, u_mix.z)';

/** Lamps shine on the deck from above it; what stands up from it has half of their light, its underside none. */
const DECK_LAMPS = `
  if (u_state == 0 && !painted) colour += lampPool(deckLampsAt(s.enu.xy) * (s.n.z < -0.3 ? 0.0 : mix(0.5, 1.0, max(s.n.z, 0.0))), base);`;

/** Farther than this a lamp post is a speck: by day it is not drawn. */
const LAMP_GONE_M = 650;

/**
 * By day a post of which its tile does not say how wide it is goes over into the ground behind it: a black speck is no lamp. The far ones are
 * left out here: where a vertex stage collapsed what lay beyond, a post that reached over the limit was drawn out to its tile's corner.
 */
const FAR_POST = `
  if (u_state == 3 && u_litShare < 0.02 && s.d > ${LAMP_GONE_M.toFixed(1)}) discard;
  if (u_state == 3 && v_slender.x <= 0.0) colour = mix(colour, u_haze * 0.86, smoothstep(90.0, 420.0, s.d) * (1.0 - min(1.0, u_litShare * 6.0)));`;

/** Cables and railings have no carriageway on them. */
const BRIDGE = structureOf(' * v_own', { top: ASPHALT_DECK, isTop: ' * step(v_slender.x, 0.0)', glow: DECK_LAMPS });

/** `surface()` of each kind of layer: its colour before shadow, marks and haze. */
export const SURFACE: Record<LayerKind, string> = {
  building: BUILDING,
  element: ELEMENT,
  bridge: BRIDGE,
  tunnel: structureOf(''),
  area: areaOf(),
  water: WATER,
  pipe: PIPE,
  tree: TREE,
  point: structureOf('', { far: FAR_POST }),
};
