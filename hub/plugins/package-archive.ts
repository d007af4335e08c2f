import { pluginMessage } from '../../model/plugins/plugin-messages.ts';
import {
  checkPath,
  MANIFEST_FILE,
  MAX_PACKAGE_BYTES,
  type PluginManifest,
  parseManifest,
  tooMany,
} from '../../model/plugins/plugin-package.ts';
import { MessageError } from '../../model/text/message.ts';
import { type ZipEntry, zipEntries } from '../../readers/shared/zip-entries.ts';

/** A package as it lies in an archive: what it says of itself, and its files by their paths. */
export interface PluginPackage {
  manifest: PluginManifest;
  files: ReadonlyMap<string, Uint8Array>;
}

/** A manifest of 200 files with long paths takes 60 kB. */
const MAX_MANIFEST_BYTES = 256 << 10;
/** More entries than any list may name are not looked at one by one. */
const MAX_ENTRIES = 256;

/** Reads the archive of a package. Paths, count and stated sizes are refused before anything is unpacked. */
export async function readArchive(archive: Uint8Array): Promise<PluginPackage> {
  const entries = inTopFolder(await zipEntries(archive, 'plugin.zip'));
  const head = entries.get(MANIFEST_FILE);
  if (!head) throw new MessageError(pluginMessage('no-manifest', {}));
  if (entries.size > MAX_ENTRIES) throw tooMany(entries.size - 1);
  entries.delete(MANIFEST_FILE);
  let sizeBytes = 0;
  for (const [path, entry] of entries) {
    checkPath(path);
    sizeBytes += entry.sizeBytes;
  }
  if (sizeBytes > MAX_PACKAGE_BYTES || head.sizeBytes > MAX_MANIFEST_BYTES)
    throw new MessageError(pluginMessage('large', { most: MAX_PACKAGE_BYTES >> 20 }));
  const manifest = parseManifest(new TextDecoder().decode(await head.bytes()));
  const files = new Map<string, Uint8Array>();
  for (const [path, entry] of entries) files.set(path, await entry.bytes());
  return { manifest, files };
}

/** Entries by their paths. Who packs a folder by hand has its name before all of them: it is left out. */
function inTopFolder(entries: readonly ZipEntry[]): Map<string, ZipEntry> {
  const [top] = entries.find(({ name }) => name.endsWith(`/${MANIFEST_FILE}`))?.name.split('/') ?? [];
  const prefix = `${top}/`;
  const isWrapped = top !== undefined && entries.every(({ name }) => name.startsWith(prefix));
  return new Map(entries.map((entry) => [isWrapped ? entry.name.slice(prefix.length) : entry.name, entry]));
}

/** Writes a package as an archive, the same bytes for the same files. */
export async function writeArchive(
  manifest: PluginManifest,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<Uint8Array> {
  const { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } = await import('@zip.js/zip.js');
  configure({ useWebWorkers: false });
  const writer = new ZipWriter(new Uint8ArrayWriter(), { lastModDate: new Date(0), extendedTimestamp: false });
  const head = new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`);
  for (const [path, bytes] of [[MANIFEST_FILE, head] as const, ...files])
    await writer.add(path, new Uint8ArrayReader(new Uint8Array(bytes)));
  return writer.close();
}
