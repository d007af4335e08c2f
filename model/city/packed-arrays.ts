import { cityMessage } from './city-messages.ts';
import { GridError } from './grid.ts';

type ArrayType = typeof Uint32Array | typeof Float32Array;

/** Arrays of a file end to end, in this order: name, length by the file's head, type of four bytes. */
export type ArrayList<Head, Name extends string> = readonly (readonly [
  name: Name,
  length: (head: Head) => number,
  type: ArrayType,
])[];

/** The arrays as the bytes of one file. */
export function packArrays<Head, Name extends string>(
  list: ArrayList<Head, Name>,
  arrays: Readonly<Record<Name, Uint32Array | Float32Array>>,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(list.reduce((sum, [name]) => sum + arrays[name].byteLength, 0));
  let at = 0;
  for (const [name] of list) {
    const { buffer, byteOffset, byteLength } = arrays[name];
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

/** Views of the file's bytes by name; GridError where they are fewer or more than the head says. */
export function unpackArrays<Head extends { file: string }, Name extends string>(
  list: ArrayList<Head, Name>,
  head: Head,
  bytes: Uint8Array,
): Record<Name, Uint32Array | Float32Array> {
  const expected = list.reduce((sum, [, length]) => sum + 4 * length(head), 0);
  if (bytes.byteLength !== expected)
    throw new GridError(cityMessage('file-size', { file: head.file, expected, got: bytes.byteLength }));
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  let at = byteOffset;
  const taken = list.map(([name, lengthOf, Type]) => {
    const length = lengthOf(head);
    const array = new Type(buffer as ArrayBuffer, at, length);
    at += 4 * length;
    return [name, array] as const;
  });
  return Object.fromEntries(taken) as Record<Name, Uint32Array | Float32Array>;
}

/** Whether offsets begin at 0, never fall and come to `end`. */
export function isRising(offsets: Uint32Array, end: number): boolean {
  for (let i = 1; i < offsets.length; i++) if (offsets[i] < offsets[i - 1]) return false;
  return offsets[0] === 0 && offsets[offsets.length - 1] === end;
}
