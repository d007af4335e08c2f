import { expect, test } from 'vitest';
import {
  findDeskComparisons,
  findHandWrittenTables,
  findHouseholdNames,
  findLiteralSpreads,
  findParallelAssignments,
  findPassageTests,
} from './habits.ts';
import { parseFiles } from './parse-files.ts';

test('comparisons with the desk, in the view alone', () => {
  const text = "if (state.desk === 'plan' || 'tour' !== desk) {} switch (desk) {} f(desk); if (table === 'desk2') {}";
  const found = findDeskComparisons(parseFiles({ 'src/view/a.ts': text, 'src/ui/a.ts': text }));
  expect(found.map(({ what }) => what)).toEqual(['desk ===', 'desk !==', 'switch (desk)']);
});

test('a table written out in the page; the kit has the one, and a component of that name is none', () => {
  const text = 'const a = <div><table><tbody /></table><Table rows={[]} /></div>;';
  const files = { 'src/plugins/a/a.tsx': text, 'src/kit/table/table.tsx': text, 'tests/a.tsx': text };
  expect(findHandWrittenTables(parseFiles(files)).map(({ path }) => path)).toEqual(['src/plugins/a/a.tsx']);
});

test('a literal array taken apart on the spot; a swap or a call is none', () => {
  const text = 'const [a, b] = [1, 2]; let [c] = [3]; [a, b] = [b, a]; const [d, e] = f();';
  const found = findParallelAssignments(parseFiles({ 'src/a.ts': text, 'tests/a.ts': text }));
  expect(found.map(({ what }) => what)).toEqual(['[a, b]', '[c]']);
});

test('a literal object spread; a conditional or a named one is none', () => {
  const text = 'f({ ...{ a, b }, ...c, ...(d ? { d } : {}) });';
  expect(findLiteralSpreads(parseFiles({ 'src/a.ts': text }))).toHaveLength(1);
});

test('an edge that is asked whether it passes a line; signs and kernels are none', () => {
  const text =
    'if (a[1] > y !== b[1] > y) {} if (a <= m.y === b <= m.y) {} if (y < p === y < q) {} if (a > 0 !== b > 0 || a > y) {}';
  const found = findPassageTests(parseFiles({ 'workers/flood/a.ts': text, 'workers/flood/kernel/b.ts': text }));
  expect(found.map(({ what }) => what)).toEqual(['a[1] > y !== b[1] > y', 'a <= m.y === b <= m.y', 'y < p === y < q']);
});

test('names are judged where they are given, not where they are used', () => {
  const text = `
    const MOST_ROWS = 1;
    function told(heard: string, { a: asked, ...toldRest }: T) { return heard + asked + MOST_ROWS; }
    interface CrowdTold { askedAt: number; hear(told: string): void }
    class A { #heard = 1; wasTold() {} }
    const [{ askedFor = 1 }] = told(x);
    const { told: fine } = y;
    object.told = { asked: 1 };
    const unheardOf = 1, UTMOST_ROWS = 2, soldTold2 = 3;
  `;
  const found = findHouseholdNames(parseFiles({ 'src/a.ts': text })).map(({ what }) => what);
  expect(found).toEqual([
    'MOST_ROWS',
    'told',
    'heard',
    'asked',
    'toldRest',
    'CrowdTold',
    'askedAt',
    'told',
    'heard',
    'wasTold',
    'askedFor',
    'soldTold2',
  ]);
});
