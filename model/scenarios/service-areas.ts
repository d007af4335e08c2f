import * as v from 'valibot';

const Metres = v.pipe(v.number(), v.minValue(-1e7), v.maxValue(1e7));
const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

/** Which places serve: things of a layer by the value of an attribute, or points. */
const Facilities = v.variant('by', [
  v.strictObject({ by: v.literal('attribute'), layer: Name, attribute: Name, value: Name }),
  v.strictObject({
    by: v.literal('points'),
    pointsM: v.pipe(v.array(v.tuple([Metres, Metres])), v.minLength(1), v.maxLength(1000)),
  }),
]);

/** What service areas on foot ask. Points are east and north in the city's plane. */
export const ServiceAreaRequest = v.strictObject({
  facilities: Facilities,
  minutes: v.optional(
    v.pipe(
      v.array(v.pipe(v.number(), v.minValue(1), v.maxValue(120))),
      v.minLength(1),
      v.maxLength(6),
      v.check((list) => list.every((one, i) => i === 0 || one > list[i - 1]), 'expected rising numbers'),
    ),
    [5, 10, 15],
  ),
  /** People walk to the facility, or somebody from it to them: hills make a difference. */
  direction: v.optional(v.picklist(['to', 'from']), 'to'),
  /** Wait at every junction with a wide road that a way passes: an assumption. */
  crossingWaitS: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(300)), 20),
  /** Farther from every way nobody is served. */
  reachM: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(500)), 200),
  /** Of the map of times. */
  cellM: v.optional(v.pipe(v.number(), v.minValue(5), v.maxValue(200)), 20),
  /** What one resident asks of a facility: pupils per resident, say. */
  demandPerResident: v.optional(v.pipe(v.number(), v.minValue(0.0001), v.maxValue(10)), 1),
});
/** A request with its defaults filled in. */
export type ServiceAreaRequest = v.InferOutput<typeof ServiceAreaRequest>;
