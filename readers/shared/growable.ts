import type { Utf8Column } from '../../model/city/features.ts';
import { textOf, utf8Of } from './utf8.ts';

/**
 * Arrays that grow, on shared memory so that worker threads need no copy. The first size should come from the file's
 * size: memory that is never written costs nothing (the system maps a page at its first write), while growing copies.
 */
export class Uint32List {
  items: Uint32Array;
  length = 0;

  constructor(capacity = 1024) {
    this.items = new Uint32Array(new SharedArrayBuffer(4 * capacity));
  }

  push(value: number): void {
    if (this.length === this.items.length) this.reserve(this.length + 1);
    this.items[this.length++] = value;
  }

  reserve(length: number): void {
    if (length <= this.items.length) return;
    const grown = new Uint32Array(new SharedArrayBuffer(4 * Math.max(length, this.items.length * 2)));
    grown.set(this.items.subarray(0, this.length));
    this.items = grown;
  }

  view(): Uint32Array {
    return this.items.subarray(0, this.length);
  }
}

/** The same of doubles. */
export class Float64List {
  items: Float64Array;
  length = 0;

  constructor(capacity = 1024) {
    this.items = new Float64Array(new SharedArrayBuffer(8 * capacity));
  }

  push(value: number): void {
    if (this.length === this.items.length) this.reserve(this.length + 1);
    this.items[this.length++] = value;
  }

  reserve(length: number): void {
    if (length <= this.items.length) return;
    const grown = new Float64Array(new SharedArrayBuffer(8 * Math.max(length, this.items.length * 2)));
    grown.set(this.items.subarray(0, this.length));
    this.items = grown;
  }

  view(): Float64Array {
    return this.items.subarray(0, this.length);
  }
}

/** Strings end to end. */
export class Utf8List {
  bytes: Uint8Array;
  size = 0;
  readonly offsets: Uint32List;

  constructor(capacity = 256, sizeHint = 4096) {
    this.offsets = new Uint32List(capacity + 1);
    this.offsets.push(0);
    this.bytes = new Uint8Array(new SharedArrayBuffer(sizeHint));
  }

  get length(): number {
    return this.offsets.length - 1;
  }

  truncate(length: number): void {
    this.offsets.length = length + 1;
    this.size = this.offsets.items[length];
  }

  /** Takes bytes [start, end) of `from`. Short strings are copied by hand: `set` costs 60 ns of set-up. */
  pushBytes(from: Uint8Array, start: number, end: number): void {
    this.#reserve(this.size + end - start);
    const { bytes } = this;
    let { size } = this;
    if (end - start > 32) {
      bytes.set(from.subarray(start, end), size);
      size += end - start;
    } else for (let i = start; i < end; i++) bytes[size++] = from[i];
    this.size = size;
    this.offsets.push(size);
  }

  pushText(text: string): void {
    const encoded = utf8Of(text);
    this.pushBytes(encoded, 0, encoded.length);
  }

  /** A whole number's digits, without making a string of it. */
  pushWhole(value: number): void {
    this.#reserve(this.size + 20);
    const { bytes } = this;
    let at = this.size;
    if (value < 0) bytes[at++] = 45;
    let rest = Math.abs(value);
    let digits = 1;
    for (let limit = 10; rest >= limit; limit *= 10) digits++;
    for (let i = at + digits - 1; i >= at; i--) {
      const next = Math.floor(rest / 10);
      bytes[i] = 48 + (rest - next * 10);
      rest = next;
    }
    this.size = at + digits;
    this.offsets.push(this.size);
  }

  /** Empty strings until there are `length`. */
  fillTo(length: number): void {
    while (this.offsets.length <= length) this.offsets.push(this.size);
  }

  text(i: number): string {
    return textOf(this.bytes, this.offsets.items[i], this.offsets.items[i + 1]);
  }

  view(): Utf8Column {
    return { offsets: this.offsets.view(), bytes: this.bytes.subarray(0, this.size) };
  }

  #reserve(size: number): void {
    if (size <= this.bytes.length) return;
    const grown = new Uint8Array(new SharedArrayBuffer(Math.max(size, this.bytes.length * 2)));
    grown.set(this.bytes.subarray(0, this.size));
    this.bytes = grown;
  }
}

/** Floats on shared memory, so that worker threads need no copy. */
export const sharedFloats = (count: number): Float32Array => new Float32Array(new SharedArrayBuffer(4 * count));

interface SharedKind<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: SharedArrayBuffer): T;
}

/** A copy of numbers on shared memory. */
export function sharedCopy<T extends Uint8Array | Uint32Array | Float32Array | Float64Array>(
  kind: SharedKind<T>,
  values: ArrayLike<number>,
): T {
  const copy = new kind(new SharedArrayBuffer(kind.BYTES_PER_ELEMENT * values.length));
  copy.set(values);
  return copy;
}
