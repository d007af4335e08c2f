import { expect, test } from 'vitest';
import { parseFiles } from './parse-files.ts';
import { byLength, longestLines, testToCodeRatio, totalLines, workerShells } from './size.ts';

const SOURCES = parseFiles({
  'workers/flood/flood.worker.ts': 'a;\nb;\nc;\n',
  'src/a.ts': 'a;\n',
  'tests/a.test.ts': 'a;\nb;\n',
  'tests/validation/b.ts': 'a;\n',
  'tests/house/c.ts': 'a;\n'.repeat(100),
  'vite.config.ts': 'a;\n'.repeat(100),
});

test('tests to code: 3 lines to 4; configuration and this tool are neither', () => {
  expect(testToCodeRatio(SOURCES)).toBe(0.75);
  expect(testToCodeRatio([])).toBe(0);
});

test('the longest worker shell', () => {
  const shells = workerShells(SOURCES);
  expect(shells.map(({ path }) => path)).toEqual(['workers/flood/flood.worker.ts']);
  expect(longestLines(shells)).toBe(3);
  expect(longestLines([])).toBe(0);
});

test('files are listed longest first', () => {
  const two = SOURCES.filter(({ kind }) => kind === 'product').reverse();
  expect(totalLines(two)).toBe(4);
  expect(byLength(two).map(({ what }) => what)).toEqual(['3 lines', '1 lines']);
});
