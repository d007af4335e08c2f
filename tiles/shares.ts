import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { MessageError } from '../model/text/message.ts';
import { BAKING, type BakeOptions, contextOf, intoFolder } from './bake.ts';
import type { Share } from './bake-context.ts';
import { bakeShare } from './bake-share.ts';
import { BAKED_CITY, statedSums, sumOf, writeChecksums } from './check/checksums.ts';
import { listFiles } from './check/files.ts';
import { finishCity, type MadeCity, type MadeShare } from './made-city.ts';
import { bakeMessage } from './messages.ts';
import type { CityDraft, CityInput } from './model.ts';
import { markerJson, type OwnFolder, targetOf } from './replace-folder.ts';
import { digestOf } from './reuse/digest.ts';
import { FormerBake, linkOrCopy } from './reuse/former-bake.ts';
import { programKey } from './reuse/program-key.ts';
import { checkComplete } from './share-set.ts';

/** Says what a share's folder is; taken out when the shares become a city. */
const SHARE_FILE = 'share.json';

interface ShareRecord extends MadeShare {
  format: 1;
  /** The same for all shares of one city and one program: what is merged belongs together. */
  belongs: string;
}

/** A share that was baked: its record says so, its list of sums says of what it is made. */
const BAKED_SHARE: OwnFolder = {
  marker: 'checksums.b2',
  ownFiles: (folder) =>
    markerJson(join(folder, SHARE_FILE)) && existsSync(join(folder, 'checksums.b2'))
      ? new Set(['checksums.b2', ...statedSums(folder).keys()].flatMap((file) => [file, `${file}.gz`, `${file}.br`]))
      : null,
};

/** Returns the folder of one share of a city: `city.shard-1-of-4`. */
export const shareFolder = (city: string, { index, count }: Share): string => `${city}.shard-${index + 1}-of-${count}`;

/**
 * Bakes one share of a city into a folder of its own: its tiles, and of all that is made once what falls to it. Every share reads all
 * sources, since where a tile begins depends on all features.
 */
export async function bakeCityShare(
  input: CityInput | CityDraft,
  outFolder: string,
  share: Share,
  options: BakeOptions = {},
): Promise<{ tiles: number; kept: string[] }> {
  return await intoFolder(targetOf(resolve(outFolder)), BAKED_SHARE, options, async (work) => {
    const made = await bakeShare(input, work, contextOf(options, share, new FormerBake(work, work)));
    const belongs = digestOf(programKey(), share.count, made.plan);
    const record: ShareRecord = { format: 1, belongs, ...made };
    writeFileSync(join(work, SHARE_FILE), JSON.stringify(record));
    rmSync(join(work, BAKING));
    writeChecksums(work);
    return { tiles: made.tiles.filter(({ box }) => box !== null).length };
  });
}

/** Puts all shares of a city together: the same bytes as of one bake. Files that were cut or changed on their way are refused. */
export async function mergeShares(
  folders: readonly string[],
  outFolder: string,
  options: BakeOptions = {},
): Promise<MadeCity & { city: string; folder: string; kept: string[] }> {
  const shares = folders.map((folder) => ({ folder, record: recordOf(folder) }));
  checkComplete(shares);
  const city = shares[0].record.plan.manifest.id;
  const target = targetOf(join(resolve(outFolder), city));
  const made = await intoFolder(target, BAKED_CITY, options, async (work) => {
    const reuse = new FormerBake(work, work);
    for (const { folder } of shares) takeShare(folder, work, reuse.sums);
    const records = shares.map(({ record }) => record).sort((a, b) => a.share.index - b.share.index);
    const finished = finishCity(records, reuse);
    rmSync(join(work, BAKING));
    writeChecksums(work, reuse.sums);
    return finished;
  });
  return { ...made, city, folder: target };
}

function recordOf(folder: string): ShareRecord {
  const record = markerJson(join(folder, SHARE_FILE));
  if (record?.format === 1) return record as unknown as ShareRecord;
  throw new MessageError(bakeMessage('share-folder', { folder }));
}

function takeShare(folder: string, work: string, sums: Map<string, string>): void {
  const stated = statedSums(folder);
  for (const [file, sum] of stated) {
    const path = join(folder, file);
    if (!existsSync(path) || sumOf(readFileSync(path)) !== sum)
      throw new MessageError(bakeMessage('share-differs', { folder, file }));
    if (file !== SHARE_FILE) sums.set(file, sum);
  }
  for (const file of listFiles(folder)) {
    if ([SHARE_FILE, BAKED_SHARE.marker].includes(basename(file).replace(/\.(gz|br)$/, ''))) continue;
    mkdirSync(dirname(join(work, file)), { recursive: true });
    linkOrCopy(join(folder, file), join(work, file));
  }
}
