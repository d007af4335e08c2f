/** Steps that a mirrored line of sight goes over the raster, each longer than the one before: 1.2 km in all. */
const STEPS = 24;
const FIRST_STEP_M = 3;
const GROWTH_RATIO = 1.2;

/** No lamp stands higher over the ground, and none is mirrored from above it, metres. */
const LAMPS_TO_M = 11;
/** Those on bridges stand on decks, which keep the way of boats clear. */
const DECK_LAMPS_TO_M = 24;

/**
 * What water mirrors by night: lit windows of what stands behind it and the lamps along its banks and on its bridges, found by following the mirrored line of
 * sight over the heights of the city's raster (`model/city/light.ts`). Ripples draw each light out into a broken streak. Heights are taken
 * above the ground, not above the water.
 */
export const MIRROR = `
vec3 mirrored(Surface s, float px) {
  if (u_lamps <= 0.0) return vec3(0.0);
  // Seen from above water shows its depth, along it what stands behind it.
  float glance = pow(1.0 - clamp(s.view.z, 0.0, 1.0), 3.0);
  if (glance < 0.02) return vec3(0.0);
  float ripple = noise(vec2(s.enu.x * 0.9 + u_time * 0.5, s.enu.y * 0.9)) - 0.5;
  vec2 along = normalize(-s.view.xy + 1e-5);
  vec2 across = vec2(-along.y, along.x);
  along = normalize(along + across * ripple * 0.05);
  float slope = s.view.z / max(length(s.view.xy), 1e-3) * (1.0 + 0.5 * ripple);
  vec3 lamps = vec3(0.0);
  vec3 windows = vec3(0.0);
  float stepM = ${FIRST_STEP_M.toFixed(1)};
  float farM = stepM * (0.6 + 0.8 * hash(vec3(floor(s.enu.xy * 2.0), 3.0)));
  for (int i = 0; i < ${STEPS}; i++) {
    vec2 at = s.enu.xy + along * farM;
    float upM = slope * farM;
    vec2 uv = (at - u_lightFrame.xy) * u_lightFrame.zw;
    if (any(lessThan(uv, vec2(0.0))) || any(greaterThan(uv, vec2(1.0)))) break;
    vec4 night = textureLod(u_night, uv, 0.0);
    float nearness = 1.0 - float(i) / ${STEPS.toFixed(1)};
    if (upM < ${LAMPS_TO_M.toFixed(1)}) lamps += LAMP_TONE * night.r * night.r * 0.16 * nearness;
    if (upM < ${DECK_LAMPS_TO_M.toFixed(1)}) lamps += LAMP_TONE * night.b * night.b * 0.16 * nearness;
    float topM = shadowHeight(night.g);
    if (topM > 3.0 && upM < topM) {
      // A column of windows is one streak, wider from afar; far ones melt into the mean of all.
      float widthM = max(3.0, 0.012 * farM + 4.0 * px);
      float isLit = step(hash(vec3(floor(dot(at, across) / widthM), floor(upM / 12.0), 5.0)), 1.5 * u_litShare);
      float blur = smoothstep(0.8, 2.5, px);
      windows = LAMP_TONE * mix(isLit, 0.9 * u_litShare, blur) * (0.5 + 0.5 * nearness);
      break;
    }
    farM += stepM;
    stepM *= ${GROWTH_RATIO.toFixed(2)};
  }
  // Dashes that lie across the line of sight, finer than a pixel no more.
  float dash = noise(vec2(dot(s.enu.xy, along) * 1.7 + u_time, dot(s.enu.xy, across) * 0.3));
  float broken = mix(smoothstep(0.3, 0.75, dash) * 1.3, 0.6, smoothstep(0.25, 0.8, px));
  return (min(lamps, vec3(0.7)) + windows * 0.8) * glance * broken * (1.0 - 0.6 * u_weather.x);
}`;
