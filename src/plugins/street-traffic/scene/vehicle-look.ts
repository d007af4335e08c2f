import type { PlacedLook } from './mesh-parts.ts';
import { FACES, FORM_SIZES, vehicleShadow, vehicleShape } from './vehicle-shape.ts';

const list = (rows: readonly (readonly number[])[]): string =>
  rows.map((row) => `vec3(${row.map((part) => part.toFixed(3)).join(', ')})`).join(', ');

/** Paint by number, as it is seen in plain light. */
const PAINTS = [
  [0.93, 0.93, 0.92],
  [0.74, 0.76, 0.78],
  [0.46, 0.48, 0.5],
  [0.14, 0.15, 0.17],
  [0.2, 0.34, 0.56],
  [0.62, 0.17, 0.14],
  [0.24, 0.5, 0.4],
  [0.72, 0.62, 0.46],
];

/** Colours of speeds, behind the paints: who stands, crawls, goes slowly, goes. */
const SPEEDS = [
  [0.85, 0.12, 0.1],
  [0.95, 0.55, 0.1],
  [0.95, 0.85, 0.25],
  [0.2, 0.65, 0.35],
];
const COLOURS = [...PAINTS, ...SPEEDS];

/** Sizes a car's shape to a form; trucks and buses are boxes to their ends. For globe and table alike. */
const VEHICLE_FORM = `
vec3 formed(vec3 p, float form, float face, float size) {
  vec3 sizes[${FORM_SIZES.length}] = vec3[](${list(FORM_SIZES)});
  vec3 q = p;
  bool isBox = form > 1.5;
  if (isBox && p.y > 0.85 && p.y < 1.6) q.x = p.x > -0.2 ? 2.25 : -2.25;
  return q * sizes[int(form)] * size;
}`;

/** Paint, glass and lamps; lamps glow as dark as it is. */
const VEHICLE_COLOURS = `
vec3 placedColour(float number, float face) {
  vec3 paints[${COLOURS.length}] = vec3[](${list(COLOURS)});
  if (face > ${FACES.tailLamp - 0.5}) return vec3(0.55, 0.1, 0.08);
  if (face > ${FACES.headlamp - 0.5}) return vec3(0.9, 0.9, 0.86);
  if (face > ${FACES.glass - 0.5}) return vec3(0.16, 0.19, 0.22);
  return paints[int(number + 0.5)];
}
vec3 lamps(vec3 colour, float face, float dark) {
  if (face > ${FACES.tailLamp - 0.5}) return mix(colour, vec3(1.0, 0.22, 0.14), dark);
  if (face > ${FACES.headlamp - 0.5}) return mix(colour, vec3(1.0, 0.96, 0.84), dark);
  return colour;
}`;

/** Cars, vans, trucks and buses. */
export const vehicleLook = (): PlacedLook => ({
  shape: vehicleShape(),
  shadow: vehicleShadow(),
  form: VEHICLE_FORM,
  colours: VEHICLE_COLOURS,
});
