import * as v from 'valibot';

const Metres = v.pipe(v.number(), v.minValue(-1e7), v.maxValue(1e7));
const Elevation = v.pipe(v.number(), v.minValue(-500), v.maxValue(9000));
const Corner = v.tuple([Metres, Metres]);
const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const Length = v.pipe(v.number(), v.minValue(0), v.maxValue(50_000));
const Slope = v.pipe(v.number(), v.minValue(0), v.maxValue(5));

/** A drawn area under one height: above each building's own ground, or an elevation above the datum. */
const AreaLimit = v.strictObject({
  kind: v.literal('area'),
  name: Name,
  ringM: v.pipe(v.array(Corner), v.minLength(3), v.maxLength(500)),
  above: v.picklist(['ground', 'datum']),
  heightM: Elevation,
});

/** A plane that rises from an edge, to the left of it: `elevationM` at the edge, `ratio` of rise to distance, as far as `depthM`. */
const SlopeLimit = v.strictObject({
  kind: v.literal('slope'),
  name: Name,
  edgeM: v.tuple([Corner, Corner]),
  elevationM: Elevation,
  ratio: Slope,
  depthM: Length,
});

/** Shapes of an aerodrome's obstacle limitation surfaces, all typed in. */
const AirportShape = v.strictObject({
  /** The strip goes so far beyond the ends of the runway and to each side. */
  stripBeyondM: Length,
  stripHalfWidthM: Length,
  /** Widening of the approach to each side, and its parts from the strip on. */
  approachDivergenceRatio: Slope,
  approach: v.pipe(v.array(v.strictObject({ lengthM: Length, ratio: Slope })), v.minLength(1), v.maxLength(5)),
  transitionalRatio: v.pipe(v.number(), v.minValue(0.001), v.maxValue(5)),
  innerRadiusM: Length,
  innerHeightM: v.pipe(v.number(), v.minValue(1), v.maxValue(1000)),
  conicalRatio: v.pipe(v.number(), v.minValue(0.001), v.maxValue(5)),
  conicalHeightM: v.pipe(v.number(), v.minValue(0), v.maxValue(1000)),
});
export type AirportShape = v.InferOutput<typeof AirportShape>;

/** A runway by its ends, with their elevations. */
const AirportLimit = v.strictObject({
  kind: v.literal('airport'),
  name: Name,
  runwayM: v.tuple([Corner, Corner]),
  elevationM: v.tuple([Elevation, Elevation]),
  shape: AirportShape,
});

/** One limit of height. */
const HeightLimit = v.variant('kind', [AreaLimit, SlopeLimit, AirportLimit]);
export type HeightLimit = v.InferOutput<typeof HeightLimit>;

/** Limits, and which planned layers are held against them beside what stands. */
export const HeightLimitRequest = v.strictObject({
  limits: v.pipe(v.array(HeightLimit), v.minLength(1), v.maxLength(50)),
  planned: v.optional(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(200))), []),
});
export type HeightLimitRequest = v.InferOutput<typeof HeightLimitRequest>;

/**
 * Usual shape for an instrument runway of code 4 (two of the approach's three parts rise, the third is level). Quoted from memory of ICAO
 * Annex 14, not read in the official text: a start to type over, never a verdict.
 */
export const UNVERIFIED_AIRPORT: AirportShape = {
  stripBeyondM: 60,
  stripHalfWidthM: 150,
  approachDivergenceRatio: 0.15,
  approach: [
    { lengthM: 3000, ratio: 0.02 },
    { lengthM: 3600, ratio: 0.025 },
    { lengthM: 8400, ratio: 0 },
  ],
  transitionalRatio: 0.143,
  innerRadiusM: 4000,
  innerHeightM: 45,
  conicalRatio: 0.05,
  conicalHeightM: 100,
};
