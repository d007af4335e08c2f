import { fileStart, type Given, type Reader } from './reader.ts';
import * as listed from './readers.ts';
import { type ByteSource, MAX_TEXT_BYTES, START_BYTES } from './shared/byte-source.ts';

/** Every format, in order: where the bytes of a file please several readers and its ending none, the first of them has it. */
export const READERS: readonly Reader[] = Object.values<Reader>(listed).sort((a, b) => a.order - b.order);

/** Those that can give one of these. */
export function readersOf(...given: readonly Given[]): Reader[] {
  return READERS.filter(({ gives }) => gives.some((one) => given.includes(one)));
}

/** Formats that a layer of a city can be read from. */
export const LAYER_READERS: readonly Reader[] = readersOf('features', 'surfaces', 'mesh');

/** The reader of a format by its id, which a recipe or a person named. */
export const readerOf = (id: string): Reader | null => READERS.find((reader) => reader.id === id) ?? null;

/**
 * The reader whose format a file has: by its first bytes, whatever it is called, and by its name where no reader knows the bytes or several
 * do. Null where neither tells.
 */
export async function selectReader(source: ByteSource, among: readonly Reader[] = READERS): Promise<Reader | null> {
  let bytes = await source.start();
  for (let most = START_BYTES; bytes.length >= most && most < MAX_TEXT_BYTES; ) {
    const start = fileStart(bytes);
    if (!among.some((reader) => reader.isUndecided?.(start))) break;
    most = Math.min(most * GROWTH, MAX_TEXT_BYTES);
    bytes = await source.start(most);
  }
  return readerOfStart(bytes, source.name, among);
}

/** By so much the start grows where it leaves the format open: half a megabyte, 8, 128, all. */
const GROWTH = 16;

/** The same for a start that is in memory already. */
export function readerOfStart(bytes: Uint8Array, name: string, among: readonly Reader[] = READERS): Reader | null {
  const start = fileStart(bytes);
  const likely = bytes.length === 0 ? [] : among.filter((reader) => reader.accepts(start));
  if (likely.length === 1) return likely[0];
  return readerByName(name, likely) ?? likely[0] ?? readerByName(name, among);
}

/** The one with the longest ending that the name has: `.city.json` before `.json`. */
function readerByName(name: string, among: readonly Reader[]): Reader | null {
  const lengthOf = ({ extensions }: Reader) => endingOf(name, extensions)?.length ?? 0;
  const best = among.reduce<Reader | null>((a, b) => (lengthOf(b) > (a ? lengthOf(a) : 0) ? b : a), null);
  return best;
}

/** Which of the endings a file has, the longest, whether it is gzipped or not; null where it has none of them. */
export function endingOf(name: string, extensions: readonly string[]): string | null {
  const plain = name.toLowerCase().replace(/\.gz$/, '');
  const all = extensions.filter((extension) => plain.endsWith(`.${extension}`));
  return all.reduce<string | null>((longest, one) => (one.length > (longest?.length ?? 0) ? one : longest), null);
}

/** A file's name without the endings of these formats and without `.gz`: what a layer is called where nobody says. */
export function plainName(name: string, readers: readonly Reader[]): string {
  const parts = new Set(readers.flatMap(({ extensions }) => extensions.flatMap((one) => one.split('.'))));
  return name
    .split('.')
    .filter((part, i) => i === 0 || !(parts.has(part.toLowerCase()) || part.toLowerCase() === 'gz'))
    .join('.');
}

/** Endings as a person reads them: `.geojson, .json`. */
export const endingsText = (readers: readonly Reader[]): string =>
  [...new Set(readers.flatMap(({ extensions }) => extensions.map((extension) => `.${extension}`)))].join(', ');

/** The last parts of the endings, each with its dot: a file dialogue knows no more of a name, so `.json` stands for `.city.json`. */
export const lastEndings = (readers: readonly Reader[]): string[] => [
  ...new Set(readers.flatMap(({ extensions }) => extensions.map((one) => `.${one.split('.').at(-1)}`))),
];
