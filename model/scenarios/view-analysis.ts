import * as v from 'valibot';

const Metres = v.pipe(v.number(), v.minValue(-1e7), v.maxValue(1e7));
const Width = v.pipe(v.number(), v.minValue(0), v.maxValue(2000));
const Reach = v.pipe(v.number(), v.minValue(10), v.maxValue(20_000));
const Bearing = v.pipe(v.number(), v.minValue(0), v.maxValue(360));
const Above = v.pipe(v.number(), v.minValue(0), v.maxValue(3000));

/** East and north in the city's plane; `upM`: what it stands on, null: the ground; `aboveM`: so high above that. */
const Point = v.strictObject({
  atM: v.tuple([Metres, Metres]),
  upM: v.optional(v.nullable(Metres), null),
  aboveM: v.optional(Above, 1.6),
});

/** Layers that are planned and stand too; part of the curvature that refraction gives back. */
const common = {
  planned: v.optional(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(200))), []),
  refractionRatio: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.5)), 0.13),
};

/** What an analysis of views asks, by its kind. */
export const ViewRequest = v.variant('kind', [
  /** Who stands between two points. */
  v.strictObject({ kind: v.literal('sight'), from: Point, to: Point, ...common }),
  /** What of the ground is seen from a point; `targetM` above the ground. */
  v.strictObject({
    kind: v.literal('viewshed'),
    from: Point,
    radiusM: v.optional(Reach, 1000),
    targetM: v.optional(Above, 0),
    ...common,
  }),
  /** From where on the ground a landmark's top is seen, by eyes so high above it. */
  v.strictObject({
    kind: v.literal('landmark'),
    to: Point,
    radiusM: v.optional(Reach, 1000),
    eyeM: v.optional(Above, 1.6),
    ...common,
  }),
  /** What rises into the strip under the sight from a viewpoint to a landmark. */
  v.strictObject({
    kind: v.literal('corridor'),
    from: Point,
    to: Point,
    fromWidthM: v.optional(Width, 0),
    toWidthM: v.optional(Width, 60),
    ...common,
  }),
  /** The line between city and sky over a range of bearings, clockwise from north. */
  v.strictObject({
    kind: v.literal('skyline'),
    from: Point,
    fromDeg: v.optional(Bearing, 0),
    toDeg: v.optional(Bearing, 360),
    stepDeg: v.optional(v.pipe(v.number(), v.minValue(0.05), v.maxValue(10)), 0.5),
    farM: v.optional(Reach, 5000),
    ...common,
  }),
]);
/** A request with its defaults filled in. */
export type ViewRequest = v.InferOutput<typeof ViewRequest>;
export type ViewPoint = v.InferOutput<typeof Point>;
