import { describe, expect, test } from 'vitest';
import { convert, UnknownUnit, unitOf } from '../../../model/geo/units.ts';

const from = (value: number, code: string) => ({ to: (other: string) => convert(value, unitOf(code), unitOf(other)) });

describe('units', () => {
  test.each([
    [60, 'L/s', 'm3/h', 216],
    [1, 'MPa', 'kPa', 1000],
    [1, 'bar', 'kPa', 100],
    [10, 'm[H2O]', 'kPa', 98.0665],
    [1, '[cft_i]/s', 'm3/s', 0.028316846592],
    [25, 'Cel', '[degF]', 77],
    [0, 'Cel', 'K', 273.15],
    [180, 'deg', 'rad', Math.PI],
    [36, 'km/h', 'm/s', 10],
    [1, 'kW.h', 'MJ', 3.6],
    [5, 'mm/m', '1', 0.005],
    [120, '1/h', '/min', 2],
    [1, 'ug/m3', 'g/(m.m2)', 1e-6],
    [3, '10*3{people}', '1', 3000],
  ])('%d %s in %s is %d', (value, code, other, expected) => {
    expect(from(value, code).to(other)).toBeCloseTo(expected, 9);
    expect(from(expected, other).to(code)).toBeCloseTo(value, 9);
  });

  test("what the city's sensors speak is known", () => {
    for (const code of [
      'mm',
      'm',
      'm3/s',
      '1',
      'A',
      'deg',
      'MPa',
      '%',
      'Cel',
      'W',
      '1/h',
      'ug/m3',
      'dB[SPL]',
      '[ppm]',
      'kPa',
      '%/m',
      '1/m2',
      'kN',
      'mm/m',
    ])
      expect(unitOf(code).code).toBe(code);
  });

  test.each(['', 'furlong', 'M', 'm//s', 'm/', '(m', 'm)', '-5', 'constructor', '__proto__', '<b>m</b>', 'm3 / s'])(
    '%j is no unit',
    (code) => expect(() => unitOf(code)).toThrow(UnknownUnit),
  );

  test('metres are not pascals, and a sound level has no factor', () => {
    expect(() => from(1, 'm').to('Pa')).toThrow('two units of one kind, got m and Pa');
    expect(() => from(60, 'dB[SPL]').to('1')).toThrow('one kind');
  });
});
