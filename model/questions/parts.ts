import * as v from 'valibot';
import type { Point as PlanePoint } from '../geo/plane/point.ts';
import { requirement } from '../text/requirements.ts';

/** What the schemas of all cases are written with. A failed check says what was expected. */
export const numberBetween = (least: number, most: number) => {
  const expected = requirement('between', { least, most });
  return v.pipe(v.number(expected), v.minValue(least, expected), v.maxValue(most, expected));
};
const MAX_ITEMS = 5_000;
export const arrayOf = <T extends v.GenericSchema>(item: T, least = 0, most = MAX_ITEMS) =>
  v.pipe(
    v.array(item),
    v.minLength(least, requirement('orMore', { least })),
    v.maxLength(most, requirement('atMost', { most })),
  );
/** With words for whoever reads the schema. */
export const withDescription = <T extends v.GenericSchema>(words: string, schema: T) =>
  v.pipe(schema, v.description(words));

export const Id = v.pipe(v.string(), v.regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, requirement('id')));
export const Text = v.strictObject({
  zh: v.pipe(v.string(), v.maxLength(500)),
  en: v.pipe(v.string(), v.maxLength(500)),
});
export const File = v.pipe(v.string(), v.minLength(1), v.maxLength(500));
export const Metres = numberBetween(-1e7, 1e7);
/** East, north. */
export const Point: v.GenericSchema<PlanePoint> = v.strictTuple([Metres, Metres]);
/** East, north; further numbers are left out. */
export const Place = v.tuple([Metres, Metres]);
/** What layers, attributes and things of a city are called. */
export const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
/** A direction clockwise from north, as a field has it. */
export const BEARING = { min: 0, max: 360, step: 5, unit: '°' };
/** Corners that a line or a ring may have. */
export const MAX_CORNERS = 20_000;
