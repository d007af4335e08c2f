import * as v from 'valibot';
import { type Scope, ScopeSchema } from '../../model/accounts/accounts.ts';

/** Where something is and of what class: a district of the city, a kind of its sensors. */
export interface Place {
  /** Null: in no district. */
  area: string | null;
  class: string;
}

/** The scope of an account without limits. */
export const EVERYTHING: Scope = { areas: 'all', classes: 'all' };
/** The scope that reaches no thing at all. */
export const NOTHING: Scope = { areas: [], classes: [] };

/** Whether a scope reaches a thing by its area and class; a thing without area is reached by `all` areas alone. */
export function covers({ areas, classes }: Scope, place: Place): boolean {
  const isArea = areas === 'all' || (place.area !== null && areas.includes(place.area));
  return isArea && (classes === 'all' || classes.includes(place.class));
}

/** Reads the scope of a request or a row; null: it is none. */
export function readScope(json: unknown): Scope | null {
  const read = v.safeParse(ScopeSchema, json);
  return read.success ? read.output : null;
}
