import { labelOfCodePage } from '../shared/code-pages.ts';
import {
  namedEncoding,
  reportEncoding,
  type TextEncoding,
  UNREADABLE,
  ValueCount,
  wholePairsLength,
  wholeUtf8Length,
} from '../shared/encoding.ts';
import type { FeatureBuilder } from '../shared/feature-builder.ts';
import { readerMessage } from '../shared/messages.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { Field } from '../shared/properties.ts';
import { shapefileMessage } from './messages.ts';

interface DbfField {
  nameBytes: Uint8Array;
  type: string;
  offset: number;
  length: number;
}

/** A table of dBASE III to Visual FoxPro, in memory. */
interface Dbf {
  file: string;
  bytes: Uint8Array;
  view: DataView;
  rows: number;
  headBytes: number;
  rowBytes: number;
  fields: DbfField[];
  /** The byte that names the code page, often 0 or wrong: a hint only. */
  language: number;
}

const DELETED = 0x2a;
const HEAD_END = 0x0d;
const SPACE = 0x20;
const MAX_FIELDS = 2046;
/** A row of more than this is no dBASE. */
const MAX_ROW_BYTES = 65_535;

/** Reads the head; a ReadError where it is none. Rows that the head counts and the file lacks are told by the caller. */
export function openDbf(bytes: Uint8Array, file: string): Dbf {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fail = (
    part: { zh: string; en: string },
    expected: { zh: string; en: string },
    got: number | string,
  ): never => {
    throw new ReadError(shapefileMessage('dbf', { file, part, expected, got }));
  };
  if (bytes.length < 33)
    fail({ zh: '文件头', en: 'the head' }, { zh: '至少 33 字节', en: '33 bytes or more' }, bytes.length);
  const stated = view.getUint32(4, true);
  const headBytes = view.getUint16(8, true);
  const rowBytes = view.getUint16(10, true);
  if (headBytes < 33 || headBytes > bytes.length || rowBytes < 1 || rowBytes > MAX_ROW_BYTES)
    fail(
      { zh: '文件头', en: 'the head' },
      { zh: '合理的长度', en: 'lengths that fit the file' },
      `${headBytes}, ${rowBytes}`,
    );
  const fields: DbfField[] = [];
  let offset = 1;
  for (let at = 32; at + 32 <= headBytes && bytes[at] !== HEAD_END && fields.length < MAX_FIELDS; at += 32) {
    const name = bytes.subarray(at, at + 11);
    const end = name.indexOf(0);
    const type = String.fromCharCode(bytes[at + 11]);
    // Fox Pro's text may be longer than a byte counts; the second byte is that of decimals elsewhere.
    const length = type === 'C' ? bytes[at + 16] + 256 * bytes[at + 17] : bytes[at + 16];
    if (offset + length > rowBytes)
      fail(
        { zh: '字段', en: 'the fields' },
        { zh: `每行 ${rowBytes} 字节`, en: `${rowBytes} bytes a row` },
        offset + length,
      );
    fields.push({ nameBytes: end < 0 ? name : name.subarray(0, end), type, offset, length });
    offset += length;
  }
  const rows = Math.min(stated, Math.floor((bytes.length - headBytes) / rowBytes));
  return { file, bytes, view, rows, headBytes, rowBytes, fields, language: bytes[29] };
}

const rowAt = (dbf: Dbf, row: number): number => dbf.headBytes + row * dbf.rowBytes;
export const isDeleted = (dbf: Dbf, row: number): boolean => dbf.bytes[rowAt(dbf, row)] === DELETED;

