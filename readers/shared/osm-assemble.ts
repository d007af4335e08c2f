import { type Box, boxOf } from '../../model/geo/plane/box.ts';
import { TURN_BANS } from '../../model/roads/turn-bans.ts';
import { CUT_AT_EDGE, PART_OF } from './building-columns.ts';
import type { Float64List } from './growable.ts';
import { boundaryOf, boxOfEnds, commonBox, cutAreaOf, isOuter, partsOfRelation } from './osm-areas.ts';
import { homesOfParts, isBuildingPart } from './osm-building-parts.ts';
import {
  type Member,
  type OsmOptions,
  type Relation,
  type TaggedNode,
  takesParts,
  typeOf,
  type Way,
} from './osm-model.ts';
import { OsmRows } from './osm-rows.ts';
import { closedInBox, type WitnessLine } from './osm-sides.ts';
import { turnBansOf } from './osm-turn-bans.ts';
import type { Problems } from './problems.ts';
import type { RawFeatures } from './raw-features.ts';

/** Tells what a file holds of what is wanted: nodes are places by their index. */
interface Gathered {
  tagged: readonly TaggedNode[];
  ways: Map<number, Way>;
  relations: readonly Relation[];
  nodes: Map<number, number>;
  places: Float64List;
  /** The box that the file says it holds; null: it says none. */
  bounds: Box | null;
  /** Tells what shows land and water beside areas that the edge of the file cuts: asked for where there are such. */
  witnesses(): WitnessLine[];
}

/**
 * Nodes that are objects first, then ways, then relations, each in the order of the file. A way that is also a relation's outer ring stays
 * with the relation alone.
 */
export function assemble(file: string, wish: OsmOptions, gathered: Gathered, problems: Problems): RawFeatures {
  const { tagged, ways, relations, nodes, places } = gathered;
  const out = new OsmRows(file, wish, nodes, places, problems);
  const isOfLines = wish.geometry === 'line';
  const turns = isOfLines ? turnBansOf(file, relations, ways, out, problems) : new Map<number, string>();
  for (const { id, tags } of tagged) out.add(`node/${id}`, [[[id]]], tags);
  const areas = isOfLines ? [] : relations.filter(({ tags }) => typeOf(tags) === 'multipolygon');
  const joined = areas.map((relation) => ({ ...relation, parts: partsOfRelation(relation.members, ways, out) }));
  const closesCut = wish.geometry === 'polygon' && !takesParts(wish);
  const ofRelations = new Set(
    joined.flatMap(({ parts, members }) =>
      typeof parts === 'string' && !closesCut ? [] : members.filter(isOuter).map(({ ref }) => ref),
    ),
  );
  const isArea = (refs: readonly number[]) => refs.length > 3 && refs[0] === refs[refs.length - 1];
  const found: Found[] = [];
  const broken: Broken[] = [];
  for (const way of ways.values()) {
    if (!way.tags || ofRelations.has(way.id)) continue;
    const id = `way/${way.id}`;
    if (!isOfLines && !isArea(way.refs)) {
      if (isAreaByTags(way.tags, wish.key))
        broken.push({ id, tags: way.tags, members: [memberOf(way)], code: 'way-open', why: OPEN_WAY });
      continue;
    }
    const bans = turns.get(way.id);
    const tags = bans === undefined ? way.tags : [...way.tags, [TURN_BANS, bans] as [string, string]];
    if (out.hasAll([[way.refs]])) found.push({ id, parts: [[way.refs]], tags });
    else broken.push({ id, tags, members: [memberOf(way)], code: 'node-missing', why: MISSING_NODES });
  }
  for (const { id: number, parts, tags, members } of joined) {
    const id = `relation/${number}`;
    if (typeof parts === 'string') broken.push({ id, tags, members, code: 'relation-broken', why: parts });
    else if (out.hasAll(parts)) found.push({ id, parts, tags });
    else broken.push({ id, tags, members, code: 'node-missing', why: MISSING_NODES });
  }
  const homes = takesParts(wish) ? homesOf(found, relations, out) : new Map<string, string>();
  for (const { id, parts, tags } of found) {
    const home = homes.get(id);
    if (home === undefined && wish.values && isBuildingPart(tags)) continue;
    out.add(id, parts, home === undefined ? tags : [...tags, [PART_OF, home]]);
  }
  if (closesCut) layCut(broken, file, wish, gathered, out, problems);
  else for (const { id, code, why } of broken) problems.leaveOut(code, () => `${file}#${id}: ${why}`);
  return out.finish();
}

const OPEN_WAY = 'expected a closed way, got ends that differ';
const MISSING_NODES = 'expected all nodes in the file, got some missing';

