import { NO_VALUE } from '../../model/city/column.ts';
import type { InputColumn } from '../../model/city/features.ts';
import type { JsonScanner } from '../geojson/json-scanner.ts';
import { Float64List, Uint32List, Utf8List } from './growable.ts';
import { utf8Of } from './utf8.ts';

/** Which properties a reader keeps: by name, or every one it meets. */
export type PropertySelection = { names: readonly string[] } | { all: true; except?: readonly string[] };

/** More columns than this from one file: data used as names. */
export const MAX_FIELDS = 512;

/**
 * The values of one property, sparse: only rows that have one. Numbers and words are kept apart until the end, because
 * a column of numbers with one "unknown" in it is told only by its last row.
 */
export class Field {
  readonly name: string;
  readonly #rows: Uint32List;
  /** A number, or −1 − index into `#texts` for the rows in `#isText`. */
  readonly #values: Float64List;
  readonly #isText: Uint32List;
  readonly #texts: Utf8List;

  constructor(name: string, capacity: number) {
    this.name = name;
    this.#rows = new Uint32List(capacity);
    this.#values = new Float64List(capacity);
    this.#isText = new Uint32List(64);
    this.#texts = new Utf8List(64);
  }

  get filled(): number {
    return this.#rows.length;
  }

  get textCount(): number {
    return this.#isText.length;
  }

  addNumber(row: number, value: number): void {
    this.#rows.push(row);
    this.#values.push(value);
  }

  addText(row: number, bytes: Uint8Array, start: number, end: number): void {
    this.#isText.push(this.#rows.length);
    this.#rows.push(row);
    this.#values.push(-1 - this.#texts.length);
    this.#texts.pushBytes(bytes, start, end);
  }

  addString(row: number, text: string): void {
    const bytes = utf8Of(text);
    this.addText(row, bytes, 0, bytes.length);
  }

  /** Forgets rows from `row` on. */
  rollBack(row: number): void {
    const rows = this.#rows;
    while (rows.length > 0 && rows.items[rows.length - 1] >= row) {
      rows.length--;
      this.#values.length--;
      const texts = this.#isText;
      if (texts.length > 0 && texts.items[texts.length - 1] === rows.length) {
        texts.length--;
        this.#texts.truncate(texts.length);
      }
    }
  }

