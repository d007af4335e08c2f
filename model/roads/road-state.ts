import * as v from 'valibot';

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const Amount = v.pipe(v.number(), v.minValue(0), v.maxValue(1e4));

/** Water on a segment, the worst along its centre line at one instant; the product with speed where a run tells speeds. */
const SegmentWater = v.strictObject({
  segment: Id,
  depthM: Amount,
  depthSpeedM2ps: v.optional(v.nullable(Amount), null),
});

/** A segment that somebody or something closed to vehicles: `by` names the order or the site works, `way` the only direction of its centre line that is closed. */
export const SegmentClosure = v.strictObject({
  segment: Id,
  by: Id,
  way: v.optional(v.picklist(['along', 'against'])),
});

/** What is so on the roads at a moment; nothing named is open and dry. Segments are those of `road-network.json`. */
export const RoadState = v.strictObject({
  water: v.optional(v.array(SegmentWater), []),
  closed: v.optional(v.array(SegmentClosure), []),
});

/** Water and closures on segments of a road network. */
export type RoadState = v.InferOutput<typeof RoadState>;
/** Closure of one segment. */
export type SegmentClosure = RoadState['closed'][number];
/** Water on one segment. */
export type SegmentWater = RoadState['water'][number];

/** All open, all dry. */
export const CLEAR_ROADS: RoadState = { water: [], closed: [] };
