import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnsembleRun } from '../../model/scenarios/crowd-ensemble.ts';
import { ensembleOf } from '../../model/scenarios/crowd-ensemble.ts';
import { MessageError } from '../../model/text/message.ts';
import type { Share } from '../../tiles/bake-context.ts';
import { sumOf } from '../../tiles/check/checksums.ts';
import { bakeMessage } from '../../tiles/messages.ts';
import { markerJson } from '../../tiles/replace-folder.ts';
import { checkComplete } from '../../tiles/share-set.ts';
import { type FloodMember, type FloodRaster, floodEnsembleOf, writeFloodEnsemble } from './flood-ensemble.ts';
import { writeResults } from './result-folder.ts';

/** What an ensemble is of, and what one of its runs leaves for the whole. */
interface MemberOf {
  /** A time that never came, NaN, is null in JSON. */
  crowd: EnsembleRun;
  flood: FloodMember;
}
type EnsembleKind = keyof MemberOf;

/** `summary.json` of a share of an ensemble: its runs, and of the first run of all what the whole summary says beside them. */
interface ShareSummary<K extends EnsembleKind = EnsembleKind> {
  format: 1;
  ensembleOf: K;
  share: Share;
  /** The same for all shares of one ensemble and one program. */
  belongs: string;
  runs: { member: number; run: MemberOf[K] }[];
  first: { summary: object & { ensemble: unknown }; raster: FloodRaster | null } | null;
  /** BLAKE2b of the share's files: what was cut on its way is refused. */
  sums: Record<string, string>;
}

/** The runs of an ensemble that fall to a share. */
export const membersOf = ({ index, count }: Share, members: number): number[] =>
  Array.from({ length: members }, (_, k) => k).filter((k) => k % count === index);

export const WHOLE: Share = { index: 0, count: 1 };

/** Where a share keeps the greatest depths of a run, float32, until they are merged. */
export const depthFile = (member: number): string => `member-${member}.depth-m.f32`;

/** The record of a share whose files lie in its folder. */
export function shareSummary<K extends EnsembleKind>(
  folder: string,
  kind: K,
  share: Share,
  of: readonly unknown[],
  runs: { member: number; run: MemberOf[K] }[],
  first: ShareSummary['first'],
): ShareSummary<K> {
  return {
    format: 1,
    ensembleOf: kind,
    share,
    belongs: createHash('sha256')
      .update(JSON.stringify([kind, share.count, ...of]))
      .digest('hex'),
    runs,
    first,
    sums: Object.fromEntries(
      readdirSync(folder)
        .sort()
        .map((file) => [file, sumOf(readFileSync(join(folder, file)))]),
    ),
  };
}

const recordOf = (folder: string): ShareSummary | null => {
  const record = markerJson(join(folder, 'summary.json'));
  return record?.format === 1 && typeof record.ensembleOf === 'string' ? (record as unknown as ShareSummary) : null;
};

type MergedSummary = object & { ensemble: { runs: number } };

/** Puts the shares of an ensemble together: the same bytes as of one call that played all its runs. */
export async function mergeEnsemble(
  folders: readonly string[],
  out: string,
  isReplacing: boolean,
): Promise<MergedSummary> {
  const shares = folders.map((folder) => {
    const record = recordOf(folder);
    if (!record) throw new MessageError(bakeMessage('share-folder', { folder }));
    return { folder, record };
  });
  checkComplete(shares);
  for (const { folder, record } of shares) checkSums(folder, record.sums);
  const begun = shares.find(({ record }) => record.first !== null) ?? shares[0];
  const { first, sums } = begun.record;
  if (!first) throw new MessageError(bakeMessage('share-folder', { folder: begun.folder }));
  return await writeResults(
    out,
    async (folder) => {
      for (const file of Object.keys(sums))
        if (!file.endsWith('.f32')) cpSync(join(begun.folder, file), join(folder, file));
      const runs = shares
        .flatMap(({ folder: from, record }) => record.runs.map(({ member, run }) => ({ member, run, from })))
        .sort((a, b) => a.member - b.member);
      if (begun.record.ensembleOf === 'crowd')
        return { ...first.summary, ensemble: ensembleOf(runs.map(({ run }) => crowdRun(run as EnsembleRun))) };
      const members = runs.map(({ run }) => run as FloodMember);
      if (first.raster)
        writeFloodEnsemble(
          folder,
          first.raster,
          runs.map(({ from, member }) => join(from, depthFile(member))),
        );
      return { ...first.summary, ensemble: floodEnsembleOf(members) };
    },
    isReplacing,
  );
}

/** A time that never came is null in JSON. */
function crowdRun(run: EnsembleRun): EnsembleRun {
  const { clearance50S, clearance95S, clearance100S } = run;
  const timeOf = (timeS: number | null): number => timeS ?? Number.NaN;
  return {
    ...run,
    clearance50S: timeOf(clearance50S),
    clearance95S: timeOf(clearance95S),
    clearance100S: timeOf(clearance100S),
  };
}

export function writeDepths(folder: string, member: number, depthM: Float32Array): void {
  writeFileSync(join(folder, depthFile(member)), Buffer.from(depthM.buffer, depthM.byteOffset, depthM.byteLength));
}

function checkSums(folder: string, sums: Readonly<Record<string, string>>): void {
  for (const [file, sum] of Object.entries(sums)) {
    const path = join(folder, file);
    if (!existsSync(path) || sumOf(readFileSync(path)) !== sum)
      throw new MessageError(bakeMessage('share-differs', { folder, file }));
  }
}
