import type { Box } from '../../model/geo/plane/box.ts';
import { TURN_BANS } from '../../model/roads/turn-bans.ts';
import { isBuildingPart } from './osm-building-parts.ts';

/** OpenStreetMap's objects, in whichever format they came, and how they become features. */

/**
 * Which objects become features: those with the key, and with one of the values where any are given. As `point` a node is where it is, a
 * closed way or an area in the middle of its box, since what stands at a place is mapped either way.
 */
export interface OsmOptions {
  key: string;
  values?: readonly string[] | undefined;
  geometry: 'polygon' | 'line' | 'point';
  names: readonly string[] | 'all';
  /** Tells what is wanted of the file at all: areas that the file cuts are closed along the common edge of both. */
  box?: Box | undefined;
}

export interface Way {
  id: number;
  refs: number[];
  tags: [string, string][] | null;
}

/** A node that is an object of its own. */
export interface TaggedNode {
  id: number;
  tags: [string, string][];
}

export interface Member {
  type: 'node' | 'way';
  ref: number;
  role: string;
}

export interface Relation {
  id: number;
  members: Member[];
  tags: [string, string][];
}

/** Has an object the key, with one of the values where any are asked for? Parts of buildings come with the buildings. */
export function isWanted(tags: [string, string][], wish: OsmOptions): boolean {
  if (takesParts(wish) && isBuildingPart(tags)) return true;
  const value = tags.find(([key]) => key === wish.key)?.[1];
  return value !== undefined && value !== 'no' && (wish.values?.includes(value) ?? true);
}

/** Are buildings read, whose parts are objects of their own? */
export const takesParts = ({ key, geometry }: OsmOptions): boolean => key === 'building' && geometry === 'polygon';

export const typeOf = (tags: [string, string][]): string | undefined => tags.find(([key]) => key === 'type')?.[1];

/** Areas of what is wanted; of buildings which parts they have, and for lines of which it is asked the turns that are not allowed. */
export function isWantedRelation(tags: [string, string][], wish: OsmOptions): boolean {
  const type = typeOf(tags);
  if (wish.geometry !== 'line')
    return (type === 'multipolygon' && isWanted(tags, wish)) || (type === 'building' && takesParts(wish));
  return type === 'restriction' && (wish.names === 'all' || wish.names.includes(TURN_BANS));
}
