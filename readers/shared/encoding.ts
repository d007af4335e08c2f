import type { ByteStream } from './byte-source.ts';
import { readerMessage } from './messages.ts';
import { type Problems, ReadError } from './problems.ts';

/** What is known of a file's characters: the label that `TextDecoder` takes, and whether somebody named it. */
export interface TextEncoding {
  label: string;
  isNamed: boolean;
}

/** Stands for a character that the bytes do not give, never U+FFFD: it is there in every font and looks like what it means. */
export const UNREADABLE = '□';

/** Among bytes above ASCII as UTF-8: those of whole characters, and single ones that belong to none. */
interface Utf8Count {
  characters: number;
  stray: number;
}

/** Common Chinese characters lie in rows 0xB0 to 0xF7 of GB 2312, both bytes from 0xA1 on; the punctuation in rows 0xA1 to 0xA3. */
interface PairCount {
  high: number;
  paired: number;
  hanzi: number;
  /** Those of rows that Korean Hangul never reaches in EUC-KR, whose pairs look the same otherwise. */
  beyondHangul: number;
}

/** A file is UTF-8 with a few broken characters where at least so many of ten of its characters above ASCII are whole. */
const WHOLE_OF_TEN = 9;
/**
 * Least share of the bytes above ASCII that come in pairs in GB 2312; letters of the west are alone among ASCII, or are three in a row at
 * times.
 */
export const MIN_PAIRED_RATIO = 0.9;
/** Fewer characters than these say nothing about Korean. */
const MIN_HANZI = 12;

/**
 * Counts the bytes above ASCII of a file that comes piece by piece, in both readings, and judges: UTF-8 where all or nearly all of it is
 * that, GB 18030 where it is Chinese in pairs, else nobody knows and a person has to say. A UTF-8 file has no stray byte, so that the
 * reading in pairs is asked only of files that are broken or are something else.
 */
class EncodingCount {
  readonly #utf8: Utf8Count = { characters: 0, stray: 0 };
  readonly #pairs: PairCount = { high: 0, paired: 0, hanzi: 0, beyondHangul: 0 };
  #rest = new Uint8Array(0);
  #mark: string | null = null;
  #isBegun = false;

