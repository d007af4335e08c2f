import { expect, test } from 'vitest';
import { closingLine, type FileTime, readTimes, slowestTable } from './file-times.ts';

const time = (project: string, file: string, seconds: number): FileTime => ({
  ...{ project, file, seconds },
  tests: 2,
  ...{ passed: 1, failed: 0 },
  date: '2026-11-28T20:00:00.000Z',
});

test('the slowest file comes first, those above the limit of their project are marked, and the last run of a file counts', () => {
  const times = [
    time('unit', 'a.test.ts', 9),
    time('unit', 'b.test.ts', 5.01),
    time('e2e', 'c.test.ts', 29.9),
    time('e2e-long', 'd.test.ts', 300),
    time('unit', 'a.test.ts', 4),
  ];
  expect(slowestTable(times).split('\n')).toEqual([
    '  seconds  tests project  file',
    '    300.0      2 e2e-long d.test.ts',
    '     29.9      2 e2e      c.test.ts',
    '!     5.0      2 unit     b.test.ts',
    '      4.0      2 unit     a.test.ts',
    '    338.9 s in 4 files; above their limit: 1',
  ]);
});

test('twenty files are shown of twenty-one, and all are in the sum', () => {
  const lines = slowestTable(Array.from({ length: 21 }, (_, i) => time('unit', `${i}.test.ts`, 1))).split('\n');
  expect(lines).toHaveLength(22);
  expect(lines.at(-1)).toBe('     21.0 s in 21 files; above their limit: 0');
});

test('what a run keeps of a file is read back', () => {
  const kept = [time('unit', 'a.test.ts', 1), time('e2e', 'b.test.ts', 2)];
  expect(readTimes(kept.map((one) => `${JSON.stringify(one)}\n`).join(''))).toEqual(kept);
});

test('the closing line counts the tests of the last run of each file', () => {
  const times = [
    { ...time('unit', 'a.test.ts', 9), passed: 1, failed: 1 },
    { ...time('unit', 'a.test.ts', 9), passed: 2, failed: 0 },
    { ...time('e2e', 'a.test.ts', 9), passed: 3, failed: 1 },
  ];
  expect(closingLine(times)).toBe('5 passed, 1 failed');
});
