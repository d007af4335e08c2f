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
  const label = encoding ?? declaredEncoding(await source.start()) ?? 'utf-8';
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

/** What `<?xml … encoding="…"?>` says, or the byte order mark of UTF-16. */
function declaredEncoding(start: Uint8Array): string | null {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  const declaration = /^(?:\u00ef\u00bb\u00bf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']/.exec(
    latinOf(start.subarray(0, 1000)),
  );
  return declaration?.[1] ?? null;
}
