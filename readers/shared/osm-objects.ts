import { crossesRay } from '../../model/geo/plane/ring.ts';
import { TURN_BANS, type TurnBan, turnBanText } from '../../model/roads/turn-bans.ts';
import { Float64List, Uint32List } from './growable.ts';
import type { Problems } from './problems.ts';
import { Field, FORBIDDEN, MAX_FIELDS, manyColumns } from './properties.ts';
import type { RawFeatures } from './raw-features.ts';

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

/** Has an object the key, with one of the values where any are asked for? */
export function isWanted(tags: [string, string][], wish: OsmOptions): boolean {
  const value = tags.find(([key]) => key === wish.key)?.[1];
  return value !== undefined && value !== 'no' && (wish.values?.includes(value) ?? true);
}

/** Areas of what is wanted, and for lines of which it is asked the turns that are not allowed. */
export function isWantedRelation(tags: [string, string][], wish: OsmOptions): boolean {
  const type = tags.find(([key]) => key === 'type')?.[1];
  if (wish.geometry !== 'line') return type === 'multipolygon' && isWanted(tags, wish);
  return type === 'restriction' && (wish.names === 'all' || wish.names.includes(TURN_BANS));
}

/** What a file holds of what is wanted: nodes are places by their index. */
interface Gathered {
  tagged: readonly TaggedNode[];
  ways: Map<number, Way>;
  relations: readonly Relation[];
  nodes: Map<number, number>;
  places: Float64List;
}

/**
 * Nodes that are objects first, then ways, then relations, each in the order of the file. A way that is also a relation's outer ring stays
 * with the relation alone.
 */
export function assemble(
  file: string,
  wish: OsmOptions,
  { tagged, ways, relations, nodes, places }: Gathered,
  problems: Problems,
): RawFeatures {
  const out = new Assembly(file, wish, nodes, places, problems);
  const isOfLines = wish.geometry === 'line';
  const turns = isOfLines ? turnBansOf(file, relations, ways, out, problems) : new Map<number, string>();
  for (const { id, tags } of tagged) out.add(`node/${id}`, [[[id]]], tags);
  const joined = (isOfLines ? [] : relations).map((relation) => ({
    ...relation,
    parts: partsOf(relation.members, ways, nodes, places),
  }));
  const ofRelations = new Set(
    joined.flatMap(({ parts, members }) =>
      typeof parts === 'string' ? [] : members.filter(isOuter).map(({ ref }) => ref),
    ),
  );
  for (const way of ways.values()) {
    if (!way.tags || ofRelations.has(way.id)) continue;
    const id = `way/${way.id}`;
    const closed = way.refs.length > 3 && way.refs[0] === way.refs[way.refs.length - 1];
    if (wish.geometry !== 'line' && !closed) {
      problems.leaveOut('way-open', () => `${file}#${id}: expected a closed way, got ends that differ`);
      continue;
    }
    const bans = turns.get(way.id);
    if (!out.add(id, [[way.refs]], bans === undefined ? way.tags : [...way.tags, [TURN_BANS, bans]]))
      problems.leaveOut(
        'node-missing',
        () => `${file}#${id}: expected all nodes of the way in the file, got some missing`,
      );
  }
  for (const { id: number, parts, tags } of joined) {
    const id = `relation/${number}`;
    if (typeof parts === 'string') problems.leaveOut('relation-broken', () => `${file}#${id}: ${parts}`);
    else if (!out.add(id, parts, tags))
      problems.leaveOut(
        'node-missing',
        () => `${file}#${id}: expected all nodes of the relation in the file, got some missing`,
      );
  }
  return out.finish();
}

const isWay = ({ type }: Member): boolean => type === 'way';
const isInner = ({ type, role }: Member): boolean => type === 'way' && role === 'inner';
const isOuter = ({ type, role }: Member): boolean => type === 'way' && role !== 'inner';

/**
 * Relations of type restriction as words of the way that is left (see `model/roads/turn-bans.ts`). Those that run over a way in place of a
 * node, hold at some hours or for some vehicles only, or lack a member are not taken, and counted; those of ways that are not wanted are passed over.
 */
