import { expect, test } from 'vitest';
import { findComponents, findCycleFiles } from './cycles.ts';
import { findLinks } from './imports.ts';
import { parseFiles } from './parse-files.ts';

/** a → b → a by values, c ⇄ d by a type one way; e hangs on both and stands in no cycle. */
const LINKS = findLinks(
  parseFiles({
    'src/a.ts': "import { b } from './b.ts';",
    'src/b.ts': "import { a } from './a.ts';",
    'src/c.ts': "import { d } from './d.ts';",
    'src/d.ts': "import type { C } from './c.ts';",
    'src/e.ts': "import { a } from './a.ts'; import { c } from './c.ts';",
  }),
);

test('a cycle of values', () => {
  expect(findCycleFiles(LINKS, 'values').map(({ path }) => path)).toEqual(['src/a.ts', 'src/b.ts']);
});

test('types close further cycles', () => {
  const paths = findCycleFiles(LINKS, 'values and types').map(({ path }) => path);
  expect(paths).toEqual(['src/a.ts', 'src/b.ts', 'src/c.ts', 'src/d.ts']);
});

test('a file that imports itself is a cycle; a worker that it starts by URL is none', () => {
  const links = findLinks(
    parseFiles({
      'src/a.ts': "import * as self from './a.ts';",
      'src/b.ts': "new Worker(new URL('./c.ts', import.meta.url));",
      'src/c.ts': "import { b } from './b.ts';",
    }),
  );
  expect(findCycleFiles(links, 'values')).toEqual([{ path: 'src/a.ts', line: 1, what: 'cycle 1, of 1 files' }]);
});

test('two rings joined by a one-way arrow stay two', () => {
  const arrows = { a: ['b'], b: ['c'], c: ['a', 'd'], d: ['e'], e: ['d'] };
  const targets = new Map(Object.entries(arrows).map(([from, to]) => [from, new Set(to)]));
  expect(findComponents(targets).map((component) => component.sort().join(''))).toEqual(['de', 'abc']);
});
