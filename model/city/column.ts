import { MessageError } from '../text/message.ts';
import { cityMessage } from './city-messages.ts';
/**
 * One column of a layer as a file: row order is gid order. Little-endian, 8-byte aligned.
 *
 *   u32 magic 'SPC1'  u32 type (0 float32, 1 uint32, 2 string, 3 float64, 4 texts)  u32 count  u32 distinct (strings, else 0)
 *   numbers: the values; null is NaN in floats and 0xFFFFFFFF in uint32
 *   strings: u32 offset[distinct + 1], u32 code[count] (0xFFFFFFFF null), utf-8 bytes of the distinct values, sorted by first use
 *   texts: strings that all differ, as ids do: u32 bytes[count], utf-8 bytes; lengths, because offsets pack to 60 times the size
 */
export type Column =
  | { type: 'float32'; values: Float32Array }
  | { type: 'float64'; values: Float64Array }
  | { type: 'uint32'; values: Uint32Array }
  | { type: 'string'; codes: Uint32Array; distinct: string[] };

/** The number that stands in a uint32 column where a row has no value, the largest there is. */
export const NO_VALUE = 0xffffffff;
const MAGIC = 0x31435053;
const TYPES = ['float32', 'uint32', 'string', 'float64', 'texts'] as const;

/** A column file that cannot be read; its message names what was expected. */
export class ColumnError extends MessageError {
  override name = 'ColumnError';
}

/**
 * Writes a column as the catalogue's files hold it: a head of four words, then numbers, or distinct texts and codes.
 */
export function encodeColumn(column: Column): Uint8Array {
  if (column.type !== 'string') {
    const out = new Uint8Array(16 + column.values.byteLength);
    new Uint32Array(out.buffer, 0, 4).set([MAGIC, TYPES.indexOf(column.type), column.values.length, 0]);
    out.set(new Uint8Array(column.values.buffer, column.values.byteOffset, column.values.byteLength), 16);
    return out;
  }
  const texts = column.distinct.map((text) => new TextEncoder().encode(text));
  const head = 4 + texts.length + 1 + column.codes.length;
  const size = texts.reduce((sum, bytes) => sum + bytes.length, 0);
  const out = new Uint8Array(head * 4 + size);
  const words = new Uint32Array(out.buffer, 0, head);
  words.set([MAGIC, 2, column.codes.length, texts.length]);
  let at = 0;
  for (let i = 0; i < texts.length; i++) {
    words[4 + i] = at;
    out.set(texts[i], head * 4 + at);
    at += texts[i].length;
  }
  words[4 + texts.length] = at;
  words.set(column.codes, 5 + texts.length);
  return out;
}

/** A column of texts that all differ, from their UTF-8 bytes end to end: a million ids never become a million JS strings. */
export function encodeTexts(offsets: Uint32Array, text: Uint8Array): Uint8Array {
  const count = offsets.length - 1;
  const out = new Uint8Array(4 * (4 + count) + text.length);
  const words = new Uint32Array(out.buffer, 0, 4 + count);
  words.set([MAGIC, TYPES.indexOf('texts'), count, 0]);
  for (let i = 0; i < count; i++) words[4 + i] = offsets[i + 1] - offsets[i];
  out.set(text, 4 * words.length);
  return out;
}

/** Throws ColumnError when the bytes are not such a file: wrong magic, type, or shorter than the head says. */
export function decodeColumn(bytes: Uint8Array, file = 'column'): Column {
  const buffer = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  if (buffer.byteLength < 16) throw new ColumnError(cityMessage('column-head', { file, got: buffer.byteLength }));
  const [magic, typeIndex, count, distinctCount] = new Uint32Array(buffer.buffer, buffer.byteOffset, 4);
  const type = TYPES[typeIndex];
  if (magic !== MAGIC || !type) throw new ColumnError(cityMessage('column-magic', { file }));
  const need = {
    float32: 4 * count,
    uint32: 4 * count,
    float64: 8 * count,
    string: 4 * (distinctCount + 1 + count),
    texts: 4 * count,
  }[type];
  if (buffer.byteLength < 16 + need)
    throw new ColumnError(cityMessage('column-cut', { file, expected: 16 + need, got: buffer.byteLength }));
  const at = buffer.byteOffset + 16;
  if (type === 'float32') return { type, values: new Float32Array(buffer.buffer, at, count) };
  if (type === 'float64') return { type, values: new Float64Array(buffer.buffer, at, count) };
  if (type === 'uint32') return { type, values: new Uint32Array(buffer.buffer, at, count) };
  const text = buffer.subarray(16 + need);
  if (type === 'texts') {
    const offsets = new Uint32Array(count + 1);
    const lengths = new Uint32Array(buffer.buffer, at, count);
    for (let i = 0; i < count; i++) offsets[i + 1] = offsets[i] + lengths[i];
    return { type: 'string', codes: Uint32Array.from(lengths, (_, i) => i), distinct: textsOf(offsets, text, file) };
  }
  const offsets = new Uint32Array(buffer.buffer, at, distinctCount + 1);
  const codes = new Uint32Array(buffer.buffer, at + 4 * (distinctCount + 1), count);
  return { type, codes, distinct: textsOf(offsets, text, file) };
}

function textsOf(offsets: Uint32Array, text: Uint8Array, file: string): string[] {
  const count = offsets.length - 1;
  if (offsets[count] > text.length)
    throw new ColumnError(cityMessage('column-text', { file, expected: offsets[count], got: text.length }));
  // Texts that overlap would make a column of gigabytes of a small file.
  const row = offsets.findIndex((offset, i) => i > 0 && offset < offsets[i - 1]);
  if (row > 0) throw new ColumnError(cityMessage('column-order', { file, row: row - 1 }));
  const decoder = new TextDecoder();
  return Array.from({ length: count }, (_, i) => decoder.decode(text.slice(offsets[i], offsets[i + 1])));
}

/** Returns the value of a row; null where it has none. */
export function valueAt(column: Column, row: number): string | number | null {
  if (column.type === 'string') return column.distinct[column.codes[row]] ?? null;
  const value = column.values[row];
  return Number.isNaN(value) || (column.type === 'uint32' && value === NO_VALUE) ? null : value;
}

/** Words are a `code`, coloured and filtered by value, up to this many distinct ones; with more they are plain text. */
export const MAX_CODES = 256;