  /** Calls back in row order, a number or a string a time. */
  each(number: (row: number, value: number) => void, text: (row: number, value: string) => void): void {
    let nextText = 0;
    for (let i = 0; i < this.#rows.length; i++) {
      const row = this.#rows.items[i];
      if (nextText < this.#isText.length && this.#isText.items[nextText] === i) text(row, this.#texts.text(nextText++));
      else number(row, this.#values.items[i]);
    }
  }

  /**
   * Numbers by row, NaN where there is none. Words that read as numbers ("6", "12 m", "40'", "6;7" by its first) count;
   * others go to `bad`. Values listed in `noData` are none.
   */
  numbers(count: number, noData: readonly number[], bad: (row: number, text: string) => void): Float64Array {
    const out = new Float64Array(count).fill(Number.NaN);
    const put = (row: number, value: number): void => {
      out[row] = noData.includes(value) ? Number.NaN : value;
    };
    this.each(put, (row, text) => {
      if (text.trim() === '') return;
      const value = numberOf(text);
      if (Number.isNaN(value)) bad(row, text);
      else put(row, value);
    });
    return out;
  }

  /** Words by row, an empty one where there is none; numbers as they would be written. */
  words(count: number): Utf8List {
    const out = new Utf8List(count, 12 * this.filled + 64);
    for (let i = 0, nextText = 0; i < this.#rows.length; i++) {
      out.fillTo(this.#rows.items[i]);
      nextText = this.#pushWord(out, i, nextText);
    }
    out.fillTo(count);
    return out;
  }

  /** Appends entry i as a word; gives the index of the next text. */
  #pushWord(out: Utf8List, i: number, nextText: number): number {
    if (nextText < this.#isText.length && this.#isText.items[nextText] === i) {
      const { offsets, bytes } = this.#texts;
      out.pushBytes(bytes, offsets.items[nextText], offsets.items[nextText + 1]);
      return nextText + 1;
    }
    const value = this.#values.items[i];
    if (Number.isSafeInteger(value)) out.pushWhole(value);
    else out.pushText(String(value));
    return nextText;
  }

  /**
   * The column of the rows that were kept, in their order; typed by its values: whole numbers that fit → uint32,
   * numbers → float32, else words. Whole numbers beyond both (a time in milliseconds) stay words: none is lost.
   */
  column(name: string, kept: Uint32Array, count: number): InputColumn {
    const place = new Uint32Array(count).fill(NO_VALUE);
    for (let i = 0; i < kept.length; i++) place[kept[i]] = i;
    const type = this.#type();
    if (type === 'float32') {
      const values = new Float32Array(new SharedArrayBuffer(4 * kept.length)).fill(Number.NaN);
      for (let i = 0; i < this.#rows.length; i++) {
        const at = place[this.#rows.items[i]];
        if (at !== NO_VALUE) values[at] = this.#values.items[i];
      }
      return { name, type, values };
    }
    if (type === 'uint32') {
      const values = new Uint32Array(new SharedArrayBuffer(4 * kept.length)).fill(NO_VALUE);
      for (let i = 0; i < this.#rows.length; i++) {
        const at = place[this.#rows.items[i]];
        if (at !== NO_VALUE) values[at] = this.#values.items[i];
      }
      return { name, type, values };
    }
    const words = new Utf8List(kept.length, 16 * this.filled + 64);
    for (let i = 0, nextText = 0; i < this.#rows.length; i++) {
      const at = place[this.#rows.items[i]];
      if (at === NO_VALUE) {
        if (nextText < this.#isText.length && this.#isText.items[nextText] === i) nextText++;
        continue;
      }
      words.fillTo(at);
      nextText = this.#pushWord(words, i, nextText);
    }
    words.fillTo(kept.length);
    return { name, type: 'string', values: words.view() };
  }

  #type(): InputColumn['type'] {
    if (this.#isText.length > 0 || this.#rows.length === 0) return 'string';
    let whole = true;
    let unsigned = true;
    let large = false;
    for (let i = 0; i < this.#rows.length; i++) {
      const value = this.#values.items[i];
      if (!Number.isInteger(value)) whole = false;
      if (value < 0 || value >= NO_VALUE) unsigned = false;
      if (Math.abs(value) > 2 ** 24) large = true;
    }
    if (whole && unsigned) return 'uint32';
    return whole && large ? 'string' : 'float32';
  }
}

/** "6", "6.5", "12 m", "40'" (feet), "6;7" (the first); NaN for other words. */
export function numberOf(text: string): number {
  const match = /^\s*([+-]?\d+(?:[.,]\d+)?)\s*(m|')?\s*(?:;.*)?$/.exec(text);
  if (!match) return Number.NaN;
  const value = Number(match[1].replace(',', '.'));
  return match[2] === "'" ? value * 0.3048 : value;
}

/** Names that mean something to JavaScript objects: never columns. */
export const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Takes values from the scanner to their fields without making a string of the name. Field −1 is the feature's own id. */
export class PropertySink {
  readonly #fields: Field[] = [];
  readonly #names: Uint8Array[] = [];
  readonly #wanted: boolean[] = [];
  readonly #byHash = new Map<number, number[]>();
  readonly #all: boolean;
  readonly #capacity: number;
  readonly #featureId: Field;
  #expected = 0;

  constructor(wish: PropertySelection, capacity: number) {
    this.#all = 'all' in wish;
    this.#capacity = capacity;
    this.#featureId = new Field('', capacity);
    for (const name of FORBIDDEN) this.#add(name, false);
    if ('names' in wish) for (const name of new Set(wish.names)) this.#add(name, !FORBIDDEN.has(name));
    else for (const name of wish.except ?? []) this.#add(name, false);
  }

  /** The feature's own id as field '', then the properties in the order asked for or met. */
  finish(): Field[] {
    return [this.#featureId, ...this.#fields.filter((_, i) => this.#wanted[i])];
  }

  rollBack(row: number): void {
    this.#featureId.rollBack(row);
    for (const field of this.#fields) field.rollBack(row);
  }

  /** Index of the field whose name was scanned last; −2 = not wanted. */
  fieldOf(input: JsonScanner): number {
    // Features of a file mostly name their properties in one order: the one behind the last is tried first.
    const next = this.#expected;
    if (next < this.#names.length && !input.escaped && input.textIs(this.#names[next])) {
      this.#expected = next + 1;
      return this.#wanted[next] ? next : -2;
    }
    const found = this.#find(input);
    if (found >= 0) {
      this.#expected = found + 1;
      return this.#wanted[found] ? found : -2;
    }
    if (!this.#all || this.#fields.length >= MAX_FIELDS) return -2;
    return this.#add(input.text(), true);
  }

  #find(input: JsonScanner): number {
    if (input.escaped) {
      const bytes = utf8Of(input.text());
      return (this.#byHash.get(hash(bytes, 0, bytes.length)) ?? []).find((i) => isSame(bytes, this.#names[i])) ?? -1;
    }
    const same = this.#byHash.get(hash(input.buf, input.textStart, input.textEnd));
    if (same) for (const i of same) if (input.textIs(this.#names[i])) return i;
    return -1;
  }

  #add(name: string, wanted: boolean): number {
    const index = this.#fields.length;
    const bytes = utf8Of(name);
    this.#fields.push(new Field(name, wanted ? this.#firstCapacity() : 1));
    this.#names.push(bytes);
    this.#wanted.push(wanted);
    const key = hash(bytes, 0, bytes.length);
    this.#byHash.set(key, [...(this.#byHash.get(key) ?? []), index]);
    return index;
  }

  #firstCapacity(): number {
    return this.#fields.length < 32 ? this.#capacity : 1024;
  }

  /** Reads the value at the scanner into the field. Null is no value; arrays and objects keep their JSON. */
  value(input: JsonScanner, row: number, index: number): void {
    const field = index === -1 ? this.#featureId : this.#fields[index];
    const c = input.buf[input.pos];
    if (c === 34) {
      input.string();
      if (input.textEnd === input.textStart) return;
      if (input.escaped) field.addString(row, input.text());
      else field.addText(row, input.buf, input.textStart, input.textEnd);
    } else if ((c >= 48 && c <= 57) || c === 45 || c === 78 || c === 73) {
      const start = input.pos;
      const value = input.number();
      if (!Number.isFinite(value)) return;
      if (Math.abs(value) < 9e14) field.addNumber(row, value);
      else field.addText(row, input.buf, start, input.pos);
    } else if (c === 123 || c === 91) {
      const start = input.pos;
      input.skip();
      field.addText(row, input.buf, start, Math.min(input.pos, start + 4096));
    } else {
      const word = input.literal();
      if (word === 116) field.addString(row, 'true');
      else if (word === 102) field.addString(row, 'false');
    }
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** FNV-1a. */
export function hash(bytes: Uint8Array, start: number, end: number): number {
  let h = 0x811c9dc5;
  for (let i = start; i < end; i++) h = Math.imul(h ^ bytes[i], 0x01000193);
  return h >>> 0;
}
