import { type Box, boxOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { Float64List } from './growable.ts';
import { assemble } from './osm-assemble.ts';
import { isWanted, isWantedRelation, type OsmOptions, type Relation, type TaggedNode, type Way } from './osm-model.ts';
import { type WitnessLine, witnessOf } from './osm-sides.ts';
import type { Problems } from './problems.ts';
import type { RawFeatures } from './raw-features.ts';

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
  readonly #witnesses = new Map<number, { kind: WitnessLine['kind']; name: string }>();
  #bounds: Box | null = null;

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

  /** The box that the file, or a part of it, says it holds. */
  bounds(box: Box): void {
    if (!box.every(Number.isFinite)) return;
    const known = this.#bounds;
    this.#bounds = known
      ? boxOf([
          [known[0], known[1]],
          [known[2], known[3]],
          [box[0], box[1]],
          [box[2], box[3]],
        ])
      : box;
  }

  way(id: number, refs: number[], tags: [string, string][]): void {
    const kind = witnessOf(tags);
    if (kind) this.#witnesses.set(id, { kind, name: tags.find(([key]) => key === 'name')?.[1] ?? '' });
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
      bounds: this.#bounds,
      witnesses: () => this.#witnessLines(),
    };
    return assemble(this.#file, this.#wish, gathered, problems);
  }

  #witnessLines(): WitnessLine[] {
    const { items } = this.#places;
    return [...this.#witnesses].map(([id, { kind, name }]) => ({
      kind,
      name,
      places: (this.#ways.get(id)?.refs ?? []).flatMap((ref): Point[] => {
        const at = this.#nodes.get(ref);
        return at === undefined ? [] : [[items[2 * at], items[2 * at + 1]]];
      }),
    }));
  }
}
