import { ROAD_LAMPS } from './light.ts';

/** Nearer than this markings are whole, farther than that they are gone: there they would be noise on the asphalt. */
const WHOLE_M = 700;
export const STRIPS_GONE_M = 1100;

/**
 * Strips of paint and kerbs on a road, by tone: white lines, yellow lines, kerbs, white bars (`TONES` of the baker). One that is narrower
 * than a pixel goes over into the road instead of sparkling, and by night paint recedes to what lamps show of it.
 */
export const STRIPS = `${ROAD_LAMPS}
vec3 surface(Surface s, vec3 paint, bool painted, inout float alpha) {
  int tone = int(v_mark.z + 0.5);
  float px = max(length(fwidth(s.enu.xy)), 1e-3);
  float widthM = tone == 3 ? 0.8 : tone == 2 ? 0.48 : 0.24;
  float seen = clamp(widthM / px, 0.0, 1.0) * (1.0 - smoothstep(${WHOLE_M.toFixed(1)}, ${STRIPS_GONE_M.toFixed(1)}, s.d));
  if (seen < 0.06) discard;
  vec3 own = tone == 1 ? u_colour * vec3(0.94, 0.80, 0.46) : tone == 2 ? u_colour * 0.93 : u_colour;
  vec3 base = mix(u_under, own, seen * (tone == 2 ? 0.9 : 0.85) * (1.0 - 0.75 * u_mix.z));
  vec2 shares = groundShares(bakedAt(s.enu.xy), u_baked, s.d);
  vec3 colour = base * groundLight(shares) + lampPool(roadLampsAt(s.enu.xy), base);
  return snowed(wetted(colour, s, 1.0), s, 0.5, groundLight(shares));
}`;
