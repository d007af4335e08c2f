import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { referencePages } from './reference.ts';
import { ROOT } from './result-folder.ts';

/** For whoever changed a command, a case's format or a message: a test tells when the pages are behind. */
export function docsCommand(loadCommands: readonly (() => Promise<Command>)[]): Command {
  return new Command('docs')
    .description("write the guide's reference pages anew, from the commands, the formats of cases and the messages")
    .action(async () => {
      const pages = await referencePages(ROOT, loadCommands);
      for (const [path, text] of pages) {
        const file = join(ROOT, 'docs', path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
      process.stdout.write(`${pages.size} pages in docs/en/reference and docs/zh/reference\n`);
    });
}
