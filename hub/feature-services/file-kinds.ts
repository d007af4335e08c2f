import { MessageError } from '../../model/text/message.ts';
import { serviceMessage } from './messages.ts';
import { type FetchWish, shownOf } from './service-fetch.ts';

/** An answer is told by its first bytes: a server's word about its type is often wrong, and nothing here believes it. */
export interface FileKind {
  readonly wish: FetchWish;
  /** Named in a sentence where something else came. */
  readonly expected: string;
  /** The media type that the bytes are; null: they are not of this kind. */
  typeOf(bytes: Buffer): string | null;
}

const MIB = 2 ** 20;
const LIMIT_MS = 10_000;
const wishOf = (accept: string, mostMib: number): FetchWish => ({
  accept,
  mostBytes: mostMib * MIB,
  limitMs: LIMIT_MS,
  follows: false,
});

const IMAGES: readonly (readonly [type: string, begins: RegExp])[] = [
  ['image/png', /^\x89PNG/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/webp', /^RIFF[\s\S]{4}WEBP/],
  ['image/gif', /^GIF8/],
];
const HEAD_BYTES = 16;
const headOf = (bytes: Buffer): string => bytes.subarray(0, HEAD_BYTES).toString('latin1');
const imageTypeOf = (bytes: Buffer): string | null => {
  const head = headOf(bytes);
  return IMAGES.find(([, begins]) => begins.test(head))?.[0] ?? null;
};

/** A picture of a map. */
export const PICTURE: FileKind = {
  wish: wishOf('image/png, image/jpeg, image/webp', 4),
  expected: 'PNG, JPEG, WebP',
  typeOf: imageTypeOf,
};

/** A map's answer about a place is JSON. */
export const INFORMATION: FileKind = {
  wish: wishOf('application/json, text/plain', 1),
  expected: 'JSON',
  typeOf: (bytes) => (headOf(bytes).trimStart().startsWith('{') ? 'application/json' : null),
};

const BINARY = 'application/octet-stream';
/** Files of tilesets, by their ending, with the letters by which they begin. */
const TILE_FILES: Readonly<Record<string, readonly [type: string, begins: RegExp]>> = {
  json: ['application/json', /^\s*\{/],
  gltf: ['model/gltf+json', /^\s*\{/],
  glb: ['model/gltf-binary', /^glTF/],
  b3dm: [BINARY, /^b3dm/],
  i3dm: [BINARY, /^i3dm/],
  pnts: [BINARY, /^pnts/],
  cmpt: [BINARY, /^cmpt/],
  subtree: [BINARY, /^subt/],
  bin: [BINARY, /^/],
  ktx2: ['image/ktx2', /^\xabKTX 20/],
};
const TILE_WISH = wishOf('*/*', 32);

/** A file of a tileset by how its name ends; null: tilesets have no such files. `isFirst`: it is the tileset itself, whatever it is called. */
export function tileFileKind(path: string, isFirst: boolean): FileKind | null {
  const ending = isFirst ? 'json' : (/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '');
  if (/^(png|jpe?g|webp)$/.test(ending)) return { ...PICTURE, wish: TILE_WISH };
  if (!Object.hasOwn(TILE_FILES, ending)) return null;
  const [type, begins] = TILE_FILES[ending];
  return { wish: TILE_WISH, expected: ending, typeOf: (bytes) => (begins.test(headOf(bytes)) ? type : null) };
}

/** The type of an answer, or in a sentence what came in its place: an exception in XML says in words what was wrong. */
export function checkedType(kind: FileKind, bytes: Buffer, host: string): string {
  const type = kind.typeOf(bytes);
  if (type !== null) return type;
  const got = shownOf(bytes.subarray(0, MIB).toString('utf8'));
  throw new MessageError(serviceMessage('not-file', { host, expected: kind.expected, got }));
}
