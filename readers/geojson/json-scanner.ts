import type { ByteStream } from '../shared/byte-source.ts';
import { isUtf8 } from '../shared/encoding.ts';
import { quote, ReadError } from '../shared/problems.ts';
import { latinOf, textOf } from '../shared/utf8.ts';
import { geoJsonMessage } from './messages.ts';

/** Thrown inside a step when the window ends before the value does: the step is done again with more bytes. */
const INCOMPLETE = new Error('incomplete');

/** One feature cannot be used; the document goes on. */
export class FeatureProblem extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A string of the file is not UTF-8: whoever reads it finds out what it is and begins anew. */
export class NotUtf8 extends Error {}

const WINDOW_BYTES = 1 << 20;
/** After so many bytes the event loop has a turn, so that a signal is heard while a file is read. */
const TURN_BYTES = 16 * 2 ** 20;
/** Longest single feature or header member, and deepest nesting: beyond these a file is broken or hostile. */
const MAX_ITEM_BYTES = 256 * 2 ** 20;
/** Deepest nesting of a JSON text: features need eight levels, what is deeper is broken or hostile. */
export const MAX_DEPTH = 64;

/** Exact as doubles up to 10^22. */
export const POWER_OF_TEN = Array.from({ length: 23 }, (_, i) => 10 ** i);

/**
 * Scans JSON bytes in a sliding window without making objects. A zero byte, which JSON never holds, stands behind the
 * window's end, so that loops need no bound check; whoever meets it asks for more. `JSON.parse` by line took 0.34 s for
 * New York's 978,809 vertices and left a million objects to the collector; this takes a third of it and leaves none.
 */
export class JsonScanner {
  buf: Uint8Array = new Uint8Array(WINDOW_BYTES + 1);
  pos = 0;
  end = 0;
  /** 1-based line of `pos`. */
  line = 1;
  readonly file: string;
  readonly #source: ByteStream;
  readonly #onBytes: ((bytes: number) => void) | undefined;
  #final = false;
  #bytes = 0;
  #turnBytes = 0;

  readonly #isChecked: boolean;

  /** `onBytes` hears now and then how many bytes have been taken. With `isChecked` a string that is not UTF-8 ends the scan by `NotUtf8`. */
  constructor(source: ByteStream, onBytes?: (bytes: number) => void, isChecked = false) {
    this.#isChecked = isChecked;
    this.#source = source;
    this.#onBytes = onBytes;
    this.file = source.name;
  }

  /**
   * Runs `step` until it says false; `before` marks what a step that ran out of bytes has to take back by `undo`.
   * A step must consume something or say false.
   */
  async run(step: () => boolean, before: () => void, undo: () => void): Promise<void> {
    let mark = this.pos;
    let markLine = this.line;
    for (;;) {
      try {
        do {
          mark = this.pos;
          markLine = this.line;
          before();
        } while (step());
        return;
      } catch (error) {
        if (error !== INCOMPLETE) throw error;
        undo();
        if (this.#final) {
          const at = `${this.file}:${this.line}`;
          throw new ReadError(geoJsonMessage('cut', { at }));
        }
        this.pos = mark;
        this.line = markLine;
        await this.#refill();
      }
    }
  }

  async #refill(): Promise<void> {
    const rest = this.end - this.pos;
    let { buf } = this;
    if (rest > buf.length / 2) {
      if (rest > MAX_ITEM_BYTES)
        throw new ReadError(
          geoJsonMessage('feature-large', { file: this.file, line: this.line, most: MAX_ITEM_BYTES }),
        );
      buf = new Uint8Array((buf.length - 1) * 2 + 1);
    }
    buf.set(this.buf.subarray(this.pos, this.end));
    this.buf = buf;
    this.pos = 0;
    this.end = rest;
    // A step that ran out of bytes begins anew: it gets twice as many, so that a long feature is not read again and again.
    while (this.end < buf.length - 1 && this.end <= 2 * rest && !this.#final) {
      const count = await this.#source.read(buf.subarray(this.end, buf.length - 1));
      if (count === 0) this.#final = true;
      this.end += count;
      this.#bytes += count;
    }
    buf[this.end] = 0;
    if (this.#bytes - this.#turnBytes < TURN_BYTES) return;
    this.#turnBytes = this.#bytes;
    this.#onBytes?.(this.#bytes);
    await new Promise((done) => setTimeout(done, 0));
  }

