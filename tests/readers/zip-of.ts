import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';

/** A zip archive of files in memory. */
export async function zipOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  for (const [name, contents] of Object.entries(files))
    await writer.add(
      name,
      new Uint8ArrayReader(typeof contents === 'string' ? new TextEncoder().encode(contents) : contents.slice()),
    );
  return await writer.close();
}
