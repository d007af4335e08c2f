import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { PAGE_SOURCES } from '../../cli/fresh-app.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Where a module names another by its path, to import it or to start it as a worker. */
const PATHS = /(?:from |import\(|import |new URL\()\s*'(\.{1,2}\/[^'?]+)/g;

/** The page's first module and all that it reaches. */
function modulesOfPage(): string[] {
  const reached = new Set<string>();
  const waiting = [join(ROOT, 'src/app/main.ts')];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file) || !existsSync(file)) continue;
    reached.add(file);
    if (!/\.tsx?$/.test(file)) continue;
    for (const [, path] of readFileSync(file, 'utf8').matchAll(PATHS)) waiting.push(join(dirname(file), path));
  }
  return [...reached].map((file) => relative(ROOT, file));
}

test('the page is built anew after an edit of anything that it is made of', () => {
  const modules = modulesOfPage();
  expect(modules.length).toBeGreaterThan(1000);
  const roots = new Set(modules.map((file) => file.split('/')[0]));
  // The lock file stands for the packages.
  roots.delete('node_modules');
  expect([...roots].filter((root) => !PAGE_SOURCES.includes(root))).toEqual([]);
  expect(roots).toContain('model');
});