function turnBansOf(
  file: string,
  relations: readonly Relation[],
  ways: ReadonlyMap<number, Way>,
  out: Assembly,
  problems: Problems,
): Map<number, string> {
  const words = new Map<number, string[]>();
  for (const { id, members, tags } of relations) {
    const rule = tags.find(([key]) => key === 'restriction')?.[1] ?? '';
    const kind = /^(no|only)_/.exec(rule)?.[1] as TurnBan['kind'] | undefined;
    const refsOf = (role: string, type: Member['type']) =>
      members.filter((member) => member.role === role && member.type === type).map(({ ref }) => ref);
    const from = refsOf('from', 'way');
    const via = refsOf('via', 'node');
    const to = refsOf('to', 'way');
    if (!from.some((ref) => ways.get(ref)?.tags)) continue;
    const place = via.length === 1 ? out.placeOf(via[0]) : null;
    if (!kind || !place || to.length === 0) {
      problems.leaveOut(
        'turn-left-out',
        () =>
          `${file}#relation/${id}: expected no_… or only_… from a way over a node of it to a way, got ${rule || 'no plain rule'}`,
      );
      continue;
    }
    for (const way of from) {
      const known = words.get(way) ?? [];
      words.set(way, known);
      for (const ref of to) known.push(turnBanText({ kind, to: `way/${ref}`, ...place }));
    }
  }
  return new Map([...words].map(([way, bans]) => [way, bans.join(';')]));
}

/** Outer rings with the inner rings that lie in them; words where the members do not close. */
function partsOf(
  members: Relation['members'],
  ways: Map<number, Way>,
  nodes: Map<number, number>,
  places: Float64List,
): number[][][] | string {
  const pieces = (isWanted: (member: Member) => boolean): number[][] | null => {
    const refs: number[][] = [];
    for (const member of members.filter(isWanted)) {
      const way = ways.get(member.ref);
      if (!way) return null;
      refs.push(way.refs);
    }
    return joinRings(refs);
  };
  if (members.filter(isWay).some(({ ref }) => !ways.has(ref)))
    return 'expected all member ways in the file, got some missing';
  const outers = pieces(isOuter);
  const inners = pieces(isInner);
  if (!outers || !inners) return 'expected members that join to closed rings, got open ends';
  if (outers.length === 0) return 'expected an outer ring, got none';
  const parts = outers.map((outer) => [outer]);
  for (const inner of inners) {
    const home = outers.findIndex((outer) => holds(outer, inner[0], nodes, places));
    parts[Math.max(0, home)].push(inner);
  }
  return parts;
}

/** Joins ways end to end until each closes; null where one does not. */
function joinRings(pieces: number[][]): number[][] | null {
  const left = pieces.map((refs) => [...refs]);
  const rings: number[][] = [];
  for (let ring = left.shift(); ring; ring = left.shift()) {
    while (ring[0] !== ring[ring.length - 1]) {
      const end: number = ring[ring.length - 1];
      const next = left.findIndex((refs) => refs[0] === end || refs[refs.length - 1] === end);
      if (next < 0) return null;
      const [refs] = left.splice(next, 1);
      if (refs[0] !== end) refs.reverse();
      ring.push(...refs.slice(1));
    }
    rings.push(ring);
  }
  return rings;
}

/** Is the node inside the ring? By crossings of a ray. */
function holds(ring: number[], node: number, nodes: Map<number, number>, places: Float64List): boolean {
  const at = (ref: number): [number, number] => {
    const place = nodes.get(ref) ?? -1;
    return place < 0 ? [Number.NaN, Number.NaN] : [places.items[2 * place], places.items[2 * place + 1]];
  };
  const [x, y] = at(node);
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = at(ring[i - 1]);
    const [bx, by] = at(ring[i]);
    if (crossesRay(ax, ay, bx, by, x, y)) inside = !inside;
  }
  return inside;
}

class Assembly {
  readonly #problems: Problems;
  readonly #file: string;
  readonly #nodes: Map<number, number>;
  readonly #places: Float64List;
  readonly #wish: OsmOptions;
  readonly #featurePart = new Uint32List();
  readonly #partRing = new Uint32List();
  readonly #ringVertex = new Uint32List();
  readonly #xy = new Float64List(8192);
  readonly #ids = new Field('', 1024);
  readonly #fields = new Map<string, Field>();

  constructor(file: string, wish: OsmOptions, nodes: Map<number, number>, places: Float64List, problems: Problems) {
    this.#problems = problems;
    this.#file = file;
    this.#wish = wish;
    this.#nodes = nodes;
    this.#places = places;
    this.#featurePart.push(0);
    this.#partRing.push(0);
    this.#ringVertex.push(0);
    if (wish.names !== 'all')
      for (const name of wish.names) if (!FORBIDDEN.has(name)) this.#fields.set(name, new Field(name, 256));
  }

