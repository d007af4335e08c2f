import * as v from 'valibot';
import { ServingPlaces } from './facilities.ts';
import { area, choice, quantity, whole } from './field.ts';
import { Name } from './parts.ts';

/** Districts at most. */
export const MAX_DISTRICTS = 60;

/** Each of these is balanced as one person: those who live here, or things of a layer. */
const Load = v.variant('by', [
  v.strictObject({ by: v.literal('residents') }),
  v.strictObject({ by: v.literal('things'), of: ServingPlaces }),
]);

/** As many districts as are wished, none of which stands today. */
export const FreshDistricts = v.strictObject({
  by: v.literal('count'),
  count: whole({ min: 2, max: MAX_DISTRICTS, usual: 6, word: 'districts.count' }),
});

/** Districts are those of today, the areas of a layer; one each at places that serve; or new ones. */
const DistrictsFrom = v.variant('by', [
  v.strictObject({ by: v.literal('areas'), layer: Name }),
  v.strictObject({ by: v.literal('places'), of: ServingPlaces }),
  FreshDistricts,
]);

/** The division of a city into districts asks this. Points are east and north in the city's plane. */
export const DistrictsRequest = v.strictObject({
  load: v.optional(Load, { by: 'residents' }),
  from: DistrictsFrom,
  /** The same for all, or by the capacity that the layer of the places tells. */
  balance: choice(
    { equal: 'districts.equal', capacity: 'districts.capacity' },
    { usual: 'equal', word: 'districts.balance' },
  ),
  /** A district may be off its share by so much. */
  tolerancePct: quantity({ min: 1, max: 50, step: 1, unit: '%', usual: 5, word: 'districts.tolerance' }),
  /** People who change their district count as if they had so much farther to its middle: more keeps more as it is. */
  changeM: quantity({ min: 0, max: 5000, step: 50, unit: 'm', usual: 200, word: 'districts.changeM' }),
  /** The same on foot, where districts lie about places that serve. */
  changeMin: quantity({ min: 0, max: 60, step: 0.5, unit: 'min', usual: 2, word: 'districts.changeMin' }),
  /** Ground is given to districts in squares of this width. */
  cellM: quantity({ min: 20, max: 1000, step: 10, unit: 'm', usual: 100, word: 'districts.cell' }),
  within: v.optional(area({})),
  /** Wait at every junction with a wide road that a way on foot passes, an assumption. */
  crossingWaitS: quantity({ min: 0, max: 300, step: 5, unit: 's', usual: 20 }),
  /** Squares with no way to a place count as so far on foot. */
  farMin: quantity({ min: 1, max: 240, step: 5, unit: 'min', usual: 60 }),
  /** How long is searched: thousands of squares that are tried in another district, the same on every machine. */
  searchThousands: whole({ min: 1, max: 100_000, usual: 5000, offers: [1000, 5000, 20_000], word: 'districts.search' }),
  seed: whole({ min: 1, max: 1_000_000, usual: 1 }),
});
/** A request with its defaults filled in. */
export type DistrictsRequest = v.InferOutput<typeof DistrictsRequest>;
