import { expect, test } from 'vitest';
import { nextPace, type Pace, requestedBudgetBytes, TILE_BUDGET_BYTES } from '../../src/view/globe/quality/budget.ts';

const MIB = 1024 * 1024;

test('a budget is asked for in MiB; what is none is not taken', () => {
  expect(requestedBudgetBytes('?budget=64')).toBe(64 * MIB);
  for (const search of ['', '?budget=', '?budget=0', '?budget=-5', '?budget=much', '?budget=1e9'])
    expect(requestedBudgetBytes(search)).toBe(TILE_BUDGET_BYTES);
});

const pace = (coarseness: number, tooFine = 0): Pace => ({ coarseness, tooFine });

test('over the budget tiles get coarser step by step, with room again finer, and in between they stay', () => {
  expect(nextPace(pace(1), 101, 100)).toEqual(pace(1.3, 1));
  expect(nextPace(pace(64), 101, 100).coarseness).toBe(64);
  expect(nextPace(pace(2), 80, 100)).toEqual(pace(2));
  expect(nextPace(pace(2), 60, 100).coarseness).toBeLessThan(2);
  expect(nextPace(pace(1), 0, 100)).toEqual(pace(1));
});

test('a lump of tiles that fits neither way comes to rest: what was too fine is not tried again', () => {
  const bytesAt = (coarseness: number) => (coarseness < 2 ? 120 : 40);
  let now = pace(1);
  const seen: number[] = [];
  for (let step = 0; step < 40; step++) {
    now = nextPace(now, bytesAt(now.coarseness), 100);
    seen.push(now.coarseness);
  }
  expect(new Set(seen.slice(-20)).size).toBe(1);
  expect(bytesAt(now.coarseness)).toBeLessThan(100);
});
