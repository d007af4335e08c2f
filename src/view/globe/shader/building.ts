import { SURVEYED_FACADE } from '../../../../model/city/surveyed-facade.ts';
import { DAY, DUSK, NIGHT } from '../sky/look.ts';
import { LAMP_TEXT } from './light.ts';
import { paletteText } from './palette.ts';
import { LANDMARK_FROM } from './vertex.ts';

/** Metres: how far outwards a wall looks for the court before it, never into itself. */
const OUTWARD_M = 3;

/** Light of street lamps on a front: half of it is lost in so many metres up, and so much of the ground's falls on an upright wall. */
const LAMP_FALL_M = 4;
const LAMP_FRONT_RATIO = 0.7;

/**
 * Close by a façade is more than squares: glass that pales with height, blinds, reveals that lie in shade from above and from the sun's
 * side, sills, slabs, balconies, shop fronts, plinth and coping; all from the place on the wall, without a texture. Numbers that data can
 * have are never compared with a varying: three storeys of 3 m are 9 ± 1e-6 m, and shop fronts speckled pixel by pixel.
 */
const FACADE = `
struct Bay { float u; float v; float along; float floorNumber; float y; float heightM; float storeyM; float bayM; float chance; float graze; float pane; int facade; };
float band(float x, float from, float to, float soft) { return smoothstep(from - soft, from + soft, x) * (1.0 - smoothstep(to - soft, to + soft, x)); }
// Housing: a stack of balconies, glazed or with a parapet, every third bay; boxes of air conditioning under some windows; strips of another tone between.
vec3 housingKit(vec3 colour, vec3 wall, vec3 inside, Bay b, vec2 p, vec2 half_, vec2 fw, vec3 cell) {
  float row = floor(b.floorNumber);
  // A house of three storeys has neither.
  float kit = b.heightM > 11.4 ? fract(b.chance * 7.31) : 0.2;
  float isStack = (half_.x > 0.2 ? step(abs(mod(cell.x, 3.0) - 1.0), 0.5) : 0.0) * step(0.5, row) * step(0.3, kit);
  float parapet = band(b.v, 0.0, 0.36, fw.y);
  if (kit > 0.72) {
    // Glazed from side to side above its parapet.
    float glazed = band(b.u, 0.05, 0.95, fw.x) * band(b.v, 0.36, 0.90, fw.y);
    float bars = 1.0 - band(fract(b.u * 5.0), 0.06, 0.94, fw.x * 5.0);
    colour = mix(colour, mix(inside, wall * 0.95, bars * 0.8), isStack * glazed);
    colour = mix(colour, wall * 1.03, isStack * parapet * 0.9);
  } else {
    // Open: a slab's nose, rails before the parapet's foot, shade within.
    float rails = kit > 0.5 ? 0.45 + 0.55 * (1.0 - band(fract(b.u * 9.0), 0.16, 0.84, fw.x * 9.0)) * (1.0 - smoothstep(0.02, 0.06, fw.x)) : 1.0;
    colour *= 1.0 - 0.20 * isStack * band(b.v, 0.36, 0.98, fw.y);
    colour = mix(colour, wall * 1.02, isStack * parapet * 0.85 * rails);
    colour = mix(colour, wall * 1.05, isStack * band(b.v, 0.0, 0.07, fw.y));
  }
  float box = step(hash(cell + 13.0), 0.42) * step(0.21, kit) * (1.0 - isStack) * step(0.5, row) * step(0.05, half_.x);
  vec2 at = vec2(p.x - 0.02, p.y + half_.y * 1.16 + 0.13);
  vec2 edge = smoothstep(vec2(0.15, 0.10) + fw, vec2(0.15, 0.10) - fw, abs(at));
  float grille = band(length(at * vec2(3.0, 3.0)), 0.0, 0.20, 3.0 * fw.x);
  colour = mix(colour, mix(wall * 0.86, wall * 0.60, grille), box * edge.x * edge.y * (1.0 - smoothstep(0.03, 0.09, fw.x)));
  float strip = step(0.21, kit) * step(kit, 0.55) * step(abs(mod(cell.x, 6.0) - 4.0), 0.5);
  return colour * mix(vec3(1.0), vec3(0.90, 0.83, 0.77), strip * 0.6 * (1.0 - b.pane));
}
// Works: sheets with ribs, and a door that rolls up every fourth bay.
vec3 worksKit(vec3 colour, vec3 wall, Bay b, vec2 fw) {
  float rib = band(fract(b.u * 12.0), 0.42, 0.58, fw.x * 12.0) * (1.0 - smoothstep(0.02, 0.05, fw.x));
  colour *= 1.0 - 0.06 * rib * (1.0 - b.pane);
  float isDoor = step(abs(mod(floor(b.along), 4.0) - 1.0), 0.5) * band(b.u, 0.16, 0.84, fw.x) * band(b.y, -1.0, 4.2, max(fw.y * b.storeyM, 0.02));
  float slats = band(fract(b.y * 2.5), 0.4, 0.6, fw.y * b.storeyM * 2.5) * (1.0 - smoothstep(0.1, 0.3, fw.y * b.storeyM));
  return mix(colour, wall * (0.74 - 0.07 * slats), isDoor);
}
vec3 facadeClose(vec3 wall, Bay b, vec2 half_, vec2 mid, vec2 fw, float open, float sunSide) {
  float night = u_mix.z;
  vec3 cell = vec3(floor(b.along), floor(b.floorNumber), floor(b.chance * 4096.0));
  float row = floor(b.floorNumber);
  bool shops = (b.facade == 1 || b.facade == 2 || b.facade == 4) && b.heightM > (b.facade == 1 ? 11.4 : 8.8) && row < 0.5 && row > -0.5;
  vec2 p = vec2(b.u, b.v) - mid;
  vec3 glass = mix(vec3(0.37, 0.43, 0.48), vec3(0.64, 0.71, 0.76), clamp(b.y / 70.0, 0.0, 1.0)) * mix(0.62, 1.0, open);
  glass = mix(glass, vec3(0.13, 0.155, 0.18), night);
  vec3 colour = wall;
  if (b.facade == 2) {
    // Curtain wall: panes differ a little, spandrels before the slabs are dark.
    colour *= 1.0 + 0.10 * (hash(cell) - 0.5);
    float spandrel = 1.0 - band(b.v, 0.14, 0.98, fw.y);
    colour = mix(colour, colour * 0.80, spandrel);
  } else {
    // Sashes, sky in the panes by their angle, blinds, reveals in shade; then what a house of this kit has before its wall.
    vec2 wide = half_ * 1.16;
    vec2 frame = smoothstep(wide + fw * 0.7, wide - fw * 0.7, abs(p));
    vec2 inner = smoothstep(half_ + fw * 0.7, half_ - fw * 0.7, abs(p));
    float pane = inner.x * inner.y;
    colour = mix(colour, colour * 0.90, frame.x * frame.y);
    glass = mix(glass, u_sky, (0.10 + 0.55 * b.graze * b.graze) * open * (1.0 - night)) * (1.0 + 0.14 * (hash(cell + 11.0) - 0.5));
    float blind = step(hash(cell + 3.0), 0.28) * (1.0 - night);
    vec3 inside = mix(glass, wall * 0.92, blind * smoothstep(-0.1, 0.0, p.y + half_.y * (hash(cell + 5.0) - 0.4)));
    float sashes = b.facade == 4 ? 4.0 : half_.x > 0.22 ? 3.0 : 2.0;
    float sash = band(abs(fract((p.x / half_.x * 0.5 + 0.5) * sashes) - 0.5), 0.5 - 0.035 * sashes, 0.6, fw.x * sashes);
    float transom = b.facade == 3 ? 0.0 : band(p.y, half_.y * 0.38, half_.y * 0.38 + 0.022, fw.y);
    vec3 joinery = mix(b.facade == 0 ? wall * 0.52 : wall * (fract(b.chance * 17.0) < 0.6 ? 1.0 : 0.62), inside, 0.25);
    inside = mix(inside, joinery, max(sash, transom) * (1.0 - smoothstep(0.05, 0.12, max(fw.x, fw.y))));
    float reveal = max(smoothstep(half_.y - 0.11, half_.y - 0.05, p.y), smoothstep(half_.x - 0.09, half_.x - 0.04, p.x * sunSide));
    inside *= 1.0 - 0.38 * reveal;
    colour = mix(colour, inside, pane);
    colour *= 1.0 + 0.05 * band(p.y, -wide.y - 0.045, -wide.y, fw.y) * smoothstep(wide.x * 1.1, wide.x, abs(p.x));
    // The slab throws a line of shade.
    colour *= 1.0 - 0.09 * band(b.v, 0.90, 0.98, fw.y);
    if (b.facade == 1) colour = housingKit(colour, wall, inside, b, p, half_, fw, cell);
    else if (b.facade == 3) colour = worksKit(colour, wall, b, fw);
    else if (b.facade == 4) colour *= 1.0 - 0.10 * band(b.v, 0.12, 0.20, fw.y) * step(0.5, row);
    else if (b.facade == 0) {
      // Old town: shutters or boards beside the window, posts of timber every second bay, eaves in shade.
      float shutter = band(abs(p.x), half_.x * 1.04, half_.x * 1.62, fw.x) * inner.y * step(0.45, fract(b.chance * 23.0));
      vec3 wood = wall * mix(vec3(0.52, 0.40, 0.31), vec3(0.43, 0.47, 0.42), step(0.7, fract(b.chance * 41.0)));
      colour = mix(colour, wood, shutter * 0.85);
      float post = 1.0 - band(fract(b.along * 0.5), 0.035, 0.965, fw.x * 0.5);
      colour = mix(colour, wood * 1.1, post * 0.55 * step(fract(b.chance * 5.0), 0.5));
      colour *= 1.0 - 0.22 * band(b.y, b.heightM - 0.9, b.heightM + 4.0, max(fw.y * b.storeyM, 0.02));
    }
  }
  if (shops) {
    float bays = b.along * b.bayM / 6.0;
    float soft = max(fw.x * b.bayM / 6.0, 0.004);
    float u = fract(bays);
    float opening = band(u, 0.07, 0.93, soft) * band(b.v, 0.06, 0.78, fw.y);
    float pane = band(fract(bays * 3.0), 0.06, 0.94, soft * 3.0);
    vec3 shop = mix(glass * vec3(0.80, 0.82, 0.84), mix(vec3(0.14, 0.16, 0.18), vec3(0.86, 0.70, 0.46), step(hash(vec3(floor(bays), cell.z, 9.0)), u_litShare * 2.2)), night);
    colour = mix(wall, mix(wall * 0.74, shop, pane), opening);
    colour *= 1.0 - 0.10 * band(b.v, 0.78, 0.84, fw.y);
  }
  // Plinth and coping.
  float soft = max(fw.y * b.storeyM, 0.02);
  colour *= 1.0 - 0.13 * band(b.y, -4.0, 0.5, soft);
  colour = mix(colour, wall * 1.04, band(b.y, b.heightM - 0.45, b.heightM + 9.0, soft));
  return colour * (1.0 - 0.14 * band(b.y, b.heightM - 0.85, b.heightM - 0.45, soft));
}
// What covers roofs, as a part of their plaster: tiles of clay, of concrete or slates from house to house; on flat ones gravel, felt, red sealing or grass.
vec3 roofCover(bool pitched, float chance) {
  if (!pitched) {
    float flatKind = fract(chance * 29.3);
    return flatKind < 0.46 ? vec3(0.90, 0.89, 0.87) : flatKind < 0.76 ? vec3(0.76, 0.775, 0.785) : flatKind < 0.9 ? vec3(0.83, 0.70, 0.63) : vec3(0.67, 0.75, 0.55);
  }
  float kind = fract(chance * 13.7);
  return kind < 0.55 ? vec3(0.79, 0.61, 0.52) : kind < 0.82 ? vec3(0.68, 0.58, 0.52) : vec3(0.60, 0.62, 0.66);
}
// Seams of metal and rows of tiles close by, patches of weather far off.
vec3 roofDetail(vec3 roof, vec3 n, vec2 enu, int facade, float chance) {
  float weather = noise(enu / 7.0 + chance * 40.0) - 0.5;
  bool pitched = n.z < 0.97;
  vec3 colour = roof * (facade == 1 || (facade == 2 && !pitched) || (facade == 4 && !pitched) ? roofCover(pitched, chance) : vec3(1.0)) * (1.0 + 0.07 * weather);
  vec2 fall = pitched ? normalize(n.xy) : vec2(1.0, 0.0);
  float x = dot(enu, pitched && facade <= 1 ? fall : vec2(-fall.y, fall.x)) / (pitched ? 0.55 : facade == 3 ? 1.2 : 3.0);
  float fw = max(fwidth(x), 1e-4);
  float seam = (1.0 - smoothstep(0.08, 0.08 + fw, abs(fract(x) - 0.5))) * (1.0 - smoothstep(0.12, 0.4, fw));
  return colour * (1.0 - (pitched ? 0.13 : facade == 3 ? 0.08 : 0.03) * seam);
}`;

