import { Float64List, Uint32List } from './growable.ts';
import { MAX_FEATURE_VERTICES } from './limits.ts';
import type { Problems } from './problems.ts';
import { Field, FORBIDDEN, MAX_FIELDS, manyColumns, type PropertySelection } from './properties.ts';
import type { GeometryType, RawFeatures } from './raw-features.ts';

/** What a reader of features is asked for, whatever its format. */
export interface FeatureOptions {
  geometry: GeometryType;
  properties: PropertySelection;
  keepZ: boolean;
}

/** More positions than this in one file: 5 GB of coordinates and triangles behind them. */
const MAX_FILE_VERTICES = 100_000_000;
/** Doubles beyond this may stand for several whole numbers of the file. */
const MAX_WHOLE = 9e14;

/** A feature that cannot be used: it is left out and counted by the code. */
export class FeatureFault extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Gathers features of a binary or tabular format as flat arrays: positions, then the ends of rings, parts and features. */
export class FeatureBuilder {
  readonly file: string;
  readonly wish: FeatureOptions;
  readonly problems: Problems;
  readonly #featurePart: Uint32List;
  readonly #partRing: Uint32List;
  readonly #ringVertex: Uint32List;
  readonly #xy: Float64List;
  readonly #z: Float64List | null;
  readonly #line: Uint32List;
  readonly #ids: Field;
  readonly #fields = new Map<string, Field>();
  readonly #except: ReadonlySet<string>;
  #parts = 1;
  #rings = 1;
  #numbers = 0;

  constructor(file: string, wish: FeatureOptions, problems: Problems, count = 1024) {
    this.file = file;
    this.wish = wish;
    this.problems = problems;
    const capacity = Math.max(16, Math.min(count, 4_000_000));
    this.#featurePart = new Uint32List(capacity + 1);
    this.#partRing = new Uint32List(capacity + 1);
    this.#ringVertex = new Uint32List(capacity + 1);
    this.#line = new Uint32List(capacity);
    this.#xy = new Float64List(16 * capacity);
    this.#z = wish.keepZ ? new Float64List(8 * capacity) : null;
    this.#ids = new Field('', 16);
    for (const list of [this.#featurePart, this.#partRing, this.#ringVertex]) list.push(0);
    const { properties } = wish;
    this.#except = new Set('names' in properties ? [] : properties.except);
    if ('names' in properties)
      for (const name of properties.names) if (!FORBIDDEN.has(name)) this.#fields.set(name, new Field(name, capacity));
  }

  /** Index of the feature that is being gathered. */
  get row(): number {
    return this.#featurePart.length - 1;
  }

  position(x: number, y: number, z = Number.NaN): void {
    this.#xy.push(x);
    this.#xy.push(y);
    this.#z?.push(z);
  }

  /** Ends a ring of a polygon, a line or a set of points; false where it has no position. */
  endRing(): boolean {
    const end = this.#xy.length >> 1;
    if (end === this.#ringVertex.items[this.#ringVertex.length - 1]) return false;
    if (end > MAX_FILE_VERTICES || end - (this.#numbers >> 1) > MAX_FEATURE_VERTICES)
      throw new FeatureFault('too-many-vertices', `expected at most ${MAX_FEATURE_VERTICES} vertices, got more`);
    this.#ringVertex.push(end);
    return true;
  }

  endPart(): void {
    const rings = this.#ringVertex.length - 1;
    if (rings > this.#partRing.items[this.#partRing.length - 1]) this.#partRing.push(rings);
  }

  /** Is there anything of the feature yet? */
  get isEmpty(): boolean {
    return this.#partRing.length === this.#parts && this.#ringVertex.length === this.#rings;
  }

  /** Ends a feature; `line` is its place in the file, for messages. */
  endFeature(line: number): void {
    this.#featurePart.push(this.#partRing.length - 1);
    this.#line.push(line);
    this.#mark();
  }

  /** Forgets what came since the last feature. */
  undo(): void {
    this.#partRing.length = this.#parts;
    this.#ringVertex.length = this.#rings;
    this.#xy.length = this.#numbers;
    if (this.#z) this.#z.length = this.#numbers >> 1;
    for (const field of this.#fields.values()) field.rollBack(this.row);
    this.#ids.rollBack(this.row);
  }

  /**
   * Gathers one feature by `gather`; one that cannot be used, or has nothing of what is wanted, is left out and counted. In a format that
   * mixes geometries by habit (`isMixed`) one of another kind is counted and no fault.
   */
  feature(line: number, gather: () => void, isMixed = false): boolean {
    try {
      gather();
      if (this.isEmpty) throw new FeatureFault('geometry-empty', 'coordinates: expected positions, got none');
      this.endFeature(line);
      return true;
    } catch (error) {
      if (!(error instanceof FeatureFault)) throw error;
      this.undo();
      const example = (): string => `${this.file}:${line}: ${error.message}`;
      if (isMixed && error.code === 'geometry-type') this.problems.report(error.code, example);
      else this.problems.leaveOut(error.code, example);
      return false;
    }
  }

  #mark(): void {
    this.#parts = this.#partRing.length;
    this.#rings = this.#ringVertex.length;
    this.#numbers = this.#xy.length;
  }

  /** The field of a property, null where it is not wanted. */
  field(name: string): Field | null {
    const known = this.#fields.get(name);
    if (known) return known;
    if ('names' in this.wish.properties || name === '' || FORBIDDEN.has(name) || this.#except.has(name)) return null;
    if (this.#fields.size >= MAX_FIELDS) {
      this.problems.report('columns-beyond', () => manyColumns(this.file, name));
      return null;
    }
    const field = new Field(name, 256);
    this.#fields.set(name, field);
    return field;
  }

  id(text: string): void {
    if (text !== '') this.#ids.addString(this.row, text);
  }

  /** A value as formats have it: numbers, words, and anything else by its JSON; null and an empty word are none. */
  value(name: string, value: unknown): void {
    if (value === null || value === undefined || value === '') return;
    const field = this.field(name);
    if (!field) return;
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) return;
      if (Math.abs(value) < MAX_WHOLE) field.addNumber(this.row, value);
      else field.addString(this.row, String(value));
    } else if (typeof value === 'bigint') this.#whole(field, value);
    else field.addString(this.row, textOfValue(value));
  }

  #whole(field: Field, value: bigint): void {
    if (value < MAX_WHOLE && value > -MAX_WHOLE) field.addNumber(this.row, Number(value));
    else field.addString(this.row, String(value));
  }

  /** `heightUnitM`: metres upwards of one unit of the third coordinates, where the system states it. */
  finish(crs: string | null, heightUnitM: number | null = null): RawFeatures {
    return {
      file: this.file,
      crs,
      heightUnitM,
      count: this.row,
      featurePart: this.#featurePart.view(),
      partRing: this.#partRing.view(),
      ringVertex: this.#ringVertex.view(),
      xy: this.#xy.view(),
      z: this.#z?.view() ?? null,
      line: this.#line.view(),
      fields: [this.#ids, ...this.#fields.values()],
    };
  }
}

/** Greatest length of an array or object that is saved as its JSON. */
const MAX_JSON_CHARACTERS = 4096;

function textOfValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? '' : value.toISOString().replace(/T00:00:00\.000Z$/, '');
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (typeof value === 'object')
    return (
      JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one))?.slice(
        0,
        MAX_JSON_CHARACTERS,
      ) ?? ''
    );
  return String(value);
}