/** Code pages by dBASE's language byte (Esri's and FoxPro's list), as `TextDecoder` calls them; those of DOS but 866 have no decoder. */
const LANGUAGES: ReadonlyMap<number, string> = new Map(
  (
    [
      ['windows-1252', 3, 87, 88, 89],
      ['shift_jis', 19, 123],
      ['gb18030', 77, 122],
      ['euc-kr', 78, 121],
      ['big5', 79, 120],
      ['windows-874', 80, 124],
      ['ibm866', 38, 101],
      ['windows-1255', 125],
      ['windows-1256', 126],
      ['x-mac-cyrillic', 150],
      ['windows-1250', 200],
      ['windows-1251', 201],
      ['windows-1254', 202],
      ['windows-1253', 203],
      ['windows-1257', 204],
    ] as const
  ).flatMap(([label, ...bytes]) => bytes.map((byte): [number, string] => [byte, label])),
);
/** What programs write whatever the text is in; any other page was chosen by somebody. */
const DEFAULT_LANGUAGE = 'windows-1252';

/**
 * The encoding of the table: what a person named, else what the `.cpg` beside it says, else UTF-8 where the values show it, else
 * the language byte where it is no default, else what the values show, each judged by itself. A `.cpg` of UTF-8 that the values refute is
 * said and passed over.
 */
export function encodingOfDbf(
  dbf: Dbf,
  named: string | undefined,
  codePage: string | null,
  problems: Problems,
): TextEncoding {
  const given = namedEncoding(named, dbf.file);
  if (given) return given;
  const count = new ValueCount();
  for (const { nameBytes } of dbf.fields) count.add(nameBytes, 0, nameBytes.length, nameBytes.length >= 10);
  for (let row = 0; row < dbf.rows; row++)
    for (const field of dbf.fields) {
      if (field.type !== 'C') continue;
      const from = rowAt(dbf, row) + field.offset;
      const to = trimmed(dbf.bytes, from, from + field.length);
      count.add(dbf.bytes, from, to, to === from + field.length);
    }
  const judged = count.judged();
  const stated = codePage === null ? null : labelOfCodePage(codePage);
  if (stated && (stated !== 'utf-8' || judged === 'utf-8')) return { label: stated, isNamed: true };
  if (codePage !== null)
    problems.report(
      'code-page',
      () =>
        `${dbf.file}: expected text as the .cpg says (${codePage.trim().slice(0, 20)}), got bytes that are none of that`,
    );
  const language = LANGUAGES.get(dbf.language);
  if (judged !== 'utf-8' && language && language !== DEFAULT_LANGUAGE) return { label: language, isNamed: true };
  const label = judged ?? language;
  if (!label) throw new ReadError(readerMessage('encoding-unknown', { file: dbf.file }));
  reportEncoding({ label, isNamed: false }, dbf.file, problems);
  return { label, isNamed: false };
}

/** End of a value without the blanks and zeros behind it. */
function trimmed(bytes: Uint8Array, from: number, to: number): number {
  let end = to;
  while (end > from && (bytes[end - 1] === SPACE || bytes[end - 1] === 0)) end--;
  return end;
}

/** Takes over the values of rows into fields of the builder. */
export class DbfValues {
  readonly #dbf: Dbf;
  readonly #builder: FeatureBuilder;
  readonly label: string;
  readonly #decoder: InstanceType<typeof TextDecoder>;
  readonly #fields: { field: DbfField; name: string; into: Field }[] = [];
  /** Characters that the bytes do not give, and values cut within one. */
  unreadable = 0;
  cut = 0;
  /** Cells of `*`, which dBASE writes for a number that is too long. */
  overflown = 0;

  constructor(dbf: Dbf, { label }: TextEncoding, builder: FeatureBuilder) {
    this.#dbf = dbf;
    this.#builder = builder;
    this.label = label;
    this.#decoder = new TextDecoder(label);
    const taken = new Set<string>();
    for (const field of dbf.fields) {
      const stated = this.#decoder.decode(field.nameBytes.slice()).replaceAll('\ufffd', UNREADABLE).trim();
      const name = freeName(stated, taken);
      if (name !== stated)
        builder.problems.report(
          'column-twice',
          () => `${dbf.file}: expected fields of different names, got "${stated}" again; it is called "${name}"`,
        );
      if (UNREAD_TYPES.has(field.type)) {
        builder.problems.report(
          'column-unread',
          () => `${dbf.file}: ${name}: expected numbers, words or dates, got a field of type ${field.type}`,
        );
        continue;
      }
      if (field.type === '0') continue;
      const into = builder.field(name);
      if (into) this.#fields.push({ field, name, into });
    }
  }

