import { describe, expect, test } from 'vitest';
import { chance, numberOf } from '../../hub/simulated/chance.ts';
import { rainMmPerH, runoffMmPerH } from '../../hub/simulated/simulated-weather.ts';

const DAY_S = 86_400;
const HERE = [0, 0] as const;

describe('chance without memory', () => {
  test('is the same for the same numbers, and lies from 0 to below 1, evenly', () => {
    const draws = Array.from({ length: 5000 }, (_, i) => chance(7, i));
    expect(draws.map((_, i) => chance(7, i))).toEqual(draws);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThan(1);
    for (let tenth = 0; tenth < 10; tenth++) {
      const share = draws.filter((draw) => Math.floor(10 * draw) === tenth).length / draws.length;
      expect(Math.abs(share - 0.1)).toBeLessThan(0.02);
    }
  });

  test('asks each number and its place', () => {
    expect(chance(1, 2)).not.toBe(chance(2, 1));
    expect(chance(1)).not.toBe(chance(1, 0));
  });

  test('takes ids for numbers, another for each', () => {
    const numbers = Array.from({ length: 1000 }, (_, i) => numberOf(`gauge-${i}`));
    expect(new Set(numbers).size).toBe(1000);
    for (const number of numbers) expect(Number.isInteger(number)).toBe(true);
  });
});

describe('the simulated rain', () => {
  const minutes = Array.from({ length: 10 * 1440 }, (_, i) => 60 * i);
  const rates = minutes.map((timeS) => rainMmPerH(5, HERE, timeS));

  test('is never below nothing, and rests for a part of the time', () => {
    expect(Math.min(...rates)).toBe(0);
    expect(Math.max(...rates)).toBeGreaterThan(1);
    expect(Math.max(...rates)).toBeLessThan(112);
    const dry = rates.filter((rate) => rate === 0).length / rates.length;
    expect(dry).toBeGreaterThan(0.3);
    expect(dry).toBeLessThan(0.9);
  });

  test('comes and goes without a jump', () => {
    const steps = rates.slice(1).map((rate, i) => Math.abs(rate - rates[i]));
    expect(Math.max(...steps)).toBeLessThan(5);
  });

  test('is the same whenever it is asked for, and another of another seed', () => {
    const wet = minutes.filter((_, i) => rates[i] > 1);
    expect(wet.map((timeS) => rainMmPerH(5, HERE, timeS))).toEqual(rates.filter((rate) => rate > 1));
    expect(wet.some((timeS) => rainMmPerH(6, HERE, timeS) !== rainMmPerH(5, HERE, timeS))).toBe(true);
  });

  test('runs off later and lower than it fell, and all of it in the end', () => {
    const hourS = 3600;
    const off = minutes.map((timeS) => runoffMmPerH(5, HERE, timeS, hourS));
    expect(Math.max(...off)).toBeLessThan(Math.max(...rates));
    expect(off.indexOf(Math.max(...off))).toBeGreaterThan(rates.indexOf(Math.max(...rates)));
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    const wholeDays = 2 * DAY_S;
    const from = wholeDays / 60;
    expect(sum(off.slice(from)) / sum(rates.slice(from))).toBeCloseTo(1, 1);
  });
});
