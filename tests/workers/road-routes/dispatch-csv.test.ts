import { expect, test } from 'vitest';
import { dispatchTables } from '../../../workers/road-routes/dispatch-csv.ts';
import type { DispatchResult } from '../../../workers/road-routes/engine-types.ts';

test('a unit that nobody said to exist is told apart from one that the city lists', () => {
  const served = (unit: string | null) => ({ demand: 'fire', unit, ms: 90_000, lengthM: 800, soonest: null });
  const result = {
    kind: 'assignment',
    served: [served('V1'), served('S1'), served(null)],
  } as Partial<DispatchResult> as DispatchResult;
  const [head, ...rows] = dispatchTables(result, new Set(['S1']))
    .orders.trim()
    .split('\n');
  expect(head).toMatch(/^demand,unit,unit_is,minutes,/);
  expect(rows.map((row) => row.replaceAll('"', '').split(',').slice(1, 3).join(' '))).toEqual([
    'V1 listed',
    'S1 supposed',
    ' ',
  ]);
});
