import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { help } from '../help.ts';
import { ROOT } from '../root.ts';
import { referencePages } from './reference.ts';
import { walkPages } from './walks.ts';

/** For whoever changed a command, a case's format, a message or a sample of the walks: a test tells when the pages are behind. */
export function docsCommand(loadCommands: readonly (() => Promise<Command>)[]): Command {
  return new Command('docs').description(help('docs.about')).action(async () => {
    const pages = await referencePages(ROOT, loadCommands);
    const walks = walkPages(ROOT);
    for (const [path, text] of [...pages, ...walks]) {
      const file = join(ROOT, 'docs', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    process.stdout.write(`${pages.size} pages in docs/*/reference, ${walks.size} in docs/*/extend\n`);
  });
}
