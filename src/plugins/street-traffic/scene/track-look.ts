import { TRACK_KINDS, type TrackKind } from '../../../../model/tracks/track-network.ts';
import { FORMS_PER_KIND } from '../track-moment.ts';
import type { PlacedLook } from './mesh-parts.ts';
import { TRACK_FACES, trackShadow, trackShape } from './track-shape.ts';

type Tone = readonly [number, number, number];

/** Height and width of a kind, of a railway's; the tone of its sides and of the stripe along them, as seen in plain light. */
const KINDS: Readonly<Record<TrackKind, { highRatio: number; wideRatio: number; body: Tone; stripe: Tone }>> = {
  railway: { highRatio: 1.06, wideRatio: 1.06, body: [0.27, 0.4, 0.34], stripe: [0.86, 0.74, 0.34] },
  metro: { highRatio: 1, wideRatio: 0.97, body: [0.78, 0.8, 0.81], stripe: [0.2, 0.38, 0.62] },
  'light-rail': { highRatio: 0.92, wideRatio: 0.92, body: [0.9, 0.9, 0.88], stripe: [0.62, 0.24, 0.2] },
  tram: { highRatio: 0.88, wideRatio: 0.88, body: [0.9, 0.89, 0.85], stripe: [0.22, 0.5, 0.46] },
  ferry: { highRatio: 1, wideRatio: 1, body: [0.9, 0.91, 0.9], stripe: [0.2, 0.34, 0.5] },
};

const vec3 = (tone: readonly number[]): string => `vec3(${tone.map((part) => part.toFixed(3)).join(', ')})`;
const tones = (name: 'body' | 'stripe'): string => TRACK_KINDS.map((kind) => vec3(KINDS[kind][name])).join(', ');
const sizes = TRACK_KINDS.map((kind) => vec3([1, KINDS[kind].highRatio, KINDS[kind].wideRatio])).join(', ');
const COUNT = TRACK_KINDS.length;
const FERRY = TRACK_KINDS.indexOf('ferry');

/** Length by `size`; ends of a train slope and have lamps, those of a car between others have none. */
const TRACK_FORM = `
vec3 formed(vec3 p, float form, float face, float size) {
  vec3 sizes[${COUNT}] = vec3[](${sizes});
  int kind = int(form + 0.5) / ${FORMS_PER_KIND};
  int ends = int(form + 0.5) - ${FORMS_PER_KIND} * kind;
  bool isBoat = face > ${TRACK_FACES.hull - 0.5};
  if (isBoat != (kind == ${FERRY})) return vec3(0.0);
  vec3 q = p;
  if (!isBoat) {
    bool isFront = p.x > 0.0;
    bool isEnd = isFront ? (ends == 1 || ends == 3) : ends > 1;
    bool isLamp = face > ${TRACK_FACES.headlamp - 0.5} && face < ${TRACK_FACES.tailLamp + 0.5};
    if ((isLamp || face > ${TRACK_FACES.windscreen - 0.5}) && !isEnd) return vec3(0.0);
    if (isEnd && abs(p.x) > 9.0) q.x -= sign(p.x) * 1.5 * clamp((p.y - 1.5) / 2.3, 0.0, 1.0);
  }
  return q * sizes[kind] * vec3(size, 1.0, 1.0);
}`;

/** Sides, glass and lamps; lamps and windows glow as dark as it is. */
const TRACK_COLOURS = `
vec3 placedColour(float number, float face) {
  vec3 bodies[${COUNT}] = vec3[](${tones('body')});
  vec3 stripes[${COUNT}] = vec3[](${tones('stripe')});
  int kind = int(number + 0.5);
  if (face > ${TRACK_FACES.deck - 0.5}) return vec3(0.72, 0.7, 0.64);
  if (face > ${TRACK_FACES.cabinGlass - 0.5}) return vec3(0.17, 0.22, 0.26);
  if (face > ${TRACK_FACES.cabin - 0.5}) return bodies[kind];
  if (face > ${TRACK_FACES.hull - 0.5}) return stripes[kind];
  if (face > ${TRACK_FACES.windscreen - 0.5}) return vec3(0.16, 0.19, 0.22);
  if (face > ${TRACK_FACES.stripe - 0.5}) return stripes[kind];
  if (face > ${TRACK_FACES.under - 0.5}) return vec3(0.2, 0.2, 0.21);
  if (face > ${TRACK_FACES.roof - 0.5}) return vec3(0.55, 0.56, 0.56);
  if (face > ${TRACK_FACES.tailLamp - 0.5}) return vec3(0.55, 0.1, 0.08);
  if (face > ${TRACK_FACES.headlamp - 0.5}) return vec3(0.9, 0.9, 0.86);
  if (face > ${TRACK_FACES.glass - 0.5}) return vec3(0.16, 0.19, 0.22);
  return bodies[kind];
}
vec3 lamps(vec3 colour, float face, float dark) {
  bool isWindow = abs(face - ${TRACK_FACES.glass}.0) < 0.5 || abs(face - ${TRACK_FACES.cabinGlass}.0) < 0.5;
  if (isWindow) return mix(colour, vec3(0.95, 0.86, 0.62), 0.85 * dark);
  if (abs(face - ${TRACK_FACES.tailLamp}.0) < 0.5) return mix(colour, vec3(1.0, 0.22, 0.14), dark);
  if (abs(face - ${TRACK_FACES.headlamp}.0) < 0.5) return mix(colour, vec3(1.0, 0.96, 0.84), dark);
  return colour;
}`;

/** Cars of trains and boats. */
export const trackLook = (): PlacedLook => ({
  shape: trackShape(),
  shadow: trackShadow(),
  form: TRACK_FORM,
  colours: TRACK_COLOURS,
});
