import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { BUILT, isCityStale, PAGE_SOURCES, placeBuilt } from '../../cli/city/fresh-app.ts';
import { bakeCity } from '../../tiles/bake.ts';
import { blocks, city } from '../tiles/small-city.ts';

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

/** Makes all of a bake older than the baker, as after an edit, and its index know it so. */
function ageBake(folder: string): void {
  const path = join(folder, '.reuse');
  const index = JSON.parse(readFileSync(path, 'utf8')) as {
    entries: Record<string, { files: [string, number, number][] }>;
  };
  for (const entry of Object.values(index.entries)) {
    for (const [file] of entry.files) utimesSync(join(folder, file), 0, 0);
    entry.files = entry.files.map(([file, bytes]) => [file, bytes, 0]);
  }
  writeFileSync(path, JSON.stringify(index));
  utimesSync(path, 0, 0);
}

test('a city is baked anew once after an edit of the baker, though nothing of it changed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-stale-'));
  const baked = join(folder, 'test');
  try {
    expect(await isCityStale(baked)).toBe(true);
    await bakeCity(city(blocks(1)), baked);
    expect(await isCityStale(baked)).toBe(false);
    ageBake(baked);
    expect(await isCityStale(baked)).toBe(true);
    await bakeCity(city(blocks(1)), baked);
    expect(statSync(join(baked, 'manifest.json')).mtimeMs).toBe(0);
    expect(await isCityStale(baked)).toBe(false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('of pages that several builders finish together one stays, whole, and each draft holds what it displaced', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'shapan-page-'));
  const folder = join(parent, 'app');
  const put = (...path: string[]): void => {
    mkdirSync(join(parent, ...path), { recursive: true });
    writeFileSync(join(parent, ...path, 'index.html'), path[0]);
  };
  try {
    const drafts = ['first', 'second', 'third'];
    for (const draft of drafts) put(draft, BUILT);
    await placeBuilt(join(parent, drafts[0]), folder);
    expect(readFileSync(join(folder, 'index.html'), 'utf8')).toBe('first');
    await Promise.all(drafts.slice(1).map((draft) => placeBuilt(join(parent, draft), folder)));
    expect(['second', 'third']).toContain(readFileSync(join(folder, 'index.html'), 'utf8'));
    const displaced = drafts.flatMap((draft) => readdirSync(join(parent, draft)));
    expect(displaced).toContain('old');
    expect(readdirSync(parent).sort()).toEqual(['app', ...drafts]);
  } finally {
    rmSync(parent, { recursive: true });
  }
});