const memberOf = ({ id }: Way): Member => ({ type: 'way', ref: id, role: 'outer' });

/** An area or a line that is whole in the file. */
interface Found {
  id: string;
  parts: number[][][];
  tags: [string, string][];
}

/** An area of which the file lacks something. */
interface Broken {
  id: string;
  tags: [string, string][];
  members: readonly Member[];
  code: 'way-open' | 'node-missing' | 'relation-broken';
  why: string;
}

/** Keys whose ways are lines unless they say that they are areas. */
const LINE_KEYS = new Set(['highway', 'railway', 'waterway', 'barrier', 'route', 'power', 'aerialway', 'man_made']);
/** Values of other keys that are lines. */
const LINE_VALUES = new Set([
  'coastline',
  'tree_row',
  'cliff',
  'ridge',
  'arete',
  'valley',
  'earth_bank',
  'gorge',
  'track',
  'slipway',
  'fishing',
]);

/** Does an open way say that it should be an area? */
function isAreaByTags(tags: [string, string][], key: string): boolean {
  const tagOf = (wanted: string) => tags.find(([name]) => name === wanted)?.[1] ?? '';
  const value = tagOf(key);
  if (value === 'riverbank' || value === 'dock' || tagOf('area') === 'yes') return true;
  return !LINE_KEYS.has(key) && !LINE_VALUES.has(value);
}

/** Which building each part is of. */
function homesOf(found: readonly Found[], relations: readonly Relation[], out: OsmRows): Map<string, string> {
  if (!found.some(({ tags }) => isBuildingPart(tags))) return new Map();
  const placed = found.map(({ id, parts, tags }) => ({ id, tags, parts: out.placesOf(parts) }));
  const related = new Map<string, string>();
  for (const { tags, members } of relations) {
    const outline = typeOf(tags) === 'building' ? members.find(({ role }) => role === 'outline') : undefined;
    if (!outline) continue;
    for (const { type, ref, role } of members)
      if (role === 'part') related.set(`${type}/${ref}`, `${outline.type}/${outline.ref}`);
  }
  const buildings = placed.filter(({ tags }) => !isBuildingPart(tags));
  const ids = new Set(buildings.map(({ id }) => id));
  const known = new Map([...related].filter(([, home]) => ids.has(home)));
  return homesOfParts(
    placed.filter(({ tags }) => isBuildingPart(tags)),
    buildings,
    known,
  );
}

/** Closes what the edge of the file cuts along it, and tells of the rest by name. */
function layCut(
  broken: readonly Broken[],
  file: string,
  wish: OsmOptions,
  { ways, bounds, witnesses }: Gathered,
  out: OsmRows,
  problems: Problems,
): void {
  if (broken.length === 0) return;
  const extent = bounds ?? boxOf(out.allPlaces());
  const lines = witnesses();
  const named = (one: Broken) => {
    const name = one.tags.find(([key]) => key === 'name')?.[1];
    return name === undefined ? one.id : `"${name}" (${one.id})`;
  };
  const closed: string[] = [];
  const lost: string[] = [];
  for (const one of broken) {
    const area = cutAreaOf(one.members, ways, out);
    const box = commonBox(bounds ?? boxOfEnds(extent, area), wish.box ?? null);
    // A way whose ends differ bounds nothing, unless a relation says what with.
    const boundary = box && one.code !== 'way-open' ? boundaryOf(area, box, bounds !== null) : null;
    if (!boundary || !box) {
      problems.leaveOut(one.code, () => `${file}#${named(one)}: ${one.why}`);
      continue;
    }
    const parts = closedInBox(area, boundary, one.tags, lines, box);
    if (!parts) lost.push(named(one));
    else if (parts.length > 0) {
      out.addPlaced(one.id, parts, [...one.tags, [CUT_AT_EDGE, 'yes']]);
      closed.push(named(one));
    }
  }
  const some = (names: readonly string[]) =>
    names.slice(0, MAX_NAMED).join(', ') + (names.length > MAX_NAMED ? ' …' : '');
  if (closed.length > 0)
    problems.report(
      'area-cut',
      () => `${file}#${some(closed)}: expected whole areas, got areas that the edge of the file cuts; closed along it`,
      closed.length,
    );
  if (lost.length > 0)
    problems.leaveOut(
      'area-side',
      () =>
        `${file}#${some(lost)}: expected whole areas, got areas that the edge of the file cuts, and nothing tells on which side of it they lie`,
      lost.length,
    );
}

/** Names that a problem lists. */
const MAX_NAMED = 12;
