import { expect, test } from 'vitest';
import { findDeclarations, findExports, findUnusedExports } from './exports.ts';
import { findLinks } from './imports.ts';
import { parseFiles } from './parse-files.ts';
import { parseSource } from './source.ts';

function unusedOf(files: Record<string, string>, kernelEntries: string[] = []) {
  const sources = parseFiles(files);
  const { unused, testOnly } = findUnusedExports(sources, findLinks(sources), new Set(kernelEntries));
  return { unused: unused.map(({ what }) => what), testOnly: testOnly.map(({ what }) => what) };
}

test('all kinds of declarations are found, an overloaded function once', () => {
  const text =
    'function f(a: string): void; function f(a: unknown): void {} class C {} type T = 1; interface I {} const { a, b: [c] } = d;';
  const found = findDeclarations(parseSource('src/a.ts', text)).map(({ kind, name }) => `${kind} ${name}`);
  expect(found).toEqual(['function f', 'class C', 'type T', 'interface I', 'const a', 'const c']);
});

test('exports by list are those of their declaration; what is passed on has none', () => {
  const text = "const a = 1; export { a as b }; export { c } from './c.ts'; export const d = 2, e = 3;";
  const found = findExports(parseSource('src/a.ts', text));
  expect(found.map(({ name, declaration }) => [name, declaration?.name ?? null])).toEqual([
    ['b', 'a'],
    ['c', null],
    ['d', 'd'],
    ['e', 'e'],
  ]);
});

test('an export that nobody imports is unused; one that only a test imports is told apart', () => {
  const files = {
    'src/a.ts': 'export const used = 1; export const tested = 2; export type Unused = 3;',
    'src/b.ts': "import { used } from './a.ts';",
    'tests/a.test.ts': "import { tested, used } from '../src/a.ts';",
  };
  expect(unusedOf(files)).toEqual({ unused: ['Unused'], testOnly: ['tested'] });
});

test('of a module taken whole, the members named in the file are used', () => {
  const files = {
    'src/a.ts': 'export const one = 1; export const two = 2;',
    'src/b.ts': "import * as a from './a.ts'; a.one();",
    'src/c.ts': 'export const three = 3; export const four = 4;',
    'src/d.ts': "const { three } = await import('./c.ts');",
  };
  expect(unusedOf(files).unused).toEqual(['two', 'four']);
});

test('a module whose members are enumerated is used with all of them', () => {
  const files = {
    'src/a.ts': 'export const one = 1; export const two = 2;',
    'src/b.ts': "import * as listed from './a.ts'; export const all = Object.values(listed);",
    'src/c.ts': 'export const three = 3; export const four = 4;',
    'src/d.ts': "import * as c from './c.ts'; import { all } from './b.ts'; const copy = { ...c, all };",
    'src/e.ts': 'export const five = 5; export const six = 6;',
    'src/f.ts': "import * as e from './e.ts'; Object.values(e.five);",
  };
  expect(unusedOf(files).unused).toEqual(['six']);
});

test('a type that another file adds to is used', () => {
  const files = {
    'src/words.ts': 'export interface Words {} export interface Alone {}',
    'src/sun.ts': "declare module './words.ts' { interface Words { sun: string } }",
  };
  expect(unusedOf(files).unused).toEqual(['Alone']);
});

test('configuration uses exports, and so does passing them on', () => {
  const files = {
    'hub/a.ts': 'export const one = 1;',
    'hub/b.ts': 'export const two = 1;',
    'hub/c.ts': "export * from './b.ts';",
    'vite.config.ts': "import { one } from './hub/a.ts';",
  };
  expect(unusedOf(files).unused).toEqual([]);
});

test('the entry of a kernel is called from WebAssembly', () => {
  const files = { 'workers/flood/kernel/work.ts': 'export function work(): void {}' };
  expect(unusedOf(files).unused).toEqual(['work']);
  expect(unusedOf(files, ['workers/flood/kernel/work.ts']).unused).toEqual([]);
});
