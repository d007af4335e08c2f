import * as v from 'valibot';
import { type Scope, ScopeSchema } from '../src/city/accounts.ts';

/** Where something is and of what class: a district of the city, a kind of its sensors. */
export interface Place {
  /** Null: in no district. */
  area: string | null;
  class: string;
}

/** The class of what is no sensor: a street, a house. */
export const OTHER_CLASS = 'place';

export const EVERYTHING: Scope = { areas: 'all', classes: 'all' };
export const NOTHING: Scope = { areas: [], classes: [] };

export const EVERYTHING_NEEDED = 'scope: expected an account for all areas and classes';

export function covers({ areas, classes }: Scope, place: Place): boolean {
  const isArea = areas === 'all' || (place.area !== null && areas.includes(place.area));
  return isArea && (classes === 'all' || classes.includes(place.class));
}

/** Of a request or a row; a string says what is wrong. */
export function readScope(json: unknown): Scope | string {
  const read = v.safeParse(ScopeSchema, json);
  return read.success ? read.output : 'scope: expected areas and classes, each "all" or a list of names';
}
