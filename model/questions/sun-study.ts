import * as v from 'valibot';
import { MIN_PER_DAY } from '../time.ts';
import { quantity, whole } from './field.ts';
import { arrayOf, Metres, Name, Place } from './parts.ts';
import { SUN_RULES, SunRules } from './sun-rules.ts';

const CityObject = v.strictObject({ layer: Name, id: Name });

/** An added building: a ring of east and north in metres of the city's plane, and heights above the ground under it. */
const AddedBuilding = v.strictObject({
  id: Name,
  ringM: arrayOf(Place, 3, 1000),
  baseM: quantity({ min: 0, max: 2000, unit: 'm', usual: 0 }),
  heightM: quantity({ min: 0.1, max: 2000, unit: 'm' }),
  storeys: whole({ min: 0, max: 300, usual: 0 }),
  /** Up of its ground in the city's plane where that is graded; absent: the lowest ground under it. */
  groundUpM: v.optional(Metres),
});

/** Null: the city as it stands. */
const Scheme = v.optional(
  v.nullable(
    v.strictObject({
      /** Planned layers of the city that stand with it. */
      layers: v.optional(v.array(Name), []),
      add: v.optional(v.pipe(v.array(AddedBuilding), v.maxLength(500)), []),
      hide: v.optional(v.pipe(v.array(CityObject), v.maxLength(500)), []),
    }),
  ),
  null,
);

const Year = whole({ min: 1900, max: 2200 });

/** What a study of sunlight asks: by which rule, at which buildings, and before and after which scheme. */
export const SunStudyRequest = v.strictObject({
  year: Year,
  rules: SunRules,
  /** One window in the middle of each so wide part of a façade. */
  bayM: quantity({ min: 0.5, max: 20, unit: 'm', usual: 3 }),
  /** Where a building's storeys are not known. */
  storeyM: quantity({ min: 2, max: 10, unit: 'm', usual: 3 }),
  of: v.variant('kind', [
    v.strictObject({
      kind: v.literal('objects'),
      objects: arrayOf(CityObject, 1, 500),
    }),
    /** Buildings whose middle lies in west, south, east, north; metres of the city's plane. */
    v.strictObject({
      kind: v.literal('box'),
      boxM: v.tuple([Metres, Metres, Metres, Metres]),
      uses: v.optional(v.array(v.string())),
    }),
    /** Buildings that the scheme's new ones may stand before. */
    v.strictObject({ kind: v.literal('shaded'), uses: v.optional(v.array(v.string())) }),
  ]),
  scheme: Scheme,
});
/** A request with its defaults filled in. */
export type SunStudyRequest = v.InferOutput<typeof SunStudyRequest>;

/** A study as data: its rule whole, or by its id. */
export const SunStudy = v.strictObject({
  ...SunStudyRequest.entries,
  rules: v.pipe(
    v.union([v.picklist(SUN_RULES.map(({ id }) => id)), SunRules]),
    v.description('A rule of the program by its id, or one of its own'),
  ),
});
export type SunStudy = v.InferOutput<typeof SunStudy>;

/** A study with its rule whole where it was named by its id. */
export function sunRequestOf(study: SunStudy): SunStudyRequest {
  const { rules } = study;
  const whole = typeof rules === 'string' ? SUN_RULES.find(({ id }) => id === rules) : rules;
  if (!whole) throw new Error(`${String(rules)}: expected a rule of SUN_RULES`);
  return { ...study, rules: whole };
}

/** Half a side of the square around a building whose ground is studied. */
export const GroundReachM = quantity({ unit: 'm', min: 20, max: 400, step: 10, usual: 120, word: 'sun.groundReach' });

/** A minute of the shown day. */
export const MinuteOfDay = whole({ min: 0, max: MIN_PER_DAY - 1 });

/** What a study of sunlight on the ground asks: by which rule, in which box (west, south, east, north), on which cells. */
export const SunGroundRequest = v.strictObject({
  year: Year,
  rules: SunRules,
  boxM: v.tuple([Metres, Metres, Metres, Metres]),
  cellM: quantity({ min: 0.25, max: 100, unit: 'm' }),
  scheme: Scheme,
});
export type SunGroundRequest = v.InferOutput<typeof SunGroundRequest>;
