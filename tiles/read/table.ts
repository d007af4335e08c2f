import { MAX_CODES } from '../../model/city/column.ts';
import type { AttributeInfo } from '../../model/city/manifest.ts';
import { FEET_M } from '../../model/geo/units.ts';
import { Utf8List } from '../../readers/shared/growable.ts';
import { type Problems, ReadError } from '../../readers/shared/problems.ts';
import { type Field, floatColumn, isAmbiguous } from '../../readers/shared/properties.ts';
import type { RawFeatures } from '../../readers/shared/raw-features.ts';
import { bakeMessage } from '../messages.ts';
import type { InputColumn, LayerInput, Utf8Column } from '../model.ts';
import type { ColumnRecipe, LayerRecipe } from '../recipe.ts';
import { IdSet } from './id-set.ts';
import { FILTERED, placeOf, type RowCheck } from './validate-features.ts';

type Attribute = LayerInput['attributes'][number];

/** A layer while it is read: what its rows say by the recipe's field names, what was guessed, which columns it gets. */
export class LayerTable {
  readonly recipe: LayerRecipe;
  readonly raw: RawFeatures;
  readonly ids: Utf8List;
  readonly problems: Problems;
  readonly assumptions: LayerInput['assumptions'] = [];
  readonly columns: InputColumn[] = [];
  readonly attributes: LayerInput['attributes'] = [];
  readonly #fields: Map<string, Field>;
  readonly #offered: ReadonlySet<string>;

  /** `offered`: fields that a reader offers by itself, and that a file need not have. */
  constructor(recipe: LayerRecipe, raw: RawFeatures, problems: Problems, offered: ReadonlySet<string> = new Set()) {
    this.#offered = offered;
    this.recipe = recipe;
    this.raw = raw;
    this.problems = problems;
    this.#fields = new Map(raw.fields.map((field) => [field.name, field]));
    this.ids = this.#readIds();
  }

  place(row: number): string {
    return placeOf(this.raw, this.ids, row);
  }

  words(name: string | undefined): Utf8List | null {
    return name === undefined ? null : (this.#fields.get(name)?.words(this.raw.count) ?? null);
  }

  /** Numbers by row, NaN where there is none; null where the recipe names no field. */
  numbers(name: string | undefined): Float64Array | null {
    if (name === undefined) return null;
    const field = this.#valued(name);
    if (!field) {
      if (!this.#offered.has(name)) this.#reportMissing(name);
      return new Float64Array(this.raw.count).fill(Number.NaN);
    }
    const onBad = (row: number, text: string): void => {
      const where = () => `${this.place(row)}: ${name}: expected a number, got "${text}"`;
      if (!isAmbiguous(text)) this.problems.report('not-a-number', where);
      else
        this.problems.report(
          'number-ambiguous',
          () =>
            `${where()}, whose comma may part thousands or decimals: nothing in the file tells which, so it is not read`,
        );
    };
    return field.numbers(this.raw.count, this.recipe.noData, onBad, this.#unitM(name));
  }

  /** Metres of the unit that the recipe says a field is in. */
  #unitM(name: string): number {
    const { fields, units } = this.recipe;
    if ([fields.diameter, fields.boxWidth, fields.boxHeight].includes(name)) return UNITS_M[units.diameter ?? 'mm'];
    if ([fields.upstreamInvert, fields.downstreamInvert, fields.elevation].includes(name))
      return UNITS_M[units.elevation ?? 'm'];
    const heights = [fields.height, fields.baseHeight, fields.roofHeight, fields.roofElevation, fields.groundElevation];
    return UNITS_M[(heights.includes(name) && units.height) || 'm'];
  }

  /** Names of properties that hold numbers, those first whose names `likely` knows: what a hint offers instead of a guess. */
  numericNames(likely: RegExp): string[] {
    const names = [...this.#fields.values()]
      .filter((field) => field.name !== '' && field.isNumeric)
      .map(({ name }) => name);
    const known = names.filter((name) => likely.test(name));
    return [...known, ...names.filter((name) => !known.includes(name))].slice(0, MAX_OFFERED);
  }

  /** Lets rows through that the recipe asks for. */
  filter(): RowCheck {
    const { only } = this.recipe;
    if (!only) return () => null;
    const words = this.words(only.field);
    const wanted = new Set(only.values);
    return (row) => {
      const value = words?.text(row) ?? '';
      return wanted.has(value) ? null : { code: FILTERED, message: `${only.field}: not wanted: "${value}"` };
    };
  }

  add(column: InputColumn, attribute: Omit<Attribute, 'name'>): void {
    this.columns.push(column);
    this.attributes.push({ name: column.name, ...attribute });
  }

  /** Columns that the recipe declares, then every other one if it asks for them, of the rows that were kept. */
  declareColumns(rows: Uint32Array): void {
    const { recipe, raw } = this;
    const taken = new Set(['id', 'gid', ...this.columns.map(({ name }) => name.toLowerCase())]);
    for (const wish of recipe.columns) {
      const field = this.#valued(wish.field);
      if (!field) {
        this.#reportMissing(wish.field);
        continue;
      }
      const name = freeName(wish.name ?? wish.field, taken);
      const numbers = wish.type === 'number' ? this.numbers(wish.field) : null;
      const column = numbers ? floatColumn(name, numbers, rows) : field.column(name, rows, raw.count);
      this.add(column, attributeOf(wish, column));
    }
    if (!recipe.allColumns) return;
    const known = new Set(['', recipe.fields.id ?? 'id', recipe.fields.height ?? '', recipe.fields.partOf ?? '']);
    for (const { field } of recipe.columns) known.add(field);
    for (const field of raw.fields) {
      if (field.filled === 0 || known.has(field.name)) continue;
      const column = field.column(freeName(field.name, taken), rows, raw.count);
      const unit = field.unit === null ? {} : { unit: field.unit };
      this.add(column, attributeOf({ field: field.name, label: { zh: field.name, en: field.name }, ...unit }, column));
    }
  }

  /** A reader that was asked for properties by name has a field for each, whether the file has it or not. */
  #valued(name: string): Field | undefined {
    const field = this.#fields.get(name);
    return field && field.filled > 0 ? field : undefined;
  }

  #reportMissing(name: string): void {
    if (this.raw.count === 0) return;
    this.problems.report(
      'field-missing',
      () => `${this.raw.file}: expected a property "${name}" with values, got none`,
    );
  }

  /**
   * The id of each row: the recipe's field, else the feature's own `id`, else its property `id`, else `@id`.
   * Where none is there the row has an empty id, which leaves it out, unless numbering was asked for.
   */
  #readIds(): Utf8List {
    const { recipe, raw } = this;
    const wanted = recipe.fields.id;
    const field = wanted
      ? this.#fields.get(wanted)
      : ['', 'id', '@id'].map((name) => this.#fields.get(name)).find((candidate) => (candidate?.filled ?? 0) > 0);
    if (wanted && !field?.filled && raw.count > 0)
      throw new ReadError(bakeMessage('id-field', { file: raw.file, wanted }));
    const stated = field?.words(raw.count) ?? new Utf8List(raw.count);
    stated.fillTo(raw.count);
    if (!recipe.assume.ids || (field?.filled === raw.count && areAllDifferent(stated))) return stated;
    return this.#distinctIds(stated, recipe.assume.ids === 'sequence');
  }

  /** Ids that repeat, told apart by ~2, ~3 …; `isNumbering`: those that are missing by the number of their row. */
  #distinctIds(stated: Utf8List, isNumbering: boolean): Utf8List {
    const ids = new Utf8List(this.raw.count);
    const times = new Map<string, number>();
    let numbered = 0;
    let repeated = 0;
    for (let row = 0; row < this.raw.count; row++) {
      const id = stated.text(row);
      if (id === '') {
        if (isNumbering) numbered++;
        ids.pushText(isNumbering ? `${this.recipe.id}-${row + 1}` : '');
        continue;
      }
      const nth = (times.get(id) ?? 0) + 1;
      times.set(id, nth);
      if (nth > 1) repeated++;
      ids.pushText(nth > 1 ? `${id}~${nth}` : id);
    }
    if (numbered > 0) this.assumptions.push({ code: 'ids-numbered', values: { count: numbered } });
    if (repeated > 0) this.assumptions.push({ code: 'ids-suffixed', values: { count: repeated } });
    return ids;
  }
}

