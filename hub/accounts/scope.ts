import * as v from 'valibot';
import { OTHER_CLASS, type Scope, ScopeSchema } from '../../model/accounts/accounts.ts';

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

/** The districts that a shared document holds in. */
export type DocumentAreas = Scope['areas'];

/** Whether a scope reads a shared document: what holds in the whole city holds in each part of it. */
export function readsDocument({ areas, classes }: Scope, held: DocumentAreas): boolean {
  if (classes.length === 0 || areas.length === 0) return false;
  return areas === 'all' || held === 'all' || held.some((area) => areas.includes(area));
}

/** Whether a scope writes a shared document: all of its districts must be the writer's, and what is no sensor among the classes. */
export function writesDocument(scope: Scope, held: DocumentAreas): boolean {
  if (held === 'all') return covers(scope, { area: null, class: OTHER_CLASS });
  return held.length > 0 && held.every((area) => covers(scope, { area, class: OTHER_CLASS }));
}

/** Reads the scope of a request or a row; null: it is none. */
export function readScope(json: unknown): Scope | null {
  const read = v.safeParse(ScopeSchema, json);
  return read.success ? read.output : null;
}
