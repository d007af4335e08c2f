import { expect, test } from 'vitest';
import { atHomeRatio, parseAtHome } from '../../../model/city/population.ts';

const table = parseAtHome({
  residents: 100,
  hours: [0, 6, 22],
  residentsAtHome: { weekday: [1, 0.5, 0.8], weekend: [1, 1, 1] },
});

test('the table at its hours, straight between them, and from the last one on to midnight', () => {
  const at = (hour: number) => atHomeRatio(table, 'weekday', hour);
  expect([0, 6, 22].map(at)).toEqual([1, 0.5, 0.8]);
  expect(at(3)).toBeCloseTo(0.75, 9);
  expect(at(23)).toBeCloseTo(0.9, 9);
  expect(at(24)).toBeCloseTo(1, 9);
  expect(atHomeRatio(table, 'weekend', 3)).toBe(1);
});

test('a table that begins after midnight goes on from the day before; one hour says the same all day', () => {
  const late = { hours: [8, 20], residentsAtHome: { weekday: [0.2, 0.8], weekend: [0, 0] } };
  expect(atHomeRatio(parseAtHome(late), 'weekday', 2)).toBeCloseTo(0.5, 9);
  const one = { hours: [8], residentsAtHome: { weekday: [0.4], weekend: [1] } };
  expect([0, 8, 23].map((hour) => atHomeRatio(parseAtHome(one), 'weekday', hour))).toEqual([0.4, 0.4, 0.4]);
});

test('hours that fall and shares that are missing are refused with their place', () => {
  const shares = (amount: number) => Array.from({ length: amount }, () => 0.5);
  const file = (hours: number[], weekday: number[]) => ({ hours, residentsAtHome: { weekday, weekend: shares(2) } });
  expect(() => parseAtHome(file([6, 0], shares(2)))).toThrow('population.json: hours');
  expect(() => parseAtHome(file([0, 6], shares(3)))).toThrow('population.json: ');
  expect(() => parseAtHome(file([0, 6], [0.5, 1.5]))).toThrow('population.json: residentsAtHome.weekday.1');
});