function areAllDifferent({ offsets, bytes, length }: Utf8List): boolean {
  const seen = new IdSet(length);
  for (let i = 0; i < length; i++) if (!seen.add(bytes, offsets.items[i], offsets.items[i + 1])) return false;
  return true;
}

const UNITS_M = { m: 1, mm: 0.001, in: 0.0254, ft: FEET_M } as const;

/** Names that a hint lists. */
const MAX_OFFERED = 6;

/** The numbers of the rows that were kept, as a column. */
export function numberColumn(name: string, all: Float64Array, rows: Uint32Array): InputColumn {
  const values = new Float32Array(new SharedArrayBuffer(4 * rows.length));
  for (let i = 0; i < rows.length; i++) values[i] = all[rows[i]];
  return { name, type: 'float32', values };
}

/** Letters, digits and underscores; told apart without regard to case, as some file systems do. */
export function freeName(wanted: string, taken: Set<string>): string {
  const plain = wanted
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);
  const base = /^[A-Za-z]/.test(plain) ? plain : `field_${plain}`;
  let name = base;
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base}_${n}`;
  taken.add(name.toLowerCase());
  return name;
}

function attributeOf(wish: ColumnRecipe, column: InputColumn): Omit<AttributeInfo, 'file' | 'range' | 'name'> {
  const inferred =
    column.type === 'float32' || column.type === 'float64'
      ? 'number'
      : column.type === 'uint32'
        ? 'integer'
        : distinctOf(column.values, MAX_CODES) <= MAX_CODES
          ? 'code'
          : 'string';
  const numeric = inferred === 'number' || inferred === 'integer';
  const requestedType = wish.type === 'code' && inferred !== 'code' ? inferred : (wish.type ?? inferred);
  return {
    type: numeric ? inferred : requestedType === 'number' || requestedType === 'integer' ? 'string' : requestedType,
    ...(wish.unit ? { unit: wish.unit } : {}),
    label: wish.label,
    ...(wish.values ? { values: wish.values } : {}),
  };
}

/** Told apart by 53 bits of two hashes (FNV-1a and one beside it): of 257 texts two look alike once in 10¹¹ columns. */
function distinctOf({ bytes, offsets }: Utf8Column, limit: number): number {
  const seen = new Set<number>();
  for (let i = 0; i + 1 < offsets.length && seen.size <= limit; i++) {
    if (offsets[i + 1] === offsets[i]) continue;
    let one = 0x811c9dc5;
    let other = offsets[i + 1] - offsets[i];
    for (let at = offsets[i]; at < offsets[i + 1]; at++) {
      one = Math.imul(one ^ bytes[at], 0x01000193);
      other = Math.imul(other ^ bytes[at], 0x85ebca6b) ^ (other >>> 13);
    }
    seen.add((one >>> 0) * 0x200000 + (other >>> 11));
  }
  return seen.size;
}
