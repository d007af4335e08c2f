import { describe, expect, test } from 'vitest';
import { assign, certificate } from '../../../workers/shared/assignment.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { transport } from '../../../workers/shared/transport.ts';

/** The least of all ways to give each row another column, tried one by one. */
function leastOfAll(costs: readonly number[], rows: number, columns: number, row = 0, used = 0): number {
  if (row === rows) return 0;
  let least = Number.POSITIVE_INFINITY;
  for (let column = 0; column < columns; column++)
    if ((used & (1 << column)) === 0)
      least = Math.min(
        least,
        costs[row * columns + column] + leastOfAll(costs, rows, columns, row + 1, used | (1 << column)),
      );
  return least;
}

describe('assignment', () => {
  test('three by three, by hand: 2 + 2 + 1', () => {
    const { columnOf, cost } = assign([4, 1, 3, 2, 0, 5, 3, 2, 2], 3, 3);
    expect(Array.from(columnOf)).toEqual([1, 0, 2]);
    expect(cost).toBe(5);
  });

  test('as cheap as the best of all ways, whole or rectangular, with many ties, and proven by its duals', () => {
    const random = seeded(7);
    for (const [rows, columns, most] of [
      [5, 5, 4],
      [4, 7, 100],
      [6, 6, 1000],
    ])
      for (let round = 0; round < 60; round++) {
        const costs = Array.from({ length: rows * columns }, () => Math.floor(random() * most));
        const plan = assign(costs, rows, columns);
        expect(plan.cost).toBe(leastOfAll(costs, rows, columns));
        expect(new Set(plan.columnOf).size).toBe(rows);
        expect(certificate(costs, columns, plan)).toEqual({ bound: plan.cost, violation: 0 });
      }
  });

  test('more rows than columns are refused', () => expect(() => assign([1, 2], 2, 1)).toThrow('at most 1 rows'));
});

describe('transport', () => {
  test('the textbook case of three works and four towns: 743', () => {
    // Supplies 7, 9, 18; demands 5, 8, 7, 14 (Vogel's example of many textbooks; its optimum is 743).
    const plan = transport([7, 9, 18], [5, 8, 7, 14], [19, 30, 50, 10, 70, 30, 40, 60, 40, 8, 70, 20]);
    expect(plan.cost).toBe(743);
    expect(Array.from(plan.left)).toEqual([0, 0, 0]);
  });

  test('an assignment is a transport of ones', () => {
    const random = seeded(3);
    for (let round = 0; round < 40; round++) {
      const costs = Array.from({ length: 6 * 8 }, () => Math.floor(random() * 50));
      const plan = transport(new Array(6).fill(1), new Array(8).fill(1), costs);
      expect(plan.cost).toBe(assign(costs, 6, 8).cost);
    }
  });

  test('what has no way or no room stays, and as much as can goes first', () => {
    const none = Number.POSITIVE_INFINITY;
    const plan = transport([10, 5, 3], [8, 4], [1, none, 1, 100, none, none]);
    // The second source gives way: its dear place is free, the first has one place only.
    expect(plan.shipments).toEqual([
      { source: 0, sink: 0, amount: 8 },
      { source: 1, sink: 1, amount: 4 },
    ]);
    expect(Array.from(plan.left)).toEqual([2, 1, 3]);
  });
});
