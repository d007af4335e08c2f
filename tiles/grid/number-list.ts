type Values = Float32Array | Float64Array | Uint32Array;

/** A list of numbers on a flat array that doubles when it is full: eight bytes a number or four, and nothing for a collector. */
export class NumberList<T extends Values> {
  values: T;
  length = 0;
  readonly #Type: new (
    length: number,
  ) => T;

  constructor(Type: new (length: number) => T, room = 64) {
    this.#Type = Type;
    this.values = new Type(room);
  }

  push(value: number): void {
    if (this.length === this.values.length) this.#grow();
    this.values[this.length++] = value;
  }

  /** Puts a value among sorted ones, behind its equals. */
  insert(value: number): void {
    this.push(value);
    const { values } = this;
    let at = this.length - 1;
    for (; at > 0 && value < values[at - 1]; at--) values[at] = values[at - 1];
    values[at] = value;
  }

  /** Returns the values on an array of their own length; a list that is just full gives its own, and is not pushed to again. */
  taken(): T {
    return this.length === this.values.length ? this.values : (this.values.slice(0, this.length) as T);
  }

  #grow(): void {
    const grown = new this.#Type(2 * this.values.length);
    grown.set(this.values);
    this.values = grown;
  }
}
