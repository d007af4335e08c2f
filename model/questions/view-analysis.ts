import * as v from 'valibot';
import { quantity } from './field.ts';
import { BEARING, Metres, Name, Place } from './parts.ts';

/** Eyes of adults stand about 1.6 m above the ground. */
const EYE_M = 1.6;
const above = { min: 0, max: 3000, step: 0.1, unit: 'm' };
const reach = { min: 10, max: 20_000, unit: 'm' };
const width = { min: 0, max: 2000, step: 10, unit: 'm' };

/** East and north in the city's plane; `upM`: what it stands on, null: the ground; `aboveM`: so high above that. */
export const ViewPoint = v.strictObject({
  atM: Place,
  upM: v.optional(v.nullable(Metres), null),
  aboveM: quantity({ ...above, usual: EYE_M }),
});
export type ViewPoint = v.InferOutput<typeof ViewPoint>;

/** Numbers of views; each analysis takes its own. */
export const ViewNumbers = v.strictObject({
  radiusM: quantity({ ...reach, step: 100, usual: 1000, word: 'views.radius' }),
  targetM: quantity({ ...above, usual: 0, word: 'views.target' }),
  eyeM: quantity({ ...above, usual: EYE_M, word: 'views.eye' }),
  fromWidthM: quantity({ ...width, usual: 0, word: 'views.fromWidth' }),
  toWidthM: quantity({ ...width, usual: 60, word: 'views.toWidth' }),
  fromDeg: quantity({ ...BEARING, usual: 0, word: 'views.fromDeg' }),
  toDeg: quantity({ ...BEARING, usual: 360, word: 'views.toDeg' }),
  stepDeg: quantity({ min: 0.05, max: 10, step: 0.05, unit: '°', usual: 0.5, word: 'views.step' }),
  farM: quantity({ ...reach, step: 500, usual: 5000, word: 'views.far' }),
  /** Part of the curvature that refraction gives back: 0.13 near the ground by day. */
  refractionRatio: quantity({ min: 0, max: 0.5, step: 0.01, usual: 0.13, word: 'views.refraction' }),
});
const { entries: numbers } = ViewNumbers;

const common = {
  /** Layers that are planned and stand too. */
  planned: v.optional(v.array(Name), []),
  refractionRatio: numbers.refractionRatio,
};

/** What each analysis of views asks, by its kind. */
const VIEWS = {
  /** Obstacles between two points. */
  sight: v.strictObject({ kind: v.literal('sight'), from: ViewPoint, to: ViewPoint, ...common }),
  /** What of the ground is seen from a point; `targetM` above the ground. */
  viewshed: v.strictObject({
    kind: v.literal('viewshed'),
    from: ViewPoint,
    radiusM: numbers.radiusM,
    targetM: numbers.targetM,
    ...common,
  }),
  /** From where on the ground a landmark's top is seen, by eyes so high above it. */
  landmark: v.strictObject({
    kind: v.literal('landmark'),
    to: ViewPoint,
    radiusM: numbers.radiusM,
    eyeM: numbers.eyeM,
    ...common,
  }),
  /** What rises into the strip under the sight from a viewpoint to a landmark. */
  corridor: v.strictObject({
    kind: v.literal('corridor'),
    from: ViewPoint,
    to: ViewPoint,
    fromWidthM: numbers.fromWidthM,
    toWidthM: numbers.toWidthM,
    ...common,
  }),
  /** The line between city and sky over a range of bearings, clockwise from north. */
  skyline: v.strictObject({
    kind: v.literal('skyline'),
    from: ViewPoint,
    fromDeg: numbers.fromDeg,
    toDeg: numbers.toDeg,
    stepDeg: numbers.stepDeg,
    farM: numbers.farM,
    ...common,
  }),
};

/** What an analysis of views asks, by its kind. */
export const ViewRequest = v.variant('kind', [
  VIEWS.sight,
  VIEWS.viewshed,
  VIEWS.landmark,
  VIEWS.corridor,
  VIEWS.skyline,
]);
/** A request with its defaults filled in. */
export type ViewRequest = v.InferOutput<typeof ViewRequest>;

/** The numbers that an analysis of a kind hangs on; a corridor is a straight strip, whatever the refraction. */
export const numbersOfView = (kind: ViewRequest['kind']) =>
  (Object.keys(numbers) as (keyof typeof numbers)[]).filter(
    (name) => name in VIEWS[kind].entries && !(kind === 'corridor' && name === 'refractionRatio'),
  );
