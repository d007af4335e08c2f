import * as v from 'valibot';
import { arrayOf, Name, Place } from './parts.ts';

/** Places that serve: things of a layer by the value of an attribute, all things of a layer, or points, east and north in the city's plane. */
export const ServingPlaces = v.variant('by', [
  v.strictObject({ by: v.literal('attribute'), layer: Name, attribute: Name, value: Name }),
  v.strictObject({ by: v.literal('layer'), layer: Name }),
  v.strictObject({ by: v.literal('points'), pointsM: arrayOf(Place, 1, 1000) }),
]);
/** The same as its type. */
export type ServingPlaces = v.InferOutput<typeof ServingPlaces>;
