import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './first-bakes.ts';

/**
 * Checks an older commit out beside this one and compiles its command line; `work` is given the path of it. Its packages are this
 * checkout's where both locks are the same, else they are installed anew by its own lock.
 */
export async function withOlderBuild(
  commit: string,
  folder: string,
  work: (cli: string) => Promise<void>,
): Promise<void> {
  const tree = join(folder, 'older');
  run('git', ['worktree', 'add', '--detach', tree, commit], ROOT);
  try {
    if (lockOf(tree) === lockOf(ROOT)) symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
    else run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], tree);
    run(join(tree, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.node.json'], tree);
    await work(join(tree, 'build/node/cli/shapan.js'));
  } finally {
    run('git', ['worktree', 'remove', '--force', tree], ROOT);
  }
}

const lockOf = (tree: string): string => readFileSync(join(tree, 'package-lock.json'), 'utf8');

/** Lets a command write to standard error alone: figures have standard output for themselves. */
function run(command: string, args: readonly string[], cwd: string): void {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}
