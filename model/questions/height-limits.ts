import * as v from 'valibot';
import { choice, quantity, text } from './field.ts';
import { arrayOf, Name, Place } from './parts.ts';

const Elevation = quantity({ min: -500, max: 9000, step: 0.1, unit: 'm', word: 'heights.elevation' });
const Title = text({ max: 100 });
const length = (word: string, step: number) => quantity({ min: 0, max: 50_000, step, unit: 'm', word });

/** A drawn area under one height: above each building's own ground, or an elevation above the datum. */
export const AreaLimit = v.strictObject({
  kind: v.literal('area'),
  name: Title,
  ringM: arrayOf(Place, 3, 500),
  above: choice({ ground: 'heights.aboveGround', datum: 'heights.aboveDatum' }, { word: 'heights.above' }),
  heightM: quantity({ min: -500, max: 9000, unit: 'm', word: 'heights.height' }),
});

/** A plane that rises from an edge, to the left of it: `elevationM` at the edge, `ratio` of rise to distance, as far as `depthM`. */
export const SlopeLimit = v.strictObject({
  kind: v.literal('slope'),
  name: Title,
  edgeM: v.tuple([Place, Place]),
  elevationM: Elevation,
  ratio: quantity({ min: 0, max: 5, step: 0.01, unit: 'm', word: 'heights.ratio' }),
  depthM: length('heights.depth', 1),
});

/** A part of an approach, from the one before on. */
export const ApproachPart = v.strictObject({
  lengthM: quantity({ min: 0, max: 50_000, step: 100, unit: 'm' }),
  ratio: quantity({ min: 0, max: 5, step: 0.005 }),
});

/** Shapes of an aerodrome's obstacle limitation surfaces, all typed in. */
export const AirportShape = v.strictObject({
  /** The strip goes so far beyond the ends of the runway and to each side. */
  stripBeyondM: length('heights.stripBeyondM', 10),
  stripHalfWidthM: length('heights.stripHalfWidthM', 10),
  /** Widening of the approach to each side, and its parts from the strip on. */
  approachDivergenceRatio: quantity({ min: 0, max: 5, step: 0.01, word: 'heights.approachDivergenceRatio' }),
  approach: arrayOf(ApproachPart, 1, 5),
  transitionalRatio: quantity({ min: 0.001, max: 5, step: 0.001, word: 'heights.transitionalRatio' }),
  innerRadiusM: length('heights.innerRadiusM', 100),
  innerHeightM: quantity({ min: 1, max: 1000, step: 1, unit: 'm', word: 'heights.innerHeightM' }),
  conicalRatio: quantity({ min: 0.001, max: 5, step: 0.005, word: 'heights.conicalRatio' }),
  conicalHeightM: quantity({ min: 0, max: 1000, step: 5, unit: 'm', word: 'heights.conicalHeightM' }),
});
export type AirportShape = v.InferOutput<typeof AirportShape>;

/** A runway by its ends, with their elevations. */
const AirportLimit = v.strictObject({
  kind: v.literal('airport'),
  name: Title,
  runwayM: v.tuple([Place, Place]),
  elevationM: v.tuple([Elevation, Elevation]),
  shape: AirportShape,
});

/** One limit of height. */
const HeightLimit = v.variant('kind', [AreaLimit, SlopeLimit, AirportLimit]);
export type HeightLimit = v.InferOutput<typeof HeightLimit>;

/** Limits, and which planned layers are held against them beside what stands. */
export const HeightLimitRequest = v.strictObject({
  limits: arrayOf(HeightLimit, 1, 50),
  planned: v.optional(v.array(Name), []),
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

/** What a limit says that was just drawn, until somebody types. */
export const DRAWN = {
  area: { above: 'ground', heightM: 24 },
  slope: { ratio: 0.5, depthM: 200 },
} as const;