  /** False, and nothing added, where a node is not in the file. */
  add(id: string, parts: number[][][], tags: [string, string][]): boolean {
    if (parts.some((rings) => rings.some((refs) => refs.some((ref) => (this.#nodes.get(ref) ?? -1) < 0)))) return false;
    const row = this.#featurePart.length - 1;
    if (this.#wish.geometry === 'point') {
      this.#xy.push(this.#middle(parts, 0));
      this.#xy.push(this.#middle(parts, 1));
      this.#ringVertex.push(this.#xy.length >> 1);
      this.#partRing.push(this.#ringVertex.length - 1);
    } else
      for (const rings of parts) {
        for (const refs of rings) {
          for (const ref of refs) {
            this.#xy.push(this.#degrees(ref, 0));
            this.#xy.push(this.#degrees(ref, 1));
          }
          this.#ringVertex.push(this.#xy.length >> 1);
        }
        this.#partRing.push(this.#ringVertex.length - 1);
      }
    this.#featurePart.push(this.#partRing.length - 1);
    this.#ids.addString(row, id);
    for (const [key, value] of tags) this.#tag(row, key, value);
    return true;
  }

  /** Where a node is; null where it is not in the file. */
  placeOf(ref: number): { lonDeg: number; latDeg: number } | null {
    return (this.#nodes.get(ref) ?? -1) < 0 ? null : { lonDeg: this.#degrees(ref, 0), latDeg: this.#degrees(ref, 1) };
  }

  #degrees(ref: number, axis: 0 | 1): number {
    return this.#places.items[2 * (this.#nodes.get(ref) ?? 0) + axis];
  }

  /** Along one axis, of the box around all outer rings. */
  #middle(parts: number[][][], axis: 0 | 1): number {
    let least = Infinity;
    let most = -Infinity;
    for (const [outer] of parts)
      for (const ref of outer) {
        const deg = this.#degrees(ref, axis);
        least = Math.min(least, deg);
        most = Math.max(most, deg);
      }
    return (least + most) / 2;
  }

  #tag(row: number, key: string, value: string): void {
    let field = this.#fields.get(key);
    if (!field) {
      if (this.#wish.names !== 'all' || FORBIDDEN.has(key)) return;
      if (this.#fields.size >= MAX_FIELDS) {
        this.#problems.report('columns-beyond', () => manyColumns(this.#file, key));
        return;
      }
      field = new Field(key, 256);
      this.#fields.set(key, field);
    }
    field.addString(row, value);
  }

  finish(): RawFeatures {
    const count = this.#featurePart.length - 1;
    return {
      file: this.#file,
      crs: 'EPSG:4326',
      count,
      featurePart: this.#featurePart.view(),
      partRing: this.#partRing.view(),
      ringVertex: this.#ringVertex.view(),
      xy: this.#xy.view(),
      z: null,
      line: new Uint32Array(count),
      fields: [this.#ids, ...this.#fields.values()],
    };
  }
}

/** Gathers objects in any order, as text formats have them, and makes features of those that are wanted. */
export class OsmObjects {
  readonly #file: string;
  readonly #wish: OsmOptions;
  readonly #nodes = new Map<number, number>();
  readonly #places = new Float64List(8192);
  readonly #ways = new Map<number, Way>();
  readonly #relations: Relation[] = [];
  readonly #tagged: TaggedNode[] = [];
  readonly #byPlace = new Map<string, number>();

  constructor(file: string, wish: OsmOptions) {
    this.#file = file;
    this.#wish = wish;
  }

  node(id: number, lonDeg: number, latDeg: number, tags: [string, string][] = []): void {
    if (!Number.isFinite(lonDeg) || !Number.isFinite(latDeg)) return;
    if (!this.#nodes.has(id)) {
      this.#nodes.set(id, this.#places.length >> 1);
      this.#places.push(lonDeg);
      this.#places.push(latDeg);
    }
    if (this.#wish.geometry === 'point' && isWanted(tags, this.#wish)) this.#tagged.push({ id, tags });
  }

  /** A number for a place that has none: the same for the same place, below those of OpenStreetMap. */
  nodeAt(lonDeg: number, latDeg: number): number {
    const key = `${lonDeg},${latDeg}`;
    const known = this.#byPlace.get(key);
    if (known !== undefined) return known;
    const id = -1 - this.#byPlace.size;
    this.#byPlace.set(key, id);
    return id;
  }

  way(id: number, refs: number[], tags: [string, string][]): void {
    this.#ways.set(id, { id, refs, tags: isWanted(tags, this.#wish) ? tags : null });
  }

  hasWay(id: number): boolean {
    return this.#ways.has(id);
  }

  relation(id: number, members: Relation['members'], tags: [string, string][]): void {
    if (isWantedRelation(tags, this.#wish)) this.#relations.push({ id, members, tags });
  }

  features(problems: Problems): RawFeatures {
    const gathered = {
      tagged: this.#tagged,
      ways: this.#ways,
      relations: this.#relations,
      nodes: this.#nodes,
      places: this.#places,
    };
    return assemble(this.#file, this.#wish, gathered, problems);
  }
}
