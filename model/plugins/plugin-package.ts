import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import { sha256 } from '../sha256.ts';
import { checkSignature, type SignedThing, signatureMessage } from '../signatures/check-signature.ts';
import { keyId, Signature, type SignerKey } from '../signatures/statement.ts';
import { jsonFault } from '../text/json-fault.ts';
import { type Message, MessageError } from '../text/message.ts';
import { pluginMessage } from './plugin-messages.ts';
import { PluginId, PluginName, SEAM_EDITION } from './plugin-row.ts';

/** The file of a package that says what it is. */
export const MANIFEST_FILE = 'plugin.json';

/** Bytes of all files of a package together at most. */
export const MAX_PACKAGE_BYTES = 16 << 20;

const MAX_PACKAGE_FILES = 200;

/** Media types of the files of a package, by how their names end; nothing else is taken or served. */
const FILE_TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  wasm: 'application/wasm',
};

const PATH = /^(?:[\w-][\w.-]*\/){0,8}[\w-][\w.-]*$/;
const MAX_PATH_CHARACTERS = 200;

/** The media type of a file of a package; null: it is none that a package may have, or its path leaves the folder. */
export function packageTypeOf(path: string): string | null {
  if (path.length > MAX_PATH_CHARACTERS || !PATH.test(path) || path === MANIFEST_FILE) return null;
  const ending = path.slice(path.lastIndexOf('.') + 1);
  return Object.hasOwn(FILE_TYPES, ending) ? FILE_TYPES[ending] : null;
}

const PathText = v.pipe(v.string(), v.maxLength(MAX_PATH_CHARACTERS));
const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const Unsigned = v.strictObject({
  format: v.literal(1),
  kind: v.literal('shapan-plugin'),
  id: PluginId,
  name: PluginName,
  version: v.pipe(v.string(), v.regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/)),
  /** Edition of the seam that it was written for. */
  seam: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** The module whose default export makes the plug-in. */
  entry: PathText,
  /** Sheets that the page links while the plug-in is on. */
  styles: v.pipe(v.array(PathText), v.maxLength(20)),
  /** SHA-256 of each file, by its path in the package. */
  files: v.record(PathText, Hash),
});
/** A package before anybody signed it. */
export type UnsignedManifest = v.InferOutput<typeof Unsigned>;

const Manifest = v.strictObject({ ...Unsigned.entries, signature: Signature });
/** A package describes itself by this, and is signed for it. */
export type PluginManifest = v.InferOutput<typeof Manifest>;

/** SHA-256 of what is signed: all that the manifest says, in one order whatever the file's. */
export function packageHash({ id, name, version, seam, entry, styles, files }: UnsignedManifest): string {
  const listed = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  const said = { id, name: [name.zh, name.en], version, seam, entry, styles, files: listed };
  return sha256([new TextEncoder().encode(JSON.stringify(said))]);
}

/** What the signature of a package must be of. */
export const signedPackage = (manifest: UnsignedManifest): SignedThing => ({
  kind: 'plugin',
  of: manifest.id,
  hash: packageHash(manifest),
  says: manifest.version,
  who: null,
  atMs: null,
});

/** Reads what stands in `plugin.json`, and refuses paths, entries and editions that cannot be. */
export function parseManifest(text: string): PluginManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new MessageError(pluginMessage('not-json', { reason: jsonFault(error, text) }));
  }
  return checkedManifest(parseAs(Manifest, json, MANIFEST_FILE));
}

/** Reads what stands in the `plugin.json` of a folder that is to be packed: without hashes and signature. */
export const parseDraft = (json: unknown): Omit<UnsignedManifest, 'files'> =>
  parseAs(v.omit(Unsigned, ['files']), json, MANIFEST_FILE);

/** Refuses what no manifest may list. */
export function checkedManifest<Checked extends UnsignedManifest>(manifest: Checked): Checked {
  const { id, seam, entry, styles, files } = manifest;
  const paths = Object.keys(files);
  if (seam !== SEAM_EDITION) throw new MessageError(pluginMessage('seam', { id, got: seam, known: SEAM_EDITION }));
  if (paths.length > MAX_PACKAGE_FILES) throw tooMany(paths.length);
  for (const path of paths) checkPath(path);
  const folders = new Set(paths.flatMap(foldersOf));
  for (const path of paths) if (folders.has(path)) throw pathFault(path);
  for (const [path, ending] of [[entry, '.js'] as const, ...styles.map((style) => [style, '.css'] as const)])
    if (!Object.hasOwn(files, path) || !path.endsWith(ending))
      throw new MessageError(pluginMessage('entry', { id, path }));
  return manifest;
}

/** The refusal of a package with more files than are taken. */
export const tooMany = (got: number): MessageError =>
  new MessageError(pluginMessage('files-many', { most: MAX_PACKAGE_FILES, got }));

/** Refuses a file that no package may have. */
export function checkPath(path: string): void {
  if (packageTypeOf(path) === null) throw pathFault(path);
}

const pathFault = (path: string): MessageError =>
  new MessageError(pluginMessage('path', { path, types: Object.keys(FILE_TYPES).join(', ') }));

/** Every folder that a path leads through: none of them can be a file too. */
const foldersOf = (path: string): string[] => [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index));

/** Holds the files of a package against its list: all of them, no others, each with its hash. */
export function checkFiles({ files }: UnsignedManifest, held: ReadonlyMap<string, Uint8Array>): void {
  for (const [path, hash] of Object.entries(files)) {
    const bytes = held.get(path);
    if (!bytes) throw new MessageError(pluginMessage('missing', { path }));
    if (sha256([bytes]) !== hash) throw new MessageError(pluginMessage('hash', { path }));
  }
  for (const path of held.keys())
    if (!Object.hasOwn(files, path)) throw new MessageError(pluginMessage('extra', { path }));
}

/**
 * What is wrong with the signature of a package; null: one of these signers vouches for it. A key that was revoked vouches for nothing any
 * more, whatever time its signature states: the code would run with the rights of the page.
 */
export async function signatureFault(
  manifest: PluginManifest,
  signers: readonly SignerKey[],
  nowMs: number,
): Promise<Message | null> {
  if (signers.length === 0) return pluginMessage('no-signers', {});
  const { id, signature } = manifest;
  const key = signers.find(({ publicKey }) => keyId(publicKey) === signature.key);
  const isRevoked = key !== undefined && key.revokedMs !== null && key.revokedMs <= nowMs;
  const verdict = isRevoked ? 'revoked' : await checkSignature(signature, signedPackage(manifest), signers);
  if (verdict === 'right') return null;
  return pluginMessage('signature', { id, reason: signatureMessage(verdict, {}).text });
}

/** The digest that stands in the addresses of a package's files. */
export const packageDigest = (manifest: UnsignedManifest): string => packageHash(manifest).slice(0, 16);
