/** A read outside the bytes: the file is cut, or a number in it points nowhere. */
export class OutsideError extends Error {
  override name = 'OutsideError';
}

/** A vector of a table: where its items begin, and how many there are. */
export interface Vector {
  at: number;
  count: number;
}

/**
 * One table of FlatBuffers, little endian: a distance back to a list of the fields' places, then the fields. Every number that is followed is
 * checked first, which the package `flatgeobuf` 4.5 does not do: a spoilt count of features made it loop for ever, and arrays are as long as
 * the file says. The format's own description: https://flatbuffers.dev/internals/.
 */
export class Table {
  readonly #view: DataView;
  readonly #at: number;
  readonly #fields: number;
  readonly #fieldsEnd: number;

  constructor(view: DataView, at: number) {
    need(view, at, 4);
    this.#view = view;
    this.#at = at;
    this.#fields = at - view.getInt32(at, true);
    need(view, this.#fields, 4);
    this.#fieldsEnd = view.getUint16(this.#fields, true);
    need(view, this.#fields, this.#fieldsEnd);
  }

  /** The table that stands at the start of a buffer. */
  static root(view: DataView): Table {
    need(view, 0, 4);
    return new Table(view, view.getUint32(0, true));
  }

  /** Where the n-th field lies, if it takes so many bytes there; null where the table has none. */
  #field(nth: number, bytes: number): number | null {
    const slot = 4 + 2 * nth;
    if (slot + 2 > this.#fieldsEnd) return null;
    const offset = this.#view.getUint16(this.#fields + slot, true);
    if (offset === 0) return null;
    need(this.#view, this.#at + offset, bytes);
    return this.#at + offset;
  }

  /** What the n-th field points to. */
  #target(nth: number): number | null {
    const at = this.#field(nth, 4);
    return at === null ? null : at + this.#view.getUint32(at, true);
  }

  uint8(nth: number): number {
    const at = this.#field(nth, 1);
    return at === null ? 0 : this.#view.getUint8(at);
  }

  uint16(nth: number, absent: number): number {
    const at = this.#field(nth, 2);
    return at === null ? absent : this.#view.getUint16(at, true);
  }

  int32(nth: number): number {
    const at = this.#field(nth, 4);
    return at === null ? 0 : this.#view.getInt32(at, true);
  }

  uint64(nth: number): bigint {
    const at = this.#field(nth, 8);
    return at === null ? 0n : this.#view.getBigUint64(at, true);
  }

  vector(nth: number, itemBytes: number): Vector {
    const at = this.#target(nth);
    if (at === null) return { at: 0, count: 0 };
    need(this.#view, at, 4);
    const count = this.#view.getUint32(at, true);
    need(this.#view, at + 4, count * itemBytes);
    return { at: at + 4, count };
  }

  text(nth: number): string {
    const { at, count } = this.vector(nth, 1);
    return new TextDecoder().decode(new Uint8Array(this.#view.buffer, this.#view.byteOffset + at, count));
  }

  table(nth: number): Table | null {
    const at = this.#target(nth);
    return at === null ? null : new Table(this.#view, at);
  }

  /** Tables of a vector, one after another. */
  *tables(nth: number): Generator<Table> {
    const { at, count } = this.vector(nth, 4);
    for (let i = 0; i < count; i++) {
      const item = at + 4 * i;
      yield new Table(this.#view, item + this.#view.getUint32(item, true));
    }
  }
}

function need(view: DataView, at: number, bytes: number): void {
  if (at < 0 || at + bytes > view.byteLength) throw new OutsideError(`${bytes} bytes at ${at} of ${view.byteLength}`);
}
