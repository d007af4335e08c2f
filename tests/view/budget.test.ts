import { expect, test } from 'vitest';
import { askedBudgetBytes, nextCoarseness, TILE_BUDGET_BYTES } from '../../src/view/globe/budget.ts';

const MIB = 1024 * 1024;

test('a budget is asked for in MiB; what is none is not taken', () => {
  expect(askedBudgetBytes('?budget=64')).toBe(64 * MIB);
  for (const search of ['', '?budget=', '?budget=0', '?budget=-5', '?budget=much', '?budget=1e9'])
    expect(askedBudgetBytes(search)).toBe(TILE_BUDGET_BYTES);
});

test('over the budget tiles get coarser step by step, with room again finer, and in between they stay', () => {
  expect(nextCoarseness(1, 101, 100)).toBeCloseTo(1.3);
  expect(nextCoarseness(8, 101, 100)).toBe(8);
  expect(nextCoarseness(2, 80, 100)).toBe(2);
  expect(nextCoarseness(2, 60, 100)).toBeLessThan(2);
  expect(nextCoarseness(1, 0, 100)).toBe(1);
});
