const ENCODER = new TextEncoder();
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });
/** A byte a character: for marks of a format, which are ASCII whatever the rest of the file is. */
const LATIN = new TextDecoder('latin1');

/** A text's bytes in UTF-8. */
export const utf8Of = (text: string): Uint8Array<ArrayBuffer> => ENCODER.encode(text);

/** ASCII bytes of a word of a format, to compare with bytes of a file. */
export const asciiOf = utf8Of;

/**
 * Bytes [start, end) in UTF-8 as a string; bytes that are not UTF-8 become U+FFFD. They may lie on shared memory, which a browser's
 * `TextDecoder` refuses: these are copied first.
 */
export function textOf(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return DECODER.decode(isShared(bytes) ? bytes.slice(start, end) : bytes.subarray(start, end));
}

/** The same a byte a character (Latin-1, as the web understands it). */
export function latinOf(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return LATIN.decode(isShared(bytes) ? bytes.slice(start, end) : bytes.subarray(start, end));
}

const isShared = ({ buffer }: Uint8Array): boolean => !(buffer instanceof ArrayBuffer);
