import { expect, test } from 'vitest';
import { compareDates, lateByTrade } from '../../../workers/construction/compare.ts';

const task = (name: string, startMin: number, finishMin: number) => ({ name, startMin, finishMin });

test('tasks that share a name are told apart by their dates first, then by their order', () => {
  const before = [task('pour', 0, 2), task('pour', 5, 6), task('cure', 3, 4), task('strip', 8, 9)];
  const after = [task('pour', 5, 6), task('pour', 1, 3), task('cure', 3, 4), task('paint', 9, 10)];
  const { same, redated, gone, added } = compareDates(before, after);
  expect(same.map(([one]) => one)).toEqual([before[1], before[2]]);
  expect(redated).toEqual([[before[0], after[1]]]);
  expect([gone, added]).toEqual([[before[3]], [after[3]]]);
});

test('late rows by trade; what nobody wrote down is neither', () =>
  expect(
    lateByTrade([
      { trade: 'brick', late: true },
      { trade: 'glass', late: true },
      { trade: 'brick', late: true },
      { trade: 'roof', late: false },
      { trade: 'glass', late: null },
    ]),
  ).toEqual([
    { trade: 'brick', late: 2 },
    { trade: 'glass', late: 1 },
  ]));