  /** At the very end of the input? Asks for more bytes where that is not known yet. */
  atEnd(): boolean {
    this.space();
    if (this.pos < this.end) return false;
    if (!this.#final) throw INCOMPLETE;
    return true;
  }

  /** Asks for more bytes until `count` lie ahead or the input ends. */
  need(count: number): void {
    if (this.end - this.pos < count && !this.#final) throw INCOMPLETE;
  }

  fail(expected: string): ReadError {
    const { buf, pos, end } = this;
    if (pos >= end) throw INCOMPLETE;
    const got = textOf(buf, pos, Math.min(pos + 24, end));
    return new ReadError(geoJsonMessage('syntax', { file: this.file, line: this.line, expected, got: quote(got, 20) }));
  }

  /** Skips white space (and the record separator of GeoJSON text sequences) and gives the next byte, unread. */
  space(): number {
    const { buf } = this;
    let p = this.pos;
    let c = buf[p];
    while (c === 32 || c === 10 || c === 13 || c === 9 || c === 30) {
      if (c === 10) this.line++;
      c = buf[++p];
    }
    this.pos = p;
    return c;
  }

  /** The next byte that is not white space, unread; there must be one. */
  peek(): number {
    const c = this.space();
    if (c === 0 && this.pos >= this.end) throw INCOMPLETE;
    return c;
  }

  expect(byte: number, what: string): void {
    if (this.peek() !== byte) throw this.fail(what);
    this.pos++;
  }

  /** `key :` with `textStart`, `textEnd`, `escaped` set to the key. */
  key(): void {
    if (this.peek() !== 34) throw this.fail('a name in double quotes');
    this.string();
    this.expect(58, 'a colon');
  }

  textStart = 0;
  textEnd = 0;
  escaped = false;

  /** At the opening quote; leaves [textStart, textEnd) between the quotes. */
  string(): void {
    const { buf } = this;
    let p = this.pos + 1;
    this.textStart = p;
    let escaped = false;
    let seen = 0;
    for (;;) {
      const c = buf[p];
      if (c === 34) break;
      seen |= c;
      if (c === 92) {
        escaped = true;
        p++;
        if (p >= this.end) throw INCOMPLETE;
      } else if (c < 32) {
        if (p >= this.end) throw INCOMPLETE;
        if (c !== 9) {
          this.pos = p;
          throw this.fail('a closing quote on the line');
        }
      }
      p++;
    }
    this.textEnd = p;
    this.escaped = escaped;
    this.pos = p + 1;
    if (seen >= 0x80 && this.#isChecked && !isUtf8(buf, this.textStart, p)) throw new NotUtf8();
  }

  /** The last string, decoded. */
  text(): string {
    const bytes = textOf(this.buf, this.textStart, this.textEnd);
    if (!this.escaped) return bytes;
    try {
      const value: unknown = JSON.parse(`"${bytes.replaceAll('\t', '\\t')}"`);
      return String(value);
    } catch {
      throw new ReadError(geoJsonMessage('escapes', { file: this.file, line: this.line, got: quote(bytes) }));
    }
  }

  /** Whether these bytes lie ahead. */
  startsWith(ascii: Uint8Array): boolean {
    const { buf, pos } = this;
    for (let i = 0; i < ascii.length; i++) if (buf[pos + i] !== ascii[i]) return false;
    return true;
  }

  /** Whether the last string is exactly these (ASCII) bytes. */
  textIs(ascii: Uint8Array): boolean {
    const { buf, textStart } = this;
    if (this.textEnd - textStart !== ascii.length) return false;
    for (let i = 0; i < ascii.length; i++) if (buf[textStart + i] !== ascii[i]) return false;
    return true;
  }

  /**
   * A number, right to 15 digits or better: digits past 9·10^14 are dropped, which is 1e-8 m in degrees. Exact where
   * the digits fit 2^53. Gives NaN for NaN and the infinities, which JSON forbids but writers emit.
   */
  number(): number {
    const { buf } = this;
    let p = this.pos;
    let c = buf[p];
    let negative = false;
    if (c === 45) {
      negative = true;
      c = buf[++p];
    }
    const first = p;
    let m = 0;
    let scale = 0;
    while (c >= 48 && c <= 57) {
      if (m < 9e14) m = m * 10 + (c - 48);
      else scale--;
      c = buf[++p];
    }
    if (p === first) return this.#notNumber();
    if (c === 46) {
      c = buf[++p];
      while (c >= 48 && c <= 57) {
        if (m < 9e14) {
          m = m * 10 + (c - 48);
          scale++;
        }
        c = buf[++p];
      }
    }
    if (c === 101 || c === 69) {
      c = buf[++p];
      let sign = 1;
      if (c === 43 || c === 45) {
        sign = c === 45 ? -1 : 1;
        c = buf[++p];
      }
      let exponent = 0;
      while (c >= 48 && c <= 57) {
        exponent = Math.min(exponent * 10 + (c - 48), 9999);
        c = buf[++p];
      }
      scale -= sign * exponent;
    }
    if (p >= this.end && !this.#final) throw INCOMPLETE;
    this.pos = p;
    let value = m;
    if (scale > 0) value = scale <= 22 ? m / POWER_OF_TEN[scale] : m / 10 ** scale;
    else if (scale < 0) value = m * 10 ** -scale;
    return negative ? -value : value;
  }

  #notNumber(): number {
    if (this.#bareWord()) return Number.NaN;
    throw this.fail('a number');
  }

  /** NaN, Infinity, -Infinity, nan. */
  #bareWord(): boolean {
    const { buf, pos } = this;
    if (pos + 9 > this.end && !this.#final) throw INCOMPLETE;
    const text = latinOf(buf, pos, Math.min(pos + 9, this.end));
    const word = /^-?(NaN|Infinity|nan|inf)/.exec(text)?.[0];
    if (!word) return false;
    this.pos += word.length;
    return true;
  }

  /** true, false or null; gives the first byte. */
  literal(): number {
    const { buf, pos } = this;
    const c = buf[pos];
    const word = c === 116 ? 'true' : c === 102 ? 'false' : c === 110 ? 'null' : '';
    if (word === '') throw this.fail('a JSON value');
    for (let i = 1; i < word.length; i++) {
      if (pos + i >= this.end) throw INCOMPLETE;
      if (buf[pos + i] === word.charCodeAt(i)) continue;
      if (this.#bareWord()) return 110;
      throw this.fail(word);
    }
    this.pos = pos + word.length;
    return c;
  }

  /** Any value, unread. Commas and colons are not checked; brackets, strings and words are. */
  skip(): void {
    let depth = 0;
    const open: number[] = [];
    for (;;) {
      const c = this.peek();
      if (c === 34) this.string();
      else if (c === 123 || c === 91) {
        open.push(c);
        if (++depth > MAX_DEPTH)
          throw new ReadError(geoJsonMessage('deep', { file: this.file, line: this.line, most: MAX_DEPTH }));
        this.pos++;
        continue;
      } else if (c === 125 || c === 93) {
        if (open.pop() !== c - 2) throw this.fail('a value or the matching bracket');
        depth--;
        this.pos++;
      } else if ((c === 44 || c === 58) && depth > 0) {
        this.pos++;
        continue;
      } else if ((c >= 48 && c <= 57) || c === 45 || c === 78 || c === 73) this.number();
      else this.literal();
      if (depth === 0) return;
    }
  }
}
