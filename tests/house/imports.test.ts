import { expect, test } from 'vitest';
import { findLinks, resolvePath } from './imports.ts';
import { parseFiles } from './parse-files.ts';

/** Links of a file that names `./b.ts` by this text. */
function linksOf(text: string) {
  return findLinks(parseFiles({ 'src/a.ts': text, 'src/b.ts': '' }));
}

test('an import of values', () => {
  expect(linksOf("\nimport { type A, b as c } from './b.ts';")).toEqual([
    {
      from: 'src/a.ts',
      to: 'src/b.ts',
      line: 2,
      kind: 'import',
      isTypesOnly: false,
      names: ['A', 'b'],
      takes: 'named',
    },
  ]);
});

test.each([
  "import type { A } from './b.ts';",
  "import { type A, type B } from './b.ts';",
  "export type { A } from './b.ts';",
  "export { type A } from './b.ts';",
  "export type * from './b.ts';",
  "type T = import('./b.ts').A;",
  "declare module './b.ts' { interface A { b: string } }",
])('only types cross: %s', (text) => expect(linksOf(text).map((link) => link.isTypesOnly)).toEqual([true]));

test.each([
  "import './b.ts';",
  "import * as b from './b.ts';",
  "import b, { type A } from './b.ts';",
  "export { a } from './b.ts';",
  "export * from './b.ts';",
  "await import('./b.ts');",
  "new Worker(new URL('./b.ts', import.meta.url));",
])('values cross: %s', (text) => expect(linksOf(text).map((link) => link.isTypesOnly)).toEqual([false]));

test('what is taken is known as far as the statement says it', () => {
  expect(linksOf("export * from './b.ts';")[0].takes).toBe('all');
  expect(linksOf("import * as b from './b.ts';")[0].takes).toBe('any');
  expect(linksOf("import * as b from './b.ts'; Object.values(b);")[0].takes).toBe('all');
  expect(linksOf("await import('./b.ts');")[0].takes).toBe('any');
  expect(linksOf("type T = import('./b.ts').A.B;")[0]).toMatchObject({ takes: 'named', names: ['A'] });
});

test('packages and data are no links', () => {
  expect(linksOf("import react from 'react'; import words from './words.json';")).toEqual([]);
});

test('a specifier may be compiled, bare or with a query', () => {
  const paths = new Set(['tiles/tile-worker.ts', 'workers/flood/kernel/memory.ts', 'src/form.tsx']);
  expect(resolvePath('tiles/threads.ts', './tile-worker.js', paths)).toBe('tiles/tile-worker.ts');
  expect(resolvePath('workers/flood/kernel/work.ts', './memory', paths)).toBe('workers/flood/kernel/memory.ts');
  expect(resolvePath('src/a/b.ts', '../form.tsx?url', paths)).toBe('src/form.tsx');
  expect(resolvePath('src/a.ts', './none.ts', paths)).toBeNull();
});
