import { join } from 'node:path';
import { isTilesetKind, type LayerInfo } from '../../model/city/manifest.ts';
import { MessageError } from '../../model/text/message.ts';
import { filesOfGiven } from '../tilesets/given-tileset.ts';
import type { Findings } from './findings.ts';
import { checkPoints } from './points.ts';

/** Whether a layer has tiles and no objects: what is asked of objects is not asked of it. */
export const isTilesetLayer = ({ kind }: LayerInfo): boolean => isTilesetKind(kind);

/** A tileset that was made elsewhere is taken as it is: each file that it names has to be there, below its folder. */
export async function checkTilesetLayer(
  folder: string,
  layer: LayerInfo,
  known: Set<string>,
  findings: Findings,
): Promise<number> {
  try {
    const { files, missing } = filesOfGiven(join(folder, layer.tileset));
    for (const file of files) known.add(`layers/${layer.id}/${file}`);
    for (const file of missing) findings.add('file-missing', layer.tileset, file, 'a file', 'none');
    if (layer.shape === 'points')
      await checkPoints(
        folder,
        layer,
        files.filter((file) => file.endsWith('.glb')),
        findings,
      );
    return files.length;
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    findings.add('tileset', layer.tileset, '', 'a tileset', error.message);
    return 0;
  }
}
