import { NO_VALUE } from '../../model/city/column.ts';
import type { InputColumn } from '../../model/city/features.ts';
import { FEET_M } from '../../model/geo/units.ts';
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
  /** Unit of its numbers where the file states one. */
  unit: string | null = null;
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

  /** Are most of its values numbers, written as such or as words? Twenty of its words tell for the rest. */
  get isNumeric(): boolean {
    if (this.#rows.length === 0) return false;
    const seen = Math.min(this.#isText.length, 20);
    let read = 0;
    for (let i = 0; i < seen; i++) if (!Number.isNaN(numberOf(this.#texts.text(i)))) read++;
    const words = seen === 0 ? 0 : (this.#isText.length * read) / seen;
    return this.#rows.length - this.#isText.length + words > 0.5 * this.#rows.length;
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
   * Numbers by row, NaN where there is none. Words that read as numbers ("6", "12 m", "40'", "6;7" by its first, "1,200.5") count;
   * others go to `bad`. What a comma or a dot means, all words of the property say together. Values listed in `noData` are none.
   * `unitM`: metres of the property's own unit, in which words that state another one come too.
   */
  numbers(count: number, noData: readonly number[], bad: (row: number, text: string) => void, unitM = 1): Float64Array {
    const out = new Float64Array(count).fill(Number.NaN);
    const put = (row: number, value: number): void => {
      out[row] = noData.includes(value) ? Number.NaN : value;
    };
    const marks = this.#isText.length > 0 ? this.#marks() : NO_MARKS;
    this.each(put, (row, text) => {
      if (text.trim() === '') return;
      const value = numberOf(text, marks, unitM);
      if (Number.isNaN(value)) bad(row, text);
      else put(row, value);
    });
    return out;
  }

  /** What the words of the property show of how they are written. */
  #marks(): NumberMarks {
    const marks = { ...NO_MARKS };
    for (let i = 0; i < this.#isText.length; i++) noteMarks(this.#texts.text(i), marks);
    return marks;
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
   * The column of the rows that were kept, in their order, one of them several times where it became several objects; typed by its
   * values: whole numbers that fit → uint32, numbers → float32 where it tells them apart, else float64, else words. Whole numbers beyond
   * 32 bits (a time in milliseconds) stay words: none is lost.
   */
  column(name: string, kept: Uint32Array, count: number): InputColumn {
    const type = this.#type();
    if (type === 'string') return { name, type, values: this.#keptWords(kept, count).view() };
    const all = new Float64Array(count).fill(Number.NaN);
    for (let i = 0; i < this.#rows.length; i++) all[this.#rows.items[i]] = this.#values.items[i];
    if (type !== 'uint32') return floatColumn(name, all, kept, type);
    const values = new Uint32Array(new SharedArrayBuffer(4 * kept.length));
    for (let i = 0; i < kept.length; i++) values[i] = Number.isNaN(all[kept[i]]) ? NO_VALUE : all[kept[i]];
    return { name, type, values };
  }

  #keptWords(kept: Uint32Array, count: number): Utf8List {
    const entry = new Uint32Array(count).fill(NO_VALUE);
    for (let i = 0; i < this.#rows.length; i++) entry[this.#rows.items[i]] = i;
    const texts = new Uint32Array(this.#rows.length);
    for (let i = 0, next = 0; i < texts.length; i++) {
      texts[i] = next;
      if (next < this.#isText.length && this.#isText.items[next] === i) next++;
    }
    const words = new Utf8List(kept.length, 16 * this.filled + 64);
    for (let i = 0; i < kept.length; i++) {
      const at = entry[kept[i]];
      if (at === NO_VALUE) words.fillTo(i + 1);
      else this.#pushWord(words, at, texts[at]);
    }
    return words;
  }

  #type(): InputColumn['type'] {
    if (this.#isText.length > 0 || this.#rows.length === 0) return 'string';
    let whole = true;
    let unsigned = true;
    let large = false;
    let exact = true;
    for (let i = 0; i < this.#rows.length; i++) {
      const value = this.#values.items[i];
      if (!Number.isInteger(value)) whole = false;
      if (value < 0 || value >= NO_VALUE) unsigned = false;
      if (Math.abs(value) > 2 ** 24) large = true;
      if (exact && !isShort(value)) exact = false;
    }
    if (whole && unsigned) return 'uint32';
    if (whole && large) return 'string';
    return exact ? 'float32' : 'float64';
  }
}

/** Does a float32 hold this number so that its seven digits give it back? A coordinate, an area of a cadastre or a price has more. */
function isShort(value: number): boolean {
  const single = Math.fround(value);
  if (single === value) return true;
  const size = Math.abs(value);
  const scale = 10 ** (6 - Math.floor(Math.log10(size)));
  // Beyond 10^22 a power of ten is no exact number itself.
  if (!(scale >= 1 && scale <= 1e22)) return false;
  const seven = Math.round(size * scale);
  return seven / scale === size && Math.abs(single - value) * scale < 0.5;
}

/** The numbers of the rows that were kept, as a column; of `type` where it is known, else as its values need. */
export function floatColumn(
  name: string,
  all: Float64Array,
  kept: Uint32Array,
  type: 'float32' | 'float64' = kept.every((row) => Number.isNaN(all[row]) || isShort(all[row]))
    ? 'float32'
    : 'float64',
): InputColumn {
  if (type === 'float32') {
    const values = new Float32Array(new SharedArrayBuffer(4 * kept.length));
    for (let i = 0; i < kept.length; i++) values[i] = all[kept[i]];
    return { name, type, values };
  }
  const values = new Float64Array(new SharedArrayBuffer(8 * kept.length));
  for (let i = 0; i < kept.length; i++) values[i] = all[kept[i]];
  return { name, type, values };
}

/** What the words of a property show of their commas and dots; both where the writers of the file did not agree. */
export interface NumberMarks {
  /** A comma that can only be a decimal mark, as in "1,5" and "1.200,5"; one that can only part thousands, as in "1,200.5". */
  isCommaDecimal: boolean;
  isCommaThousands: boolean;
  /** A dot that parts thousands, as in "1.200,5" and "1.200.300". */
  isDotThousands: boolean;
}

export const NO_MARKS: NumberMarks = { isCommaDecimal: false, isCommaThousands: false, isDotThousands: false };

/** Metres of the units of length that people write behind a number, in small letters. */
const LENGTHS_M: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries({
    1: 'm m. metre metres meter meters 米 公尺',
    0.01: 'cm cm. 厘米 公分',
    0.001: 'mm mm. 毫米',
    0.3048: "' ’ ′ ft ft. foot feet 英尺 呎",
    0.0254: '" ” ″ in in. inch inches 英寸 吋',
  }).flatMap(([metres, names]) => names.split(' ').map((name) => [name, Number(metres)])),
);
const FOOT = "(?:'|’|′|ft\\.?|foot|feet|英尺|呎)";
const INCH = "(?:\"|”|″|''|in\\.?|inch(?:es)?|英寸|吋)";
/** Words before and behind a number that leave it what it is. */
const ABOUT = '(?:大约|约为|约|circa|ca\\.?|about|approx\\.?|≈|~)?';
const AMOUNT = new RegExp(
  `^\\s*${ABOUT}\\s*([+-]?)(\\d[\\d.,'’\\s]*)(${Object.keys(LENGTHS_M)
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace('.', '\\.'))
    .join('|')})?\\s*(?:左右)?\\s*(?:;.*)?$`,
  'i',
);
const FEET_AND_INCHES = new RegExp(
  `^\\s*${ABOUT}\\s*([+-]?)(\\d+(?:\\.\\d+)?)\\s*${FOOT}\\s*(\\d+(?:\\.\\d+)?)\\s*${INCH}\\s*(?:;.*)?$`,
  'i',
);
/** Digits as Chinese input methods give them at full width. */
const halfWidth = (text: string): string =>
  text.replace(/[０-９．，]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
/** Three digits, parted by a space of any width or an apostrophe, as in Swiss and French tables. */
const PARTED = /^\d{1,3}(?:[\s'’]\d{3})+(?=[.,]\d+$|$)/;

function noteMarks(text: string, marks: NumberMarks): void {
  const digits = digitsOf(text)?.digits;
  if (!digits) return;
  if (/^\d{1,3}(?:,\d{3})+\.\d+$/.test(digits) || /^\d{1,3}(?:,\d{3}){2,}$/.test(digits)) marks.isCommaThousands = true;
  else if (/^\d{1,3}(?:\.\d{3})+,\d+$/.test(digits) || /^\d{1,3}(?:\.\d{3}){2,}$/.test(digits)) {
    marks.isCommaDecimal = true;
    marks.isDotThousands = true;
  } else if (/^\d+,\d+$/.test(digits) && !/^[1-9]\d{0,2},\d{3}$/.test(digits)) marks.isCommaDecimal = true;
  else if (/^\d+\.\d+$/.test(digits) && !/^[1-9]\d{0,2}\.\d{3}$/.test(digits)) marks.isCommaThousands = true;
}

/** What all words of a column show together. */
export function numberMarks(texts: Iterable<string>): NumberMarks {
  const marks = { ...NO_MARKS };
  for (const text of texts) noteMarks(text, marks);
  return marks;
}

/** A number in words: its digits as they are written, and the metres of the unit that stands behind them, where one does. */
interface WrittenNumber {
  sign: number;
  digits: string;
  unitM: number | null;
}

function digitsOf(text: string): WrittenNumber | null {
  const match = AMOUNT.exec(halfWidth(text));
  if (!match) return null;
  const [, sign, amount, unit] = match;
  // An apostrophe may part thousands: only the last one is of feet.
  const isFeet = unit === undefined && /['’]\s*$/.test(amount);
  const digits = amount.trim().replace(/['’]$/, '').trim();
  const parted = PARTED.exec(digits);
  const plain = parted ? parted[0].replace(/[\s'’]/g, '') + digits.slice(parted[0].length) : digits;
  const unitM = unit === undefined ? (isFeet ? FEET_M : null) : LENGTHS_M[unit.toLowerCase()];
  return { sign: sign === '-' ? -1 : 1, digits: plain, unitM };
}

/**
 * "6", "6.5", "6,5", "12 m", "40'" and "35 ft" (feet), "12'6\"" (feet and inches), "15米", "约15", "6;7" (the first), "1,200.5", "1.200,5",
 * "1 200"; NaN for other words, and for "1,200" where nothing beside it tells whether that is 1200 or 1.2. A number that states its unit
 * comes in units of `unitM` metres, one without is in them.
 */
export function numberOf(text: string, marks: NumberMarks = NO_MARKS, unitM = 1): number {
  const both = FEET_AND_INCHES.exec(halfWidth(text));
  if (both) return ((both[1] === '-' ? -1 : 1) * (Number(both[2]) * FEET_M + Number(both[3]) * 0.0254)) / unitM;
  const written = digitsOf(text);
  if (!written) return Number.NaN;
  const value = amountOf(written.digits, marks) * written.sign;
  return written.unitM === null || written.unitM === unitM ? value : (value * written.unitM) / unitM;
}

function amountOf(digits: string, { isCommaDecimal, isCommaThousands, isDotThousands }: NumberMarks): number {
  if (/^\d{1,3}(?:,\d{3})+\.\d+$/.test(digits)) return Number(digits.replaceAll(',', ''));
  if (/^\d{1,3}(?:\.\d{3})+,\d+$/.test(digits)) return Number(digits.replaceAll('.', '').replace(',', '.'));
  if (/^\d{1,3}(?:,\d{3}){2,}$/.test(digits)) return Number(digits.replaceAll(',', ''));
  if (/^\d{1,3}(?:\.\d{3}){2,}$/.test(digits)) return Number(digits.replaceAll('.', ''));
  if (/^\d+(?:\.\d+)?$/.test(digits))
    return isDotThousands && /^[1-9]\d{0,2}\.\d{3}$/.test(digits) ? Number(digits.replace('.', '')) : Number(digits);
  if (!/^\d+,\d+$/.test(digits)) return Number.NaN;
  if (!/^[1-9]\d{0,2},\d{3}$/.test(digits)) return Number(digits.replace(',', '.'));
  if (isCommaDecimal === isCommaThousands) return Number.NaN;
  return Number(digits.replace(',', isCommaDecimal ? '.' : ''));
}

/** Is this a number whose comma may be either mark? */
export const isAmbiguous = (text: string): boolean => /^[1-9]\d{0,2},\d{3}$/.test(digitsOf(text)?.digits ?? '');

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
  /** Values of properties beyond the last column, and the first of their names. */
  readonly beyond: { count: number; name: string } = { count: 0, name: '' };
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
    if (!this.#all) return -2;
    if (this.#fields.length < MAX_FIELDS) return this.#add(input.text(), true, nameBytes(input));
    if (this.beyond.count++ === 0) this.beyond.name = input.text();
    return -2;
  }

  #find(input: JsonScanner): number {
    if (input.escaped) {
      const bytes = nameBytes(input);
      return (this.#byHash.get(hash(bytes, 0, bytes.length)) ?? []).find((i) => isSame(bytes, this.#names[i])) ?? -1;
    }
    const same = this.#byHash.get(hash(input.buf, input.textStart, input.textEnd));
    if (same) for (const i of same) if (input.textIs(this.#names[i])) return i;
    return -1;
  }

  /** `bytes`: the name as the file has it, so that it is met again whatever its bytes are. */
  #add(name: string, wanted: boolean, bytes: Uint8Array = utf8Of(name)): number {
    const index = this.#fields.length;
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
      const text = onOneLine(input.buf, start, Math.min(input.pos, start + MAX_JSON_BYTES));
      field.addText(row, text, 0, text.length);
    } else {
      const word = input.literal();
      if (word === 116) field.addString(row, 'true');
      else if (word === 102) field.addString(row, 'false');
    }
  }
}

/** The bytes of the name that was scanned last, its escapes resolved. */
const nameBytes = (input: JsonScanner): Uint8Array =>
  input.escaped ? utf8Of(input.text()) : input.buf.slice(input.textStart, input.textEnd);

/** What is said of properties beyond MAX_FIELDS. */
export const manyColumns = (file: string, name: string): string =>
  `${file}: expected at most ${MAX_FIELDS} properties, got more; "${name}" and those behind it are left out`;

/** Greatest size of an array or object that is saved as its JSON. */
const MAX_JSON_BYTES = 4096;

/** JSON without its line breaks and the indents behind them: these are the writer's, no part of the value. */
function onOneLine(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const out = new Uint8Array(end - start);
  let size = 0;
  let isText = false;
  let isBroken = false;
  for (let i = start; i < end; i++) {
    const c = bytes[i];
    if (!isText && (c === 10 || c === 13)) {
      while (size > 0 && out[size - 1] === 32) size--;
      isBroken = true;
    } else if (isBroken && (c === 32 || c === 9)) continue;
    else {
      isBroken = false;
      out[size++] = c;
      if (c === 34) isText = !isText;
      else if (isText && c === 92 && i + 1 < end) out[size++] = bytes[++i];
    }
  }
  return out.subarray(0, size);
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
