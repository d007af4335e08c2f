import { expect, test } from 'vitest';
import { findFunctions, functionP95, longerThan, longFunctionsOutsideKernelsPct } from './functions.ts';
import { parseFiles } from './parse-files.ts';

/** A function of this many lines. */
function functionOf(name: string, lines: number): string {
  return `function ${name}() {${'\n'.repeat(lines - 1)}}\n`;
}

test('functions are found under the names that they are given', () => {
  const text = `
    function declared() {}
    const arrow = () => 1, noted = (() => 1) satisfies () => number;
    class C { method() {} field = () => 1; }
    const o = { property: () => 1, short() {}, plain: 1 };
    o.member = function () {};
    list.map(() => 1);
    abstract class A { abstract none(): void; }
  `;
  const names = findFunctions(parseFiles({ 'src/a.ts': text })).map(({ name }) => name);
  expect(names).toEqual(['declared', 'arrow', 'noted', 'method', 'field', 'property', 'short', 'member']);
});

test('components are functions, tests are not looked at', () => {
  const sources = parseFiles({
    'src/a.tsx': 'export function Panel() {\n  return <p>\n  </p>;\n}',
    'tests/a.ts': 'function f() {}',
  });
  expect(findFunctions(sources)).toEqual([{ path: 'src/a.tsx', line: 1, name: 'Panel', lines: 4 }]);
});

test('lines run from the first to the last, functions within included', () => {
  const text = 'function outer() {\n  const inner = () => {\n    return 1;\n  };\n}';
  const found = findFunctions(parseFiles({ 'src/a.ts': text }));
  expect(found.map(({ name, lines }) => [name, lines])).toEqual([
    ['outer', 5],
    ['inner', 3],
  ]);
});

test('the 95th percentile of 19 short functions and a long one is short', () => {
  const shorts = Array.from({ length: 19 }, (_, at) => functionOf(`f${at}`, 2)).join('');
  expect(functionP95(findFunctions(parseFiles({ 'src/a.ts': shorts + functionOf('long', 90) })))).toBe(2);
});

test('61 lines are long, 60 are not, and kernels are left out', () => {
  const functions = findFunctions(
    parseFiles({
      'src/a.ts': functionOf('a', 60) + functionOf('b', 61),
      'workers/flood/kernel/c.ts': functionOf('c', 100),
    }),
  );
  expect(longFunctionsOutsideKernelsPct(functions)).toBe(50);
  expect(longerThan(functions, 60).map(({ what }) => what)).toEqual(['c, 100 lines', 'b, 61 lines']);
});