/**
 * By night what a city calls its landmarks is washed by warm light from its foot, which is lost on the way up, and from under its top; a pitched
 * roof takes some of it, a flat one and a factory none.
 */
const WASH = `
vec3 landmarkWash(vec3 base, float up, float y, float heightM) {
  float foot = exp2(-max(y, 0.0) / (3.0 + 0.24 * heightM));
  float top = smoothstep(0.84 * heightM, heightM, y);
  float facing = up > 0.97 ? 0.0 : up > 0.35 ? 0.4 : 1.0;
  return ${LAMP_TEXT} * (0.14 + 1.1 * base) * (0.9 * foot + 0.6 * top) * facing * u_lamps;
}`;

/** Buildings: walls and roofs by use in the hour's plaster, their light from the baked raster, panes by day and lit ones by night. */
export const BUILDING = `
${paletteText('WALL_DAY', DAY, 'wall')}
${paletteText('WALL_DUSK', DUSK, 'wall')}
${paletteText('WALL_NIGHT', NIGHT, 'wall')}
${paletteText('ROOF_DAY', DAY, 'roof')}
${paletteText('ROOF_DUSK', DUSK, 'roof')}
${paletteText('ROOF_NIGHT', NIGHT, 'roof')}
const float LAMP_FALL_M = ${LAMP_FALL_M.toFixed(1)};
const float LAMP_FRONT = ${LAMP_FRONT_RATIO.toFixed(2)};
const vec3 LAMP[4] = vec3[4](vec3(0.914, 0.745, 0.510), vec3(0.851, 0.663, 0.396), vec3(0.953, 0.867, 0.710), vec3(0.725, 0.761, 0.824));
${FACADE}
${WASH}
vec3 surface(Surface s, vec3 paint, bool painted, inout float alpha) {
  float footM = v_body.x, heightM = v_body.y, storeyM = max(v_body.z, 1.5);
  bool isLandmark = v_body.w > ${(LANDMARK_FROM - 0.5).toFixed(1)};
  int facade = clamp(int(v_body.w - (isLandmark ? ${LANDMARK_FROM.toFixed(1)} : 0.0) + 0.5), 0, ${SURVEYED_FACADE});
  // Surveyed walls and roofs, and those with colours of the file, are drawn as they are: no window, storey or tile is made up on them.
  bool isOwn = min(v_own.r, min(v_own.g, v_own.b)) < 0.9995;
  bool isPlain = isOwn || facade == ${SURVEYED_FACADE};
  if (facade == ${SURVEYED_FACADE}) facade = 1;
  float chance = v_mark.z;
  bool roof = s.n.z > 0.35;
  float wall = roof ? 0.0 : 1.0;
  float y = s.enu.z - footM;
  vec2 outward = roof ? vec2(0.0) : normalize(s.n.xy + vec2(1e-5, 0.0)) * ${OUTWARD_M.toFixed(1)};
  vec4 baked = bakedAt(s.enu.xy + outward);
  float view = roof ? mix(baked.a, 1.0, 0.15) : 1.0 - (1.0 - baked.r) * exp2(-max(y, 0.0) / (6.0 + 0.12 * heightM));
  float open = mix(1.0, openness(view), u_baked.y);
  float sun = 1.0;
  if (u_baked.x > 0.0 && dot(s.n, u_sunDirection) > 0.0) {
    float margin = roof ? (s.n.z > 0.97 ? 1.2 : 3.0) : 0.3;
    sun = mix(1.0, sunAt(s.enu.xy + outward * 0.8, y + margin, 1.0), u_baked.x);
  }
  vec3 base = roof
    ? ROOF_DAY[facade] * u_mix.x + ROOF_DUSK[facade] * u_mix.y + ROOF_NIGHT[facade] * u_mix.z
    : WALL_DAY[facade] * u_mix.x + WALL_DUSK[facade] * u_mix.y + WALL_NIGHT[facade] * u_mix.z;
  base *= 1.0 + u_style.x * ((chance - 0.5) * vec3(0.075, 0.06, 0.05) + (fract(chance * 57.0) - 0.5) * vec3(0.03, 0.0, -0.03));
  if (roof && !isPlain) base = mix(base, roofDetail(base, s.n, s.enu.xy, facade, chance), u_style.x);
  if (isOwn) base = v_own * clamp(base / max(roof ? ROOF_DAY[facade] : WALL_DAY[facade], vec3(0.05)), 0.0, 1.2);
  vec3 line = vec3(0.235, 0.259, 0.298);
  if (u_state == 1) { base = mix(vec3(1.0), vec3(0.29, 0.31, 0.36), u_mix.z); line = u_accent; }
  if (u_state == 2) base = mix(vec3(0.80, 0.79, 0.77), vec3(0.26, 0.27, 0.29), u_mix.z);
  if (painted) base = paint;
  vec3 shade = light(s.n, open, sun);
  vec3 lit = min(shade, vec3(1.03));
  vec3 colour = base * lit;
  // Street lamps reach some storeys up the fronts.
  if (!roof && u_state == 0 && !painted) colour += lampPool(lampsAt(s.enu.xy + outward) * exp2(-max(y, 0.0) / LAMP_FALL_M) * LAMP_FRONT, base);
  if (isLandmark && facade != 3 && u_state == 0 && !painted) colour += landmarkWash(base, s.n.z, y, heightM);
  // Flat roofs drain: no pools stand on them as on a square.
  if (roof && u_state == 0 && !painted) colour = snowed(wetted(colour, s, s.n.z > 0.97 ? 0.55 : 0.4), s, 1.0, lit);
  float floorNumber = y / storeyM;
  float bayWidthM = facade == 2 ? 1.8 : facade == 3 ? 6.0 : 3.0;
  vec2 tangent = normalize(vec2(-s.n.y, s.n.x) + vec2(0.0, 1e-5));
  float along = dot(s.enu.xy, tangent) / bayWidthM;
  float floorFw = max(fwidth(floorNumber), 1e-4);
  float bayFw = max(fwidth(along), 1e-4);
  float near = u_state == 0 && !painted && !isPlain ? u_style.x * wall * (1.0 - smoothstep(0.05, 0.16, max(bayFw, floorFw))) : 0.0;
  float legible = wall * (1.0 - smoothstep(0.22, 0.42, floorFw));
  float edge = 1.0 - smoothstep(0.6 * floorFw, 1.6 * floorFw, abs(fract(floorNumber + 0.5) - 0.5));
  float lineInk = (facade == 3 ? 0.08 : 0.16) * (1.0 - 0.75 * near) * u_style.y;
  if (isPlain) lineInk = 0.0;
  if (u_state == 1) lineInk = 0.55;
  if (facade == 2) {
    float mullion = (1.0 - smoothstep(0.6 * bayFw, 1.6 * bayFw, abs(fract(along + 0.5) - 0.5))) * (1.0 - smoothstep(0.15, 0.35, bayFw));
    edge = max(edge, mullion * 0.6 * u_style.x);
    float facing = 1.0 - max(dot(s.view, s.n), 0.0);
    colour = mix(colour, u_sky * mix(0.8, 1.0, sun), u_style.x * wall * (0.10 + 0.45 * facing * facing * facing) * (painted ? 0.0 : 1.0));
  }
  // Panes: seen by day as a cooler tone, by night as light behind some of them.
  float u = fract(along), v = fract(floorNumber);
  vec2 half_ = facade == 2 ? vec2(0.46, 0.42) : facade == 3 ? vec2(0.40, 0.16) : facade == 4 ? vec2(0.43, 0.25) : facade == 0 ? vec2(0.20, 0.25) : vec2(0.27, 0.26);
  vec2 mid = vec2(0.5, facade == 3 ? 0.72 : 0.52);
  if (facade == 1) {
    // Housing looks south: its ends have a small window every third bay, its north side stairs that light their landings between storeys.
    // Windows are as wide as their rooms: a living room's beside a kitchen's.
    float bay = floor(along);
    half_ *= abs(mod(bay, 3.0) - 1.0) < 0.5 ? vec2(1.25, 1.08) : mod(bay, 3.0) < 0.5 ? vec2(0.62, 0.8) : vec2(0.9, 1.0);
    if (abs(s.n.x) > 0.8) half_ = abs(mod(bay, 3.0) - 1.0) < 0.5 ? vec2(0.17, 0.21) : vec2(-1.0);
    else if (s.n.y > 0.8 && abs(mod(bay, 6.0) - 2.0) < 0.5) {
      half_ *= vec2(0.72, 0.7);
      v = fract(floorNumber + 0.5);
    }
  }
  vec2 inside = smoothstep(half_ + vec2(bayFw, floorFw) * 0.7, half_ - vec2(bayFw, floorFw) * 0.7, abs(vec2(u, v) - mid));
  float pane = inside.x * inside.y;
  float panesLegible = wall * (1.0 - smoothstep(0.28, 0.6, max(bayFw, floorFw)));
  vec3 afar = colour;
  if (u_state == 0 && facade != 2 && !isPlain) afar = mix(colour, colour * vec3(0.72, 0.765, 0.81), u_style.x * pane * panesLegible * 0.8 * (1.0 - u_mix.z * 0.5));
  if (near > 0.0) {
    float sunSide = dot(u_sunDirection.xy, tangent) > 0.0 ? 1.0 : -1.0;
    Bay bay = Bay(u, v, along, floorNumber, y, heightM, storeyM, bayWidthM, chance, 1.0 - max(dot(s.view, s.n), 0.0), pane, facade);
    colour = mix(afar, facadeClose(colour, bay, half_, mid, vec2(bayFw, floorFw), open * mix(0.75, 1.0, sun), sunSide), near);
  } else colour = afar;
  if (u_litShare > 0.0 && u_state == 0 && !isPlain) {
    // Far away several windows are drawn as one, so that towers keep their sparkle at two pixels a window.
    float coarse = clamp(ceil(log2(max(bayFw, floorFw) / 0.34)), 0.0, 3.0);
    float group = exp2(coarse);
    vec2 place = vec2(along, floorNumber) / group;
    vec2 soft = vec2(bayFw, floorFw) / group * 0.7;
    vec2 glass = smoothstep(half_ + soft, half_ - soft, abs(fract(place) - mid));
    vec3 cell = vec3(floor(place), floor(chance * 4096.0));
    float share = u_litShare * (facade == 3 ? 0.3 : facade == 2 ? 1.15 : 1.0);
    float isLit = step(hash(cell), share) * step(0.0, y) * step(y, heightM);
    vec3 lamp = LAMP[int(floor(hash(cell + 7.0) * 3.999))];
    float seen = wall * (1.0 - smoothstep(0.34, 0.7, max(bayFw, floorFw) / group));
    colour = mix(colour, LAMP[0], wall * (1.0 - seen) * share * 0.22);
    colour = mix(colour, lamp, glass.x * glass.y * isLit * seen * 0.92 * exp2(-0.35 * coarse));
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
  // The raster darkens the foot; where a city has none, this alone does.
  float foot = mix(5.0, 1.6, u_baked.y);
  colour *= 1.0 - mix(0.13, 0.10, u_baked.y) * wall * (1.0 - smoothstep(0.0, foot, y));
  return colour;
}`;
