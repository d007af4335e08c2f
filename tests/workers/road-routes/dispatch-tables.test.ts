import { expect, test } from 'vitest';
import { dispatchTables } from '../../../workers/road-routes/dispatch-tables.ts';
import type { DispatchResult } from '../../../workers/road-routes/engine-types.ts';

test('a unit that nobody said to exist is told apart from one that the city lists', () => {
  const served = (unit: string | null) => ({ demand: 'fire', unit, ms: 90_000, lengthM: 800, soonest: null });
  const result = {
    kind: 'assignment',
    served: [served('V1'), served('S1'), served(null)],
  } as Partial<DispatchResult> as DispatchResult;
  const { columns, rows } = dispatchTables(result, new Set(['S1'])).orders;
  expect(columns.slice(0, 4).map(({ key }) => key)).toEqual(['demand', 'unit', 'unit_is', 'minutes']);
  expect(rows.map((row) => row.slice(1, 3))).toEqual([
    ['V1', 'listed'],
    ['S1', 'supposed'],
    ['', ''],
  ]);
});
