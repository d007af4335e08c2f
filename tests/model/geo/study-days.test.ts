import { expect, test } from 'vitest';
import { greatColdDay, winterSolsticeDay } from '../../../model/geo/study-days.ts';
import { sunPosition } from '../../../model/geo/sun.ts';

test('the days are those of the almanac', () => {
  expect([2024, 2025, 2026, 2027].map(winterSolsticeDay)).toEqual([21, 21, 22, 22]);
  expect([2024, 2025, 2026, 2027].map(greatColdDay)).toEqual([20, 20, 20, 20]);
});

test('on the day of the solstice the noon sun stands no higher than on the days about it', () => {
  const noon = (day: number) => {
    const at = (minute: number) => sunPosition(Date.UTC(2026, 11, day, 0, minute), { lonDeg: 108.75, latDeg: 34.3 });
    return Math.max(...Array.from({ length: 120 }, (_, i) => at(240 + i).altitudeDeg));
  };
  const day = winterSolsticeDay(2026);
  for (const other of [day - 4, day + 4]) expect(noon(day)).toBeLessThan(noon(other));
});
