import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { foreignByName } from '../../readers/foreign/foreign-formats.ts';
import { ReadError } from '../../readers/shared/problems.ts';
import { unpacked } from '../../readers/unpacked.ts';
import { bakeMessage } from '../messages.ts';
import type { LayerRecipe } from '../recipe.ts';
import type { LayerFile } from './layer.ts';
import { hashFile, nodeFileSource } from './node-file.ts';
import { layerReaderOf } from './read-options.ts';

/** The file on disk of a layer, with its reader; a folder is refused in words that say what turns it into a file that is read. */
export async function layerFileOf({
  file,
  format,
  moreFiles = [],
}: Pick<LayerRecipe, 'file' | 'format' | 'moreFiles'>): Promise<LayerFile> {
  const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const foreign = isFolder && format === undefined ? foreignByName(basename(file)) : null;
  if (foreign) throw new ReadError(foreign);
  const source = await unpacked(nodeFileSource(file));
  const reader = await layerReaderOf(source, format);
  if (moreFiles.length === 0) return { source, reader, inputHash: () => hashFile(file) };
  const more = await Promise.all(moreFiles.map((path) => unpacked(nodeFileSource(path))));
  for (const one of more)
    if ((await layerReaderOf(one, format)) !== reader)
      throw new ReadError(bakeMessage('files-format', { file: source.name, name: reader.name, other: one.name }));
  return { source, reader, more, inputHash: () => hashOfFiles([file, ...moreFiles]) };
}

async function hashOfFiles(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(await hashFile(path));
  return hash.digest('hex');
}
