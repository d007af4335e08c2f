import { PATTERNS, RAILING } from '../../model/city/slender.ts';

/**
 * How slender things (cables, lattices, lamp posts) are drawn, in pixels of the picture. Below `fadesPx` they fade, drawn no narrower than
 * `leastPx`, so that a line is never broken into specks; below `gonePx` they are left out.
 */
export const SLENDER = { fadesPx: 1.5, leastPx: 1.1, gonePx: 0.25, wholePx: 0.4 } as const;

/** Bars to the width of their panel; and what is left from afar: the share of a lattice that its bars cover, and how faint a handrail is. */
const BARS = {
  lattice: { barRatio: 0.1, coverRatio: 0.42 },
  railing: { barRatio: 0.07, coverRatio: 0.4 },
} as const;

export const drawnWidthPx = (widthPx: number): number => Math.max(widthPx, SLENDER.leastPx);

/** How much of a slender thing is left of it, from 0 to 1, by the width that it would have in the picture. */
export function slenderOpacity(widthPx: number): number {
  const { fadesPx, gonePx, wholePx } = SLENDER;
  const rise = Math.min(1, Math.max(0, (widthPx - gonePx) / (wholePx - gonePx)));
  return Math.min(1, widthPx / fadesPx) * rise * rise * (3 - 2 * rise);
}

/** More grains than this break a line of one pixel into dashes. */
const GRAIN_EXPONENT = 0.3;

const number = (value: number): string => value.toFixed(4);

/** The same in a shader, for all that draws: metres a side by which a thing of a width is widened. */
export const SLENDER_WIDENED = `
float slenderLackM(float widthM, float metresPerPx) { return widthM > 0.0 ? 0.5 * max(0.0, ${number(SLENDER.leastPx)} * metresPerPx - widthM) : 0.0; }`;

/**
 * What is left of a fragment: none of it between the bars of a lattice or a railing, which grow to their least width and fade until the
 * panel is as faint as its bars cover it. `slender` is width (m), pattern, place across and along.
 */
export const SLENDER_LEFT = `
float slenderOpacity(float px) {
  return min(1.0, px / ${number(SLENDER.fadesPx)}) * smoothstep(${number(SLENDER.gonePx)}, ${number(SLENDER.wholePx)}, px);
}
// From the nearest bar, in widths of the panel.
float latticeApart(vec2 at) {
  float edge = min(at.x, 1.0 - at.x);
  float rung = 0.5 - abs(fract(at.y) - 0.5);
  float diagonal = abs(at.x - abs(mod(at.y, 2.0) - 1.0)) * 0.707;
  return min(min(edge, rung), diagonal);
}
float railingApart(vec2 at) {
  float rail = min(abs(at.x - 0.66), abs(at.x - 0.33));
  float post = (0.5 - abs(fract(at.y) - 0.5)) * ${number(RAILING.postM / RAILING.heightM)};
  return min(rail, post);
}
float slenderLeft(vec4 slender, float metresPerPx) {
  if (slender.x <= 0.0) return 1.0;
  float px = slender.x / metresPerPx;
  if (slender.y < 0.5) return slenderOpacity(px);
  bool isLattice = slender.y < ${number((PATTERNS.lattice + PATTERNS.railing) / 2)};
  float bar = isLattice ? ${number(BARS.lattice.barRatio)} : ${number(BARS.railing.barRatio)};
  float halfBar = 0.5 * max(bar, ${number(SLENDER.leastPx)} / px);
  float resolved = min(1.0, bar * px / ${number(SLENDER.fadesPx)});
  if (isLattice) return latticeApart(slender.zw) > halfBar ? 0.0 : max(resolved, ${number(BARS.lattice.coverRatio)}) * slenderOpacity(px);
  // From afar a railing is its handrail.
  if (1.0 - slender.z < 2.0 * halfBar) return max(resolved, ${number(BARS.railing.coverRatio)}) * slenderOpacity(px);
  return railingApart(slender.zw) > halfBar ? 0.0 : slenderOpacity(bar * px);
}
// Opaque things cannot be blended without being sorted: of what is missing a part is given by grains that lie still in the picture, the
// rest by the colour behind.
bool isSlenderGrain(float left, vec2 px) {
  return left <= 0.0 || fract(52.9829189 * fract(dot(px, vec2(0.06711056, 0.00583715)))) > pow(left, ${number(GRAIN_EXPONENT)});
}
vec3 slenderColour(vec3 colour, vec3 behind, float left) { return mix(behind, colour, pow(left, ${number(1 - GRAIN_EXPONENT)})); }`;
