import * as v from 'valibot';

/** Where something is and of what class: a district of the city, a kind of its sensors. */
export interface Place {
  /** Null: in no district. */
  area: string | null;
  class: string;
}

/** The class of what is no sensor: a street, a house. */
export const OTHER_CLASS = 'place';

const Names = v.union([
  v.literal('all'),
  v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(64))), v.maxLength(500)),
]);
const ScopeSchema = v.strictObject({ areas: Names, classes: Names });

/** What part of the city an account reads and touches; what is not named is denied. What lies in no district is for those who have all. */
export type Scope = v.InferOutput<typeof ScopeSchema>;

export const EVERYTHING: Scope = { areas: 'all', classes: 'all' };
export const NOTHING: Scope = { areas: [], classes: [] };

export const EVERYTHING_NEEDED = 'scope: expected an account for all areas and classes';

export function isEverything({ areas, classes }: Scope): boolean {
  return areas === 'all' && classes === 'all';
}

export function covers({ areas, classes }: Scope, place: Place): boolean {
  const isArea = areas === 'all' || (place.area !== null && areas.includes(place.area));
  return isArea && (classes === 'all' || classes.includes(place.class));
}

/** Of a request or a row; a string says what is wrong. */
export function readScope(json: unknown): Scope | string {
  const read = v.safeParse(ScopeSchema, json);
  return read.success ? read.output : 'scope: expected areas and classes, each "all" or a list of names';
}
