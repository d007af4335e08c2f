import * as v from 'valibot';
import { arrayOf, MAX_CORNERS, Name, numberBetween, Place, Point } from './parts.ts';

const Value = numberBetween(-1e15, 1e15);
const Words = v.pipe(v.string(), v.maxLength(300));

/** Tests of numbers, of words and of dates; every one may be asked of any column, and a value of another type does not pass. */
export const NUMBER_TESTS = ['equal', 'unequal', 'least', 'most', 'above', 'below'] as const;
export const WORD_TESTS = ['is', 'isNot', 'contains', 'begins'] as const;
export const DATE_TESTS = ['on', 'from', 'until'] as const;
export const ANY_TESTS = ['filled', 'empty'] as const;

/** One condition on an attribute. Dates are days, `2024-03-05`; words are compared without regard to case and width. */
export const Condition = v.variant('test', [
  v.strictObject({ attribute: Name, test: v.picklist(NUMBER_TESTS), value: Value }),
  v.strictObject({ attribute: Name, test: v.picklist(WORD_TESTS), value: Words }),
  v.strictObject({ attribute: Name, test: v.picklist(DATE_TESTS), value: Words }),
  v.strictObject({ attribute: Name, test: v.picklist(ANY_TESTS) }),
]);
/** One condition on an attribute. */
export type Condition = v.InferOutput<typeof Condition>;

/** A question about the things of a layer: conditions on their attributes, where their middles lie, and what is counted of them. */
export const DataQuery = v.strictObject({
  layer: Name,
  /** All conditions hold, or any of them. */
  match: v.optional(v.picklist(['all', 'any']), 'all'),
  conditions: v.optional(arrayOf(Condition, 0, 20), []),
  /** Within a ring, or within a thing of a layer of areas, by its row. Middles of things count. */
  within: v.optional(
    v.variant('by', [
      v.strictObject({ by: v.literal('ring'), ringM: arrayOf(Point, 3, MAX_CORNERS) }),
      v.strictObject({ by: v.literal('thing'), layer: Name, row: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
    ]),
  ),
  /** Nearer than so many metres to a place, or to the middle of any thing of a layer. */
  near: v.optional(
    v.variant('by', [
      v.strictObject({ by: v.literal('place'), atM: Place, distanceM: numberBetween(0, 1e6) }),
      v.strictObject({ by: v.literal('layer'), layer: Name, distanceM: numberBetween(0, 1e6) }),
    ]),
  ),
  /** Attribute by whose values things are grouped, and one whose numbers are summed up. */
  group: v.optional(Name),
  measure: v.optional(Name),
});
/** A question about the things of a layer. */
export type DataQuery = v.InferOutput<typeof DataQuery>;
