import { expect, test } from 'vitest';
import { isBetter, worthOf } from '../../../workers/districting/divide.ts';
import { divisionBound } from '../../../workers/districting/division-bound.ts';
import { madeWhole } from '../../../workers/districting/first-division.ts';
import { bestByEnumeration, firstOf, improved, isWhole, smallDivision } from '../../validation/districts-small.ts';

test.each(['table', 'middle'] as const)('two districts by %s are as good as the best of all', (by) => {
  for (let seed = 1; seed <= 12; seed++) {
    const of = smallDivision(4, 3, { districts: 2, seed, by });
    const { districtOf, worth } = improved(of, firstOf(of));
    const best = bestByEnumeration(of);
    expect(isWhole(of, districtOf)).toBe(true);
    expect(worthOf(of, districtOf)).toEqual(worth);
    expect(best && isBetter(worth, best)).toBe(false);
    expect(best && isBetter(best, worth)).toBe(false);
  }
});

test('no division within the tolerance is below the bound', () => {
  for (let seed = 1; seed <= 12; seed++) {
    const of = smallDivision(4, 3, { districts: 2, seed, by: 'table' });
    const best = bestByEnumeration(of);
    if (best && best.excess === 0) expect(divisionBound(of)).toBeLessThanOrEqual(best.cost);
  }
});

test('what is found is never worse than what is there, whatever a change counts as', () => {
  for (const change of [0, 5, 1000]) {
    const today = Int32Array.from({ length: 36 }, (_, square) => Math.floor((square % 6) / 2));
    const of = { ...smallDivision(6, 6, { districts: 3, seed: 3, by: 'middle' }), today, change };
    const { districtOf, worth } = improved(of, today);
    expect(isBetter(worthOf(of, today), worth)).toBe(false);
    expect(isWhole(of, districtOf)).toBe(true);
  }
});

test('the more a change counts as, the fewer change', () => {
  const today = Int32Array.from({ length: 100 }, (_, square) => Math.floor((square % 10) / 4));
  const movedAt = (change: number) => {
    const of = { ...smallDivision(10, 10, { districts: 3, seed: 5, by: 'middle' }), today, change };
    const { districtOf, worth } = improved(of, today, 100_000);
    expect(worth.excess).toBe(0);
    return of.load.reduce((sum, load, square) => sum + (districtOf[square] === today[square] ? 0 : load), 0);
  };
  expect(movedAt(100)).toBeLessThan(movedAt(0));
});

test('a district in pieces keeps the part with the most, and the rest goes to neighbours', () => {
  const of = smallDivision(6, 1, { districts: 2, seed: 1, by: 'middle' });
  of.load.set([9, 1, 1, 5, 5, 5]);
  expect([...madeWhole(of, Int32Array.from([0, -1, 1, 1, 1, 0]), of.isFixed)]).toEqual([0, 0, 1, 1, 1, 1]);
});
