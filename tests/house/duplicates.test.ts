import { expect, test } from 'vitest';
import { findDuplicateConstants, findDuplicateTypes } from './duplicates.ts';
import { parseFiles } from './parse-files.ts';

function duplicatesOf(...values: string[]) {
  const files = values.map((value, at) => [`src/${at}.ts`, value]);
  return findDuplicateConstants(parseFiles(Object.fromEntries(files))).map(({ name }) => name);
}

test('one name with one value in two files, exported or not', () => {
  expect(duplicatesOf('const DAY_MS = 86_400_000;', 'export const DAY_MS = 86400000 as const;')).toEqual([
    'DAY_MS = 86400000',
  ]);
});

test('three files make one duplicate with three places', () => {
  const text = 'const A = 1;';
  const [duplicate] = findDuplicateConstants(parseFiles({ 'src/a.ts': text, 'hub/b.ts': text, 'cli/c.ts': text }));
  expect(duplicate.places.map(({ path }) => path)).toEqual(['src/a.ts', 'hub/b.ts', 'cli/c.ts']);
});

test('another name or another value is no duplicate', () => {
  expect(duplicatesOf('const A = 1;', 'const B = 1;', 'const A = 2;')).toEqual([]);
});

test.each(['5 * MS_PER_MIN', "['a', -1]", '{ a: 1 }', '/x/u', "new Set(['a'])", 'Math.sqrt(2)', 'Math.PI / 180'])(
  '%s is a constant',
  (value) => expect(duplicatesOf(`const A = ${value};`, `const A = ${value};`)).toHaveLength(1),
);

test.each(['read()', 'import.meta.dirname', 'other', '() => 1', 'new Map()', '[]', '{}', 'await x'])(
  '%s is none',
  (value) => expect(duplicatesOf(`const A = ${value};`, `const A = ${value};`)).toEqual([]),
);

test('the formatter does not hide a duplicate', () => {
  expect(duplicatesOf('const A = [1, 2];', 'const A = [\n  1,\n  2,\n];')).toEqual(['A = [1, 2]']);
});

test('kernels, tests and what stands within functions are left out', () => {
  const text = 'const A = 1;';
  const sources = parseFiles({
    'workers/flood/kernel/a.ts': text,
    'workers/flood/a.ts': text,
    'tests/a.ts': text,
    'src/a.ts': `function f() { ${text} }`,
  });
  expect(findDuplicateConstants(sources)).toEqual([]);
});

test('a type is a duplicate by its name alone', () => {
  const sources = parseFiles({
    'src/a.ts': 'type Place = 1; type Own = 1;',
    'hub/a.ts': 'export interface Place { x: number }',
    'tests/a.ts': 'type Own = 1;',
  });
  expect(findDuplicateTypes(sources).map(({ name }) => name)).toEqual(['Place']);
});
