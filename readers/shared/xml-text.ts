import { type ByteSource, MAX_STREAM_BYTES, tooLarge } from './byte-source.ts';
import { readerMessage } from './messages.ts';
import { ReadError } from './problems.ts';
import type { ReadWatch } from './raw-features.ts';
import { latinOf } from './utf8.ts';

/** A chunk of text that goes to the parser at once. */
const CHUNK_BYTES = 1 << 18;

interface XmlTextOptions extends ReadWatch {
  /** Encoding of the text, where a person named it; else what the XML declaration says, else UTF-8. */
  encoding?: string | undefined;
  maxBytes?: number | undefined;
}

/** The text of an XML file, piece by piece, so that a file is never held whole. Bytes that its encoding has not are a ReadError. */
export async function* xmlTextOf(
  source: ByteSource,
  { encoding, maxBytes = MAX_STREAM_BYTES, signal, onProgress }: XmlTextOptions = {},
): AsyncGenerator<string> {
  const label = encoding ?? xmlEncodingOf(await source.start()) ?? 'utf-8';
  const decoder = decoderOf(label, source.name);
  const stream = source.open();
  const chunk = new Uint8Array(CHUNK_BYTES);
  let total = 0;
  const decoded = (bytes?: Uint8Array): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      throw new ReadError(readerMessage('xml-encoding', { file: source.name, at: total, label }));
    }
  };
  try {
    for (let count = await stream.read(chunk); count > 0; count = await stream.read(chunk)) {
      signal?.throwIfAborted();
      total += count;
      if (total > maxBytes) throw tooLarge(source.name, maxBytes, total);
      yield decoded(chunk.subarray(0, count));
      onProgress?.(Math.min(1, total / Math.max(1, stream.sizeHint)));
    }
    yield decoded();
  } finally {
    stream.close();
  }
}

function decoderOf(label: string, file: string) {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    throw new ReadError(readerMessage('encoding-name', { file, got: JSON.stringify(label.slice(0, 40)) }));
  }
}

/**
 * The encoding that an XML file states (XML 1.0, F): by its byte order mark, which a declaration does not outweigh; by the width of its
 * first characters; by `<?xml … encoding="…"?>`. A declaration of UTF-16 that is read byte by byte is none. Null where it states nothing.
 */
export function xmlEncodingOf(start: Uint8Array): string | null {
  const [a, b, c, d] = start;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0x3c && b === 0 && d === 0) return 'utf-16le';
  if (a === 0 && b === 0x3c && c === 0) return 'utf-16be';
  const declared = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']/.exec(
    latinOf(start.subarray(0, 1000)),
  )?.[1];
  return declared === undefined || /^(utf-?16|ucs-?2)/i.test(declared) ? null : declared;
}

/** The text of a small XML file that is held whole. */
export function wholeXmlText(bytes: Uint8Array, file: string): string {
  const label = xmlEncodingOf(bytes) ?? 'utf-8';
  try {
    return decoderOf(label, file).decode(bytes);
  } catch (error) {
    if (error instanceof ReadError) throw error;
    throw new ReadError(readerMessage('xml-encoding', { file, at: bytes.length, label }));
  }
}
