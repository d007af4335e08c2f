import { MessageError } from '../text/message.ts';
import { sceneMessage } from './scene-messages.ts';

/**
 * Plain data with arrays of numbers and files in it, as JSON beside one run of bytes. `{"$bytes": [kind, from, length]}` stands for an array or a
 * file, `{"$number": "NaN"}` for what JSON has no number for, `{"$object": …}` for an object with a key of that look.
 */
interface Packed {
  json: unknown;
  /** One after the other they are the bytes that the JSON names. */
  pieces: (Uint8Array<ArrayBuffer> | Blob)[];
}

const ARRAYS = {
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
} as const;
type ArrayKind = keyof typeof ARRAYS;
type NumberArray = InstanceType<(typeof ARRAYS)[ArrayKind]>;

/** Nested deeper than any part's data. */
const MAX_NESTED = 64;

/** Data as JSON and bytes; an Error for what is neither plain nor an array of numbers nor a file. */
export function packed(value: unknown): Packed {
  const pieces: Packed['pieces'] = [];
  let end = 0;
  const put = (kind: string, piece: Packed['pieces'][number], length: number) => {
    pieces.push(piece);
    end += length;
    return { $bytes: [kind, end - length, length] };
  };
  const pack = (one: unknown): unknown => {
    if (typeof one === 'number') return Number.isFinite(one) ? one : { $number: String(one) };
    if (one === null || typeof one === 'string' || typeof one === 'boolean') return one;
    if (one === undefined) return null;
    if (Array.isArray(one)) return one.map(pack);
    if (one instanceof Blob) return put('Blob', one, one.size);
    if (one instanceof ArrayBuffer) return put('ArrayBuffer', new Uint8Array(one.slice(0)), one.byteLength);
    if (ArrayBuffer.isView(one)) {
      const kind = Object.keys(ARRAYS).find((name) => one instanceof ARRAYS[name as ArrayKind]);
      // A copy: memory that is shared among threads is no part of a file.
      if (kind) return put(kind, new Uint8Array(one.buffer, one.byteOffset, one.byteLength).slice(), one.byteLength);
    }
    if (typeof one === 'object' && Object.prototype.toString.call(one) === '[object Object]') return packObject(one);
    throw new Error(`scene: expected plain data, got ${Object.prototype.toString.call(one)}`);
  };
  const packObject = (one: object): unknown => {
    const entries = Object.entries(one).filter(([, each]) => each !== undefined);
    const object = Object.fromEntries(entries.map(([key, each]) => [key, pack(each)]));
    return entries.some(([key]) => key.startsWith('$')) ? { $object: object } : object;
  };
  return { json: pack(value), pieces };
}

/** What was packed, as it was; refuses by its place what names bytes that are not there. */
export function unpacked(json: unknown, bytes: Uint8Array, place: string): unknown {
  const unpack = (one: unknown, at: string, depth: number): unknown => {
    if (depth > MAX_NESTED) throw new MessageError(sceneMessage('deep', { place: at, most: MAX_NESTED }));
    if (typeof one !== 'object' || one === null) return one;
    if (Array.isArray(one)) return one.map((each, i) => unpack(each, `${at}.${i}`, depth + 1));
    const [key] = Object.keys(one);
    const [held] = Object.values(one) as unknown[];
    if (key === '$number') return numberOf(held);
    if (key === '$bytes') return bytesOf(held, bytes, at);
    const object = key === '$object' && typeof held === 'object' && held !== null ? held : one;
    return Object.fromEntries(
      Object.entries(object).map(([name, each]) => [name, unpack(each, `${at}.${name}`, depth + 1)]),
    );
  };
  return unpack(json, place, 0);
}

function numberOf(text: unknown): number {
  if (text === 'Infinity') return Number.POSITIVE_INFINITY;
  return text === '-Infinity' ? Number.NEGATIVE_INFINITY : Number.NaN;
}

function bytesOf(named: unknown, bytes: Uint8Array, place: string): NumberArray | ArrayBuffer | Blob {
  const [kind, from, length] = Array.isArray(named) ? (named as unknown[]) : [];
  const isThere =
    typeof from === 'number' && typeof length === 'number' && from >= 0 && length >= 0 && from + length <= bytes.length;
  if (!isThere) throw new MessageError(sceneMessage('bytes', { place }));
  const own = bytes.slice(from, from + length);
  if (kind === 'Blob') return new Blob([own]);
  if (kind === 'ArrayBuffer') return own.buffer;
  const Kind = Object.hasOwn(ARRAYS, String(kind)) ? ARRAYS[kind as ArrayKind] : null;
  if (!Kind || length % Kind.BYTES_PER_ELEMENT !== 0) throw new MessageError(sceneMessage('bytes', { place }));
  return new Kind(own.buffer);
}
