import { START_BYTES } from './byte-source.ts';
import { isUtf8 } from './encoding.ts';
import { PACKED_PIECE_BYTES } from './inflate.ts';
import { readerMessage } from './messages.ts';
import { ReadError } from './problems.ts';

/** An entry of a zip archive, not yet unpacked. */
export interface ZipEntry {
  /** Path in the archive, in whatever encoding it was written. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Unpacks it; a ReadError where its bytes are broken. */
  bytes(): Promise<Uint8Array>;
}

const MAX_ENTRIES = 20_000;
/** Unpacked, of all entries together. */
const MAX_UNPACKED_BYTES = 1 << 30;
/** Data is packed to a fiftieth at best; deflate reaches 1 : 1,032. */
const MAX_RATIO = 400;
const RATIO_FROM_BYTES = 10 << 20;

/** The files of a zip archive; a ReadError for a broken one and for one that would unpack to more than anybody's data. */
export async function zipEntries(archive: Uint8Array, file: string): Promise<ZipEntry[]> {
  const { configure, Uint8ArrayReader, ZipReader } = await import('@zip.js/zip.js');
  // Workers of that package are made of a blob, which the page's policy forbids.
  configure({ useWebWorkers: false, chunkSize: PACKED_PIECE_BYTES });
  const entries: ZipEntry[] = [];
  let total = 0;
  try {
    const reader = new ZipReader(new Uint8ArrayReader(archive as Uint8Array<ArrayBuffer>));
    for await (const entry of reader.getEntriesGenerator()) {
      if (entry.directory) continue;
      const { uncompressedSize: sizeBytes, compressedSize, encrypted } = entry;
      const name = nameOf(entry.rawFilename);
      total += sizeBytes;
      const isBomb = sizeBytes > RATIO_FROM_BYTES && sizeBytes > MAX_RATIO * compressedSize;
      if (entries.length >= MAX_ENTRIES || total > MAX_UNPACKED_BYTES || isBomb)
        throw new ReadError(readerMessage('zip-large', { file, name: name.slice(0, 80) }));
      const place = `${file}/${name}`;
      entries.push({
        name,
        sizeBytes,
        async bytes() {
          if (encrypted) throw new ReadError(readerMessage('zip-locked', { place }));
          const into = new Uint8Array(sizeBytes);
          await entry.getData(filling(into), { checkSignature: true }).catch((error: unknown) => {
            throw brokenZip(place, error);
          });
          return into;
        },
      });
    }
  } catch (error) {
    throw error instanceof ReadError ? error : brokenZip(file, error);
  }
  return entries;
}

function brokenZip(file: string, error: unknown): ReadError {
  return new ReadError(readerMessage('zip', { file, reason: error instanceof Error ? error.message : String(error) }));
}

/** Takes no more bytes than the archive stated, whose sum was held against the limit. */
function filling(into: Uint8Array): WritableStream<Uint8Array> {
  let size = 0;
  return new WritableStream({
    write(piece) {
      if (size + piece.length > into.length) throw new RangeError(`more than the stated ${into.length} bytes`);
      into.set(piece, size);
      size += piece.length;
    },
    close() {
      if (size < into.length) throw new RangeError(`${size} of the stated ${into.length} bytes`);
    },
  });
}

/** Windows in China writes names in GBK and does not say so; others write UTF-8 and do not say so either. */
function nameOf(raw: Uint8Array): string {
  const bytes = raw.slice();
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

const LOCAL_HEADER = 'PK\u0003\u0004';
const LOCAL_HEADER_BYTES = 30;

/** Names of the entries that begin in the first bytes of an archive, in small letters, a byte a character; none where it is no archive. */
export function namesAtStart({ bytes, text }: { bytes: Uint8Array; text: string }): string[] {
  if (!text.startsWith(LOCAL_HEADER)) return [];
  const names: string[] = [];
  for (let at = 0; at >= 0 && at + LOCAL_HEADER_BYTES < bytes.length; at = text.indexOf(LOCAL_HEADER, at + 4)) {
    const size = bytes[at + 26] + 256 * bytes[at + 27];
    names.push(text.slice(at + LOCAL_HEADER_BYTES, at + LOCAL_HEADER_BYTES + size).toLowerCase());
  }
  return names;
}

/** The last part of a path in an archive. */
export const baseNameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

export const isArchive = ({ text }: { text: string }): boolean => text.startsWith(LOCAL_HEADER);

/** Is this an archive of which more than the start may have to be seen, since no entry in it tells its format? */
export const isOpenArchive = (start: { bytes: Uint8Array; text: string }, known: RegExp): boolean =>
  isArchive(start) && start.bytes.length >= START_BYTES && !namesAtStart(start).some((name) => known.test(name));
