import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { PLUGINS } from '../../src/app/listed-plugins.ts';
import { findLinks } from '../house/imports.ts';
import { findOutsideMentions } from '../house/mentions.ts';
import { readSources } from '../house/source.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDERS = readdirSync(join(ROOT, 'src/plugins')).sort();

test('the list has one line a plug-in', () => {
  const lines = readFileSync(join(ROOT, 'src/app/plugins.ts'), 'utf8').split('\n').filter(Boolean);
  const isComment = (line: string) => /^\/\*.*\*\/$/.test(line);
  const listed = lines
    .filter((line) => !isComment(line))
    .map((line) => /^export \{ \w+ \} from '\.\.\/plugins\/([\w-]+)\/plugin\.ts';$/.exec(line)?.[1] ?? line);
  expect(listed).toEqual(FOLDERS);
});

test('a plug-in is called by the name of its folder, and no two are opened at once', () => {
  // The page's own tools hang below steps as those of plug-ins do.
  expect(PLUGINS.map(({ id }) => id).sort()).toEqual([...FOLDERS, 'shell'].sort());
  expect(new Set(PLUGINS.map(({ order }) => order)).size).toBe(PLUGINS.length);
  const orders = PLUGINS.map(({ order }) => order);
  expect(orders).toEqual([...orders].sort((a, b) => a - b));
});

test('panels of all plug-ins have ids of their own', () => {
  const ids = PLUGINS.flatMap(({ places }) => Object.values(places).flatMap((panels) => panels.map(({ id }) => id)));
  expect(new Set(ids).size).toBe(ids.length);
});

test('nothing outside the folder of a plug-in or an engine names it but the lists', () => {
  const sources = readSources(ROOT);
  const mentions = findOutsideMentions(sources, findLinks(sources));
  expect(mentions.map(({ path, line, what }) => `${path}:${line} ${what}`)).toEqual([]);
});

test('a plug-in has its words beside it', () => {
  const lacking = FOLDERS.filter((id) => !existsSync(join(ROOT, `src/plugins/${id}/words.ts`)));
  expect(lacking).toEqual([]);
});
