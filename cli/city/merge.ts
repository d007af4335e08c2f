import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { MessageError } from '../../model/text/message.ts';
import { help } from '../help.ts';
import { cliMessage, say } from '../messages.ts';
import { ROOT } from '../root.ts';

interface MergeFlags {
  out?: string;
  replace?: boolean;
  json?: boolean;
}

async function mergeRuns(folders: readonly string[], { out, replace, json }: MergeFlags): Promise<void> {
  if (out === undefined) throw new MessageError(cliMessage('merge-out', {}));
  const { mergeEnsemble } = await import('../sim/ensemble-shares.ts');
  const summary = await mergeEnsemble(folders, out, replace ?? false);
  if (json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  else say(cliMessage('ensemble-merged', { count: folders.length, runs: summary.ensemble.runs, folder: resolve(out) }));
}

/** `shapan merge <shares…>`: one city of the shares that `shapan bake --shard` made, here or elsewhere. */
export function mergeCommand(): Command {
  return new Command('merge')
    .description(help('merge.about'))
    .argument('<folders...>', help('merge.folders'))
    .option('--out <folder>', help('merge.out'))
    .option('--replace', help('any.replace'))
    .option('--json', help('any.json'))
    .action(async (folders: string[], flags: MergeFlags) => {
      const { out = join(ROOT, 'public/city'), replace, json } = flags;
      if (existsSync(join(folders[0], 'summary.json'))) return await mergeRuns(folders, flags);
      const { mergeShares } = await import('../../tiles/shares.ts');
      const { manifest, kept, ...made } = await mergeShares(
        folders.map((folder) => resolve(folder)),
        out,
        { isReplacing: replace ?? false },
      );
      const features = manifest.layers.reduce((sum, { count }) => sum + count, 0);
      if (json) process.stdout.write(`${JSON.stringify({ ...made, features, kept })}\n`);
      else say(cliMessage('merge-done', { ...made, count: folders.length, features }));
    });
}
