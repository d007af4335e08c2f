import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { cliMessage, say } from './messages.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** `shapan merge <shares…>`: one city of the shares that `shapan bake --shard` made, here or elsewhere. */
export function mergeCommand(): Command {
  return new Command('merge')
    .description('put all shares of a city (bake --shard) together: the same bytes as of one bake')
    .argument('<folders...>', 'folders of the shares, in any order')
    .option('--out <folder>', 'folder of baked cities', join(ROOT, 'public/city'))
    .option('--replace', 'also into a folder with files that Shapan did not write; they stay')
    .option('--json', 'one JSON object at the end instead of words')
    .action(async (folders: string[], { out, replace, json }: { out: string; replace?: boolean; json?: boolean }) => {
      const { mergeShares } = await import('../tiles/shares.ts');
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