  add(piece: Uint8Array, isLast: boolean): void {
    if (!this.#isBegun) this.#mark = markOf(piece);
    this.#isBegun = true;
    const bytes = new Uint8Array(this.#rest.length + piece.length);
    bytes.set(this.#rest);
    bytes.set(piece, this.#rest.length);
    // A byte below 0x30 is part of no longer character in either reading: there a piece can be cut.
    let end = bytes.length;
    if (!isLast) while (end > 0 && !(bytes[end - 1] < 0x30)) end--;
    if (end === 0 && !isLast) end = bytes.length;
    countUtf8(bytes.subarray(0, end), this.#utf8);
    countPairs(bytes.subarray(0, end), this.#pairs);
    this.#rest = bytes.slice(end);
  }

  /** Null where neither reading fits. */
  judged(): string | null {
    return this.#mark ?? judgedOf(this.#utf8, this.#pairs);
  }
}

function judgedOf({ characters, stray }: Utf8Count, { high, paired, hanzi, beyondHangul }: PairCount): string | null {
  if (stray === 0 || characters >= WHOLE_OF_TEN * stray) return 'utf-8';
  const isKorean = hanzi >= MIN_HANZI && beyondHangul === 0;
  return paired >= MIN_PAIRED_RATIO * high && hanzi > 0 && !isKorean ? 'gb18030' : null;
}

/**
 * The same for values of fixed width, as cells of a dBASE table: each is judged by itself, since a writer cuts a value that is too long at
 * the last byte that fits, be it the middle of a character.
 */
export class ValueCount {
  readonly #utf8: Utf8Count = { characters: 0, stray: 0 };
  readonly #pairs: PairCount = { high: 0, paired: 0, hanzi: 0, beyondHangul: 0 };

  /** Counts the value of bytes [from, to); `isFull`: it fills its field, so that its last character may be cut. */
  add(bytes: Uint8Array, from: number, to: number, isFull: boolean): void {
    let end = from;
    while (end < to && bytes[end] < 0x80) end++;
    if (end === to) return;
    const value = bytes.subarray(from, to);
    countUtf8(isFull ? value.subarray(0, wholeUtf8Length(value)) : value, this.#utf8);
    countPairs(isFull ? value.subarray(0, wholePairsLength(value)) : value, this.#pairs);
  }

  /** Null where neither reading fits. */
  judged(): string | null {
    return judgedOf(this.#utf8, this.#pairs);
  }
}

/** Length without a last character of UTF-8 that is cut. */
export function wholeUtf8Length(value: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= value.length; back++) {
    const first = value[value.length - back];
    if (first < 0x80) break;
    if (first < 0xc0) continue;
    const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    return length > back ? value.length - back : value.length;
  }
  return value.length;
}

/** Length without the first byte of a pair whose second one is cut. */
export function wholePairsLength(value: Uint8Array): number {
  let i = 0;
  while (i < value.length) i += value[i] < 0x81 ? 1 : 2;
  return i > value.length ? value.length - 1 : value.length;
}

/** UTF-16 by its byte order mark. */
function markOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}

function countUtf8(bytes: Uint8Array, count: Utf8Count): void {
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] < 0x80) continue;
    const length = utf8LengthAt(bytes, i, bytes.length);
    if (length === 0) count.stray++;
    else {
      count.characters++;
      i += length - 1;
    }
  }
}

function countPairs(bytes: Uint8Array, count: PairCount): void {
  for (let i = 0; i < bytes.length; i++) {
    const first = bytes[i];
    if (first < 0x80) continue;
    const second = bytes[i + 1];
    const isPair = first >= 0xa1 && first <= 0xf7 && second >= 0xa1 && second <= 0xfe;
    count.high += isPair ? 2 : 1;
    if (!isPair) continue;
    count.paired += 2;
    if (first >= 0xb0) count.hanzi++;
    if (first >= 0xc9) count.beyondHangul++;
    i++;
  }
}

/** Bytes of the character of UTF-8 (RFC 3629) that begins at `i`, 0 where none does. */
function utf8LengthAt(bytes: Uint8Array, i: number, end: number): number {
  const first = bytes[i];
  if (first < 0x80) return 1;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0 || i + length > end) return 0;
  const second = bytes[i + 1];
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let k = 2; k < length; k++) if (bytes[i + k] >> 6 !== 2) return 0;
  return length;
}

/** Are these bytes whole characters of UTF-8? */
export function isUtf8(bytes: Uint8Array, start = 0, end = bytes.length): boolean {
  for (let i = start; i < end; ) {
    if (bytes[i] < 0x80) {
      i++;
      continue;
    }
    const length = utf8LengthAt(bytes, i, end);
    if (length === 0) return false;
    i += length;
  }
  return true;
}

/** The encoding of a file whose bytes are not all UTF-8, by a pass over the whole of it; a ReadError asks the person where it cannot be told. */
export async function encodingOfStream(stream: ByteStream): Promise<TextEncoding> {
  const count = new EncodingCount();
  const piece = new Uint8Array(READ_PIECE_BYTES);
  for (let size = await stream.read(piece); size > 0; size = await stream.read(piece))
    count.add(piece.subarray(0, size), false);
  count.add(new Uint8Array(0), true);
  return known(count, stream.name);
}

const READ_PIECE_BYTES = 1 << 20;

function known(count: EncodingCount, file: string): TextEncoding {
  const label = count.judged();
  if (label) return { label, isNamed: false };
  throw new ReadError(readerMessage('encoding-unknown', { file }));
}

/** The encoding that a person named, as `TextDecoder` calls it; null where nobody named one. */
export function namedEncoding(named: string | undefined, file: string): TextEncoding | null {
  if (named === undefined) return null;
  try {
    return { label: new TextDecoder(named).encoding, isNamed: true };
  } catch {
    throw new ReadError(readerMessage('encoding-name', { file, got: JSON.stringify(named.slice(0, 40)) }));
  }
}

/** Does TextDecoder know a name like this? */
export function isEncodingName(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
}

/** A file's text: in the encoding that was named, else in UTF-8 where it is that, else in what its bytes show; what was found is said in `problems`. */
export function decodedText(bytes: Uint8Array, named: string | undefined, file: string, problems: Problems): string {
  const encoding = namedEncoding(named, file) ?? encodingOf(bytes, file);
  const text = new TextDecoder(encoding.label, { ignoreBOM: true }).decode(plainBytes(bytes));
  reportEncoding(encoding, file, problems);
  if (!text.includes('\ufffd')) return text;
  const mended = text.replaceAll('\ufffd', UNREADABLE);
  reportUnreadable(mended.length - mended.replaceAll(UNREADABLE, '').length, encoding, file, problems);
  return mended;
}

function encodingOf(bytes: Uint8Array, file: string): TextEncoding {
  if (isUtf8(bytes)) return { label: 'utf-8', isNamed: false };
  const count = new EncodingCount();
  count.add(bytes, true);
  return known(count, file);
}

/** A browser's `TextDecoder` refuses shared memory. */
const plainBytes = (bytes: Uint8Array): Uint8Array => (bytes.buffer instanceof ArrayBuffer ? bytes : bytes.slice());

/** Says that a file is not in UTF-8 and what it was taken for; nothing where it is, or where somebody named it. */
export function reportEncoding({ label, isNamed }: TextEncoding, file: string, problems: Problems): void {
  if (label === 'utf-8' || isNamed) return;
  problems.report(
    'text-encoding',
    () =>
      `${file}: expected text in UTF-8, got bytes of ${label.toUpperCase()}, read as that; --encoding names another`,
  );
}

/** Says how many characters could not be read. */
export function reportUnreadable(count: number, { label }: TextEncoding, file: string, problems: Problems): void {
  if (count > 0)
    problems.report(
      'text-unreadable',
      () =>
        `${file}: expected characters of ${label.toUpperCase()}, got bytes that are none; each is shown as ${UNREADABLE}`,
      count,
    );
}

/**
 * The stream's text in UTF-8, whatever it was in, so that what scans it needs to know of no other encoding: the second byte of a character
 * of GB 18030 may be a backslash. `unreadable` counts the characters that the bytes do not give.
 */
export class TranscodedStream implements ByteStream {
  readonly name: string;
  readonly sizeHint: number;
  unreadable = 0;
  readonly #from: ByteStream;
  readonly #decoder: InstanceType<typeof TextDecoder>;
  readonly #encoder = new TextEncoder();
  readonly #piece = new Uint8Array(READ_PIECE_BYTES);
  #ready: Uint8Array = new Uint8Array(0);
  #isEnded = false;

  constructor(from: ByteStream, label: string) {
    this.name = from.name;
    this.sizeHint = from.sizeHint;
    this.#from = from;
    this.#decoder = new TextDecoder(label, { ignoreBOM: true });
  }

  async read(into: Uint8Array): Promise<number> {
    while (this.#ready.length === 0 && !this.#isEnded) await this.#fill();
    const count = Math.min(into.length, this.#ready.length);
    into.set(this.#ready.subarray(0, count));
    this.#ready = this.#ready.subarray(count);
    return count;
  }

  async #fill(): Promise<void> {
    const size = await this.#from.read(this.#piece);
    this.#isEnded = size === 0;
    let text = this.#decoder.decode(this.#piece.subarray(0, size), { stream: size > 0 });
    if (text.includes('\ufffd')) {
      const before = text.length;
      this.unreadable += before - text.replaceAll('\ufffd', '').length;
      text = text.replaceAll('\ufffd', UNREADABLE);
    }
    this.#ready = this.#encoder.encode(text);
  }

  close(): void {
    this.#from.close();
  }
}
