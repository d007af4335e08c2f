import type { Point } from '../../model/geo/plane/point.ts';
import { Float64List, Uint32List } from './growable.ts';
import type { OsmOptions } from './osm-model.ts';
import type { Problems } from './problems.ts';
import { Field, FORBIDDEN, MAX_FIELDS, manyColumns } from './properties.ts';
import type { RawFeatures } from './raw-features.ts';

/** Rows of features while objects of OpenStreetMap are laid into them. */
export class OsmRows {
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

  /** Are all nodes in the file? */
  hasAll(parts: readonly number[][][]): boolean {
    return parts.every((rings) => rings.every((refs) => refs.every((ref) => (this.#nodes.get(ref) ?? -1) >= 0)));
  }

  /** Adds an object whose nodes are all in the file. */
  add(id: string, parts: number[][][], tags: [string, string][]): void {
    this.#add(id, parts, tags, (ref, axis) => this.#degrees(ref, axis));
  }

  /** Adds an object by places of its own. */
  addPlaced(id: string, parts: Point[][][], tags: [string, string][]): void {
    this.#add(id, parts, tags, (place, axis) => place[axis]);
  }

  #add<T>(id: string, parts: T[][][], tags: [string, string][], at: (corner: T, axis: 0 | 1) => number): void {
    const row = this.#featurePart.length - 1;
    if (this.#wish.geometry === 'point') {
      for (const axis of [0, 1] as const) {
        const along = parts.flatMap(([outer]) => outer.map((corner) => at(corner, axis)));
        this.#xy.push((along.reduce((a, b) => Math.min(a, b)) + along.reduce((a, b) => Math.max(a, b))) / 2);
      }
      this.#ringVertex.push(this.#xy.length >> 1);
      this.#partRing.push(this.#ringVertex.length - 1);
    } else
      for (const rings of parts) {
        for (const corners of rings) {
          for (const corner of corners) {
            this.#xy.push(at(corner, 0));
            this.#xy.push(at(corner, 1));
          }
          this.#ringVertex.push(this.#xy.length >> 1);
        }
        this.#partRing.push(this.#ringVertex.length - 1);
      }
    this.#featurePart.push(this.#partRing.length - 1);
    this.#ids.addString(row, id);
    for (const [key, value] of tags) this.#tag(row, key, value);
  }

  /** Tells where a node is; null where it is not in the file. */
  placeOf(ref: number): Point | null {
    return (this.#nodes.get(ref) ?? -1) < 0 ? null : [this.#degrees(ref, 0), this.#degrees(ref, 1)];
  }

  placesOf(parts: readonly number[][][]): Point[][][] {
    return parts.map((rings) =>
      rings.map((refs) => refs.map((ref): Point => [this.#degrees(ref, 0), this.#degrees(ref, 1)])),
    );
  }

  /** Places of all nodes of the file. */
  *allPlaces(): Generator<Point> {
    const { items, length } = this.#places;
    for (let i = 0; i < length; i += 2) yield [items[i], items[i + 1]];
  }

  #degrees(ref: number, axis: 0 | 1): number {
    return this.#places.items[2 * (this.#nodes.get(ref) ?? 0) + axis];
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
