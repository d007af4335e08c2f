/** Nearer than this markings are whole, farther than that they are gone: there they would be noise on the asphalt. */
const WHOLE_M = 700;
const GONE_M = 1100;

/**
 * Strips of paint and kerbs on a road: one that is narrower than a pixel goes over into the road instead of sparkling, and by night it
 * recedes to what lamps show of it.
 */
export const stripText = (widthM: number): string => `
vec3 surface(Surface s, vec3 paint, bool painted, inout float alpha) {
  float px = length(fwidth(s.enu.xy));
  float seen = clamp(${(1.6 * widthM).toFixed(3)} / max(px, 1e-3), 0.0, 1.0) * (1.0 - smoothstep(${WHOLE_M.toFixed(1)}, ${GONE_M.toFixed(1)}, s.d));
  if (seen < 0.06) discard;
  vec3 base = painted ? paint : mix(u_under, u_colour, seen * (1.0 - 0.75 * u_mix.z));
  vec2 shares = groundShares(bakedAt(s.enu.xy), u_baked, s.d);
  return base * groundLight(shares) * (painted ? u_paintLight : 1.0);
}`;
