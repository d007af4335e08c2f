/** White of snow in the light of an hour. */
export const SNOW_TONE = [0.93, 0.95, 0.975] as const;

/** Share of its light that snow keeps at dusk and by night. */
export const SNOW_DUSK = 0.62;
export const SNOW_NIGHT = 0.24;

const [red, green, blue] = SNOW_TONE.map((part) => part.toFixed(3));

/**
 * What rain and snow do to a surface. Wet stone is darker and mirrors the sky where one looks along it, most in puddles; grass takes water in.
 * Snow lies on what looks up, in patches while there is little of it.
 */
export const WEATHER_TEXT = `
vec3 wetted(vec3 colour, Surface s, float paved) {
  float wet = u_weather.x * clamp(s.n.z * 2.0, 0.0, 1.0);
  if (wet <= 0.0) return colour;
  float px = length(fwidth(s.enu.xy));
  float still = (noise(s.enu.xy / 7.0) * 0.6 + noise(s.enu.xy / 2.3) * 0.4 - 0.5) * (1.0 - smoothstep(0.6, 4.0, px));
  float puddle = smoothstep(0.02, 0.16, still) * paved;
  vec3 dark = colour * (1.0 - wet * mix(0.10, 0.26, paved) * mix(0.8, 1.15, puddle));
  float glance = pow(1.0 - clamp(s.view.z, 0.0, 1.0), 3.0);
  float mirror = wet * paved * mix(0.10, 0.42, puddle) * (0.25 + 0.75 * glance);
  return mix(dark, mix(u_sky, u_haze, 0.5), mirror);
}
vec3 snowed(vec3 colour, Surface s, float most, vec3 lit) {
  float snow = u_weather.y * most * smoothstep(0.25, 0.75, s.n.z);
  if (snow <= 0.0) return colour;
  float patch_ = noise(s.enu.xy / 5.0) * 0.5 + noise(s.enu.xy / 1.4) * 0.3 + 0.2;
  float lies = smoothstep(1.0 - snow - 0.12, 1.0 - snow + 0.30, patch_);
  vec3 white = vec3(${red}, ${green}, ${blue}) * (u_mix.x + ${SNOW_DUSK} * u_mix.y + ${SNOW_NIGHT} * u_mix.z);
  return mix(colour, white * min(lit, vec3(1.03)), lies * 0.92);
}
// Grey is stone; green takes water in, and so does most of land that is warm in tone: yards and gardens between houses.
float pavedOf(vec3 colour) {
  return (1.0 - smoothstep(0.01, 0.05, colour.g - max(colour.r, colour.b))) * (1.0 - 0.75 * smoothstep(0.02, 0.07, colour.r - colour.b));
}
`;
