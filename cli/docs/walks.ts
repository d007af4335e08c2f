import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the guide's walks add to the tree: a test lays these very files into a copy of it, builds that and uses it (`tests/e2e/adding.test.ts`). */
const SAMPLES = 'tests/fixtures/plugin';

/** A block of code that names a file of the samples behind its language, with its lines. */
const BLOCK = /^```(\w+) (\S+)\n[\s\S]*?^```$/gm;

/**
 * The pages of the guide that walk through an extension, by their path below `docs`, each block of code as its sample's file reads now: so what
 * a reader copies is what a test built.
 */
export function walkPages(root: string): Map<string, string> {
  const folders = ['en/extend', 'zh/extend'];
  const paths = folders.flatMap((folder) => readdirSync(join(root, 'docs', folder)).map((name) => `${folder}/${name}`));
  return new Map(paths.map((path) => [path, withSamples(root, readFileSync(join(root, 'docs', path), 'utf8'))]));
}

function withSamples(root: string, markdown: string): string {
  return markdown.replace(BLOCK, (_, language: string, path: string) => {
    const text = readFileSync(join(root, SAMPLES, path), 'utf8');
    return `\`\`\`${language} ${path}\n${text.trimEnd()}\n\`\`\``;
  });
}
