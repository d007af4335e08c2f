import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { foreignByName } from '../../readers/foreign/foreign-formats.ts';
import { ReadError } from '../../readers/shared/problems.ts';
import { unpacked } from '../../readers/unpacked.ts';
import type { LayerRecipe } from '../recipe.ts';
import type { LayerFile } from './layer.ts';
import { hashFile, nodeFileSource } from './node-file.ts';
import { layerReaderOf } from './read-options.ts';

/** The file on disk of a layer, with its reader; a folder is refused in words that say what turns it into a file that is read. */
export async function layerFileOf({ file, format }: Pick<LayerRecipe, 'file' | 'format'>): Promise<LayerFile> {
  const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const foreign = isFolder && format === undefined ? foreignByName(basename(file)) : null;
  if (foreign) throw new ReadError(foreign);
  const source = await unpacked(nodeFileSource(file));
  return { source, reader: await layerReaderOf(source, format), inputHash: () => hashFile(file) };
}
