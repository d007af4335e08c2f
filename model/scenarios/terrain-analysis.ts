import * as v from 'valibot';

const Metres = v.pipe(v.number(), v.minValue(-1e7), v.maxValue(1e7));
const Elevation = v.pipe(v.number(), v.minValue(-12_000), v.maxValue(9000));
const Corner = v.tuple([Metres, Metres]);
const Ring = v.pipe(v.array(Corner), v.minLength(3), v.maxLength(2000));
const Line = v.pipe(v.array(Corner), v.minLength(2), v.maxLength(2000));
const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const Rising = v.check<number[], string>(
  (list) => list.every((one, i) => i === 0 || one > list[i - 1]),
  'expected rising numbers',
);

/** Cells of a raster that one request may hold. */
const MAX_TARGET_CELLS = 250_000;

/** Another surface: nodes row by row from the south-west, straight between them; null: it has no value there. */
const GridTarget = v.pipe(
  v.strictObject({
    by: v.literal('grid'),
    /** East and north of the south-western node. */
    fromM: Corner,
    stepM: v.pipe(v.number(), v.minValue(0.1), v.maxValue(10_000)),
    columns: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(10_000)),
    elevationM: v.pipe(v.array(v.nullable(Elevation)), v.minLength(4), v.maxLength(MAX_TARGET_CELLS)),
  }),
  v.check(({ columns, elevationM }) => elevationM.length % columns === 0, 'expected whole rows of elevations'),
);

const LevelTarget = v.strictObject({ by: v.literal('level'), elevationM: v.nullable(Elevation) });
/** A plane through an elevation at the first corner of the area, that falls so much towards a bearing (clockwise from north). */
const PlaneTarget = v.strictObject({
  by: v.literal('plane'),
  elevationM: v.nullable(Elevation),
  fallPct: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  bearingDeg: v.pipe(v.number(), v.minValue(0), v.maxValue(360)),
});

/** Ground that is graded level or to a plane. An elevation of null is looked for: cut and fill balance there. */
export const Grading = v.variant('by', [LevelTarget, PlaneTarget]);
/** The same, parsed. */
export type Grading = v.InferOutput<typeof Grading>;

/** What the ground becomes: graded, or another surface. */
const EarthworkTarget = v.variant('by', [LevelTarget, PlaneTarget, GridTarget]);

/** Around what a buffer runs: something drawn, a thing of a layer, or all of a layer. */
const BufferSource = v.variant('of', [
  v.strictObject({ of: v.literal('point'), atM: Corner }),
  v.strictObject({ of: v.literal('line'), lineM: Line }),
  v.strictObject({ of: v.literal('area'), ringM: Ring }),
  v.strictObject({ of: v.literal('object'), layer: Name, id: Name }),
  v.strictObject({ of: v.literal('layer'), layer: Name }),
]);

/** What an analysis of the ground asks, by its kind. Points are east and north in the city's plane. */
export const TerrainRequest = v.variant('kind', [
  /** How steep the ground is, by Horn's method, in classes of degrees; `ringM`: null is the whole city. */
  v.strictObject({
    kind: v.literal('slope'),
    ringM: v.optional(v.nullable(Ring), null),
    breaksDeg: v.optional(
      v.pipe(v.array(v.pipe(v.number(), v.minValue(0.01), v.maxValue(89))), v.minLength(1), v.maxLength(6), Rising),
      [2, 6, 15, 25],
    ),
  }),
  /** Where the ground faces, in eight directions; less steep than `flatBelowDeg` it faces nowhere. */
  v.strictObject({
    kind: v.literal('aspect'),
    ringM: v.optional(v.nullable(Ring), null),
    flatBelowDeg: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(45)), 1),
  }),
  /** Cut and fill of an area; `fillPerCutRatio`: what a cubic metre that was cut fills (1: as much). */
  v.strictObject({
    kind: v.literal('earthwork'),
    ringM: Ring,
    target: EarthworkTarget,
    fillPerCutRatio: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(3)), 1),
  }),
  v.strictObject({
    kind: v.literal('buffer'),
    source: BufferSource,
    distanceM: v.pipe(v.number(), v.minValue(0.1), v.maxValue(20_000)),
  }),
  /** The section along a line: ground, buildings, pipes. */
  v.strictObject({ kind: v.literal('profile'), lineM: Line }),
]);
/** A request with its defaults filled in. */
export type TerrainRequest = v.InferOutput<typeof TerrainRequest>;
export type EarthworkTarget = v.InferOutput<typeof EarthworkTarget>;
export type BufferSource = v.InferOutput<typeof BufferSource>;