  take(row: number): void {
    const start = rowAt(this.#dbf, row);
    for (const { field, into } of this.#fields) this.#value(into, field, start + field.offset);
  }

  #value(into: Field, { type, length }: DbfField, at: number): void {
    const { bytes, view } = this.#dbf;
    const { row } = this.#builder;
    if (type === 'I' && length === 4) into.addNumber(row, view.getInt32(at, true));
    else if ((type === 'B' || type === 'O') && length === 8) addFinite(into, row, view.getFloat64(at, true));
    else if (type === 'N' || type === 'F') this.#number(into, at, at + length);
    else if (type === 'D') this.#date(into, at);
    else if (type === 'L') this.#truth(into, bytes[at]);
    else this.#text(into, at, at + length);
  }

  #number(into: Field, from: number, to: number): void {
    const { bytes } = this.#dbf;
    let start = from;
    while (start < to && bytes[start] === SPACE) start++;
    const end = trimmed(bytes, start, to);
    if (start === end) return;
    if (bytes[start] === DELETED) {
      this.overflown++;
      return;
    }
    const text = asciiText(bytes, start, end);
    const value = Number(text.replace(',', '.'));
    if (Number.isFinite(value) && Math.abs(value) < 9e14) into.addNumber(this.#builder.row, value);
    else into.addText(this.#builder.row, bytes, start, end);
  }

  #date(into: Field, at: number): void {
    const text = asciiText(this.#dbf.bytes, at, at + 8);
    if (/^\d{8}$/.test(text) && text !== '00000000')
      into.addString(this.#builder.row, `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`);
  }

  #truth(into: Field, byte: number): void {
    const letter = String.fromCharCode(byte).toUpperCase();
    if ('TY'.includes(letter)) into.addString(this.#builder.row, 'true');
    else if ('FN'.includes(letter)) into.addString(this.#builder.row, 'false');
  }

  #text(into: Field, from: number, to: number): void {
    const { bytes } = this.#dbf;
    let end = trimmed(bytes, from, to);
    let start = from;
    while (start < end && bytes[start] === SPACE) start++;
    if (start === end) return;
    let high = start;
    while (high < end && bytes[high] < 0x80) high++;
    if (high === end) {
      into.addText(this.#builder.row, bytes, start, end);
      return;
    }
    if (end === to) end = this.#withoutCut(start, end);
    const text = this.#decoder.decode(bytes.slice(start, end));
    if (text.includes('\ufffd')) this.unreadable += text.split('\ufffd').length - 1;
    into.addString(this.#builder.row, text.replaceAll('\ufffd', UNREADABLE));
  }

  /** A value that fills its field may end within a character: the rest of it is in no file. */
  #withoutCut(start: number, end: number): number {
    const value = this.#dbf.bytes.subarray(start, end);
    const length =
      this.label === 'utf-8'
        ? wholeUtf8Length(value)
        : this.label === 'gb18030'
          ? wholePairsLength(value)
          : value.length;
    if (length < value.length) this.cut++;
    return start + length;
  }
}

/** A name that no earlier field has: names are cut to ten bytes, which makes long ones alike. */
function freeName(stated: string, taken: Set<string>): string {
  let name = stated;
  for (let n = 2; taken.has(name); n++) name = `${stated}_${n}`;
  taken.add(name);
  return name;
}

/** Memos lie in a file of their own; currency, time stamps, pictures and the like are rare in maps. */
const UNREAD_TYPES = new Set(['M', 'G', 'P', 'Y', 'T', '@', 'W', 'Q', 'V', '+']);

function addFinite(into: Field, row: number, value: number): void {
  if (Number.isFinite(value)) into.addNumber(row, value);
}

function asciiText(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i]);
  return text;
}
