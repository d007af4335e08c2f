import type { LayerKind } from '../../../../model/city/manifest.ts';
import { glsl } from './palette.ts';

/** Tone of what stands over a ground that is looked through, and the share of its own colour that is left in it. */
const GLASS = [0.075, 0.1, 0.13] as const;
const OWN_RATIO = 0.2;

/** Roof edges and feet of houses, which tell where they stand while their walls are gone. */
const EDGE = [0.62, 0.72, 0.82] as const;
const EDGE_ALPHA = 0.34;

const EDGED = `
  float y = s.enu.z - v_body.x;
  float px = max(fwidth(y), 1e-3);
  float wall = 1.0 - step(0.35, abs(s.n.z));
  float edge = wall * max(1.0 - smoothstep(0.6 * px, 1.8 * px, abs(y - v_body.y)), 0.6 * (1.0 - smoothstep(0.6 * px, 1.8 * px, abs(y))));
  edge *= 1.0 - smoothstep(0.25, 1.0, 3.0 * px / max(v_body.y, 1.0));
  glass = mix(glass, ${glsl(EDGE)}, edge);
  alpha = mix(alpha, ${EDGE_ALPHA.toFixed(2)}, edge);`;

/**
 * What lies in the ground shines in its own colour, a step brighter than by daylight, so that it is told apart under dark glass; colours of the
 * night are made for dark ground as they are, and turned white by more.
 */
const SHINES = `
vec3 throughGlass(vec3 colour, Surface s, inout float alpha) {
  float byDay = 1.0 - u_mix.z;
  return clamp(colour * (0.9 + 0.3 * byDay) + 0.06 * byDay, 0.0, 1.0);
}`;

const BURIED = new Set<LayerKind>(['pipe', 'tunnel', 'element']);

/** `throughGlass()` of a kind of layer: what becomes of its colour and opacity while the ground is looked through. */
export function glassText(kind: LayerKind): string {
  if (BURIED.has(kind)) return SHINES;
  return `
vec3 throughGlass(vec3 colour, Surface s, inout float alpha) {
  vec3 glass = ${glsl(GLASS)} + ${OWN_RATIO.toFixed(2)} * colour;${kind === 'building' ? EDGED : ''}
  return glass;
}`;
}
